"""Source text → syntax tree, with one error per declaration that cannot be read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lark import UnexpectedToken

from ..errors.base import Errors, LanguageError
from ..errors.parsing import syntax_error
from ..errors.slip import Slip
from . import tree as s
from .build import Builder
from .span import Source, Span
from .stretches import stretches
from .tables import lark
from .tokens import Token, lex

_BUILDER = Builder()


@dataclass(frozen=True, slots=True)
class Parsed:
    """What could be read of a file; `broken` are the names that the unreadable declarations may declare."""

    tree: s.SourceFile
    errors: tuple[LanguageError, ...] = ()
    broken: frozenset[str] = frozenset()


def parse(source: Source) -> s.SourceFile:
    """The syntax tree of a file.

    Raises Errors with one error per declaration that cannot be read.
    """
    parsed = parse_all(source)
    if parsed.errors:
        raise Errors(parsed.errors)
    return parsed.tree


def parse_all(source: Source) -> Parsed:
    """Every declaration that can be read, and one error for each that cannot."""
    try:
        return Parsed(_read(source, 0, len(source.text)))
    except LanguageError as first:
        return _piecewise(source, first)


def _piecewise(source: Source, first: LanguageError) -> Parsed:
    declarations: list[s.Declaration] = []
    errors: list[LanguageError] = []
    broken: set[str] = set()
    for start, end in stretches(source.text):
        try:
            declarations += _read(source, start, end).declarations
        except LanguageError as error:
            errors.append(error)
            broken |= _declared(source.text[start:end])
    tree = s.SourceFile(Span(source, 0, len(source.text)), tuple(declarations))
    return Parsed(tree, tuple(errors) or (first,), frozenset(broken))


def _declared(text: str) -> set[str]:
    """The names that a stretch may declare: those of a type and its constructors, or of a function."""
    code = re.sub(r"#[^\n]*", "", text).strip()
    if re.match(r"(?:type|data|newtype|class|enum|struct)\b", code):
        return set(re.findall(r"(?:^\w+|[=|])\s*([^\W\d]\w*)", code))
    name = re.match(r"(?:(?:fn|def|func|fun|function|let)\s+)?([^\W\d]\w*)", code)
    return {name.group(1)} if name is not None else set()


def _read(source: Source, start: int, end: int) -> s.SourceFile:
    tokens = lex(source, start, end)
    parser = lark(_BUILDER).parse_interactive(start="start")
    fed = 0
    try:
        for token in tokens:
            parser.feed_token(token)  # type: ignore[arg-type]
            fed += 1
        tree: s.SourceFile | None = parser.feed_eof()  # type: ignore[no-untyped-call]
    except UnexpectedToken:
        raise syntax_error(_slip(tokens, fed), source, end) from None
    return tree if tree is not None else s.SourceFile(Span(source, start, start), ())


def _slip(tokens: Sequence[Token], at: int) -> Slip:
    """The state of the parser before token number `at`, which cannot follow."""
    parser: Any = lark().parse_interactive(start="start")
    for token in tokens[:at]:
        parser.feed_token(token)
    prefix = [v if isinstance(v, Token) else str(v.data) for v in parser.parser_state.value_stack]
    return Slip(tokens, at, frozenset(parser.accepts()), prefix)
