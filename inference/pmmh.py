"""Particle marginal and particle independent Metropolis–Hastings: chains whose proposals run filters."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..qbs.program import Program
from ..qbs.sampler import Tree, run
from .block import PROGRAM, Block, Context
from .chain import CHAIN, STARTS, Chain
from .filtered import HALF, options
from .population import at_least_one
from .pseudo_marginal import PREFIX, PRIOR, PROPOSALS, SINGLE_SITE, Estimated, PseudoMarginal
from .resampling import Criterion, Scheme

STEPS = 1000
PARTICLES = 100


def pmmh(
    *,
    particles: int = PARTICLES,
    steps: int = STEPS,
    burn: int | None = None,
    parameters: int | None = None,
    proposal: str | None = None,
    scheme: Scheme | str = "systematic",
    when: Criterion = HALF,
) -> Block:
    """A chain on the parameters of a program and one particle of a filter given them.

    The parameters are the draws before the first score, or the first `parameters` of those.
    `proposal`: "prior", "prefix" or "single_site"; None: one of the latter two by a fair coin.
    Preserves the posterior for every number of particles. Raises ValueError for an option
    out of range. Source: Andrieu, Doucet & Holenstein 2010, section 2.4.2.
    """
    if proposal is not None and proposal not in PROPOSALS:
        raise ValueError(f"pmmh: proposal must be one of {', '.join(PROPOSALS)}, got {proposal!r}")
    if parameters is not None and parameters < 0:
        raise ValueError(f"pmmh: parameters must be a whole number >= 0, got {parameters}")
    at_least_one("pmmh", "particles", particles)
    chosen = (PREFIX, SINGLE_SITE) if proposal is None else (PROPOSALS[proposal],)
    skipped = steps // 4 if burn is None else burn

    def action(program: Program, context: Context) -> Chain:
        target = PseudoMarginal(program, particles, parameters, scheme, when)
        prior = target.prior()
        return _chain(target.fresh(prior), target.kernel(prior, *chosen), steps, skipped, context)

    shown = [f"particles={particles}, steps={steps}, burn={skipped}"]
    shown += [f"parameters={parameters}"] * (parameters is not None)
    shown += [f"proposal={proposal!r}"] * (proposal is not None)
    return Block(f"pmmh({', '.join(shown + options(scheme, when))})", PROGRAM, CHAIN, action)


def pimh(
    *,
    particles: int = PARTICLES,
    steps: int = STEPS,
    burn: int | None = None,
    scheme: Scheme | str = "systematic",
    when: Criterion = HALF,
) -> Block:
    """A chain that proposes a filter run anew, accepted by the ratio of evidences: pmmh without parameters.

    Preserves the posterior for every number of particles.
    Source: Andrieu, Doucet & Holenstein 2010, section 2.4.1.
    """
    skipped = steps // 4 if burn is None else burn
    independent = pmmh(
        particles=particles,
        steps=steps,
        burn=skipped,
        parameters=0,
        proposal=PRIOR.name,
        scheme=scheme,
        when=when,
    )
    shown = [f"particles={particles}, steps={steps}, burn={skipped}", *options(scheme, when)]
    return independent.named(f"pimh({', '.join(shown)})")


def _chain(fresh: Tree, step: Callable[[Estimated], Tree], steps: int, burn: int, context: Context) -> Chain:
    """A start of positive weight, then the kernel again and again."""
    state, starts = _start(fresh, context)
    if state is None:
        return Chain((), 0, starts)
    values: list[Any] = []
    moved = 0
    report_every = max(1, (burn + steps) // 100)
    for done in range(1, burn + steps + 1):
        following = run(step(state), context.epoch().tape(0))
        if done > burn:
            moved += following != state
            values.append(following[1][1])
        state = following
        if context.progress and done % report_every == 0:
            context.progress(done, burn + steps)
    return Chain(tuple(values), moved, starts)


def _start(fresh: Tree, context: Context) -> tuple[Estimated | None, int]:
    for number, tape in enumerate(context.epoch().tapes(STARTS), start=1):
        state: Estimated = run(fresh, tape)
        if state[1][0]:
            return state, number
    return None, STARTS
