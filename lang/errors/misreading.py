"""Words of other languages that are read as names here, so that the parser stumbles only after them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import words
from .slip import Slip

if TYPE_CHECKING:
    from ..syntax.tokens import Token

TYPES = {"Real", "Int", "Bool", "Unit", "Vector", "Matrix", "List", "Dist"}
_FOREIGN_TYPES = {"Float", "Double", "Array", "Simplex", "Ordered", "Integer", "Auto"}
_LOOPS = "write `for x in xs { … }`"


def misread(slip: Slip) -> tuple[int, str] | None:
    """A word of another language, by its token's number, and what to write instead.

    It is read as a name, so that the parser only stumbles over what comes after it.
    """
    for index in (slip.at, slip.at - 1):
        token = slip.token(index)
        if token is not None and token.type == "NAME" and token in words.INNER:
            return index, _LOOPS if "`for`" in slip.where else words.INNER[token]
    first = slip.token(slip.head)
    if first is None or first.type != "NAME":
        return None
    text = _first_word(slip, first) or _typed_name(slip, first)
    return (slip.head, text) if text is not None else None


def _first_word(slip: Slip, first: Token) -> str | None:
    """A statement or declaration that starts with a word of another language."""
    if first == "data" and slip.kind(slip.head + 1 - slip.at) == "LBRACE":
        return words.DATA
    far = first in ("while", "switch", "def", "function")
    return words.STARTING.get(first) if far or slip.at <= slip.head + 1 else None


def _typed_name(slip: Slip, first: Token) -> str | None:
    """`real x;`, `vector[n] y;`, `Real x = 3;`, `int<lower=0> n;`."""
    if first.capitalize() not in TYPES | _FOREIGN_TYPES or slip.token(slip.head - 1) not in ("{", "}", ";"):
        return None
    is_constraint = slip.kind() == "EQUALS" and slip.kind(-2) == "LESS"
    if slip.kind() != "NAME" and not is_constraint:
        return None
    x = slip.found if slip.kind() == "NAME" else "x"
    return (
        f"draws are named with `let {x} ~ d;`, values with `let {x} = e;`; data are parameters of the model"
    )
