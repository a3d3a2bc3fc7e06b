"""Importance sampling from the prior: independent runs of a weighted sampler."""

from __future__ import annotations

from itertools import count
from typing import Any

from ..qbs.sampler import Sampler, Tree, run
from ..qbs.weight import log_weight
from ..qbs.weighted import Weighted
from .block import Block, Context
from .draws import WeightedDraws
from .interpretation import interpretation

SAMPLES = 20_000
WEIGHTED_SAMPLER = Weighted(Sampler())
WEIGHTED_DRAWS = "WeightedDraws"


def independent_runs(runs: int) -> Block:
    """Weighted(Sampler) -> WeightedDraws: run the tree on the tapes of particles 0 … runs - 1.

    Unbiased: the mean of (1/runs) Σ_i w_i δ_{x_i} is the meaning of the tree.
    """

    def action(tree: Tree, context: Context) -> WeightedDraws:
        values: list[Any] = []
        log_weights: list[float] = []
        report_every = max(1, runs // 100)
        for done, tape in zip(count(1), context.epoch().tapes(runs), strict=False):
            weight, value = run(tree, tape)
            if weight:
                values.append(value)
                log_weights.append(log_weight(weight))
            if context.progress and done % report_every == 0:
                context.progress(done, runs)
        return WeightedDraws(tuple(values), tuple(log_weights), runs)

    return Block(f"independent_runs({runs})", WEIGHTED_SAMPLER, WEIGHTED_DRAWS, action)


def importance(*, samples: int = SAMPLES) -> Block:
    """Draw from the prior, weigh by the scores: interpret(Weighted(Sampler)) >> independent_runs.

    Source: Ścibior et al. 2018, Examples 5.2 and 5.4 (likelihood weighting).
    """
    pipeline = interpretation(WEIGHTED_SAMPLER) >> independent_runs(samples)
    return pipeline.named(f"importance(samples={samples})")
