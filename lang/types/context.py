"""The state of type inference, and the operations that every rule uses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol

from ..errors.effects import EffectNotAllowed
from ..errors.typing import MemoDomain, NoEquality, NoOverload, TypeMismatch
from ..errors.values import TypeTooLarge
from ..syntax import tree as s
from ..syntax.node import Node
from ..syntax.span import Span
from .overload import Constraint, Overload, Property, decide, may_widen, substitute
from .pending import Pending, connected, variables
from .scope import Binding, LocalNames, World
from .signatures import Signature
from .types import (
    INT,
    MAX_PARTS,
    PURE,
    REAL,
    Arrow,
    Con,
    Effect,
    EffectMismatch,
    EffectVar,
    Mismatch,
    Scheme,
    TooLarge,
    Type,
    TypeVar,
    effect_vars,
    few_parts,
    include,
    lower,
    parts,
    prune,
    prune_effect,
    resolve,
    unify,
)


@dataclass(slots=True)
class Facts:
    """What inference found out, by the identity of the syntax node that it is about."""

    types: dict[int, Type] = field(default_factory=dict)
    bindings: dict[int, Binding] = field(default_factory=dict)
    instances: dict[int, tuple[Type, ...]] = field(default_factory=dict)
    overloads: dict[int, Overload] = field(default_factory=dict)
    widened: set[int] = field(default_factory=set)
    arguments: dict[int, tuple[s.Expression, ...]] = field(default_factory=dict)

    def extended(self) -> Facts:
        """A copy to find out more in."""
        return Facts(
            dict(self.types),
            dict(self.bindings),
            dict(self.instances),
            dict(self.overloads),
            set(self.widened),
            dict(self.arguments),
        )


@dataclass(slots=True)
class PatternCheck:
    """Patterns to be looked at once all types are known: arms of a match, or one that must fit."""

    type: Type
    patterns: tuple[s.Pattern, ...]
    span: Span
    is_match: bool


class Rules(Protocol):
    """The rules for expressions, which those for calls and functions come back to."""

    def infer(self, cx: Context, node: s.Expression, /) -> Type:
        """The type of an expression."""
        ...

    def check(self, cx: Context, node: s.Expression, expected: Type, what: str, /) -> None:
        """Hold an expression against a type."""
        ...


@dataclass(slots=True)
class Context:
    """Inference of one group of declarations."""

    world: World
    facts: Facts
    rules: Rules
    level: int = 0
    effect: Effect = PURE
    scope: LocalNames = field(default_factory=LocalNames)
    type_parameters: dict[str, TypeVar] = field(default_factory=dict)
    pending: Pending = field(default_factory=Pending)
    patterns: list[PatternCheck] = field(default_factory=list)

    def fresh(self, *, literal: bool = False) -> TypeVar:
        """A new unknown type."""
        return TypeVar(self.level, literal)

    def fresh_effect(self, *labels: str) -> Effect:
        """An effect with these labels and room for more."""
        return Effect(frozenset(labels), EffectVar(self.level))

    def lookup(self, name: str) -> Binding | None:
        """What a name stands for here."""
        return self.scope.get(name) or self.world.values.get(name)

    @contextmanager
    def inner_scope(self) -> Iterator[None]:
        """Names bound inside are forgotten after."""
        before = self.scope.mark()
        try:
            yield
        finally:
            self.scope.forget(before)

    def bearable(self, type_: Type, span: Span) -> Type:
        """A type that is not too large to work with."""
        try:
            few_parts(type_)
        except TooLarge:
            raise TypeTooLarge(span, MAX_PARTS) from None
        return type_

    def unify(self, expected: Type, found: Type, span: Span, what: str) -> None:
        """Make two types equal, or say that `what` is of another type."""
        try:
            unify(expected, found)
        except EffectMismatch as error:
            raise EffectNotAllowed(span, what, error.extra) from None
        except TooLarge:
            raise TypeTooLarge(span, MAX_PARTS) from None
        except Mismatch as error:
            self.solve()
            raise TypeMismatch(span, what, resolve(expected), resolve(found), error.why) from None

    def coerce(self, node: s.Expression, found: Type, expected: Type, what: str) -> None:
        """Let an expression of type `found` stand where `expected` is asked for; an Int is widened."""
        if prune(expected) == REAL and may_widen(found):
            self.facts.widened.add(id(node))
        else:
            self.unify(expected, found, site(node).span, what)

    def include(self, effect: Effect, span: Span) -> None:
        """The function being checked may do all that `effect` may."""
        try:
            include(self.effect, effect)
        except EffectMismatch as error:
            raise EffectNotAllowed(span, "this call", error.extra) from None

    # ---- constraints

    def overload(
        self,
        node: Node,
        name: str,
        signatures: Sequence[Signature],
        arguments: Sequence[Type],
        span: Span | None = None,
    ) -> Type:
        """The result type of an overloaded operation; decided now if the types known suffice."""
        overload = Overload(name, tuple(signatures), tuple(arguments), self.fresh(), span or node.span)
        self.facts.overloads[id(node)] = overload
        self.pending.add(overload)
        self.solve()
        return overload.result

    def require(self, kind: str, type_: Type, span: Span) -> None:
        """Ask for equality or countability of a type, once it is known."""
        self.pending.add(Property(kind, type_, span))

    def solve(self) -> None:
        """Decide every pending overload that can be decided."""
        for overload in self.pending.decidable():
            self._decide(overload, final=False)

    def settle(self, constraints: Sequence[Constraint]) -> None:
        """Decide constraints for good: literals become Int, other unknowns Real."""
        self.solve()
        for constraint in constraints:
            if constraint in self.pending and isinstance(constraint, Overload):
                self._decide(constraint, final=True)
                self.solve()
        for constraint in constraints:
            if constraint in self.pending:
                assert isinstance(constraint, Property)
                self.pending.remove(constraint)
                self._check(constraint)

    def _decide(self, overload: Overload, *, final: bool) -> bool:
        try:
            done = decide(overload, final=final)
        except EffectMismatch as error:
            raise EffectNotAllowed(overload.span, "a function here", error.extra) from None
        except Mismatch as error:
            raise no_overload(overload, error.why) from None
        if done is None:
            raise no_overload(overload)
        if done:
            self.pending.remove(overload)
            if overload.name in ("==", "!="):
                self.require("equality", overload.arguments[0], overload.span)
        return done

    def _check(self, wanted: Property) -> None:
        type_ = default(resolve(wanted.type))
        if wanted.kind == "equality" and self.contains(type_, {"Dist"}, arrows=True):
            raise NoEquality(wanted.span, type_)
        if wanted.kind == "countable" and self.contains(
            type_, {"Real", "Vector", "Matrix", "Dist"}, arrows=True
        ):
            raise MemoDomain(wanted.span, type_)

    def contains(self, type_: Type, names: set[str], *, arrows: bool) -> bool:
        """Whether values of a type hold a value of one of these types, or a function."""
        seen: set[str] = set()
        todo = [type_]
        while todo:
            for part in parts(todo.pop()):
                if isinstance(part, Arrow) and arrows:
                    return True
                if isinstance(part, Con):
                    if part.name in names:
                        return True
                    info = self.world.types.get(part.name)
                    if info is not None and part.name not in seen:
                        seen.add(part.name)
                        todo.extend(field for c in info.constructors for field in c.fields)
        return False

    # ---- schemes

    def instantiate(self, scheme: Scheme, span: Span) -> tuple[Type, tuple[Type, ...]]:
        """A copy of a scheme's type with fresh unknowns, and what these are."""
        renamed: dict[TypeVar, Type] = {v: self.fresh(literal=v.literal) for v in scheme.variables}
        effects = {e: self.fresh_effect() for e in scheme.effects}
        for constraint in scheme.constraints:
            assert isinstance(constraint, Overload | Property)
            copy = constraint.copy(renamed)
            copy.span = span
            self.pending.add(copy)
        self.solve()
        type_ = rename_effects(substitute(scheme.type, renamed), effects)
        return type_, tuple([renamed[v] for v in scheme.variables])

    def generalise(self, types: Sequence[Type], mark: int = 0) -> list[Scheme]:
        """Schemes for the types of a group of functions, over the unknowns made at this level.

        `mark` is that of `pending` before the group.
        """
        self.solve()
        for type_ in types:
            few_parts(type_)
        for constraint in self.pending.since(mark):
            if not self._is_inner(constraint):
                for type_ in constraint.types():
                    lower(type_, self.level - 1)
        inner = [c for c in self.pending.since(mark) if self._is_inner(c)]
        kept = connected(inner, {v for v in variables(*types) if v.level >= self.level})
        among = set(kept)
        self.settle([c for c in inner if c not in among])
        kept = [c for c in kept if c in self.pending]
        if len(kept) > MAX_PARTS:
            raise TooLarge
        for constraint in kept:
            self.pending.remove(constraint)
        reached = {v for v in variables(*types) if v.level >= self.level}
        reached |= {v for c in kept for v in variables(*c.types())}
        quantified = tuple(sorted(reached, key=lambda v: v.number))
        effects = tuple({e: None for t in types for e in effect_vars(t) if e.level >= self.level})
        return [Scheme(quantified, effects, tuple(kept), t) for t in types]

    def _is_inner(self, constraint: Constraint) -> bool:
        return all(v.level >= self.level for v in variables(*constraint.types()))


def site(node: s.Expression) -> s.Expression:
    """Where the value of an expression stands: at the end of a block."""
    while isinstance(node, s.Block) and node.result is not None:
        node = node.result
    return node


def rename_effects(type_: Type, effects: Mapping[EffectVar, Effect]) -> Type:
    """A type with unknown effects replaced, and every closed effect of its outermost arrow opened."""
    match prune(type_):
        case Con(name, arguments) as con:
            return Con(name, tuple([rename_effects(t, effects) for t in arguments])) if arguments else con
        case Arrow(parameters, result, effect):
            effect = prune_effect(effect)
            if effect.rest is not None and effect.rest in effects:
                effect = Effect(effect.labels, effects[effect.rest].rest)
            return Arrow(
                tuple([rename_effects(t, effects) for t in parameters]),
                rename_effects(result, effects),
                effect,
            )
        case TypeVar() as variable:
            return variable
        case record:
            fields = tuple([(name, rename_effects(t, effects)) for name, t in record.fields])
            return type(record)(fields)


def default(type_: Type) -> Type:
    """A type with what is still unknown decided: Int for literals, else Real."""
    unknown = {part for part in parts(type_) if isinstance(part, TypeVar)}
    return substitute(type_, {v: INT if v.literal else REAL for v in unknown})


def no_overload(overload: Overload, why: str = "") -> NoOverload:
    """The error for an operation that has no variant for its arguments."""
    found = tuple([resolve(t) for t in overload.arguments])
    return NoOverload(overload.span, overload.name, found, overload.signatures, why)
