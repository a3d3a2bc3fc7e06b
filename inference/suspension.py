"""Blocks on suspended runs: advance, finish, and blocks below a suspension (paper, Figure 11)."""

from __future__ import annotations

from typing import Any

from ..qbs.representation import Transformation
from ..qbs.suspension import Suspension
from .block import Block, Context, Mismatch, transformation
from .epochs import begun
from .shape import M, substituted, variable_of


def advance() -> Block:
    """Suspension(M) -> Suspension(M): one more layer; runs that have ended stay as they are.

    Source: Ścibior et al. 2018, Figure 11b.
    """

    def at(rep: Any) -> Transformation:
        start, sus = begun("advance", rep), Suspension(rep)
        return lambda a: sus.advance(start(a))

    return transformation("advance", Suspension(M), Suspension(M), at)


def finish() -> Block:
    """Suspension(M) -> M: all layers. Source: Ścibior et al. 2018, Figure 11b."""

    def at(rep: Any) -> Transformation:
        start, sus = begun("finish", rep), Suspension(rep)
        return lambda a: sus.finish(start(a))

    return transformation("finish", Suspension(M), M, at)


def tmap(block: Block) -> Block:
    """Suspension(S) -> Suspension(R) for a block S -> R: the block at *every* layer.

    At the first layer now, at each later one when it is reached; a `spawn` or a `resample`
    so multiplies the population at each layer anew. Algorithms use `tmap_first`.
    Source: Ścibior et al. 2018, Figure 11a.
    """

    def action(computation: Any, context: Context) -> Any:
        sus = Suspension(substituted(block.source, variable_of(block.source), context.base))
        return sus.tmap(lambda layer: block.action(layer, context))(computation)

    return Block(f"tmap({block.name})", Suspension(block.source), Suspension(block.target), action)


def tmap_first(block: Block) -> Block:
    """Suspension(S) -> Suspension(S) for a block S -> S: the block at the first layer only.

    Preserves the meaning: `finish` is a bind after the first layer, and the meaning keeps bind.
    Raises Mismatch unless the block gives what it takes.
    Source: `hoistFirst` of ICFP 2018; the lifting in Theorem 6.2 for practice.
    """
    if block.target != block.source:
        raise Mismatch(block, block)
    shape = Suspension(block.source)
    return Block(f"tmap_first({block.name})", shape, shape, block.action)
