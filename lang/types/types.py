"""Types, effects and type schemes, with unification.

A type is a variable, a constructor applied to types (tuples are the constructor `Tuple`), a record
with an exact set of fields, or an arrow. An effect is the set of what a call may do, {draw, score},
with at most one variable for the part still unknown; a variable's level tells in which scope it was
made, so that only those of an inner scope are generalised (Rémy's levels).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

_numbers = itertools.count()


class Waiting(Protocol):
    """Something that wants to know when an unknown type is found out."""

    def wake(self) -> None:
        """The type is known now, or known to be the same as another."""


@dataclass(slots=True, eq=False)
class TypeVar:
    """A type still to be found. A `literal` one stands for Int or Real only."""

    level: int
    literal: bool = False
    instance: Type | None = None
    name: str | None = None
    number: int = field(default_factory=lambda: next(_numbers))
    waiting: dict[Waiting, None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Con:
    """A named type with arguments."""

    name: str
    arguments: tuple[Type, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """A record type; fields in alphabetical order."""

    fields: tuple[tuple[str, Type], ...]


@dataclass(frozen=True, slots=True)
class Arrow:
    """A function type."""

    parameters: tuple[Type, ...]
    result: Type
    effect: Effect


Type = TypeVar | Con | Record | Arrow


@dataclass(slots=True, eq=False)
class EffectVar:
    """The unknown part of an effect."""

    level: int
    instance: Effect | None = None


@dataclass(frozen=True, slots=True)
class Effect:
    """What a call may do: `labels` ⊆ {draw, score}, and whatever `rest` turns out to be."""

    labels: frozenset[str] = frozenset()
    rest: EffectVar | None = None


PURE = Effect()
REAL, INT, BOOL, UNIT = Con("Real"), Con("Int"), Con("Bool"), Con("Unit")
VECTOR, MATRIX = Con("Vector"), Con("Matrix")


def list_of(element: Type) -> Con:
    """List[element]."""
    return Con("List", (element,))


def dist_of(value: Type) -> Con:
    """Dist[value]."""
    return Con("Dist", (value,))


def tuple_of(items: Sequence[Type]) -> Con:
    """The tuple type of two or more items."""
    return Con("Tuple", tuple(items))


@dataclass(frozen=True, slots=True)
class Scheme:
    """∀ variables, effects. constraints ⇒ type; the constraints are those of `overload`."""

    variables: tuple[TypeVar, ...]
    effects: tuple[EffectVar, ...]
    constraints: tuple[object, ...]
    type: Type


class Mismatch(Exception):
    """Two types that cannot be made equal; `why` says more where there is more to say."""

    def __init__(self, why: str = "") -> None:
        super().__init__(why)
        self.why = why


def prune(type_: Type) -> Type:
    """The type behind a solved variable; the way there is shortened for the next time."""
    root = type_
    while isinstance(root, TypeVar) and root.instance is not None:
        root = root.instance
    while isinstance(type_, TypeVar) and type_.instance is not None:
        type_.instance, type_ = root, type_.instance
    return root


def prune_effect(effect: Effect) -> Effect:
    """The effect with its solved variables replaced; the way there is shortened for the next time."""
    solved: list[EffectVar] = []
    rest = effect.rest
    while rest is not None and rest.instance is not None:
        solved.append(rest)
        rest = rest.instance.rest
    if not solved:
        return effect
    labels: frozenset[str] = frozenset()
    for variable in reversed(solved):
        assert variable.instance is not None
        labels |= variable.instance.labels
        variable.instance = Effect(labels, rest)
    return Effect(effect.labels | labels, rest)


def resolve(type_: Type) -> Type:
    """The type with every solved variable replaced."""
    match prune(type_):
        case Con(name, arguments) as con:
            return Con(name, tuple(map(resolve, arguments))) if arguments else con
        case Record(fields):
            return Record(tuple((name, resolve(t)) for name, t in fields))
        case Arrow(parameters, result, effect):
            return Arrow(tuple(map(resolve, parameters)), resolve(result), prune_effect(effect))
        case variable:
            return variable


def children(type_: Type) -> tuple[Type, ...]:
    """The types directly inside a type."""
    match prune(type_):
        case Con(_, arguments):
            return arguments
        case Record(fields):
            return tuple(t for _, t in fields)
        case Arrow(parameters, result, _):
            return (*parameters, result)
        case _:
            return ()


def parts(type_: Type) -> Iterator[Type]:
    """The type and every type inside it."""
    todo = [type_]
    while todo:
        this = prune(todo.pop())
        yield this
        todo.extend(children(this))


MAX_PARTS = 1_000
"""Types can grow exponentially in the size of a program; one with more parts is refused."""


class TooLarge(Exception):
    """A type with more than `MAX_PARTS` parts."""


def few_parts(type_: Type) -> list[Type]:
    """The parts of a type, or TooLarge."""
    found = list(itertools.islice(parts(type_), MAX_PARTS + 1))
    if len(found) > MAX_PARTS:
        raise TooLarge
    return found


def effect_vars(type_: Type) -> Iterator[EffectVar]:
    """The unknown effects of a type."""
    for part in parts(type_):
        if isinstance(part, Arrow):
            rest = prune_effect(part.effect).rest
            if rest is not None:
                yield rest


def lower(type_: Type, level: int) -> None:
    """Move every variable of a type out to `level`."""
    for part in parts(type_):
        if isinstance(part, TypeVar):
            part.level = min(part.level, level)
    for rest in effect_vars(type_):
        rest.level = min(rest.level, level)


def unify(left: Type, right: Type) -> None:
    """Make two types equal, or raise Mismatch."""
    left, right = prune(left), prune(right)
    if left is right:
        return
    if isinstance(left, TypeVar):
        _assign(left, right)
    elif isinstance(right, TypeVar):
        _assign(right, left)
    elif isinstance(left, Con) and isinstance(right, Con):
        if left.name != right.name or len(left.arguments) != len(right.arguments):
            raise Mismatch
        for a, b in zip(left.arguments, right.arguments, strict=True):
            unify(a, b)
    elif isinstance(left, Record) and isinstance(right, Record):
        if [name for name, _ in left.fields] != [name for name, _ in right.fields]:
            raise Mismatch
        for (_, a), (_, b) in zip(left.fields, right.fields, strict=True):
            unify(a, b)
    elif isinstance(left, Arrow) and isinstance(right, Arrow):
        if len(left.parameters) != len(right.parameters):
            raise Mismatch
        for a, b in zip(left.parameters, right.parameters, strict=True):
            unify(a, b)
        unify(left.result, right.result)
        unify_effects(left.effect, right.effect)
    else:
        raise Mismatch


def _assign(variable: TypeVar, type_: Type) -> None:
    if isinstance(type_, TypeVar):
        if variable.literal and not type_.literal:
            variable, type_ = type_, variable
        type_.name = type_.name or variable.name
    else:
        if variable.literal and type_ not in (INT, REAL):
            raise Mismatch
        if any(part is variable for part in few_parts(type_)):
            raise Mismatch("the type would contain itself")
    lower(type_, variable.level)
    variable.instance = type_
    for constraint in variable.waiting:
        constraint.wake()
    variable.waiting = {}


class EffectMismatch(Mismatch):
    """A function that may do `extra` stands where that is not allowed."""

    def __init__(self, extra: frozenset[str]) -> None:
        super().__init__("effect")
        self.extra = extra


def unify_effects(left: Effect, right: Effect) -> None:
    """Make two effects equal, or raise EffectMismatch."""
    left, right = prune_effect(left), prune_effect(right)
    if left.rest is right.rest:
        if left.labels != right.labels:
            if left.rest is None:
                raise EffectMismatch(left.labels ^ right.labels)
            grow(left, left.labels | right.labels)
        return
    if left.rest is None and right.labels - left.labels:
        raise EffectMismatch(right.labels - left.labels)
    if right.rest is None and left.labels - right.labels:
        raise EffectMismatch(left.labels - right.labels)
    labels = left.labels | right.labels
    if left.rest is None or right.rest is None:
        shared = None
    else:
        shared = EffectVar(min(left.rest.level, right.rest.level))
    for side in (left, right):
        if side.rest is not None:
            side.rest.instance = Effect(labels, shared)


def grow(effect: Effect, labels: frozenset[str]) -> None:
    """Add labels to an effect, or raise EffectMismatch where it is closed."""
    effect = prune_effect(effect)
    missing = labels - effect.labels
    if not missing:
        return
    if effect.rest is None:
        raise EffectMismatch(missing)
    effect.rest.instance = Effect(labels, EffectVar(effect.rest.level))


def include(effect: Effect, part: Effect) -> None:
    """Make `part` a part of `effect`: labels are added, an unknown rest is identified."""
    part = prune_effect(part)
    grow(effect, part.labels)
    effect = prune_effect(effect)
    if part.rest is None or part.rest is effect.rest:
        return
    if effect.rest is None:
        part.rest.instance = Effect(effect.labels)
    else:
        shared = EffectVar(min(effect.rest.level, part.rest.level))
        part.rest.instance = Effect(effect.labels, shared)
        effect.rest.instance = Effect(frozenset(), shared)
