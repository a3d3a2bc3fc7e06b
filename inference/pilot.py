"""How often to repeat a block, found by pilot runs with randomness of their own."""

from __future__ import annotations

from typing import Any

from ..qbs.program import Return
from ..qbs.sampler import run
from ..qbs.suspension import Suspension
from ..qbs.tape import Tape
from ..qbs.traced import TracedTerm
from .block import Block, Context, Mismatch
from .shape import substituted, variable_of

PILOTS = 10


def repeat_as_piloted(block: Block) -> Block:
    """The block as many times as the longest of 10 pilot runs scores, for Suspension(Traced(M)).

    Preserves the meaning if the block does: the number does not depend on the particles, as
    it would if the repetition went on until they have finished. That is a bias for blocks which
    are right in law only, such as moves. Raises Mismatch unless the block fits.
    """
    if block.source != block.target:
        raise Mismatch(block, block)

    def action(computation: Any, context: Context) -> Any:
        rep = substituted(block.source, variable_of(block.source), context.base)
        tapes = context.epoch().tapes(PILOTS)
        for _ in range(max(scores(rep, computation, tape) for tape in tapes)):
            computation = block.action(computation, context)
        return computation

    return Block(f"repeat({block.name})", block.source, block.target, action)


def scores(rep: Suspension, computation: TracedTerm, tape: Tape) -> int:
    """How many scores one run from the prior meets, that which kills it among them."""
    count = 0
    while True:
        leaf = computation.paths.leaf(run(computation.paths.prior_path(), tape))
        if not leaf.weight or isinstance(leaf.value, Return):
            return count
        count += 1
        computation = rep.resume(leaf.value.resumption)
