"""Blocks on traced terms: kernels on the traces, blocks below them, and the end (paper, Figure 13)."""

from __future__ import annotations

from typing import Any

from ..qbs.representation import Transformation
from ..qbs.traced import Traced
from .block import Block, Context, transformation
from .epochs import begun
from .kernels import TraceKernel
from .shape import M


def move(kernel: TraceKernel) -> Block:
    """Traced(M) -> Traced(M): η^Tr, each trace moved by the kernel for its term.

    Source: Ścibior et al. 2018, Theorem 7.2.

    >>> from .kernels import prefix
    >>> move(prefix())
    move(prefix) : Traced(M) -> Traced(M)
    """
    name = f"move({kernel})"

    def at(base: Any) -> Transformation:
        rep = Traced(base)
        start, moved = begun(name, rep), rep.move(kernel)
        return lambda pair: moved(start(pair))

    return transformation(name, Traced(M), Traced(M), at)


def tmap_traces(block: Block) -> Block:
    """Traced(S) -> Traced(R) for a block S -> R: the block on the traces; the term stays.

    Source: Ścibior et al. 2018, Figure 13a.
    """

    def action(pair: Any, context: Context) -> Any:
        # no operation of `tmap` asks the base: the block knows its own
        return Traced(M).tmap(lambda traces: block.action(traces, context))(pair)

    return Block(f"tmap_traces({block.name})", Traced(block.source), Traced(block.target), action)


def marginal() -> Block:
    """Traced(M) -> M: do { p <- a; return v_t(p) }. Source: Ścibior et al. 2018, section 7.2."""
    return transformation("marginal", Traced(M), M, lambda base: Traced(base).marginal)
