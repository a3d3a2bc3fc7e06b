"""Types as written → types."""

from __future__ import annotations

from collections.abc import Sequence

from ..errors.names import UnknownType, WrongTypeArguments
from ..syntax import tree as s
from .context import Context
from .types import (
    BOOL,
    INT,
    MATRIX,
    PURE,
    REAL,
    UNIT,
    VECTOR,
    Arrow,
    Con,
    Record,
    Type,
    tuple_of,
)

_PLAIN = {"Real": REAL, "Int": INT, "Bool": BOOL, "Unit": UNIT, "Vector": VECTOR, "Matrix": MATRIX}
_WITH_ARGUMENT = ("List", "Dist")


def read_type(cx: Context, written: s.TypeSyntax) -> Type:
    """The type that an annotation means; a random arrow leaves open what the function may do."""
    return cx.bearable(_read(cx, written), written.span)


def _read(cx: Context, written: s.TypeSyntax) -> Type:
    match written:
        case s.NamedType():
            return _named(cx, written)
        case s.TupleType():
            items = read_types(cx, written.items)
            return UNIT if not items else items[0] if len(items) == 1 else tuple_of(items)
        case s.RecordType():
            fields = [(name, read_type(cx, t)) for name, t in written.fields]
            return Record(tuple(sorted(fields, key=lambda f: f[0])))
        case s.ArrowType():
            effect = cx.fresh_effect() if written.random else PURE
            return Arrow(tuple(read_types(cx, written.parameters)), read_type(cx, written.result), effect)


def read_types(cx: Context, written: Sequence[s.TypeSyntax]) -> list[Type]:
    """Several types."""
    return [read_type(cx, t) for t in written]


def _named(cx: Context, written: s.NamedType) -> Type:
    name = written.name
    made: Type
    if name in cx.type_parameters:
        expected, made = 0, cx.type_parameters[name]
    elif name in _PLAIN and name not in cx.world.types:
        expected, made = 0, _PLAIN[name]
    else:
        info = cx.world.types.get(name)
        if info is None and name not in _WITH_ARGUMENT:
            known = (*cx.type_parameters, *_PLAIN, *_WITH_ARGUMENT, *cx.world.types)
            raise UnknownType(written.span.first(len(name)), name, known)
        expected = 1 if info is None else len(info.parameters)
        made = Con(name, tuple(read_types(cx, written.arguments)))
    if len(written.arguments) != expected:
        raise WrongTypeArguments(written.span, name, expected, len(written.arguments))
    return made
