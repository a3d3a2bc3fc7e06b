"""Type inference of expressions and statements, in two directions.

`infer` finds the type of an expression; `check` holds it against the type that its place asks for,
which types lambdas, lets a list literal be a Vector, and widens a known Int to a known Real.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from ..errors.names import UnknownName
from ..errors.typing import FieldOfUnknown, NotADistribution, NotARecord, UnknownField
from ..errors.values import NegativeIndex, NoElse, NoValue, UnusedValue
from ..syntax import tree as s
from ..syntax.node import Node
from ..syntax.span import Span
from .annotations import read_type
from .calls import gives_list_literal, infer_call, infer_name
from .context import Context, PatternCheck, site
from .functions import generalised, infer_function
from .overload import may_widen
from .patterns import bind_pattern, bind_sure
from .signatures import FOR, OBSERVE, OPERATORS
from .types import (
    BOOL,
    REAL,
    UNIT,
    VECTOR,
    Arrow,
    Con,
    Record,
    Type,
    TypeVar,
    children,
    dist_of,
    list_of,
    parts,
    prune,
    prune_effect,
    resolve,
    tuple_of,
)


def infer(cx: Context, node: s.Expression) -> Type:
    """The type of an expression."""
    type_ = cx.facts.types[id(node)] = _opened(cx, _infer(cx, node))
    return type_


def _opened(cx: Context, type_: Type) -> Type:
    """A function that may do at most this fits where more is allowed: open its outermost effect."""
    type_ = prune(type_)
    if isinstance(type_, Arrow) and prune_effect(type_.effect).rest is None:
        return Arrow(type_.parameters, type_.result, cx.fresh_effect(*prune_effect(type_.effect).labels))
    return type_


def check(cx: Context, node: s.Expression, expected: Type, what: str) -> None:
    """Hold an expression against a type; `what` says in errors which place asks for it."""
    known = prune(expected)
    match node:
        case s.ListExpression() if known == VECTOR:
            for item in node.items:
                check(cx, item, REAL, "an element of a Vector")
            cx.facts.types[id(node)] = VECTOR
        case s.ListExpression() if isinstance(known, Con) and known.name == "List":
            for item in node.items:
                check(cx, item, known.arguments[0], "an element of this list")
            cx.facts.types[id(node)] = known
        case s.Lambda() if isinstance(known, Arrow):
            found = infer_function(cx, node.parameters, node.body, known)
            cx.facts.types[id(node)] = found
            cx.unify(known, found, node.span, what)
        case s.IfExpression() if node.orelse is not None:
            _condition(cx, node)
            check(cx, node.then, expected, what)
            check(cx, node.orelse, expected, what)
            cx.facts.types[id(node)] = expected
        case s.MatchExpression():
            subject = infer(cx, node.subject)
            for arm in node.arms:
                with cx.inner_scope():
                    bind_pattern(cx, arm.pattern, subject, in_match=True)
                    check(cx, arm.body, expected, what)
            _cover(cx, node, subject)
            cx.facts.types[id(node)] = expected
        case s.Block() if node.result is not None:
            with cx.inner_scope():
                statements(cx, node.statements)
                check(cx, node.result, expected, what)
            cx.facts.types[id(node)] = expected
        case s.Block() if known != UNIT and not isinstance(known, TypeVar):
            infer(cx, node)
            raise _no_value(node, known, what)
        case s.RecordExpression() if isinstance(known, Record) and _has_fields(known, node):
            types = dict(known.fields)
            for name, value in node.fields:
                check(cx, value, types[name], f"the field `{name}`")
            cx.facts.types[id(node)] = expected
        case s.TupleExpression() if _is_tuple(known, len(node.items)):
            assert isinstance(known, Con)
            for item, type_ in zip(node.items, known.arguments, strict=True):
                check(cx, item, type_, what)
            cx.facts.types[id(node)] = expected
        case _:
            cx.coerce(node, infer(cx, node), expected, what)


def _infer(cx: Context, node: s.Expression) -> Type:
    match node:
        case s.Name():
            return infer_name(cx, node)
        case s.Literal(value=value):
            if isinstance(value, bool):
                return BOOL
            return REAL if isinstance(value, Fraction) else cx.fresh(literal=True)
        case s.TupleExpression(items=items):
            return cx.bearable(tuple_of([infer(cx, item) for item in items]), node.span) if items else UNIT
        case s.ListExpression(items=items):
            return list_of(_join(cx, items, "an element of this list") if items else cx.fresh())
        case s.RecordExpression(fields=fields):
            typed = [(name, infer(cx, value)) for name, value in fields]
            return cx.bearable(Record(tuple(sorted(typed, key=lambda f: f[0]))), node.span)
        case s.Unary(operator="!"):
            check(cx, node.operand, BOOL, "the operand of `!`")
            return BOOL
        case s.Unary():
            return cx.overload(node, "negate", OPERATORS["negate"], [infer(cx, node.operand)])
        case s.Binary(operator=("&&" | "||") as operator):
            check(cx, node.left, BOOL, f"the left side of `{operator}`")
            check(cx, node.right, BOOL, f"the right side of `{operator}`")
            return BOOL
        case s.Binary(operator=operator):
            operands = [infer(cx, node.left), infer(cx, node.right)]
            return cx.overload(node, operator, OPERATORS[operator], operands)
        case s.CallExpression():
            return infer_call(cx, node)
        case s.IndexExpression():
            cx.solve()
            _from_front(node)
            operands = [infer(cx, node.subject), *[infer(cx, index) for index in node.indices]]
            return cx.overload(node, "[]", OPERATORS["[]"], operands)
        case s.FieldExpression():
            return _field(cx, node)
        case s.Lambda():
            return infer_function(cx, node.parameters, node.body, None)
        case s.IfExpression(orelse=None):
            _condition(cx, node)
            then = prune(infer(cx, node.then))
            if isinstance(then, TypeVar) and not then.literal:
                cx.unify(UNIT, then, site(node.then).span, "the value of an `if` without `else`")
            elif then != UNIT:
                raise NoElse(site(node.then).span, resolve(then))
            return UNIT
        case s.IfExpression():
            _condition(cx, node)
            assert node.orelse is not None
            return _join(cx, [node.then, node.orelse], "this branch of `if`")
        case s.MatchExpression():
            return _match(cx, node)
        case s.ForExpression():
            return _for(cx, node)
        case s.SampleExpression():
            return _draw(cx, node, node.distribution, "`sample`")
        case s.Block():
            with cx.inner_scope():
                statements(cx, node.statements)
                return infer(cx, node.result) if node.result is not None else UNIT


def _no_value(node: s.Block, expected: Type, what: str) -> NoValue:
    """The error for a block that ends with a statement where a value is asked for."""
    last = node.statements[-1] if node.statements else None
    dropped = isinstance(last, s.ExpressionStatement) and last.terminated
    end = last.span.end if last is not None and dropped else node.span.end
    return NoValue(Span(node.span.source, end - 1, end), what, resolve(expected), dropped)


def _from_front(node: s.IndexExpression) -> None:
    for index in node.indices:
        match index:
            case s.Unary(operator="-", operand=s.Literal(value=value)) if value != 0:
                raise NegativeIndex(index.span, node.subject.span.text)


def _condition(cx: Context, node: s.IfExpression) -> None:
    check(cx, node.condition, BOOL, "the condition of `if`")


def _join(cx: Context, nodes: Sequence[s.Expression], what: str) -> Type:
    """The common type of several expressions: Real if some are Real and the others Int."""
    return _common(cx, nodes, [infer(cx, node) for node in nodes], what)


def _common(cx: Context, nodes: Sequence[s.Expression], types: Sequence[Type], what: str) -> Type:
    common = REAL if any(prune(t) == REAL for t in types) else types[0]
    for node, type_ in zip(nodes, types, strict=True):
        cx.coerce(node, type_, common, what)
    return common


def _match(cx: Context, node: s.MatchExpression) -> Type:
    subject = infer(cx, node.subject)
    types = []
    for arm in node.arms:
        with cx.inner_scope():
            bind_pattern(cx, arm.pattern, subject, in_match=True)
            types.append(infer(cx, arm.body))
    _cover(cx, node, subject)
    return _common(cx, [arm.body for arm in node.arms], types, "the value of this arm")


def _cover(cx: Context, node: s.MatchExpression, subject: Type) -> None:
    cx.patterns.append(PatternCheck(subject, tuple([arm.pattern for arm in node.arms]), node.span, True))


def _for(cx: Context, node: s.ForExpression) -> Type:
    element = cx.overload(node, "for", FOR, [infer(cx, node.items)], node.items.span)
    with cx.inner_scope():
        bind_sure(cx, node.pattern, element)
        body = infer(cx, node.body)
    return UNIT if prune(body) == UNIT else list_of(body)


def _field(cx: Context, node: s.FieldExpression) -> Type:
    cx_type = infer(cx, node.subject)
    cx.solve()
    record = prune(cx_type)
    if isinstance(record, TypeVar) and not record.literal:
        is_called = node.span.source.text[node.span.end : node.span.end + 1] == "("
        raise FieldOfUnknown(node.subject.span, node.field, is_called and node.field in cx.world.values)
    if not isinstance(record, Record):
        is_function = node.field in cx.world.values
        raise NotARecord(node.subject.span, node.field, resolve(record), is_function)
    fields = dict(record.fields)
    if node.field not in fields:
        last = Span(node.span.source, node.span.end - len(node.field), node.span.end)
        raise UnknownField(last, node.field, resolve(record), tuple(fields))
    return fields[node.field]


def _draw(cx: Context, node: Node, distribution: s.Expression, what: str) -> Type:
    value = _distribution(cx, distribution, what)
    cx.include(cx.fresh_effect("draw"), node.span)
    return value


def _distribution(cx: Context, node: s.Expression, what: str) -> Type:
    found = prune(infer(cx, node))
    value = cx.fresh()
    is_open = isinstance(found, TypeVar) and not found.literal
    if not is_open and not _is_dist(found):
        raise NotADistribution(node.span, what, resolve(found))
    cx.unify(dist_of(value), found, node.span, what)
    return value


# ---- statements


def statements(cx: Context, nodes: Sequence[s.Statement]) -> None:
    """The statements of a block, in order; what they bind is in scope after them."""
    for node in nodes:
        _statement(cx, node)


def _statement(cx: Context, node: s.Statement) -> None:
    match node:
        case s.FunctionDeclaration():
            generalised(cx, node.name, node, node)
        case s.Let(pattern=s.NamePattern(name=name), annotation=None, value=s.Lambda() as value, drawn=False):
            if name in cx.world.constructors:
                _let(cx, node)
            else:
                _named_lambda(cx, name, node.pattern, value)
        case s.Let():
            _let(cx, node)
        case s.ObserveStatement(value=value, distribution=distribution):
            of = _distribution(cx, distribution, "`observe`")
            observed = _observed(cx, value, of)
            cx.overload(node, "observe", OBSERVE, [observed, of])
            cx.include(cx.fresh_effect("score"), node.span)
        case s.WeighStatement(weight=weight, log=log):
            check(cx, weight, REAL, "a log weight" if log else "a weight")
            cx.include(cx.fresh_effect("score"), node.span)
        case s.ExpressionStatement(expression=expression, terminated=terminated):
            dropped = prune(infer(cx, expression))
            if isinstance(dropped, TypeVar) and not dropped.literal and not terminated:
                cx.unify(UNIT, dropped, expression.span, "a statement without `;`")
            elif dropped != UNIT and (not terminated or _is_dist(dropped)):
                raise UnusedValue(expression.span, resolve(dropped))


def _named_lambda(cx: Context, name: str, pattern: s.Pattern, value: s.Lambda) -> None:
    try:
        generalised(cx, name, pattern, value)
    except UnknownName as error:
        error.in_own_let = error.name == name
        raise


def _observed(cx: Context, node: s.Expression, of: Type) -> Type:
    """The type of an observed value; a literal of numbers is a Vector where the draws are Vectors."""
    if prune(of) != VECTOR or not gives_list_literal(node):
        return infer(cx, node)
    if isinstance(node, s.ListExpression) and not any(map(gives_list_literal, node.items)):
        return _list_or_vector(cx, node)
    wanted = list_of(VECTOR) if isinstance(node, s.ListExpression) else VECTOR
    check(cx, node, wanted, "the observed value")
    return wanted


def _list_or_vector(cx: Context, node: s.ListExpression) -> Type:
    (element,) = children(infer(cx, node))
    if element == REAL or may_widen(element):
        for item in node.items:
            cx.coerce(item, cx.facts.types[id(item)], REAL, "an element of a Vector")
        cx.facts.types[id(node)] = VECTOR
    return cx.facts.types[id(node)]


def _let(cx: Context, node: s.Let) -> None:
    """What functions in the value may do beyond what they do is left open for each use of them."""
    cx.level += 1
    type_ = _let_type(cx, node)
    cx.level -= 1
    for part in parts(cx.bearable(type_, node.pattern.span)):
        if isinstance(part, TypeVar):
            part.level = min(part.level, cx.level)
    bind_sure(cx, node.pattern, type_)


def _let_type(cx: Context, node: s.Let) -> Type:
    annotation = read_type(cx, node.annotation) if node.annotation is not None else None
    if node.drawn:
        type_ = _draw(cx, node, node.value, "`let … ~`")
        if annotation is not None:
            cx.unify(annotation, type_, node.value.span, "the draw")
    elif annotation is not None:
        check(cx, node.value, annotation, "the value of this `let`")
        type_ = annotation
    else:
        type_ = infer(cx, node.value)
    return type_


def _is_dist(type_: Type) -> bool:
    return isinstance(type_, Con) and type_.name == "Dist"


def _has_fields(type_: Record, node: s.RecordExpression) -> bool:
    return {name for name, _ in type_.fields} == {name for name, _ in node.fields}


def _is_tuple(type_: Type, size: int) -> bool:
    return isinstance(type_, Con) and type_.name == "Tuple" and len(type_.arguments) == size
