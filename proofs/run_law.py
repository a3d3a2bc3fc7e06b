"""The law of a sampler: what it makes of uniform numbers, against the law that it should have.

Each draw cuts (0, 1) into intervals on which its value is constant. A sampler that is run on
one point of every cell, each weighed by its length, shows its exact law: no statistics.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import accumulate, pairwise, product
from math import floor, prod
from typing import Any, final

from ..inference.block import Block
from ..inference.draws import WeightedDraws
from ..qbs.distributions import Distribution
from ..qbs.interpret import interpret
from ..qbs.measure import Mass
from ..qbs.program import Program, Return
from ..qbs.sampler import Tree
from ..qbs.term import TERM
from ..qbs.weight import ONE, Weight, log_weight
from . import generate
from .block_check import Programs
from .equality import enter
from .generate import FiniteProgram
from .report import Counterexample, Difference, Report
from .search import Budget, search
from .zoo import ZOO

_GRID = 2**52  # a tape has numbers (m + 1/2) / 2^52
_SLACK = 4  # steps of the grid by which a cut, computed in float64, may be off
_MOST_CELLS = 40

Cell = tuple[Weight, tuple[float, ...]]  # length, and the uniforms that stand for it


def check_runs(
    block: Block,
    runs: int = 1,
    *,
    programs: Programs | None = None,
    max_examples: int = 300,
    seconds: float = 30.0,
    seed: int = 0,
    smallest: bool = True,
) -> Report:
    """Compare the exact law of Program -> WeightedDraws with that of independent runs.

    `runs` runs of the sampler are the values and log weights of as many independent runs, those
    of weight zero counted but left out.
    """
    found = search(
        generate.programs(max_draws=3) if programs is None else programs,
        lambda example: _difference(block, runs, example.program),
        Budget(max_examples, seconds, seed, smallest),
        size=lambda example: example.size,
        shorter=FiniteProgram.shorter,
        first=ZOO,
    )
    refuted = None if found.failure is None else Counterexample(found.failure[0].source, found.failure[1])
    statement = f"the law of {runs} runs, over all uniform numbers, is that of independent weighted draws"
    return Report(repr(block), statement, found.tried, found.seconds, seed, refuted, found.left_out)


def _difference(block: Block, runs: int, program: Program) -> Difference | None:
    tree = interpret(program, TERM)
    cells = list(tape_cells(tree))
    if len(cells) ** runs > _MOST_CELLS:
        return None
    outcomes = TERM.base.meaning(tree).items()
    expected: Mass[Any] = Mass(
        (_draws([outcome for outcome, _ in several]), _product([p for _, p in several]))
        for several in product(outcomes, repeat=runs)
    )
    given = enter(block.source, program)
    try:
        found: Mass[Any] | str = Mass(
            (block.action(given, Script([us for _, us in several])), _product([p for p, _ in several]))  # type: ignore[arg-type]
            for several in product(cells, repeat=runs)
        )
    except Exception as error:  # whatever it is, the sampler fails on this program
        found = f"{type(error).__name__}: {error}"
    return None if found == expected else Difference(expected, found)


def _draws(outcomes: Sequence[tuple[Weight, Any]]) -> WeightedDraws:
    alive = [(weight, value) for weight, value in outcomes if weight]
    log_weights = tuple(log_weight(weight) for weight, _ in alive)
    return WeightedDraws(tuple(value for _, value in alive), log_weights, len(outcomes))


def _product(weights: Sequence[Weight]) -> Weight:
    return prod(weights, start=ONE)


def tape_cells(tree: Tree) -> Iterator[Cell]:
    """Every way through a tree of finite draws, by cells of the uniforms that lead there."""
    pending: list[tuple[Weight, tuple[float, ...], Tree]] = [(ONE, (), tree)]
    while pending:
        length, uniforms, current = pending.pop()
        if isinstance(current, Return):
            yield length, uniforms
            continue
        for part, uniform in cells_of(current.distribution):
            value = current.distribution.from_uniforms([uniform])
            pending.append((length * part, (*uniforms, uniform), current.resume(value)))


def cells_of(distribution: Distribution) -> list[tuple[Weight, float]]:
    """(0, 1) cut where the value of a finite draw may change: length and a point of each cell.

    Raises AssertionError if the value changes within a cell: then the cuts are elsewhere.
    """
    probabilities = [Fraction(str(p)) for _, p in distribution.enumerate()]
    cuts = {Fraction(0), Fraction(1)}
    for order in (probabilities, probabilities[::-1]):
        cuts.update(accumulate(order))
    cells: list[tuple[Weight, float]] = []
    for low, high in pairwise(sorted(cuts)):
        points = (_point(low, _SLACK), float((low + high) / 2), _point(high, -_SLACK))
        values = {distribution.from_uniforms([point]) for point in points}
        if len(values) > 1:
            raise AssertionError(f"{distribution} takes the values {values} on ({low}, {high})")
        cells.append((high - low, points[1]))
    return cells


def _point(cut: Fraction, steps: int) -> float:
    """The number of a tape some steps of its grid from a cut."""
    return (floor(cut * _GRID) + steps + 0.5) / _GRID


@final
class Script:
    """A context whose tapes hold the given numbers, for one block that draws."""

    def __init__(self, tapes: Sequence[tuple[float, ...]], base: object = None) -> None:
        self._tapes = tapes
        self.progress = None
        self.base = base

    def epoch(self) -> Script:
        """Itself: there is one epoch."""
        return self

    def over(self, base: object) -> Script:
        """The same numbers over another base."""
        return Script(self._tapes, base)

    def tapes(self, count: int) -> Iterator[ScriptTape]:
        """The first tapes. Raises IndexError if there are fewer."""
        return (ScriptTape(self._tapes[number]) for number in range(count))


@final
class ScriptTape:
    """A tape that holds these numbers and no more."""

    def __init__(self, numbers: tuple[float, ...]) -> None:
        self._numbers = numbers

    def uniforms(self, count: int) -> list[float]:
        """The next numbers. Raises IndexError past the end."""
        if count > len(self._numbers):
            raise IndexError(f"{count} more uniforms were asked for, {len(self._numbers)} are left")
        taken, self._numbers = self._numbers[:count], self._numbers[count:]
        return list(taken)
