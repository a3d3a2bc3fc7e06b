"""Checking values against a declared type, a whole column at a time.

What is right passes through built-in functions that loop in C; Python looks at single values only
to word a mistake.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cache, partial
from itertools import accumulate, chain
from operator import eq, itemgetter
from typing import Any

from ..errors.data import MissingValue, NotFiniteValue, OutOfRange, RaggedMatrix, WrongFields, WrongValue
from ..types.show_type import show_type
from ..types.types import BOOL, INT, MATRIX, REAL, UNIT, VECTOR, Con, Record, Type, prune
from ..values.values import list_from
from .advice import advice
from .columns import Column, Plain, Products, Reals, Sequences
from .describe import describe, shortened
from .python_values import plain
from .report import Report
from .source import Path

Where = Callable[[int], Path]
"""The path of a value by its index in a column."""

_NUMBERS = {int, float, Decimal, Fraction}
_INT_RANGE = range(-(2**63), 2**63)


def decode(type_: Type, values: Sequence[Any], where: Where, report: Report) -> Column:
    """The values as a column of a type; mistakes go to the report, and the column is then of no use."""
    values = plain(values)
    this = prune(type_)
    if this == REAL:
        return _reals(values, where, report)
    if this == INT:
        return _plain(INT, values, _are_ints, where, report)
    if this == BOOL:
        return _plain(BOOL, values, lambda column: set(map(type, column)) <= {bool}, where, report)
    if this == VECTOR:
        return _sequences(VECTOR, REAL, values, tuple, where, report)
    if this == MATRIX:
        return _matrices(values, where, report)
    if this == UNIT:
        _products(UNIT, (), values, where, report)
        return Plain(((),) * len(values))
    match this:
        case Con("List", (element,)):
            return _sequences(this, element, values, list_from, where, report)
        case Con("Tuple", types):
            return _products(this, types, values, where, report)
        case Record():
            return _records(this, values, where, report)
    raise TypeError(f"data cannot be of type {show_type(this)}")


# ---- single values


def _reals(values: Sequence[Any], where: Where, report: Report) -> Reals:
    floats = _floats(values)
    if floats is None:
        for index, value in enumerate(values):
            if _floats([value]) is None:
                _blame_real(value, where(index), report)
    source = tuple(values)
    return Reals(source, source if floats is values else tuple(floats or ()))


def _floats(values: Sequence[Any]) -> Sequence[float] | None:
    """The numbers rounded to floats; None if one of them is no number, or none that a float can hold."""
    kinds = set(map(type, values))
    if not kinds <= _NUMBERS:
        return None
    if kinds <= {float}:
        return values if all(map(math.isfinite, values)) else None
    try:
        floats = list(map(float, values))
    except (OverflowError, ValueError):
        return None
    vanished = floats.count(0.0) - values.count(0)
    return None if vanished or not all(map(math.isfinite, floats)) else floats


def _blame_real(value: Any, path: Path, report: Report) -> None:
    if type(value) not in _NUMBERS:
        _blame(REAL, value, path, report)
    elif not _is_finite(value):
        report.add(NotFiniteValue, describe(value), at=path)
    else:
        report.add(OutOfRange, "0 or between 5e-324 and 1.8e308 in size", describe(value), at=path)


def _is_finite(value: Any) -> bool:
    if isinstance(value, Decimal):
        return value.is_finite()
    return not isinstance(value, float) or math.isfinite(value)


def _are_ints(values: Sequence[Any]) -> bool:
    if not set(map(type, values)) <= {int}:
        return False
    return not values or (min(values) in _INT_RANGE and max(values) in _INT_RANGE)


def _plain(
    type_: Type, values: Sequence[Any], fits: Callable[[Sequence[Any]], bool], where: Where, report: Report
) -> Plain:
    if not fits(values):
        has_holes = None in values
        for index, value in enumerate(values):
            if fits([value]):
                continue
            if has_holes and type_ == INT and type(value) is float and value.is_integer():
                continue  # pandas keeps integers beside a hole as floats: the hole is the mistake
            if type_ == INT and type(value) is int:
                report.add(OutOfRange, "between -2^63 and 2^63 - 1", describe(value), at=where(index))
            else:
                _blame(type_, value, where(index), report)
    return Plain(tuple(values))


def _blame(type_: Type, value: Any, path: Path, report: Report) -> None:
    if value is None:
        report.add(MissingValue, at=path)
    elif type_ == INT and not _is_finite(value):
        report.add(NotFiniteValue, describe(value), at=path)
    else:
        report.add(WrongValue, type_, describe(value), advice(type_, value), at=path)


# ---- values with parts


def _keep(
    type_: Type, values: Sequence[Any], fits: Callable[[Any], bool], where: Where, report: Report
) -> tuple[Sequence[Any], Where]:
    """The values of the right form, and where these are; the others go to the report."""
    if all(map(fits, values)):
        return values, where
    kept: list[int] = []
    for index, value in enumerate(values):
        if fits(value):
            kept.append(index)
        else:
            _blame(type_, value, where(index), report)
    return [values[index] for index in kept], lambda index: where(kept[index])


def _is_sequence(value: Any) -> bool:
    return isinstance(value, (list, tuple))


def _sequences(
    type_: Type,
    element: Type,
    values: Sequence[Any],
    build: Callable[[Iterable[Any]], Any],
    where: Where,
    report: Report,
) -> Sequences:
    values, where = _keep(type_, values, _is_sequence, where, report)
    flat = values[0] if len(values) == 1 else list(chain.from_iterable(values))
    lengths = tuple(map(len, values))
    return Sequences(lengths, decode(element, flat, _inside(lengths, where), report), build)


def _inside(lengths: Sequence[int], where: Where) -> Where:
    """Where the elements of sequences are, in the flat column of all of them."""

    @cache
    def starts() -> list[int]:
        return list(accumulate(lengths, initial=0))

    def path(index: int) -> Path:
        owner = bisect_right(starts(), index) - 1
        return (*where(owner), index - starts()[owner])

    return path


def _matrices(values: Sequence[Any], where: Where, report: Report) -> Sequences:
    values, where = _keep(MATRIX, values, _is_sequence, where, report)
    values = [plain(matrix) for matrix in values]
    for index, matrix in enumerate(values):
        lengths = {row: len(numbers) for row, numbers in enumerate(matrix) if _is_sequence(numbers)}
        if len(set(lengths.values())) > 1:
            width = next(iter(lengths.values()))
            row = next(row for row, length in lengths.items() if length != width)
            report.add(RaggedMatrix, width, lengths[row], at=(*where(index), row))
    return _sequences(MATRIX, VECTOR, values, tuple, where, report)


def _products(
    type_: Type, types: Sequence[Type], values: Sequence[Any], where: Where, report: Report
) -> Products:
    def fits(value: Any) -> bool:
        return _is_sequence(value) and len(value) == len(types)

    values, where = _keep(type_, values, fits, where, report)
    return Products(
        tuple(
            decode(part, list(map(itemgetter(i), values)), _component(where, i), report)
            for i, part in enumerate(types)
        )
    )


def _records(type_: Record, values: Sequence[Any], where: Where, report: Report) -> Products:
    values, where = _keep(type_, values, lambda value: isinstance(value, dict), where, report)
    names = {name for name, _ in type_.fields}
    values, where = _with_fields(type_, names, values, where, report)
    return Products(
        tuple(
            decode(part, list(map(itemgetter(name), values)), _component(where, name), report)
            for name, part in type_.fields
        )
    )


def _with_fields(
    type_: Record, names: set[str], values: Sequence[Any], where: Where, report: Report
) -> tuple[Sequence[Any], Where]:
    if all(map(partial(eq, names), map(dict.keys, values))):
        return values, where
    kept: list[int] = []
    for index, value in enumerate(values):
        if value.keys() == names:
            kept.append(index)
        else:
            missing = tuple(sorted(names - value.keys()))
            extra = tuple(sorted(shortened(str(key)) for key in value.keys() - names))
            report.add(WrongFields, type_, missing, extra, at=where(index))
    return [values[index] for index in kept], lambda index: where(kept[index])


def _component(where: Where, step: str | int) -> Where:
    return lambda index: (*where(index), step)
