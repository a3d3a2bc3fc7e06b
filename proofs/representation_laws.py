"""The laws of a representation as a check for any of them, a user's own included."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import Any, TypeAlias, final
from zlib import crc32

from hypothesis import strategies as st

from ..qbs.distributions import FAMILIES, Distribution
from ..qbs.interpret import interpret
from ..qbs.measure import Mass
from ..qbs.representation import Done, More, SamplingRep
from ..qbs.weight import ONE, ZERO, Weight
from .equality import measure_by_paths, paths
from .generate import FiniteProgram, programs
from .report import Counterexample, Difference, Report
from .search import Budget, search

STATEMENT = "m preserves ret, bind, sample, score and iterate, in exact rational arithmetic"

Sides: TypeAlias = tuple[Mass[Any], Callable[[], Mass[Any]]]

_WEIGHTS = (ZERO, Fraction(1, 2), ONE, Fraction(7, 3))
_MOST_PATHS = 12


@final
@dataclass(frozen=True, slots=True)
class Given:
    """A program a, and two programs as the values of a function f: f(x) is one of them for each x."""

    first: FiniteProgram
    table: tuple[FiniteProgram, FiniteProgram]

    @property
    def size(self) -> tuple[int, int]:
        """The sizes of the three together."""
        sizes = [self.first.size, *(program.size for program in self.table)]
        return sum(lines for lines, _ in sizes), sum(letters for _, letters in sizes)

    def shorter(self) -> Iterator[Given]:
        """The same with one of the programs shorter."""
        for program in self.first.shorter():
            yield Given(program, self.table)
        for program in self.table[0].shorter():
            yield Given(self.first, (program, self.table[1]))
        for program in self.table[1].shorter():
            yield Given(self.first, (self.table[0], program))

    def following(self, value: Any) -> FiniteProgram:
        """f(value)."""
        return self.table[crc32(repr(value).encode()) % 2]


def check_representation(
    rep: SamplingRep, *, max_examples: int = 300, seconds: float = 60.0, seed: int = 0, smallest: bool = True
) -> Report:
    """Compare both sides of every law of a representation, for computations of random programs.

    m(ret x) = δ_x, m(bind a f) = m(a) >>= m∘f, m(sample d) = d, m(score r x) = r ⊙ δ_x, where
    it scores, m(iterate f s) = m(f s) >>= its unfolding, and m(interpret p) is the measure of p.
    Source: Ścibior et al. 2018, Definition 5.1.
    """
    scores = rep.kind.scores
    small = programs(max_draws=2, max_scores=1 if scores else 0).filter(_is_small)
    found = search(
        st.builds(Given, small, st.tuples(small, small)),
        lambda given: _failure(rep, given, scores),
        Budget(max_examples, seconds, seed, smallest),
        size=lambda given: given.size,
        shorter=Given.shorter,
    )
    refuted = None if found.failure is None else _counterexample(*found.failure)
    return Report(repr(rep), STATEMENT, found.tried, found.seconds, seed, refuted, found.left_out)


def _is_small(program: FiniteProgram) -> bool:
    return len(paths(program.program)) <= _MOST_PATHS


def _failure(rep: Any, given: Given, scores: bool) -> tuple[str, Difference] | None:
    for name, (expected, compute) in _laws(rep, given, scores):
        try:
            found: Mass[Any] | str = compute()
        except Exception as error:  # whatever it is, the law does not hold
            found = f"{type(error).__name__}: {error}"
        if found != expected:
            return name, Difference(expected, found)
    return None


def _laws(rep: Any, given: Given, scores: bool) -> Iterator[tuple[str, Sides]]:
    """Every law with its right side, and its left side to be computed."""
    program = given.first.program
    measure = measure_by_paths(program)
    yield "interpret", (measure, lambda: rep.meaning(interpret(program, rep)))
    for value in measure:
        yield "ret", (Mass.point(value), partial(_ret, rep, value))
    for p in (Fraction(1, 3), ZERO):
        flip = FAMILIES["flip"](p)
        expected = Mass({True: p, False: 1 - p})
        yield "sample", (expected, partial(_sample, rep, flip))
    for weight in _WEIGHTS if scores else ():
        scored = Mass.point("x").scale(weight)
        yield "score", (scored, partial(_score, rep, weight))
    bound = measure.bind(lambda x: measure_by_paths(given.following(x).program))
    yield "bind", (bound, lambda: rep.meaning(_then(rep, interpret(program, rep), given)))
    yield "iterate", (bound, lambda: rep.meaning(_two_turns(rep, given)))


def _ret(rep: Any, value: Any) -> Mass[Any]:
    found: Mass[Any] = rep.meaning(rep.ret(value))
    return found


def _sample(rep: Any, distribution: Distribution) -> Mass[Any]:
    found: Mass[Any] = rep.meaning(rep.sample(distribution))
    return found


def _score(rep: Any, weight: Weight) -> Mass[Any]:
    found: Mass[Any] = rep.meaning(rep.score(weight, "x"))
    return found


def _then(rep: Any, computation: Any, given: Given) -> Any:
    return rep.bind(computation, lambda x: interpret(given.following(x).program, rep))


def _two_turns(rep: Any, given: Given) -> Any:
    """a >>= f as an iteration: a in the first turn, f in the second, and a turn that only ends."""

    def body(state: tuple[int, Any]) -> Any:
        turn, value = state
        if turn == 2:
            return rep.ret(Done(value))
        program = given.first if turn == 0 else given.following(value)
        return rep.bind(interpret(program.program, rep), lambda x: rep.ret(More((turn + 1, x))))

    return rep.iterate(body, (0, None))


def _counterexample(given: Given, failure: tuple[str, Difference]) -> Counterexample:
    law, difference = failure
    used = {"interpret": 1, "bind": 3, "iterate": 3}.get(law, 0)  # the other laws are about no program
    texts = [program.source for program in (given.first, *given.table)[:used]]
    return Counterexample("\n".join(texts), difference, f"by the law of {law}")
