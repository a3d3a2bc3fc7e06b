"""`filtered(p, n)` denotes what p denotes, exactly, and its weight is the evidence that `smc` estimates."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from quasiborel import inference as inf
from quasiborel.inference.filtered import filtered
from quasiborel.inference.resampling import SCHEMES, Criterion
from quasiborel.qbs.interpret import interpret
from quasiborel.qbs.meaning import MASS
from quasiborel.qbs.measure import Mass, add_all
from quasiborel.qbs.probability import Probability
from quasiborel.qbs.program import Draw, Score
from quasiborel.qbs.weighted import Weighted

from ..kernels.programs import trees
from .programs import PROGRAMS, UNDEFINED_AFTER_ZERO, F, Walk, by_hand

UNEVEN = inf.ess_below(F(9, 10))
CRITERIA = [inf.always, inf.never, UNEVEN]


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("when", CRITERIA, ids=str)
@pytest.mark.parametrize("particles", [1, 2])
@pytest.mark.parametrize("tree", PROGRAMS.values(), ids=PROGRAMS)
def test_the_filter_denotes_the_program(tree: Any, particles: int, when: Criterion, scheme: str) -> None:
    program = filtered(Walk(tree), particles, scheme=scheme, when=when)
    assert interpret(program, MASS) == by_hand(tree)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("name", ["chain", "uneven scores", "half dies"])
def test_the_filter_of_three_particles_denotes_the_program(name: str, scheme: str) -> None:
    program = filtered(Walk(PROGRAMS[name]), 3, scheme=scheme, when=UNEVEN)
    assert interpret(program, MASS) == by_hand(PROGRAMS[name])


@settings(max_examples=40)
@given(tree=trees)
def test_the_filter_denotes_random_programs(tree: Any) -> None:
    assert interpret(filtered(Walk(tree), 2, when=UNEVEN), MASS) == by_hand(tree)


@pytest.mark.parametrize("tree", PROGRAMS.values(), ids=PROGRAMS)
def test_the_filter_of_a_filter_denotes_the_program(tree: Any) -> None:
    assert interpret(filtered(filtered(Walk(tree), 2), 1), MASS) == by_hand(tree)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("when", CRITERIA, ids=str)
@pytest.mark.parametrize("tree", PROGRAMS.values(), ids=PROGRAMS)
def test_its_weight_has_the_law_of_the_evidence_of_smc(tree: Any, when: Criterion, scheme: str) -> None:
    rep = Weighted(Probability())
    ours = interpret(filtered(Walk(tree), 2, scheme=scheme, when=when), rep).map(lambda run: run[0])
    populations = (inf.interpretation() >> inf.smc(particles=2, scheme=scheme, when=when)).at(Probability())
    assert ours == populations(Walk(tree)).map(lambda particles: add_all(w for w, _ in particles))


def test_it_scores_once_for_all_particles_at_each_suspension() -> None:
    program = filtered(Walk(PROGRAMS["chain"]), 2, when=inf.never)
    state, effects = program.start(), []
    for _ in range(6):
        effect = program.step(state)
        effects.append(type(effect))
        assert isinstance(effect, Draw | Score)
        state = program.resume(effect.state, False) if isinstance(effect, Draw) else effect.state
    assert effects == [Draw, Draw, Score, Draw, Draw, Score]


def test_the_rest_of_a_dead_particle_is_not_run() -> None:
    dying = Walk(UNDEFINED_AFTER_ZERO)
    for particles in (1, 2, 3):
        assert interpret(filtered(dying, particles), MASS) == Mass({"alive": F(1, 2)})


@pytest.mark.parametrize("particles", [0, -1, True, 1.5])
def test_a_number_of_particles_is_refused(particles: Any) -> None:
    with pytest.raises(ValueError, match="filtered: particles must be a whole number >= 1"):
        filtered(Walk(PROGRAMS["chain"]), particles)


def test_a_scheme_is_refused() -> None:
    with pytest.raises(ValueError, match="filtered: scheme must be one of multinomial"):
        filtered(Walk(PROGRAMS["chain"]), 2, scheme="best")
