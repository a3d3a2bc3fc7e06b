"""What can go wrong in resampling: one class for each mistake, its wording in this file only."""

from __future__ import annotations

from ...qbs.errors import QuasiborelError


class AllWeightsZero(QuasiborelError):
    """None of `particles` weights is positive: the population has died, and nobody has an ancestor."""

    def __init__(self, particles: int) -> None:
        super().__init__(particles)
        self.particles = particles

    def __str__(self) -> str:
        return (
            f"none of the {self.particles} weights is positive, so there is no ancestor to draw; "
            "ask whether the population has died before resampling it"
        )


class RetainedWeightZero(QuasiborelError):
    """The ancestor that conditional resampling has to retain has weight 0: no ancestor vector has it."""

    def __init__(self, retained: int) -> None:
        super().__init__(retained)
        self.retained = retained

    def __str__(self) -> str:
        return f"the retained ancestor {self.retained} has weight 0, so no ancestor vector contains it"


class NoFiniteLaw(QuasiborelError):
    """Conditional resampling was asked of a scheme whose law is not known by its cells."""

    def __init__(self, scheme: object) -> None:
        super().__init__(scheme)
        self.scheme = scheme

    def __str__(self) -> str:
        return (
            f"conditional({self.scheme}): the finite law of this scheme is not known; "
            "let it give an Ancestors, whose cells are that law"
        )
