"""Running on to the next effect: the same measure, and fewer states."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pytest

from quasiborel.inference.ahead import Ahead
from quasiborel.inference.run import run
from quasiborel.qbs.distributions import FAMILIES
from quasiborel.qbs.interpret import interpret
from quasiborel.qbs.meaning import MASS, Enumeration, EnumerationLimit
from quasiborel.qbs.measure import Mass
from quasiborel.qbs.program import Draw, Effect, Output, Return, Score

F = Fraction
SIDES = 50


@dataclass(frozen=True)
class Sixes:
    """Of `throws` throws of a die with 50 sides, how many show at most six? More than `most` is impossible.

    A state is (throws left, hits so far, what is drawn or None, whether the weight is still to come).
    """

    throws: int
    most: int = 1
    outputs: tuple[Output, ...] = ()

    def exact(self) -> "Sixes":
        return self

    def start(self) -> Any:
        return self.throws, 0, None, False

    def step(self, state: Any) -> Effect:
        left, hits, drawn, to_score = state
        assert hits <= self.most or to_score, "a run of weight zero goes on"
        if drawn is not None:
            return self.step((left, hits + (drawn <= 6), None, True))
        if to_score:
            return Score(F(hits <= self.most), (left, hits, None, False))
        if not left:
            return Return(hits)
        return Draw(FAMILIES["discrete_uniform"](1, SIDES), (left - 1, hits, None, False))

    def resume(self, state: Any, drawn: int) -> Any:
        left, hits, _, _ = state
        return left, hits, drawn, False


def test_the_measure_is_the_same() -> None:
    miss, hit = F(SIDES - 6, SIDES), F(6, SIDES)
    known = Mass({0: miss**3, 1: 3 * miss**2 * hit})
    assert interpret(Sixes(3), MASS) == interpret(Ahead(Sixes(3)), MASS) == known


def test_a_value_that_makes_no_difference_makes_no_state() -> None:
    """Per throw: a draw for each count so far, a score for each count after it."""
    with pytest.raises(EnumerationLimit):
        interpret(Sixes(20), Enumeration(max_states=20 * SIDES))
    interpret(Ahead(Sixes(20)), Enumeration(max_states=20 * 5 + 2))
    assert run(f"exact(max_states={20 * 5 + 2})", Sixes(20)).status == "ok"
