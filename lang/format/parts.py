"""What layouts are made of: items of a document, and pieces of syntax that have a layout of their own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..errors.base import Errors
from ..errors.syntax import NestedTooDeep
from ..syntax import tree as s
from ..syntax.limits import MAX_DEPTH
from ..syntax.node import Node
from .document import INDENT, PLAIN, Break, Extra, Gap, Item, Mark, Open

BLOCK_LIKE = (s.Block, s.IfExpression, s.MatchExpression, s.ForExpression)
LEVELS = {
    "||": 1, "&&": 2, "==": 3, "!=": 3, "<": 3, "<=": 3, ">": 3, ">=": 3, "+": 4, "-": 4,
    "*": 5, "/": 5, "//": 5, "%": 5, "@": 5, "^": 7,
}  # fmt: skip
PREFIX, POSTFIX, ATOM = 6, 8, 9


@dataclass(frozen=True, slots=True)
class Child:
    """A piece of syntax, in parentheses if it binds weaker than its place asks for.

    `leads`: a statement starts with it, so that a brace would end the statement.
    """

    node: Node
    level: int = 0
    leads: bool = False


Part = Item | Node | Child
Layout = Callable[[Any, bool], Sequence[Part]]


class Operator(str):
    """An operator before which a line may end, and after which no comment stands."""

    __slots__ = ()


BRACES = Gap(line=True)


def level(node: Node) -> int:
    """How strongly an expression binds, as the rules of the grammar are ordered."""
    match node:
        case s.Lambda():
            return 0
        case s.Binary():
            return LEVELS[node.operator]
        case s.Unary() | s.SampleExpression():
            return PREFIX
        case s.CallExpression() | s.IndexExpression() | s.FieldExpression():
            return POSTFIX
        case _:
            return ATOM


def enclosed(
    left: str,
    members: Sequence[Sequence[Part]],
    right: str,
    *,
    space: str = "",
    comma: bool = False,
    gap: Gap = PLAIN,
    hugs: bool = False,
    fill: bool = False,
    behind: Sequence[Part] = (),
) -> list[Part]:
    """Members between brackets, with commas; `comma`: after the last one too, if each has its line.

    The brackets break rather than what stands `behind` them.
    """
    if not members:
        return [Open(), left, Break(shift=-INDENT), right, *behind, Mark.CLOSE]
    parts: list[Part] = [Open(hugs), left, Break(space, gap=gap)]
    for index, member in enumerate(members):
        if index:
            parts += [",", Break(" ", fill=fill, gap=gap)]
        if hugs and index == len(members) - 1:
            parts.append(Mark.LAST)
        parts += member
    if comma:
        parts.append(Extra(",", broken=True))
    return [*parts, Break(space, shift=-INDENT, gap=gap), right, *behind, Mark.CLOSE]


def flatten(root: Node, layouts: Mapping[type[Node], Layout]) -> list[Item]:
    """The document of a tree.

    Raises Errors where the tree is nested too deep, a chain of operators counted as one level.
    """
    found: list[Item] = []
    todo: list[tuple[Part, int]] = [(root, -1)]
    while todo:
        part, depth = todo.pop()
        if not isinstance(part, Node | Child):
            found.append(part)
            continue
        child = part if isinstance(part, Child) else Child(part)
        if depth > MAX_DEPTH:
            raise Errors([NestedTooDeep(child.node.span, MAX_DEPTH)])
        todo.extend((inner, depth + 1) for inner in reversed(_layout(child, layouts)))
    return found


def _layout(child: Child, layouts: Mapping[type[Node], Layout]) -> Sequence[Part]:
    node, lay_out = child.node, layouts[type(child.node)]
    if level(node) < child.level:
        return ["(", *lay_out(node, False), ")"]
    if child.leads and isinstance(node, BLOCK_LIKE):
        return [Extra("("), *lay_out(node, False), Extra(")")]
    return lay_out(node, child.leads)
