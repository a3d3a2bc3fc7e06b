"""Layout of types and patterns."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..syntax import tree as s
from ..syntax.node import Node
from .parts import BRACES, Layout, Part, enclosed


def named_type(node: s.NamedType, leads: bool) -> Sequence[Part]:
    """`List[A]`."""
    if not node.arguments:
        return [node.name]
    return [node.name, *enclosed("[", [[a] for a in node.arguments], "]")]


def tuple_type(node: s.TupleType, leads: bool) -> Sequence[Part]:
    """`(A, B)`; also `(A)`, which the tree keeps."""
    return enclosed("(", [[item] for item in node.items], ")")


def record_type(node: s.RecordType, leads: bool) -> Sequence[Part]:
    """`{ a: A }`."""
    fields = [[name, ": ", type_] for name, type_ in node.fields]
    return enclosed("{", fields, "}", space=" ", comma=True, gap=BRACES)


def arrow_type(node: s.ArrowType, leads: bool) -> Sequence[Part]:
    """`A -> B` or `(A, B) ~> C`; a parameter that is itself a tuple or an arrow stands in parentheses."""
    result = [" ~> " if node.random else " -> ", node.result]
    if len(node.parameters) == 1 and not isinstance(node.parameters[0], s.TupleType | s.ArrowType):
        return [node.parameters[0], *result]
    return enclosed("(", [[p] for p in node.parameters], ")", behind=result)


def name_pattern(node: s.NamePattern, leads: bool) -> Sequence[Part]:
    """`x`."""
    return [node.name]


def wildcard(node: s.Wildcard, leads: bool) -> Sequence[Part]:
    """`_`."""
    return ["_"]


def literal_pattern(node: s.LiteralPattern, leads: bool) -> Sequence[Part]:
    """`-1`, its digits as they were written."""
    if isinstance(node.value, bool):
        return ["true" if node.value else "false"]
    digits = re.search(r"\d+\Z", written(node))
    assert digits is not None
    return [*(["-"] if written(node).startswith("-") else []), digits.group()]


def tuple_pattern(node: s.TuplePattern, leads: bool) -> Sequence[Part]:
    """`(p, q)`."""
    return enclosed("(", [[item] for item in node.items], ")")


def constructor_pattern(node: s.ConstructorPattern, leads: bool) -> Sequence[Part]:
    """`Add(p, q)`."""
    return [node.name, *enclosed("(", [[a] for a in node.arguments], ")")]


def list_pattern(node: s.ListPattern, leads: bool) -> Sequence[Part]:
    """`[p, ..rest]`."""
    items: list[list[Part]] = [[item] for item in node.items]
    if node.rest is not None:
        items.append(["..", node.rest])
    return enclosed("[", items, "]")


def record_pattern(node: s.RecordPattern, leads: bool) -> Sequence[Part]:
    """`{ a, b: p }`."""
    fields = [field(name, pattern, s.NamePattern) for name, pattern in node.fields]
    return enclosed("{", fields, "}", space=" ", comma=True, gap=BRACES)


def field(name: str, value: Node, short: type[s.Name | s.NamePattern]) -> list[Part]:
    """`a: value`, or `a` alone for the variable of that name."""
    if isinstance(value, short) and value.name == name:
        return [name]
    return [name, ": ", value]


def written(node: Node) -> str:
    """The source text of a literal."""
    span = node.span
    return span.source.text[span.start : span.end]


LAYOUTS: dict[type[Node], Layout] = {
    s.NamedType: named_type,
    s.TupleType: tuple_type,
    s.RecordType: record_type,
    s.ArrowType: arrow_type,
    s.NamePattern: name_pattern,
    s.Wildcard: wildcard,
    s.LiteralPattern: literal_pattern,
    s.TuplePattern: tuple_pattern,
    s.ConstructorPattern: constructor_pattern,
    s.ListPattern: list_pattern,
    s.RecordPattern: record_pattern,
}
