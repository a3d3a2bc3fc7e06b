"""What an error is: a code, a place, one sentence, and a hint where there is one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from ..span import Span


@dataclass(eq=False)
class LanguageError(Exception):
    """A mistake in a program, its data, or a run of it.

    Subclasses are the mistakes, one class each; the wording stands in `message` and `hint` there.
    The class docstring is what `quasiborel explain CODE` prints.
    """

    code: ClassVar[str]
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


class Errors(Exception):
    """Several mistakes, in the order of the source."""

    def __init__(self, errors: Sequence[LanguageError]) -> None:
        super().__init__("\n\n".join(map(str, errors)))
        self.errors = tuple(errors)


def frame(span: Span) -> list[str]:
    """The source line with carets under the span, as far as it stands on that line."""
    line, column = span.line, span.column
    text = span.source.line(line)
    width = max(1, min(span.end - span.start, len(text) - column + 1))
    margin = " " * len(str(line))
    pad = "".join("\t" if c == "\t" else " " for c in text[: column - 1])
    return [
        f"{margin}--> {span.source.name}:{line}:{column}",
        f"{margin} |",
        f"{line} | {text}",
        f"{margin} | {pad}{'^' * width}",
    ]


def listing(items: Sequence[str], last: str = "or") -> str:
    """`a`, `a or b`, `a, b or c`."""
    if len(items) <= 1:
        return "".join(items)
    return ", ".join(items[:-1]) + f" {last} " + items[-1]


def plural(count: int, noun: str) -> str:
    """`1 argument`, `2 arguments`."""
    return f"{count} {noun}" + ("" if count == 1 else "s")
