"""The abstract machine: register code as a transition system.

A run goes on in mutable registers until it draws, scores or ends; then the live variables are frozen
into a State. Calls that wait are frozen when they are made, with their live variables only, so that a
state never holds what the rest of the run cannot see, and recursion uses no stack of Python's.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, Protocol

from ...qbs.errors import DomainError, NonFiniteWeight
from ...qbs.program import Draw, Effect, Output, Return, Score
from ..errors.runtime import FAULTS, RuntimeFault
from ..errors.runtime import Kind as FaultKind
from ..primitives.fault import PrimitiveError
from ..syntax.span import Span
from ..values.memo_table import EMPTY, MemoTable
from ..values.values import NIL, Closure, Cons, Data, MemoFunction
from .assemble import Assembly
from .code import FINISH, INVOKE, START, STORE, Op
from .frames import Frame, State
from .function_value import keyed
from .weights import OVER_FLOATS, OVER_RATIONALS

CALL_LIMIT = 10_000_000
"""Calls without a draw or a score in between."""

FRAME_LIMIT = 2_000_000
"""Calls that wait for one another."""

_SHOWN_CALLS = 5
_BOTTOM = Frame(FINISH, (), None, 0)

# Plain integers, because comparing members of an enumeration is slow.
(APPLY2, APPLY1, PROJECT, MOVE, FIELD, PACK, CONS, APPLY, CONSTRUCT, CLOSE, REVERSE, MEMOISE) = range(12)
(BRANCH, JUMP, NEXT_OF_LIST, SWITCH_ON_TAG, NEXT_OF_VECTOR, SWITCH_ON_VALUE) = range(12, 18)
(RETURN, CALL, TAIL_CALL, APPLY_VALUE, TAIL_APPLY_VALUE) = range(18, 23)
(DRAW, SCORE, FACTOR, OBSERVE, OBSERVE_EACH) = range(23, 28)
assert OBSERVE_EACH == Op.OBSERVE_EACH == len(Op) - 1


class Arguments(Protocol):
    """What a model is applied to, in either kind of number."""

    def values(self, *, exact: bool) -> tuple[Any, ...]:
        """The values in the order of the parameters: a Real is a Fraction if `exact`, else a float."""
        ...


Export = Callable[["Machine", Any, MemoTable], Any]
"""What a run gives to the outside, of its result and its memo table."""


def _with_memo(machine: Machine, result: Any, memo: MemoTable) -> Any:
    return result, memo


class Machine:
    """A module's code and the arguments of its main function, as a Program.

    `export` is None if results hold no functions.
    """

    def __init__(
        self,
        assembly: Assembly,
        arguments: Arguments,
        outputs: tuple[Output, ...] = (),
        *,
        export: Export | None = None,
        exact: bool = False,
    ) -> None:
        self._assembly = assembly
        self._arguments = arguments
        self.outputs = outputs
        self.code = code = assembly.code(exact=exact)
        self._export = export
        self._weighing = OVER_RATIONALS if exact else OVER_FLOATS
        fresh: dict[str, list[Any]] = {
            label: [None] * entry.num_arguments + entry.locals for label, entry in code.entries.items()
        }
        fresh[code.main] = [*arguments.values(exact=exact), *code.entries[code.main].locals]
        self._resumptions = [(place.address, fresh[place.function], place.slots) for place in code.places]
        self._functions = {label: (entry.address, entry.locals) for label, entry in code.entries.items()}

    def exact(self) -> Machine:
        """The same program over rational numbers."""
        return Machine(self._assembly, self._arguments, self.outputs, export=self._export, exact=True)

    def with_key(self, value: Any, key: int) -> Any:
        """A returned value whose functions answer what they were not asked in the run from `key`."""
        return value if self._export is None else keyed(value, key)

    @cached_property
    def raw(self) -> Machine:
        """The same program with the memo table beside its result, nothing made fit for the outside."""
        return Machine(self._assembly, self._arguments, export=_with_memo, exact=self.code.exact)

    def start(self) -> State:
        """The state before the first instruction."""
        return State(START, (), _BOTTOM, EMPTY)

    def invoke(self, function: Closure | MemoFunction, arguments: Sequence[Any], memo: MemoTable) -> State:
        """The state before a call of a function value from outside."""
        return State(INVOKE, (function, tuple(arguments)), _BOTTOM, memo)

    def resume(self, state: State, drawn: Any) -> State:
        """The state after a draw, given the value drawn."""
        if not self.code.places[state.place].awaits:  # nothing reads the value
            return state
        return State(state.place, (*state.values, drawn), state.parent, state.memo)

    def step(self, state: State) -> Effect:
        """Run to the next draw or score, or to the end.

        Raises RuntimeFault with the place of the operation to blame.
        """
        instructions, resumptions = self.code.instructions, self._resumptions
        parent: Any = state.parent
        function: Any
        memo = state.memo
        address, template, slots = resumptions[state.place]
        registers: list[Any] = template[:]
        for slot, value in zip(slots, state.values, strict=True):
            registers[slot] = value
        calls_left = CALL_LIMIT
        try:
            while True:
                op, a, b, c, d, e = instructions[address]
                address += 1
                if op <= MEMOISE:
                    if op == APPLY2:
                        registers[a] = b(registers[c], registers[d])
                    elif op == APPLY1:
                        registers[a] = b(registers[c])
                    elif op == PROJECT:
                        registers[a] = registers[b][c]
                    elif op == MOVE:
                        registers[a] = registers[b]
                    elif op == FIELD:
                        node = registers[b]
                        if type(node) is Cons:  # no tuple of fields is made
                            registers[a] = node.tail if c else node.head
                        else:
                            registers[a] = node.fields[c]
                    elif op == PACK:
                        registers[a] = tuple(b(registers))
                    elif op == CONS:
                        registers[a] = Cons(registers[b], registers[c])
                    elif op == APPLY:
                        registers[a] = b(*c(registers))
                    elif op == CONSTRUCT:
                        registers[a] = Data(b, tuple(c(registers)))
                    elif op == CLOSE:
                        registers[a] = Closure(b, tuple(c(registers)))
                    elif op == REVERSE:
                        registers[a] = registers[b].reversed_onto(NIL)
                    else:
                        memo, registers[a] = memo.with_function(registers[b])
                elif op <= SWITCH_ON_VALUE:
                    if op == BRANCH:
                        if not registers[a]:
                            address = b
                    elif op == JUMP:
                        address = a
                    elif op == NEXT_OF_LIST:
                        cell = registers[a]
                        if cell is NIL:
                            address = c
                        else:
                            registers[b] = cell.head
                            registers[a] = cell.tail
                    elif op == SWITCH_ON_TAG:
                        address = b.get(registers[a].tag, c)
                    elif op == NEXT_OF_VECTOR:
                        index, items = registers[a], registers[b]
                        if index == len(items):
                            address = d
                        else:
                            registers[c] = items[index]
                            registers[a] = index + 1
                    else:
                        address = b.get(registers[a], c)
                elif op <= TAIL_APPLY_VALUE:
                    if op == RETURN:
                        result = registers[a]
                    else:
                        calls_left -= 1
                        if calls_left < 0 or parent.depth >= FRAME_LIMIT:
                            raise self._limit(calls_left, address - 1, parent)
                        if op == CALL:
                            parent = Frame(d, tuple(e(registers)), parent, parent.depth + 1)
                        if op <= TAIL_CALL:
                            registers = [*c(registers), *b]
                            address = a
                            continue
                        function, arguments = registers[a], b(registers)
                        if op == APPLY_VALUE:
                            parent = Frame(c, tuple(d(registers)), parent, parent.depth + 1)
                        answer = None
                        while type(function) is MemoFunction:
                            answer = memo.answer(function.number, arguments[0])
                            if answer is not None:
                                break
                            question = function.number, arguments[0]
                            parent = Frame(STORE, question, parent, parent.depth + 1)
                            function = memo.functions[function.number]
                        if answer is None:
                            assert type(function) is Closure
                            address, rest = self._functions[function.tag]
                            registers = [*arguments, *function.fields, *rest]
                            continue
                        (result,) = answer
                    while parent.place == STORE:
                        number, argument = parent.values
                        answer = memo.answer(number, argument)
                        if answer is None:
                            memo = memo.with_answer(number, argument, result)
                        else:  # the call has asked itself the same question, and that answer has been seen
                            (result,) = answer
                        parent = parent.parent
                    if parent.place == FINISH:
                        export = self._export
                        return Return(result if export is None else export(self, result, memo))
                    address, template, slots = resumptions[parent.place]
                    registers = template[:]
                    for slot, value in zip(slots, (*parent.values, result), strict=False):
                        registers[slot] = value
                    parent = parent.parent
                elif op == DRAW:
                    return Draw(registers[c], State(a, tuple(b(registers)), parent, memo))
                else:
                    if op == OBSERVE:
                        weight = self._weighing.observe(registers[c], registers[d])
                    elif op == SCORE:
                        weight = self._weighing.score(registers[c])
                    elif op == FACTOR:
                        weight = self._weighing.factor(registers[c])
                    else:
                        weight = self._weighing.observe_each(registers[c], registers[d])
                    return Score(weight, State(a, tuple(b(registers)), parent, memo))
        except PrimitiveError as error:
            raise self._fault("operation", str(error), address - 1, parent) from error
        except DomainError as error:
            raise self._fault("distribution", str(error), address - 1, parent) from error
        except NonFiniteWeight as error:
            raise self._fault("weight", str(error), address - 1, parent) from error

    def _limit(self, calls_left: int, address: int, parent: Frame) -> RuntimeFault:
        name = self._function_at(address)
        if calls_left < 0:
            reached = f"after {CALL_LIMIT} calls without a draw or a score"
        else:
            reached = f"at {FRAME_LIMIT} calls that wait for one another"
        return self._fault("limit", f"stopped {reached} in {name}: does it ever end?", address, parent)

    def _fault(self, kind: FaultKind, message: str, address: int, parent: Frame | None) -> RuntimeFault:
        span, running = self.code.spans[address], self._function_at(address)
        calls: list[tuple[str, Span]] = []
        while parent is not None and len(calls) < _SHOWN_CALLS:
            if parent.place > START:
                place = self.code.places[parent.place]
                calls.append((running, place.span))
                running = self.code.entries[place.function].name
            parent = parent.parent
        return FAULTS[kind](span, message, tuple(calls))

    def _function_at(self, address: int) -> str:
        entries = list(self.code.entries.values())  # in the order of their addresses
        return entries[bisect_right(entries, address, key=lambda entry: entry.address) - 1].name
