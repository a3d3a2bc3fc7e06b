"""Values as messages name them, shortened."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ..errors.base import plural
from ..values.show_value import show_int

_LENGTH = 40


def shortened(text: str) -> str:
    """A text cut to what a message can hold, without what a terminal would act on.

    >>> shortened("12345" * 20)
    '1234512345123451234512345123451234512345…'
    """
    cut = text if len(text) <= _LENGTH else text[:_LENGTH] + "…"
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in cut)


def describe(value: Any) -> str:
    """A value found in data, for a message.

    >>> [describe(x) for x in (True, 2.5, "red", None, [1, 2], {"x": 1})]
    ['true', '2.5', '"red"', 'a missing value', 'a list of 2 values', 'an object with the key `x`']
    """
    if value is None:
        return "a missing value"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return shortened(show_int(value))
    if isinstance(value, Fraction):
        return shortened(f"{show_int(value.numerator)}/{show_int(value.denominator)}")
    if isinstance(value, Decimal):
        return shortened(str(value).replace("E+", "e").replace("E", "e"))
    if isinstance(value, float):
        return _float(value)
    if isinstance(value, str):
        return f'"{shortened(json.dumps(value, ensure_ascii=False)[1:-1])}"'
    if isinstance(value, (list, tuple)):
        return f"a list of {plural(len(value), 'value')}" if value else "an empty list"
    if isinstance(value, dict):
        return _object(value)
    if hasattr(value, "dtype") and hasattr(value, "shape"):
        return f"an array of {value.dtype}" if value.shape else f"a {value.dtype}"
    return f"a value of the Python type `{type(value).__name__}`"


def _float(value: float) -> str:
    if value != value:
        return "NaN"
    return repr(value).replace("inf", "infinity")


def _object(value: dict[str, Any]) -> str:
    if not value:
        return "an empty object"
    keys = shortened(", ".join(f"`{key}`" for key in value))
    return f"an object with the {'key' if len(value) == 1 else 'keys'} {keys}"
