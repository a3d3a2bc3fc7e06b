"""Type inference of functions: parameters, effects, and generalisation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..errors.effects import NeedsPure
from ..errors.names import BoundTwice
from ..errors.typing import RecursiveUse, TooGeneral
from ..syntax import tree as s
from ..syntax.names import name_span
from ..syntax.node import Node
from .annotations import read_type
from .context import Context
from .patterns import bind_sure
from .scope import FunctionBinding
from .types import (
    REAL,
    VECTOR,
    Arrow,
    Effect,
    EffectVar,
    Mismatch,
    Type,
    TypeVar,
    effect_vars,
    prune,
    prune_effect,
    resolve,
    unify,
)


def infer_function(
    cx: Context, parameters: Sequence[s.Parameter], body: s.Expression, expected: Arrow | None
) -> Arrow:
    """The type of a function value; `expected` tells parameter types that are not annotated."""
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
        result = _widened_to(expected)
        if result is not None:
            cx.rules.check(cx, body, result, "the result of this function")
        else:
            result = cx.rules.infer(cx, body)
    effect, cx.effect = cx.effect, outer_effect
    return Arrow(tuple(types), result, effect)


def _widened_to(expected: Arrow | None) -> Type | None:
    """The expected result if an Int, or a list literal, would be converted to it."""
    wanted = prune(expected.result) if expected is not None else None
    return wanted if wanted in (REAL, VECTOR) else None


def bind_parameters(cx: Context, parameters: Sequence[s.Parameter], types: Sequence[Type]) -> None:
    """Bring parameters into scope; no two may have one name."""
    seen: set[str] = set()
    for parameter, type_ in zip(parameters, types, strict=True):
        before = cx.scope.mark()
        bind_sure(cx, parameter.pattern, type_)
        for name in cx.scope.since(before):
            if name in seen:
                raise BoundTwice(parameter.span, name)
            seen.add(name)


def generalised(
    cx: Context, name: str, binder: Node, node: s.FunctionDeclaration | s.Lambda
) -> FunctionBinding:
    """Bind a local function, usable at several types after its declaration."""
    mark = cx.pending.mark()
    cx.level += 1
    binding = FunctionBinding(name, node, cx.fresh(), is_global=False)
    if isinstance(node, s.FunctionDeclaration):
        declared = declare(cx, node)
        type_ = binding.type = declared.type
        cx.scope[name] = binding
        infer_declared(cx, declared)
        check_general(cx, declared)
    else:
        type_ = infer_function(cx, node.parameters, node.body, None)
    (binding.scheme,) = cx.generalise([type_], mark)
    cx.level -= 1
    cx.scope[name] = binding
    cx.facts.bindings[id(binder)] = binding
    return binding


@dataclass(frozen=True, slots=True)
class Declared:
    """A declared function with what its annotations say of its type, and its own type parameters."""

    node: s.FunctionDeclaration
    type: Arrow
    open: tuple[tuple[s.Parameter, EffectVar], ...]
    own: dict[str, TypeVar]
    outer: dict[str, TypeVar]


def declare(cx: Context, node: s.FunctionDeclaration) -> Declared:
    """Read the annotations of a function; its uses inside its own body have this type."""
    for i, name in enumerate(node.type_parameters):
        if name in node.type_parameters[:i]:
            raise BoundTwice(name_span(node), name)
    outer = cx.type_parameters
    own = {name: TypeVar(cx.level, name=name) for name in node.type_parameters}
    cx.type_parameters = {**outer, **own}
    annotations = [parameter.annotation for parameter in node.parameters]
    types = [read_type(cx, a) if a is not None else cx.fresh() for a in annotations]
    result = read_type(cx, node.result) if node.result is not None else cx.fresh()
    cx.type_parameters = outer
    open_effects = tuple(
        [(p, e) for p, t in zip(node.parameters, types, strict=True) if p.annotation for e in effect_vars(t)]
    )
    return Declared(node, Arrow(tuple(types), result, cx.fresh_effect()), open_effects, own, outer)


def infer_declared(cx: Context, declared: Declared) -> None:
    """Check the body of a function against what is declared of it."""
    node, type_ = declared.node, declared.type
    cx.type_parameters = {**declared.outer, **declared.own}
    outer_effect, cx.effect = cx.effect, type_.effect
    with cx.inner_scope():
        bind_parameters(cx, node.parameters, type_.parameters)
        if node.result is not None:
            cx.rules.check(cx, node.body, type_.result, "the result of this function")
        else:
            _unify_result(node, type_.result, cx.rules.infer(cx, node.body))
    cx.effect = outer_effect
    cx.type_parameters = declared.outer


def _unify_result(node: s.FunctionDeclaration, used: Type, found: Type) -> None:
    try:
        unify(used, found)
    except Mismatch:
        raise RecursiveUse(name_span(node), node.name, resolve(used), resolve(found)) from None


def check_general(cx: Context, declared: Declared) -> None:
    """What is declared to be any type (`A`), or to have any effect (`~>`), stays so in the body."""
    for parameter, effect in declared.open:
        if prune_effect(Effect(rest=effect)).rest is None:
            raise NeedsPure(parameter.span, parameter.pattern.span.text)
    found = [prune(variable) for variable in declared.own.values()]
    for name, stands_for in zip(declared.own, found, strict=True):
        if not isinstance(stands_for, TypeVar) or stands_for.literal:
            raise TooGeneral(name_span(declared.node), name, resolve(stands_for))
        if stands_for.level < cx.level or found.count(stands_for) > 1:
            raise TooGeneral(name_span(declared.node), name, None)
