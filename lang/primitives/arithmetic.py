"""Arithmetic on Int, Real, Vector and Matrix. Rational operands give rational results.

What has no value is an error, never NaN; what is too large for a float is infinite.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from ..values.rounding import to_float
from ..values.show_value import show_int, show_real
from .fault import PrimitiveError

Real = Any  # a float, or in exact runs also a Fraction
Vector = tuple[Any, ...]
Matrix = tuple[tuple[Any, ...], ...]

_LARGEST_POWER = 10_000_000  # bits of an Int
_LARGEST_RATIONAL = 1_000_000  # bits of a rational power; beyond, a float


def add(x: Real, y: Real) -> Real:
    """x + y."""
    return _number(x + y, "+", x, y)


def subtract(x: Real, y: Real) -> Real:
    """x - y."""
    return _number(x - y, "-", x, y)


def multiply(x: Real, y: Real) -> Real:
    """x * y."""
    return _number(x * y, "*", x, y)


def divide(x: Real, y: Real) -> Real:
    """x / y. Raises PrimitiveError for y = 0."""
    if y == 0:
        raise PrimitiveError(f"division by zero: expected a divisor other than 0, found {show_real(x)} / 0.0")
    return _number(x / y, "/", x, y)


def _number(result: Real, symbol: str, x: Real, y: Real) -> Real:
    if type(result) is float and result != result:
        raise PrimitiveError(f"{show_real(x)} {symbol} {show_real(y)} is not a number")
    return result


def floor_divide(x: int, y: int) -> int:
    """⌊x / y⌋. Raises PrimitiveError for y = 0."""
    if y == 0:
        raise PrimitiveError(f"division by zero: expected a divisor other than 0, found {show_int(x)} // 0")
    return x // y


def modulo(x: int, y: int) -> int:
    """x - y·⌊x / y⌋. Raises PrimitiveError for y = 0."""
    if y == 0:
        raise PrimitiveError(f"division by zero: expected a divisor other than 0, found {show_int(x)} % 0")
    return x % y


def int_power(x: int, y: int) -> int:
    """x^y for y ≥ 0. Raises PrimitiveError for y < 0, and for results of more than 10^7 bits."""
    if y < 0:
        raise PrimitiveError(f"a power of Int needs an exponent >= 0, found {show_int(y)}")
    if x.bit_length() * y > _LARGEST_POWER and abs(x) > 1:
        raise PrimitiveError(f"{show_int(x)} ^ {show_int(y)} has more than {_LARGEST_POWER} bits")
    return int(x**y)


def real_to_int_power(x: Real, y: int) -> Real:
    """x^y for an Int y; 0^0 = 1. Raises PrimitiveError for 0^y with y < 0."""
    if x == 0 and y < 0:
        raise PrimitiveError(f"0.0 cannot be raised to a negative power, found exponent {show_int(y)}")
    if isinstance(x, Fraction):
        bits = max(x.numerator.bit_length(), x.denominator.bit_length())
        if bits * abs(y) <= _LARGEST_RATIONAL or x in (0, 1, -1):
            return x**y
        x = to_float(x)
    try:
        return x**y
    except OverflowError:
        return _power_of_huge(x, y)


def _power_of_huge(x: float, y: int) -> float:
    """x^y where it, or y itself, is beyond the range of floats."""
    size = abs(x)
    large = 1.0 if size == 1.0 else math.inf if (size > 1.0) == (y > 0) else 0.0
    return -large if x < 0 and y % 2 else large


def real_power(x: Real, y: Real) -> Real:
    """x^y; rational if x is and y is a whole number. Raises PrimitiveError where it is not real."""
    if isinstance(y, Fraction) and y.denominator == 1 and isinstance(x, Fraction):
        return real_to_int_power(x, y.numerator)
    x, y = to_float(x), to_float(y)
    if x == 0.0 and y < 0.0:
        raise PrimitiveError(f"0.0 cannot be raised to a negative power, found exponent {show_real(y)}")
    if x < 0.0 and math.isfinite(x) and math.isfinite(y) and y != math.floor(y):
        found = f"{show_real(x)} ^ {show_real(y)}"
        raise PrimitiveError(f"a negative number can only be raised to a whole power, found {found}")
    try:
        return math.pow(x, y)
    except OverflowError:
        return -math.inf if x < 0.0 and math.fmod(y, 2.0) else math.inf


def square(x: Any) -> Any:
    """x²."""
    return x * x


def vector_vector(scalar: Callable[[Any, Any], Any], symbol: str) -> Callable[[Vector, Vector], Vector]:
    """An operator applied place by place. Raises PrimitiveError for unequal lengths."""

    def apply(x: Vector, y: Vector) -> Vector:
        if len(x) != len(y):
            raise PrimitiveError(f"{symbol} needs vectors of equal length, found {len(x)} and {len(y)}")
        return tuple(map(scalar, x, y))

    return apply


def elementwise(scalar: Callable[[Any], Any]) -> Callable[[Vector], Vector]:
    """A function applied to every element."""
    return lambda x: tuple(map(scalar, x))


def vector_scalar(scalar: Callable[[Any, Any], Any]) -> Callable[[Vector, Any], Vector]:
    """An operator with one right operand for all places."""
    return lambda x, y: tuple([scalar(element, y) for element in x])


def scalar_vector(scalar: Callable[[Any, Any], Any]) -> Callable[[Any, Vector], Vector]:
    """An operator with one left operand for all places."""
    return lambda x, y: tuple([scalar(x, element) for element in y])


def matrix_matrix(scalar: Callable[[Any, Any], Any], symbol: str) -> Callable[[Matrix, Matrix], Matrix]:
    """An operator applied place by place. Raises PrimitiveError for unequal shapes."""
    by_row = vector_vector(scalar, symbol)

    def apply(x: Matrix, y: Matrix) -> Matrix:
        if len(x) != len(y) or any(len(a) != len(b) for a, b in zip(x, y, strict=True)):
            raise PrimitiveError(f"{symbol} needs matrices of one shape, found {shape(x)} and {shape(y)}")
        return tuple(map(by_row, x, y))

    return apply


def shape(x: Matrix) -> str:
    """Rows × columns, as messages show it."""
    return f"{len(x)}x{len(x[0]) if x else 0}"


def _table() -> dict[tuple[str, tuple[str, ...]], Callable[..., Any]]:
    table: dict[tuple[str, tuple[str, ...]], Callable[..., Any]] = {
        ("//", ("Int", "Int")): floor_divide,
        ("%", ("Int", "Int")): modulo,
        ("^", ("Int", "Int")): int_power,
        ("^", ("Real", "Int")): real_to_int_power,
        ("^", ("Real", "Real")): real_power,
        ("^", ("Vector", "Int")): vector_scalar(real_to_int_power),
        ("!", ("Bool",)): operator.not_,
    }
    exact_int = {"+": operator.add, "-": operator.sub, "*": operator.mul}
    for symbol, scalar in (("+", add), ("-", subtract), ("*", multiply), ("/", divide)):
        over_rows, from_left = vector_scalar(scalar), scalar_vector(scalar)
        if symbol in exact_int:
            table[symbol, ("Int", "Int")] = exact_int[symbol]
            table[symbol, ("Matrix", "Matrix")] = matrix_matrix(scalar, symbol)
            table[symbol, ("Real", "Matrix")] = scalar_vector(from_left)
        table[symbol, ("Real", "Real")] = scalar
        table[symbol, ("Vector", "Vector")] = vector_vector(scalar, symbol)
        table[symbol, ("Vector", "Real")] = over_rows
        table[symbol, ("Real", "Vector")] = from_left
        table[symbol, ("Matrix", "Real")] = vector_scalar(over_rows)
    for name, unary in (("negate", operator.neg), ("abs", abs), ("square", square)):
        table[name, ("Int",)] = table[name, ("Real",)] = unary
        table[name, ("Vector",)] = elementwise(unary)
    table["negate", ("Matrix",)] = elementwise(elementwise(operator.neg))
    comparisons: dict[str, Callable[..., Any]] = {
        "<": operator.lt,
        "<=": operator.le,
        ">": operator.gt,
        ">=": operator.ge,
        "==": operator.eq,
        "!=": operator.ne,
        "min": min,
        "max": max,
    }
    for name, compare in comparisons.items():
        table[name, ("Int", "Int")] = table[name, ("Real", "Real")] = compare
    for name in ("==", "!="):
        table[name, ("Bool", "Bool")] = comparisons[name]
    return table


ARITHMETIC = _table()
"""Implementations by name and argument types."""
