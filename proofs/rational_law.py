"""A program over rationals against the same over float64: the same paths, equal up to rounding."""

from __future__ import annotations

import math
from numbers import Real
from typing import Any

from ..lang import loads
from ..qbs.program import Program, Return, Score
from ..qbs.weight import Weight, log_weight
from . import generate
from .generate import FiniteProgram
from .report import Report
from .search import Budget, search
from .zoo import ZOO

_ROUNDING = 2.0**-40  # relative: thousands of operations, half a unit in the last place each


def check_rationals(*, max_examples: int = 300, seconds: float = 30.0, seed: int = 0) -> Report:
    """Compare `exact()` of a program with the program, draw by draw, score by score, value by value."""
    found = search(
        generate.programs(),
        lambda example: _first_difference(loads(example.source)(), example.program),
        Budget(max_examples, seconds, seed),
        size=lambda example: example.size,
        shorter=FiniteProgram.shorter,
        first=ZOO,
    )
    refuted = None if found.failure is None else f"{found.failure[0].source}{found.failure[1]}"
    statement = "over rationals every path has the draws, scores and value it has in float64, up to rounding"
    return Report("rationals", statement, found.tried, found.seconds, seed, refuted, found.left_out)


def _first_difference(floating: Program, rational: Program) -> str | None:
    pending = [(floating.start(), rational.start())]
    while pending:
        one, other = pending.pop()
        first, second = floating.step(one), rational.step(other)
        if type(first) is not type(second):
            return f"{type(first).__name__} in float64, {type(second).__name__} over rationals"
        if isinstance(first, Return) and isinstance(second, Return):
            if not _close(first.value, second.value):
                return f"value {first.value} in float64, {second.value} over rationals"
        elif isinstance(first, Score) and isinstance(second, Score):
            if not _close_weights(first.weight, second.weight):
                return f"score {first.weight} in float64, {second.weight} over rationals"
            if second.weight:
                pending.append((first.state, second.state))
        elif not isinstance(first, Return | Score) and not isinstance(second, Return | Score):
            atoms = zip(first.distribution.enumerate(), second.distribution.enumerate(), strict=True)
            for (x, p), (y, q) in atoms:
                if x != y or not _close_weights(p, q):
                    return f"{first.distribution} in float64, {second.distribution} over rationals"
                if q:
                    pending.append((floating.resume(first.state, x), rational.resume(second.state, y)))
    return None


def _close_weights(one: Weight, other: Weight) -> bool:
    if not one or not other:
        return not one and not other
    return math.isclose(log_weight(one), log_weight(other), rel_tol=0.0, abs_tol=_ROUNDING)


def _close(one: Any, other: Any) -> bool:
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(_close, one, other))
    if isinstance(one, float) and isinstance(other, Real):
        return math.isclose(one, other, rel_tol=_ROUNDING)
    return bool(one == other)
