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
) -> TraceKernel:
    """The kernel of particle Gibbs on the traces of `program`, for terms of this program only.

        csmc(p) = a particle drawn by weight from a filter of which one particle draws p

    The n - 1 others draw as ever; ancestors are drawn by the law of `resampling.conditional`.
    Preserves w_t ⊙ m(pri t), reversibly, for every n >= 1 (n = 1 stays where it is); a trace of
    weight zero stays. Raises ValueError unless n >= 1, and NoFiniteLaw for a scheme without a finite law.
    Source: Andrieu, Doucet & Holenstein 2010, Theorem 5; Chopin & Singh 2015.
    """
    filtering = filtered(Recorded(program), particles, scheme=scheme, when=when)
    conditional(filtering.scheme)  # refuses a scheme before anything runs

    def at(paths: Paths) -> Callable[[Trace], Tree]:
        def move(trace: Trace) -> Tree:
            if not paths.weight_at(trace):
                return SAMPLER.ret(trace)
            run: Tree = interpret(replace(filtering, retained=trace), TERM)
            return SAMPLER.bind(run, lambda weighted: SAMPLER.ret(weighted[1]))

        return move

    return TraceKernel(f"conditional_smc({particles})", at)


def particle_gibbs(
    *,
    particles: int = PARTICLES,
    steps: int = STEPS,
    burn: int | None = None,
    scheme: Scheme | str = "systematic",
    when: Criterion = HALF,
) -> Block:
    """A chain of traces, each drawn by a filter in which one particle draws the last trace.

    Preserves the posterior for every number of particles >= 2. Without ancestor sampling the
    early draws of a long program move rarely, unless there are many particles.
    Source: Andrieu, Doucet & Holenstein 2010, section 2.4.3.
    """
    at_least_one("particle_gibbs", "particles", particles)
    skipped = steps // 4 if burn is None else burn

    def action(program: Program, context: Context) -> Chain:
        kernel = conditional_smc(program, particles, scheme=scheme, when=when)
        chain: Chain = markov_chain(kernel, steps, skipped).action(interpret(program, TERM), context)
        return chain

    shown = [f"particles={particles}, steps={steps}, burn={skipped}", *options(scheme, when)]
    return Block(f"particle_gibbs({', '.join(shown)})", PROGRAM, CHAIN, action)
