"""Lark's parser tables for the grammar, built once per process."""

from __future__ import annotations

from functools import cache
from typing import Any

from lark import Lark

from ..resources import resource


@cache
def lark(transformer: Any = None) -> Lark:
    """The LALR(1) parser; with a transformer, it builds values while it parses."""
    grammar = resource("syntax/grammar.lark")
    return Lark(
        grammar,
        parser="lalr",
        lexer="basic",
        start="start",
        keep_all_tokens=True,
        maybe_placeholders=False,
        transformer=transformer,
    )
