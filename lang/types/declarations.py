"""Type declarations: constructors, their fields, and whether the types mean something as sets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..errors.base import LanguageError
from ..errors.names import BoundTwice, DeclaredTwice
from ..errors.typing import NotPositive
from ..syntax import tree as s
from ..syntax.names import name_span
from .annotations import read_type
from .context import Context, Facts, Rules
from .scope import ConstructorInfo, TypeInfo, World
from .types import Arrow, Con, Type, TypeVar, children, prune, tuple_of


def declare_types(nodes: Sequence[s.TypeDeclaration], world: World, rules: Rules) -> dict[str, LanguageError]:
    """Bring types and constructors into scope; the errors found, by the type they are in."""
    for node in nodes:
        world.types[node.name] = TypeInfo(node.name, tuple([TypeVar(1, name=p) for p in node.parameters]))
    errors: dict[str, LanguageError] = {}
    lines: dict[str, int] = {}
    for node in nodes:
        try:
            _declare(node, world, rules, lines)
        except LanguageError as error:
            errors[node.name] = error
    sound = [node for node in nodes if node.name not in errors]
    for node, constructor in _not_positive(sound, world):
        errors.setdefault(node.name, NotPositive(constructor.span, node.name))
    return errors


def _declare(node: s.TypeDeclaration, world: World, rules: Rules, lines: dict[str, int]) -> None:
    for i, name in enumerate(node.parameters):
        if name in node.parameters[:i]:
            raise BoundTwice(name_span(node), name)
    info = world.types[node.name]
    cx = Context(world, Facts(), rules)
    cx.type_parameters = dict(zip(node.parameters, info.parameters, strict=True))
    for constructor in node.constructors:
        if constructor.name in lines:
            place = constructor.span.first(len(constructor.name))
            raise DeclaredTwice(place, "constructor", constructor.name, lines[constructor.name])
        lines[constructor.name] = constructor.span.line
        fields = tuple([read_type(cx, written) for written in constructor.fields])
        cx.bearable(tuple_of(fields), constructor.span)
        made = ConstructorInfo(constructor.name, info, fields)
        info.constructors.append(made)
        world.constructors[constructor.name] = world.values[constructor.name] = made


# ---- positivity


def _not_positive(
    nodes: Sequence[s.TypeDeclaration], world: World
) -> Iterator[tuple[s.TypeDeclaration, s.Constructor]]:
    """Constructors with a field in which the type itself, or one that contains it, is an argument."""
    negative = _negative_parameters(world.types)
    uses = {node.name: _uses(world.types[node.name], negative) for node in nodes}
    for node in nodes:
        for constructor, made in zip(node.constructors, world.types[node.name].constructors, strict=True):
            found = {name for field in made.fields for name, bad in _named(field, negative, False) if bad}
            if any(node.name in _reachable(name, uses) for name in found):
                yield node, constructor


def _uses(info: TypeInfo, negative: Mapping[str, set[int]]) -> set[str]:
    fields = [field for constructor in info.constructors for field in constructor.fields]
    return {name for field in fields for name, _ in _named(field, negative, False)}


def _reachable(start: str, uses: Mapping[str, set[str]]) -> set[str]:
    found, todo = {start}, [start]
    while todo:
        new = uses.get(todo.pop(), set()) - found
        found |= new
        todo.extend(new)
    return found


def _negative_parameters(types: Mapping[str, TypeInfo]) -> dict[str, set[int]]:
    """For each type the numbers of the parameters that stand in the argument of a function in it."""
    found: dict[str, set[int]] = {name: set() for name in types}
    changed = True
    while changed:
        changed = False
        for name, info in types.items():
            fields = [field for constructor in info.constructors for field in constructor.fields]
            bad = {part for field in fields for part in _variables(field, found, False)}
            now = {i for i, parameter in enumerate(info.parameters) if parameter in bad}
            changed = changed or now != found[name]
            found[name] = now
    return found


def _variables(type_: Type, negative: Mapping[str, set[int]], inside: bool) -> Iterator[TypeVar]:
    """The type variables that stand in the argument of a function."""
    for part, bad in _occurrences(type_, negative, inside):
        if isinstance(part, TypeVar) and bad:
            yield part


def _named(type_: Type, negative: Mapping[str, set[int]], inside: bool) -> Iterator[tuple[str, bool]]:
    """The named types in a type, and whether they stand in the argument of a function."""
    for part, bad in _occurrences(type_, negative, inside):
        if isinstance(part, Con):
            yield part.name, bad


def _occurrences(type_: Type, negative: Mapping[str, set[int]], inside: bool) -> Iterator[tuple[Type, bool]]:
    todo = [(type_, inside)]
    while todo:
        part, bad = todo.pop()
        part = prune(part)
        yield part, bad
        match part:
            case Arrow(parameters, result, _):
                todo.extend((parameter, True) for parameter in parameters)
                todo.append((result, bad))
            case Con(name, arguments) if name in negative:
                todo.extend((a, bad or i in negative[name]) for i, a in enumerate(arguments))
            case _:
                todo.extend((child, bad) for child in children(part))
