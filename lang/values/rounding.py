"""From exact rationals, as programs and data hold them, to floats, as ordinary runs use them."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

from .tree import rebuild


def to_float(value: float | Fraction) -> float:
    """The nearest float; beyond the largest one, infinity.

    >>> to_float(Fraction(1, 4)), to_float(Fraction(-(10**400)))
    (0.25, -inf)
    """
    if type(value) is float:
        return value
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def rounded(value: Any) -> Any:
    """A value with every Fraction in it rounded to a float."""
    return rebuild(value, lambda part: to_float(part) if isinstance(part, Fraction) else part)
