"""What an error is: a code, a place, one sentence, and a hint where there is one."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from ..syntax.span import Span


@dataclass(eq=False)
class LanguageError(Exception):
    """A mistake in a program, its data, or a run of it.

    Subclasses are the mistakes, one class each; the wording stands in `message` and `hint` there.
    The class docstring, and an `example` that has the mistake, is what `quasiborel explain CODE` prints.
    """

    code: ClassVar[str]
    example: ClassVar[str] = ""
    span: Span | None

    @property
    def message(self) -> str:
        """One sentence: what was expected and what was found."""
        raise TypeError("every mistake words its own message")

    @property
    def hint(self) -> str | None:
        """What to do, where that can be said."""
        return None

    @property
    def file(self) -> str | None:
        """The file to look into."""
        return self.span.source.name if self.span else None

    @property
    def line(self) -> int | None:
        """The line to look at, from 1."""
        return self.span.line if self.span else None

    @property
    def column(self) -> int | None:
        """The column of the first character to look at, from 1."""
        return self.span.column if self.span else None

    def __str__(self) -> str:
        rows = [f"error[{self.code}]: {self.message}"]
        if self.span:
            rows += frame(self.span)
        if self.hint:
            rows.append(f"  hint: {self.hint}")
        return "\n".join(rows)


MOST_SHOWN = 50
"""Of many mistakes the first are enough to begin with."""


class Errors(Exception):
    """Several mistakes, in the order of the source."""

    def __init__(self, errors: Sequence[LanguageError]) -> None:
        super().__init__(errors)
        self.errors = tuple(errors)

    def __str__(self) -> str:
        shown = [str(error) for error in self.errors[:MOST_SHOWN]]
        more = len(self.errors) - len(shown)
        return "\n\n".join([*shown, f"and {plural(more, 'more error')}"] if more else shown)


def frame(span: Span) -> list[str]:
    """The source line with carets under the span, as far as it stands on that line."""
    line, column = span.line, span.column
    text = span.source.line(line)
    width = max(1, min(span.end - span.start, len(text) - column + 1))
    start = 0 if column <= _WIDTH // 2 else max(0, min(column - _WIDTH // 2, len(text) + 1 - _WIDTH))
    shown = _clip(text, start)
    marked = range(column - 1 - start, column - 1 - start + width)
    carets = "".join((" ", "^")[i in marked] * _columns(c) for i, c in enumerate(f"{shown} "))
    margin = " " * len(str(line))
    return [
        f"{margin}--> {span.source.name}:{line}:{column}",
        f"{margin} |",
        f"{line} | {shown}".rstrip(),
        f"{margin} | {carets.rstrip()}",
    ]


_WIDTH = 120
"""Longer source lines are shown in part."""


def _clip(text: str, start: int) -> str:
    """A stretch of a line, with `…` where it is cut, and nothing in it that a terminal would act on."""
    shown = text[start : start + _WIDTH]
    shown = ("…" + shown[1:]) if start else shown
    shown = (shown[:-1] + "…") if start + _WIDTH < len(text) else shown
    shown = shown.replace("\t", " ")
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in shown)


def _columns(character: str) -> int:
    """How many columns of a terminal a character takes."""
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def listing(items: Sequence[str], last: str = "or") -> str:
    """`a`, `a or b`, `a, b or c`."""
    if len(items) <= 1:
        return "".join(items)
    return ", ".join(items[:-1]) + f" {last} " + items[-1]


def plural(count: int, noun: str) -> str:
    """`1 argument`, `2 arguments`."""
    return f"{count} {noun}" + ("" if count == 1 else "s")
