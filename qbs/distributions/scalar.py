"""The namespace `xp` that a family's formulas are written over, and its scalar form.

A formula is a function `(xp, x, *parameters)` without Python `if` on values: `xp.where`
evaluates both arms, `xp.branch` only the one that is needed where that is possible.
`SCALAR` works on Python floats. Its functions are total, as array ones are: log(0) = -inf,
an overflow is inf, an undefined result NaN. SciPy is imported at the first special function.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Protocol, TypeAlias, cast

Array: TypeAlias = Any  # a float here; an array where another namespace is passed
Formula: TypeAlias = Callable[..., Array]

INF = math.inf
NAN = math.nan
LARGEST = 1.7976931348623157e308


class Namespace(Protocol):
    """Elementary and special functions; SciPy's names and conventions where SciPy has them."""

    log: Formula
    log1p: Formula
    exp: Formula
    expm1: Formula
    sqrt: Formula
    power: Formula
    tan: Formula
    atan2: Formula
    sin: Formula
    remainder: Formula
    absolute: Formula
    minimum: Formula
    maximum: Formula
    where: Formula
    branch: Formula
    erf: Formula
    erfinv: Formula
    erfcx: Formula
    ndtr: Formula
    ndtri: Formula
    log_ndtr: Formula
    ndtri_exp: Formula
    gammaln: Formula
    gammainc: Formula
    gammaincc: Formula
    gammaincinv: Formula
    gammainccinv: Formula
    betainc: Formula
    betaincc: Formula
    betaincinv: Formula
    betainccinv: Formula
    betaln: Formula
    xlogy: Formula
    xlog1py: Formula
    i0e: Formula


def _log(x: float) -> float:
    return math.log(x) if x > 0.0 else -INF if x == 0.0 else NAN


def _log1p(x: float) -> float:
    return math.log1p(x) if x > -1.0 else -INF if x == -1.0 else NAN


def _exp(x: float) -> float:
    try:
        return math.exp(x)
    except OverflowError:
        return INF


def _expm1(x: float) -> float:
    try:
        return math.expm1(x)
    except OverflowError:
        return INF


def _sqrt(x: float) -> float:
    return math.sqrt(x) if x >= 0.0 else NAN


def _power(base: float, exponent: float) -> float:
    """base^exponent for base >= 0."""
    try:
        return math.pow(base, exponent)
    except OverflowError:
        return INF
    except ValueError:
        return INF if base == 0.0 else NAN


def _where(condition: bool, then: float, otherwise: float) -> float:
    return then if condition else otherwise


def _branch(condition: bool, then: Formula, otherwise: Formula, *arguments: float) -> float:
    return float(then(*arguments) if condition else otherwise(*arguments))


class _Scalar:
    """Python floats as a `Namespace`."""

    def __init__(self) -> None:
        self.log = _log
        self.log1p = _log1p
        self.exp = _exp
        self.expm1 = _expm1
        self.sqrt = _sqrt
        self.power = _power
        self.tan = math.tan
        self.atan2 = math.atan2
        self.sin = math.sin
        self.remainder = math.remainder
        self.absolute = abs
        self.minimum = min
        self.maximum = max
        self.where = _where
        self.branch = _branch
        self.erf = math.erf

    def __getattr__(self, name: str) -> Formula:
        # importing SciPy costs 0.2 s, which `check` and `fmt` should not pay
        from scipy.special import cython_special

        function: Formula = getattr(cython_special, name)
        setattr(self, name, function)
        return function


# what is not an attribute yet is found by __getattr__
SCALAR = cast(Namespace, _Scalar())
