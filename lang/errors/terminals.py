"""How messages speak of tokens: names for the terminals, and for the sets of them that may follow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..syntax.tokens import Token

_SIGNS = {
    "LPAR": "(", "RPAR": ")", "LSQB": "[", "RSQB": "]", "LBRACE": "{", "RBRACE": "}", "COMMA": ",",
    "COLON": ":", "SEMICOLON": ";", "DOT": ".", "DOTDOT": "..", "EQUALS": "=", "TILDE": "~", "ARROW": "->",
    "RANDOM_ARROW": "~>", "FAT_ARROW": "=>", "BAR": "|", "OR": "||", "AND": "&&", "NOT": "!", "EQUAL": "==",
    "NOT_EQUAL": "!=", "LESS": "<", "LESS_EQUAL": "<=", "MORE": ">", "MORE_EQUAL": ">=", "PLUS": "+",
    "MINUS": "-", "STAR": "*", "SLASH": "/", "DOUBLE_SLASH": "//", "PERCENT": "%", "AT": "@", "CARET": "^",
    "UNDERSCORE": "_",
}  # fmt: skip
COMPARISONS = {"EQUAL", "NOT_EQUAL", "LESS", "LESS_EQUAL", "MORE", "MORE_EQUAL"}
OPERATORS = COMPARISONS | {
    "OR", "AND", "PLUS", "MINUS", "STAR", "SLASH", "DOUBLE_SLASH", "PERCENT", "AT", "CARET",
}  # fmt: skip
KEYWORDS = {
    "TYPE", "FN", "MODEL", "LET", "OBSERVE", "SCORE", "FACTOR", "SAMPLE", "RETURN", "IF", "ELSE", "MATCH",
    "FOR", "IN", "TRUE", "FALSE",
}  # fmt: skip
OPERAND = {
    "NAME", "INT", "REAL", "TRUE", "FALSE", "LPAR", "LSQB", "LBRACE", "IF", "MATCH", "FOR", "SAMPLE", "MINUS",
    "NOT",
}  # fmt: skip
STATEMENT = OPERAND | {"FN", "LET", "OBSERVE", "SCORE", "FACTOR", "RETURN"}
DECLARATION = {"TYPE", "FN", "MODEL"}
_PATTERN = {"NAME", "UNDERSCORE", "INT", "MINUS", "TRUE", "FALSE", "LPAR", "LSQB", "LBRACE"}
_TYPE = {"NAME", "LPAR", "LBRACE"}
_GROUPS = [
    (STATEMENT, "a statement"),
    (OPERAND | {"FN"}, "an expression"),
    (OPERAND, "an expression"),
    (_PATTERN, "a pattern"),
    (_TYPE, "a type"),
    (DECLARATION, "a declaration (`type`, `fn` or `model`)"),
]
_AFTER_EXPRESSION = OPERATORS | {"LPAR", "LSQB", "DOT"}
_AFTER_TYPE = {"ARROW", "RANDOM_ARROW", "LSQB"}
_AFTER_PATTERN = {"COMMA", "COLON", "EQUALS", "IN", "FAT_ARROW"}
_CLOSERS = {"RPAR", "RSQB", "RBRACE"}


def name_of(terminal: str) -> str:
    """A terminal as a message names it."""
    if terminal in _SIGNS:
        return f"`{_SIGNS[terminal]}`"
    kinds = {"NAME": "a name", "INT": "a whole number", "REAL": "a number"}
    return kinds.get(terminal, f"`{terminal.lower()}`")


def describe(token: Token) -> str:
    """A token as a message names it."""
    text = token if len(token) <= 40 else token[:32] + "…"
    match token.type:
        case "NAME":
            return f"the name `{text}`"
        case "INT" | "REAL":
            return f"the number `{text}`"
        case _:
            return f"`{text}`"


def expected_things(accepted: set[str]) -> tuple[str, ...]:
    """What may follow, in the reader's words: groups, then signs, closing brackets last."""
    return tuple(_expected(accepted))


def _expected(accepted: set[str]) -> Iterator[str]:
    left = accepted - {"$END"} | (DECLARATION if "$END" in accepted else set())
    left -= _continuations(left)
    group, name = next((g for g in _GROUPS if g[0] <= left), (set(), ""))
    if group:
        left = left - group - {"DOTDOT"}
        yield name
    yield from [name_of(t) for t in sorted(left, key=lambda t: (t in _CLOSERS, t != "NAME", name_of(t)))]


def _continuations(accepted: set[str]) -> set[str]:
    """Where something may end, what could make it longer is not worth a word."""
    if accepted >= STATEMENT:
        return accepted - STATEMENT - {"RBRACE"}
    if "OR" in accepted:
        return _AFTER_EXPRESSION
    if "RANDOM_ARROW" in accepted:
        return _AFTER_TYPE
    return {"LPAR"} if accepted & _AFTER_PATTERN and not accepted >= _TYPE else set()
