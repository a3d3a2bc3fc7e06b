"""Types as the generator sees them: with bounds on sizes and on what a call can draw and score.

The bounds make the cost of every path known before the program is run.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias, final


@final
@dataclass(frozen=True, slots=True)
class Cost:
    """At most so many draws and scores on any path; also what is left to spend."""

    draws: int = 0
    scores: int = 0

    def __add__(self, other: Cost) -> Cost:
        return Cost(self.draws + other.draws, self.scores + other.scores)

    def __sub__(self, other: Cost) -> Cost:
        return Cost(self.draws - other.draws, self.scores - other.scores)

    def __or__(self, other: Cost) -> Cost:
        """The worse of two branches."""
        return Cost(max(self.draws, other.draws), max(self.scores, other.scores))

    def __mul__(self, times: int) -> Cost:
        return Cost(times * self.draws, times * self.scores)

    def __floordiv__(self, times: int) -> Cost:
        return Cost(self.draws // times, self.scores // times)

    def __le__(self, budget: Cost) -> bool:
        return self.draws <= budget.draws and self.scores <= budget.scores


FREE = Cost()
DRAW = Cost(draws=1)
SCORE = Cost(scores=1)


@final
@dataclass(frozen=True, slots=True)
class Plain:
    """A type without parts; `surface` is what the language calls it."""

    name: str
    surface: str


BOOL = Plain("Bool", "Bool")
INT = Plain("Int", "Int")
WEIGHT = Plain("weight", "Real")  # a Real >= 0
PROBABILITY = Plain("probability", "Real")  # a Real in [0, 1]


@final
@dataclass(frozen=True, slots=True)
class Pair:
    """A tuple of two."""

    first: Type
    second: Type


@final
@dataclass(frozen=True, slots=True)
class ListOf:
    """Lists of at most so many elements."""

    element: Type
    most: int


@final
@dataclass(frozen=True, slots=True)
class OptionOf:
    """None or Some(element)."""

    element: Type


@final
@dataclass(frozen=True, slots=True)
class Tree:
    """The declared inductive type, with at most so many inner nodes."""

    nodes: int


@final
@dataclass(frozen=True, slots=True)
class DistOf:
    """Distributions as values."""

    value: Type


@final
@dataclass(frozen=True, slots=True)
class Function:
    """Functions that cost at most so much a call."""

    parameters: tuple[Type, ...]
    result: Type
    cost: Cost


@final
@dataclass(frozen=True, slots=True)
class Recursion:
    """A declared function of a number n >= 0 and a value, that calls itself at most n times."""

    value: Type
    result: Type
    end: Cost
    turn: Cost


@final
@dataclass(frozen=True, slots=True)
class TreeRecursion:
    """A declared function of a tree, that calls itself on both subtrees."""

    result: Type
    leaf: Cost
    node: Cost


Type: TypeAlias = Plain | Pair | ListOf | OptionOf | Tree | DistOf | Function | Recursion | TreeRecursion

TREE_DECLARATION = "type Tree = Leaf | Node(Tree, Int, Tree)"


def fits(found: Type, wanted: Type) -> bool:
    """Whether a value of one type may stand where the other is expected."""
    match found, wanted:
        case Pair(), Pair():
            return fits(found.first, wanted.first) and fits(found.second, wanted.second)
        case ListOf(), ListOf():
            return found.most <= wanted.most and fits(found.element, wanted.element)
        case OptionOf(), OptionOf():
            return fits(found.element, wanted.element)
        case Tree(), Tree():
            return found.nodes <= wanted.nodes
        case Function(), Function():
            return (
                found.parameters == wanted.parameters
                and fits(found.result, wanted.result)
                and found.cost <= wanted.cost
            )
        case _:
            return found == wanted or (found == PROBABILITY and wanted == WEIGHT)


def written(type_: Type) -> str:
    """The type in the language's syntax; every function may have effects."""
    match type_:
        case Plain():
            return type_.surface
        case Pair(first, second):
            return f"({written(first)}, {written(second)})"
        case ListOf(element):
            return f"List[{written(element)}]"
        case OptionOf(element):
            return f"Option[{written(element)}]"
        case Tree():
            return "Tree"
        case DistOf(value):
            return f"Dist[{written(value)}]"
        case Function((parameter,), result) if not isinstance(parameter, Function):
            return f"{written(parameter)} ~> {written(result)}"
        case Function(parameters, result):
            return f"({', '.join(map(written, parameters))}) ~> {written(result)}"
        case Recursion(value, result):
            return f"(Int, {written(value)}) ~> {written(result)}"
        case TreeRecursion(result):
            return f"Tree ~> {written(result)}"


def comparable(type_: Type) -> bool:
    """Whether values of the type can be returned, compared and merged."""
    match type_:
        case Pair(first, second):
            return comparable(first) and comparable(second)
        case ListOf(element) | OptionOf(element):
            return comparable(element)
        case _:
            return isinstance(type_, Plain | Tree)
