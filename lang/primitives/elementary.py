"""Elementary and special functions of a real, in floats. Undefined values are errors, never NaN."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from ..values.rounding import to_float
from ..values.show_value import show_real
from .arithmetic import elementwise
from .fault import PrimitiveError

_SOFTPLUS_IS_LINEAR = 37.0  # exp(-37) is below half a unit in the last place of 37


def log(x: float) -> float:
    """Natural logarithm; log 0 = -∞."""
    return math.log(x) if x else -math.inf


def log1p(x: float) -> float:
    """log(1 + x); -∞ at -1."""
    return math.log1p(x) if x != -1.0 else -math.inf


def logistic(x: float) -> float:
    """1 / (1 + exp(-x))."""
    if x >= 0.0:
        return 1.0 / (1.0 + math.exp(-x))
    small = math.exp(x)
    return small / (1.0 + small)


def logit(p: float) -> float:
    """log(p / (1 - p)); -∞ at 0 and ∞ at 1."""
    if p in (0.0, 1.0):
        return -math.inf if p == 0.0 else math.inf
    # near 1/2 the quotient is close to 1: log1p keeps the digits that log would lose
    return math.log1p((2.0 * p - 1.0) / (1.0 - p)) if 0.25 < p < 0.75 else math.log(p) - math.log1p(-p)


def log1p_exp(x: float) -> float:
    """log(1 + exp(x))."""
    return x + math.log1p(math.exp(-x)) if x > 0.0 else math.log1p(math.exp(x))


def normal_cdf(x: float) -> float:
    """P(Z ≤ x) for a standard normal Z, accurate in both tails."""
    return 0.5 * math.erfc(-x / math.sqrt(2.0))


def log_gamma(x: float) -> float:
    """log |Γ(x)|."""
    return math.lgamma(x)


# name: (function, domain in words, limit as x grows, limit as x falls; None where overflow cannot happen)
_FUNCTIONS: dict[str, tuple[Callable[[float], float], str, float, float]] = {
    "exp": (math.exp, "a number", math.inf, 0.0),
    "expm1": (math.expm1, "a number", math.inf, -1.0),
    "sinh": (math.sinh, "a number", math.inf, -math.inf),
    "cosh": (math.cosh, "a number", math.inf, math.inf),
    "log_gamma": (log_gamma, "a number other than 0, -1, -2, …", math.inf, math.inf),
    "log": (log, "a number >= 0", math.inf, 0.0),
    "log1p": (log1p, "a number >= -1", math.inf, 0.0),
    "sqrt": (math.sqrt, "a number >= 0", math.inf, 0.0),
    "sin": (math.sin, "a finite number", 0.0, 0.0),
    "cos": (math.cos, "a finite number", 0.0, 0.0),
    "tan": (math.tan, "a finite number", 0.0, 0.0),
    "asin": (math.asin, "a number in [-1, 1]", 0.0, 0.0),
    "acos": (math.acos, "a number in [-1, 1]", 0.0, 0.0),
    "atan": (math.atan, "a number", 0.0, 0.0),
    "tanh": (math.tanh, "a number", 1.0, -1.0),
    "inv_logit": (logistic, "a number", 1.0, 0.0),
    "logit": (logit, "a number in [0, 1]", 0.0, 0.0),
    "log1p_exp": (log1p_exp, "a number", math.inf, 0.0),
    "normal_cdf": (normal_cdf, "a number", 1.0, 0.0),
}


def _guarded(name: str) -> Callable[[Any], float]:
    """The function with its domain errors put in words and its overflows replaced by the limit."""
    function, domain, above, below = _FUNCTIONS[name]

    def apply(x: Any) -> float:
        x = to_float(x)
        try:
            return function(x)
        except ValueError:
            raise PrimitiveError(f"{name} needs {domain}, found {show_real(x)}") from None
        except OverflowError:
            return above if x > 0.0 else below

    return apply


def atan2(y: Any, x: Any) -> float:
    """The angle of the point (x, y)."""
    return math.atan2(to_float(y), to_float(x))


def _rounding(name: str, function: Callable[[Any], int]) -> Callable[[Any], int]:
    def apply(x: Any) -> int:
        try:
            return function(x)
        except OverflowError:
            raise PrimitiveError(f"{name} needs a finite number, found {show_real(x)}") from None

    return apply


ELEMENTARY: dict[tuple[str, tuple[str, ...]], Callable[..., Any]] = {
    ("atan2", ("Real", "Real")): atan2,
    # `round` goes to the even neighbour from the middle, as NumPy and JAX do
    **{(f.__name__, ("Real",)): _rounding(f.__name__, f) for f in (math.floor, math.ceil, round)},
    **{(name, ("Real",)): _guarded(name) for name in _FUNCTIONS},
    **{(name, ("Vector",)): elementwise(_guarded(name)) for name in _FUNCTIONS},
}
"""Implementations by name and argument types."""
