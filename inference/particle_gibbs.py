"""Conditional sequential Monte Carlo as a trace kernel, and the chain that it makes: particle Gibbs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ..qbs.interpret import interpret
from ..qbs.program import Program
from ..qbs.sampler import Tree
from ..qbs.term import TERM
from ..qbs.trace import SAMPLER, Paths, Trace
from .block import PROGRAM, Block, Context
from .chain import CHAIN, Chain, markov_chain
from .filtered import HALF, filtered, options
from .kernels import TraceKernel
from .population import at_least_one
from .resampling import Criterion, Scheme, conditional
from .stages import Recorded

STEPS = 1000
PARTICLES = 100


def conditional_smc(
    program: Program,
    particles: int,
    *,
    scheme: Scheme | str = "systematic",
    when: Criterion = HALF,
    ancestor_sampling: bool = False,
) -> TraceKernel:
    """The kernel of particle Gibbs on the traces of `program`, for terms of this program only.

        csmc(p) = a particle drawn by weight from a filter of which one particle draws p

    The n - 1 others draw as ever; ancestors are drawn by the law of `resampling.conditional`.
    Preserves w_t ⊙ m(pri t) for every n >= 1, reversibly without `ancestor_sampling`, which lets
    the rest of p go on from other particles too: at each score it replays that rest n times. A
    trace of weight zero stays. Raises ValueError unless n >= 1, NoFiniteLaw for such a scheme.
    Source: Andrieu, Doucet & Holenstein 2010, Theorem 5; Chopin & Singh 2015; Lindsten, Jordan
    & Schön 2014 (ancestor sampling).
    """
    filtering = replace(
        filtered(Recorded(program), particles, scheme=scheme, when=when), ancestor_sampling=ancestor_sampling
    )
    conditional(filtering.scheme)  # refuses a scheme before anything runs

    def at(paths: Paths) -> Callable[[Trace], Tree]:
        def move(trace: Trace) -> Tree:
            if not paths.weight_at(trace):
                return SAMPLER.ret(trace)
            run: Tree = interpret(replace(filtering, retained=trace), TERM)
            return SAMPLER.bind(run, lambda weighted: SAMPLER.ret(weighted[1]))

        return move

    chosen = ", ancestor_sampling=True" if ancestor_sampling else ""
    return TraceKernel(f"conditional_smc({particles}{chosen})", at, not ancestor_sampling)


def particle_gibbs(
    *,
    particles: int = PARTICLES,
    steps: int = STEPS,
    burn: int | None = None,
    scheme: Scheme | str = "systematic",
    when: Criterion = HALF,
    ancestor_sampling: bool = False,
) -> Block:
    """A chain of traces, each drawn by a filter in which one particle draws the last trace.

    Preserves the posterior for every number of particles >= 2. Without `ancestor_sampling`
    the early draws of a long program move rarely, unless there are many particles; with it a
    step takes O(particles · scores · draws).
    Source: Andrieu, Doucet & Holenstein 2010, section 2.4.3.
    """
    at_least_one("particle_gibbs", "particles", particles)
    skipped = steps // 4 if burn is None else burn

    def action(program: Program, context: Context) -> Chain:
        kernel = conditional_smc(
            program, particles, scheme=scheme, when=when, ancestor_sampling=ancestor_sampling
        )
        chain: Chain = markov_chain(kernel, steps, skipped).action(interpret(program, TERM), context)
        return chain

    shown = [f"particles={particles}, steps={steps}, burn={skipped}", *options(scheme, when)]
    shown += ["ancestor_sampling=True"] * ancestor_sampling
    return Block(f"particle_gibbs({', '.join(shown)})", PROGRAM, CHAIN, action)
