"""What a run would weigh if it went on with given draws."""

from __future__ import annotations

from typing import TypeAlias

from ..qbs.program import Draw, Effect, Program, Score
from ..qbs.trace import Trace, possible
from ..qbs.weight import ONE, ZERO, Weight

Kinds: TypeAlias = tuple[
    bool, ...
]  # of each draw, whether it is discrete: what its density is with respect to


def continued(program: Program, effect: Effect, suffix: Trace) -> tuple[Weight, Kinds]:
    """γ(suffix | prefix) = Π_j d_j(suffix_j) · Π scores, for a run that is about to make `effect`.

    Zero unless the run ends exactly where the suffix does; beside it, the kinds of the draws.
    """
    weight: Weight = ONE
    kinds: list[bool] = []
    while weight and isinstance(effect, Draw | Score):
        if isinstance(effect, Score):
            weight, state = weight * effect.weight, effect.state
        else:
            law, place = effect.distribution, len(kinds)
            if place == len(suffix) or not possible(law, suffix[place]):
                return ZERO, ()
            weight, state = weight * law.density(suffix[place]), program.resume(effect.state, suffix[place])
            kinds.append(law.discrete)
        if weight:
            effect = program.step(state)
    return (weight, tuple(kinds)) if len(kinds) == len(suffix) else (ZERO, ())
