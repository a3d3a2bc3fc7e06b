"""Type inference of a whole file: declarations in order of dependence, one error per declaration."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar as TypeVariable

from ..errors.base import LanguageError
from ..errors.names import DeclaredTwice, ParameterNeedsName, ParameterNeedsType, SecondModel
from ..errors.patterns import MatchTooComplex, MayFail, NotExhaustive, RedundantArm
from ..errors.syntax import NestedTooDeep
from ..errors.typing import NotData
from ..errors.values import TypeTooLarge
from ..syntax import tree as s
from ..syntax.limits import MAX_DEPTH, deep_stack, too_deep
from ..syntax.names import name_span
from ..syntax.returns import check_returns
from . import exhaustive, expressions
from .annotations import read_type
from .context import Context, Facts, PatternCheck, default
from .declarations import declare_types
from .dependence import groups, introduced, untouched
from .functions import Declared, bind_parameters, check_general, declare, infer_declared
from .scope import FunctionBinding, ModelName, Variable, World
from .types import MAX_PARTS, Scheme, TooLarge, Type, TypeVar, resolve

D = TypeVariable("D", s.TypeDeclaration, s.FunctionDeclaration)


@dataclass(slots=True)
class CheckedModel:
    """The model of a file with the types of its parameters and of its result."""

    node: s.ModelDeclaration
    parameters: tuple[tuple[str, Type], ...]
    result: Type


@dataclass(slots=True)
class Checked:
    """A file whose declarations have types: all that elaboration needs."""

    world: World
    facts: Facts
    functions: dict[str, FunctionBinding]
    model: CheckedModel | None
    errors: list[LanguageError]


def check_file(tree: s.SourceFile, base: Checked, broken: Collection[str] = ()) -> Checked:
    """Check every declaration on top of others; the errors found are in the result, one per declaration.

    What rests on `broken` names, which a declaration that cannot be read may declare, is left out.
    """
    checked = Checked(base.world.extended(), base.facts.extended(), {}, None, [])
    with deep_stack():
        _check(tree, checked, broken)
    checked.errors.sort(key=lambda error: error.span.start if error.span else 0)
    return checked


def _check(tree: s.SourceFile, checked: Checked, broken: Collection[str]) -> None:
    declarations = untouched(list(_guard_depth(tree, checked)), broken)
    types = _distinct([d for d in declarations if isinstance(d, s.TypeDeclaration)], "type", checked)
    failed = declare_types(list(types.values()), checked.world, expressions)
    checked.errors.extend(failed.values())
    for name in failed:
        declarations = untouched(declarations, introduced(types[name]))
    functions = _distinct(
        [d for d in declarations if isinstance(d, s.FunctionDeclaration)], "function", checked
    )
    for node in functions.values():
        binding = FunctionBinding(node.name, node, TypeVar(1), is_global=True)
        checked.world.values[node.name] = checked.functions[node.name] = binding
    models = [d for d in declarations if isinstance(d, s.ModelDeclaration)]
    for model in models[1:]:
        checked.errors.append(SecondModel(name_span(model), model.name, models[0].name))
    for model in models[:1]:
        checked.world.values.setdefault(model.name, ModelName(model.name))
    for group in groups(functions):
        _check_functions([checked.functions[name] for name in group], checked)
    for model in models[:1]:
        _check_model(model, checked)


def _guard_depth(tree: s.SourceFile, checked: Checked) -> Iterator[s.Declaration]:
    for declaration in tree.declarations:
        deep = too_deep(declaration)
        if deep is None:
            yield declaration
        else:
            checked.errors.append(NestedTooDeep(deep.span, MAX_DEPTH))


def _distinct(nodes: Sequence[D], kind: str, checked: Checked) -> dict[str, D]:
    found: dict[str, D] = {}
    for node in nodes:
        if node.name in found:
            line = found[node.name].span.line
            checked.errors.append(DeclaredTwice(name_span(node), kind, node.name, line))
        else:
            found[node.name] = node
    return found


@contextmanager
def _collected(node: s.Declaration, errors: list[LanguageError]) -> Iterator[None]:
    """Put the mistake found in a declaration among others."""
    try:
        yield
    except LanguageError as error:
        errors.append(error)
    except TooLarge:
        errors.append(TypeTooLarge(name_span(node), MAX_PARTS))


# ---- functions


def _check_functions(group: Sequence[FunctionBinding], checked: Checked) -> None:
    """A group of functions that call each other: one type each inside, a scheme each outside."""
    cx = Context(checked.world, checked.facts, expressions, level=1)
    errors: list[LanguageError] = []
    declared: list[Declared] = []
    for binding in group:
        assert isinstance(binding.node, s.FunctionDeclaration)
        with _collected(binding.node, errors):
            declared.append(_declare(cx, binding))
    for function in declared:
        before = len(errors)
        with _collected(function.node, errors):
            infer_declared(cx, function)
        if len(errors) > before:
            cx = Context(checked.world, checked.facts, expressions, level=1)
    if not errors:
        with _collected(declared[0].node, errors):
            _generalise(cx, group, declared)
    checked.errors.extend(errors)
    for binding in group if errors else ():
        anything = TypeVar(1)
        binding.scheme = Scheme((anything,), (), (), anything)


def _declare(cx: Context, binding: FunctionBinding) -> Declared:
    assert isinstance(binding.node, s.FunctionDeclaration)
    check_returns(binding.node)
    declared = declare(cx, binding.node)
    binding.type = declared.type
    return declared


def _generalise(cx: Context, group: Sequence[FunctionBinding], declared: Sequence[Declared]) -> None:
    for function in declared:
        check_general(cx, function)
    schemes = cx.generalise([function.type for function in declared])
    for binding, scheme in zip(group, schemes, strict=True):
        binding.scheme = scheme
    _check_patterns(cx)


def _check_patterns(cx: Context) -> None:
    for check in cx.patterns:
        try:
            _check_coverage(cx, check)
        except exhaustive.TooManyCases:
            raise MatchTooComplex(check.span, exhaustive.MAX_CASES) from None


def _check_coverage(cx: Context, check: PatternCheck) -> None:
    coverage = exhaustive.Coverage(default(resolve(check.type)), cx.world.types)
    for i, pattern in enumerate(check.patterns):
        tree = exhaustive.tree(pattern, cx.facts.bindings)
        if check.is_match and not coverage.reaches(tree):
            raise _redundant(cx, check.patterns, i)
        coverage.add(tree)
    witnesses: list[str] = []
    while len(witnesses) < 3 and (found := coverage.missing()) is not None:
        witnesses.append(exhaustive.show(found, coverage.type, cx.world.types))
        if exhaustive.has_number(found):
            break
        coverage.add(found)
    if witnesses and check.is_match:
        raise NotExhaustive(check.span, tuple(witnesses))
    if witnesses:
        raise MayFail(check.span, witnesses[0])


def _redundant(cx: Context, patterns: Sequence[s.Pattern], index: int) -> RedundantArm:
    for before in patterns[:index]:
        if isinstance(before, s.NamePattern) and isinstance(cx.facts.bindings.get(id(before)), Variable):
            return RedundantArm(patterns[index].span, before.name, before.span.line)
    return RedundantArm(patterns[index].span, None, None)


# ---- the model


def _check_model(node: s.ModelDeclaration, checked: Checked) -> None:
    cx = Context(checked.world, checked.facts, expressions, level=1)
    cx.effect = cx.fresh_effect()
    with _collected(node, checked.errors):
        check_returns(node)
        parameters = [_model_parameter(cx, parameter) for parameter in node.parameters]
        bind_parameters(cx, node.parameters, [type_ for _, type_ in parameters])
        result = expressions.infer(cx, node.body)
        cx.settle(list(cx.pending))
        _check_patterns(cx)
        checked.model = CheckedModel(node, tuple(parameters), default(resolve(result)))


def _model_parameter(cx: Context, node: s.Parameter) -> tuple[str, Type]:
    if not isinstance(node.pattern, s.NamePattern):
        raise ParameterNeedsName(node.pattern.span)
    if node.annotation is None:
        raise ParameterNeedsType(node.span, node.pattern.name)
    type_ = read_type(cx, node.annotation)
    if cx.contains(type_, {"Dist", *cx.world.types}, arrows=True):
        raise NotData(node.annotation.span, type_)
    return node.pattern.name, type_
