"""Source text → syntax tree, with one error per declaration that cannot be read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from lark import UnexpectedToken

from . import syntax as s
from .build import Builder
from .errors.base import Errors, LanguageError
from .errors.syntax import syntax_error
from .span import Source, Span
from .tables import lark
from .tokens import Token, lex

_BUILDER = Builder()


def parse(source: Source) -> s.SourceFile:
    """The syntax tree of a file.

    Raises Errors with one error per declaration that cannot be read.
    """
    try:
        tree = _run(source, "start", lex(source))
    except LanguageError as first:
        raise Errors(_one_per_declaration(source) or [first]) from None
    return tree if tree is not None else s.SourceFile(Span(source, 0, 0), ())


def _run(source: Source, start: str, tokens: Sequence[Token]) -> Any:
    parser = lark(_BUILDER).parse_interactive(start=start)
    fed = 0
    try:
        for token in tokens:
            parser.feed_token(token)  # type: ignore[arg-type]
            fed += 1
        return parser.feed_eof()  # type: ignore[no-untyped-call]
    except UnexpectedToken:
        raise syntax_error(source, tokens, fed, _accepted(start, tokens[:fed])) from None


def _accepted(start: str, tokens: Sequence[Token]) -> set[str]:
    """The terminals that may follow these tokens."""
    parser = lark().parse_interactive(start=start)
    for token in tokens:
        parser.feed_token(token)  # type: ignore[arg-type]
    return set(parser.accepts())  # type: ignore[no-untyped-call]


def _one_per_declaration(source: Source) -> list[LanguageError]:
    found = []
    for start, end in _declarations(source.text):
        try:
            _run(source, "declaration", lex(source, start, end))
        except LanguageError as error:
            found.append(error)
    return found


def _declarations(text: str) -> Iterator[tuple[int, int]]:
    """Stretches of the text, cut where a line starts with what begins a declaration, here or elsewhere."""
    starts = r"^(?:fn|model|type|def|func|function|class|data|parameters|let|import)\b"
    cuts = [match.start() for match in re.finditer(starts, text, re.MULTILINE)]
    if re.sub(r"#[^\n]*", "", text[: cuts[0] if cuts else len(text)]).strip():
        cuts.insert(0, 0)
    yield from zip(cuts, [*cuts[1:], len(text)], strict=True)
