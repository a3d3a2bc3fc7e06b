"""The core calculus: A-normal form, monomorphic, closures converted.

Every intermediate result has a slot, every operation works on atoms, every function names the
variables that it captures, and control (`If`, `Switch`, `For`) stays structured, so that each
execution of a program can lay it out in its own way. Widenings, overloads, patterns and field
names are gone: what a program does can be read off without knowing a type.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..syntax.span import Span

Slot = int


@dataclass(frozen=True, slots=True)
class Local:
    """The value in a slot of the function that is running."""

    slot: Slot


@dataclass(frozen=True, slots=True)
class Constant:
    """A value known before the run; reals are exact rationals here."""

    value: Any


Atom = Local | Constant


@dataclass(frozen=True, slots=True)
class Primitive:
    """A pure operation of the table in `primitives`, chosen by name and argument types.

    The name of a distribution family builds a distribution.
    """

    name: str
    types: tuple[str, ...]
    arguments: tuple[Atom, ...]


@dataclass(frozen=True, slots=True)
class MakeTuple:
    """A tuple; a record is the tuple of its fields in alphabetical order."""

    items: tuple[Atom, ...]


@dataclass(frozen=True, slots=True)
class Project:
    """Component `index` of a tuple."""

    subject: Atom
    index: int


@dataclass(frozen=True, slots=True)
class Construct:
    """A value of an inductive type; lists are `Cons` (head, tail) and `Nil`."""

    tag: str
    fields: tuple[Atom, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """Field `index` of a value of an inductive type, its constructor being known here."""

    subject: Atom
    index: int


@dataclass(frozen=True, slots=True)
class MakeClosure:
    """A function value: a code label and the values it captures."""

    function: str
    captured: tuple[Atom, ...]


@dataclass(frozen=True, slots=True)
class Call:
    """Call of a function value."""

    function: Atom
    arguments: tuple[Atom, ...]


@dataclass(frozen=True, slots=True)
class CallKnown:
    """Call of a function known by name that captures nothing."""

    function: str
    arguments: tuple[Atom, ...]


@dataclass(frozen=True, slots=True)
class Memoise:
    """A lazily drawn random function: same argument, same value."""

    function: Atom


@dataclass(frozen=True, slots=True)
class If:
    """Two branches; only the one taken runs."""

    condition: Atom
    then: Block
    orelse: Block


@dataclass(frozen=True, slots=True)
class Switch:
    """One branch per constructor or literal; `default` takes the rest and is None if none is left.

    `on_tag` tells whether the key of a case is a constructor's name or the subject itself.
    """

    subject: Atom
    cases: tuple[tuple[Any, Block], ...]
    default: Block | None
    on_tag: bool


@dataclass(frozen=True, slots=True)
class For:
    """The list of the body's values over a list or vector; Unit if `collect` is false."""

    items: Atom
    over_vector: bool
    element: Slot
    body: Block
    collect: bool


@dataclass(frozen=True, slots=True)
class Draw:
    """A draw from a distribution; `label` is the source name it is bound to."""

    distribution: Atom
    label: str


@dataclass(frozen=True, slots=True)
class Score:
    """Multiplies the weight of the run by a number ≥ 0."""

    weight: Atom


@dataclass(frozen=True, slots=True)
class Factor:
    """Multiplies the weight of the run by exp(log_weight)."""

    log_weight: Atom


@dataclass(frozen=True, slots=True)
class Observe:
    """Multiplies the weight by the density of the value; of every element of a list if `each`."""

    value: Atom
    distribution: Atom
    each: bool


Operation = (
    Primitive
    | MakeTuple
    | Project
    | Construct
    | Field
    | MakeClosure
    | Call
    | CallKnown
    | Memoise
    | If
    | Switch
    | For
    | Draw
    | Score
    | Factor
    | Observe
)


@dataclass(frozen=True, slots=True)
class Bind:
    """slot := operation; `span` is the expression to blame at run time."""

    slot: Slot
    operation: Operation
    span: Span


@dataclass(frozen=True, slots=True)
class Block:
    """Operations in order, then a result.

    A call in the last place whose slot is the result is a tail call.
    """

    bindings: tuple[Bind, ...]
    result: Atom


@dataclass(frozen=True, slots=True)
class Function:
    """A piece of code: parameters and captured variables arrive in slots, `size` slots in all."""

    label: str
    name: str
    parameters: tuple[Slot, ...]
    captured: tuple[Slot, ...]
    body: Block
    size: int
    span: Span


@dataclass(frozen=True, slots=True)
class Module:
    """All functions that a model can reach, by label, and the label of the model itself."""

    functions: Mapping[str, Function]
    main: str
