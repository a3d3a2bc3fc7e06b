"""When to resample: predicates on the weights of a population."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol, final

from ...qbs.weight import Weight
from .shares import Shares


class Criterion(Protocol):
    """A function of the weights alone, so that resampling where it holds is unbiased."""

    def __call__(self, weights: Iterable[Weight | int], /) -> bool:
        """Whether to resample a population with these weights."""
        ...


def ess(weights: Iterable[Weight | int]) -> Fraction:
    """Effective sample size (Σ w)² / Σ w², exactly; between 1 and n. Raises AllWeightsZero.

    Source: Kong, Liu & Wong 1994.

    >>> ess([1, 1, 2])
    Fraction(8, 3)
    """
    shares = Shares.of(weights)
    return Fraction(shares.total**2, sum(part * part for part in shares.parts))


@final
@dataclass(frozen=True, slots=True, repr=False)
class Constantly:
    """The same answer whatever the weights."""

    answer: bool

    def __call__(self, weights: Iterable[Weight | int]) -> bool:
        """The answer."""
        return self.answer

    def __repr__(self) -> str:
        return "always" if self.answer else "never"


@final
@dataclass(frozen=True, slots=True, repr=False)
class EssBelow:
    """(Σ w)² / Σ w² < fraction · n, decided exactly; it raises AllWeightsZero, where 0/0 decides nothing."""

    fraction: float | Fraction

    def __post_init__(self) -> None:
        fraction = self.fraction
        number = isinstance(fraction, (int, float, Fraction)) and not isinstance(fraction, bool)
        if not (number and 0 < fraction <= 1):
            raise ValueError(f"ess_below: fraction must be > 0 and <= 1, got {fraction!r}")

    def __call__(self, weights: Iterable[Weight | int]) -> bool:
        """Whether the effective sample size is below that fraction of the number of weights."""
        listed = tuple(weights)
        return ess(listed) < Fraction(self.fraction) * len(listed)

    def __repr__(self) -> str:
        return f"ess_below({self.fraction})"


always = Constantly(True)
never = Constantly(False)
ess_below = EssBelow
