"""Sequential Monte Carlo (paper, Theorem 6.2)."""

from __future__ import annotations

from .block import Block
from .population import resample, spawn
from .repeat import repeat
from .resampling import Criterion, EssBelow, Scheme, ess_below
from .suspension import advance, finish, tmap, tmap_first

PARTICLES = 1_000
HALF = ess_below(0.5)


def smc(
    *,
    particles: int = PARTICLES,
    scheme: Scheme | str = "systematic",
    when: Criterion = HALF,
    steps: int | None = None,
) -> Block:
    """A particle filter: n particles, resampled before each of their first k scores.

        smc = finish ∘ (advance ∘ tmap_first resample)^k ∘ tmap_first spawn(n)

    `steps` is k; None: until all particles have finished (see `repeat`). Resampling happens
    `when` the weights ask for it. A run makes the score that it waits for in the step after
    the one in which it came to it. Preserves the meaning for every n >= 1 and k >= 0.
    Source: Ścibior et al. 2018, Theorem 6.2, lifted to the first layer as in ICFP 2018.
    """
    step = tmap_first(resample(scheme, when=when)) >> advance()
    pipeline = tmap_first(spawn(particles)) >> repeat(step, steps) >> finish()
    return pipeline.named(f"smc({_options(particles, scheme, when, steps)})")


def smc_literal(*, particles: int, steps: int, scheme: Scheme | str = "multinomial") -> Block:
    """Theorem 6.2 to the letter, lifted to every layer: for comparison, not for use.

        smc_literal = finish ∘ (advance ∘ tmap resample)^k ∘ tmap spawn(n)

    Valid too, but each layer spawns n of each particle anew, n^(scores + 1) in the end.
    """
    step = tmap(resample(scheme)) >> advance()
    pipeline = tmap(spawn(particles)) >> repeat(step, steps) >> finish()
    return pipeline.named(f"smc_literal(particles={particles}, steps={steps}, scheme={str(scheme)!r})")


def _options(particles: int, scheme: Scheme | str, when: Criterion, steps: int | None) -> str:
    options = [f"particles={particles}"]
    if str(scheme) != "systematic":
        options.append(f"scheme={str(scheme)!r}")
    if isinstance(when, EssBelow):
        options += [f"ess={when.fraction}"] * (when != HALF)
    else:
        options.append(f"when={when}")
    return ", ".join(options + [f"steps={steps}"] * (steps is not None))
