"""Layout of expressions."""

from __future__ import annotations

from collections.abc import Sequence

from ..syntax import tree as s
from ..syntax.node import Node
from .document import INDENT, Break, Extra, Gap, Mark, Open
from .parts import (
    BLOCK_LIKE,
    BRACES,
    LEVELS,
    POSTFIX,
    PREFIX,
    Child,
    Layout,
    Operator,
    Part,
    enclosed,
)
from .types import field, written

FIRST = Gap(line=True, blank=True, first=False)
BETWEEN = Gap(line=True, blank=True)
END = Gap(line=True, blank=True, last=False)
SPACE = Break(" ", joined=True)
_OUTER = Break(" ", joined=True, shift=-INDENT, remark_shift=-INDENT)


def name(node: s.Name, leads: bool) -> Sequence[Part]:
    """`x`."""
    return [node.name]


def literal(node: s.Literal, leads: bool) -> Sequence[Part]:
    """`0.50`, as it was written."""
    return [written(node)]


def tuple_(node: s.TupleExpression, leads: bool) -> Sequence[Part]:
    """`(a, b)`."""
    return enclosed("(", [[item] for item in node.items], ")", comma=True)


def list_(node: s.ListExpression, leads: bool) -> Sequence[Part]:
    """`[a, b]`; numbers fill their lines."""
    numbers = all(map(_is_number, node.items))
    return enclosed("[", [[item] for item in node.items], "]", comma=True, fill=numbers)


def _is_number(node: s.Expression) -> bool:
    return isinstance(node.operand if isinstance(node, s.Unary) else node, s.Literal)


def record(node: s.RecordExpression, leads: bool) -> Sequence[Part]:
    """`{ a, b: e }`; without the comma, `{ a, }` would be a block."""
    fields = [field(name, value, s.Name) for name, value in node.fields]
    if len(fields) == 1 and len(fields[0]) == 1:
        return enclosed("{", [[*fields[0], Extra(",")]], "}", space=" ", gap=BRACES)
    return enclosed("{", fields, "}", space=" ", comma=True, gap=BRACES)


def unary(node: s.Unary, leads: bool) -> Sequence[Part]:
    """`-a`."""
    return [node.operator, Child(node.operand, PREFIX)]


def sample(node: s.SampleExpression, leads: bool) -> Sequence[Part]:
    """`sample d`."""
    return ["sample ", Child(node.distribution, PREFIX)]


def binary(node: s.Binary, leads: bool) -> Sequence[Part]:
    """`a + b - c`: operators that bind alike are one group, which their first operand does not widen."""
    level = LEVELS[node.operator]
    if node.operator == "^":
        return [Child(node.left, POSTFIX, leads), " ^ ", Child(node.right, PREFIX)]
    if _is_fraction(node):
        return [node.left, "/", node.right]
    comparison = level == LEVELS["=="]
    chain = [node]
    while isinstance(left := chain[-1].left, s.Binary) and LEVELS[left.operator] == level and not comparison:
        if _is_fraction(left):
            break
        chain.append(left)
    parts: list[Part] = [Child(chain[-1].left, level + comparison, leads), Open()]
    for link in reversed(chain):
        parts += [Break(" "), Operator(link.operator + " "), Child(link.right, level + 1)]
    return [*parts, Mark.CLOSE]


def _is_fraction(node: s.Binary) -> bool:
    """Whether it is a rational number, written like `1/2`."""
    return node.operator == "/" and _is_number(node.left) and isinstance(node.right, s.Literal)


def call(node: s.CallExpression, leads: bool) -> Sequence[Part]:
    """`f(a, b)`."""
    hugs = bool(node.arguments) and _is_bracketed(node.arguments[-1].value)
    arguments = enclosed("(", [[a] for a in node.arguments], ")", comma=True, hugs=hugs)
    return [Child(node.function, POSTFIX, leads), *arguments]


def _is_bracketed(node: s.Expression) -> bool:
    """Whether the lines of a long expression stand between brackets of its own."""
    while isinstance(node, s.Lambda):
        node = node.body
    if isinstance(node, s.ListExpression):
        return bool(node.items)
    return isinstance(node, s.RecordExpression | s.Block | s.MatchExpression | s.ForExpression)


def argument(node: s.Argument, leads: bool) -> Sequence[Part]:
    """`n = e`."""
    return [node.value] if node.name is None else [node.name, " = ", node.value]


def index(node: s.IndexExpression, leads: bool) -> Sequence[Part]:
    """`m[i, j]`."""
    return [Child(node.subject, POSTFIX, leads), *enclosed("[", [[i] for i in node.indices], "]")]


def field_of(node: s.FieldExpression, leads: bool) -> Sequence[Part]:
    """`r.a`."""
    return [Child(node.subject, POSTFIX, leads), ".", node.field]


def lambda_(node: s.Lambda, leads: bool) -> Sequence[Part]:
    """`fn (x) => e`."""
    return ["fn ", *enclosed("(", [[p] for p in node.parameters], ")", comma=True), " => ", node.body]


def parameter(node: s.Parameter, leads: bool) -> Sequence[Part]:
    """`p: T`."""
    return [node.pattern] if node.annotation is None else [node.pattern, ": ", node.annotation]


def if_(node: s.IfExpression, leads: bool) -> Sequence[Part]:
    """`if c { a } else { b }`: one group, so that either all its blocks are on one line or none is."""
    parts: list[Part] = [Open(), "if ", node.condition, _OUTER, *braces(node.then)]
    orelse = node.orelse
    while orelse is not None:
        parts += [_OUTER, "else "]
        if isinstance(orelse, s.Block):
            parts += braces(orelse)
            break
        parts += ["if ", orelse.condition, _OUTER, *braces(orelse.then)]
        orelse = orelse.orelse
    return [*parts, Mark.CLOSE]


def match_(node: s.MatchExpression, leads: bool) -> Sequence[Part]:
    """`match e { … }`, each arm on lines of its own."""
    parts: list[Part] = [Open(), "match ", node.subject, " {", Break(hard=True), node.arms[0]]
    for arm in node.arms[1:]:
        parts += [",", Break(hard=True), arm]
    return [*parts, Extra(","), Break(hard=True, shift=-INDENT), "}", Mark.CLOSE]


def arm(node: s.Arm, leads: bool) -> Sequence[Part]:
    """`p => e`."""
    return [node.pattern, " => ", node.body]


def for_(node: s.ForExpression, leads: bool) -> Sequence[Part]:
    """`for p in e { … }`."""
    return ["for ", node.pattern, " in ", node.items, SPACE, node.body]


def block(node: s.Block, leads: bool) -> Sequence[Part]:
    """`{ … }`, on one line if it fits and if it is in the source."""
    return [Open(), *braces(node), Mark.CLOSE]


def braces(node: s.Block) -> Sequence[Part]:
    """A block without a group of its own."""
    lines: list[list[Part]] = [[statement] for statement in node.statements]
    if node.result is not None:
        leads = not node.returned and not isinstance(node.result, BLOCK_LIKE)
        lines.append([*(["return "] if node.returned else []), Child(node.result, leads=leads)])
    if not lines:
        return ["{", Break(shift=-INDENT), "}"]
    parts: list[Part] = ["{", Break(" ", gap=FIRST), *lines[0]]
    for line in lines[1:]:
        parts += [Break(" ", gap=BETWEEN), *line]
    return [*parts, Break(" ", shift=-INDENT, gap=END), "}"]


LAYOUTS: dict[type[Node], Layout] = {
    s.Name: name,
    s.Literal: literal,
    s.TupleExpression: tuple_,
    s.ListExpression: list_,
    s.RecordExpression: record,
    s.Unary: unary,
    s.SampleExpression: sample,
    s.Binary: binary,
    s.CallExpression: call,
    s.Argument: argument,
    s.IndexExpression: index,
    s.FieldExpression: field_of,
    s.Lambda: lambda_,
    s.Parameter: parameter,
    s.IfExpression: if_,
    s.MatchExpression: match_,
    s.Arm: arm,
    s.ForExpression: for_,
    s.Block: block,
}
