"""Programs as transition systems whose states are plain values.

A state is immutable, hashable and comparable, so that enumeration can merge equal states,
a suspended run can be looked at, and deep recursion never meets Python's stack.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeAlias, runtime_checkable

from .weight import Weight

if TYPE_CHECKING:
    from .distributions.base import Distribution

State: TypeAlias = Any
Kind: TypeAlias = Literal["real", "int", "bool", "array", "discrete", "function", "other"]


@dataclass(frozen=True, slots=True)
class Return:
    """The program has finished with this value."""

    value: Any


@dataclass(frozen=True, slots=True)
class Draw:
    """The program asks for a value of the distribution; `Program.resume` takes it on."""

    distribution: Distribution
    state: State


@dataclass(frozen=True, slots=True)
class Score:
    """The program multiplies its weight by `weight` and goes on from `state`."""

    weight: Weight
    state: State


Effect: TypeAlias = Return | Draw | Score


@dataclass(frozen=True, slots=True)
class Output:
    """A named component of the value that a program returns.

    `type` is its type in the language, `get` takes it out of a returned value, `show` prints
    it. `kind` says what can be reported: "array" is a nested list or tuple of numbers,
    "discrete" a countable type other than Int and Bool.
    """

    name: str
    type: str
    kind: Kind
    get: Callable[[Any], Any] = field(compare=False, repr=False)
    show: Callable[[Any], str] = field(compare=False, repr=False)


class Program(Protocol):
    """A closed probabilistic program, its data already in.

    Denotes the measure sum or integral, over the draws, of the product of the scores times
    the point mass at the returned value.
    """

    @property
    def outputs(self) -> tuple[Output, ...]:
        """What is reported of a returned value."""
        ...

    def start(self) -> State:
        """The initial state."""
        ...

    def step(self, state: State) -> Effect:
        """Run from `state` to the next effect; a pure function of the state."""
        ...

    def resume(self, state: State, drawn: Any) -> State:
        """The state after the draw that led to `state` gave `drawn`."""
        ...

    def exact(self) -> Program:
        """The same program over rational numbers where its arithmetic allows."""
        ...


@runtime_checkable
class LazyProgram(Program, Protocol):
    """A program whose returned functions may draw, when they are asked what they were not in the run."""

    def with_key(self, value: Any, key: int) -> Any:
        """A returned value whose functions draw from `key`: the same answer whenever it is asked."""
        ...
