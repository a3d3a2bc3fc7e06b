"""Values in the language's own syntax, directed by their type."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import Any

from ..types.show_type import show_type
from ..types.types import BOOL, INT, REAL, UNIT, VECTOR, Arrow, Con, Record, Type, prune, resolve
from .tree import Node

FieldTypes = Callable[[Con, str], Sequence[Type]]
"""The types of a constructor's fields: of an inductive type applied to its arguments, and a tag."""

_MOST_DECIMALS = 15
_DIGITS_AT_ONCE = 4000  # Python refuses to print an int of more than 4300 digits in one go
_GROUP = 10**_DIGITS_AT_ONCE


def show_value(value: Any, type_: Type, field_types: FieldTypes) -> str:
    """A value printed as one would write it; a function or a distribution by its type.

    >>> from ..types.types import tuple_of
    >>> show_value((1, Fraction(1, 3), True), tuple_of([INT, REAL, BOOL]), lambda type_, tag: ())
    '(1, 1/3, true)'
    """
    out: list[str] = []
    known: dict[tuple[Con, str], Sequence[Type]] = {}
    stack: list[Any] = [(value, resolve(type_))]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            out.append(item)
            continue
        this, of = item
        if of in _LEAVES:
            out.append(_LEAVES[of](this))
            continue
        match of:
            case Con("Vector"):
                stack += _bracketed("[", [(x, REAL) for x in this], "]")
            case Con("Matrix"):
                stack += _bracketed("[", [(row, VECTOR) for row in this], "]")
            case Con("List", (element,)):
                stack += _bracketed("[", [(x, prune(element)) for x in this], "]")
            case Con("Tuple", types):
                stack += _bracketed("(", zip(this, map(prune, types), strict=True), ")")
            case Record(fields):
                stack += _record(this, fields)
            case Arrow() | Con("Dist"):
                out.append(f"<{show_type(of)}>")
            case Con():
                if (of, this.tag) not in known:
                    known[of, this.tag] = field_types(of, this.tag)
                stack += _applied(this, known[of, this.tag])
            case _:
                raise TypeError(f"a value of unknown type {show_type(of)}")
    return "".join(out)


def _bracketed(left: str, items: Iterable[Any], right: str) -> list[Any]:
    """The items between brackets with commas, last first, as the stack wants them."""
    todo: list[Any] = [left]
    for item in items:
        todo += [item, ", "]
    if len(todo) > 1:
        todo.pop()
    todo.append(right)
    todo.reverse()
    return todo


def _record(value: tuple[Any, ...], fields: tuple[tuple[str, Type], ...]) -> list[Any]:
    todo: list[Any] = ["{ "]
    for number, ((name, type_), part) in enumerate(zip(fields, value, strict=True)):
        todo += [", " * (number > 0) + f"{name}: ", (part, prune(type_))]
    todo.append(", }" if len(fields) == 1 else " }")
    todo.reverse()
    return todo


def _applied(value: Node, types: Sequence[Type]) -> list[Any]:
    if not value.fields:
        return [value.tag]
    return [*_bracketed("(", zip(value.fields, map(prune, types), strict=True), ")"), value.tag]


def show_real(value: float | Fraction) -> str:
    """A real number: always with a point or an exponent, or as a quotient.

    >>> [show_real(x) for x in (2.0, Fraction(5, 4), Fraction(1, 3), math.inf)]
    ['2.0', '1.25', '1/3', 'infinity']
    """
    if isinstance(value, Fraction):
        return _show_fraction(value)
    value = float(value)
    if math.isinf(value):
        return "infinity" if value > 0 else "-infinity"
    return repr(value)


def _show_fraction(value: Fraction) -> str:
    for decimals in range(1, _MOST_DECIMALS + 1):
        scaled = abs(value) * 10**decimals
        if scaled.denominator == 1:
            whole, rest = divmod(scaled.numerator, 10**decimals)
            return f"{'-' * (value < 0)}{show_int(whole)}.{rest:0{decimals}d}"
    return f"{show_int(value.numerator)}/{show_int(value.denominator)}"


def show_int(value: int) -> str:
    """An integer in decimals, however long."""
    sign, rest = "-" * (value < 0), abs(value)
    groups: list[str] = []
    while rest >= _GROUP:
        rest, group = divmod(rest, _GROUP)
        groups.append(f"{group:0{_DIGITS_AT_ONCE}d}")
    return sign + str(rest) + "".join(reversed(groups))


def _show_bool(value: bool) -> str:
    return "true" if value else "false"


_LEAVES: dict[Type, Callable[[Any], str]] = {
    REAL: show_real,
    INT: show_int,
    BOOL: _show_bool,
    UNIT: lambda _: "()",
}


def show_untyped(value: Any) -> str:
    """A value printed by what it is at run time: for messages and debugging."""
    out: list[str] = []
    stack: list[Any] = [(value,)]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            out.append(item)
            continue
        (this,) = item
        if isinstance(this, Node):
            if this.tag in ("Cons", "Nil"):
                stack += _bracketed("[", [(x,) for x in _elements(this)], "]")
            elif this.fields:
                stack += [*_bracketed("(", [(x,) for x in this.fields], ")"), this.tag]
            else:
                out.append(this.tag)
        elif type(this) is tuple:
            stack += _bracketed("(", [(x,) for x in this], ")")
        else:
            out.append(_show_leaf(this))
    return "".join(out)


def _elements(cell: Node) -> Iterable[Any]:
    while cell.fields:
        head, cell = cell.fields
        yield head


def _show_leaf(value: Any) -> str:
    if isinstance(value, bool):
        return _show_bool(value)
    if isinstance(value, int):
        return show_int(value)
    return show_real(value) if isinstance(value, (float, Fraction)) else repr(value)
