"""A program that has always run on to its next effect, so that enumeration merges more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import final

from ..qbs.program import Draw, Effect, Output, Program, Return, Score, State


@final
@dataclass(frozen=True, slots=True)
class Ahead:
    """The same program; after a draw its state is the next effect, not what leads there.

    States that differ in a value drawn, but not in what is left to do, are equal then: without
    it a draw of n values is followed by n states, each of which goes through the values of
    the next draw. The state after a score waits, because weight zero must end the run first.
    """

    program: Program

    @property
    def outputs(self) -> tuple[Output, ...]:
        """The outputs of the program."""
        return self.program.outputs

    def exact(self) -> Program:
        """The same over rational numbers."""
        return Ahead(self.program.exact())

    def start(self) -> State:
        """The initial state of the program."""
        return self.program.start()

    def step(self, state: State) -> Effect:
        """The effect that the run has come to."""
        return state if isinstance(state, Return | Draw | Score) else self.program.step(state)

    def resume(self, state: State, drawn: object) -> State:
        """The effect after the draw."""
        return self.program.step(self.program.resume(state, drawn))
