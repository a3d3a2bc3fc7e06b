"""Definition 3.5 for every block, exactly: the meaning of what a block gives is that of what it took.

Over `Probability` the model's draws and the block's own have their exact finite laws, and both
sides are compared with ==. The programs have branches with different numbers of scores, weights
of zero early and late, ends before the others, no score at all.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction as F
from typing import Any

import pytest

from quasiborel import inference as inf
from quasiborel.inference.resampling import SCHEMES
from quasiborel.qbs.enumerator import Enumerator
from quasiborel.qbs.interpret import interpret
from quasiborel.qbs.meaning import MASS
from quasiborel.qbs.measure import Mass
from quasiborel.qbs.sampler import Sampler

Images = Callable[[inf.Block, Any], set[Mass[Any]]]
CRITERIA = [inf.always, inf.ess_below(F(9, 10)), inf.never]


def named(value: Any) -> str:
    return value.name if isinstance(value, inf.Block) else str(value)


def unequal(block: inf.Block) -> inf.Block:
    """The block on three particles that have made one score each."""
    return inf.tmap_first(inf.spawn(3)) >> inf.advance() >> inf.tmap_first(block)


BLOCKS = [
    inf.spawn(1),
    inf.spawn(3),
    inf.spawn(2) >> inf.spawn(2),
    inf.resample("multinomial", num_particles=3),
    inf.collapse(),
    inf.spawn(3) >> inf.resample() >> inf.resample() >> inf.collapse(),
    inf.push_evidence() >> inf.apply_weight(),
    inf.spawn(3) >> inf.push_evidence(),
    inf.finish(),
    inf.advance(),
    inf.repeat(inf.advance(), 4),
    inf.repeat(inf.tmap_first(inf.spawn(2)) >> inf.advance(), 2),
    inf.tmap(inf.spawn(2)),
    inf.tmap(inf.spawn(2) >> inf.collapse()) >> inf.finish(),
]
RESAMPLINGS = [
    inf.resample(scheme, num_particles=n, when=when)
    for scheme in SCHEMES
    for n in (None, 1, 2)
    for when in CRITERIA[:2]
] + [inf.resample(num_particles=4), inf.resample(when=inf.never)]


@pytest.mark.parametrize("block", BLOCKS, ids=named)
def test_blocks(block: inf.Block, program: Any, truth: Mass[Any], meanings_after: Images) -> None:
    assert meanings_after(block, program) == {truth}


@pytest.mark.parametrize("block", RESAMPLINGS, ids=named)
def test_resampling_of_unequal_particles(
    block: inf.Block, program: Any, truth: Mass[Any], meanings_after: Images
) -> None:
    assert meanings_after(unequal(block), program) == {truth}


def test_aggregate(program: Any, truth: Mass[Any], meanings_after: Images) -> None:
    assert meanings_after(inf.aggregate(), program) == {truth}
    merged = inf.aggregate()(interpret(program, Enumerator()))
    assert len(merged) == len({value for _, value in merged})


@pytest.mark.parametrize("when", CRITERIA, ids=named)
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("steps", [0, 1, 2, 3, None])
def test_smc(
    steps: int | None, scheme: str, when: Any, program: Any, truth: Mass[Any], meanings_after: Images
) -> None:
    block = inf.smc(particles=2, scheme=scheme, when=when, steps=steps)
    assert meanings_after(block, program) == {truth}


@pytest.mark.parametrize("when", CRITERIA[:2], ids=named)
@pytest.mark.parametrize("scheme", ["systematic", "residual"])
@pytest.mark.parametrize("steps", [0, 1, 2, 3, None])
def test_smc_of_three_particles(
    steps: int | None, scheme: str, when: Any, program: Any, truth: Mass[Any], meanings_after: Images
) -> None:
    block = inf.smc(particles=3, scheme=scheme, when=when, steps=steps)
    assert meanings_after(block, program) == {truth}


@pytest.mark.parametrize("scheme", ["multinomial", "stratified"])
@pytest.mark.parametrize("name", ["uneven_scores", "dies_late"])
def test_smc_of_three_independent_draws(
    scheme: str, name: str, tree: Callable[[str], Any], meanings_after: Images
) -> None:
    """Resampling with 27 ancestor vectors, until all have finished."""
    program = tree(name)
    block = inf.smc(particles=3, scheme=scheme, when=inf.always)
    assert meanings_after(block, program) == {interpret(program, MASS)}


@pytest.mark.parametrize("steps", [0, 1])
@pytest.mark.parametrize(
    "name", ["no_score", "one_score", "uneven_scores", "early_end", "dies_late", "all_die"]
)
def test_smc_to_the_letter(steps: int, name: str, tree: Callable[[str], Any], meanings_after: Images) -> None:
    program = tree(name)
    assert meanings_after(inf.smc_literal(particles=2, steps=steps), program) == {interpret(program, MASS)}


@pytest.mark.parametrize(("name", "scores"), [("no_score", 0), ("one_score", 1), ("three_scores", 3)])
def test_to_the_letter_the_population_grows(name: str, scores: int, tree: Callable[[str], Any]) -> None:
    """n^(scores + 1) particles, for each layer spawns anew; n if only the first layer does."""
    literal = (inf.interpretation() >> inf.smc_literal(particles=2, steps=0)).at(Sampler())
    first = (inf.interpretation() >> inf.smc(particles=2, steps=0)).at(Sampler())
    assert population_sizes(literal(tree(name))) == {2 ** (scores + 1)}
    assert population_sizes(first(tree(name))) == {2}


def population_sizes(computation: Any) -> set[int]:
    """The length of the population at the first leaf."""
    while hasattr(computation, "distribution"):
        distribution = computation.distribution
        computation = computation.resume(next(iter(distribution.enumerate()))[0])
    return {len(computation.value)}


@pytest.mark.parametrize("when", CRITERIA[:2], ids=named)
def test_the_tree_that_is_run_has_the_same_meaning(when: Any, program: Any, truth: Mass[Any]) -> None:
    """Over `Sampler`, whose trees the tapes run, as over `Probability`."""
    pipeline = (inf.interpretation() >> inf.smc(particles=2, when=when)).at(Sampler())
    assert pipeline.target.meaning(pipeline(program)) == truth
