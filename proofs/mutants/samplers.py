"""Bugs in running a sampler: tapes reread, runs not counted, values off by one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...inference.block import Block, Context
from ...inference.draws import WeightedDraws
from ...inference.importance import WEIGHTED_DRAWS, WEIGHTED_SAMPLER
from ...qbs.sampler import run
from ...qbs.tape import Tape
from ...qbs.weight import log_weight
from .mutant import Control, Mutant, Planted

Run = Callable[[Any, Any], Any]
Runs = list[tuple[Any, Any]]


class _Shifted:
    """A tape whose numbers are changed."""

    def __init__(self, tape: Tape, change: Callable[[float], float]) -> None:
        self._tape, self._change = tape, change

    def uniforms(self, count: int) -> list[float]:
        return [self._change(number) for number in self._tape.uniforms(count)]


def _sampling(
    read: Callable[[list[Tape]], list[Any]] = lambda tapes: tapes,
    gather: Callable[[Runs], WeightedDraws] | None = None,
) -> Callable[[], Block]:
    """Two runs, with their tapes or what is made of them replaced."""

    def action(tree: Any, context: Context) -> WeightedDraws:
        tapes = read(list(context.epoch().tapes(2)))
        return (gather or _draws)([run(tree, tape) for tape in tapes])

    return lambda: Block("two runs", WEIGHTED_SAMPLER, WEIGHTED_DRAWS, action)


def _draws(runs: Runs) -> WeightedDraws:
    alive = [(weight, value) for weight, value in runs if weight]
    return WeightedDraws(
        tuple(value for _, value in alive), tuple(log_weight(weight) for weight, _ in alive), len(runs)
    )


def _only_the_living(runs: Runs) -> WeightedDraws:
    return _draws([(weight, value) for weight, value in runs if weight])


def _unweighted(runs: Runs) -> WeightedDraws:
    return _draws([(weight and 1, value) for weight, value in runs])


def _values_reversed(runs: Runs) -> WeightedDraws:
    right = _draws(runs)
    return WeightedDraws(right.values[::-1], right.log_weights, right.runs)


PLANTED: tuple[Planted, ...] = (
    Mutant(
        "one tape for all",
        "every run reads the first tape",
        "stan #3401, pymc #2762: identical chains",
        "runs",
        _sampling(gather=lambda runs: _draws([runs[0], runs[0]])),
    ),
    Mutant(
        "rejected runs not counted",
        "the number of runs is that of runs of positive weight",
        "Anglican, alive filters: evidence too large",
        "runs",
        _sampling(gather=_only_the_living),
    ),
    Mutant(
        "runs unweighted", "every run that survives weighs one", "M29", "runs", _sampling(gather=_unweighted)
    ),
    Mutant(
        "weights of other runs",
        "values and weights are in opposite orders",
        "GenParticleFilters: a slice copied",
        "runs",
        _sampling(gather=_values_reversed),
    ),
    Mutant(
        "inverse off by one cell",
        "every number of the tape is halved",
        "rand() < p with the wrong range",
        "runs",
        _sampling(read=lambda tapes: [_Shifted(tape, lambda u: u / 2) for tape in tapes]),
    ),
    Mutant(
        "coarse tape",
        "numbers are rounded down to multiples of 1/4",
        "too few bits of randomness",
        "runs",
        _sampling(read=lambda tapes: [_Shifted(tape, lambda u: (int(4 * u) + 0.5) / 4) for tape in tapes]),
    ),
    Control("tapes exchanged", "the runs are alike", "runs", _sampling(read=lambda tapes: tapes[::-1])),
)
