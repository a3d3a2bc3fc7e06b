"""One step of Metropolis–Hastings–Green over any representation that draws (paper 7.1)."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, TypeAlias, TypeVar

from ..qbs.distributions import FAMILIES, Distribution
from ..qbs.errors import NonFiniteWeight
from ..qbs.representation import SamplingRep, Transformation
from ..qbs.weight import ONE, ScaledFloat, Weight, exact

X = TypeVar("X")

Proposal: TypeAlias = Callable[[X], Any]  # ψ : X -> T X
Ratio: TypeAlias = Callable[[X, X], Weight | float]  # ρ : X × X -> [0, ∞]; the only float is math.inf


def mhg_step(kernel: Proposal[X], ratio: Ratio[X], rep: SamplingRep) -> Transformation:
    """η_{ψ,ρ} : T X -> T X, do { x <- a; y <- ψ(x); r <- sample; if r < min(1, ρ(x, y)) y else x }.

    Preserves the meaning of a if the four conditions of Theorem 7.1 hold: see `mhg_failures`.
    Source: Ścibior et al. 2018, Figure 12a.
    """
    step = mhg_kernel(kernel, ratio, rep)
    return lambda a: rep.bind(a, step)


def mhg_kernel(kernel: Proposal[X], ratio: Ratio[X], rep: SamplingRep) -> Proposal[X]:
    """X -> T X, what `mhg_step` does from one point: propose, then accept or stay."""

    def step(x: X) -> Any:
        return rep.bind(kernel(x), lambda y: choose(x, y))

    def choose(x: X, y: X) -> Any:
        accepted = rep.sample(acceptance(ratio(x, y)))
        return rep.bind(accepted, lambda is_accepted: rep.ret(y if is_accepted else x))

    return step


def acceptance(ratio: Weight | float) -> Distribution:
    """The coin min(1, ρ): rational for a rational ρ; ∞ accepts, and is the only float allowed.

    Raises NonFiniteWeight for NaN and TypeError for another float, which ScaledFloat(ρ) makes a weight.

    >>> from fractions import Fraction
    >>> acceptance(Fraction(2, 3)), acceptance(math.inf)
    (flip(2/3), flip(1))
    """
    if isinstance(ratio, float):
        if math.isnan(ratio):
            raise NonFiniteWeight(ratio)
        if ratio != math.inf:
            raise TypeError(
                f"a ratio is a Weight or math.inf, got the float {ratio}: write ScaledFloat({ratio})"
            )
        return FAMILIES["flip"](ONE)
    weight = exact(ratio)
    if weight >= ONE:
        return FAMILIES["flip"](ONE)
    return FAMILIES["flip"](float(weight) if isinstance(weight, ScaledFloat) else weight)
