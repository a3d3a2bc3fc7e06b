"""Which uniforms a pipeline reads: an epoch for each block application, a tape for each particle."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from quasiborel import inference as inf
from quasiborel.inference.epochs import run_in_epochs
from quasiborel.qbs import tape as tape_module
from quasiborel.qbs.distributions import FAMILIES
from quasiborel.qbs.program import Return
from quasiborel.qbs.sampler import Sampler, run
from quasiborel.qbs.tape import Epoch, threefry2x32

SEED = 11


def ran(block: inf.Block, program: Any) -> tuple[Any, list[str]]:
    """The population, and the blocks applied."""
    tree, applied = (inf.interpretation() >> block).at(Sampler())(program), list[str]()
    return run_in_epochs(tree, inf.Context(SEED), lambda begun: applied.append(begun.block)), applied


@pytest.fixture
def issued(monkeypatch: pytest.MonkeyPatch) -> Callable[[], Counter[Any]]:
    """Addresses (epoch, particle, position) of the uniforms read, with how often."""
    seen: list[Any] = []
    cipher = tape_module.threefry2x32

    def recording(key: Any, counter: Any) -> Any:
        seen.append((key, counter))
        return cipher(key, counter)

    monkeypatch.setattr(tape_module, "threefry2x32", recording)
    epochs = {threefry2x32((0, SEED), (index, 0)): index for index in range(50)}
    return lambda: Counter((epochs[key], *counter) for key, counter in seen if key in epochs)


def test_each_application_has_an_epoch_and_each_particle_a_tape(
    tree: Callable[[str], Any], issued: Callable[[], Counter[Any]]
) -> None:
    """three_scores draws once before each score: epochs 1 spawn, 2 resample, 3 advance, 4 resample, …

    Epoch 0 is what runs before any block. The last advance draws nothing, nor does finish.
    """
    block = inf.smc(particles=3, scheme="multinomial", when=inf.always, steps=3)
    _, applied = ran(block, tree("three_scores"))
    names = ["spawn(3)", *["resample(multinomial)", "advance"] * 3, "finish"]
    assert applied == names
    each_particle = [(epoch, particle, 0) for epoch in (1, 3, 5) for particle in range(3)]
    for_all = [(epoch, 0, position) for epoch in (2, 4, 6) for position in range(3)]
    assert issued() == Counter(each_particle + for_all)


def test_no_address_is_issued_twice(every_tree: dict[str, Any], issued: Callable[[], Counter[Any]]) -> None:
    """Nor where the populations of a population are resampled, as to the letter of Theorem 6.2."""
    for program in every_tree.values():
        for block in (
            inf.smc(particles=4),
            inf.smc_literal(particles=2, steps=2),
            inf.spawn(2) >> inf.spawn(2),
        ):
            before = issued()
            ran(block, program)
            again = issued() - before
            assert set(again.values()) <= {1}


def test_a_particles_draws_do_not_depend_on_the_others(tree: Callable[[str], Any]) -> None:
    """Without resampling more particles extend fewer."""
    few, many = (ran(inf.smc(particles=n, when=inf.never), tree("three_scores"))[0] for n in (3, 8))
    assert [value for _, value in many[:3]] == [value for _, value in few]


def test_a_program_alone_is_particle_0(
    tree: Callable[[str], Any], issued: Callable[[], Counter[Any]]
) -> None:
    """Without spawn, what runs before the first block is in epoch 0."""
    ran(inf.tmap_first(inf.resample()) >> inf.advance() >> inf.finish(), tree("three_scores"))
    assert issued() == Counter([(0, 0, 0), (1, 0, 0), (2, 0, 0), (3, 0, 0)])


def test_what_is_lifted_together_reads_one_tape_in_order() -> None:
    """On a single tape the parts draw from left to right, as the halves of a bind would."""
    base = Sampler()
    uniform = FAMILIES["uniform"](0, 1)
    pair = base.together([base.sample(uniform), base.ret("middle"), base.sample(uniform)])
    first, second = Epoch(3, 0).tape(0).uniforms(2)
    assert run(pair, Epoch(3, 0).tape(0)) == (first, "middle", second)
    assert base.together([base.ret(1), base.ret(2)]) == Return((1, 2))
    assert base.together([]) == Return(())


def test_what_comes_before_a_spawn_is_run_for_each_copy(tree: Callable[[str], Any]) -> None:
    """spawn runs what it is given n times, on the tapes of n particles, not once."""
    values = [value for _, value in ran(inf.spawn(1) >> inf.spawn(40), tree("no_score"))[0]]
    assert set(values) == {"a", "b"}


def test_a_beginning_changes_no_meaning(program: Any, truth: Any) -> None:
    pipeline = (inf.interpretation() >> inf.tmap_first(inf.spawn(2)) >> inf.advance() >> inf.finish()).at(
        Sampler()
    )
    assert pipeline.target.meaning(pipeline(program)) == truth
