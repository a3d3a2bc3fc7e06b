"""Where in a program the parser stands, in the reader's words: "in the arguments of this call".

What has been read and not yet been put together is the *viable prefix* on the parser's stack: single
tokens, and a rule's name for every piece of syntax that is complete. The innermost token that opens
something and is not closed tells the place.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from .terminals import STATEMENT, expected_things

if TYPE_CHECKING:
    from ..syntax.tokens import Token

Prefix = Sequence["Token | str"]
_OPENER = {"RPAR": "LPAR", "RSQB": "LSQB", "RBRACE": "LBRACE"}


def expectation(prefix: Prefix, accepted: set[str]) -> tuple[tuple[str, ...], str]:
    """What may follow a prefix, and a phrase that says where: `expected {these} {where}`."""
    things = expected_things(accepted)
    where = place(prefix)
    if "$END" in accepted or accepted >= STATEMENT:
        return things, where if "BAR" in accepted else ""
    if things[0].startswith("`"):
        return things, _block_or_record(where, things)
    if where == "in this type declaration":
        things = tuple("a constructor" if thing == "a name" else thing for thing in things)
    if "parameters" in where:
        things = tuple("a parameter" if thing == "a pattern" else thing for thing in things)
    return things, f"after `{prefix[-1]}`" if prefix else ""


def _block_or_record(where: str, things: tuple[str, ...]) -> str:
    """`{ a` may begin either; only a function's body is a block for certain."""
    if where != "in this record" or "`;`" not in things:
        return where
    return "in this block or record" if "`:`" in things else "at the end of this statement"


def kinds_of(prefix: Prefix) -> list[str]:
    """The terminals of a prefix, "" for what is complete, "…" for an operator or a list of things."""
    return [_kind(symbol) for symbol in prefix]


def _kind(symbol: Token | str) -> str:
    terminal: str | None = getattr(symbol, "type", None)
    if terminal is not None:
        return terminal
    return "…" if symbol.startswith("_") else ""


def place(prefix: Prefix) -> str:
    """The phrase for the innermost construct that is open."""
    kinds = kinds_of(prefix)
    closed: list[str] = []
    for i in range(len(kinds) - 1, -1, -1):
        if kinds[i] in _OPENER:
            closed.append(_OPENER[kinds[i]])
        elif closed:
            if kinds[i] == closed[-1]:
                closed.pop()
        else:
            phrase = _phrase(kinds, i)
            if phrase is not None:
                return phrase
    return ""


def _phrase(kinds: Sequence[str], i: int) -> str | None:
    inside = kinds[i + 1 :]
    match kinds[i]:
        case "LPAR":
            return _parenthesis(kinds[:i], inside)
        case "LSQB":
            return _bracket(kinds[:i])
        case "LBRACE":
            return _brace(kinds[:i], inside)
        case "LET":
            return "at the end of this `let`" if {"EQUALS", "TILDE"} & set(inside) else "in this `let`"
        case "OBSERVE":
            return (
                "at the end of this `observe`" if "TILDE" in inside else "after the value of this `observe`"
            )
        case "SCORE" | "FACTOR" as kind:
            return f"at the end of this `{kind.lower()}`"
        case "RETURN":
            return "after the value of this `return`"
        case "IF":
            return "after the condition of this `if`" if inside[1:2] not in (["LBRACE"], [""]) else None
        case "FOR" if "IN" in inside:
            return "after the list of this `for`" if inside[3:4] != ["LBRACE"] else None
        case "FOR":
            return "after the pattern of this `for`"
        case "MATCH":
            return "after the value of this `match`" if inside[1:2] != ["LBRACE"] else None
        case "FN" | "MODEL" | "TYPE" as kind:
            return _declaration(kind, inside)
        case "ELSE":
            return "after `else`" if not inside else None
        case _:
            return None


def _parenthesis(before: Sequence[str], inside: Sequence[str]) -> str:
    *_, third, second, first = ["", "", "", *before]
    if first == "FN" or (second, first) == ("FN", "NAME") or (third, second, first) == ("FN", "NAME", ""):
        return "in the parameters of this function"
    if (second, first) == ("MODEL", "NAME"):
        return "in the parameters of this model"
    if first == "NAME":
        return "in the fields of this constructor" if second in ("BAR", "EQUALS") else "in this pattern"
    if first == "" and before:
        return "in the arguments of this call"
    return "in this tuple" if "COMMA" in inside else "in these parentheses"


def _bracket(before: Sequence[str]) -> str:
    *_, second, first = ["", "", *before]
    if first == "NAME":
        return "in these type parameters" if second in ("FN", "TYPE") else "in these type arguments"
    return "in this index" if first == "" else "in this list"


def _brace(before: Sequence[str], inside: Sequence[str]) -> str:
    *_, second, first = ["", "", *before]
    if (second, first) == ("MATCH", ""):
        return (
            "between the arms of this `match`" if "FAT_ARROW" in inside else "after the pattern of this arm"
        )
    is_record = list(inside[:1]) == ["NAME"] or "COMMA" in inside or "COLON" in inside
    return "in this record" if is_record else "at the end of this statement"


def _declaration(kind: str, inside: Sequence[str]) -> str | None:
    if "FAT_ARROW" in inside:
        return None
    word = {"FN": "function", "MODEL": "model", "TYPE": "type"}[kind]
    if not inside:
        return f"after `{kind.lower()}`"
    if kind == "TYPE":
        return "in this type declaration" if "EQUALS" in inside else "after the name of this type"
    if "RPAR" not in inside:
        return f"after the name of this {word}"
    return (
        f"after the parameters of this {word}"
        if "ARROW" not in inside
        else f"after the result type of this {word}"
    )
