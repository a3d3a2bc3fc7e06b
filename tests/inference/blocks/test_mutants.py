"""Planted bugs in the blocks of a particle filter, each refuted by the exact equation; and controls.

A mutant takes the place of its block in smc(n = 2, k = 3). It is refuted if on some program the
meaning changes, or a dead run is asked to go on. Controls look odd and are valid.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction as F
from typing import Any

import pytest

from quasiborel import inference as inf
from quasiborel.inference import transformation
from quasiborel.inference.resampling import Criterion, multinomial, systematic
from quasiborel.inference.shape import T
from quasiborel.qbs.interpret import interpret
from quasiborel.qbs.meaning import MASS
from quasiborel.qbs.measure import Mass, add_all
from quasiborel.qbs.population import Population
from quasiborel.qbs.program import Return
from quasiborel.qbs.resumption import Pending, Yield
from quasiborel.qbs.suspension import Suspension

Particles = Any
Kernel = Callable[[Particles, Any], Any]  # (particles, base) -> T(particles)
Weights = Callable[[Any, list[Any], tuple[int, ...]], Any]  # particles, weights, ancestors -> new particles

POP, SUS = Population(T), Suspension(Population(T))
uneven = inf.ess_below(F(9, 10))


def on_particles(name: str, kernel: Kernel) -> inf.Block:
    return transformation(name, POP, POP, lambda base: lambda a: base.bind(a, lambda ps: kernel(ps, base)))


def resampling(
    name: str,
    new: Weights,
    *,
    when: Criterion = inf.always,
    otherwise: Callable[[Particles], Particles] = lambda ps: ps,
    zero: Callable[[Particles], Particles] = lambda ps: ps,
    count: Callable[[int], int] = lambda n: n,
    scheme: Any = systematic,
) -> inf.Block:
    """Resampling with its parts replaced."""

    def kernel(ps: Particles, base: Any) -> Any:
        weights = [w for w, _ in ps]
        if not any(weights):
            return base.ret(zero(ps))
        if not when(weights):
            return base.ret(otherwise(ps))
        law = scheme(weights, count(len(ps)))
        return base.bind(base.sample(law), lambda ancestors: base.ret(tuple(new(ps, weights, ancestors))))

    return on_particles(name, kernel)


def right(ps: Particles, weights: list[Any], ancestors: tuple[int, ...]) -> Any:
    return [(add_all(weights) / len(ancestors), ps[i][1]) for i in ancestors]


def reset(ps: Particles) -> Particles:
    """Everybody gets the mean weight, though nobody was resampled."""
    return tuple((add_all(w for w, _ in ps) / len(ps), x) for _, x in ps)


def normalised(ps: Particles) -> Particles:
    total = add_all(w for w, _ in ps)
    return tuple((w / total, x) for w, x in ps)


def best(ps: Particles, weights: list[Any], ancestors: tuple[int, ...]) -> Any:
    keep = max(range(len(ps)), key=weights.__getitem__)
    return right(ps, weights, (keep,) * len(ancestors))


def one_more(n: int) -> int:
    return n + 1


RESAMPLING = [
    resampling("evidence_dropped", lambda ps, w, a: [(F(1, len(a)), ps[i][1]) for i in a]),
    resampling(
        "evidence_of_survivors",
        lambda ps, w, a: [(add_all(w[i] for i in {*a}) / len(a), ps[i][1]) for i in a],
    ),
    resampling("weights_not_reset", lambda ps, w, a: [ps[i] for i in a]),
    resampling(
        "weights_multiplied_in_twice", lambda ps, w, a: [(w[i] * len(a) / add_all(w), ps[i][1]) for i in a]
    ),
    resampling("not_divided_by_n", lambda ps, w, a: [(add_all(w), ps[i][1]) for i in a]),
    resampling(
        "divided_by_the_old_number",
        lambda ps, w, a: [(add_all(w) / len(ps), ps[i][1]) for i in a],
        count=one_more,
    ),
    resampling(
        "mean_of_positive_weights", lambda ps, w, a: [(add_all(w) / sum(map(bool, w)), ps[i][1]) for i in a]
    ),
    resampling("ancestors_not_applied", lambda ps, w, a: right(ps, w, tuple(range(len(ps))))),
    resampling(
        "ancestors_applied_to_half",
        lambda ps, w, a: right(ps, w, (*a[: len(a) // 2], *range(len(a) // 2, len(a)))),
    ),
    resampling("keeps_the_best", best, when=uneven),
    resampling("reset_where_the_criterion_fails", right, when=uneven, otherwise=reset),
    resampling("normalised_where_the_criterion_fails", right, when=uneven, otherwise=normalised),
    resampling("the_dead_revived", right, zero=lambda ps: tuple((F(1, len(ps)), Return("a")) for _ in ps)),
    resampling("the_last_left_out", lambda ps, w, a: right(ps, w, a)[: max(1, len(a) - 1)]),
    resampling("unweighted", right, scheme=lambda w, n: multinomial([1] * len(w), n)),
]


def spawning(name: str, start: Any) -> inf.Block:
    def at(base: Any) -> Any:
        return lambda a: Population(base).bind(base.ret(start), lambda _: a)

    return transformation(name, POP, POP, at)


SPAWNING = [
    spawning("without_1/n", ((F(1), ()),) * 2),
    spawning("one_too_many", ((F(1, 2), ()),) * 3),
    spawning("one_too_few", ((F(1, 3), ()),) * 2),
    on_particles("copies_without_1/n", lambda ps, base: base.ret(ps * 2)),
]


def advancing(name: str, change: Kernel) -> inf.Block:
    """Advance, then change the particles."""

    def at(base: Any) -> Any:
        sus = Suspension(Population(base))
        return lambda a: base.bind(sus.advance(a), lambda ps: change(ps, base))

    return transformation(name, SUS, SUS, at)


def each(change: Callable[[Any, Any], Any]) -> Kernel:
    return lambda ps, base: base.ret(tuple(change(w, layer) for w, layer in ps))


def skipping_scores(name: str) -> inf.Block:
    """Resume behind the score."""

    def at(base: Any) -> Any:
        sus = Suspension(Population(base))

        def without(layer: Any) -> Any:
            if isinstance(layer, Yield):
                waiting = layer.resumption
                layer = Yield(Pending(F(1), waiting.result, waiting.frames))
            return sus.base.ret(layer)

        return lambda a: sus.advance(sus.base.bind(a, without))

    return transformation(name, SUS, SUS, at)


def only_finished(ps: Particles, base: Any) -> Any:
    """Once some have finished, the others are dropped."""
    done = tuple((w, x) for w, x in ps if isinstance(x, Return))
    return base.ret(done or ps)


ADVANCING = [
    skipping_scores("scores_skipped"),
    advancing(
        "weight_forgotten_at_the_end",
        each(lambda w, x: (F(1, 2) if w and isinstance(x, Return) else w, x)),
    ),
    advancing("the_first_to_finish_only", only_finished),
    advancing("the_dead_live_on", each(lambda w, x: (w or F(1, 2), Return("a") if not w else x))),
    advancing(
        "weights_of_waiting_runs_forgotten",
        each(lambda w, x: (F(1, 2) if w and isinstance(x, Yield) else w, x)),
    ),
]


def finishing(name: str, change: Kernel) -> inf.Block:
    def at(base: Any) -> Any:
        sus = Suspension(Population(base))
        return lambda a: base.bind(sus.finish(a), lambda ps: change(ps, base))

    return transformation(name, SUS, POP, at)


FINISHING = [
    finishing("weights_forgotten", each(lambda w, x: (F(1, 2), x) if w else (w, x))),
    finishing("normalised", lambda ps, base: base.ret(normalised(ps) if any(w for w, _ in ps) else ps)),
    finishing("the_first_for_all", lambda ps, base: base.ret(tuple((w, ps[0][1]) for w, _ in ps))),
]


def collapsing(name: str, draw: Kernel) -> inf.Block:
    """Draws (weight, value), here as a population of one."""
    return on_particles(name, draw)


def drawn_by(weigh: Callable[[list[Any]], list[Any]], weight: Callable[[list[Any]], Any]) -> Kernel:
    def draw(ps: Particles, base: Any) -> Any:
        weights = [w for w, _ in ps]
        if not any(weights):
            return base.ret(())
        law = multinomial(weigh(weights), 1)
        return base.bind(base.sample(law), lambda i: base.ret(((weight(weights), ps[i[0]][1]),)))

    return draw


COLLAPSING = [
    collapsing("without_the_weight", drawn_by(lambda w: w, lambda w: F(1))),
    collapsing("by_no_weight", drawn_by(lambda w: [1] * len(w), add_all)),
    collapsing("mean_weight", drawn_by(lambda w: w, lambda w: add_all(w) / len(w))),
    collapsing("the_first", lambda ps, base: base.ret(ps[:1])),
]


def smc(
    *,
    spawn: inf.Block | None = None,
    resample: inf.Block | None = None,
    advance: inf.Block | None = None,
    finish: inf.Block | None = None,
    then: inf.Block | None = None,
    particles: int = 2,
    steps: int = 3,
) -> inf.Block:
    """Theorem 6.2 with one of its blocks replaced."""
    step = inf.tmap_first(resample or inf.resample(when=uneven)) >> (advance or inf.advance())
    pipeline = (
        inf.tmap_first(spawn or inf.spawn(particles)) >> inf.repeat(step, steps) >> (finish or inf.finish())
    )
    return pipeline >> then if then else pipeline


def merged(ps: Particles, weights: list[Any], ancestors: tuple[int, ...]) -> Any:
    """Each ancestor once: of two particles that is what the law says, of three it is not."""
    return right(ps, weights, tuple(dict.fromkeys(ancestors)))


MUTANTS = {
    "resample: each_ancestor_once": smc(resample=resampling("once", merged), particles=3),
    **{f"resample: {b.name}": smc(resample=b) for b in RESAMPLING},
    **{f"spawn: {b.name}": smc(spawn=b) for b in SPAWNING},
    **{f"advance: {b.name}": smc(advance=b) for b in ADVANCING},
    **{f"finish: {b.name}": smc(finish=b) for b in FINISHING},
    **{f"collapse: {b.name}": smc(then=b) for b in COLLAPSING},
}

CONTROLS = {
    "each of two ancestors once": smc(resample=resampling("once", merged)),
    # resampled at every step, from the first on, all particles are copies of one and weigh the same
    "keeps the best of equals": smc(resample=resampling("best", best)),
    "resampling twice": smc(resample=inf.resample() >> inf.resample("stratified")),
    "resampling at the end": smc(then=inf.resample("residual")),
    "another number of particles at each step": smc(
        resample=inf.resample(num_particles=3) >> inf.resample(num_particles=2)
    ),
    "written apart": smc(resample=resampling("right", right, when=uneven)),
    "drawn for certain copies too": smc(resample=resampling("more", right, count=one_more), steps=1),
    "copies of one run": smc(
        spawn=on_particles("copied", lambda ps, base: base.ret(tuple((w / 2, x) for w, x in ps) * 2))
    ),
    "the dead left out": smc(
        resample=on_particles("alive", lambda ps, base: base.ret(tuple(p for p in ps if p[0])))
    ),
    "in reverse": smc(resample=on_particles("reversed", lambda ps, base: base.ret(ps[::-1]))),
    "nobody resampled at the second step": inf.tmap_first(inf.spawn(2))
    >> inf.tmap_first(inf.resample())
    >> inf.advance()
    >> inf.advance()
    >> inf.tmap_first(inf.resample())
    >> inf.advance()
    >> inf.finish(),
    "collapsed": smc(then=collapsing("collapse", drawn_by(lambda w: w, add_all))),
}


@pytest.fixture(scope="module")
def truths(every_tree: dict[str, Any]) -> dict[str, Mass[Any]]:
    return {name: interpret(program, MASS) for name, program in every_tree.items()}


@pytest.fixture
def refuting(
    every_tree: dict[str, Any], truths: dict[str, Mass[Any]], meanings_after: Any
) -> Callable[[inf.Block], list[str]]:
    """The programs on which a block changes the meaning."""

    def find(block: inf.Block) -> list[str]:
        return [name for name, program in every_tree.items() if changes(block, program, truths[name])]

    def changes(block: inf.Block, program: Any, truth: Mass[Any]) -> bool:
        try:
            return bool(meanings_after(block, program) != {truth})
        except AttributeError as error:
            return "'Dead' object has no attribute" in str(error)

    return find


@pytest.mark.parametrize("mutant", MUTANTS)
def test_mutants_are_refuted(mutant: str, refuting: Callable[[inf.Block], list[str]]) -> None:
    found = refuting(MUTANTS[mutant])
    print(mutant, found)
    assert found


@pytest.mark.parametrize("control", CONTROLS)
def test_controls_pass(control: str, refuting: Callable[[inf.Block], list[str]]) -> None:
    assert refuting(CONTROLS[control]) == []
