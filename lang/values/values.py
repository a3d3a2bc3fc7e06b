"""Run-time values that Python does not have: lists, inductive values and functions.

Bool, Int, Unit, tuples and records (fields in alphabetical order) are Python's bool, int and tuples;
a Real is a float or, in exact runs, also a Fraction; a Vector is a tuple of reals and a Matrix a tuple
of row tuples.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from .show_value import show_untyped
from .tree import Node

_WALK = 16
"""Indexing walks this far before it pays for a flat copy."""


class List(Node):
    """An immutable linked list: `NIL` or a `Cons`."""

    __slots__ = ()
    length: int

    def __len__(self) -> int:
        return self.length

    def __iter__(self) -> Iterator[Any]:
        cell = self
        while isinstance(cell, Cons):
            yield cell.head
            cell = cell.tail

    def __reduce__(self) -> tuple[Any, ...]:
        elements = tuple(self)
        if any(isinstance(element, Node) or type(element) is tuple for element in elements):
            return super().__reduce__()
        return list_from, (elements,)

    def __repr__(self) -> str:
        return show_untyped(self)

    def reversed_onto(self, tail: List) -> List:
        """The elements in reverse order, then `tail`."""
        for element in self:
            tail = Cons(element, tail)
        return tail


class Nil(List):
    """The empty list; there is one, `NIL`."""

    __slots__ = ()
    tag = "Nil"
    length = 0

    fields = ()

    def __init__(self) -> None:
        self._hash = None

    @staticmethod
    def build(tag: str, fields: tuple[Any, ...]) -> Nil:
        """The empty list."""
        return NIL

    def at(self, index: int) -> Any:
        """Fails: there is no element."""
        raise IndexError(index)


NIL = Nil()


class Cons(List):
    """An element in front of a list."""

    __slots__ = ("_flat", "head", "length", "tail")
    tag = "Cons"

    def __init__(self, head: Any, tail: List) -> None:
        self.head = head
        self.tail = tail
        self.length = tail.length + 1
        self._flat: tuple[Any, ...] | None = None
        self._hash = None

    @property
    def fields(self) -> tuple[Any, ...]:  # type: ignore[override]  # computed: two slots are faster to reach
        """The head and the tail."""
        return self.head, self.tail

    @staticmethod
    def build(tag: str, fields: tuple[Any, ...]) -> Cons:
        """The cell with this head and tail."""
        return Cons(*fields)

    def at(self, index: int) -> Any:
        """Element `index` from 0 ≤ index < length, in O(1) amortised over the cells of one list."""
        cell: Any = self
        for steps in range(min(index, _WALK) + 1):
            if cell._flat is not None:
                return cell._flat[len(cell._flat) - cell.length + index - steps]
            if steps == index:
                return cell.head
            cell = cell.tail
        return self._flattened()[index]

    def _flattened(self) -> tuple[Any, ...]:
        """All elements; every cell from here on gets the same copy, so that tails need none of their own."""
        flat = tuple(self)
        cell: Any = self
        while cell is not NIL and cell._flat is None:
            cell._flat = flat
            cell = cell.tail
        return flat


def list_from(elements: Iterable[Any]) -> List:
    """The list of some elements.

    >>> list_from([1, 2, 3])
    [1, 2, 3]
    """
    result: List = NIL
    for element in reversed(tuple(elements)):
        result = Cons(element, result)
    return result


class Data(Node):
    """A value of an inductive type: a constructor applied to its fields."""

    __slots__ = ("fields", "tag")

    def __init__(self, tag: str, fields: tuple[Any, ...] = ()) -> None:
        self.tag = tag
        self.fields = fields
        self._hash = None

    @staticmethod
    def build(tag: str, fields: tuple[Any, ...]) -> Data:
        """The constructor applied to these fields."""
        return Data(tag, fields)

    def __repr__(self) -> str:
        return show_untyped(self)


class Closure(Node):
    """A function value: the label of its code (its tag) and the values it captured (its fields)."""

    __slots__ = ("fields", "tag")

    def __init__(self, tag: str, fields: tuple[Any, ...] = ()) -> None:
        self.tag = tag
        self.fields = fields
        self._hash = None

    @staticmethod
    def build(tag: str, fields: tuple[Any, ...]) -> Closure:
        """The code with these captured values."""
        return Closure(tag, fields)

    def __repr__(self) -> str:
        return f"<function {self.tag}>"


@dataclass(frozen=True, slots=True)
class MemoFunction:
    """A lazily drawn random function: its number in the state's memo table."""

    number: int
