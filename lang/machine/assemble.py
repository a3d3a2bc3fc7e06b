"""Core to register code: control laid out flat, constants in registers, live variables known.

Blocks are laid out by generators that yield the blocks inside them, so that no nesting of branches
meets Python's stack.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable
from operator import itemgetter
from typing import Any

from ..core import calculus as core
from ..primitives.table import implementation
from ..syntax.span import Span
from ..values.rounding import rounded
from ..values.values import NIL, Data
from .code import Code, Entry, Op, Place, select
from .liveness import Label, Step, live_after

Layout = Generator["Layout", None, None]


class Assembly:
    """A module's code over floats and over rational numbers, each made when first asked for."""

    def __init__(self, module: core.Module) -> None:
        self.module = module
        self._codes: dict[bool, Code] = {}

    def code(self, *, exact: bool) -> Code:
        """The code over rational numbers if `exact`, else over floats."""
        if exact not in self._codes:
            self._codes[exact] = assemble(self.module, exact=exact)
        return self._codes[exact]


def assemble(module: core.Module, *, exact: bool) -> Code:
    """The code of a module, over rational numbers or over floats."""
    span = module.functions[module.main].span
    laid_out = [_Function(function, exact, module) for function in module.functions.values()]
    invoke = Op.TAIL_APPLY_VALUE, 0, itemgetter(1), None, None, None
    code = Code([invoke], [span], [], {"": Entry("", "a call from outside", 0, 2, [])}, module.main, exact)
    address = 1
    for function in laid_out:
        label, name = function.core.label, function.core.name
        code.entries[label] = Entry(label, name, address, function.num_arguments, function.locals)
        address += len(function.steps)
    code.places.extend(Place(0, "", slots, False, span) for slots in ((), (), (0, 1)))
    code.places.append(Place(code.entries[module.main].address, module.main, (), False, span))
    for function in laid_out:
        _emit(function, code)
    return code


class _Function:
    """One function laid out: its steps with symbolic addresses, and its registers beyond the arguments."""

    def __init__(self, function: core.Function, exact: bool, module: core.Module) -> None:
        self.core = function
        self.exact = exact
        self.is_main = function.label == module.main
        self.steps: list[Step] = []
        self.locals: list[Any] = []
        self.registers: dict[core.Slot, int] = {}
        for slot in (*function.parameters, *function.captured):
            self.registers[slot] = len(self.registers)
        self.num_arguments = len(self.registers)
        self.variables: set[int] = set() if self.is_main else set(range(self.num_arguments))
        self.constants: dict[Any, tuple[Any, int]] = {}
        _run(self._block(function.body, None))

    def _new(self, value: Any = None) -> int:
        self.locals.append(value)
        return self.num_arguments + len(self.locals) - 1

    def _variable(self, slot: core.Slot | None = None) -> int:
        """The register of a slot, or a new one."""
        if slot is not None and slot in self.registers:
            return self.registers[slot]
        register = self._new()
        self.variables.add(register)
        if slot is not None:
            self.registers[slot] = register
        return register

    def _constant(self, value: Any) -> int:
        # 1, 1.0 and true are equal in Python, not here; a composite is shared only with itself
        key = (type(value), value) if type(value) in (int, bool, str) else id(value)
        if key not in self.constants:  # kept beside its register: an id is of use while its object lives
            self.constants[key] = value, self._new(value if self.exact else rounded(value))
        return self.constants[key][1]

    def _atom(self, atom: core.Atom) -> int:
        return self._variable(atom.slot) if isinstance(atom, core.Local) else self._constant(atom.value)

    def _atoms(self, atoms: Iterable[core.Atom]) -> tuple[int, ...]:
        return tuple(map(self._atom, atoms))

    def _add(
        self,
        op: Op,
        *operands: Any,
        span: Span,
        uses: Iterable[int] = (),
        defines: int | None = None,
        waits: bool = False,
        falls: bool = True,
    ) -> None:
        reads = frozenset(uses) & self.variables
        self.steps.append(Step(op, operands, reads, defines, waits, falls, span))

    def _mark(self, label: Label) -> None:
        label.index = len(self.steps)

    def _block(self, block: core.Block, target: int | None) -> Layout:
        """The block's value into register `target`; as the function's result if that is None."""
        *bindings, last = block.bindings or (None,)
        for binding in bindings:
            assert binding is not None
            yield self._operation(binding.operation, self._variable(binding.slot), binding.span)
        tail = target is None and last is not None and block.result == core.Local(last.slot)
        if last is not None:
            yield self._operation(last.operation, None if tail else self._variable(last.slot), last.span)
        if tail:
            return
        span = last.span if last is not None else self.core.span
        result = self._atom(block.result)
        if target is None:
            self._add(Op.RETURN, result, span=span, uses=[result], falls=False)
        elif target != result:
            self._add(Op.MOVE, target, result, span=span, uses=[result], defines=target)

    def _operation(self, operation: core.Operation, target: int | None, span: Span) -> Layout:
        """The operation's value into `target`; as the function's result if that is None."""
        match operation:
            case core.If(condition, then, orelse):
                yield self._if(self._atom(condition), then, orelse, target, span)
            case core.Switch():
                yield self._switch(operation, target, span)
            case core.CallKnown(label, arguments):
                slots = self._atoms(arguments)
                self._call((Op.CALL, Op.TAIL_CALL), (label, select(slots)), slots, target, span)
            case core.Call(function, arguments):
                slots, called = self._atoms(arguments), self._atom(function)
                ops = Op.APPLY_VALUE, Op.TAIL_APPLY_VALUE
                self._call(ops, (called, select(slots)), (called, *slots), target, span)
            case _:
                register = self._variable() if target is None else target
                if isinstance(operation, core.For):
                    yield self._for(operation, register, span)
                else:
                    self._simple(operation, register, span)
                if target is None:
                    self._add(Op.RETURN, register, span=span, uses=[register], falls=False)

    def _call(
        self,
        ops: tuple[Op, Op],
        operands: tuple[Any, ...],
        uses: tuple[int, ...],
        target: int | None,
        span: Span,
    ) -> None:
        """The first of the operations, or the second in the last place of a function."""
        if target is None:
            self._add(ops[1], *operands, span=span, uses=uses, falls=False)
        else:
            self._add(ops[0], *operands, span=span, uses=uses, defines=target, waits=True)

    def _if(
        self, condition: int, then: core.Block, orelse: core.Block, target: int | None, span: Span
    ) -> Layout:
        otherwise, end = Label(), Label()
        self._add(Op.BRANCH, condition, otherwise, span=span, uses=[condition])
        yield self._block(then, target)
        if target is not None:
            self._add(Op.JUMP, end, span=span, falls=False)
        self._mark(otherwise)
        yield self._block(orelse, target)
        self._mark(end)

    def _switch(self, switch: core.Switch, target: int | None, span: Span) -> Layout:
        subject, end, rest = self._atom(switch.subject), Label(), Label()
        addresses = {key: Label() for key, _ in switch.cases}
        op = Op.SWITCH_ON_TAG if switch.on_tag else Op.SWITCH_ON_VALUE
        default = rest if switch.default is not None else None
        self._add(op, subject, addresses, default, span=span, uses=[subject], falls=False)
        branches = [(addresses[key], block) for key, block in switch.cases]
        if switch.default is not None:
            branches.append((rest, switch.default))
        for label, block in branches:
            self._mark(label)
            yield self._block(block, target)
            if target is not None:
                self._add(Op.JUMP, end, span=span, falls=False)
        self._mark(end)

    def _for(self, loop: core.For, target: int, span: Span) -> Layout:
        items, cursor, element = self._atom(loop.items), self._variable(), self._variable(loop.element)
        start = self._constant(0) if loop.over_vector else items
        self._add(Op.MOVE, cursor, start, span=span, uses=[start], defines=cursor)
        collected = self._variable() if loop.collect else None
        if collected is not None:
            self._add(Op.MOVE, collected, self._constant(NIL), span=span, defines=collected)
        turn, end = Label(), Label()
        self._mark(turn)
        if loop.over_vector:
            operands, uses = (cursor, items, element, end), [cursor, items]
            self._add(Op.NEXT_OF_VECTOR, *operands, span=span, uses=uses, defines=element)
        else:
            self._add(Op.NEXT_OF_LIST, cursor, element, end, span=span, uses=[cursor], defines=element)
        value = self._variable()
        yield self._block(loop.body, value)
        if collected is not None:
            uses = [value, collected]
            self._add(Op.CONS, collected, *uses, span=span, uses=uses, defines=collected)
        self._add(Op.JUMP, turn, span=span, falls=False)
        self._mark(end)
        if collected is not None:
            self._add(Op.REVERSE, target, collected, span=span, uses=[collected], defines=target)
        else:
            self._unit(target, span)

    def _unit(self, target: int, span: Span) -> None:
        self._add(Op.MOVE, target, self._constant(()), span=span, defines=target)

    def _simple(self, operation: core.Operation, target: int, span: Span) -> None:
        """An operation without blocks inside that is no call."""
        match operation:
            case core.Primitive(name, types, arguments):
                slots = self._atoms(arguments)
                function = implementation(name, types, exact=self.exact)
                by_arity: dict[int, tuple[Any, ...]] = {1: (Op.APPLY1, *slots), 2: (Op.APPLY2, *slots)}
                op, *operands = by_arity.get(len(slots), (Op.APPLY, select(slots)))
                self._add(op, target, function, *operands, span=span, uses=slots, defines=target)
            case core.MakeTuple(items):
                slots = self._atoms(items)
                self._add(Op.PACK, target, select(slots), span=span, uses=slots, defines=target)
            case core.Project(subject, index):
                slot = self._atom(subject)
                self._add(Op.PROJECT, target, slot, index, span=span, uses=[slot], defines=target)
            case core.Field(subject, index):
                slot = self._atom(subject)
                self._add(Op.FIELD, target, slot, index, span=span, uses=[slot], defines=target)
            case core.Construct("Cons", fields):
                slots = self._atoms(fields)
                self._add(Op.CONS, target, *slots, span=span, uses=slots, defines=target)
            case core.Construct(tag, ()):
                constant = self._constant(NIL if tag == "Nil" else Data(tag))
                self._add(Op.MOVE, target, constant, span=span, defines=target)
            case core.Construct(tag, fields):
                slots = self._atoms(fields)
                self._add(Op.CONSTRUCT, target, tag, select(slots), span=span, uses=slots, defines=target)
            case core.MakeClosure(label, captured):
                slots = self._atoms(captured)
                self._add(Op.CLOSE, target, label, select(slots), span=span, uses=slots, defines=target)
            case core.Memoise(function):
                slot = self._atom(function)
                self._add(Op.MEMOISE, target, slot, span=span, uses=[slot], defines=target)
            case _:
                self._effect(operation, target, span)

    def _effect(self, operation: core.Operation, target: int, span: Span) -> None:
        slots: tuple[int, ...]
        match operation:
            case core.Draw(distribution, _):
                slot = self._atom(distribution)
                self._add(Op.DRAW, slot, span=span, uses=[slot], defines=target, waits=True)
                return
            case core.Score(weight):
                op, slots = Op.SCORE, (self._atom(weight),)
            case core.Factor(log_weight):
                op, slots = Op.FACTOR, (self._atom(log_weight),)
            case core.Observe(value, distribution, each):
                op = Op.OBSERVE_EACH if each else Op.OBSERVE
                slots = self._atom(value), self._atom(distribution)
            case _:
                raise TypeError(f"not an operation of the core: {operation!r}")
        self._add(op, *slots, span=span, uses=slots, waits=True)
        self._unit(target, span)


def _run(layout: Layout) -> None:
    """Run a generator and, depth first, those that it yields."""
    stack = [layout]
    while stack:
        inner = next(stack[-1], None)
        if inner is None:
            stack.pop()
        else:
            stack.append(inner)


def _emit(function: _Function, code: Code) -> None:
    """Append the function's steps with their addresses, places and live registers."""
    base = code.entries[function.core.label].address

    def resolve(operand: Any) -> Any:
        if isinstance(operand, Label):
            return base + operand.index
        if isinstance(operand, dict):
            return {key: resolve(label) for key, label in operand.items()}
        return operand

    for index, (step, live) in enumerate(zip(function.steps, live_after(function.steps), strict=True)):
        operands = [resolve(operand) for operand in step.operands]
        if step.op in (Op.CALL, Op.TAIL_CALL):
            entry = code.entries[operands[0]]
            operands[:1] = entry.address, entry.locals
        if step.waits:
            kept = tuple(sorted(live - {step.defines}))
            awaits = step.defines in live
            slots = (*kept, step.defines) if awaits and step.defines is not None else kept
            where = [len(code.places), select(kept)]
            operands = where + operands if step.op >= Op.DRAW else operands + where
            code.places.append(Place(base + index + 1, function.core.label, slots, awaits, step.span))
        padding = [None] * (5 - len(operands))
        code.instructions.append((int(step.op), *operands, *padding))
        code.spans.append(step.span)
