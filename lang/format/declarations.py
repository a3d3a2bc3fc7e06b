"""Layout of statements, declarations and the file."""

from __future__ import annotations

from collections.abc import Sequence

from ..syntax import tree as s
from ..syntax.node import Node
from .document import Break, Extra, Gap, Mark, Open
from .expressions import SPACE
from .parts import BLOCK_LIKE, Child, Layout, Operator, Part, enclosed

TOP = Gap(blank=True, first=False, last=None)
NEXT = Gap(blank=True, first=True)
BOTTOM = Gap(blank=True, first=True, last=False)


def let(node: s.Let, leads: bool) -> Sequence[Part]:
    """`let p: T ~ e;`."""
    annotation: list[Part] = [] if node.annotation is None else [": ", node.annotation]
    return ["let ", node.pattern, *annotation, " ~ " if node.drawn else " = ", node.value, ";"]


def observe(node: s.ObserveStatement, leads: bool) -> Sequence[Part]:
    """`observe v ~ d;`."""
    return ["observe ", node.value, " ~ ", node.distribution, ";"]


def weigh(node: s.WeighStatement, leads: bool) -> Sequence[Part]:
    """`score w;` or `factor lw;`."""
    return ["factor " if node.log else "score ", node.weight, ";"]


def statement(node: s.ExpressionStatement, leads: bool) -> Sequence[Part]:
    """`e;`."""
    expression = Child(node.expression, leads=not isinstance(node.expression, BLOCK_LIKE))
    return [expression, ";"] if node.terminated else [expression]


def type_declaration(node: s.TypeDeclaration, leads: bool) -> Sequence[Part]:
    """`type T[A] = B | C`, or each alternative on its line, after a `|`."""
    first, *others = node.constructors
    parts: list[Part] = ["type ", node.name, *_type_parameters(node.parameters), " ="]
    parts += [Open(), Break(" "), Extra("| ", broken=True), first]
    for constructor in others:
        parts += [Break(" "), Operator("| "), constructor]
    return [*parts, Mark.CLOSE]


def constructor(node: s.Constructor, leads: bool) -> Sequence[Part]:
    """`Node(A, B)`."""
    return [node.name, *(enclosed("(", [[f] for f in node.fields], ")") if node.fields else [])]


def function(node: s.FunctionDeclaration, leads: bool) -> Sequence[Part]:
    """`fn f[A](p: T) -> R { … }`."""
    head = ["fn ", node.name, *_type_parameters(node.type_parameters)]
    result: list[Part] = [] if node.result is None else [" -> ", node.result]
    return [*head, *_parameters(node.parameters, result), SPACE, node.body]


def model(node: s.ModelDeclaration, leads: bool) -> Sequence[Part]:
    """`model m(p: T) { … }`."""
    return ["model ", node.name, *_parameters(node.parameters), SPACE, node.body]


def file(node: s.SourceFile, leads: bool) -> Sequence[Part]:
    """Declarations, one blank line between them."""
    parts: list[Part] = [Break(joined=True, gap=TOP)]
    for index, declaration in enumerate(node.declarations):
        parts += [*([Break(hard=True, gap=NEXT)] if index else []), declaration]
    return [*parts, *([Break(joined=True, gap=BOTTOM)] if node.declarations else [])]


def _type_parameters(names: Sequence[str]) -> Sequence[Part]:
    return enclosed("[", [[name] for name in names], "]") if names else []


def _parameters(parameters: Sequence[s.Parameter], behind: Sequence[Part] = ()) -> Sequence[Part]:
    return enclosed("(", [[p] for p in parameters], ")", comma=True, behind=behind)


LAYOUTS: dict[type[Node], Layout] = {
    s.Let: let,
    s.ObserveStatement: observe,
    s.WeighStatement: weigh,
    s.ExpressionStatement: statement,
    s.TypeDeclaration: type_declaration,
    s.Constructor: constructor,
    s.FunctionDeclaration: function,
    s.ModelDeclaration: model,
    s.SourceFile: file,
}
