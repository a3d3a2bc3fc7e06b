"""Exact enumeration: a program with finite draws, interpreted in `Mass`."""

from __future__ import annotations

from typing import Any

from ..qbs.interpret import interpret
from ..qbs.meaning import MASS, Enumeration
from .ahead import Ahead
from .block import PROGRAM, Block, Context

MAX_STATES = 1_000_000


def rationals() -> Block:
    """The same program computing with rational numbers where its arithmetic allows."""
    return Block("rationals", PROGRAM, PROGRAM, lambda program, _: program.exact())


def enumeration(max_states: int, infinite: bool = True) -> Block:
    """Program -> Mass, merging equal states; see `Enumeration` for the limit."""

    def action(program: Any, context: Context) -> Any:
        return interpret(Ahead(program), Enumeration(max_states, infinite, context.progress))

    return Block(f"interpret({MASS})", PROGRAM, MASS, action)


def exact(*, max_states: int = MAX_STATES) -> Block:
    """The posterior itself: exact = rationals >> interpret(Mass).

    Running it raises NotFinite at a continuous draw and EnumerationLimit after `max_states`
    states. Source: the meaning of a program, Ścibior et al. 2018, section 3.1.
    """
    options = "" if max_states == MAX_STATES else f"max_states={max_states}"
    return (rationals() >> enumeration(max_states)).named(f"exact({options})")
