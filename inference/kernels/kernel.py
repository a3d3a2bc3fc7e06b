"""What a trace kernel is, and the one that a proposal and its ratio make."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias, final

from ...qbs.sampler import Tree
from ...qbs.trace import SAMPLER, Paths, Trace
from ...qbs.weight import Weight
from ..mhg import mhg_kernel

Labelled: TypeAlias = tuple[Trace, Any]


@final
@dataclass(frozen=True, slots=True)
class TraceKernel:
    """At every term t a Markov kernel Paths t -> Sam(Paths t) that preserves w_t ⊙ m(pri t).

    `reversible` claims more: detailed balance for that measure.
    """

    name: str
    at: Callable[[Paths], Callable[[Trace], Tree]] = field(repr=False, compare=False)
    reversible: bool = True

    def __call__(self, paths: Paths) -> Callable[[Trace], Tree]:
        """The kernel on the traces of one term."""
        return self.at(paths)

    def __repr__(self) -> str:
        return self.name


def mhg(
    name: str,
    propose: Callable[[Paths, Trace], Tree],
    ratio: Callable[[Paths, Trace, Trace], Weight],
) -> TraceKernel:
    """η_{ψ_t, ρ_t} at every term t: reversible if ψ_t and ρ_t satisfy Theorem 7.1.

    Source: Ścibior et al. 2018, Theorem 7.2.
    """

    def at(paths: Paths) -> Callable[[Trace], Tree]:
        return mhg_kernel(
            lambda trace: propose(paths, trace), lambda old, new: ratio(paths, old, new), SAMPLER
        )

    return TraceKernel(name, at)


def labelled_mhg(
    name: str,
    label: Callable[[Paths, Trace], Tree],
    propose: Callable[[Paths, Labelled], Tree],
    ratio: Callable[[Paths, Labelled, Labelled], Weight],
) -> TraceKernel:
    """η on traces with a label that is drawn afresh, and forgotten after: do { l <- L(p); η(p, l) }.

    Reversible if ψ and ρ satisfy Theorem 7.1 for (w_t ⊙ m(pri t)) ⊠ L. A label that cannot be
    drawn, because the trace is empty, leaves it as it is.
    """

    def at(paths: Paths) -> Callable[[Trace], Tree]:
        def proposal(state: Labelled) -> Tree:
            return propose(paths, state)

        def paths_ratio(old: Labelled, new: Labelled) -> Weight:
            return ratio(paths, old, new)

        step = mhg_kernel(proposal, paths_ratio, SAMPLER)

        def move(trace: Trace) -> Tree:
            if not trace:
                return SAMPLER.ret(trace)
            labelled = SAMPLER.bind(label(paths, trace), lambda mark: step((trace, mark)))
            return SAMPLER.bind(labelled, lambda state: SAMPLER.ret(state[0]))

        return move

    return TraceKernel(name, at)
