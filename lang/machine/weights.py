"""The weight that a score, a factor or an observation contributes, over floats and over rationals."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ...qbs.errors import NonFiniteWeight
from ...qbs.weight import ONE, ZERO, ScaledFloat, Weight
from ..primitives.fault import PrimitiveError
from ..values.rounding import to_float
from ..values.show_value import show_real


@dataclass(frozen=True, slots=True)
class Weighing:
    """How the four conditioning operations of the core are turned into weights."""

    score: Callable[[Any], Weight]
    factor: Callable[[Any], Weight]
    observe: Callable[[Any, Any], Weight]
    observe_each: Callable[[Iterable[Any], Any], Weight]


def _score(weight: float | Fraction) -> Weight:
    """The weight itself. Raises PrimitiveError if negative, NonFiniteWeight if infinite."""
    if weight < 0:
        raise PrimitiveError(f"a score must be a number >= 0, got {show_real(weight)}")
    return weight if isinstance(weight, Fraction) else ScaledFloat(weight)


def _factor(log_weight: float | Fraction) -> Weight:
    """exp(log_weight); rational at 0 and -infinity. Raises NonFiniteWeight for +infinity."""
    if isinstance(log_weight, Fraction) and log_weight == 0:
        return ONE
    return _exp(to_float(log_weight))


def _exp(log_weight: float) -> Weight:
    return ZERO if log_weight == -math.inf else ScaledFloat.exp(log_weight)


def _observe(value: Any, distribution: Any) -> Weight:
    """The density at the value, through its logarithm."""
    return _exp(distribution.log_density(value))


def _observe_each(values: Iterable[Any], distribution: Any) -> Weight:
    """The product of the densities, through the sum of their logarithms, rounded once."""
    log_density = distribution.log_density
    logs = [log_density(value) for value in values]
    for log in logs:
        if not log < math.inf:
            raise NonFiniteWeight(log)
    return ZERO if -math.inf in logs else ScaledFloat.exp(math.fsum(logs))


def _exact_observe(value: Any, distribution: Any) -> Weight:
    """The density at the value, rational where the distribution can say so."""
    weight: Weight = distribution.density(value)
    return weight


def _exact_observe_each(values: Iterable[Any], distribution: Any) -> Weight:
    weight: Weight = ONE
    for value in values:
        weight = weight * distribution.density(value)
    return weight


OVER_FLOATS = Weighing(_score, _factor, _observe, _observe_each)
OVER_RATIONALS = Weighing(_score, _factor, _exact_observe, _exact_observe_each)
