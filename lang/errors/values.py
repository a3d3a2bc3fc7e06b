"""Mistakes about the values of expressions: unused, missing, out of place: the rest of codes QB03xx."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ..types.types import Con, Type, prune
from .base import LanguageError
from .conversions import shown


@dataclass(eq=False)
class UnusedValue(LanguageError):
    """The value of an expression is dropped without a word."""

    code: ClassVar[str] = "QB0311"
    example: ClassVar[str] = "model m() { normal(0, 1); return 1 }"
    type: Type

    @property
    def message(self) -> str:
        return f"this value of type {shown([self.type])[0]} is not used"

    @property
    def hint(self) -> str | None:
        type_ = prune(self.type)
        if isinstance(type_, Con) and type_.name == "Dist":
            return "to draw write `let x ~ d;`, to condition on data `observe x ~ d;`"
        return "put `;` behind it to drop it, or `let x = …;` to use it"


@dataclass(eq=False)
class NoElse(LanguageError):
    """An `if` without `else` has a value only if its condition holds, so it has no value at all."""

    code: ClassVar[str] = "QB0315"
    example: ClassVar[str] = "fn f(b: Bool) { let x = if b { 1 }; x }"
    type: Type

    @property
    def message(self) -> str:
        return f"an `if` without `else` has no value, found {shown([self.type])[0]}"

    @property
    def hint(self) -> str | None:
        return "add `else { … }`"


@dataclass(eq=False)
class NoValue(LanguageError):
    """A block that ends with a statement has no value, but one is asked for."""

    code: ClassVar[str] = "QB0316"
    example: ClassVar[str] = "fn f(x: Real) -> Real { x + 1; }"
    what: str
    expected: Type
    dropped: bool

    @property
    def message(self) -> str:
        return f"{self.what} must be of type {shown([self.expected])[0]}, but this block has no value"

    @property
    def hint(self) -> str | None:
        if self.dropped:
            return "the last `;` drops the value; leave it out"
        return "the value of a block is an expression at its end, without `;`"


@dataclass(eq=False)
class NegativeIndex(LanguageError):
    """An index counts from 0 at the front; there are no negative ones."""

    code: ClassVar[str] = "QB0318"
    example: ClassVar[str] = "fn last(xs: List[Real]) { xs[-1] }"
    subject: str

    @property
    def message(self) -> str:
        return "an index counts from 0, found a negative number"

    @property
    def hint(self) -> str | None:
        return f"the last element is `{self.subject}[length({self.subject}) - 1]`"


@dataclass(eq=False)
class TypeTooLarge(LanguageError):
    """A type with so many parts that it must have grown by itself.

    `let b = (a, a); let c = (b, b); …` doubles a type with each line.
    """

    code: ClassVar[str] = "QB0319"
    limit: int

    @property
    def message(self) -> str:
        return f"an expression in here has a type with more than {self.limit:,} parts"

    @property
    def hint(self) -> str | None:
        return "use a list, or declare an inductive type for what is nested"
