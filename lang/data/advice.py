"""What to do about a value of the wrong type, where that can be said."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ..types.types import BOOL, INT, REAL, Con, Record, Type, prune
from ..values.show_value import show_int


def advice(type_: Type, value: Any) -> str | None:
    """How to mend a value that should have been of a type."""
    expected = prune(type_)
    if expected in (REAL, INT, BOOL):
        return _for_single(expected, value)
    if isinstance(expected, Record):
        keys = ", ".join(f'"{name}": …' for name, _ in expected.fields)
        return f"a record is written {{{keys}}}" if isinstance(value, (list, tuple)) else None
    is_collection = isinstance(expected, Con) and expected.name in ("List", "Vector")
    if is_collection and isinstance(value, (int, float, Decimal)):
        return "a list with one value is written in brackets too: `[…]`"
    return None


def _for_single(expected: Type, value: Any) -> str | None:
    if isinstance(value, str):
        return _for_text(expected, value)
    if isinstance(value, bool):
        return "write 1 for true and 0 for false, or declare it Bool"
    if isinstance(value, (list, tuple)):
        name = expected.name if isinstance(expected, Con) else ""
        return f"declare it `List[{name}]` if it is a list"
    if expected == BOOL and value in (0, 1):
        return "write false for 0 and true for 1, or declare it Int"
    if expected == INT and isinstance(value, (float, Decimal, Fraction)) and math.isfinite(value):
        return _for_decimal(value)
    return None


def _for_text(expected: Type, value: str) -> str | None:
    if expected == BOOL:
        known = value.lower() in ("true", "false")
        return f"write {value.lower()} without quotation marks" if known else None
    try:
        float(value)
    except ValueError:
        return "a number has a point before its decimals, and no other signs" if value[:1].isdigit() else None
    return "write the number without quotation marks"


def _for_decimal(value: Any) -> str:
    if abs(value) < 2**63 and value == int(value):
        return f"write {show_int(int(value))}, without a decimal point, or declare it Real"
    return "declare it Real to keep the decimals"
