"""Weights as integers on a line, so that no comparison of a resampling step is rounded."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import accumulate
from math import gcd, lcm
from typing import TypeAlias, final

from ...qbs.weight import ScaledFloat, Weight, exact
from .errors import AllWeightsZero

Uniform: TypeAlias = float | Fraction

# Binary orders below the largest weight at which a ScaledFloat is rounded: far below what a
# uniform of 53 bits can resolve, and a bound on the length of the integers.
RANGE = 1024
_DIGITS = 53


@final
@dataclass(frozen=True, slots=True)
class Shares:
    """Weights up to a common factor: integers w_i in lowest terms, and their sums C_i = w_0 + … + w_i.

    Particle i owns the points t with C_{i-1} <= t < C_i of the line [0, C_{n-1}); a particle of
    weight 0 owns none.
    """

    parts: tuple[int, ...]  # (n,)
    ends: tuple[int, ...] = field(repr=False, compare=False)  # (n,), the C_i

    @staticmethod
    def of(weights: Iterable[Weight | int]) -> Shares:
        """Exact for rationals, and for ScaledFloats down to 2^-1024 of the largest.

        Smaller ones are rounded by less than 2^-1076 of the largest, and never to 0; a rational
        among ScaledFloats becomes the nearest one. Raises AllWeightsZero, TypeError for another
        type and ValueError for a negative number.
        """
        listed = [exact(weight) for weight in weights]
        rationals = [w for w in listed if isinstance(w, Fraction)]
        if len(rationals) == len(listed):
            common = lcm(*(w.denominator for w in rationals))
            parts = [w.numerator * (common // w.denominator) for w in rationals]
        else:
            parts = _fixed_point([ScaledFloat.of(w) for w in listed])
        divisor = gcd(*parts)
        if not divisor:
            raise AllWeightsZero(len(parts))
        lowest = tuple(part // divisor for part in parts)
        return Shares(lowest, tuple(accumulate(lowest)))

    def __len__(self) -> int:
        return len(self.parts)

    @property
    def total(self) -> int:
        """C_{n-1}, the length of the line."""
        return self.ends[-1]

    def interval(self, particle: int) -> tuple[int, int]:
        """C_{i-1} and C_i."""
        end = self.ends[particle]
        return end - self.parts[particle], end

    def owner(self, u: Uniform) -> int:
        """The particle that owns the point u · C_{n-1}: the inverse distribution function at u."""
        p, q = ratio(u)
        # C_i is an integer, so C_i > t exactly if C_i > ⌊t⌋
        return bisect_right(self.ends, p * self.total // q)


def ratio(u: Uniform) -> tuple[int, int]:
    """Numerator and denominator of a uniform, exactly. Raises ValueError outside [0, 1)."""
    if not 0 <= u < 1:
        raise ValueError(f"a uniform must lie in [0, 1), got {u!r}")
    return u.as_integer_ratio()


def _fixed_point(weights: Sequence[ScaledFloat]) -> list[int]:
    """Each weight in units of one power of two; at least one unit if positive."""
    exponents = [w.exponent for w in weights if w]
    if not exponents:
        return [0] * len(weights)
    unit = max(min(exponents), max(exponents) - RANGE) - _DIGITS
    return [_in_units(w, unit) if w else 0 for w in weights]


def _in_units(weight: ScaledFloat, unit: int) -> int:
    digits = int(weight.mantissa * (1 << _DIGITS))
    shift = weight.exponent - _DIGITS - unit
    return digits << shift if shift >= 0 else max(digits >> -shift, 1)
