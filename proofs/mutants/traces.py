"""Bugs in moves of traced particles: the two that the theory's small print is about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ... import inference as inf
from ...inference.block import PROGRAM, Block, transformation
from ...inference.kernels import generic, prefix
from ...qbs.interpret import interpret
from ...qbs.meaning import MASS
from ...qbs.measure import Mass
from ...qbs.population import Population
from ...qbs.program import Program
from ...qbs.resumption import Yield
from ...qbs.suspension import Suspension
from ...qbs.term import TERM, from_sampler
from ...qbs.trace import SAMPLER, Paths, Trace
from ...qbs.traced import Traced
from .mutant import Control, Mutant, Planted

STEPS = Suspension(Traced(Population(inf.T)))


def _moving(choose: Callable[[Paths, Mass[Trace]], Mass[Trace]]) -> Callable[[], Block]:
    """Program -> Mass: traces of a measure chosen from w ⊙ pri, moved by the generic kernel, their values."""

    def action(program: Program, _: object) -> Mass[Any]:
        paths = Paths(interpret(program, TERM))
        step = generic()(paths)
        moved = choose(paths, paths.measure()).bind(lambda trace: SAMPLER.meaning(step(trace)))
        return moved.map(paths.value_at)

    return lambda: Block("move", PROGRAM, MASS, action)


def _lightest(paths: Paths, measure: Mass[Trace]) -> Mass[Trace]:
    """The same measure of values, all mass of a value on its lightest trace."""
    lightest: dict[Any, Trace] = {}
    for trace, weight in measure.items():
        value = paths.value_at(trace)
        if value not in lightest or weight < measure[lightest[value]]:
            lightest[value] = trace
    return measure.map(lambda trace: lightest[paths.value_at(trace)])


def _rejuvenating(skip: Callable[[Paths, Any], bool]) -> Callable[[], Block]:
    """Resample–move SMC of two particles and three steps that leaves moves out where `skip` says so."""

    def at(base: Any) -> Callable[[Any], Any]:
        pop = Population(base)

        def moved(pair: Any) -> Any:
            kernel = prefix()(pair.paths)

            def chosen(particles: Any) -> Any:
                if skip(pair.paths, particles):
                    return base.ret(particles)
                return pop.bind(base.ret(particles), lambda trace: from_sampler(kernel(trace), pop))

            return Traced(pop).tmap(lambda a: base.bind(a, chosen))(pair)

        return moved

    def make() -> Block:
        resampled = inf.tmap_first(inf.tmap_traces(inf.resample()))
        step = resampled >> transformation("move", STEPS, STEPS, at) >> inf.advance()
        begin = inf.tmap_first(inf.tmap_traces(inf.spawn(2)))
        return begin >> inf.repeat(step, 3) >> inf.finish() >> inf.marginal()

    return make


def _all_finished(paths: Paths, particles: Any) -> bool:
    return not any(weight and isinstance(paths.value_at(trace), Yield) for weight, trace in particles)


PLANTED: tuple[Planted, ...] = (
    Mutant(
        "weak trace invariant",
        "only the values of the traces have the right law, not the traces themselves",
        "Ścibior et al. 2018, Figure 13: the invariant as printed is too weak",
        "preserves",
        _moving(_lightest),
    ),
    Mutant(
        "no moves when all have finished",
        "rejuvenation is skipped on populations without a waiting particle",
        "WebPPL 0.9.15: SMC with rejuvenation, branches of different numbers of factors",
        "preserves",
        _rejuvenating(_all_finished),
    ),
    Control(
        "strong trace invariant",
        "the traces have the law w ⊙ prior",
        "preserves",
        _moving(lambda _, measure: measure),
    ),
    Control(
        "no moves at all",
        "a number of moves that depends on nothing may be zero",
        "preserves",
        _rejuvenating(lambda *_: True),
    ),
)
