"""What a model returns, as named outputs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ..qbs.program import Kind, Output
from .syntax import tree as s
from .types.exhaustive import field_types
from .types.scope import TypeInfo
from .types.show_type import show_type
from .types.types import INT, MATRIX, REAL, VECTOR, Arrow, Con, Record, Type, parts
from .values.show_value import show_value


def outputs(body: s.Block, result: Type, types: Mapping[str, TypeInfo]) -> tuple[Output, ...]:
    """The fields of a returned record, as written; else the value, by the variable's name if it is one.

    A record inside a record gives outputs with a point in their names.
    """
    if isinstance(result, Record):
        found = tuple(_fields("", result, lambda value: value, types))
        if isinstance(body.result, s.RecordExpression):
            written = [name for name, _ in body.result.fields]
            return tuple(sorted(found, key=lambda output: written.index(output.name.split(".")[0])))
        return found
    name = body.result.name if isinstance(body.result, s.Name) else "value"
    return (_output(name, result, lambda value: value, types),)


def _fields(
    prefix: str, record: Record, get: Callable[[Any], Any], types: Mapping[str, TypeInfo]
) -> Iterator[Output]:
    for index, (name, type_) in enumerate(record.fields):

        def inner(value: Any, index: int = index) -> Any:
            return get(value)[index]

        if isinstance(type_, Record):
            yield from _fields(f"{prefix}{name}.", type_, inner, types)
        else:
            yield _output(prefix + name, type_, inner, types)


def _output(name: str, type_: Type, get: Callable[[Any], Any], types: Mapping[str, TypeInfo]) -> Output:
    def component(value: Any) -> Any:
        return plain(get(value), type_)

    def show(value: Any) -> str:
        return show_value(value, type_, lambda of, tag: field_types(of, types)[tag])

    kind = kind_of(type_, types)
    return Output(name, show_type(type_), kind, component if kind == "array" else get, show)


def kind_of(type_: Type, types: Mapping[str, TypeInfo]) -> Kind:
    """What can be reported of values of a type."""
    match type_:
        case Arrow():
            return "function"
        case Con("Real"):
            return "real"
        case Con("Int"):
            return "int"
        case Con("Bool"):
            return "bool"
        case _ if _numbers(type_):
            return "array"
        case _:
            return "discrete" if _countable(type_, types) else "other"


def _numbers(type_: Type) -> bool:
    match type_:
        case Con("List", (element,)):
            return _numbers(element)
        case Con("Tuple", items):
            return all(map(_numbers, items))
        case _:
            return type_ in (REAL, INT, VECTOR, MATRIX)


def _countable(type_: Type, types: Mapping[str, TypeInfo]) -> bool:
    seen: set[Type] = set()
    todo = [type_]
    while todo:
        for part in parts(todo.pop()):
            if isinstance(part, Arrow) or part in (REAL, VECTOR, MATRIX):
                return False
            if isinstance(part, Con) and part.name == "Dist":
                return False
            if isinstance(part, Con) and part.name in types and part not in seen:
                seen.add(part)
                todo.extend(f for fields in field_types(part, types).values() for f in fields)
    return True


def plain(value: Any, type_: Type) -> Any:
    """An array as nested tuples of numbers."""
    match type_:
        case Con("List", (element,)):
            return tuple([plain(x, element) for x in value])
        case Con("Tuple", items):
            return tuple([plain(x, t) for x, t in zip(value, items, strict=True)])
        case _:
            return value
