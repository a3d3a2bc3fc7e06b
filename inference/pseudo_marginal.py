"""Metropolis–Hastings on parameters whose likelihood a particle filter estimates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias, final

from ..qbs.distributions import FAMILIES
from ..qbs.interpret import interpret
from ..qbs.program import Program
from ..qbs.sampler import Tree
from ..qbs.term import TERM
from ..qbs.trace import SAMPLER, Paths, Trace
from ..qbs.weight import ONE, ZERO, Weight
from .filtered import filtered
from .kernels.kernel import Labelled
from .kernels.prefix import prefix_proposal, prefix_ratio
from .kernels.single_site import single_site_proposal, single_site_ratio, site
from .mhg import mhg_kernel
from .resampling import Criterion, Scheme
from .stages import From, Parameters

Estimated: TypeAlias = tuple[Trace, tuple[Weight, Any]]  # parameters θ, and a filter's (Ẑ, x) given θ
Labelling: TypeAlias = Callable[[Paths, Trace], Tree]
LabelledProposal: TypeAlias = Callable[[Paths, Labelled], Tree]
LabelledRatio: TypeAlias = Callable[[Paths, Labelled, Labelled], Weight]


@final
@dataclass(frozen=True, slots=True)
class Proposal:
    """ψ and ρ on traces with a label drawn afresh, as in `labelled_mhg`, for terms without scores."""

    name: str
    label: Labelling = field(repr=False)
    propose: LabelledProposal = field(repr=False)
    ratio: LabelledRatio = field(repr=False)


def _unlabelled(
    name: str, propose: Callable[[Paths, Trace], Tree], ratio: Callable[[Paths, Trace, Trace], Weight]
) -> Proposal:
    def labelled(paths: Paths, state: Labelled) -> Tree:
        return SAMPLER.bind(propose(paths, state[0]), lambda new: SAMPLER.ret((new, ())))

    return Proposal(
        name, lambda _, __: SAMPLER.ret(()), labelled, lambda paths, old, new: ratio(paths, old[0], new[0])
    )


PRIOR = _unlabelled("prior", lambda paths, _: paths.prior_path(), lambda *_: ONE)
"""All parameters anew."""

PREFIX = _unlabelled("prefix", prefix_proposal, prefix_ratio)
"""As the trace kernel `prefix`."""

SINGLE_SITE = Proposal(
    "single_site",
    lambda paths, trace: site(paths, trace) if trace else SAMPLER.ret(0),
    single_site_proposal,
    lambda paths, old, new: single_site_ratio(paths, old, new) if old[0] else ONE,
)
"""As the trace kernel `single_site`; where there are no parameters, only the filter is run anew."""

PROPOSALS = {proposal.name: proposal for proposal in (PRIOR, PREFIX, SINGLE_SITE)}


@final
@dataclass(frozen=True, slots=True)
class PseudoMarginal:
    """Kernels on (θ, (Ẑ, x)) that preserve Ẑ ⊙ (pri(dθ) ⊠ law of a filter given θ).

    By E[Ẑ δ_x | θ] = m(program from θ on), the measure's image on (θ, x) is that of the program:
    exact for every number of particles. Parameters are the draws before the first score, at
    most the first `parameters` of them. Source: Andrieu & Roberts 2009; Andrieu, Doucet &
    Holenstein 2010, Theorem 4.
    """

    program: Program
    particles: int
    parameters: int | None
    scheme: Scheme | str
    when: Criterion

    def prior(self) -> Paths:
        """The term of the parameters: it returns the program's state after them."""
        return Paths(interpret(Parameters(self.program, self.parameters), TERM))

    def estimate(self, state: Any) -> Tree:
        """(Ẑ, x) of a filter from this state of the program on."""
        inner = filtered(From(self.program, state), self.particles, scheme=self.scheme, when=self.when)
        tree: Tree = interpret(inner, TERM)
        return tree

    def fresh(self, prior: Paths) -> Tree:
        """(θ, (Ẑ, x)): parameters from their prior, and a filter given them."""
        return SAMPLER.bind(prior.prior_path(), lambda trace: self.beside(prior, trace))

    def beside(self, prior: Paths, trace: Trace) -> Tree:
        """(θ, (Ẑ, x)) for these parameters."""
        estimate = self.estimate(prior.value_at(trace))
        return SAMPLER.bind(estimate, lambda weighted: SAMPLER.ret((trace, weighted)))

    def kernel(self, prior: Paths, *proposals: Proposal) -> Callable[[Estimated], Tree]:
        """Propose θ' by one of the proposals, run a filter given θ', accept by ρ(θ, θ') Ẑ' / Ẑ.

        The filter that estimated Ẑ is never run again for the same θ: that would preserve
        another measure. Reversible if ρ satisfies Theorem 7.1 for pri(dθ).
        """
        moves = [self._by(prior, proposal) for proposal in proposals]
        if len(moves) == 1:
            return moves[0]
        choice = SAMPLER.sample(FAMILIES["discrete_uniform"](0, len(moves) - 1))
        return lambda state: SAMPLER.bind(choice, lambda i: moves[i](state))

    def _by(self, prior: Paths, proposal: Proposal) -> Callable[[Estimated], Tree]:
        def propose(labelled: tuple[Estimated, Any]) -> Tree:
            (trace, _), label = labelled
            return SAMPLER.bind(proposal.propose(prior, (trace, label)), estimated)

        def estimated(proposed: Labelled) -> Tree:
            trace, label = proposed
            return SAMPLER.bind(self.beside(prior, trace), lambda state: SAMPLER.ret((state, label)))

        def ratio(old: tuple[Estimated, Any], new: tuple[Estimated, Any]) -> Weight:
            ((before, (weight, _)), label), ((after, (new_weight, _)), new_label) = old, new
            if not weight or not new_weight:
                return ZERO
            return proposal.ratio(prior, (before, label), (after, new_label)) * new_weight / weight

        step = mhg_kernel(propose, ratio, SAMPLER)

        def move(state: Estimated) -> Tree:
            labelled = SAMPLER.bind(proposal.label(prior, state[0]), lambda label: step((state, label)))
            return SAMPLER.bind(labelled, lambda reached: SAMPLER.ret(reached[0]))

        return move
