"""Programs into representations, and the two transformations that need no algorithm."""

from __future__ import annotations

from ..qbs import enumerator, weighted
from ..qbs.enumerator import Enumerator
from ..qbs.interpret import interpret
from ..qbs.weighted import Weighted
from .block import PROGRAM, Block
from .shape import M, Shape


def interpretation(rep: Shape = M) -> Block:
    """Program -> rep, by default any that fits what follows.

    Source: Ścibior et al. 2018, Example 3.6.
    """
    name = "interpret" if rep is M else f"interpret({rep})"
    block = Block(name, PROGRAM, M, lambda program, context: interpret(program, context.base))
    return block.put(None if rep is M else rep)


def aggregate() -> Block:
    """Enumerator -> Enumerator: equal outcomes become one. Source: Ścibior et al. 2018, Example 3.7."""
    return Block("aggregate", Enumerator(), Enumerator(), lambda outcomes, _: enumerator.aggregate(outcomes))


def apply_weight() -> Block:
    """Weighted(M) -> M: score in M what was only counted above it (the paper's `waggr`).

    Source: Ścibior et al. 2018, Example 5.4.
    """
    return Block("apply_weight", Weighted(M), M, lambda a, context: weighted.apply_weight(a, context.base))
