"""Markov chains of traces: a start of positive weight from the prior, then a kernel again and again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, final

from ..qbs.sampler import Tree, run
from ..qbs.tape import Epoch
from ..qbs.trace import Paths, Trace
from .block import Block, Context
from .importance import WEIGHTED_SAMPLER
from .kernels import TraceKernel

STARTS = 10_000  # draws from the prior until one has positive weight
CHAIN = "Chain"


@final
@dataclass(frozen=True, slots=True)
class Chain:
    """The values of one chain after burn-in, in order; none if no start was found.

    `moved` of the steps that gave them changed the trace; `starts` draws from the prior were
    made to find one of positive weight. `fixed`: the program draws nothing.
    """

    values: tuple[Any, ...]  # (n,)
    moved: int
    starts: int
    fixed: bool = False

    @property
    def acceptance_rate(self) -> float:
        """The share of steps that changed the trace: of accepted proposals, those that propose a change."""
        return self.moved / len(self.values) if self.values else 0.0


def markov_chain(kernel: TraceKernel, steps: int, burn: int) -> Block:
    """Weighted(Sampler) -> Chain: `burn` steps that are left out, then `steps` that are kept.

    Every step preserves w_t ⊙ m(pri t); averages over the chain converge to those of the
    normalised meaning if the kernel can reach every trace of positive weight.
    """

    def action(term: Tree, context: Context) -> Chain:
        paths = Paths(term)
        trace, starts = _start(paths, context.epoch())
        if trace is None:
            return Chain((), 0, starts)
        step, values, moved = kernel(paths), [], 0
        report_every = max(1, (burn + steps) // 100)
        for done in range(1, burn + steps + 1):
            following = run(step(trace), context.epoch().tape(0))
            if done > burn:
                moved += following != trace
                values.append(paths.value_at(following))
            trace = following
            if context.progress and done % report_every == 0:
                context.progress(done, burn + steps)
        return Chain(tuple(values), moved, starts, fixed=not trace)

    return Block(f"markov_chain({kernel}, {steps}, burn={burn})", WEIGHTED_SAMPLER, CHAIN, action)


def _start(paths: Paths, epoch: Epoch) -> tuple[Trace | None, int]:
    """The first of `STARTS` traces from the prior that has positive weight, and how many were drawn."""
    prior = paths.prior_path()
    for number, tape in enumerate(epoch.tapes(STARTS), start=1):
        trace = run(prior, tape)
        if paths.weight_at(trace):
            return trace, number
    return None, STARTS
