"""Register code: what the machine runs.

An instruction is a tuple of an operation's number and five operands. Registers are the slots of a
frame: parameters, captured variables, locals, then constants, which a new frame has from its template.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from operator import itemgetter
from typing import Any

from ..syntax.span import Span

Instruction = tuple[Any, ...]
Registers = list[Any]
Selection = Callable[[Registers], Sequence[Any]]


class Op(IntEnum):
    """The operations, their operands beside them; r is a register, s a selection of registers.

    In three groups, so that the machine finds an operation in few comparisons.
    """

    APPLY2 = 0  # r := function(r, r)
    APPLY1 = 1  # r := function(r)
    PROJECT = 2  # r := r[index]
    MOVE = 3  # r := r
    FIELD = 4  # r := r.fields[index]
    PACK = 5  # r := tuple(s)
    CONS = 6  # r := Cons(r, r)
    APPLY = 7  # r := function(*s)
    CONSTRUCT = 8  # r := tag(*s)
    CLOSE = 9  # r := closure of label over s
    REVERSE = 10  # r := reversed r
    MEMOISE = 11  # r := memo(r)

    BRANCH = 12  # go on if r, else to address
    JUMP = 13  # to address
    NEXT_OF_LIST = 14  # cursor r, element r, address when none is left
    SWITCH_ON_TAG = 15  # r, addresses by tag, address of the rest
    NEXT_OF_VECTOR = 16  # cursor r, vector r, element r, address when none is left
    SWITCH_ON_VALUE = 17  # r, addresses by value, address of the rest

    RETURN = 18  # r
    CALL = 19  # address, locals, s, place, live s
    TAIL_CALL = 20  # address, locals, s
    APPLY_VALUE = 21  # r, s, place, live s
    TAIL_APPLY_VALUE = 22  # r, s

    DRAW = 23  # place, live s, r
    SCORE = 24  # place, live s, r
    FACTOR = 25  # place, live s, r
    OBSERVE = 26  # place, live s, value r, distribution r
    OBSERVE_EACH = 27  # place, live s, values r, distribution r


@dataclass(frozen=True, slots=True)
class Entry:
    """A function: its first instruction, the number of its parameters and captured variables, the rest
    of its registers.
    """

    label: str
    name: str
    address: int
    num_arguments: int
    locals: list[Any]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a call or an effect goes on.

    `slots` are the registers that are live there; if `awaits`, the last is that of the result.
    """

    address: int
    function: str
    slots: tuple[int, ...]
    awaits: bool
    span: Span


FINISH, STORE, INVOKE, START = 0, 1, 2, 3
"""The first places: the end of the run, the end of a memoised call, a call from outside, the beginning."""


@dataclass(frozen=True, slots=True)
class Code:
    """All functions of a module by label; the main one's arguments are known before the run.

    The entry "" is a piece of code that applies register 0 to the arguments in register 1.
    """

    instructions: list[Instruction]
    spans: list[Span]
    places: list[Place]
    entries: dict[str, Entry]
    main: str
    exact: bool


def select(slots: Sequence[int]) -> Selection:
    """The values of some registers, in order, without a loop in Python.

    >>> select((2, 0))([10, 11, 12]), select((1,))([10, 11, 12]), select(())([10])
    ((12, 10), [11], [])
    """
    if len(slots) > 1:
        return itemgetter(*slots)
    return itemgetter(slice(slots[0], slots[0] + 1) if slots else slice(0))
