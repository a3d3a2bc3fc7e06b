"""Planted bugs in the filter, in PMMH and in conditional SMC: each refuted exactly, by the check named.

A mutant takes the place of one operation. `denotes`: the filter has the measure of the program.
`preserves`: the kernel is Markov and leaves its target alone. Controls look odd and are valid.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction as F
from typing import Any

import pytest

from quasiborel import inference as inf
from quasiborel.inference.filtered import Crowd, Filtered, filtered
from quasiborel.inference.mhg import mhg_kernel
from quasiborel.inference.particle_gibbs import conditional_smc
from quasiborel.inference.pseudo_marginal import PREFIX, PRIOR, Proposal, PseudoMarginal
from quasiborel.inference.resampling import multinomial
from quasiborel.qbs.distributions import FAMILIES
from quasiborel.qbs.interpret import interpret
from quasiborel.qbs.kernel import is_markov, preserves
from quasiborel.qbs.meaning import MASS
from quasiborel.qbs.measure import add_all
from quasiborel.qbs.program import Draw, Return, Score
from quasiborel.qbs.trace import SAMPLER
from quasiborel.qbs.weight import ONE, ZERO
from quasiborel.qbs.weighted import DEAD

UNEVEN = inf.ess_below(F(9, 10))
Operation = Callable[..., Any]
_law, _weighed, _resampled = Filtered._law, Filtered._weighed, Filtered._resampled
_onwards, _onward, resume = Filtered._onwards, Filtered._onward_weights, Filtered.resume


# The filter.


def evidence_dropped(self: Filtered, crowd: Crowd) -> Score:
    return replace(_weighed(self, crowd), weight=ONE)


def evidence_of_the_first(self: Filtered, crowd: Crowd) -> Score:
    effect = crowd.particles[0][1]
    return replace(_weighed(self, crowd), weight=effect.weight if isinstance(effect, Score) else ONE)


def evidence_of_those_that_score(self: Filtered, crowd: Crowd) -> Score:
    scored = [w * effect.weight for w, effect in crowd.particles if isinstance(effect, Score)]
    return replace(_weighed(self, crowd), weight=add_all(scored))


def last_evidence_forgotten(self: Filtered, crowd: Crowd) -> Score:
    score = _weighed(self, crowd)
    ended = isinstance(score.state, Crowd) and not any(
        isinstance(effect, Draw | Score) for _, effect in score.state.particles
    )
    return replace(score, weight=ONE) if ended else score


def weights_equal_after_a_score(self: Filtered, crowd: Crowd) -> Score:
    score = _weighed(self, crowd)
    if not isinstance(score.state, Crowd):
        return score
    share = F(1, self.particles)
    level = tuple((share if w else ZERO, effect) for w, effect in score.state.particles)
    return replace(score, state=replace(score.state, particles=level))


def the_dead_come_back(self: Filtered, weight: Any, effect: Any) -> Any:
    weight, effect = _onwards(self, weight, effect)
    return (F(1, 10), Return("ghost")) if effect == Return(DEAD) else (weight, effect)


def weights_kept_after_resampling(self: Filtered, crowd: Crowd, drawn: Any) -> Crowd:
    new = _resampled(self, crowd, drawn)
    kept = zip(crowd.weights, new.particles, strict=True)
    return replace(new, particles=tuple((w, effect) for w, (_, effect) in kept))


def ancestors_weigh_again(self: Filtered, crowd: Crowd, drawn: Any) -> Crowd:
    chosen = [crowd.particles[i] for i in drawn]
    total = add_all(w for w, _ in chosen)
    return replace(crowd, particles=tuple((w / total, e) for w, e in chosen), resampled=True)


def first_ancestor_for_all(self: Filtered, crowd: Crowd, drawn: Any) -> Crowd:
    return _resampled(self, crowd, (0,) * len(drawn))


def weights_lost_without_resampling(self: Filtered, crowd: Crowd) -> Score:
    if crowd.resampled:
        return _weighed(self, crowd)
    share = F(1, self.particles)
    return _weighed(self, replace(crowd, particles=tuple((share, e) for _, e in crowd.particles)))


def one_drawn_uniformly(self: Filtered, crowd: Crowd) -> Any:
    ends = crowd.turn == self.particles and not crowd.waits
    return multinomial([1 if w else 0 for w in crowd.weights], 1) if ends else _law(self, crowd)


def ancestors_drawn_uniformly(self: Filtered, crowd: Crowd) -> Any:
    law = _law(self, crowd)
    resamples = crowd.turn == self.particles and crowd.waits and law is not None
    return multinomial([1] * self.particles, self.particles) if resamples else law


def the_next_particle_returned(self: Filtered, state: Any, drawn: Any) -> Any:
    if isinstance(state, Crowd) and state.turn == self.particles and not state.waits:
        return state.particles[(drawn[0] + 1) % self.particles][1]
    return resume(self, state, drawn)


FILTER_MUTANTS: list[tuple[str, Operation, str]] = [
    ("_weighed", evidence_dropped, "chain"),
    ("_weighed", evidence_of_the_first, "chain"),
    ("_weighed", evidence_of_those_that_score, "uneven scores"),
    ("_weighed", last_evidence_forgotten, "chain"),
    ("_weighed", weights_equal_after_a_score, "chain"),
    ("_weighed", weights_lost_without_resampling, "nearly even"),
    ("_onwards", the_dead_come_back, "half dies"),
    ("_resampled", weights_kept_after_resampling, "chain"),
    ("_resampled", ancestors_weigh_again, "chain"),
    ("_resampled", first_ancestor_for_all, "chain"),
    ("_law", one_drawn_uniformly, "three traces"),
    ("_law", ancestors_drawn_uniformly, "chain"),
    ("resume", the_next_particle_returned, "three traces"),
]


def names(mutants: list[Any]) -> list[str]:
    return [next(part.__name__ for part in mutant if callable(part)) for mutant in mutants]


@pytest.mark.parametrize(("place", "wrong", "name"), FILTER_MUTANTS, ids=names(FILTER_MUTANTS))
def test_a_wrong_filter_does_not_denote_the_program(
    place: str, wrong: Operation, name: str, exactly: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree = exactly.named[name]
    assert interpret(filtered(exactly.Walk(tree), 2, when=UNEVEN), MASS) == exactly.by_hand(tree)
    monkeypatch.setattr(Filtered, place, wrong)
    assert interpret(filtered(exactly.Walk(tree), 2, when=UNEVEN), MASS) != exactly.by_hand(tree)


# PMMH: kernels made of the parts of the right one.


def mutant(
    target: PseudoMarginal,
    proposal: Proposal,
    ratio: Callable[[Any, Any, Any], Any],
    after: Callable[[Any, Any], Any] = lambda old, new: new,
    before: Callable[[Any, Any], Any] = lambda prior, state: SAMPLER.ret(state),
) -> Callable[[Any], Any]:
    """PMMH with a ratio of (ρ, Ẑ, Ẑ'), with what follows acceptance, and what is done first."""
    prior = target.prior()

    def propose(state: Any) -> Any:
        moved = proposal.propose(prior, (state[0], ()))
        return SAMPLER.bind(moved, lambda labelled: target.beside(prior, labelled[0]))

    def total(old: Any, new: Any) -> Any:
        weight, new_weight = old[1][0], new[1][0]
        if not weight or not new_weight:
            return ZERO
        return ratio(proposal.ratio(prior, (old[0], ()), (new[0], ())), weight, new_weight)

    def move(state: Any) -> Any:
        accepted = mhg_kernel(propose, total, SAMPLER)(state)
        return SAMPLER.bind(accepted, lambda new: SAMPLER.ret(state if new == state else after(state, new)))

    return lambda state: SAMPLER.bind(before(prior, state), move)


def right(rho: Any, weight: Any, new_weight: Any) -> Any:
    return rho * new_weight / weight


PMMH_MUTANTS: dict[str, tuple[str, Callable[[PseudoMarginal], Any]]] = {
    # The estimate of the present parameters is made again at every step: Monte Carlo within Metropolis.
    "refreshed": (
        "unknown step",
        lambda t: mutant(t, PRIOR, right, before=lambda prior, state: t.beside(prior, state[0])),
    ),
    "evidence ignored": ("unknown chain", lambda t: mutant(t, PRIOR, lambda rho, w, v: rho)),
    "ratio inverted": ("unknown chain", lambda t: mutant(t, PRIOR, lambda rho, w, v: rho * w / v)),
    "accepted by the evidence alone": ("lengths", lambda t: mutant(t, PREFIX, lambda rho, w, v: v / w)),
    "greedy": ("unknown chain", lambda t: mutant(t, PRIOR, lambda rho, w, v: ONE if v >= w else ZERO)),
    "old estimate kept": (
        "unknown chain",
        lambda t: mutant(t, PRIOR, right, after=lambda old, new: (new[0], (old[1][0], new[1][1]))),
    ),
    "old particle kept": (
        "unknown chain",
        lambda t: mutant(t, PRIOR, right, after=lambda old, new: (new[0], (new[1][0], old[1][1]))),
    ),
    "old parameters kept": (
        "unknown chain",
        lambda t: mutant(t, PRIOR, right, after=lambda old, new: (old[0], new[1])),
    ),
    "larger estimate kept": (
        "unknown chain",
        lambda t: mutant(
            t, PRIOR, right, after=lambda old, new: (new[0], (max(old[1][0], new[1][0]), new[1][1]))
        ),
    ),
}


def preserved(target: PseudoMarginal, kernel: Callable[[Any], Any], exactly: Any) -> bool:
    prior = target.prior()
    measure = exactly.law(target.fresh(prior)).rescale(lambda state: state[1][0])
    rows = {state: exactly.law(kernel(state)) for state in measure}
    return is_markov(rows.__getitem__, rows) and preserves(rows.__getitem__, measure)


def pseudo_marginal(exactly: Any, name: str) -> PseudoMarginal:
    most = 1 if name.startswith("unknown") else None
    return PseudoMarginal(exactly.Walk(exactly.named[name]), 2, most, "systematic", UNEVEN)


@pytest.mark.parametrize("which", PMMH_MUTANTS)
def test_a_wrong_pmmh_does_not_preserve_its_target(which: str, exactly: Any) -> None:
    name, make = PMMH_MUTANTS[which]
    target = pseudo_marginal(exactly, name)
    assert not preserved(target, make(target), exactly)


@pytest.mark.parametrize("name", ["unknown step", "lengths"])
@pytest.mark.parametrize("proposal", [PRIOR, PREFIX], ids=["prior", "prefix"])
def test_the_mutants_without_a_bug_preserve_it(proposal: Proposal, name: str, exactly: Any) -> None:
    target = pseudo_marginal(exactly, name)
    assert preserved(target, mutant(target, proposal, right), exactly)
    # Barker's acceptance: slower, and valid
    barker = mutant(target, proposal, lambda rho, w, v: rho * v / (w + rho * v))
    assert preserved(target, barker, exactly)


# Conditional SMC.


def not_pinned(self: Filtered, crowd: Crowd) -> Crowd:
    return crowd


def first_slot(self: Filtered, crowd: Crowd) -> Any:
    return FAMILIES["discrete_uniform"](0, 0) if self._unpinned(crowd) else _law(self, crowd)


def _resamples(self: Filtered, crowd: Crowd) -> bool:
    return crowd.turn == self.particles and crowd.waits and crowd.pin is not None


def unconditional(self: Filtered, crowd: Crowd) -> Any:
    law = _law(self, crowd)
    return self.scheme(crowd.weights, self.particles) if law and _resamples(self, crowd) else law


def kept_in_its_slot(self: Filtered, crowd: Crowd, drawn: Any) -> Crowd:
    """Ancestors drawn as ever, that of the retained slot overwritten."""
    assert crowd.pin is not None
    slot = crowd.pin[0]
    return _resampled(self, crowd, (slot, (*drawn[:slot], slot, *drawn[slot + 1 :])))


@dataclass(frozen=True, slots=True, eq=False)
class UniformSlot:
    """A slot drawn uniformly, whatever the law of the ancestors, and ancestors that know nothing of it."""

    law: Any
    discrete = finite = True

    def enumerate(self) -> Iterator[tuple[Any, F]]:
        for ancestors, p in self.law.enumerate():
            for slot in range(self.law.m):
                yield (slot, ancestors), p / self.law.m


def overwritten_law(self: Filtered, crowd: Crowd) -> Any:
    law = unconditional(self, crowd)
    return UniformSlot(law) if law and _resamples(self, crowd) else law


def overwritten_in_any_slot(self: Filtered, crowd: Crowd, drawn: Any) -> Crowd:
    j, ancestors = drawn
    assert crowd.pin is not None
    retained = crowd.pin[0]
    return _resampled(self, crowd, (j, (*ancestors[:j], retained, *ancestors[j + 1 :])))


def slot_forgotten(self: Filtered, crowd: Crowd, drawn: Any) -> Crowd:
    new = _resampled(self, crowd, drawn)
    return replace(new, pin=crowd.pin)


def without_the_retained_weight(self: Filtered, crowd: Crowd) -> Score:
    score = _weighed(self, crowd)
    if not isinstance(score.state, Crowd) or crowd.pin is None:
        return score
    slot, share = crowd.pin[0], F(1, self.particles)
    particles = list(score.state.particles)
    particles[slot] = share, particles[slot][1]
    total = add_all(w for w, _ in particles)
    level = tuple((w / total, effect) for w, effect in particles)
    return replace(score, state=replace(score.state, particles=level))


def retained_never_drawn(self: Filtered, crowd: Crowd) -> Any:
    law = _law(self, crowd)
    if crowd.pin is None or crowd.turn < self.particles or crowd.waits:
        return law
    others = [ZERO if i == crowd.pin[0] else w for i, w in enumerate(crowd.weights)]
    return multinomial(others, 1) if any(others) else law


def sampled_without_weights(self: Filtered, crowd: Crowd) -> Any:
    return [factor and factor / w for w, factor in zip(crowd.weights, _onward(self, crowd), strict=True)]


def sampled_by_weights_alone(self: Filtered, crowd: Crowd) -> Any:
    return [w if factor else ZERO for w, factor in zip(crowd.weights, _onward(self, crowd), strict=True)]


def sampled_without_the_next_score(self: Filtered, crowd: Crowd) -> Any:
    scores = [effect.weight if isinstance(effect, Score) else ONE for _, effect in crowd.particles]
    return [factor and factor / g for g, factor in zip(scores, _onward(self, crowd), strict=True)]


ANCESTOR_MUTANTS = [sampled_without_weights, sampled_by_weights_alone, sampled_without_the_next_score]


@pytest.mark.parametrize("wrong", ANCESTOR_MUTANTS)
def test_a_wrong_ancestor_sampling_does_not_preserve_the_traces(
    wrong: Operation, exactly: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree = exactly.chain(3)
    monkeypatch.setattr(Filtered, "_onward_weights", wrong)
    kernel = conditional_smc(exactly.Walk(tree), 2, when=inf.never, ancestor_sampling=True)
    rows = exactly.gibbs_matrix(kernel, tree)
    assert not preserves(rows.__getitem__, exactly.paths_of(tree).measure())


GIBBS_MUTANTS: dict[str, tuple[dict[str, Operation], str, str]] = {
    "retained draws made anew": ({"_replayed": not_pinned}, "systematic", "chain"),
    "retained first in slot 0": ({"_law": first_slot}, "stratified", "chain"),
    "retained never drawn": ({"_law": retained_never_drawn}, "systematic", "chain"),
    "retained without its weight": ({"_weighed": without_the_retained_weight}, "systematic", "chain"),
    "one drawn uniformly": ({"_law": one_drawn_uniformly}, "systematic", "chain"),
    "weights kept after resampling": ({"_resampled": weights_kept_after_resampling}, "systematic", "chain"),
    "weights lost without resampling": (
        {"_weighed": weights_lost_without_resampling},
        "systematic",
        "nearly even",
    ),
    "new slot forgotten": ({"_resampled": slot_forgotten}, "multinomial", "long chain"),
    "ancestor of its slot overwritten": (
        {"_law": unconditional, "_resampled": kept_in_its_slot},
        "systematic",
        "chain",
    ),
    "ancestor of a uniform slot overwritten": (
        {"_law": overwritten_law, "_resampled": overwritten_in_any_slot},
        "stratified",
        "chain",
    ),
}

# Multinomial ancestors do not know their slots; systematic ones turn with the particles, and the copies
# of residual resampling do not depend on their order. Where that holds, the slot may be chosen at will.
GIBBS_CONTROLS = [
    ("retained first in slot 0", "multinomial"),
    ("retained first in slot 0", "systematic"),
    ("retained first in slot 0", "residual"),
    ("ancestor of its slot overwritten", "multinomial"),
    ("ancestor of a uniform slot overwritten", "multinomial"),
]


def gibbs_preserves(exactly: Any, name: str, scheme: str, particles: int = 3) -> bool:
    tree = exactly.named[name]
    kernel = conditional_smc(exactly.Walk(tree), particles, scheme=scheme, when=UNEVEN)
    rows = exactly.gibbs_matrix(kernel, tree)
    return is_markov(rows.__getitem__, rows) and preserves(rows.__getitem__, exactly.paths_of(tree).measure())


@pytest.mark.parametrize("which", GIBBS_MUTANTS)
def test_a_wrong_conditional_filter_does_not_preserve_the_traces(
    which: str, exactly: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    operations, scheme, name = GIBBS_MUTANTS[which]
    for place, wrong in operations.items():
        monkeypatch.setattr(Filtered, place, wrong)
    assert not gibbs_preserves(exactly, name, scheme, particles=2 if name == "long chain" else 3)


@pytest.mark.parametrize(("which", "scheme"), GIBBS_CONTROLS)
def test_some_slots_do_not_matter_to_some_schemes(
    which: str, scheme: str, exactly: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place, odd in GIBBS_MUTANTS[which][0].items():
        monkeypatch.setattr(Filtered, place, odd)
    assert gibbs_preserves(exactly, "chain", scheme, particles=2 if "overwritten" in which else 3)
