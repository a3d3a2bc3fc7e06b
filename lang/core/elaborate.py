"""Checked syntax → core: names become slots, overloads and widenings become operations.

Functions are copied once for each list of types that they are used at, starting from the model, so
core is monomorphic; a function value is made where its name is used, from its code and the
variables that it captures.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from ..syntax import tree as s
from ..syntax.limits import deep_stack
from ..syntax.node import Node
from ..syntax.span import Span
from ..types.check import Checked
from ..types.context import Facts, default
from ..types.overload import Overload, decide, substitute
from ..types.scope import Builtin, BuiltinConstant, ConstructorInfo, FunctionBinding, Memo, Variable
from ..types.show_type import show_type
from ..types.signatures import Signature
from ..types.types import INT, REAL, UNIT, VECTOR, Type, TypeVar, prune, resolve
from ..values.values import NIL, Data, list_from
from . import calculus as c
from . import decisions as d
from .free import free_variables

_CONSTANTS = {"pi": c.Constant(math.pi), "infinity": c.Constant(float("inf"))}


def elaborate(checked: Checked) -> c.Module:
    """The core of the model of a file, with every function that it can reach."""
    assert checked.model is not None
    node = checked.model.node
    program = _Program(checked)
    with deep_stack():
        main = _Code(program, node.name, {})
        slots = [main.bind_parameter(parameter) for parameter in node.parameters]
        program.finish(main, node.name, node.name, slots, (), node.body, node.span)
        while program.waiting:
            program.waiting.pop()()
    return c.Module(program.functions, node.name)


@dataclass(slots=True)
class _Program:
    """The functions made so far, and those that are still to be made."""

    checked: Checked
    functions: dict[str, c.Function] = field(default_factory=dict)
    labels: dict[object, str] = field(default_factory=dict)
    waiting: list[Callable[[], None]] = field(default_factory=list)

    def label(self, key: object, name: str, make: Callable[[str], None]) -> str:
        """The label of a function, which is made later if `key` is new."""
        if key not in self.labels:
            taken = sum(1 for label in self.labels.values() if label.split("#")[0] == name)
            label = f"{name}#{taken + 1}"
            self.labels[key] = label
            self.waiting.append(lambda: make(label))
        return self.labels[key]

    def finish(
        self,
        code: _Code,
        label: str,
        name: str,
        parameters: Sequence[c.Slot],
        captured: Sequence[c.Slot],
        body: s.Expression,
        span: Span,
    ) -> None:
        """Put a function together from its parameters and body."""
        for pattern, atom, place in code.late:
            code.bind(pattern, atom, place)
        result = code.expression(body)
        block = c.Block(tuple(code.bindings), result)
        self.functions[label] = c.Function(
            label, name, tuple(parameters), tuple(captured), block, code.size, span
        )


@dataclass(slots=True)
class _Code:
    """The code of one function while it is made."""

    program: _Program
    label: str
    types: Mapping[TypeVar, Type]
    size: int = 0
    atoms: dict[int, c.Atom] = field(default_factory=dict)
    bindings: list[c.Bind] = field(default_factory=list)
    late: list[tuple[s.Pattern, c.Atom, Span]] = field(default_factory=list)

    @property
    def facts(self) -> Facts:
        """What inference found out."""
        return self.program.checked.facts

    # ---- slots and blocks

    def slot(self) -> c.Slot:
        """A new slot."""
        self.size += 1
        return self.size - 1

    def emit(self, operation: c.Operation, span: Span) -> c.Atom:
        """Bind a new slot to the result of an operation."""
        slot = self.slot()
        self.bindings.append(c.Bind(slot, operation, span))
        return c.Local(slot)

    def block(self, make: Callable[[], c.Atom]) -> c.Block:
        """The operations that `make` emits, as a block of their own."""
        outer, self.bindings = self.bindings, []
        result = make()
        inner, self.bindings = self.bindings, outer
        return c.Block(tuple(inner), result)

    def concrete(self, type_: Type) -> Type:
        """A type at the types that this copy of the function is made for."""
        return default(resolve(substitute(resolve(type_), self.types)))

    def bind_parameter(self, parameter: s.Parameter) -> c.Slot:
        """A slot for a parameter; a pattern is taken apart when the body starts."""
        slot = self.slot()
        self.late.append((parameter.pattern, c.Local(slot), parameter.span))
        return slot

    def bind(self, pattern: s.Pattern, atom: c.Atom, span: Span) -> None:
        """Give the variables of a pattern that surely fits their atoms."""
        reached: dict[d.Path, c.Atom] = {(): atom}
        for variable, path in d.variables(pattern, self.facts.bindings):
            self.atoms[id(variable)] = self.reach(path, reached, span)

    def reach(self, path: d.Path, reached: dict[d.Path, c.Atom], span: Span) -> c.Atom:
        """The part of a value at a path."""
        if path not in reached:
            subject = self.reach(path[:-1], reached, span)
            step = path[-1]
            take = c.Project if step.of_tuple else c.Field
            reached[path] = self.emit(take(subject, step.index), span)
        return reached[path]

    # ---- expressions

    def expression(self, node: s.Expression) -> c.Atom:
        """The atom that holds an expression's value, an Int widened where inference said so."""
        atom = self._expression(node)
        widened = id(node) in self.facts.widened and self.concrete(self.facts.types[id(node)]) == INT
        return self.widen(atom, node.span) if widened else atom

    def widen(self, atom: c.Atom, span: Span) -> c.Atom:
        """An Int as a Real."""
        if isinstance(atom, c.Constant):
            return c.Constant(Fraction(atom.value))
        return self.emit(c.Primitive("real", ("Int",), (atom,)), span)

    def _expression(self, node: s.Expression) -> c.Atom:
        match node:
            case s.Name():
                return self.name(node)
            case s.Literal(value=value):
                is_real = not isinstance(value, bool) and self.concrete(self.facts.types[id(node)]) == REAL
                return c.Constant(Fraction(value) if is_real else value)
            case s.TupleExpression(items=items):
                return self.pack([self.expression(item) for item in items], node.span)
            case s.RecordExpression(fields=fields):
                values = {name: self.expression(value) for name, value in fields}
                return self.pack([values[name] for name in sorted(values)], node.span)
            case s.ListExpression(items=items):
                atoms = [self.expression(item) for item in items]
                if self.concrete(self.facts.types[id(node)]) == VECTOR:
                    return self.pack(atoms, node.span)
                return self.cells(atoms, node.span)
            case s.Unary(operator="!", operand=operand):
                return self.emit(c.Primitive("!", ("Bool",), (self.expression(operand),)), node.span)
            case s.Unary(operand=operand):
                atom = self.primitive(node, [operand], [self.expression(operand)])
                return atom
            case s.Binary(operator=("&&" | "||") as operator, left=left, right=right):
                known = self.block(lambda: c.Constant(operator == "||"))
                other = self.block(lambda: self.expression(right))
                condition = self.expression(left)
                then, orelse = (other, known) if operator == "&&" else (known, other)
                return self.emit(c.If(condition, then, orelse), node.span)
            case s.Binary(left=left, right=right):
                return self.primitive(node, [left, right], [self.expression(left), self.expression(right)])
            case s.CallExpression():
                return self.call(node)
            case s.IndexExpression(subject=subject, indices=indices):
                parts = [subject, *indices]
                return self.primitive(node, parts, [self.expression(part) for part in parts])
            case s.FieldExpression(subject=subject, field=name):
                record = self.concrete(self.facts.types[id(subject)])
                index = [n for n, _ in record.fields].index(name)  # type: ignore[union-attr]
                return self.emit(c.Project(self.expression(subject), index), node.span)
            case s.Lambda():
                return self.closure(node, node.parameters, node.body, "fn")
            case s.IfExpression(condition=condition, then=then, orelse=orelse):
                test = self.expression(condition)
                one = self.block(lambda: self.expression(then))
                other = self.block(lambda: self.expression(orelse) if orelse else c.Constant(()))
                return self.emit(c.If(test, one, other), node.span)
            case s.MatchExpression():
                return self.match(node)
            case s.ForExpression():
                return self.loop(node)
            case s.SampleExpression(distribution=distribution):
                return self.emit(c.Draw(self.expression(distribution), ""), node.span)
            case s.Block(statements=statements, result=result):
                for statement in statements:
                    self.statement(statement)
                return self.expression(result) if result is not None else c.Constant(())

    def pack(self, atoms: Sequence[c.Atom], span: Span) -> c.Atom:
        """A tuple, record or vector."""
        if all(isinstance(atom, c.Constant) for atom in atoms):
            return c.Constant(tuple([atom.value for atom in atoms if isinstance(atom, c.Constant)]))
        return self.emit(c.MakeTuple(tuple(atoms)), span)

    def cells(self, atoms: Sequence[c.Atom], span: Span) -> c.Atom:
        """A list of known length."""
        if all(isinstance(atom, c.Constant) for atom in atoms):
            return c.Constant(list_from([atom.value for atom in atoms if isinstance(atom, c.Constant)]))
        built: c.Atom = c.Constant(NIL)
        for atom in reversed(atoms):
            built = self.emit(c.Construct("Cons", (atom, built)), span)
        return built

    # ---- names and functions

    def name(self, node: s.Name) -> c.Atom:
        """A variable, or a function as a value."""
        match self.facts.bindings[id(node)]:
            case Variable() as variable:
                return self.atoms[id(variable)]
            case BuiltinConstant(name=name):
                return _CONSTANTS[name]
            case FunctionBinding() as binding:
                label, captured = self.function(binding, node)
                return self.emit(c.MakeClosure(label, captured), node.span)
            case ConstructorInfo(name=name, fields=()):
                return c.Constant(Data(name))
            case ConstructorInfo(name=name, fields=fields):
                return self.wrapper(
                    name,
                    len(fields),
                    lambda code, atoms: code.emit(c.Construct(name, atoms), node.span),
                    node,
                )
            case Memo():
                return self.wrapper(
                    "memo", 1, lambda code, atoms: code.emit(c.Memoise(atoms[0]), node.span), node
                )
            case Builtin(name=name):
                signature, types = self.chosen(node)
                return self.wrapper(
                    name,
                    len(types),
                    lambda code, atoms: code.apply(name, signature, types, atoms, node.span),
                    node,
                )
        raise TypeError(f"{node!r} is no value")

    def wrapper(
        self, name: str, count: int, body: Callable[[_Code, tuple[c.Atom, ...]], c.Atom], node: Node
    ) -> c.Atom:
        """A built-in operation as a function value."""
        label = self.program.label((self.label, id(node)), name, lambda label: None)
        code = _Code(self.program, label, self.types)
        slots = [code.slot() for _ in range(count)]
        result = body(code, tuple([c.Local(slot) for slot in slots]))
        block = c.Block(tuple(code.bindings), result)
        self.program.functions[label] = c.Function(label, name, tuple(slots), (), block, code.size, node.span)
        return self.emit(c.MakeClosure(label, ()), node.span)

    def function(self, binding: FunctionBinding, node: s.Name) -> tuple[str, tuple[c.Atom, ...]]:
        """The code of a declared function at the types it is used at here, and what it captures."""
        scheme = binding.scheme
        assert scheme is not None
        instance = self.facts.instances.get(id(node), scheme.variables)
        types = tuple([self.concrete(type_) for type_ in instance])
        renamed = {**self.types, **dict(zip(scheme.variables, types, strict=True))}
        free = () if binding.is_global else free_variables(binding, self.facts)
        within = None if binding.is_global else tuple([self.concrete(t) for t in self.types])
        captured, inside = self.capture(free)

        def make(label: str) -> None:
            self.make(
                label,
                binding.name,
                renamed,
                binding.node.parameters,
                binding.node.body,
                inside,
                binding.node.span,
            )

        key = (id(binding), types, within, tuple(inside.items()))
        return self.program.label(key, binding.name, make), captured

    def closure(
        self, node: s.Lambda, parameters: Sequence[s.Parameter], body: s.Expression, name: str
    ) -> c.Atom:
        """A function value made here."""
        captured, inside = self.capture(free_variables(node, self.facts))
        label = self.program.label(
            (self.label, id(node)),
            name,
            lambda label: self.make(label, name, self.types, parameters, body, inside, node.span),
        )
        return self.emit(c.MakeClosure(label, captured), node.span)

    def capture(self, free: Sequence[Variable]) -> tuple[tuple[c.Atom, ...], dict[int, c.Constant | None]]:
        """The atoms that a function captures, and what it sees: a constant, or None for a slot."""
        atoms = {id(variable): self.atoms[id(variable)] for variable in free}
        inside = {key: atom if isinstance(atom, c.Constant) else None for key, atom in atoms.items()}
        return tuple([atom for atom in atoms.values() if isinstance(atom, c.Local)]), inside

    def make(
        self,
        label: str,
        name: str,
        types: Mapping[TypeVar, Type],
        parameters: Sequence[s.Parameter],
        body: s.Expression,
        inside: Mapping[int, c.Constant | None],
        span: Span,
    ) -> None:
        """The code of a function."""
        code = _Code(self.program, label, types)
        captured = []
        for key, constant in inside.items():
            if constant is None:
                captured.append(code.slot())
                code.atoms[key] = c.Local(captured[-1])
            else:
                code.atoms[key] = constant
        slots = [code.bind_parameter(parameter) for parameter in parameters]
        self.program.finish(code, label, name, slots, captured, body, span)

    # ---- calls

    def call(self, node: s.CallExpression) -> c.Atom:
        """A call of whatever is called; arguments are evaluated in the order in which they are written."""
        binding = self.facts.bindings.get(id(node.function)) if isinstance(node.function, s.Name) else None
        known = isinstance(binding, Builtin | ConstructorInfo | Memo | FunctionBinding)
        function = None if known else self.expression(node.function)
        nodes = self.facts.arguments[id(node)]
        written = sorted(nodes, key=lambda argument: argument.span.start)
        values = {id(argument): self.expression(argument) for argument in written}
        atoms = tuple([values[id(argument)] for argument in nodes])
        match binding:
            case Builtin():
                return self.primitive(node, nodes, atoms)
            case ConstructorInfo(name=name):
                return self.emit(c.Construct(name, atoms), node.span)
            case Memo():
                return self.emit(c.Memoise(atoms[0]), node.span)
            case FunctionBinding():
                assert isinstance(node.function, s.Name)
                label, captured = self.function(binding, node.function)
                if not captured:
                    return self.emit(c.CallKnown(label, atoms), node.span)
                function = self.emit(c.MakeClosure(label, captured), node.span)
        assert function is not None
        return self.emit(c.Call(function, atoms), node.span)

    def chosen(self, node: Node) -> tuple[Signature, tuple[Type, ...]]:
        """The signature of an overloaded operation at the types of this copy, and its argument types."""
        overload: Overload = self.facts.overloads[id(node)]
        arguments = tuple([self.concrete(t) for t in overload.arguments])
        if overload.chosen is not None:
            return overload.chosen, arguments
        copy = Overload(
            overload.name, overload.signatures, arguments, self.concrete(overload.result), overload.span
        )
        decide(copy, final=True)
        assert copy.chosen is not None
        return copy.chosen, arguments

    def primitive(self, node: Node, nodes: Sequence[s.Expression], atoms: Sequence[c.Atom]) -> c.Atom:
        """An overloaded operation applied to arguments."""
        signature, types = self.chosen(node)
        name = self.facts.overloads[id(node)].name
        return self.apply(name, signature, types, atoms, node.span)

    def apply(
        self, name: str, signature: Signature, types: Sequence[Type], atoms: Sequence[c.Atom], span: Span
    ) -> c.Atom:
        """A built-in with its overload decided; Ints that stand for Reals are widened."""
        arguments = tuple(
            [
                self.widen(atom, span) if wanted == REAL and type_ == INT else atom
                for atom, type_, wanted in zip(atoms, types, signature.parameters, strict=True)
            ]
        )
        if name == "cons":
            return self.emit(c.Construct("Cons", arguments), span)
        if name == "negate" and isinstance(arguments[0], c.Constant) and types[0] in (INT, REAL):
            return c.Constant(-arguments[0].value)
        shown = tuple([show_type(parameter) for parameter in signature.parameters])
        return self.emit(c.Primitive(name, shown, arguments), span)

    # ---- control

    def loop(self, node: s.ForExpression) -> c.Atom:
        """A `for` loop."""
        items = self.expression(node.items)
        element = self.slot()

        def body() -> c.Atom:
            self.bind(node.pattern, c.Local(element), node.pattern.span)
            return self.expression(node.body)

        over_vector = self.concrete(self.facts.types[id(node.items)]) == VECTOR
        collect = prune(self.concrete(self.facts.types[id(node)])) != UNIT
        return self.emit(c.For(items, over_vector, element, self.block(body), collect), node.span)

    def match(self, node: s.MatchExpression) -> c.Atom:
        """A `match`: its decision tree, with the arms in the leaves unless one would be copied."""
        subject = self.expression(node.subject)
        patterns = [arm.pattern for arm in node.arms]
        type_ = self.concrete(self.facts.types[id(node.subject)])
        tree = d.decide(patterns, type_, self.program.checked.world.types, self.facts.bindings)

        def arm(index: int) -> c.Atom:
            self.bind(patterns[index], subject, node.arms[index].pattern.span)
            return self.expression(node.arms[index].body)

        if max(d.leaves(tree).values()) == 1:
            return self.decide(tree, subject, {(): subject}, arm, node.span)
        index = self.decide(tree, subject, {(): subject}, lambda i: c.Constant(i), node.span)
        cases = tuple([(i, self.block(lambda i=i: arm(i))) for i in sorted(d.leaves(tree))])  # type: ignore[misc]
        return self.emit(c.Switch(index, cases, None, on_tag=False), node.span)

    def decide(
        self,
        tree: d.Decision,
        subject: c.Atom,
        reached: Mapping[d.Path, c.Atom],
        leaf: Callable[[int], c.Atom],
        span: Span,
    ) -> c.Atom:
        """The tests of a decision tree."""
        if isinstance(tree, d.Leaf):
            return leaf(tree.arm)
        here = dict(reached)
        value = self.reach(tree.path, here, span)

        def inner(case: d.Decision) -> c.Block:
            return self.block(lambda: self.decide(case, subject, here, leaf, span))

        cases = tuple([(tag, inner(case)) for tag, case in tree.cases])
        default_block = inner(tree.default) if tree.default is not None else None
        on_tag = isinstance(tree.cases[0][0], str)
        return self.emit(c.Switch(value, cases, default_block, on_tag), span)

    # ---- statements

    def statement(self, node: s.Statement) -> None:
        """A statement of a block."""
        match node:
            case s.FunctionDeclaration():
                return
            case s.Let(pattern=pattern, value=value, drawn=True):
                label = pattern.name if isinstance(pattern, s.NamePattern) else ""
                drawn = self.emit(c.Draw(self.expression(value), label), value.span)
                self.bind(pattern, drawn, node.span)
            case s.Let(pattern=pattern, value=value):
                if not isinstance(self.facts.bindings.get(id(pattern)), FunctionBinding):
                    self.bind(pattern, self.expression(value), node.span)
            case s.ObserveStatement(value=value, distribution=distribution):
                self.observe(node, value, distribution)
            case s.WeighStatement(weight=weight, log=log):
                atom = self.expression(weight)
                self.emit(c.Factor(atom) if log else c.Score(atom), weight.span)
            case s.ExpressionStatement(expression=expression):
                self.expression(expression)

    def observe(self, node: s.ObserveStatement, value: s.Expression, distribution: s.Expression) -> None:
        """An observation of one value, or of each element of a list."""
        observed = self.expression(value)
        of = self.expression(distribution)
        signature, types = self.chosen(node)
        if signature.parameters == (REAL, REAL) and types[0] == INT:
            observed = self.widen(observed, value.span)
        each = signature.parameters[0] != signature.parameters[1]
        self.emit(c.Observe(observed, of, each), node.span)
