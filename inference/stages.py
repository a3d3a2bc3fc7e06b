"""Parts of a program as programs: its parameters, what follows them, and all its draws."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, final

from ..qbs.program import Draw, Effect, Output, Program, Return, Score, State
from ..qbs.trace import appended, joined


@final
@dataclass(frozen=True, slots=True)
class Parameters:
    """The draws of a program before its first score, at most the first `most`; it returns its state there.

    It makes no score. Two stages, `bind(Parameters(p), lambda s: From(p, s))`, are the program.
    """

    program: Program
    most: int | None = None
    outputs: tuple[Output, ...] = ()

    def start(self) -> State:
        """No draw has been made."""
        return 0, self.program.start()

    def step(self, state: State) -> Effect:
        """The next draw of the program, or its state where the parameters are complete."""
        drawn, inner = state
        if drawn == self.most:
            return Return(inner)
        effect = self.program.step(inner)
        return Draw(effect.distribution, (drawn, effect.state)) if isinstance(effect, Draw) else Return(inner)

    def resume(self, state: State, drawn: Any) -> State:
        """One draw more."""
        count, inner = state
        return count + 1, self.program.resume(inner, drawn)

    def exact(self) -> Parameters:
        """The parameters of the exact program."""
        return replace(self, program=self.program.exact())


@final
@dataclass(frozen=True, slots=True)
class From:
    """The program from one of its states on."""

    program: Program
    state: State

    @property
    def outputs(self) -> tuple[Output, ...]:
        """Those of the program."""
        return self.program.outputs

    def start(self) -> State:
        """The state."""
        return self.state

    def step(self, state: State) -> Effect:
        """That of the program."""
        return self.program.step(state)

    def resume(self, state: State, drawn: Any) -> State:
        """That of the program."""
        return self.program.resume(state, drawn)

    def exact(self) -> From:
        """The exact program from the same state on."""
        return replace(self, program=self.program.exact())


@final
@dataclass(frozen=True, slots=True)
class Recorded:
    """The program that returns its trace, the values drawn in the order of drawing."""

    program: Program
    outputs: tuple[Output, ...] = ()

    def start(self) -> State:
        """Nothing has been drawn."""
        return (), self.program.start()

    def step(self, state: State) -> Effect:
        """The effect of the program, whose value is the trace."""
        chunks, inner = state
        effect = self.program.step(inner)
        if isinstance(effect, Draw):
            return Draw(effect.distribution, (chunks, effect.state))
        if isinstance(effect, Score):
            return Score(effect.weight, (chunks, effect.state))
        return Return(joined(chunks))

    def resume(self, state: State, drawn: Any) -> State:
        """The draw goes on the trace."""
        chunks, inner = state
        return appended(chunks, (drawn,)), self.program.resume(inner, drawn)

    def exact(self) -> Recorded:
        """The traces of the exact program."""
        return replace(self, program=self.program.exact())
