"""Keep a prefix of the trace and run the program anew from there: works for every program."""

from __future__ import annotations

from ...qbs.distributions import FAMILIES
from ...qbs.sampler import Tree
from ...qbs.trace import SAMPLER, Paths, Trace
from ...qbs.weight import ZERO, Weight
from .kernel import TraceKernel, mhg


def prefix_proposal(paths: Paths, trace: Trace) -> Tree:
    """ψ_t(p) = do { i <- uniform{0, …, |p|}; q <- pri(sub(t, take(i, p))); return take(i, p) ++ q }."""
    position = SAMPLER.sample(FAMILIES["discrete_uniform"](0, len(trace)))
    return SAMPLER.bind(position, lambda i: paths.prior_path(trace[:i]))


def prefix_ratio(paths: Paths, old: Trace, new: Trace) -> Weight:
    """ρ_t(p, q) = w_t(q) (|p| + 1) / (w_t(p) (|q| + 1)), and 0 if either weight is 0.

    The paper's formula is 0/0 or ∞ there and breaks condition (4) of Theorem 7.1: a trace of
    weight zero stays where it is. The lengths differ if branches draw different numbers of times.
    """
    before, after = paths.weight_at(old), paths.weight_at(new)
    if not before or not after:
        return ZERO
    return after * (len(old) + 1) / (before * (len(new) + 1))


def prefix() -> TraceKernel:
    """The paper's generic trace kernel: a prefix of random length stays, the rest is drawn from the prior.

    Source: Ścibior et al. 2018, section 7.3; Wingate, Stuhlmüller & Goodman, AISTATS 2011.
    """
    return mhg("prefix", prefix_proposal, prefix_ratio)
