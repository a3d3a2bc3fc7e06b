"""What is left of a suspended run, as plain data: frames in place of closures that nest.

Everything here is hashable and comparable, functions by identity, so that enumeration merges
equal suspended runs and a deep stack of binds needs no Python stack.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeAlias, final

from .program import Return, State
from .representation import Done, Transformation
from .weight import Weight

if TYPE_CHECKING:
    from .suspension import Suspension


@final
@dataclass(frozen=True, slots=True)
class Loop:
    """The frame of `iterate`: from More s run body(s) and come back, with Done x leave for x."""

    body: Callable[[State], Any]


Frame: TypeAlias = Loop | Callable[[Any], Any]  # a function is the frame of `bind`
Frames: TypeAlias = tuple[Frame, ...]


@final
@dataclass(frozen=True, slots=True)
class Pending:
    """A run that waits before a score: weight ⊙ δ_result, then the frames in turn.

    For an interpreted program, `result` is More(state of the program) and the only frame is
    the loop over its steps: equal states of one interpretation are equal here.
    """

    weight: Weight
    result: Any
    frames: Frames = ()


@final
@dataclass(frozen=True, slots=True)
class Mapped:
    """A waiting run of `source`, each of whose further layers goes through `transformation`."""

    source: Suspension
    transformation: Transformation
    resumption: Resumption
    frames: Frames = ()


Resumption: TypeAlias = Pending | Mapped


@final
@dataclass(frozen=True, slots=True)
class Yield:
    """A layer that ends in a suspension; `Suspension.resume` takes the resumption on."""

    resumption: Resumption


Layer: TypeAlias = Return | Yield


@final
@dataclass(frozen=True, slots=True)
class Running:
    """A run within a layer: `value` on its way into the first of its frames, of which it has some."""

    value: Any
    frames: Frames

    def call(self) -> tuple[Any, Frames]:
        """The computation that the first frame makes of the value, and the frames after it."""
        first = self.frames[0]
        if isinstance(first, Loop):
            return first.body(self.value.state), self.frames
        return first(self.value), self.frames[1:]


def into(frames: Frames, value: Any) -> Running | Return:
    """`value` on its way into the frames, loops that it ends left behind."""
    while frames and isinstance(frames[0], Loop) and isinstance(value, Done):
        value, frames = value.value, frames[1:]
    return Running(value, frames) if frames else Return(value)


def below(layer: Layer, frames: Frames) -> Running | Layer:
    """A layer that was run with these frames waiting for it."""
    if isinstance(layer, Return):
        return into(frames, layer.value)
    resumption = layer.resumption
    return Yield(replace(resumption, frames=resumption.frames + frames))
