"""Types of blocks: what fits, what is chosen for a variable, what is refused and in which words."""

from __future__ import annotations

from typing import Any

import pytest

from quasiborel import inference as inf
from quasiborel.inference.shape import CannotStand, M, T, meet, variable_of
from quasiborel.qbs.enumerator import Enumerator
from quasiborel.qbs.kind import KindError
from quasiborel.qbs.meaning import MASS
from quasiborel.qbs.population import Population
from quasiborel.qbs.probability import Probability
from quasiborel.qbs.sampler import Sampler
from quasiborel.qbs.suspension import Suspension
from quasiborel.qbs.weighted import Weighted

TYPES = {
    "spawn(2) : Population(T) -> Population(T)": inf.spawn(2),
    "resample(systematic) : Population(T) -> Population(T)": inf.resample(),
    "resample(residual, num_particles=5, when=ess_below(0.5)) : Population(T) -> Population(T)": inf.resample(
        "residual", num_particles=5, when=inf.ess_below(0.5)
    ),
    "collapse : Population(T) -> Weighted(T)": inf.collapse(),
    "push_evidence : Population(T) -> Weighted(Population(T))": inf.push_evidence(),
    "apply_weight : Weighted(M) -> M": inf.apply_weight(),
    "aggregate : Enumerator -> Enumerator": inf.aggregate(),
    "interpret : Program -> M": inf.interpretation(),
    "interpret(Weighted(Sampler)) : Program -> Weighted(Sampler)": inf.interpretation(Weighted(Sampler())),
    "advance : Suspension(M) -> Suspension(M)": inf.advance(),
    "finish : Suspension(M) -> M": inf.finish(),
    "tmap_first(spawn(2)) : Suspension(Population(T)) -> Suspension(Population(T))": inf.tmap_first(
        inf.spawn(2)
    ),
    "tmap(push_evidence) : Suspension(Population(T)) -> Suspension(Weighted(Population(T)))": inf.tmap(
        inf.push_evidence()
    ),
    "repeat(advance, 3) : Suspension(M) -> Suspension(M)": inf.repeat(inf.advance(), 3),
    "repeat(advance) : Suspension(Population(T)) -> Suspension(Population(T))": inf.repeat(inf.advance()),
    "push_evidence >> apply_weight : Population(T) -> Population(T)": inf.push_evidence()
    >> inf.apply_weight(),
    "tmap_first(spawn(2)) >> finish : Suspension(Population(T)) -> Population(T)": inf.tmap_first(
        inf.spawn(2)
    )
    >> inf.finish(),
    "interpret >> advance : Program -> Suspension(M)": inf.interpretation() >> inf.advance(),
    "interpret >> spawn(2) >> collapse : Program -> Weighted(T)": inf.interpretation()
    >> inf.spawn(2)
    >> inf.collapse(),
    "advance >> finish >> aggregate : Suspension(Enumerator) -> Enumerator": inf.advance()
    >> inf.finish()
    >> inf.aggregate(),
}


@pytest.mark.parametrize(("shown", "block"), TYPES.items(), ids=list(TYPES))
def test_a_block_shows_its_pipeline_and_its_type(shown: str, block: inf.Block) -> None:
    assert repr(block) == shown


def test_smc_reads_as_theorem_6_2() -> None:
    assert repr(inf.smc(particles=200)) == (
        "smc(particles=200) = tmap_first(spawn(200)) >> "
        "repeat(tmap_first(resample(systematic, when=ess_below(0.5))) >> advance) >> finish "
        ": Suspension(Population(T)) -> Population(T)"
    )
    assert repr(inf.smc_literal(particles=2, steps=3)) == (
        "smc_literal(particles=2, steps=3, scheme='multinomial') = tmap(spawn(2)) >> "
        "repeat(tmap(resample(multinomial)) >> advance, 3) >> finish "
        ": Suspension(Population(T)) -> Population(T)"
    )


@pytest.mark.parametrize(
    ("compose", "message"),
    [
        (
            lambda: inf.spawn(2) >> inf.finish(),
            "cannot compose spawn(2) >> finish: spawn(2) gives Population(T), finish takes Suspension(M)",
        ),
        (
            lambda: inf.collapse() >> inf.apply_weight(),
            "cannot compose collapse >> apply_weight: "
            "collapse gives Weighted(T), apply_weight takes Weighted(M)",
        ),
        (
            lambda: inf.smc(particles=3) >> inf.smc(particles=3),
            "cannot compose smc(particles=3) >> smc(particles=3): smc(particles=3) gives Population(T), "
            "smc(particles=3) takes Suspension(Population(T))",
        ),
        (
            lambda: inf.spawn(2) >> inf.aggregate(),
            "cannot compose spawn(2) >> aggregate: spawn(2) gives Population(T), aggregate takes Enumerator",
        ),
        (
            lambda: inf.advance().at(MASS) >> inf.tmap_first(inf.spawn(2)),
            "cannot compose advance >> tmap_first(spawn(2)): advance gives Suspension(Mass), "
            "tmap_first(spawn(2)) takes Suspension(Population(T))",
        ),
        (
            lambda: inf.tmap_first(inf.collapse()),
            "cannot compose collapse >> collapse: collapse gives Weighted(T), collapse takes Population(T)",
        ),
        (
            lambda: inf.repeat(inf.finish(), 2),
            "cannot compose finish >> finish: finish gives M, finish takes Suspension(M)",
        ),
    ],
)
def test_a_mismatch_shows_both_types(compose: Any, message: str) -> None:
    with pytest.raises(inf.Mismatch) as caught:
        compose()
    assert str(caught.value) == message


def test_what_cannot_be_seen_to_end_is_not_repeated_until_it_ends() -> None:
    with pytest.raises(TypeError, match=r"only runs of Suspension\(Population\(T\)\) can be seen to end"):
        inf.repeat(inf.spawn(2))


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: inf.spawn(0), "spawn: num_particles must be a whole number >= 1, got 0"),
        (lambda: inf.spawn(True), "spawn: num_particles must be a whole number >= 1, got True"),
        (lambda: inf.resample(num_particles=2.0), "resample: num_particles must be a whole number"),
        (lambda: inf.resample("sytematic"), "resample: scheme must be one of multinomial, stratified"),
        (lambda: inf.repeat(inf.advance(), -1), "repeat: times must be a whole number >= 0, got -1"),
    ],
)
def test_what_a_block_is_made_of_is_checked(build: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        build()


@pytest.mark.parametrize(
    ("block", "base", "message"),
    [
        (
            inf.spawn(2),
            MASS,
            "T stands for what is sampling, affine; Mass is inference",
        ),
        (
            inf.advance(),
            Sampler(),
            "M stands for what is inference; Sampler is sampling, affine",
        ),
        (inf.advance(), "Program", "M stands for what is inference; Program is no representation"),
    ],
)
def test_a_base_of_the_wrong_kind_is_refused(block: inf.Block, base: Any, message: str) -> None:
    with pytest.raises(CannotStand) as caught:
        block.at(base)
    assert str(caught.value) == message


def test_transformers_check_the_kind_of_a_variable() -> None:
    with pytest.raises(KindError, match=r"cannot build Population\(Weighted\(T\)\)"):
        Population(Weighted(T))


def test_a_block_over_a_variable_is_no_map_yet() -> None:
    with pytest.raises(TypeError, match=r"spawn\(2\) is a block over any T: choose one with .at"):
        inf.spawn(2)(Probability().ret(()))


def test_the_more_general_type_gives_way() -> None:
    stack = Suspension(Population(T))
    assert meet(stack, Suspension(M)) == (None, Population(T))
    assert meet(M, stack) == (stack, None)
    assert meet(Population(Sampler()), Population(T)) == (None, Sampler())
    assert meet(Enumerator(), Enumerator()) == (None, None)
    assert meet(Weighted(T), Population(T)) is meet(Weighted(T), Weighted(M)) is None
    assert variable_of(stack) == T
    assert variable_of("Program", MASS) is None
