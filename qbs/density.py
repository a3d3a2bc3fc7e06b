"""Densities between finite measures: almost everywhere, absolutely continuous, Radon–Nikodym (paper 4.2)."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from .errors import QuasiborelError, repr_short
from .measure import Mass
from .weight import ZERO, Weight

X = TypeVar("X", bound=Hashable)


class NotAbsolutelyContinuous(QuasiborelError):
    """A measure ν has no density with respect to μ: ν({x}) > 0 = μ({x}) at `where`."""

    def __init__(self, where: Any, weight: Weight) -> None:
        super().__init__(where, weight)
        self.where = where
        self.weight = weight

    def __str__(self) -> str:
        return (
            f"no density: weight {self.weight} at {repr_short(self.where)}, where the other measure has none"
        )


def almost_everywhere(holds: Callable[[X], bool], measure: Mass[X]) -> bool:
    """Whether a property holds μ-almost everywhere: [P] ⊙ μ = μ."""
    return measure.rescale(lambda x: int(holds(x))) == measure


def equal_almost_everywhere(
    v: Callable[[X], Weight | int], w: Callable[[X], Weight | int], measure: Mass[X]
) -> bool:
    """Whether v = w μ-almost everywhere: v ⊙ μ = w ⊙ μ."""
    return measure.rescale(v) == measure.rescale(w)


def absolutely_continuous(nu: Mass[X], mu: Mass[X]) -> bool:
    """ν ≪ μ: there is a w with ν = w ⊙ μ; for finite measures, supp ν ⊆ supp μ."""
    return nu.support <= mu.support


def radon_nikodym(nu: Mass[X], mu: Mass[X]) -> Callable[[X], Weight]:
    """dν/dμ, the w with ν = w ⊙ μ that is zero outside supp μ; unique μ-almost everywhere.

    Raises NotAbsolutelyContinuous with a witness. Source: Ścibior et al. 2018, Theorem 4.5.
    """
    for x, weight in nu.items():
        if not mu[x]:
            raise NotAbsolutelyContinuous(x, weight)
    table = {x: nu[x] / weight for x, weight in mu.items()}
    return lambda x: table.get(x, ZERO)
