"""Mistakes in the form of a program: codes QB01xx."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import ClassVar

from ..syntax.span import Span
from .base import LanguageError, listing


@dataclass(eq=False)
class UnknownCharacter(LanguageError):
    """A character that begins no word, number or operator of the language."""

    code: ClassVar[str] = "QB0101"
    example: ClassVar[str] = 'fn f() { "text" }'
    character: str

    @property
    def message(self) -> str:
        if self.character.isprintable() and not self.character.isspace() and self.character != "`":
            return f"unknown character `{self.character}`"
        name = unicodedata.name(self.character, "a control character").lower()
        return f"unknown character U+{ord(self.character):04X} ({name})"

    @property
    def hint(self) -> str | None:
        return _CHARACTERS.get(self.character)


_STRING = "the language has no strings; use an inductive type, for example `type Side = Left | Right`"
_LAMBDA = "a function value is written `fn (x) => e`"
_CHARACTERS = {
    '"': _STRING, "“": _STRING, "”": _STRING, "'": "names have letters, digits and `_`; there are no strings",
    "&": "`and` is written `&&`",
    "?": "write `if c { a } else { b }`, or `Option[A]` for what may be missing",
    "\\": _LAMBDA, "λ": _LAMBDA, "$": "there is no `$`; write `f(g(x))`",
    "`": "there are no operators made of names; write `f(a, b)`",
    "−": "this is a typographic minus; write `-`", "–": "this is a dash; write `-`", "×": "write `*`",
    "·": "write `*`", "÷": "write `/`", "≤": "write `<=`", "≥": "write `>=`", "≠": "write `!=`",
    "∼": "write `~`", "→": "write `->`", "←": "write `let x ~ d;` or `let x = e;`", "∞": "write `infinity`",
    "\u00a0": "write a plain space", "\ufeff": "save the file without a byte-order mark",
}  # fmt: skip


def unknown_character(span: Span) -> UnknownCharacter:
    """The error at a character that no token starts with."""
    return UnknownCharacter(span, span.source.text[span.start : span.end])


@dataclass(eq=False)
class WordTooLong(LanguageError):
    """A number or name with more characters than can be meant."""

    code: ClassVar[str] = "QB0102"
    length: int
    limit: int

    @property
    def message(self) -> str:
        return f"a number or name has at most {self.limit:,} characters, this one has {self.length:,}"


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
    example: ClassVar[str] = "fn f() { { mean: 0, mean: 1 } }"
    name: str

    @property
    def message(self) -> str:
        return f"the field `{self.name}` stands here for the second time"


@dataclass(eq=False)
class RestNotLast(LanguageError):
    """`..rest` in a list pattern takes what is left, so it stands last."""

    code: ClassVar[str] = "QB0105"
    example: ClassVar[str] = "fn f(xs: List[Int]) { match xs { [..rest, x] => x, _ => 0 } }"

    @property
    def message(self) -> str:
        return "`..` takes the rest of a list and stands last in its pattern"


@dataclass(eq=False)
class MalformedNumber(LanguageError):
    """Digits that are no number of the language.

    A number is digits, with a point between digits if it has one, and an exponent if it has one:
    `3`, `0.5`, `1e-6`. A product is written with `*`.
    """

    code: ClassVar[str] = "QB0106"
    example: ClassVar[str] = "fn f(x: Real) { 2x }"
    text: str
    proposal: str | None

    @property
    def message(self) -> str:
        return f"`{self.text}` is not a number"

    @property
    def hint(self) -> str | None:
        return f"write `{self.proposal}`" if self.proposal else "a name starts with a letter"


@dataclass(eq=False)
class UnexpectedToken(LanguageError):
    """A word or sign stands where the grammar allows others only."""

    code: ClassVar[str] = "QB0110"
    example: ClassVar[str] = "fn f(x: Real) { let y x; y }"
    expected: tuple[str, ...]
    where: str
    found: str
    advice: str | None

    @property
    def message(self) -> str:
        return f"{expected_there(self.expected, self.where)}, found {self.found}"

    @property
    def hint(self) -> str | None:
        return self.advice


@dataclass(eq=False)
class UnexpectedEnd(LanguageError):
    """The file, or the stretch up to the next declaration, ends in the middle of something."""

    code: ClassVar[str] = "QB0111"
    example: ClassVar[str] = "fn f(x: Real)"
    expected: tuple[str, ...]
    where: str
    end: str

    @property
    def message(self) -> str:
        return f"{expected_there(self.expected, self.where)}, found {self.end}"


@dataclass(eq=False)
class MissingSeparator(LanguageError):
    """A statement without its `;`, or an arm, element or field without its `,`, at the end of a line.

    A new line alone separates nothing: statements end with `;`, and what stands in brackets is
    separated by `,`.
    """

    code: ClassVar[str] = "QB0112"
    example: ClassVar[str] = "fn f(x: Real) {\n  let y = 2 * x\n  y + 1\n}"
    expected: tuple[str, ...]
    where: str
    found: str
    line_found: int

    @property
    def message(self) -> str:
        return f"{expected_there(self.expected, self.where)}, before {self.found} on line {self.line_found}"


@dataclass(eq=False)
class ReservedWord(LanguageError):
    """A word of the language in the place of a name.

    These are reserved: type fn model let observe score factor sample return if else match for in
    true false.
    """

    code: ClassVar[str] = "QB0113"
    example: ClassVar[str] = "fn f(model: Real) { model }"
    word: str

    @property
    def message(self) -> str:
        return f"`{self.word}` is a word of the language and cannot be a name"

    @property
    def hint(self) -> str | None:
        return f"choose another one, for example `{self.word}_`"


@dataclass(eq=False)
class ChainedComparison(LanguageError):
    """Two comparisons in a row; each compares two numbers and gives a truth value."""

    code: ClassVar[str] = "QB0114"
    example: ClassVar[str] = "fn f(x: Real) { 0 < x < 1 }"
    found: str

    @property
    def message(self) -> str:
        return f"a comparison has two sides, found `{self.found}` after one"

    @property
    def hint(self) -> str | None:
        return "write `a < b && b < c`"


@dataclass(eq=False)
class AfterReturn(LanguageError):
    """Something stands behind `return e`, which is the last of its block.

    `return` gives the block's value a name to be seen by; it does not jump. To leave early, make the rest
    a branch of an `if`.
    """

    code: ClassVar[str] = "QB0115"
    example: ClassVar[str] = "fn f(x: Real) { return x; x + 1 }"
    found: str

    @property
    def message(self) -> str:
        return f"`return` is the last of its block, but {self.found} comes after it"

    @property
    def hint(self) -> str | None:
        return "it does not jump; put what comes after into the other branch of an `if`"


@dataclass(eq=False)
class UnclosedBracket(LanguageError):
    """An opening bracket without its closing one."""

    code: ClassVar[str] = "QB0116"
    example: ClassVar[str] = "fn f(x: Real) { let y = exp(x; y }"
    bracket: str
    before: str
    line_before: int | None

    @property
    def message(self) -> str:
        if self.line_before is None:
            return f"this `{self.bracket}` is not closed before {self.before}"
        return f"this `{self.bracket}` is not closed before {self.before} on line {self.line_before}"


@dataclass(eq=False)
class LeftArrow(LanguageError):
    """`x <- e` of Haskell and R, which here would be read as `x < -e`."""

    code: ClassVar[str] = "QB0117"
    example: ClassVar[str] = "model m() { x <- normal(0, 1); return x }"
    name: str

    @property
    def message(self) -> str:
        return f"there is no `<-`; this reads as `{self.name} < -…`"

    @property
    def hint(self) -> str | None:
        return f"to draw write `let {self.name} ~ d;`, to name a value `let {self.name} = e;`"


@dataclass(eq=False)
class ReadAsName(LanguageError):
    """A word of another language, which is an ordinary name here."""

    code: ClassVar[str] = "QB0118"
    example: ClassVar[str] = "fn f(x: Real) { if x > 0 { 1 } elif x < 0 { 2 } else { 3 } }"
    word: str
    found: str
    advice: str

    @property
    def message(self) -> str:
        return f"`{self.word}` is read as a name here, and {self.found} cannot come after it"

    @property
    def hint(self) -> str | None:
        return self.advice


@dataclass(eq=False)
class ReturnInside(LanguageError):
    """`return` in a block that is not the end of its function.

    `return e` is another way to write the last expression of a function or model; it does not jump.
    A branch of an `if` or an arm of a `match` may have it if these end the function.
    """

    code: ClassVar[str] = "QB0119"
    example: ClassVar[str] = "fn f(x: Real) { if x < 0 { return 0.0 } x }"

    @property
    def message(self) -> str:
        return "`return` does not jump, and this block is not the end of the function"

    @property
    def hint(self) -> str | None:
        return "put what comes after it into `else { … }`, so that the `if` ends the function"


def expected_there(expected: tuple[str, ...], where: str) -> str:
    """`expected a, b or c in this place`."""
    return f"expected {listing(expected)}{' ' if where else ''}{where}"
