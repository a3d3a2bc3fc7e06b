"""Source text → tokens and comments, by the terminals of the grammar."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lark import UnexpectedCharacters

from ..errors.syntax import WordTooLong, unknown_character
from .span import Source, Span
from .tables import lark

MAX_LENGTH = 1_000
"""Longer numbers and names are refused; Python itself reads no integer above 4,300 digits."""


class Token(str):
    """A token: its text, the name of its terminal, its place."""

    __slots__ = ("span", "type")
    type: str
    span: Span


def lex(source: Source, start: int = 0, end: int | None = None) -> list[Token]:
    """The tokens of a stretch of a source, comments left out.

    Raises LanguageError at a character that starts no token.
    """
    end = len(source.text) if end is None else end
    found: list[Token] = []
    try:
        for raw in lark().lex(source.text[start:end]):
            assert raw.start_pos is not None
            assert raw.end_pos is not None
            token = Token(raw)
            token.type = raw.type
            token.span = Span(source, start + raw.start_pos, start + raw.end_pos)
            if token.type in ("INT", "REAL", "NAME") and len(token) > MAX_LENGTH:
                raise WordTooLong(token.span, len(token), MAX_LENGTH)
            found.append(token)
    except UnexpectedCharacters as error:
        at = start + (error.pos_in_stream or 0)
        raise unknown_character(Span(source, at, at + 1)) from None
    return found


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment, from its `#` to the end of its line; `own_line` if nothing stands before it."""

    text: str
    span: Span
    own_line: bool


def comments(source: Source) -> list[Comment]:
    """All comments of a source; the language has no strings, so every `#` starts one."""
    found = []
    for match in re.finditer(r"#[^\n]*", source.text):
        before = source.text[source.text.rfind("\n", 0, match.start()) + 1 : match.start()]
        span = Span(source, match.start(), match.end())
        found.append(Comment(match.group().rstrip(), span, not before.strip()))
    return found
