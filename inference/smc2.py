"""SMC²: resample–move over parameters whose likelihoods particle filters estimate."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, final

from ..qbs.interpret import interpret
from ..qbs.population import Population
from ..qbs.program import Effect, LazyProgram, Output, Program, Return, State
from ..qbs.sampler import Tree
from ..qbs.term import TERM
from ..qbs.trace import SAMPLER, Paths, Trace
from ..qbs.weight import ZERO, Weight
from .block import PROGRAM, Block, Context
from .filtered import HALF, filtered
from .interpretation import interpretation
from .kernels import TraceKernel, mixture
from .kernels.kernel import Labelled, labelled_mhg
from .population import at_least_one
from .pseudo_marginal import PREFIX, PROPOSALS, SINGLE_SITE, Proposal
from .resampling import Criterion, EssBelow, Scheme, always
from .rmsmc import rmsmc
from .shape import T
from .stages import From, Parameters

PARTICLES = 100
INNER = 20


@final
@dataclass(frozen=True, slots=True)
class FilteredGivenParameters:
    """The program that draws its parameters once, then runs a particle filter from there on.

        do { s <- Parameters(p); filtered(From(p, s), n) }

    Parameters are the draws before the first score, at most the first `parameters`. Denotes
    what the program denotes, since both stages do. A state is a stage and its state.
    """

    program: Program
    particles: int
    parameters: int | None = None
    scheme: Scheme | str = "systematic"
    when: Criterion = HALF

    @property
    def outputs(self) -> tuple[Output, ...]:
        """Those of the program."""
        return self.program.outputs

    def start(self) -> State:
        """No parameter has been drawn."""
        stage = Parameters(self.program, self.parameters)
        return stage, stage.start()

    def step(self, state: State) -> Effect:
        """That of the stage; the filter begins where the parameters are complete."""
        stage, current = state
        effect: Effect = stage.step(current)
        if isinstance(effect, Return) and isinstance(stage, Parameters):
            following = From(self.program, effect.value)
            stage = filtered(following, self.particles, scheme=self.scheme, when=self.when)
            effect = stage.step(stage.start())
        return effect if isinstance(effect, Return) else replace(effect, state=(stage, effect.state))

    def resume(self, state: State, drawn: Any) -> State:
        """That of the stage."""
        stage, current = state
        return stage, stage.resume(current, drawn)

    def exact(self) -> FilteredGivenParameters:
        """The filter of the exact program."""
        return replace(self, program=self.program.exact())

    def with_key(self, value: Any, key: int) -> Any:
        """What the program makes of the value, if it makes something of it."""
        return self.program.with_key(value, key) if isinstance(self.program, LazyProgram) else value


def pmmh_kernel(program: Program, parameters: int | None, proposal: Proposal) -> TraceKernel:
    """On the traces θ ++ u of `FilteredGivenParameters`: propose θ', run the filter given θ' anew.

        ρ((θ, u), (θ', u')) = ρ_prior(θ, θ') Ẑ(θ', u') / Ẑ(θ, u), and 0 if either Ẑ is 0

    Ẑ is the weight of the trace, that of the filter so far. Reversible if the proposal is for
    the prior of θ. Source: Andrieu, Doucet & Holenstein 2010, Theorem 4.
    """
    prior = Paths(interpret(Parameters(program, parameters), TERM))

    def label(_: Paths, trace: Trace) -> Tree:
        return proposal.label(prior, parameters_in(prior, trace))

    def propose(paths: Paths, state: Labelled) -> Tree:
        def rerun(proposed: Labelled) -> Tree:
            drawn, mark = proposed
            return SAMPLER.bind(paths.prior_path(drawn), lambda trace: SAMPLER.ret((trace, mark)))

        trace, mark = state
        return SAMPLER.bind(proposal.propose(prior, (parameters_in(prior, trace), mark)), rerun)

    def ratio(paths: Paths, old: Labelled, new: Labelled) -> Weight:
        before, after = paths.weight_at(old[0]), paths.weight_at(new[0])
        if not before or not after:
            return ZERO
        there, back = ((parameters_in(prior, trace), mark) for trace, mark in (old, new))
        return proposal.ratio(prior, there, back) * after / before

    return labelled_mhg(f"pmmh({proposal.name})", label, propose, ratio)


def parameters_in(prior: Paths, trace: Trace) -> Trace:
    """θ, the beginning of a trace that is a path of the prior."""
    tree, drawn = prior.term, 0
    while not isinstance(tree, Return):
        tree, drawn = tree.resume(trace[drawn]), drawn + 1
    return trace[:drawn]


def smc2(
    *,
    particles: int = PARTICLES,
    inner: int = INNER,
    moves: int = 1,
    parameters: int | None = None,
    proposal: str | None = None,
    scheme: Scheme | str = "systematic",
    when: Criterion = always,
    inner_when: Criterion = HALF,
    steps: int | None = None,
) -> Block:
    """Resample–move on (θ, filter given θ), moved by PMMH: exact for every number of particles.

        smc2 = rmsmc(particles, moves, pmmh_kernel) ∘ interpret ∘ (do { θ; filtered(inner) })

    Parameters θ and `proposal` as in `pmmh`. `scheme` is for both layers, `when` for the
    outer one. A move runs its filter from the beginning, so k steps take O(k²) work.
    Raises ValueError for an option out of range. Source: Chopin, Jacob & Papaspiliopoulos
    2013; Ścibior, Kammar & Ghahramani, ICFP 2018.
    """
    at_least_one("smc2", "particles", particles)
    at_least_one("smc2", "inner", inner)
    if proposal is not None and proposal not in PROPOSALS:
        raise ValueError(f"smc2: proposal must be one of {', '.join(PROPOSALS)}, got {proposal!r}")
    proposals = (PREFIX, SINGLE_SITE) if proposal is None else (PROPOSALS[proposal],)

    def composed(kernel: TraceKernel) -> Block:
        return rmsmc(particles=particles, moves=moves, kernel=kernel, scheme=scheme, when=when, steps=steps)

    def action(program: Program, context: Context) -> Any:
        kernel = mixture(*[pmmh_kernel(program, parameters, chosen) for chosen in proposals])
        filters = FilteredGivenParameters(program, inner, parameters, scheme, inner_when)
        return (interpretation() >> composed(kernel)).action(filters, context)

    shown = [f"particles={particles}, inner={inner}, moves={moves}"]
    shown += [f"parameters={parameters}"] * (parameters is not None)
    shown += [f"proposal={proposal!r}"] * (proposal is not None)
    shown += [f"scheme={str(scheme)!r}"] * (str(scheme) != "systematic")
    outer = f"ess={when.fraction}" if isinstance(when, EssBelow) else f"when={when}"
    shown += [outer] * (when is not always) + [f"inner_when={inner_when}"] * (inner_when != HALF)
    shown += [f"steps={steps}"] * (steps is not None)
    return Block(f"smc2({', '.join(shown)})", PROGRAM, Population(T), action)
