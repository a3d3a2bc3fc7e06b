"""Mistakes in the form of a program: codes QB01xx."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from ..span import Source, Span
from .base import LanguageError, listing
from .terminals import describe, expected_things, foreign_word

if TYPE_CHECKING:
    from ..tokens import Token


@dataclass(eq=False)
class UnknownCharacter(LanguageError):
    """A character that begins no word, number or operator of the language."""

    code: ClassVar[str] = "QB0101"
    character: str

    @property
    def message(self) -> str:
        return f"unknown character `{self.character}`"

    @property
    def hint(self) -> str | None:
        return _CHARACTERS.get(self.character)


_CHARACTERS = {
    '"': "the language has no strings; use an inductive type, for example `type Side = Left | Right`",
    "'": "the language has no strings; use an inductive type, for example `type Side = Left | Right`",
    "&": "`and` is written `&&`",
    "?": "a conditional is written `if c { a } else { b }`",
    "\\": "a function is written `fn (x) => e`",
    "λ": "a function is written `fn (x) => e`",
    "$": "there is no `$`; write `f(g(x))`",
    "−": "this is a typographic minus; write `-`",
    "×": "write `*`",
    "≤": "write `<=`",
    "≥": "write `>=`",
}


def unknown_character(span: Span) -> UnknownCharacter:
    """The error at a character that no token starts with."""
    return UnknownCharacter(span, span.source.text[span.start : span.end])


@dataclass(eq=False)
class LiteralTooLong(LanguageError):
    """A number with more digits than can be meant."""

    code: ClassVar[str] = "QB0102"
    length: int
    limit: int

    @property
    def message(self) -> str:
        return f"a number has at most {self.limit:,} characters, this one has {self.length:,}"


@dataclass(eq=False)
class NestedTooDeep(LanguageError):
    """Expressions, types or patterns nested deeper than the limit.

    Write nested terms with fewer levels, or build the value with a loop or a recursive function.
    """

    code: ClassVar[str] = "QB0103"
    limit: int

    @property
    def message(self) -> str:
        return f"this is nested more than {self.limit:,} levels deep"

    @property
    def hint(self) -> str | None:
        return "name the parts with `let`, or build the value with a loop or a recursive function"


@dataclass(eq=False)
class RepeatedField(LanguageError):
    """A field that stands twice in a record, a record type or a record pattern."""

    code: ClassVar[str] = "QB0104"
    name: str

    @property
    def message(self) -> str:
        return f"the field `{self.name}` stands here for the second time"


@dataclass(eq=False)
class RestNotLast(LanguageError):
    """`..rest` in a list pattern takes what is left, so it stands last."""

    code: ClassVar[str] = "QB0105"

    @property
    def message(self) -> str:
        return "`..` takes the rest of a list and stands last in its pattern"


@dataclass(eq=False)
class UnexpectedToken(LanguageError):
    """A word or sign stands where the grammar allows others only."""

    code: ClassVar[str] = "QB0110"
    found: str
    expected: tuple[str, ...]
    advice: str | None

    @property
    def message(self) -> str:
        return f"expected {listing(self.expected)}, found {self.found}"

    @property
    def hint(self) -> str | None:
        return self.advice


@dataclass(eq=False)
class UnexpectedEnd(LanguageError):
    """The file ends in the middle of a declaration."""

    code: ClassVar[str] = "QB0111"
    expected: tuple[str, ...]
    opened: str | None

    @property
    def message(self) -> str:
        if self.opened:
            return f"the file ends, but {self.opened} is never closed"
        return f"expected {listing(self.expected)}, found the end of the file"


def syntax_error(source: Source, tokens: Sequence[Token], at: int, accepted: set[str]) -> LanguageError:
    """The error for tokens of which number `at` (or the end) cannot stand where it does."""
    expected = tuple(expected_things(accepted))
    if at == len(tokens):
        end = tokens[-1].span if tokens else Span(source, 0, 0)
        opened = _open_bracket(tokens)
        return UnexpectedEnd(Span(source, end.end, end.end), expected, opened)
    token = tokens[at]
    return UnexpectedToken(token.span, describe(token), expected, foreign_word(tokens, at, accepted))


def _open_bracket(tokens: Sequence[Token]) -> str | None:
    """The innermost bracket that is still open at the end."""
    stack: list[Token] = []
    for token in tokens:
        if token in ("(", "[", "{"):
            stack.append(token)
        elif token in (")", "]", "}") and stack:
            stack.pop()
    return f"the `{stack[-1]}` of line {stack[-1].span.line}" if stack else None
