"""Redraw one value and reuse those after it where the program draws from the same set of values."""

from __future__ import annotations

from ...qbs.distributions import FAMILIES, Distribution
from ...qbs.program import Return
from ...qbs.representation import Done, More
from ...qbs.sampler import Tree
from ...qbs.trace import SAMPLER, Chunks, Paths, appended, joined, possible
from ...qbs.weight import ONE, ZERO, Weight
from .kernel import Labelled, TraceKernel, labelled_mhg


def site(paths: Paths, trace: tuple[object, ...]) -> Tree:
    """L(p), the position to redraw: uniform on 0, …, |p| - 1."""
    return SAMPLER.sample(FAMILIES["discrete_uniform"](0, len(trace) - 1))


def reusable(first: Distribution, second: Distribution) -> bool:
    """Whether a value of one may stand for one of the other: same type, same support; symmetric."""
    return (
        first.discrete == second.discrete
        and first.family.value_type == second.family.value_type
        and first.support == second.support
    )


def single_site_proposal(paths: Paths, state: Labelled) -> Tree:
    """ψ_t(p, i): value i is drawn anew; each later value is reused, by position, or drawn anew.

    A value to be reused that has density zero in its new place ends the proposal: (p, i) stays.
    """
    trace, position = state
    laws = paths.leaf(trace).laws

    def turn(running: tuple[int, Chunks, Tree]) -> Tree:
        at, chunks, tree = running
        if isinstance(tree, Return):
            return SAMPLER.ret(Done((joined(chunks), position)))
        law, resume = tree.distribution, tree.resume
        if at == position or at >= len(trace) or not reusable(law, laws[at]):
            drawn = SAMPLER.sample(law)
        elif possible(law, trace[at]):
            drawn = SAMPLER.ret(trace[at])
        else:
            return SAMPLER.ret(Done(state))
        return SAMPLER.bind(
            drawn, lambda value: SAMPLER.ret(More((at + 1, appended(chunks, (value,)), resume(value))))
        )

    start = (position, appended((), trace[:position]), paths.subterm(trace[:position]))
    return SAMPLER.iterate(turn, start)


def single_site_ratio(paths: Paths, old: Labelled, new: Labelled) -> Weight:
    """ρ_t((p, i), (q, i)) = w_t(q) |p| / (w_t(p) |q|) · Π_j d^q_j(q_j) / d^p_j(p_j), j > i reused.

    d^p_j is the density that p's value j was drawn from. Values drawn anew, there or on the way
    back, cancel against the prior. Zero if either weight is zero.
    """
    (p, position), (q, _) = old, new
    before, after = paths.leaf(p), paths.leaf(q)
    if not before.weight or not after.weight:
        return ZERO
    ratio: Weight = ONE
    later = slice(position + 1, None)
    for law, value, new_law, new_value in zip(
        before.laws[later], p[later], after.laws[later], q[later], strict=False
    ):
        if law != new_law and reusable(law, new_law):
            ratio = ratio * new_law.density(new_value) / law.density(value)
    return ratio * after.weight * len(p) / (before.weight * len(q))


def single_site() -> TraceKernel:
    """Redraw one value, chosen uniformly; reuse the later ones that still have a place.

    Alone it may not reach every trace: mix it with `prefix`, which does.
    Source: Wingate, Stuhlmüller & Goodman, AISTATS 2011, with positions for names.
    """
    return labelled_mhg("single_site", site, single_site_proposal, single_site_ratio)
