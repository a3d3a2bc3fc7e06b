"""Schemes by name: weights and a number of draws in, the law of the ancestors out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import final

from ...qbs.distributions.base import Distribution
from ...qbs.weight import Weight
from .multinomial import Multinomial
from .residual import Residual
from .shares import Shares
from .stratified import Stratified
from .systematic import Systematic


@final
@dataclass(frozen=True, slots=True, repr=False)
class Scheme:
    """`scheme(weights, m)` is the law of m ancestors among particles with these weights.

    Equal weights up to a factor give equal laws. Raises ValueError for m < 1, AllWeightsZero
    when no weight is positive (so also for none at all), and TypeError or ValueError for what
    is no weight. A scheme of one's own is a name and a function of (shares, m).

    >>> multinomial([1, 0, 3], 2).from_uniforms([0.2, 0.9])
    (0, 2)
    """

    name: str
    law: Callable[[Shares, int], Distribution]

    def __call__(self, weights: Iterable[Weight | int], m: int) -> Distribution:
        """The law of (A_0, …, A_{m-1})."""
        if isinstance(m, bool) or not isinstance(m, int) or m < 1:
            raise ValueError(f"{self.name}: m, the number of ancestors, must be an integer >= 1, got {m!r}")
        return self.law(Shares.of(weights), m)

    def __repr__(self) -> str:
        return self.name


multinomial = Scheme("multinomial", Multinomial)
stratified = Scheme("stratified", Stratified)
systematic = Scheme("systematic", Systematic)
residual = Scheme("residual", Residual)

SCHEMES = {scheme.name: scheme for scheme in (multinomial, stratified, systematic, residual)}
