"""Resample–move sequential Monte Carlo (paper, Theorem 7.3)."""

from __future__ import annotations

from .block import Block
from .kernels import TraceKernel, generic
from .pilot import repeat_as_piloted
from .population import resample, spawn
from .repeat import repeat
from .resampling import Criterion, Scheme, always
from .suspension import advance, finish, tmap_first
from .traced import marginal, move, tmap_traces

PARTICLES = 100


def rmsmc(
    *,
    particles: int = PARTICLES,
    moves: int = 1,
    kernel: TraceKernel | None = None,
    scheme: Scheme | str = "systematic",
    when: Criterion = always,
    steps: int | None = None,
) -> Block:
    """A particle filter whose particles are moved between the steps.

        rmsmc = marginal ∘ finish ∘ (advance ∘ tmap_first η^l ∘ tmap_first tmap_Tr resample)^k
                ∘ tmap_first tmap_Tr spawn(n)

    `moves` is l, `steps` is k; None: as many as pilot runs score. Neither may depend on the
    particles: to stop when all have finished, or to skip moves where the weights say so, would
    bias the result. Preserves the meaning for every n >= 1, k >= 0, l >= 0.
    Source: Ścibior et al. 2018, Theorem 7.3, lifted to the first layer as in ICFP 2018.
    """
    chosen = generic() if kernel is None else kernel
    moved = repeat(tmap_first(move(chosen)), moves)
    step = tmap_first(tmap_traces(resample(scheme, when=when))) >> moved >> advance()
    repeated = repeat_as_piloted(step) if steps is None else repeat(step, steps)
    pipeline = tmap_first(tmap_traces(spawn(particles))) >> repeated >> finish() >> marginal()
    options = [f"particles={particles}", f"moves={moves}"]
    options += [f"kernel={kernel}"] * (kernel is not None)
    options += [f"scheme={str(scheme)!r}"] * (str(scheme) != "systematic")
    options += [f"when={when}"] * (when is not always) + [f"steps={steps}"] * (steps is not None)
    return pipeline.named(f"rmsmc({', '.join(options)})")
