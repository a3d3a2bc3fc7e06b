"""Trace Metropolis–Hastings: one Markov chain on the traces of a program (paper, Theorem 7.2)."""

from __future__ import annotations

from .block import Block
from .chain import markov_chain
from .importance import WEIGHTED_SAMPLER
from .interpretation import interpretation
from .kernels import TraceKernel, generic

STEPS = 2000


def mh(*, steps: int = STEPS, burn: int | None = None, kernel: TraceKernel | None = None) -> Block:
    """A chain of `steps` traces: mh = interpret(Weighted(Sampler)) >> markov_chain(kernel).

    `burn` steps before them are left out, a quarter of `steps` if not given; the kernel is
    `generic` if not given. No estimate of the evidence.
    Source: Ścibior et al. 2018, Theorem 7.2.
    """
    skipped = steps // 4 if burn is None else burn
    moves = generic() if kernel is None else kernel
    chosen = "" if kernel is None else f", kernel={kernel}"
    pipeline = interpretation(WEIGHTED_SAMPLER) >> markov_chain(moves, steps, skipped)
    return pipeline.named(f"mh(steps={steps}, burn={skipped}{chosen})")
