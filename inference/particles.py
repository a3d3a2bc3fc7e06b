"""The end of a pipeline of populations: one population, drawn on tapes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, final

from ..qbs.population import Population
from ..qbs.sampler import Sampler, Tree
from ..qbs.weight import log_weight
from .block import Block, Context
from .draws import effective_size, log_sum
from .epochs import Beginning, run_in_epochs

WEIGHTED_PARTICLES = "WeightedParticles"


@final
@dataclass(frozen=True, slots=True)
class WeightedParticles:
    """One population: values and log weights of its particles of positive weight, and how many it had.

    Stands for the measure Σ_i w_i δ_{x_i}, unbiased for the program's meaning. The particles
    are not independent: nothing about the error can be said from one population.
    If all weights are zero, `died_in` is the number of `advance`s at the end of which they were.
    """

    values: tuple[Any, ...]  # (n,), n <= particles
    log_weights: tuple[float, ...]  # (n,)
    particles: int
    died_in: int | None = None

    @property
    def log_evidence(self) -> float | None:
        """log Σ_i w_i; None if all are zero."""
        return log_sum(self.log_weights) if self.values else None

    @property
    def ess(self) -> float:
        """Kish's effective sample size (Σ w)² / Σ w² of the final weights."""
        return effective_size(self.log_weights)


def one_population() -> Block:
    """Population(Sampler) -> WeightedParticles: each block application on the tapes of its own epoch."""

    def action(tree: Tree, context: Context) -> WeightedParticles:
        advances_alive = 0

        def watch(beginning: Beginning) -> None:
            nonlocal advances_alive
            if beginning.block == "advance":
                advances_alive += any(weight for weight, _ in beginning.outcome)

        particles = run_in_epochs(tree, context, watch)
        alive = [(weight, value) for weight, value in particles if weight]
        return WeightedParticles(
            tuple(value for _, value in alive),
            tuple(log_weight(weight) for weight, _ in alive),
            len(particles),
            None if alive else advances_alive,
        )

    return Block("one_population", Population(Sampler()), WEIGHTED_PARTICLES, action)
