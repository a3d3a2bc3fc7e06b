"""Type inference of names and calls."""

from __future__ import annotations

from collections.abc import Sequence

from ..errors.effects import EffectNotAllowed, MemoWeighs
from ..errors.names import (
    ArgumentTwice,
    ModelUsed,
    NamesUnknown,
    NestedInference,
    PositionAfterName,
    UnknownArgument,
    UnknownName,
)
from ..errors.typing import NotAFunction, TypeMismatch, WrongArgumentCount
from ..syntax import tree as s
from .context import Context, rename_effects
from .overload import may_be, substitute
from .scope import (
    Builtin,
    BuiltinConstant,
    ConstructorInfo,
    FunctionBinding,
    Infer,
    Memo,
    ModelName,
    Variable,
)
from .signatures import A, Signature
from .types import PURE, Arrow, Con, Effect, Type, TypeVar, parts, prune, resolve


def infer_name(cx: Context, node: s.Name) -> Type:
    """The type of a variable, function or constructor where it is used."""
    binding = cx.lookup(node.name)
    if binding is None:
        raise UnknownName(node.span, node.name, (*cx.scope, *cx.world.values))
    cx.facts.bindings[id(node)] = binding
    match binding:
        case Variable(type=type_, effects=effects):
            return rename_effects(type_, {e: cx.fresh_effect() for e in effects})
        case BuiltinConstant(type=type_):
            return type_
        case FunctionBinding(scheme=None, type=type_):
            return type_
        case FunctionBinding(scheme=scheme):
            assert scheme is not None
            type_, instance = cx.instantiate(scheme, node.span)
            cx.facts.instances[id(node)] = instance
            return type_
        case ConstructorInfo(owner=owner, fields=fields):
            fresh = {v: cx.fresh() for v in owner.parameters}
            built = Con(owner.name, tuple(fresh.values()))
            if not fields:
                return built
            return Arrow(tuple([substitute(t, fresh) for t in fields]), built, cx.fresh_effect())
        case Builtin(name=name, signatures=signatures):
            arguments = [cx.fresh() for _ in signatures[0].parameters]
            result = cx.overload(node, name, _of_arity(signatures, len(arguments)), arguments)
            return Arrow(tuple(arguments), result, cx.fresh_effect())
        case Memo():
            domain, answer = cx.fresh(), cx.fresh()
            cx.require("countable", domain, node.span)
            drawn = Arrow((domain,), answer, Effect(frozenset({"draw"})))
            return Arrow((drawn,), Arrow((domain,), answer, PURE), cx.fresh_effect("draw"))
        case Infer():
            raise NestedInference(node.span)
        case ModelName(name=name):
            raise ModelUsed(node.span, name)


def infer_call(cx: Context, node: s.CallExpression) -> Type:
    """The type of a call; its effect becomes part of the effect of the function around it."""
    binding = cx.lookup(node.function.name) if isinstance(node.function, s.Name) else None
    if isinstance(node.function, s.Name):
        if isinstance(binding, Builtin):
            cx.facts.bindings[id(node.function)] = binding
            return _call_builtin(cx, node, binding)
        parameter_names = binding.parameter_names if isinstance(binding, FunctionBinding) else ()
        name = f"`{node.function.name}`"
    else:
        parameter_names, name = (), "this function"
    function = prune(cx.rules.infer(cx, node.function))
    arguments = _arrange(node, name, parameter_names)
    cx.facts.arguments[id(node)] = arguments
    if isinstance(function, TypeVar) and not function.literal:
        types = tuple([cx.rules.infer(cx, argument) for argument in arguments])
        arrow = Arrow(types, cx.fresh(), cx.fresh_effect())
        cx.unify(function, arrow, node.function.span, "this function")
        function = arrow
    elif not isinstance(function, Arrow):
        constructor = binding.name if isinstance(binding, ConstructorInfo) else None
        raise NotAFunction(node.function.span, resolve(function), constructor)
    else:
        if len(arguments) != len(function.parameters):
            counts = (len(function.parameters),)
            raise WrongArgumentCount(
                node.span, name, counts, len(arguments), tuple(filter(None, parameter_names))
            )
        _check_arguments(cx, node, name, parameter_names, arguments, function.parameters)
    cx.include(function.effect, node.span)
    return function.result


def _check_arguments(
    cx: Context,
    node: s.CallExpression,
    name: str,
    parameter_names: Sequence[str],
    arguments: Sequence[s.Expression],
    parameters: Sequence[Type],
) -> None:
    """Function values last: what they are called with is known from the other arguments."""
    memo = isinstance(node.function, s.Name) and isinstance(cx.lookup(node.function.name), Memo)
    order = sorted(range(len(arguments)), key=lambda i: isinstance(arguments[i], s.Lambda))
    for i in order:
        what = f"argument {_argument(i, parameter_names)} of {name}"
        try:
            cx.rules.check(cx, arguments[i], parameters[i], what)
        except EffectNotAllowed as error:
            if memo and error.span == arguments[i].span:
                raise MemoWeighs(error.span) from None
            raise


def _argument(index: int, names: Sequence[str]) -> str:
    return f"`{names[index]}`" if index < len(names) and names[index] else str(index + 1)


def _arrange(node: s.CallExpression, name: str, parameter_names: Sequence[str]) -> tuple[s.Expression, ...]:
    """The arguments by position."""
    if all(argument.name is None for argument in node.arguments):
        return tuple([argument.value for argument in node.arguments])
    placed: dict[int, s.Expression] = {}
    for index, argument in enumerate(node.arguments):
        if argument.name is None:
            if index and node.arguments[index - 1].name is not None:
                raise PositionAfterName(argument.span)
            position = index
        elif not parameter_names:
            raise NamesUnknown(argument.span)
        elif argument.name not in parameter_names:
            place = argument.span.first(len(argument.name))
            known = tuple(filter(None, parameter_names))
            raise UnknownArgument(place, name.strip("`"), argument.name, known)
        else:
            position = parameter_names.index(argument.name)
        if position in placed:
            raise ArgumentTwice(argument.span, argument.name or str(position + 1))
        placed[position] = argument.value
    if sorted(placed) != list(range(len(parameter_names))):
        counts = (len(parameter_names),)
        raise WrongArgumentCount(node.span, name, counts, len(placed), tuple(filter(None, parameter_names)))
    return tuple([placed[i] for i in range(len(placed))])


# ---- built-ins


def _of_arity(signatures: Sequence[Signature], count: int) -> list[Signature]:
    return [signature for signature in signatures if len(signature.parameters) == count]


def _call_builtin(cx: Context, node: s.CallExpression, builtin: Builtin) -> Type:
    name = f"`{builtin.name}`"
    arguments = _arrange(node, name, builtin.parameter_names)
    cx.facts.arguments[id(node)] = arguments
    signatures = _of_arity(builtin.signatures, len(arguments))
    if not signatures:
        counts = tuple(len(signature.parameters) for signature in builtin.signatures)
        raise WrongArgumentCount(node.span, name, counts, len(arguments), builtin.parameter_names)
    types = [
        _argument_type(cx, argument, [signature.parameters[i] for signature in signatures])
        for i, argument in enumerate(arguments)
    ]
    for i, argument in enumerate(arguments):
        wanted = [signature.parameters[i] for signature in signatures]
        if not any(may_be(types[i], parameter) for parameter in wanted):
            what = f"argument {_argument(i, builtin.parameter_names)} of {name}"
            first, *others = dict.fromkeys(wanted)
            raise TypeMismatch(argument.span, what, first, resolve(types[i]), others=tuple(others))
    return cx.overload(node, builtin.name, signatures, types)


def _argument_type(cx: Context, argument: s.Expression, options: Sequence[Type]) -> Type:
    """The type of an argument; a list literal, or a choice of some, is read as what alone fits a list."""
    lists = {o for o in options if o is A or (isinstance(o, Con) and o.name in ("List", "Vector"))}
    if len(lists) == 1 and all(part is not A for part in parts(*lists)) and gives_list_literal(argument):
        (wanted,) = lists
        cx.rules.check(cx, argument, wanted, "this argument")
        return wanted
    return cx.rules.infer(cx, argument)


def gives_list_literal(node: s.Expression | None) -> bool:
    """Whether an expression is a list literal, or chooses between some."""
    match node:
        case s.ListExpression():
            return True
        case s.IfExpression(then=then, orelse=orelse):
            return gives_list_literal(then) or gives_list_literal(orelse)
        case s.MatchExpression(arms=arms):
            return any(gives_list_literal(arm.body) for arm in arms)
        case s.Block(result=result):
            return gives_list_literal(result)
        case _:
            return False
