"""Weights: exact rationals, or floats whose exponent never overflows.

A weight is a number in [0, ∞). Exact programs use `Fraction`; a density that is not
rational is a `ScaledFloat`, so that e^-750 stays positive and e^+750 stays finite.
"""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from .errors import NonFiniteWeight

LN2 = math.log(2.0)
_MODULUS = sys.hash_info.modulus  # 2^61 - 1, so that powers of two have period 61
_NEGLIGIBLE = 64  # binary orders beyond which an addend is less than half a unit in the last place
_EXP_SAFE = 700.0  # |x| for which exp(x) is a normal float


@dataclass(frozen=True, slots=True, eq=False)
class ScaledFloat:
    """The number mantissa · 2^exponent with 53 bits of precision and an unbounded exponent.

    Kept normalised: 0.5 <= mantissa < 1, or mantissa = 0 and exponent = 0.
    Raises NonFiniteWeight for NaN or infinity and ValueError for a negative number.

    >>> ScaledFloat(3.0)
    ScaledFloat(mantissa=0.75, exponent=2)
    >>> ScaledFloat.exp(-800.0).log()
    -800.0
    """

    mantissa: float
    exponent: int = 0

    def __post_init__(self) -> None:
        mantissa = self.mantissa
        if 0.5 <= mantissa < 1.0:
            return
        if not mantissa < math.inf:
            raise NonFiniteWeight(mantissa)
        if mantissa < 0.0:
            raise ValueError(f"a weight must be >= 0, got {mantissa!r} * 2^{self.exponent}")
        mantissa, shift = math.frexp(mantissa)
        object.__setattr__(self, "mantissa", mantissa)
        object.__setattr__(self, "exponent", self.exponent + shift if mantissa else 0)

    @staticmethod
    def exp(log_weight: float) -> ScaledFloat:
        """e^log_weight, relative error at most (1 + |log_weight|)·2^-52; exp(-inf) = 0.

        Raises NonFiniteWeight for NaN and +inf.
        """
        if -_EXP_SAFE < log_weight < _EXP_SAFE:
            return ScaledFloat(math.exp(log_weight))
        if log_weight == -math.inf:
            return ZERO_FLOAT
        if not log_weight < math.inf:
            raise NonFiniteWeight(log_weight)
        rest = math.remainder(log_weight, LN2)
        return ScaledFloat(math.exp(rest), round((log_weight - rest) / LN2))

    @staticmethod
    def of(weight: Weight | int) -> ScaledFloat:
        """The nearest ScaledFloat to a weight, however large its numerator or denominator."""
        if isinstance(weight, ScaledFloat):
            return weight
        numerator, denominator = weight.numerator, weight.denominator
        shift = numerator.bit_length() - denominator.bit_length()
        if shift > 0:
            return ScaledFloat(numerator / (denominator << shift), shift)
        return ScaledFloat((numerator << -shift) / denominator, shift)

    def __mul__(self, other: Weight | int) -> ScaledFloat:
        if type(other) is not ScaledFloat:
            if not isinstance(other, (Fraction, int)):
                return NotImplemented
            other = ScaledFloat.of(other)
        mantissa, exponent = self.mantissa * other.mantissa, self.exponent + other.exponent
        if 0.25 <= mantissa < 0.5:  # normalised here because this is the innermost operation of a run
            return ScaledFloat(mantissa * 2.0, exponent - 1)
        return ScaledFloat(mantissa, exponent)

    __rmul__ = __mul__

    def __truediv__(self, other: Weight | int) -> ScaledFloat:
        if not isinstance(other, (ScaledFloat, Fraction, int)):
            return NotImplemented
        divisor = ScaledFloat.of(other)
        return ScaledFloat(self.mantissa / divisor.mantissa, self.exponent - divisor.exponent)

    def __rtruediv__(self, other: Fraction | int) -> ScaledFloat:
        if not isinstance(other, (Fraction, int)):
            return NotImplemented
        return ScaledFloat.of(other) / self

    def __add__(self, other: Weight | int) -> ScaledFloat:
        if not isinstance(other, (ScaledFloat, Fraction, int)):
            return NotImplemented
        large, small = self, ScaledFloat.of(other)
        if small > large:
            large, small = small, large
        gap = large.exponent - small.exponent
        if not small.mantissa or gap > _NEGLIGIBLE:
            return large
        return ScaledFloat(large.mantissa + math.ldexp(small.mantissa, -gap), large.exponent)

    __radd__ = __add__

    def _compare(self, other: Weight | int) -> int:
        """-1, 0 or 1, exactly: no rounding, and no integer longer than `other` needs."""
        if isinstance(other, ScaledFloat):
            mine = (self.mantissa > 0, self.exponent, self.mantissa)
            theirs = (other.mantissa > 0, other.exponent, other.mantissa)
            return (mine > theirs) - (mine < theirs)
        if other <= 0 or not self.mantissa:
            return (self.mantissa > other) - (self.mantissa < other)
        gap = self.exponent - (other.numerator.bit_length() - other.denominator.bit_length())
        if abs(gap) > 2:
            return 1 if gap > 0 else -1
        scale = Fraction(2) ** self.exponent
        mine_exact = Fraction(self.mantissa) * scale
        return (mine_exact > other) - (mine_exact < other)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, (ScaledFloat, Fraction, int)):
            return NotImplemented
        return self._compare(other) == 0

    def __lt__(self, other: Weight | int) -> bool:
        return self._compare(other) < 0

    def __le__(self, other: Weight | int) -> bool:
        return self._compare(other) <= 0

    def __gt__(self, other: Weight | int) -> bool:
        return self._compare(other) > 0

    def __ge__(self, other: Weight | int) -> bool:
        return self._compare(other) >= 0

    def __hash__(self) -> int:
        # Python's rule for numbers (value mod 2^61 - 1), so that equal Fractions hash alike.
        numerator, denominator = self.mantissa.as_integer_ratio()
        shift = self.exponent - (denominator.bit_length() - 1)
        return hash((numerator * pow(2, shift % _MODULUS.bit_length(), _MODULUS)) % _MODULUS)

    def __bool__(self) -> bool:
        return self.mantissa != 0.0

    def __float__(self) -> float:
        return math.ldexp(self.mantissa, self.exponent)

    def log(self) -> float:
        """Natural logarithm; -inf for zero."""
        if not self.mantissa:
            return -math.inf
        if self.exponent == 0:
            return math.log(self.mantissa)
        if self.exponent == 1:
            # close to 1 from above: no cancellation between log(mantissa) and LN2
            return math.log(self.mantissa * 2.0)
        return math.log(self.mantissa) + self.exponent * LN2


Weight: TypeAlias = Fraction | ScaledFloat

ZERO = Fraction(0)
ONE = Fraction(1)
ZERO_FLOAT = ScaledFloat(0.0)


def log_weight(weight: Weight | int) -> float:
    """Natural logarithm of a weight; -inf for zero.

    >>> log_weight(Fraction(1, 2**2000)) == -2000 * math.log(2)
    True
    """
    if isinstance(weight, ScaledFloat):
        return weight.log()
    numerator, denominator = weight.numerator, weight.denominator
    if numerator <= 2 * denominator and denominator <= 2 * numerator:
        return math.log1p((numerator - denominator) / denominator)
    return ScaledFloat.of(weight).log()


def exact(weight: Weight | int) -> Weight:
    """A weight given as an int made a Fraction; refuses anything but int, Fraction, ScaledFloat.

    Raises ValueError for a negative weight and TypeError for another type.
    """
    if isinstance(weight, ScaledFloat):
        return weight
    if isinstance(weight, bool) or not isinstance(weight, (int, Fraction)):
        raise TypeError(f"a weight is an int, a Fraction or a ScaledFloat, got {type(weight).__name__}")
    if weight < 0:
        raise ValueError(f"a weight must be >= 0, got {weight}")
    return Fraction(weight)
