"""Planted bugs in trace kernels: each is refuted exactly by the named checks, on the named program.

`preserves`: the transition matrix leaves w ⊙ pri alone. `reversible`: detailed balance.
`markov`: proposals have mass one. `theorem`: the conditions of Theorem 7.1 hold for (ψ, ρ).
Controls are other kernels that are right, and must pass.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction as F
from typing import Any

import pytest

from quasiborel.inference.kernels import TraceKernel, conditional, cycle, mhg, prefix, single_site, user
from quasiborel.inference.kernels.kernel import labelled_mhg
from quasiborel.inference.kernels.prefix import prefix_proposal, prefix_ratio
from quasiborel.inference.kernels.single_site import (
    reusable,
    single_site_proposal,
    single_site_ratio,
    site,
)
from quasiborel.qbs.distributions import FAMILIES
from quasiborel.qbs.kernel import is_markov, preserves, reversible
from quasiborel.qbs.measure import Mass
from quasiborel.qbs.program import Return
from quasiborel.qbs.representation import Done, More
from quasiborel.qbs.sampler import Tree
from quasiborel.qbs.trace import SAMPLER, Paths, Trace, appended, joined, possible
from quasiborel.qbs.weight import ONE, ZERO, Weight

Ratio = Callable[[Paths, Trace, Trace], Any]


def broken(kernel: TraceKernel, tree: Any, programs: Any) -> set[str]:
    """The checks that a kernel fails on a program."""
    paths = programs.paths_of(tree)
    target, row = paths.measure(), programs.rows_of(kernel, paths)
    checks = {
        "markov": is_markov(row.__getitem__, row),
        "preserves": preserves(row.__getitem__, target),
        "reversible": reversible(row.__getitem__, target),
    }
    return {name for name, holds in checks.items() if not holds}


def with_ratio(ratio: Ratio) -> TraceKernel:
    """The prefix proposal with another ratio, zero where a weight is zero."""

    def guarded(paths: Paths, old: Trace, new: Trace) -> Any:
        alive = paths.weight_at(old) and paths.weight_at(new)
        return ratio(paths, old, new) if alive else ZERO

    return mhg("mutant", prefix_proposal, guarded)


def scores(paths: Paths, old: Trace, new: Trace) -> Any:
    return paths.weight_at(new) / paths.weight_at(old)


def lengths(old: Trace, new: Trace) -> F:
    return F(len(old) + 1, len(new) + 1)


def deciding(choose: Callable[[Any, Trace, Trace], Tree]) -> TraceKernel:
    """The prefix proposal with another way to accept."""

    def at(paths: Paths) -> Callable[[Trace], Tree]:
        def decide(old: Trace, new: Trace) -> Tree:
            return choose(prefix_ratio(paths, old, new), old, new)

        return lambda old: SAMPLER.bind(prefix_proposal(paths, old), lambda new: decide(old, new))

    return TraceKernel("mutant", at)


def toss(p: Any, yes: Trace, no: Trace) -> Tree:
    return SAMPLER.bind(SAMPLER.sample(FAMILIES["flip"](p)), lambda b: SAMPLER.ret(yes if b else no))


def until_accepted() -> TraceKernel:
    """Propose again and again until one proposal is accepted, in closed form."""

    def at(paths: Paths) -> Callable[[Trace], Tree]:
        def move(old: Trace) -> Tree:
            proposals = SAMPLER.meaning(prefix_proposal(paths, old))
            accepted = proposals.rescale(lambda new: min(ONE, prefix_ratio(paths, old, new)))
            if not accepted:
                return SAMPLER.ret(old)
            law = accepted.normalize()
            choice = FAMILIES["categorical"](tuple(weight for _, weight in law.items()))
            return SAMPLER.bind(SAMPLER.sample(choice), lambda i: SAMPLER.ret(list(law)[i]))

        return move

    return TraceKernel("mutant", at)


def proposing(start: Callable[[int], tuple[int, int]]) -> TraceKernel:
    """Positions from another range, with the ratio of the right one."""

    def propose(paths: Paths, trace: Trace) -> Tree:
        low, high = start(len(trace))
        position = SAMPLER.sample(FAMILIES["discrete_uniform"](low, max(low, high)))
        return SAMPLER.bind(position, lambda i: paths.prior_path(trace[:i]))

    return mhg("mutant", propose, prefix_ratio)


def lopsided(correct: bool) -> TraceKernel:
    """Propose a uniform position in a way that favours the beginning by the first value."""

    def chance(trace: Trace) -> F:
        return F(3, 4) if trace and trace[0] else F(1, 4)

    def propose(paths: Paths, trace: Trace) -> Tree:
        anew = SAMPLER.sample(FAMILIES["flip"](chance(trace)))
        return SAMPLER.bind(anew, lambda b: paths.prior_path(() if b else trace))

    def ratio(paths: Paths, old: Trace, new: Trace) -> Weight:
        if old == new:
            return ONE
        factor = chance(new) / chance(old) if correct else ONE
        return paths.weight_at(new) / paths.weight_at(old) * factor

    return user("lopsided", propose, ratio)


def with_site_ratio(factor: Callable[[Paths, Any, Any], Any]) -> TraceKernel:
    """The single-site proposal, its ratio multiplied by a factor."""

    def ratio(paths: Paths, old: Any, new: Any) -> Any:
        right = single_site_ratio(paths, old, new)
        return right * factor(paths, old, new) if right else right

    return labelled_mhg("mutant", site, single_site_proposal, ratio)


def reused(paths: Paths, old: Any, new: Any) -> F:
    """Π d^q(q_j) / d^p(p_j) over the values reused."""
    (p, i), (q, _) = old, new
    product = F(1)
    pairs = zip(paths.leaf(p).laws, p, paths.leaf(q).laws, q, strict=False)
    for law, value, new_law, new_value in list(pairs)[i + 1 :]:
        if reusable(law, new_law):
            product = product * new_law.density(new_value) / law.density(value)
    return product


def later_scores(paths: Paths, state: Any, count: int) -> F:
    """Π of the prior densities of the draws from `count` on: those that only this trace has."""
    trace, _ = state
    product = F(1)
    for law, value in list(zip(paths.leaf(trace).laws, trace, strict=True))[count:]:
        product *= law.density(value)
    return product


def dead_forgotten(paths: Paths, old: Any, new: Any) -> F:
    """The way back draws the values that have disappeared: their densities left out of it."""
    (p, _), (q, _) = old, new
    common = min(len(p), len(q))
    return 1 / later_scores(paths, old, common)


def first_scores(paths: Paths, old: Any, new: Any) -> F:
    """The densities of the chosen value, which cancel against the prior, counted once more."""
    (p, i), (q, _) = old, new
    return paths.leaf(p).laws[i].density(p[i]) / paths.leaf(q).laws[i].density(q[i])


def greedy_reuse(paths: Paths, state: Any) -> Tree:
    """Reuse whatever is possible where it lands and draw the rest anew: not what the way back does."""
    trace, position = state

    def turn(running: Any) -> Tree:
        at, chunks, tree = running
        if isinstance(tree, Return):
            return SAMPLER.ret(Done((joined(chunks), position)))
        law, resume = tree.distribution, tree.resume
        reuse = at != position and at < len(trace) and possible(law, trace[at])
        drawn = SAMPLER.ret(trace[at]) if reuse else SAMPLER.sample(law)
        return SAMPLER.bind(drawn, lambda x: SAMPLER.ret(More((at + 1, appended(chunks, (x,)), resume(x)))))

    return SAMPLER.iterate(turn, (position, appended((), trace[:position]), paths.subterm(trace[:position])))


def unchecked_conditional(kernel: TraceKernel, part: Callable[[Paths, Trace], Any]) -> TraceKernel:
    return conditional(TraceKernel(kernel.name, kernel.at), part, "part")


def state_dependent_mixture() -> TraceKernel:
    """Which kernel moves the trace depends on the trace."""

    def at(paths: Paths) -> Callable[[Trace], Tree]:
        first, second = prefix()(paths), single_site()(paths)
        return lambda trace: (first if trace and trace[0] else second)(trace)

    return TraceKernel("mutant", at)


P, R = "preserves", "reversible"
MUTANTS: dict[str, tuple[TraceKernel, str, set[str]]] = {
    "ratio inverted": (with_ratio(lambda t, p, q: scores(t, q, p) * lengths(q, p)), "jumpy", {P, R}),
    "lengths left out (E8)": (with_ratio(scores), "three traces", {P, R}),
    "lengths inverted": (with_ratio(lambda t, p, q: scores(t, p, q) * lengths(q, p)), "jumpy", {P, R}),
    "new score times both lengths": (
        with_ratio(lambda t, p, q: scores(t, p, q) * (len(p) + 1) * (len(q) + 1)),
        "jumpy",
        {P, R},
    ),
    "only the new score": (
        with_ratio(lambda t, p, q: t.weight_at(q) * lengths(p, q)),
        "heavy and light",
        {P, R},
    ),
    "only the old score": (
        with_ratio(lambda t, p, q: lengths(p, q) / t.weight_at(p)),
        "heavy and light",
        {P, R},
    ),
    "new minus new": (with_ratio(lambda t, p, q: F(1)), "jumpy", {P, R}),
    "weights left out": (with_ratio(lambda t, p, q: lengths(p, q)), "jumpy", {P, R}),
    "zero weight accepted": (
        mhg("mutant", prefix_proposal, lambda t, p, q: lengths(p, q)),
        "dying",
        {P, R},
    ),
    "accepted above the ratio": (
        deciding(lambda r, p, q: toss(1 - min(ONE, r), q, p)),
        "jumpy",
        {P, R},
    ),
    "accepted iff the ratio is at least one": (
        deciding(lambda r, p, q: SAMPLER.ret(q if r >= 1 else p)),
        "jumpy",
        {P, R},
    ),
    "redrawn until accepted": (until_accepted(), "jumpy", {P, R}),
    "the last draw always anew": (proposing(lambda n: (0, n - 1)), "jumpy", {P, R}),
    "the Hastings factor missing": (lopsided(correct=False), "three traces", {P, R}),
    "sites: lengths left out": (
        with_site_ratio(lambda t, x, y: F(len(y[0]), len(x[0]))),
        "jumpy",
        {P, R},
    ),
    "sites: lengths inverted": (
        with_site_ratio(lambda t, x, y: F(len(y[0]), len(x[0])) ** 2),
        "jumpy",
        {P, R},
    ),
    "sites: reused values not scored": (
        with_site_ratio(lambda t, x, y: 1 / reused(t, x, y)),
        "shifting",
        {P, R},
    ),
    "sites: reused values scored upside down": (
        with_site_ratio(lambda t, x, y: 1 / reused(t, x, y) ** 2),
        "shifting",
        {P, R},
    ),
    "sites: dead values not scored": (with_site_ratio(dead_forgotten), "jumpy", {P, R}),
    "sites: the chosen value scored again": (with_site_ratio(first_scores), "jumpy", {P, R}),
    "sites: reuse that cannot be undone": (
        labelled_mhg("mutant", site, greedy_reuse, single_site_ratio),
        "shifting",
        {P, R},
    ),
    "conditional on a cycle": (
        unchecked_conditional(cycle(prefix(), single_site()), lambda t, p: t.value_at(p)),
        "heavy and light",
        {P, R},
    ),
    "a mixture that the trace decides": (state_dependent_mixture(), "jumpy", {P, R}),
}


@pytest.mark.parametrize("mutant", MUTANTS)
def test_mutants_break_exactly_these_checks(mutant: str, programs: Any) -> None:
    kernel, program, checks = MUTANTS[mutant]
    assert broken(kernel, programs.named[program], programs) == checks


def barker(ratio: Any, old: Trace, new: Trace) -> Tree:
    """Accept with probability ρ / (1 + ρ)."""
    return toss(ratio / (1 + ratio), new, old)


def leaving_zero(paths: Paths, old: Trace, new: Trace) -> Any:
    """The other convention: a trace of weight zero accepts whatever is proposed."""
    return prefix_ratio(paths, old, new) if paths.weight_at(old) else float("inf")


def wingate(paths: Paths, old: Trace, new: Trace) -> Weight:
    """The ratio for positions below the length, where the whole trace is never proposed."""
    if not old or not new:
        return ONE if old == new else ZERO
    return prefix_ratio(paths, old, new) * F(len(old), len(old) + 1) * F(len(new) + 1, len(new))


def below_the_length(paths: Paths, trace: Trace) -> Tree:
    position = SAMPLER.sample(FAMILIES["discrete_uniform"](0, max(len(trace) - 1, 0)))
    return SAMPLER.bind(position, lambda i: paths.prior_path(trace[:i]))


CONTROLS = {
    "acceptance by Barker's rule": deciding(barker),
    "leaving zero": mhg("control", prefix_proposal, leaving_zero),
    "positions below the length": mhg("control", below_the_length, wingate),
    "half of the time nothing": with_ratio(
        lambda t, p, q: prefix_ratio(t, p, q) / 2 if p == q else prefix_ratio(t, p, q)
    ),
    "never": with_ratio(lambda t, p, q: ZERO),
    "a lopsided proposal with its factor": lopsided(correct=True),
}


@pytest.mark.parametrize("control", CONTROLS)
def test_controls_pass(control: str, chosen: Any, programs: Any) -> None:
    assert broken(CONTROLS[control], chosen, programs) == set()


def stale(remember_rejected: bool) -> Callable[[Paths], Callable[[Any], Mass]]:
    """A chain that keeps the last weight it computed beside the trace, for the next ratio."""

    def at(paths: Paths) -> Callable[[Any], Mass]:
        def step(state: tuple[Trace, Weight]) -> Mass:
            old, weight = state

            def decide(new: Trace) -> Mass:
                other = paths.weight_at(new)
                ratio = other * lengths(old, new) / weight if weight and other else ZERO
                accepted = min(ONE, ratio)
                kept = other if remember_rejected else weight
                return Mass([((new, other), accepted), ((old, kept), 1 - accepted)])

            return SAMPLER.meaning(prefix_proposal(paths, old)).bind(decide)

        return step

    return at


@pytest.mark.parametrize(("remember_rejected", "right"), [(False, True), (True, False)])
def test_a_stale_weight_after_a_rejection_shows_at_the_second_step(
    remember_rejected: bool, right: bool, programs: Any
) -> None:
    """One step from the target is exact even with the bug, so a check of one step would pass."""
    paths = programs.paths_of(programs.named["jumpy"])
    target, step = paths.measure(), stale(remember_rejected)(paths)
    start = target.map(lambda trace: (trace, paths.weight_at(trace)))
    once = start.bind(step)
    twice = once.bind(step)
    assert once.map(lambda state: state[0]) == target
    assert (twice.map(lambda state: state[0]) == target) is right


CONDITIONS: dict[str, tuple[Ratio, str, list[int]]] = {
    "right": (prefix_ratio, "three traces", []),
    "lengths left out (E8)": (lambda t, p, q: prefix_ratio(t, p, q) / lengths(p, q), "three traces", [3]),
    "only the new score": (lambda t, p, q: t.weight_at(q) * lengths(p, q), "three traces", [2, 3]),
    "the paper's ratio, ∞ at zero weight": (
        lambda t, p, q: scores(t, p, q) * lengths(p, q) if t.weight_at(p) else float("inf"),
        "dying",
        [4],
    ),
}


@pytest.mark.parametrize("case", CONDITIONS)
def test_the_conditions_that_fail(case: str, programs: Any) -> None:
    ratio, program, conditions = CONDITIONS[case]
    failures = programs.failed_conditions(programs.named[program], prefix_proposal, ratio)
    assert [failure.condition for failure in failures] == conditions


def test_lengths_do_not_matter_where_all_are_equal(programs: Any) -> None:
    """The bug of E8 is invisible on a model of fixed length: the check needs branches that differ."""
    assert programs.is_invariant(with_ratio(scores), programs.named["shifting"])
