"""The code of one function while it is made: slots, blocks, patterns taken apart, primitives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from ..syntax import tree as s
from ..syntax.node import Node
from ..syntax.span import Span
from ..types.check import Checked
from ..types.context import Facts, default
from ..types.overload import Overload, decide, substitute
from ..types.show_type import show_type
from ..types.signatures import Signature
from ..types.types import INT, REAL, Type, TypeVar, resolve
from ..values.values import NIL, list_from
from . import calculus as c
from . import decisions as d


@dataclass(slots=True)
class Functions:
    """The functions made so far, and those that are still to be made."""

    checked: Checked
    made: dict[str, c.Function] = field(default_factory=dict)
    labels: dict[object, str] = field(default_factory=dict)
    taken: Counter[str] = field(default_factory=Counter)
    waiting: list[Callable[[], None]] = field(default_factory=list)

    def label(self, key: object, name: str, make: Callable[[str], None]) -> str:
        """The label of a function, which is made later if `key` is new."""
        if key not in self.labels:
            self.taken[name] += 1
            label = self.labels[key] = f"{name}#{self.taken[name]}"
            self.waiting.append(lambda: make(label))
        return self.labels[key]


@dataclass(slots=True)
class Code:
    """The code of one function while it is made, at the types that this copy of it is for."""

    functions: Functions
    label: str
    types: Mapping[TypeVar, Type]
    size: int = 0
    atoms: dict[int, c.Atom] = field(default_factory=dict)
    bindings: list[c.Bind] = field(default_factory=list)

    @property
    def facts(self) -> Facts:
        """What inference found out."""
        return self.functions.checked.facts

    def finish(
        self, name: str, parameters: Sequence[c.Slot], captured: Sequence[c.Slot], result: c.Atom, span: Span
    ) -> None:
        """Put the function together from what was emitted."""
        block = c.Block(tuple(self.bindings), result)
        self.functions.made[self.label] = c.Function(
            self.label, name, tuple(parameters), tuple(captured), block, self.size, span
        )

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

    # ---- values

    def widen(self, atom: c.Atom, span: Span) -> c.Atom:
        """An Int as a Real."""
        if isinstance(atom, c.Constant):
            return c.Constant(Fraction(atom.value))
        return self.emit(c.Primitive("real", ("Int",), (atom,)), span)

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

    # ---- primitives

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
