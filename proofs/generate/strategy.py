"""The strategy of well-typed finite programs of the language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import final

from hypothesis import strategies as st

from ...lang import Errors, loads
from ...qbs.program import Program
from . import expressions, statements
from .maker import Code, Maker, Scope, indented
from .shorten import shorter
from .types import BOOL, TREE_DECLARATION, Cost, Type, comparable

_FUEL = 2


@final
@dataclass(frozen=True, slots=True)
class FiniteProgram:
    """A model without data whose draws are finite, by its source text."""

    source: str

    @property
    def program(self) -> Program:
        """The closed program over rational numbers. Raises Errors if the text is no such model."""
        return _closed(self.source)

    def shorter(self) -> Iterator[FiniteProgram]:
        """Programs near this one with a shorter text, all well-typed."""
        for text in shorter(self.source):
            candidate = FiniteProgram(text)
            with suppress(Errors):
                if candidate.program is not None:
                    yield candidate

    @property
    def scores(self) -> bool:
        """Whether the text scores anywhere."""
        return re.search(r"\b(score|factor|observe|condition)\b", self.source) is not None

    @property
    def size(self) -> tuple[int, int]:
        """Lines and letters: lines first, since they make a counterexample hard to read."""
        return self.source.count("\n"), len(self.source)

    def __str__(self) -> str:
        return self.source


@lru_cache(maxsize=4096)  # checks under one seed try the same programs
def _closed(source: str) -> Program:
    return loads(source)().exact()


class _Rules:
    def expression(self, maker: Maker, scope: Scope, type_: Type, budget: Cost, fuel: int) -> Code:
        return expressions.expression(maker, scope, type_, budget, fuel)

    def block(self, maker: Maker, scope: Scope, type_: Type, budget: Cost, fuel: int, least: int) -> Code:
        return statements.block(maker, scope, type_, budget, fuel, least)


_RULES = _Rules()


@st.composite
def programs(
    draw: st.DrawFn, *, max_draws: int = 4, max_scores: int = 3, zero_weights: bool = True
) -> FiniteProgram:
    """Well-typed programs of the language with finite draws, rational weights and no data.

    No path has more than `max_draws` draws or `max_scores` scores; each draw has two or three values of
    positive probability. Without `zero_weights` no run is rejected.
    """
    maker = Maker(draw, _RULES, zero_weights=zero_weights)
    budget = Cost(max_draws, max_scores)
    scope, declared = Scope(), list[str]()

    def declare(part: Maker) -> None:
        nonlocal scope
        text, scope = statements.declaration(part, scope, budget, _FUEL)
        declared.append(text)

    maker.several(1, 2, declare)
    lines, inner, spent = statements.statements(maker, scope, budget, _FUEL, (10, 7), least=1)
    result = _result(maker, inner, budget - spent)
    body = "\n".join(map(indented, [*lines, f"return {result}"]))
    model = f"model generated() {{\n{body}\n}}\n"
    text = "\n\n".join([*declared, model])
    return FiniteProgram(f"{TREE_DECLARATION}\n\n{text}" if "Leaf" in text or "Tree" in text else text)


def _result(maker: Maker, scope: Scope, budget: Cost) -> str:
    """A variable, all variables whose values can be compared, or an expression."""
    names = [variable.name for variable in reversed(scope.variables) if comparable(variable.type)]
    kind = maker.below(4)
    if kind < 3 and len(names) == 1:
        return names[0]
    if kind == 0 and names:
        return maker.choose(names)
    if kind < 3 and names:
        return f"({', '.join(reversed(names))})"
    return maker.expression(scope, BOOL, budget, _FUEL).text
