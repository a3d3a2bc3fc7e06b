"""Type inference of functions: parameters, effects, and generalisation."""

from __future__ import annotations

from collections.abc import Sequence

from . import check_expressions as expressions
from . import syntax as s
from .check_types import read_type
from .context import Context
from .declared_types import name_span
from .errors.names import BoundTwice
from .errors.typing import RecursiveUse, TooGeneral
from .node import Node
from .scope import FunctionBinding
from .types import REAL, VECTOR, Arrow, Mismatch, Type, TypeVar, prune, resolve, unify


def infer_function(
    cx: Context,
    parameters: Sequence[s.Parameter],
    result: s.TypeSyntax | None,
    body: s.Expression,
    expected: Arrow | None,
) -> Arrow:
    """The type of a function; `expected` tells what is not annotated: parameters, and what is widened to."""
    known = expected.parameters if expected and len(expected.parameters) == len(parameters) else None
    outer_effect, cx.effect = cx.effect, cx.fresh_effect()
    with cx.inner_scope():
        types = []
        for i, parameter in enumerate(parameters):
            if parameter.annotation is not None:
                types.append(read_type(cx, parameter.annotation))
            else:
                types.append(known[i] if known is not None else cx.fresh())
        bind_parameters(cx, parameters, types)
        result_type = read_type(cx, result) if result is not None else _widened_to(expected)
        if result_type is not None:
            expressions.check(cx, body, result_type, "the result of this function")
        else:
            result_type = expressions.infer(cx, body)
    effect, cx.effect = cx.effect, outer_effect
    return Arrow(tuple(types), result_type, effect)


def _widened_to(expected: Arrow | None) -> Type | None:
    """The expected result if an Int, or a list literal, would be converted to it."""
    wanted = prune(expected.result) if expected is not None else None
    return wanted if wanted in (REAL, VECTOR) else None


def bind_parameters(cx: Context, parameters: Sequence[s.Parameter], types: Sequence[Type]) -> None:
    """Bring parameters into scope; no two may have one name."""
    seen: set[str] = set()
    for parameter, type_ in zip(parameters, types, strict=True):
        before = dict(cx.scope)
        expressions.bind_sure(cx, parameter.pattern, type_)
        for name in cx.scope:
            if cx.scope[name] is not before.get(name):
                if name in seen:
                    raise BoundTwice(parameter.span, name)
                seen.add(name)


def generalised(
    cx: Context, name: str, binder: Node, node: s.FunctionDeclaration | s.Lambda
) -> FunctionBinding:
    """Bind a local function, usable at several types after its declaration."""
    cx.level += 1
    binding = FunctionBinding(name, node, cx.fresh(), is_global=False)
    if isinstance(node, s.FunctionDeclaration):
        cx.scope[name] = binding
    type_ = declared_type(cx, node)
    unify_uses(binding, type_)
    (binding.scheme,) = cx.generalise([type_])
    cx.level -= 1
    cx.scope[name] = binding
    cx.facts.bindings[id(binder)] = binding
    return binding


def unify_uses(binding: FunctionBinding, type_: Type) -> None:
    """Inside its own declaration, or that of its group, a function is used at the type that it has."""
    try:
        unify(binding.type, type_)
    except Mismatch:
        assert isinstance(binding.node, s.FunctionDeclaration)
        used, declared = resolve(binding.type), resolve(type_)
        raise RecursiveUse(name_span(binding.node), binding.name, used, declared) from None


def declared_type(cx: Context, node: s.FunctionDeclaration | s.Lambda) -> Arrow:
    """The type of a function with its own type parameters, which must stay general."""
    if isinstance(node, s.Lambda):
        return infer_function(cx, node.parameters, None, node.body, None)
    for i, name in enumerate(node.type_parameters):
        if name in node.type_parameters[:i]:
            raise BoundTwice(name_span(node), name)
    outer = cx.type_parameters
    own = {name: TypeVar(cx.level, name=name) for name in node.type_parameters}
    cx.type_parameters = {**outer, **own}
    try:
        type_ = infer_function(cx, node.parameters, node.result, node.body, None)
    finally:
        cx.type_parameters = outer
    found = [prune(variable) for variable in own.values()]
    for name, stands_for in zip(own, found, strict=True):
        if not isinstance(stands_for, TypeVar) or stands_for.literal:
            raise TooGeneral(name_span(node), name, resolve(stands_for))
        if stands_for.level < cx.level or found.count(stands_for) > 1:
            raise TooGeneral(name_span(node), name, None)
    return type_
