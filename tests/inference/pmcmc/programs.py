"""Finite programs for filters: different numbers of scores, early ends, deaths, and a chain of two states."""

from __future__ import annotations

from fractions import Fraction as F
from typing import Any

from ..kernels.programs import PROGRAMS as ONE_SCORE
from ..kernels.programs import Choice, Leaf, Walk, Weigh, by_hand, coin, flip

__all__ = ["PROGRAMS", "Choice", "F", "Leaf", "Walk", "Weigh", "by_hand", "chain", "coin", "flip"]


def chain(steps: int, stay: F = F(2, 3), state: int = 0, path: tuple[int, ...] = ()) -> Any:
    """A hidden Markov model of two states, observed at each step; it returns its path."""
    if not steps:
        return Leaf(path)
    after = [
        Weigh(F(3, 4) if x == steps % 2 else F(1, 5), chain(steps - 1, stay, x, (*path, x))) for x in (0, 1)
    ]
    return coin(stay if state else 1 - stay, after[0], after[1])


def unknown_chain(steps: int) -> Any:
    """The chain with an unknown probability to stay, which it returns beside its last state."""

    def ending(tree: Any, parameter: int) -> Any:
        match tree:
            case Leaf(path):
                return Leaf((parameter, path[-1]))
            case Weigh(weight, rest):
                return Weigh(weight, ending(rest, parameter))
            case _:
                return Choice(tree.law, tuple(ending(branch, parameter) for branch in tree.branches))

    return coin(F(1, 3), ending(chain(steps, F(2, 3)), 0), ending(chain(steps, F(1, 4)), 1))


UNEVEN_SCORES = coin(
    F(1, 3), Weigh(F(1, 2), Leaf("a")), Weigh(F(1, 5), coin(F(1, 2), Weigh(F(3), Leaf("b")), Leaf("c")))
)
EARLY_END = coin(
    F(1, 2),
    Leaf("a"),
    Weigh(F(5), coin(F(1, 2), Leaf("b"), Weigh(F(1, 2), Weigh(F(3), Leaf("c"))))),
)
HALF_DIES = coin(
    F(1, 2),
    Weigh(F(2), coin(F(1, 3), Weigh(F(0), Leaf("a")), Weigh(F(1), Leaf("b")))),
    Weigh(F(1), coin(F(1, 4), Weigh(F(0), Leaf("c")), Weigh(F(1, 3), Leaf("d")))),
)
# What comes after the zero is no program.
UNDEFINED_AFTER_ZERO = coin(F(1, 2), Weigh(F(0), None), Weigh(F(1), Leaf("alive")))

PROGRAMS: dict[str, Any] = {
    **ONE_SCORE,
    "uneven scores": UNEVEN_SCORES,
    "early end": EARLY_END,
    "half dies": HALF_DIES,
    "chain": chain(2),
    "unknown chain": unknown_chain(2),
}
