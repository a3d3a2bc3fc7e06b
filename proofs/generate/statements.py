"""Statements and blocks: draws, scores, early ends, names, branches and loops."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias, final

from .calls import calls
from .expressions import PROBABILITIES, test
from .maker import Code, Maker, Scope, braces, indented
from .types import (
    BOOL,
    DRAW,
    FREE,
    INT,
    PROBABILITY,
    SCORE,
    WEIGHT,
    Cost,
    DistOf,
    Function,
    ListOf,
    OptionOf,
    Pair,
    Plain,
    Recursion,
    Tree,
    TreeRecursion,
    Type,
    comparable,
    written,
)


@final
@dataclass(frozen=True, slots=True)
class Statement:
    """A statement's text and cost, and the scope after it."""

    code: Code
    scope: Scope


Alternative: TypeAlias = Callable[[], Statement]


def value_type(maker: Maker) -> Type:
    """A type of values that can be compared."""
    simple = maker.choose((BOOL, INT, BOOL, INT, WEIGHT))
    alternatives: list[Callable[[], Type]] = [
        *4 * [lambda: simple],
        lambda: Pair(simple, maker.choose((BOOL, INT))),
        lambda: ListOf(maker.choose((INT, BOOL)), 2),
        lambda: OptionOf(simple),
        lambda: Tree(2),
    ]
    return maker.one_of(alternatives)


def statements(
    maker: Maker, scope: Scope, budget: Cost, fuel: int, count: tuple[int, int], least: int = 0
) -> tuple[list[str], Scope, Cost]:
    """Statements one after another: their texts, the scope after them, what they cost together.

    `count`: how many on average and at most, the limit of the average apart.
    """
    lines: list[str] = []
    spent = FREE

    def one_more(part: Maker) -> None:
        nonlocal scope, spent
        statement = part.one_of(_alternatives(part, scope, budget - spent, fuel))
        lines.append(statement.code.text)
        spent += statement.code.cost
        scope = statement.scope

    maker.several(*count, one_more, least)
    return lines, scope, spent


def block(maker: Maker, scope: Scope, type_: Type, budget: Cost, fuel: int, least: int) -> Code:
    """Statements and an expression between braces."""
    lines, inner, spent = statements(maker, scope, budget, max(fuel, 0), (1, 2), least)
    result = maker.expression(inner, type_, budget - spent, max(fuel, 0))
    return Code(braces(lines, result.text), spent + result.cost)


def _alternatives(maker: Maker, scope: Scope, budget: Cost, fuel: int) -> list[Alternative]:
    place = _Place(maker, scope, budget, fuel)
    found: list[Alternative] = []
    if budget >= DRAW:
        found += (4 if scope.fitting(BOOL) or scope.fitting(INT) else 12) * [place.draw]
    if budget >= SCORE:
        found += 4 * [place.score]
        found += [place.observe, place.condition] if maker.zero_weights else [place.observe]
    found += 2 * [place.let]
    if fuel > 0 and any(not comparable(variable.type) for variable in scope.variables):
        found += 6 * [place.call]
    if fuel > 0:
        found += [place.branch, place.function]
        if budget != FREE:
            found += [place.branch, place.loop, *2 * [place.local_function]]
        if budget >= DRAW:
            found += [*2 * [place.memo], place.distribution]
    return found


class _Place:
    """Where a statement is asked for."""

    def __init__(self, maker: Maker, scope: Scope, budget: Cost, fuel: int) -> None:
        self.maker, self.scope, self.budget, self.fuel = maker, scope, budget, fuel

    def expression(self, type_: Type, budget: Cost) -> Code:
        return self.maker.expression(self.scope, type_, budget, self.fuel)

    def bind(self, type_: Type, relation: str, value: Code, cost: Cost, annotate: bool = False) -> Statement:
        name, scope = self.scope.add(type_)
        annotation = f": {written(type_)}" if annotate else ""
        return Statement(Code(f"let {name}{annotation} {relation} {value.text};", cost), scope)

    def draw(self) -> Statement:
        """let x ~ d;"""
        value = self.maker.choose((BOOL, INT))
        distribution = self.expression(DistOf(value), self.budget - DRAW)
        return self.bind(value, "~", distribution, distribution.cost + DRAW)

    def score(self) -> Statement:
        """score w;"""
        weight = self.expression(WEIGHT, self.budget - SCORE)
        return Statement(Code(f"score {weight.text};", weight.cost + SCORE), self.scope)

    def condition(self) -> Statement:
        """condition(b);"""
        holds = test(self.maker, self.scope, self.budget - SCORE, self.fuel)
        return Statement(Code(f"condition({holds.text});", holds.cost + SCORE), self.scope)

    def observe(self) -> Statement:
        """observe v ~ flip(p); with p strictly between 0 and 1 unless zero weights are wanted."""
        seen = self.expression(BOOL, self.budget - SCORE)
        if self.maker.zero_weights:
            chance = self.expression(PROBABILITY, self.budget - SCORE - seen.cost)
        else:
            chance = Code(self.maker.choose(PROBABILITIES))
        text = f"observe {seen.operand} ~ flip({chance.text});"
        return Statement(Code(text, seen.cost + chance.cost + SCORE), self.scope)

    def let(self) -> Statement:
        """let x = e;"""
        type_ = value_type(self.maker)
        value = self.expression(type_, self.budget)
        return self.bind(type_, "=", value, value.cost, annotate=not isinstance(type_, Plain))

    def call(self) -> Statement:
        """let x = f(…); or another expression, where no function that is in scope can be called."""
        type_ = self.maker.choose((BOOL, INT, WEIGHT))
        found = calls(self.maker, self.scope, type_, self.budget, self.fuel)
        value = self.maker.one_of(found) if found else self.expression(type_, self.budget)
        return self.bind(type_, "=", value, value.cost)

    def distribution(self) -> Statement:
        """A distribution as a value."""
        type_ = DistOf(self.maker.choose((BOOL, INT)))
        value = self.expression(type_, self.budget)
        return self.bind(type_, "=", value, value.cost)

    def function(self) -> Statement:
        """A function as a value, perhaps of functions or giving one."""
        maker = self.maker
        result: Type = maker.choose((BOOL, INT, WEIGHT))
        if maker.below(5) == 4:
            result = Function((BOOL,), result, self.budget // 2)
        function = Function((maker.choose((BOOL, INT)),), result, self.budget // 2)
        value = self.expression(function, FREE)
        return self.bind(function, "=", value, value.cost)

    def local_function(self) -> Statement:
        """fn f(x: A) { … }"""
        parameter, result = self.maker.choose((BOOL, INT)), self.maker.choose((BOOL, INT, WEIGHT))
        argument, inner = self.scope.add(parameter)
        body = self.maker.block(inner, result, self.budget, self.fuel - 1)
        name, scope = self.scope.add(Function((parameter,), result, body.cost))
        return Statement(Code(f"fn {name}({argument}: {written(parameter)}) {body.text}"), scope)

    def memo(self) -> Statement:
        """A random function that draws at each new argument, the same whenever it is asked again."""
        parameter, result = self.maker.choose((BOOL, INT)), self.maker.choose((BOOL, INT))
        argument, inner = self.scope.add(parameter)
        chance = self.maker.expression(inner, DistOf(result), FREE, self.fuel - 1)
        text = f"memo(fn ({argument}: {written(parameter)}) => sample {chance.operand})"
        return self.bind(Function((parameter,), result, DRAW), "=", Code(text), FREE)

    def branch(self) -> Statement:
        """if b { … } else { … } for its effects."""
        holds = test(self.maker, self.scope, self.budget, self.fuel)
        rest = self.budget - holds.cost
        yes, spent_yes = self._inner(self.scope, rest)
        no, spent_no = self._inner(self.scope, rest)
        otherwise = f" else {braces(no)}" if no else ""
        text = f"if {holds.text} {braces(yes)}{otherwise}"
        return Statement(Code(text, holds.cost + (spent_yes | spent_no)), self.scope)

    def loop(self) -> Statement:
        """for x in xs { … } for its effects, over a list of two at most."""
        most = 1 + self.maker.below(2)
        element = self.maker.choose((BOOL, INT))
        over = self.expression(ListOf(element, most), self.budget)
        name, scope = self.scope.add(element)
        lines, spent = self._inner(scope, (self.budget - over.cost) // most)
        text = f"for {name} in {over.text} {braces(lines or ['()'])}"
        return Statement(Code(text, over.cost + spent * most), self.scope)

    def _inner(self, scope: Scope, budget: Cost) -> tuple[list[str], Cost]:
        lines, _, spent = statements(self.maker, scope, budget, self.fuel - 1, (2, 2))
        return lines, spent


def declaration(maker: Maker, scope: Scope, budget: Cost, fuel: int) -> tuple[str, Scope]:
    """A declared function: of values and functions, of a number down to 0, or of a tree."""
    return maker.one_of(
        [
            lambda: _function(maker, scope, budget, fuel),
            lambda: _recursion(maker, scope, budget, fuel),
            lambda: _tree_recursion(maker, scope, budget, fuel),
        ]
    )


def _function(maker: Maker, scope: Scope, budget: Cost, fuel: int) -> tuple[str, Scope]:
    result = value_type(maker)
    inner, types, named = scope, [], []
    for _ in range(1 + maker.below(2)):
        simple = maker.choose((BOOL, INT))
        type_ = Function((simple,), maker.choose((BOOL, INT)), budget // 2) if maker.below(2) else simple
        name, inner = inner.add(type_)
        types.append(type_)
        named.append(f"{name}: {written(type_)}")
    body = maker.block(inner, result, budget, fuel)
    name, after = scope.add(Function(tuple(types), result, body.cost))
    return f"fn {name}({', '.join(named)}) -> {written(result)} {body.text}", after


def _recursion(maker: Maker, scope: Scope, budget: Cost, fuel: int) -> tuple[str, Scope]:
    """Ends at n < 1, or earlier if a condition of its own holds."""
    value, result = maker.choose((BOOL, INT)), maker.choose((BOOL, INT))
    name, _ = scope.add(Recursion(value, result, FREE, FREE))
    x, inner = scope.add(value)
    early = maker.expression(inner, BOOL, budget // 3, 1) if maker.below(2) else None
    spent = early.cost if early else FREE
    end = maker.expression(inner, result, budget // 3, 1)
    lines, turned, turn_cost = statements(maker, inner, (budget - spent - end.cost) // 2, 1, (1, 2))
    following = maker.expression(turned, value, FREE, 1)
    r, last = turned.add(result)
    combined = maker.expression(last, result, FREE, 1)
    again = [*lines, f"let {r} = {name}(n - 1, {following.text});"]
    holds = f"n < 1 || {early.operand}" if early else "n < 1"
    test = f"if {holds} {braces([], end.text)} else {braces(again, combined.text)}"
    head = f"fn {name}(n: Int, {x}: {written(value)}) -> {written(result)}"
    cost = spent + end.cost, spent + turn_cost
    _, after = scope.add(Recursion(value, result, *cost))
    return f"{head} {braces([], test)}", after


def _tree_recursion(maker: Maker, scope: Scope, budget: Cost, fuel: int) -> tuple[str, Scope]:
    result = maker.choose((BOOL, INT))
    name, _ = scope.add(TreeRecursion(result, FREE, FREE))
    at_leaf = maker.expression(scope, result, budget // 3, 1)
    n, inner = scope.add(INT)
    left, inner = inner.add(result)
    right, inner = inner.add(result)
    at_node = maker.expression(inner, result, budget - at_leaf.cost * 2, fuel)
    recursion = braces([f"let {left} = {name}(l);", f"let {right} = {name}(r);"], at_node.text)
    arms = [f"Leaf => {at_leaf.text},", f"Node(l, {n}, r) => {recursion},"]
    body = "\n".join(["match t {", *map(indented, arms), "}"])
    _, after = scope.add(TreeRecursion(result, at_leaf.cost, at_node.cost))
    return f"fn {name}(t: Tree) -> {written(result)} {braces([], body)}", after
