"""Mistakes in the names and values of data: codes QB064x.

Rows of a table are counted from 1, without the header; indices as in the language, from 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from ..types.show_type import show_type
from ..types.types import Type
from .base import LanguageError, frame, listing, plural
from .names import near


@dataclass(eq=False)
class DataError(LanguageError):
    """Base of the mistakes in data; `source` is the file's name, None for values from Python."""

    source: str | None

    @property
    def file(self) -> str | None:
        """The data file, None for values from Python."""
        return self.source

    def __str__(self) -> str:
        rows = [f"error[{self.code}]: {self.message}"]
        if self.span:
            rows += frame(self.span)
        elif self.source:
            rows.append(f" --> {self.source}")
        if self.hint:
            rows.append(f"  hint: {self.hint}")
        return "\n".join(rows)


def _quoted(names: Sequence[str]) -> str:
    return listing([f"`{name}`" for name in names], "and")


def _are(names: Sequence[str]) -> str:
    return "is" if len(names) == 1 else "are"


# ---- names


@dataclass(eq=False)
class UnknownNames(DataError):
    """Names in the data that the model does not have.

    Every value of the data belongs to a parameter of the model. Declare a parameter, even if the model
    does not use it, or leave the value out.
    """

    code: ClassVar[str] = "QB0641"
    names: tuple[str, ...]
    wanted: tuple[str, ...]
    meant: str | None
    record: str | None = None

    @property
    def message(self) -> str:
        if self.record:
            word = "field" if len(self.names) == 1 else "fields"
            return f"the records `{self.record}` have no {word} {_quoted(self.names)}"
        word = "parameter" if len(self.names) == 1 else "parameters"
        return f"the model has no {word} {_quoted(self.names)}"

    @property
    def hint(self) -> str | None:
        if self.meant:
            return f"did you mean `{self.meant}`?"
        if not self.wanted:
            return "the model takes no data"
        return f"declared {_are(self.wanted)} {_quoted(self.wanted)}; leave the rest out, or declare it"


@dataclass(eq=False)
class MissingName(DataError):
    """A parameter of the model for which the data have no value."""

    code: ClassVar[str] = "QB0642"
    name: str
    type: Type
    given: tuple[str, ...]
    record: str | None = None

    @property
    def message(self) -> str:
        if self.record:
            return f"the table has no column `{self.name}`, a field of the records `{self.record}`"
        return f"the data have no `{self.name}`, which the model declares as {show_type(self.type)}"

    @property
    def hint(self) -> str | None:
        return f"the data have {_quoted(self.given)}" if self.given else "no data are given"


# ---- values


@dataclass(eq=False)
class WrongValue(DataError):
    """A value of another type than the model declares.

    Real: a number. Int: a number without decimal point. Bool: true or false. List and Vector: an array;
    Matrix: an array of rows of one length. Tuple: an array of just that many values, Unit an empty one.
    Record: an object.
    """

    code: ClassVar[str] = "QB0643"
    place: str
    expected: Type
    found: str
    advice: str | None

    @property
    def message(self) -> str:
        return f"{self.place} must be {show_type(self.expected)}, found {self.found}"

    @property
    def hint(self) -> str | None:
        return self.advice


@dataclass(eq=False)
class MissingValue(DataError):
    """An empty cell, NA, null or None: a model sees complete data.

    A missing number is often kept as NaN by Python's tables, and counts as missing there.
    """

    code: ClassVar[str] = "QB0644"
    place: str

    @property
    def message(self) -> str:
        return f"{self.place} is missing"

    @property
    def hint(self) -> str | None:
        return "leave out what is incomplete, or make the missing value a draw of the model"


@dataclass(eq=False)
class NotFiniteValue(DataError):
    """NaN or an infinite number among the data."""

    code: ClassVar[str] = "QB0645"
    place: str
    found: str

    @property
    def message(self) -> str:
        return f"{self.place} must be a finite number, found {self.found}"


@dataclass(eq=False)
class OutOfRange(DataError):
    """A number that the machine cannot hold.

    An Int of the data lies between -2^63 and 2^63 - 1; a Real is 0 or, in size, between 5e-324 and 1.8e308.
    """

    code: ClassVar[str] = "QB0646"
    place: str
    range: str
    found: str

    @property
    def message(self) -> str:
        return f"{self.place} must be {self.range}, found {self.found}"


@dataclass(eq=False)
class RaggedMatrix(DataError):
    """A Matrix whose rows have different lengths."""

    code: ClassVar[str] = "QB0647"
    place: str
    expected: int
    found: int

    @property
    def message(self) -> str:
        expected = plural(self.expected, "number")
        return f"{self.place} must have {expected}, as the first row of the Matrix has, found {self.found}"

    @property
    def hint(self) -> str | None:
        return "rows of different lengths are a List[Vector]"


@dataclass(eq=False)
class WrongFields(DataError):
    """A record with fields missing, or with fields that its type does not have."""

    code: ClassVar[str] = "QB0648"
    place: str
    expected: Type
    missing: tuple[str, ...]
    extra: tuple[str, ...]

    @property
    def message(self) -> str:
        wrong = [f"{_quoted(self.missing)} missing"] if self.missing else []
        wrong += [f"{_quoted(self.extra)} too many"] if self.extra else []
        return f"{self.place} must be {show_type(self.expected)}, found {' and '.join(wrong)}"

    @property
    def hint(self) -> str | None:
        found = [near(name, self.missing) for name in self.extra]
        return f"did you mean `{found[0]}`?" if found and found[0] else None


@dataclass(eq=False)
class MoreMistakes(DataError):
    """The data have more mistakes than are shown."""

    code: ClassVar[str] = "QB0649"
    count: int

    @property
    def message(self) -> str:
        return f"{plural(self.count, 'more mistake')} in these data, not shown"
