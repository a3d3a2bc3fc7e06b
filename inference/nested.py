"""Nested lists of numbers: their shape, their leaves, and a list of the same shape."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

Shape: TypeAlias = tuple[Any, ...] | None  # None: a number; a tuple: the shapes of the entries
Nested: TypeAlias = Any  # a number, or a list of Nested


def shape(value: Any) -> Shape:
    """The shape of a number or of nested lists or tuples.

    >>> shape([[1, 2], [3]])
    ((None, None), (None,))
    """
    return tuple(shape(entry) for entry in value) if isinstance(value, (list, tuple)) else None


def leaves(value: Any) -> list[Any]:
    """The numbers from left to right."""
    if not isinstance(value, (list, tuple)):
        return [value]
    return [leaf for entry in value for leaf in leaves(entry)]


def rebuild(form: Shape, numbers: Iterator[Any]) -> Nested:
    """Nested lists of that shape, filled from left to right.

    >>> rebuild(((None, None), (None,)), iter([1, 2, 3]))
    [[1, 2], [3]]
    """
    return next(numbers) if form is None else [rebuild(entry, numbers) for entry in form]


def indexed(name: str, value: Nested) -> Iterator[tuple[str, Any]]:
    """Every number with its place: x[0][1]."""
    if isinstance(value, list):
        for index, entry in enumerate(value):
            yield from indexed(f"{name}[{index}]", entry)
    else:
        yield name, value
