"""A program in any representation (paper, Example 3.6: the map from terms to T)."""

from __future__ import annotations

from typing import Any

from .program import Program, Return, Score, State
from .representation import Done, InferenceRep, More


def interpret(program: Program, rep: InferenceRep) -> Any:
    """The computation in `rep` that a program stands for; m(interpret p T) = meaning of p.

    The only place where a program meets `bind`.
    Source: Ścibior et al. 2018, Example 3.6, on transition systems.
    """
    step, resume, ret, bind = program.step, program.resume, rep.ret, rep.bind

    def one_step(state: State) -> Any:
        effect = step(state)
        if isinstance(effect, Score):
            return rep.score(effect.weight, More(effect.state))
        if isinstance(effect, Return):
            return ret(Done(effect.value))
        waiting = effect.state
        return bind(rep.sample(effect.distribution), lambda drawn: ret(More(resume(waiting, drawn))))

    return rep.iterate(one_step, program.start())
