"""Type inference of patterns."""

from __future__ import annotations

from ..errors.names import BoundTwice, ConstructorArguments, UnknownConstructor
from ..errors.patterns import PatternFields, PatternShape
from ..syntax import tree as s
from .context import Context, PatternCheck
from .overload import substitute
from .scope import ConstructorInfo, Variable
from .types import (
    BOOL,
    INT,
    UNIT,
    Con,
    Mismatch,
    Record,
    Type,
    TypeVar,
    effect_vars,
    list_of,
    prune,
    resolve,
    tuple_of,
    unify,
)


def bind_pattern(cx: Context, pattern: s.Pattern, type_: Type, *, in_match: bool = False) -> None:
    """Give the pattern's variables their types, and bring them into scope.

    In a match, an unknown name with a capital letter is taken for a misspelt constructor.
    """
    names: set[str] = set()
    _bind(cx, pattern, type_, names, in_match)


def bind_sure(cx: Context, pattern: s.Pattern, type_: Type) -> None:
    """Bind a pattern that must fit every value."""
    bind_pattern(cx, pattern, type_)
    cx.patterns.append(PatternCheck(type_, (pattern,), pattern.span, False))


def _bind(cx: Context, pattern: s.Pattern, type_: Type, names: set[str], in_match: bool) -> None:
    match pattern:
        case s.NamePattern(name=name):
            constructor = cx.world.constructors.get(name)
            if constructor is not None:
                _constructor(cx, pattern, constructor, (), type_, names, in_match)
            elif in_match and name[0].isupper():
                raise UnknownConstructor(pattern.span, name, tuple(cx.world.constructors))
            else:
                if name in names:
                    raise BoundTwice(pattern.span, name)
                names.add(name)
                free = tuple({e: None for e in effect_vars(type_) if e.level > cx.level})
                cx.scope[name] = cx.facts.bindings[id(pattern)] = Variable(name, type_, free)
        case s.Wildcard():
            pass
        case s.LiteralPattern(value=value):
            literal = BOOL if isinstance(value, bool) else INT
            _shape(cx, pattern, type_, literal, "a truth value" if literal == BOOL else "a whole number")
        case s.TuplePattern(items=()):
            _shape(cx, pattern, type_, UNIT, "`()`")
        case s.TuplePattern(items=items):
            types = [cx.fresh() for _ in items]
            _shape(cx, pattern, type_, tuple_of(types), f"a tuple of {len(items)}")
            for item, item_type in zip(items, types, strict=True):
                _bind(cx, item, item_type, names, in_match)
        case s.ListPattern(items=items, rest=rest):
            element = cx.fresh()
            _shape(cx, pattern, type_, list_of(element), "a list")
            for item in items:
                _bind(cx, item, element, names, in_match)
            if rest is not None:
                _bind(cx, rest, list_of(element), names, in_match)
        case s.ConstructorPattern(name=name, arguments=arguments):
            constructor = cx.world.constructors.get(name)
            if constructor is None:
                raise UnknownConstructor(pattern.span.first(len(name)), name, tuple(cx.world.constructors))
            _constructor(cx, pattern, constructor, arguments, type_, names, in_match)
        case s.RecordPattern(fields=fields):
            known = prune(type_)
            if isinstance(known, TypeVar):
                known = Record(tuple(sorted(((name, cx.fresh()) for name, _ in fields), key=lambda f: f[0])))
                _shape(cx, pattern, type_, known, "a record")
            if not isinstance(known, Record):
                raise PatternShape(pattern.span, resolve(type_), "a record")
            types_of = dict(known.fields)
            if set(types_of) != {name for name, _ in fields}:
                raise PatternFields(pattern.span, resolve(known), tuple(name for name, _ in fields))
            for name, inner in fields:
                _bind(cx, inner, types_of[name], names, in_match)


def _constructor(
    cx: Context,
    pattern: s.NamePattern | s.ConstructorPattern,
    constructor: ConstructorInfo,
    arguments: tuple[s.Pattern, ...],
    type_: Type,
    names: set[str],
    in_match: bool,
) -> None:
    if len(arguments) != len(constructor.fields):
        raise ConstructorArguments(pattern.span, constructor.name, len(constructor.fields), len(arguments))
    fresh = {v: cx.fresh() for v in constructor.owner.parameters}
    _shape(cx, pattern, type_, Con(constructor.owner.name, tuple(fresh.values())), f"`{constructor.name}`")
    cx.facts.bindings[id(pattern)] = constructor
    for argument, field in zip(arguments, constructor.fields, strict=True):
        _bind(cx, argument, substitute(field, fresh), names, in_match)


def _shape(cx: Context, pattern: s.Pattern, type_: Type, shape: Type, found: str) -> None:
    try:
        unify(type_, shape)
    except Mismatch:
        raise PatternShape(pattern.span, resolve(type_), found) from None
