"""Domains of parameters, and supports of distributions: sets with a test and a printed form."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Protocol

INF = math.inf
TOLERANCE = 1e-9  # relative; for sums that should be 1 and rows that should have length 1


class Support(Protocol):
    """The set of values of a distribution."""

    def contains(self, x: Any) -> bool:
        """Whether x is a member; False for NaN and for values of another type."""
        ...


def is_number(value: Any) -> bool:
    """Whether value is a float, an int or a Fraction; a Bool is not a number."""
    return type(value) is float or (isinstance(value, (float, int, Fraction)) and type(value) is not bool)


def is_rational(value: Any) -> bool:
    """Whether value is an exact number."""
    return isinstance(value, (Fraction, int))


def show_number(value: Any) -> str:
    """A number, with ∞ for infinity and plain text for NumPy's floats."""
    if isinstance(value, float):
        return repr(float(value)).replace("inf", "∞")
    return str(value)


@dataclass(frozen=True, slots=True)
class Interval:
    """The reals x with low <= x <= high; an infinite end is not a member."""

    low: Any
    high: Any

    def contains(self, x: Any) -> bool:
        """Whether low <= x <= high and x is finite."""
        return is_number(x) and self.low <= x <= self.high and -INF < x < INF

    def __str__(self) -> str:
        if self.low == -INF and self.high == INF:
            return "Real"
        left = "(-∞" if self.low == -INF else f"[{show_number(self.low)}"
        right = "∞)" if self.high == INF else f"{show_number(self.high)}]"
        return f"{left}, {right}"


@dataclass(frozen=True, slots=True)
class Integers:
    """The integers k with low <= k <= high; high may be infinite."""

    low: Any
    high: Any

    def contains(self, x: Any) -> bool:
        """Whether x is an Int between the ends."""
        return isinstance(x, int) and self.low <= x <= self.high

    def __str__(self) -> str:
        if self.low == -INF and self.high == INF:
            return "Int"
        if self.low == -INF:
            return f"Int <= {self.high}"
        return f"Int >= {self.low}" if self.high == INF else f"{{{self.low}, ..., {self.high}}}"


@dataclass(frozen=True, slots=True)
class Booleans:
    """false and true."""

    def contains(self, x: Any) -> bool:
        """Whether x is a Bool (0 and 1 are accepted as their equals)."""
        return isinstance(x, int) and 0 <= x <= 1

    def __str__(self) -> str:
        return "Bool"


@dataclass(frozen=True, slots=True)
class Domain:
    """The values that a parameter accepts: a test and the phrase that an error shows."""

    phrase: str
    accepts: Callable[[Any], bool]

    def __str__(self) -> str:
        return self.phrase


def _finite(v: Any) -> bool:
    return (type(v) is float or is_number(v)) and -INF < v < INF


def _positive(v: Any) -> bool:
    return (type(v) is float or is_number(v)) and 0 < v < INF


def _non_negative(v: Any) -> bool:
    return (type(v) is float or is_number(v)) and 0 <= v < INF


def _probability(v: Any) -> bool:
    return (type(v) is float or is_number(v)) and 0 <= v <= 1


def _positive_probability(v: Any) -> bool:
    return (type(v) is float or is_number(v)) and 0 < v <= 1


def _not_nan(v: Any) -> bool:
    return is_number(v) and -INF <= v <= INF


def _integer(v: Any) -> bool:
    return type(v) is int


def _count(v: Any) -> bool:
    return type(v) is int and v >= 0


def _positive_integer(v: Any) -> bool:
    return type(v) is int and v >= 1


def _vector(v: Any) -> bool:
    return isinstance(v, tuple) and len(v) > 0 and all(map(_finite, v))


def _positive_vector(v: Any) -> bool:
    return isinstance(v, tuple) and len(v) > 0 and all(map(_positive, v))


def _probabilities(v: Any) -> bool:
    if not (isinstance(v, tuple) and v and all(map(_probability, v))):
        return False
    if all(map(is_rational, v)):
        return sum(v) == 1
    return abs(math.fsum(v) - 1.0) <= TOLERANCE


def _square_matrix(v: Any) -> bool:
    return isinstance(v, tuple) and len(v) > 0 and all(_vector(row) and len(row) == len(v) for row in v)


REAL = Domain("a finite Real", _finite)
POSITIVE = Domain("a finite Real > 0", _positive)
NON_NEGATIVE = Domain("a finite Real >= 0", _non_negative)
PROBABILITY = Domain("a Real in [0, 1]", _probability)
POSITIVE_PROBABILITY = Domain("a Real in (0, 1]", _positive_probability)
BOUND = Domain("a number, possibly infinite, not NaN", _not_nan)
INTEGER = Domain("an Int", _integer)
COUNT = Domain("an Int >= 0", _count)
POSITIVE_INTEGER = Domain("an Int >= 1", _positive_integer)
VECTOR = Domain("a Vector of at least one finite Real", _vector)
POSITIVE_VECTOR = Domain("a Vector of at least one finite Real > 0", _positive_vector)
PROBABILITIES = Domain("a Vector of Reals >= 0 with sum 1", _probabilities)
SQUARE_MATRIX = Domain("a square Matrix of finite Reals", _square_matrix)
ANYTHING = Domain("a value", lambda v: True)
