"""Constraints that wait for types to be known: overloads, equality, countable domains.

An overload is decided as soon as the types known so far leave one signature. Signatures that need
an Int to be widened count only if none fits as it is. What is still open at the end is decided in
the order of the table, which puts Int before Real.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableSequence
from dataclasses import dataclass, field

from ..syntax.span import Span
from .signatures import A, Signature
from .types import INT, REAL, Arrow, Con, Record, Type, TypeVar, parts, prune, unify


@dataclass(eq=False, slots=True)
class Overload:
    """`name(arguments) : result` for one of the signatures: the `chosen` one, once it is decided."""

    name: str
    signatures: tuple[Signature, ...]
    arguments: tuple[Type, ...]
    result: Type
    span: Span
    chosen: Signature | None = None
    woken: MutableSequence[Overload] = field(default_factory=list)

    def types(self) -> tuple[Type, ...]:
        """The types that the constraint speaks of."""
        return (*self.arguments, self.result)

    def wake(self) -> None:
        """A type that this speaks of was found out."""
        self.woken.append(self)

    def widens(self, index: int) -> bool:
        """Whether an Int may stand for a Real there; a distribution of Int is none of Real."""
        return self.name != "observe" or index == 0

    def copy(self, renamed: Mapping[TypeVar, Type]) -> Overload:
        """The same constraint for another instance of a function."""
        arguments = tuple([substitute(t, renamed) for t in self.arguments])
        return Overload(self.name, self.signatures, arguments, substitute(self.result, renamed), self.span)


@dataclass(eq=False, slots=True)
class Property:
    """`type` has equality, or is countable (`kind` says which), as `span` needs it."""

    kind: str
    type: Type
    span: Span

    def types(self) -> tuple[Type, ...]:
        """The types that the constraint speaks of."""
        return (self.type,)

    def copy(self, renamed: Mapping[TypeVar, Type]) -> Property:
        """The same constraint for another instance of a function."""
        return Property(self.kind, substitute(self.type, renamed), self.span)


Constraint = Overload | Property


@dataclass(slots=True)
class Fit:
    """How a signature fits: the widenings it needs, whether it rests on unknown types, what A is."""

    signature: Signature
    widened: int = 0
    open: bool = False
    a: Type | None = None

    def parameters(self) -> tuple[Type, ...]:
        """The parameter types, A replaced."""
        return tuple([_instance(p, self.a) for p in self.signature.parameters])


def fits(overload: Overload) -> list[Fit]:
    """The signatures that the types known so far allow; only the unwidened if all is known."""
    found: list[Fit] = []
    for signature in overload.signatures:
        fit = _fit(signature, overload)
        if fit is not None and fit.parameters() not in [other.parameters() for other in found]:
            found.append(fit)
    exact = [fit for fit in found if not fit.widened]
    return exact if exact and not any(fit.open for fit in found) else found


def decide(overload: Overload, *, final: bool = False) -> bool | None:
    """Choose the signature if only one is left (or, at the end, the first); None if none fits."""
    found = fits(overload)
    if not found:
        return None
    if len(found) > 1 and not final:
        _note_result(overload, {fit.signature.result for fit in found})
        return False
    fit = min(found, key=lambda f: f.widened)
    a = fit.a if fit.a is not None else TypeVar(level=_level(overload))
    signature = Signature(
        tuple([_instance(p, a) for p in fit.signature.parameters]), _instance(fit.signature.result, a)
    )
    written = fit.signature.parameters
    for i, argument in enumerate(overload.arguments):
        parameter, wanted = signature.parameters[i], written[i]
        if not (wanted == REAL and may_widen(argument) and overload.widens(i)):
            unify(argument, parameter)
    unify(overload.result, signature.result)
    overload.chosen = fit.signature
    return True


def _level(overload: Overload) -> int:
    levels = [t.level for t in map(prune, overload.types()) if isinstance(t, TypeVar)]
    return min(levels, default=0)


def _fit(signature: Signature, overload: Overload) -> Fit | None:
    if len(signature.parameters) != len(overload.arguments):
        return None
    fit = Fit(signature)
    for i, parameter in enumerate(signature.parameters):
        argument = overload.arguments[i]
        if prune(argument) == INT and prune(parameter) == REAL and overload.widens(i):
            fit.widened += 1
        elif not _matches(argument, parameter, fit):
            return None
    known = prune(overload.result)
    if isinstance(known, TypeVar) and not known.literal:
        return fit
    opened = fit.open
    matched = _matches(known, signature.result, fit)
    fit.open = opened
    return fit if matched else None


def _matches(type_: Type, wanted: Type, fit: Fit) -> bool:
    """Whether a type may be the wanted one; notes in `fit` what that rests on."""
    type_, wanted = prune(type_), prune(wanted)
    if wanted is A:
        if fit.a is None:
            fit.a = type_
            return True
        return _may_equal(type_, fit.a, fit)
    return _may_equal(type_, wanted, fit)


def _may_equal(left: Type, right: Type, fit: Fit) -> bool:
    left, right = prune(left), prune(right)
    if left is right:
        return True
    if right is A or left is A:
        return _matches(right if left is A else left, A, fit)
    for one, other in ((left, right), (right, left)):
        if isinstance(one, TypeVar):
            if one.literal:
                return other in (INT, REAL) or isinstance(other, TypeVar)
            fit.open = True
            return True
    match left, right:
        case Con(name, xs), Con(other_name, ys):
            return name == other_name and len(xs) == len(ys) and _all(xs, ys, fit)
        case Record(xs), Record(ys):
            names = [n for n, _ in xs] == [n for n, _ in ys]
            return names and _all(tuple(t for _, t in xs), tuple(t for _, t in ys), fit)
        case Arrow(xs, x, _), Arrow(ys, y, _):
            return len(xs) == len(ys) and _all((*xs, x), (*ys, y), fit)
        case _:
            return False


def _all(xs: tuple[Type, ...], ys: tuple[Type, ...], fit: Fit) -> bool:
    return all(_may_equal(x, y, fit) for x, y in zip(xs, ys, strict=True))


def _instance(type_: Type, a: Type | None) -> Type:
    return substitute(type_, {A: a}) if a is not None else type_


def substitute(type_: Type, renamed: Mapping[TypeVar, Type]) -> Type:
    """A type with variables replaced."""
    match prune(type_):
        case TypeVar() as variable:
            return renamed.get(variable, variable)
        case Con(name, arguments) as con:
            return Con(name, tuple([substitute(t, renamed) for t in arguments])) if arguments else con
        case Record(fields):
            return Record(tuple([(name, substitute(t, renamed)) for name, t in fields]))
        case Arrow(parameters, result, effect):
            return Arrow(
                tuple([substitute(t, renamed) for t in parameters]), substitute(result, renamed), effect
            )


def _note_result(overload: Overload, results: set[Type]) -> None:
    """What is known of the result before the overload is decided: its type, or that it is a literal's."""
    if len(results) == 1:
        (result,) = results
        if all(part is not A for part in parts(result)):
            unify(overload.result, result)
    elif results == {INT, REAL} and _is_open(overload.result):
        open_parts = [p for type_ in overload.arguments for p in parts(type_) if isinstance(p, TypeVar)]
        if all(part.literal for part in open_parts):
            unify(overload.result, TypeVar(level=_level(overload), literal=True))


def _is_open(type_: Type) -> bool:
    type_ = prune(type_)
    return isinstance(type_, TypeVar) and not type_.literal


def may_widen(type_: Type) -> bool:
    """Whether a type is Int, or a literal's that may become Int: it fits where a Real is asked for.

    A literal stays open there, so that its uses decide its type whatever their order.
    """
    type_ = prune(type_)
    return type_ == INT or (isinstance(type_, TypeVar) and type_.literal)


def may_be(type_: Type, parameter: Type) -> bool:
    """Whether an argument of a type may stand for a parameter, widened if need be."""
    if prune(type_) == INT and parameter == REAL:
        return True
    return _matches(type_, parameter, Fit(Signature((), parameter)))
