"""Python numbers, lists and tuples as language values, where a function is called from Python."""

from __future__ import annotations

import math
import operator
from collections.abc import Iterable
from fractions import Fraction
from numbers import Rational
from typing import Any

from ..types.show_type import show_type
from ..types.types import Con, Record, Type, prune
from ..values.values import list_from


def from_python(value: Any, type_: Type, *, exact: bool) -> Any:
    """The language value of a type that a Python value stands for; an exact Real from a float is exact.

    Raises TypeError where it stands for none; values of inductive types and functions are taken as they are.
    """

    def inner(part: Any, of: Type) -> Any:
        return from_python(part, of, exact=exact)

    def items(count: int | None = None) -> list[Any]:
        if not isinstance(value, Iterable) or isinstance(value, str):
            raise _unfit(value, type_)
        parts = list(value)
        if count is not None and len(parts) != count:
            raise _unfit(value, type_)
        return parts

    match prune(type_):
        case Con("Real"):
            return _real(value, exact)
        case Con("Int"):
            if not _is_bool(value) and hasattr(value, "__index__"):
                return operator.index(value)
        case Con("Bool"):
            if _is_bool(value):
                return bool(value)
        case Con("Unit"):
            if value == ():
                return ()
        case Con("Vector"):
            return tuple(_real(x, exact) for x in items())
        case Con("Matrix"):
            return tuple(tuple(_real(x, exact) for x in row) for row in items())
        case Con("List", (element,)):
            return list_from(inner(x, element) for x in items())
        case Con("Tuple", types):
            return tuple(map(inner, items(len(types)), types))
        case Record(fields):
            if isinstance(value, dict) and set(value) == {name for name, _ in fields}:
                return tuple(inner(value[name], of) for name, of in fields)
        case _:
            return value
    raise _unfit(value, type_)


def _real(value: Any, exact: bool) -> float | Fraction:
    if isinstance(value, Rational) and not _is_bool(value):
        return Fraction(value) if exact else float(value)
    if not hasattr(value, "__float__") or _is_bool(value) or math.isnan(number := float(value)):
        raise TypeError(f"expected a Real, got {value!r}")
    return Fraction(number) if exact and math.isfinite(number) else number


def _is_bool(value: Any) -> bool:
    return isinstance(value, bool) or type(value).__name__ == "bool"  # NumPy's too


def _unfit(value: Any, type_: Type) -> TypeError:
    return TypeError(f"expected a value of type {show_type(type_)}, got {value!r}")
