"""What the grammar's rules share: choices, names in scope, pieces of text with their cost.

A rule chooses among alternatives by a whole number; Hypothesis shrinks it to 0, so the simplest
alternative stands first, and what was added last to a scope is number 0.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Protocol, TypeVar, final

from hypothesis import strategies as st

from .types import FREE, Cost, Function, ListOf, Recursion, Tree, TreeRecursion, Type, fits

T = TypeVar("T")
_INDENT = "  "


@final
@dataclass(frozen=True, slots=True)
class Code:
    """A piece of text, and what it costs to evaluate. `atomic`: needs no parentheses."""

    text: str
    cost: Cost = FREE
    atomic: bool = True

    @property
    def operand(self) -> str:
        """The text as an operand."""
        return self.text if self.atomic else f"({self.text})"


@final
@dataclass(frozen=True, slots=True)
class Variable:
    """A name and its type."""

    name: str
    type: Type


@final
@dataclass(frozen=True, slots=True)
class Scope:
    """The variables that can be named, outermost first; no name is used twice on the way down."""

    variables: tuple[Variable, ...] = ()

    def add(self, type_: Type) -> tuple[str, Scope]:
        """A new name of the type, and the scope with it."""
        letters = _letters(type_)
        used = sum(variable.name.rstrip("0123456789") in letters for variable in self.variables)
        turn, place = divmod(used, len(letters))
        name = letters[place] + (str(turn + 1) if turn else "")
        return name, replace(self, variables=(*self.variables, Variable(name, type_)))

    def fitting(self, wanted: Type) -> list[Variable]:
        """The variables that fit a type, the latest first."""
        return [variable for variable in reversed(self.variables) if fits(variable.type, wanted)]


class Rules(Protocol):
    """The nonterminals that call each other."""

    def expression(self, maker: Maker, scope: Scope, type_: Type, budget: Cost, fuel: int) -> Code:
        """An expression of a type."""
        ...

    def block(self, maker: Maker, scope: Scope, type_: Type, budget: Cost, fuel: int, least: int) -> Code:
        """A block with statements, between braces."""
        ...


@final
class Maker:
    """Makes the choices of one program, within the limits that its options set."""

    __slots__ = ("_draw", "_rules", "zero_weights")

    def __init__(self, draw: st.DrawFn, rules: Rules, *, zero_weights: bool) -> None:
        self._draw = draw
        self._rules = rules
        self.zero_weights = zero_weights

    def within(self, draw: st.DrawFn) -> Maker:
        """The same with the choices of a part."""
        return Maker(draw, self._rules, zero_weights=self.zero_weights)

    def below(self, number: int) -> int:
        """A whole number from 0 to number - 1."""
        return self._draw(_below(number)) if number > 1 else 0

    def choose(self, values: Sequence[T]) -> T:
        """One of the values, simplest first."""
        return values[self.below(len(values))]

    def one_of(self, alternatives: Sequence[Callable[[], T]]) -> T:
        """What one of the alternatives makes."""
        return self.choose(alternatives)()

    def several(self, mean: int, most: int, make: Callable[[Maker], None], least: int = 0) -> None:
        """Call `make` as often as is chosen, `mean` times on average but for the limits.

        Each call is a part of its own, so that shrinking can leave it out.
        """
        for turn in range(most):
            if not self._draw(_turn(self, mean if turn >= least else 0, make)):
                return

    def expression(self, scope: Scope, type_: Type, budget: Cost, fuel: int) -> Code:
        """An expression of the type, of nesting `fuel` at most, that costs `budget` at most."""
        if fuel == 0:
            return self._rules.expression(self, scope, type_, budget, fuel)
        return self._draw(_span(self._rules.expression, self, scope, type_, budget, fuel))

    def block(self, scope: Scope, type_: Type, budget: Cost, fuel: int, *, least: int = 0) -> Code:
        """An expression between braces, after at least so many statements."""
        return self._draw(_span(self._rules.block, self, scope, type_, budget, fuel, least))


def braces(lines: Sequence[str], result: str | None = None) -> str:
    """A block; on one line if there is room."""
    if not lines and result is None:
        return "{}"
    parts = [*lines, result] if result is not None else list(lines)
    if len(parts) <= 2 and sum(map(len, parts)) <= 60 and not any("\n" in part for part in parts):
        return f"{{ {' '.join(parts)} }}"
    return "\n".join(["{", *map(indented, parts), "}"])


def indented(text: str) -> str:
    """The text one step to the right."""
    return _INDENT + text.replace("\n", "\n" + _INDENT)


def _letters(type_: Type) -> tuple[str, ...]:
    match type_:
        case Function():
            return "f", "g", "h"
        case Recursion() | TreeRecursion():
            return "loop", "walk"
        case ListOf():
            return "xs", "ys", "zs"
        case Tree():
            return "t", "s"
        case _:
            return "x", "y", "z", "u", "v", "w", "a", "b", "c", "d"


@lru_cache(maxsize=64)
def _below(number: int) -> st.SearchStrategy[int]:
    return st.integers(0, number - 1)


@st.composite
def _turn(draw: st.DrawFn, maker: Maker, mean: int, make: Callable[[Maker], None]) -> bool:
    """Whether there is one more turn, and if so, the turn."""
    part = maker.within(draw)
    if mean and part.below(mean + 1) == 0:
        return False
    make(part)
    return True


@st.composite
def _span(
    draw: st.DrawFn,
    rule: Callable[..., Code],
    maker: Maker,
    *place: object,
) -> Code:
    """A rule as a strategy of its own: Hypothesis shrinks it as a whole, or to one inside of it."""
    return rule(maker.within(draw), *place)
