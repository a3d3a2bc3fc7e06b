"""Families on an interval of the reals: a bundle of formulas, and the distribution it makes."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from ..errors import DomainError
from ..weight import ScaledFloat, Weight
from .base import Arguments, Distribution, Family, Parameter, Relation, Scalar, register
from .domains import Interval, is_rational
from .product import product
from .scalar import INF, NAN, SCALAR, Formula

REALS = Interval(-INF, INF)
HALF_LINE = Interval(0.0, INF)


@dataclass(frozen=True, slots=True, eq=False)
class ContinuousLaw:
    """Formulas `(xp, x, *parameters)`, read inside the support only.

    `icdf` inverts the lower tail and is read at u <= 1/2, `isf` the upper at q <= 1/2.
    `log_cdf` and `log_survival` are given where a tail can fall below the smallest float.
    """

    log_density: Formula
    cdf: Formula
    survival: Formula
    icdf: Formula
    isf: Formula
    log_cdf: Formula | None = None
    log_survival: Formula | None = None
    support: Interval | Callable[..., Interval] = REALS
    exact_density: Callable[..., Fraction] | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Continuous(Scalar):
    """A distribution on an interval of the reals; `floats` are its parameters as floats."""

    family: Family
    parameters: Arguments
    law: ContinuousLaw = field(compare=False)
    floats: Arguments = field(compare=False)

    @property
    def discrete(self) -> bool:
        """False."""
        return False

    @property
    def finite(self) -> bool:
        """False."""
        return False

    @property
    def support(self) -> Interval:
        """An interval; closed at finite ends, also where the density is 0 or infinite there."""
        support = self.law.support
        return support if isinstance(support, Interval) else support(*self.floats)

    @property
    def num_uniforms(self) -> int:
        """One: the map is the inverse distribution function."""
        return 1

    def from_uniforms(self, us: Sequence[float]) -> float:
        """icdf(us[0])."""
        return self.icdf(us[0])

    def log_density(self, x: Any) -> float:
        """The family's formula inside the support, -inf outside, NaN at NaN."""
        law = self.law
        support = law.support
        if not isinstance(support, Interval):
            support = support(*self.floats)
        if type(x) is not float:
            x = to_float(x)
        if support.low <= x <= support.high and -INF < x < INF:
            result: float = law.log_density(SCALAR, x, *self.floats)
            return result
        return x if x != x else -INF

    def density(self, x: Any) -> Weight:
        """A Fraction for rational parameters where the density is rational, else exp(log_density)."""
        exact = self.law.exact_density
        if exact is not None and all(map(is_rational, self.parameters)) and x == x:
            return exact(x, *self.parameters) if self.support.contains(x) else Fraction(0)
        return ScaledFloat.exp(self.log_density(x))

    def _inside(self, x: Any, formula: Formula, below: float, above: float) -> float:
        x = to_float(x)
        support = self.support
        if x < support.low or x == -INF:
            return below
        if x > support.high or x == INF:
            return above
        return float(formula(SCALAR, x, *self.floats)) if x == x else NAN

    def cdf(self, x: Any) -> float:
        """P(X <= x), accurate relative to itself however small."""
        return self._inside(x, self.law.cdf, 0.0, 1.0)

    def survival(self, x: Any) -> float:
        """P(X > x), accurate relative to itself however small."""
        return self._inside(x, self.law.survival, 1.0, 0.0)

    def log_cdf(self, x: Any) -> float:
        """log P(X <= x), also below the smallest float where the law has a formula for it."""
        formula = self.law.log_cdf
        return float(SCALAR.log(self.cdf(x))) if formula is None else self._inside(x, formula, -INF, 0.0)

    def log_survival(self, x: Any) -> float:
        """log P(X > x), also below the smallest float where the law has a formula for it."""
        formula = self.law.log_survival
        return float(SCALAR.log(self.survival(x))) if formula is None else self._inside(x, formula, 0.0, -INF)

    def icdf(self, u: Any) -> float:
        """The x with cdf(x) = u, by the lower tail for u <= 1/2, else by the upper."""
        u = unit(u)
        if u <= 0.5:
            return float(self.law.icdf(SCALAR, u, *self.floats)) if u > 0.0 else float(self.support.low)
        return float(self.law.isf(SCALAR, 1.0 - u, *self.floats)) if u < 1.0 else float(self.support.high)

    def isf(self, q: Any) -> float:
        """The x with survival(x) = q, by the upper tail for q <= 1/2, else by the lower."""
        q = unit(q)
        if q <= 0.5:
            return float(self.law.isf(SCALAR, q, *self.floats)) if q > 0.0 else float(self.support.high)
        return float(self.law.icdf(SCALAR, 1.0 - q, *self.floats)) if q < 1.0 else float(self.support.low)


def to_float(x: Any) -> float:
    """The nearest float, ±inf beyond the largest."""
    try:
        return float(x)
    except OverflowError:
        return INF if x > 0 else -INF


def unit(u: Any) -> float:
    """A probability as a float; raises ValueError outside [0, 1]."""
    p: float = u if type(u) is float else float(u)
    if not 0.0 <= p <= 1.0:
        raise ValueError(f"a quantile needs a probability in [0, 1], got {u!r}")
    return p


def continuous(
    name: str,
    parameters: tuple[Parameter, ...],
    formula: str,
    law: ContinuousLaw,
    relation: Relation | None = None,
) -> Family:
    """Register a family of Real values."""

    def build(family: Family, args: Arguments) -> Distribution:
        for value in args:
            if type(value) is not float:
                return Continuous(family, args, law, _floats(family, args))
        return Continuous(family, args, law, args)

    return register(Family(name, parameters, "Real", formula, build, relation, product))


def _floats(family: Family, args: Arguments) -> tuple[float, ...]:
    floats = tuple(map(to_float, args))
    # a rational may leave the domain when it is rounded: 10^-400 becomes 0
    for parameter, value, rounded in zip(family.parameters, args, floats, strict=True):
        if not parameter.domain.accepts(rounded):
            raise DomainError(family.name, parameter.name, f"{parameter.domain} as a float", value)
    return floats


LOG_2PI = math.log(2.0 * math.pi)
