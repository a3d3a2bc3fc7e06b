"""Calls of the functions in scope: declared, local, recursive, and those that functions return."""

from __future__ import annotations

from collections.abc import Callable

from .maker import Code, Maker, Scope, Variable
from .types import FREE, Cost, Function, Recursion, Tree, TreeRecursion, Type, fits


def calls(maker: Maker, scope: Scope, type_: Type, budget: Cost, fuel: int) -> list[Callable[[], Code]]:
    """A call of each of the two latest functions that can give the type within the budget."""
    callable_ = [v for v in reversed(scope.variables) if _cheapest(v.type, type_) <= budget]
    found: list[Callable[[], Code]] = []
    for variable in callable_[:2]:
        found += 2 * [_call(maker, scope, variable, type_, budget, fuel)]
    return found


_IMPOSSIBLE = Cost(10**6, 10**6)


def _cheapest(function: Type, wanted: Type) -> Cost:
    """What a call costs at least, its arguments apart; impossible for what is no such function."""
    match function:
        case Function(_, result, cost) if fits(result, wanted):
            return cost
        case Function(_, Function() as result, cost):
            return cost + _cheapest(result, wanted)
        case Recursion(_, result, end) if fits(result, wanted):
            return end
        case TreeRecursion(result, leaf) if fits(result, wanted):
            return leaf
        case _:
            return _IMPOSSIBLE


def _call(
    maker: Maker, scope: Scope, variable: Variable, type_: Type, budget: Cost, fuel: int
) -> Callable[[], Code]:
    def make() -> Code:
        match variable.type:
            case Function() as function:
                return _apply(maker, scope, Code(variable.name), function, type_, budget, fuel)
            case Recursion() as recursion:
                return _recursive(maker, scope, variable.name, recursion, budget, fuel)
            case TreeRecursion(_, leaf, node):
                nodes = 2
                while nodes and not leaf * (nodes + 1) + node * nodes <= budget:
                    nodes -= 1
                cost = leaf * (nodes + 1) + node * nodes
                tree = maker.expression(scope, Tree(nodes), budget - cost, fuel - 1)
                return Code(f"{variable.name}({tree.text})", tree.cost + cost)
            case _:
                raise AssertionError(f"no function: {variable}")

    return make


def _apply(
    maker: Maker, scope: Scope, callee: Code, function: Function, wanted: Type, budget: Cost, fuel: int
) -> Code:
    """The call, and the call of its result as long as that is a function and none is wanted."""
    reserved = _cheapest(function, wanted)
    spent, texts = FREE, []
    for parameter in function.parameters:
        argument = maker.expression(scope, parameter, budget - reserved - spent, fuel - 1)
        spent += argument.cost
        texts.append(argument.text)
    call = Code(f"{callee.operand}({', '.join(texts)})", callee.cost + spent + function.cost)
    if isinstance(function.result, Function) and not fits(function.result, wanted):
        remaining = budget - spent - function.cost
        return _apply(maker, scope, call, function.result, wanted, remaining, fuel)
    return call


def _recursive(maker: Maker, scope: Scope, name: str, recursion: Recursion, budget: Cost, fuel: int) -> Code:
    """A call with a number of turns that the budget allows."""
    turns = 2 - maker.below(3)
    while turns and not recursion.end + recursion.turn * turns <= budget:
        turns -= 1
    cost = recursion.end + recursion.turn * turns
    value = maker.expression(scope, recursion.value, budget - cost, fuel - 1)
    return Code(f"{name}({turns}, {value.text})", value.cost + cost)
