"""Checked syntax → core: names become slots, overloads and widenings become operations.

Functions are copied once for each list of types that they are used at, starting from the model, so
core is monomorphic; a function value is made where its name is used, from its code and the
variables that it captures.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from ..syntax import tree as s
from ..syntax.limits import deep_stack
from ..syntax.node import Node
from ..syntax.span import Span
from ..types.check import Checked
from ..types.scope import Builtin, BuiltinConstant, ConstructorInfo, FunctionBinding, Memo, Variable
from ..types.types import INT, REAL, UNIT, VECTOR, Record, Type, TypeVar, prune
from ..values.values import Data
from . import calculus as c
from .code import Code, Functions
from .free import free_variables
from .matches import emit_match

_CONSTANTS = {"pi": c.Constant(math.pi), "infinity": c.Constant(math.inf)}

Captured = Mapping[int, c.Constant | None]
"""What a function sees from around it, by variable: a constant, or None for a slot of its own."""


def elaborate(checked: Checked) -> c.Module:
    """The core of the model of a file, with every function that it can reach."""
    assert checked.model is not None
    node = checked.model.node
    functions = Functions(checked)
    with deep_stack():
        _function(functions, node.name, node.name, {}, node.parameters, node.body, {}, node.span)
        while functions.waiting:
            functions.waiting.pop()()
    return c.Module(functions.made, node.name)


def _function(
    functions: Functions,
    label: str,
    name: str,
    types: Mapping[TypeVar, Type],
    parameters: Sequence[s.Parameter],
    body: s.Expression,
    inside: Captured,
    span: Span,
) -> None:
    """The code of a function; patterns of parameters are taken apart when the body starts."""
    code = Code(functions, label, types)
    captured = [code.slot() for atom in inside.values() if atom is None]
    own = iter(captured)
    for key, constant in inside.items():
        code.atoms[key] = c.Local(next(own)) if constant is None else constant
    slots = [code.slot() for _ in parameters]
    for slot, parameter in zip(slots, parameters, strict=True):
        code.bind(parameter.pattern, c.Local(slot), parameter.span)
    code.finish(name, slots, captured, expression(code, body), span)


# ---- expressions


def expression(code: Code, node: s.Expression) -> c.Atom:
    """The atom that holds an expression's value, an Int widened where inference said so."""
    atom = _expression(code, node)
    widened = id(node) in code.facts.widened and code.concrete(code.facts.types[id(node)]) == INT
    return code.widen(atom, node.span) if widened else atom


def _expressions(code: Code, nodes: Sequence[s.Expression]) -> list[c.Atom]:
    return [expression(code, node) for node in nodes]


def _expression(code: Code, node: s.Expression) -> c.Atom:
    match node:
        case s.Name():
            return _name(code, node)
        case s.Literal(value=value):
            is_real = not isinstance(value, bool) and code.concrete(code.facts.types[id(node)]) == REAL
            return c.Constant(Fraction(value) if is_real else value)
        case s.TupleExpression(items=items):
            return code.pack(_expressions(code, items), node.span)
        case s.RecordExpression(fields=fields):
            values = {field: expression(code, value) for field, value in fields}
            return code.pack([values[field] for field in sorted(values)], node.span)
        case s.ListExpression(items=items):
            atoms = _expressions(code, items)
            is_vector = code.concrete(code.facts.types[id(node)]) == VECTOR
            return code.pack(atoms, node.span) if is_vector else code.cells(atoms, node.span)
        case s.Unary(operator="!", operand=operand):
            return code.emit(c.Primitive("!", ("Bool",), (expression(code, operand),)), node.span)
        case s.Unary(operand=operand):
            return _primitive(code, node, [expression(code, operand)])
        case s.Binary(operator="&&" | "||"):
            return _short_circuit(code, node)
        case s.Binary(left=left, right=right):
            return _primitive(code, node, _expressions(code, [left, right]))
        case s.CallExpression():
            return _call(code, node)
        case s.IndexExpression(subject=subject, indices=indices):
            return _primitive(code, node, _expressions(code, [subject, *indices]))
        case s.FieldExpression(subject=subject, field=field):
            record = code.concrete(code.facts.types[id(subject)])
            assert isinstance(record, Record)
            index = [known for known, _ in record.fields].index(field)
            return code.emit(c.Project(expression(code, subject), index), node.span)
        case s.Lambda():
            return _closure(code, node)
        case s.IfExpression(condition=condition, then=then, orelse=orelse):
            test = expression(code, condition)
            one = code.block(lambda: expression(code, then))
            other = code.block(lambda: expression(code, orelse) if orelse else c.Constant(()))
            return code.emit(c.If(test, one, other), node.span)
        case s.MatchExpression(subject=subject, arms=arms):
            atom = expression(code, subject)
            type_ = code.concrete(code.facts.types[id(subject)])
            patterns = [arm.pattern for arm in arms]
            return emit_match(
                code, atom, type_, patterns, lambda i: expression(code, arms[i].body), node.span
            )
        case s.ForExpression():
            return _loop(code, node)
        case s.SampleExpression(distribution=distribution):
            return code.emit(c.Draw(expression(code, distribution), ""), node.span)
        case s.Block(statements=statements, result=result):
            for statement in statements:
                _statement(code, statement)
            return expression(code, result) if result is not None else c.Constant(())


def _short_circuit(code: Code, node: s.Binary) -> c.Atom:
    left = expression(code, node.left)
    known = c.Block((), c.Constant(node.operator == "||"))
    right = code.block(lambda: expression(code, node.right))
    then, orelse = (right, known) if node.operator == "&&" else (known, right)
    return code.emit(c.If(left, then, orelse), node.span)


def _primitive(code: Code, node: Node, atoms: Sequence[c.Atom]) -> c.Atom:
    """An overloaded operation applied to arguments."""
    signature, types = code.chosen(node)
    return code.apply(code.facts.overloads[id(node)].name, signature, types, atoms, node.span)


def _loop(code: Code, node: s.ForExpression) -> c.Atom:
    items = expression(code, node.items)
    element = code.slot()

    def body() -> c.Atom:
        code.bind(node.pattern, c.Local(element), node.pattern.span)
        return expression(code, node.body)

    over_vector = code.concrete(code.facts.types[id(node.items)]) == VECTOR
    collect = prune(code.concrete(code.facts.types[id(node)])) != UNIT
    return code.emit(c.For(items, over_vector, element, code.block(body), collect), node.span)


# ---- names and functions


def _name(code: Code, node: s.Name) -> c.Atom:
    """A variable, or a function as a value."""
    span = node.span
    match code.facts.bindings[id(node)]:
        case Variable() as variable:
            return code.atoms[id(variable)]
        case BuiltinConstant(name=name):
            return _CONSTANTS[name]
        case FunctionBinding() as binding:
            label, captured = _instance(code, binding, node)
            return code.emit(c.MakeClosure(label, captured), span)
        case ConstructorInfo(name=name, fields=()):
            return c.Constant(Data(name))
        case ConstructorInfo(name=name, fields=fields):
            build = c.Construct
            return _wrapper(code, node, name, len(fields), lambda own, xs: own.emit(build(name, xs), span))
        case Memo():
            return _wrapper(code, node, "memo", 1, lambda own, xs: own.emit(c.Memoise(xs[0]), span))
        case Builtin(name=name):
            signature, types = code.chosen(node)
            return _wrapper(
                code, node, name, len(types), lambda own, xs: own.apply(name, signature, types, xs, span)
            )
    raise TypeError(f"{node!r} is no value")


def _wrapper(
    code: Code,
    node: s.Name,
    name: str,
    count: int,
    body: Callable[[Code, tuple[c.Atom, ...]], c.Atom],
) -> c.Atom:
    """A built-in operation as a function value."""

    def make(label: str) -> None:
        own = Code(code.functions, label, code.types)
        slots = [own.slot() for _ in range(count)]
        result = body(own, tuple([c.Local(slot) for slot in slots]))
        own.finish(name, slots, (), result, node.span)

    label = code.functions.label((code.label, id(node)), name, make)
    return code.emit(c.MakeClosure(label, ()), node.span)


def _instance(code: Code, binding: FunctionBinding, node: s.Name) -> tuple[str, tuple[c.Atom, ...]]:
    """The code of a declared function at the types it is used at here, and what it captures."""
    scheme, declared = binding.scheme, binding.node
    assert scheme is not None
    instance = code.facts.instances.get(id(node), scheme.variables)
    types = tuple([code.concrete(type_) for type_ in instance])
    renamed = {**code.types, **dict(zip(scheme.variables, types, strict=True))}
    free = () if binding.is_global else free_variables(binding, code.facts)
    within = None if binding.is_global else tuple([code.concrete(t) for t in code.types])
    captured, inside = _capture(code, free)
    functions, name = code.functions, binding.name

    def make(label: str) -> None:
        _function(functions, label, name, renamed, declared.parameters, declared.body, inside, declared.span)

    return functions.label((id(binding), types, within, tuple(inside.items())), name, make), captured


def _closure(code: Code, node: s.Lambda) -> c.Atom:
    """A function value made here."""
    captured, inside = _capture(code, free_variables(node, code.facts))
    functions, types = code.functions, code.types

    def make(label: str) -> None:
        _function(functions, label, "fn", types, node.parameters, node.body, inside, node.span)

    return code.emit(c.MakeClosure(functions.label((code.label, id(node)), "fn", make), captured), node.span)


def _capture(code: Code, free: Sequence[Variable]) -> tuple[tuple[c.Atom, ...], Captured]:
    """The atoms that a function captures, and what it sees of them."""
    atoms = {id(variable): code.atoms[id(variable)] for variable in free}
    inside = {key: atom if isinstance(atom, c.Constant) else None for key, atom in atoms.items()}
    return tuple([atom for atom in atoms.values() if isinstance(atom, c.Local)]), inside


def _call(code: Code, node: s.CallExpression) -> c.Atom:
    """A call of whatever is called; arguments are evaluated in the order in which they are written."""
    binding = code.facts.bindings.get(id(node.function)) if isinstance(node.function, s.Name) else None
    known = isinstance(binding, Builtin | ConstructorInfo | Memo | FunctionBinding)
    function = None if known else expression(code, node.function)
    nodes = code.facts.arguments[id(node)]
    written = sorted(nodes, key=lambda argument: argument.span.start)
    values = {id(argument): expression(code, argument) for argument in written}
    atoms = tuple([values[id(argument)] for argument in nodes])
    match binding:
        case Builtin():
            return _primitive(code, node, atoms)
        case ConstructorInfo(name=name):
            return code.emit(c.Construct(name, atoms), node.span)
        case Memo():
            return code.emit(c.Memoise(atoms[0]), node.span)
        case FunctionBinding():
            assert isinstance(node.function, s.Name)
            label, captured = _instance(code, binding, node.function)
            if not captured:
                return code.emit(c.CallKnown(label, atoms), node.span)
            function = code.emit(c.MakeClosure(label, captured), node.span)
    assert function is not None
    return code.emit(c.Call(function, atoms), node.span)


# ---- statements


def _statement(code: Code, node: s.Statement) -> None:
    match node:
        case s.FunctionDeclaration():
            return
        case s.Let(pattern=pattern, value=value, drawn=True):
            label = pattern.name if isinstance(pattern, s.NamePattern) else ""
            drawn = code.emit(c.Draw(expression(code, value), label), value.span)
            code.bind(pattern, drawn, node.span)
        case s.Let(pattern=pattern, value=value):
            if not isinstance(code.facts.bindings.get(id(pattern)), FunctionBinding):
                code.bind(pattern, expression(code, value), node.span)
        case s.ObserveStatement(value=value, distribution=distribution):
            _observe(code, node, value, distribution)
        case s.WeighStatement(weight=weight, log=log):
            atom = expression(code, weight)
            code.emit(c.Factor(atom) if log else c.Score(atom), weight.span)
        case s.ExpressionStatement(expression=dropped):
            expression(code, dropped)


def _observe(code: Code, node: s.ObserveStatement, value: s.Expression, distribution: s.Expression) -> None:
    """An observation of one value, or of each element of a list."""
    observed = expression(code, value)
    of = expression(code, distribution)
    signature, types = code.chosen(node)
    if signature.parameters == (REAL, REAL) and types[0] == INT:
        observed = code.widen(observed, value.span)
    each = signature.parameters[0] != signature.parameters[1]
    code.emit(c.Observe(observed, of, each), node.span)
