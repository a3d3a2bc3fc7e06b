"""Proposals of one's own, with their ratio or with their density."""

from __future__ import annotations

from collections.abc import Callable

from ...qbs.sampler import Tree
from ...qbs.trace import Paths, Trace
from ...qbs.weight import ZERO, Weight
from .kernel import TraceKernel, mhg

Propose = Callable[[Paths, Trace], Tree]


def user(name: str, propose: Propose, ratio: Callable[[Paths, Trace, Trace], Weight]) -> TraceKernel:
    """η with a proposal ψ_t(p) in Sam and its whole ratio ρ_t(p, q); what is no path is rejected.

    That ψ_t and ρ_t satisfy Theorem 7.1 is the caller's claim; `mhg_failures` decides it on
    finite programs. `ratio` is asked about paths of positive weight only.
    """

    def total(paths: Paths, old: Trace, new: Trace) -> Weight:
        if not _positive(paths, new) or not _positive(paths, old):
            return ZERO
        return ratio(paths, old, new)

    return mhg(name, propose, total)


def user_density(
    name: str, propose: Propose, density: Callable[[Paths, Trace, Trace], Weight]
) -> TraceKernel:
    """η with a proposal of density q_t(p, p') with respect to the base measures of the draws.

    ρ_t(p, p') = w_t(p') pri_t(p') q_t(p', p) / (w_t(p) pri_t(p) q_t(p, p')), where pri_t(p) is the
    product of the densities of its draws; 0 where q_t(p', p) is 0. Source: Hastings 1970.
    """

    def ratio(paths: Paths, old: Trace, new: Trace) -> Weight:
        there, back = density(paths, old, new), density(paths, new, old)
        if not there or not back:
            return ZERO
        return paths.density_at(new) * back / (paths.density_at(old) * there)

    return user(name, propose, ratio)


def _positive(paths: Paths, trace: Trace) -> bool:
    return paths.is_path(trace) and bool(paths.weight_at(trace))
