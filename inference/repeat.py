"""A block applied again and again: k times, or until every run has finished."""

from __future__ import annotations

from typing import Any

from ..qbs.population import Population
from ..qbs.representation import Done, More
from ..qbs.resumption import Yield
from ..qbs.suspension import Suspension
from .block import Action, Block, Context, Mismatch
from .population import Particles
from .shape import T, meet

STEPS = Suspension(Population(T))
"""What has an end that a block can see: suspended runs of a population."""


def repeat(block: Block, times: int | None = None) -> Block:
    """The block `times` times; None: as long as some particle has not finished.

    Preserves the meaning if the block does: under None for programs with a bounded number of
    scores. Where that is unbounded the repetition may not end, and only E[Ẑ] <= Z is known; a
    number of times, followed by `finish`, is exact for every program. None is for blocks of
    Suspension(Population(T)). Raises Mismatch unless the block gives what it takes.

    >>> from .suspension import advance
    >>> repeat(advance(), 2)
    repeat(advance, 2) : Suspension(M) -> Suspension(M)
    """
    if block.source != block.target:
        raise Mismatch(block, block)
    if times is None:
        block = _over_populations(block)
        return Block(f"repeat({block.name})", block.source, block.target, _until_finished(block))
    if isinstance(times, bool) or not isinstance(times, int) or times < 0:
        raise ValueError(f"repeat: times must be a whole number >= 0, got {times!r}")

    def action(computation: Any, context: Context) -> Any:
        for _ in range(times):
            computation = block.action(computation, context)
        return computation

    return Block(f"repeat({block.name}, {times})", block.source, block.target, action)


def unfinished(particles: Particles) -> bool:
    """Whether some particle waits before a score."""
    return any(isinstance(layer, Yield) for _, layer in particles)


def _over_populations(block: Block) -> Block:
    chosen = meet(STEPS, block.source)
    if chosen is None or chosen[0] is not None:
        raise TypeError(f"repeat: only runs of {STEPS} can be seen to end; {block.name} takes {block.source}")
    return block.put(chosen[1])


def _until_finished(block: Block) -> Action:
    def action(computation: Any, context: Context) -> Any:
        base = context.base

        def turn(particles: Particles) -> Any:
            if not unfinished(particles):
                return base.ret(Done(particles))
            return base.bind(block.action(base.ret(particles), context), lambda ps: base.ret(More(ps)))

        return base.bind(computation, lambda particles: base.iterate(turn, particles))

    return action
