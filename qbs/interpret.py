"""A program in any representation (paper, Example 3.6: the map from terms to T)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, final

from .program import Program, Return, Score, State
from .representation import Done, InferenceRep, More


def interpret(program: Program, rep: InferenceRep) -> Any:
    """The computation in `rep` that a program stands for; m(interpret p T) = meaning of p.

    The only place where a program meets `bind`.
    Source: Ścibior et al. 2018, Example 3.6, on transition systems.
    """
    return rep.iterate(Stepping(program, rep), program.start())


@final
@dataclass(frozen=True, slots=True, eq=False)
class Stepping:
    """One step of a program in `rep`, State -> T(Done | More): the body of the loop that interprets it.

    Equal for the same program object, so that suspended runs of two interpretations can be equal.
    """

    program: Program
    rep: InferenceRep

    def __call__(self, state: State) -> Any:
        """The step from one state of the program."""
        rep = self.rep
        effect = self.program.step(state)
        if isinstance(effect, Score):
            return rep.score(effect.weight, More(effect.state))
        if isinstance(effect, Return):
            return rep.ret(Done(effect.value))
        waiting, resume, ret = effect.state, self.program.resume, rep.ret
        return rep.bind(rep.sample(effect.distribution), lambda drawn: ret(More(resume(waiting, drawn))))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Stepping):
            return NotImplemented
        return self.program is other.program and self.rep == other.rep

    def __hash__(self) -> int:
        return id(self.program)
