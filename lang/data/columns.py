"""Checked data in columns: all values of one type beside each other, as Arrow and NumPy keep them.

A list of records is one column per field; nested lists are one flat column and the lengths. The
language's own values are made from them on demand, over floats or over rationals.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate, pairwise, starmap
from operator import methodcaller
from typing import Any

Number = int | float | Decimal | Fraction


@dataclass(frozen=True, slots=True)
class Reals:
    """Real numbers: as they were given, and rounded to floats."""

    source: tuple[Number, ...]
    floats: tuple[float, ...]

    def values(self, *, exact: bool) -> list[Any]:
        """The numbers as floats, or as the rationals that they are."""
        return [Fraction(number) for number in self.source] if exact else list(self.floats)

    def digest(self) -> Iterator[bytes]:
        """The rationals in lowest terms, in hexadecimals."""
        yield _text(starmap("{:x}/{:x}".format, map(methodcaller("as_integer_ratio"), self.source)))


@dataclass(frozen=True, slots=True)
class Plain:
    """Int, Bool or Unit values, which are the same in every run."""

    items: tuple[Any, ...]

    def values(self, *, exact: bool) -> list[Any]:
        """The values."""
        return list(self.items)

    def digest(self) -> Iterator[bytes]:
        """The values in Python's syntax."""
        yield _text(map(str, self.items))


@dataclass(frozen=True, slots=True)
class Sequences:
    """Lists, vectors or matrices: their lengths, and all their elements in one column."""

    lengths: tuple[int, ...]
    elements: Column
    build: Callable[[Iterable[Any]], Any]

    def values(self, *, exact: bool) -> list[Any]:
        """The sequences, each made by `build`."""
        flat = self.elements.values(exact=exact)
        ends = accumulate(self.lengths, initial=0)
        return [self.build(flat[start:end]) for start, end in pairwise(ends)]

    def digest(self) -> Iterator[bytes]:
        """The lengths, then the elements."""
        yield _text(map(str, self.lengths))
        yield from self.elements.digest()


@dataclass(frozen=True, slots=True)
class Products:
    """Tuples or records: one column for each component."""

    components: tuple[Column, ...]

    def values(self, *, exact: bool) -> list[Any]:
        """The tuples."""
        return list(zip(*[column.values(exact=exact) for column in self.components], strict=True))

    def digest(self) -> Iterator[bytes]:
        """The components in order."""
        for column in self.components:
            yield from column.digest()


Column = Reals | Plain | Sequences | Products


def _text(words: Iterable[str]) -> bytes:
    return (" ".join(words) + "\n").encode()
