"""Which mistake a parse error is, and where it shows best."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..syntax.span import Source, Span
from .advice import advice
from .base import LanguageError
from .misreading import misread
from .slip import CLOSER, Slip
from .syntax import (
    AfterReturn,
    ChainedComparison,
    LeftArrow,
    MalformedNumber,
    MissingSeparator,
    ReadAsName,
    ReservedWord,
    UnclosedBracket,
    UnexpectedEnd,
    UnexpectedToken,
)
from .terminals import COMPARISONS, KEYWORDS, OPERAND, STATEMENT, describe

if TYPE_CHECKING:
    from ..syntax.tokens import Token

_ENDS_BRACKET = {
    "SEMICOLON",
    "LET",
    "OBSERVE",
    "SCORE",
    "FACTOR",
    "RETURN",
    "LBRACE",
    "TILDE",
    "TYPE",
    "MODEL",
}
_STARTS_ITEM = STATEMENT | {"UNDERSCORE"}


def syntax_error(slip: Slip, source: Source, end: int) -> LanguageError:
    """The error for a slip in a stretch of a source that ends at `end`."""
    if slip.found is None:
        return _at_end(slip, source, end)
    for kind in (_arrow, _number, _reserved, _chain, _after_return, _unclosed):
        error = kind(slip)
        if error is not None:
            return error
    token, word = slip.found, misread(slip)
    if word is not None and word[0] < slip.at:
        name = slip.tokens[word[0]]
        return ReadAsName(name.span, str(name), describe(token), word[1])
    text = word[1] if word is not None else advice(slip)
    separable = slip.accepted & {"SEMICOLON", "COMMA"} and token.type in _STARTS_ITEM
    if text is None and slip.before is not None and slip.starts_line and separable:
        place = Span(source, slip.before.span.end, slip.before.span.end)
        return MissingSeparator(place, slip.expected, slip.where, describe(token), token.span.line)
    return UnexpectedToken(token.span, slip.expected, slip.where, describe(token), text)


def _at_end(slip: Slip, source: Source, end: int) -> LanguageError:
    rest = source.text[end:].strip()
    what = "the next declaration" if rest else "the end of the file"
    is_complete = not slip.accepted >= OPERAND or slip.accepted >= STATEMENT
    if slip.open_brackets and is_complete:
        opener = _left_open(slip)
        line = source.place(end)[0] if rest else None
        return UnclosedBracket(opener.span, str(opener), what, line)
    place = slip.before.span.end if slip.before is not None else 0
    return UnexpectedEnd(Span(source, place, place), slip.expected, slip.where, what)


def _left_open(slip: Slip) -> Token:
    """The bracket that is meant to be closed: one whose partner stands less indented, if any."""
    stack: list[Token] = []
    for token in slip.tokens:
        if token in CLOSER:
            stack.append(token)
        elif stack and token == CLOSER[stack[-1]]:
            opener = stack.pop()
            if opener == "{" and _starts_line(token) and _indent(token) < _indent(opener):
                return opener
    return slip.open_brackets[-1]


def _indent(token: Token) -> int:
    line = token.span.source.line(token.span.line)
    return len(line) - len(line.lstrip())


def _starts_line(token: Token) -> bool:
    return _indent(token) == token.span.column - 1


def _arrow(slip: Slip) -> LanguageError | None:
    kinds = [slip.token(slip.head + i) for i in range(3)]
    match kinds:
        case [name, less, minus] if name is not None and less == "<" and minus == "-":
            if name.type == "NAME" and less.span.end == minus.span.start and slip.at > slip.head + 2:
                return LeftArrow(less.span.to(minus.span), str(name))
    return None


def _number(slip: Slip) -> LanguageError | None:
    found, before = slip.found, slip.before
    assert found is not None
    first = second = None
    if found.type == "NAME" and slip.kind(-1) in ("INT", "REAL") and slip.adjacent(0):
        assert before is not None
        proposal = _product(before, found) if "OR" in slip.accepted else None
        return MalformedNumber(before.span.to(found.span), f"{before}{found}", proposal)
    if found.type == "DOT" and slip.kind(1) == "INT" and slip.adjacent(1) and slip.accepted >= OPERAND:
        first, second = found, slip.token(slip.at + 1)
    elif slip.kind(-1) == "DOT" and slip.kind(-2) in ("INT", "REAL") and slip.adjacent(-1):
        first = slip.token(slip.at - 2)
        second = found if slip.adjacent(0) and found.type in ("INT", "REAL") else before
    if first is None or second is None:
        return None
    text = (
        f"{first}."
        if second is before
        else f"{first}{second}"
        if second is not found
        else f"{first}.{second}"
    )
    proposal = f"{text}0" if text.endswith(".") else f"0{text}" if text.startswith(".") else str(first)
    return MalformedNumber(first.span.to(second.span), text, proposal)


def _product(digits: Token, rest: Token) -> str:
    if re.fullmatch(r"[_\d]+", rest):
        return f"{digits}{rest.replace('_', '')}"
    if re.fullmatch(r"[eE]", rest):
        return f"{digits}e0"
    if digits == "0" and re.fullmatch(r"[xX][0-9a-fA-F]+", rest):
        return str(int(rest[1:], 16))
    return str(digits) if rest in ("f", "F", "L", "l", "u", "d") else f"{digits} * {rest}"


def _reserved(slip: Slip) -> LanguageError | None:
    found = slip.found
    assert found is not None
    if found.type not in KEYWORDS or "NAME" not in slip.accepted:
        return None
    takes_statements = "NOT" in slip.accepted
    named_argument = takes_statements and slip.kind(1) == "EQUALS" and "parameter" not in slip.where
    is_type_of_function = found.type == "FN" and "a type" in slip.expected
    is_missing = slip.kinds(-1, 0) == ["FOR", "IN"] or slip.kinds(-2, -1) == ["ARROW", "LBRACE"]
    if (takes_statements and not named_argument) or is_type_of_function or is_missing:
        return None
    return ReservedWord(found.span, str(found))


def _chain(slip: Slip) -> LanguageError | None:
    found = slip.found
    assert found is not None
    compared = {"OR", "PLUS"} <= slip.accepted and not slip.accepted & COMPARISONS
    return ChainedComparison(found.span, str(found)) if compared and found.type in COMPARISONS else None


def _after_return(slip: Slip) -> LanguageError | None:
    found = slip.found
    assert found is not None
    return (
        AfterReturn(found.span, describe(found))
        if slip.accepted == {"RBRACE"} and slip.kind(-1) == "SEMICOLON"
        else None
    )


def _unclosed(slip: Slip) -> LanguageError | None:
    """`(` or `[` that is still open where a statement ends, or where another bracket closes."""
    found, opener = slip.found, slip.open_brackets[-1] if slip.open_brackets else None
    assert found is not None
    starts_statement = (
        slip.kind(-1) == "COMMA" and slip.starts_line and found.type in KEYWORDS - {"FN"} - OPERAND
    )
    if opener is None or opener == "{" or ("COMMA" not in slip.accepted and not starts_statement):
        return None
    other = found in CLOSER.values() and any(CLOSER[o] == found for o in slip.open_brackets)
    before = max(i for i in range(slip.at) if slip.tokens[i] is opener) - 1
    is_pattern = found.type == "EQUALS" and slip.token(before) == "let"
    if found.type not in _ENDS_BRACKET and not other and not is_pattern:
        return None
    line = found.span.line if found.span.line > opener.span.line else None
    return UnclosedBracket(opener.span, str(opener), describe(found), line)
