"""Families of integers and Booleans: a bundle of formulas, exact masses, exact quantiles."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import count
from typing import Any, Protocol

from ..weight import ScaledFloat, Weight, log_weight
from .base import Arguments, Distribution, Family, Parameter, Relation, Scalar, register
from .continuous import to_float, unit
from .domains import Booleans, Integers, Support, is_rational
from .product import product
from .scalar import INF, SCALAR, Formula

MARGIN = 1e-11  # relative; beyond it a float distribution function decides a comparison
EXACT_SPAN = 200  # the longest finite support whose masses are added up as rationals, and
EXACT_TERMS = 64  # how many of them: what decides a comparison that is closer


@dataclass(frozen=True, slots=True, eq=False)
class DiscreteLaw:
    """Formulas `(xp, k, *parameters)` read at integers of the support, and exact twins.

    `mass(k, *parameters)` is rational where `rational(*parameters)`; `exact_cdf` is its sum in
    closed form, if there is one. `moments` are mean, variance and skewness: where a quantile is
    looked for first. `quantile(p, lower, *parameters)` replaces the search. Where `plain`, the
    mass formula is as accurate on floats as on rationals.
    """

    log_mass: Formula
    cdf: Formula
    survival: Formula
    support: Callable[..., Integers]
    moments: Callable[..., tuple[float, float, float]] | None = None
    mass: Callable[..., Fraction] | None = None
    rational: Callable[..., bool] | None = None
    exact_cdf: Callable[..., Fraction | None] | None = None
    quantile: Callable[..., int] | None = None
    plain: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Discrete(Scalar):
    """A distribution on integers (or on Booleans as 0 and 1); `floats` are its parameters as floats."""

    family: Family
    parameters: Arguments
    law: DiscreteLaw = field(compare=False)
    floats: Arguments = field(compare=False)

    @property
    def discrete(self) -> bool:
        """True."""
        return True

    @property
    def finite(self) -> bool:
        """Whether the support has a greatest element."""
        return bool(self.range.high < INF)

    @property
    def range(self) -> Integers:
        """The support as integers."""
        return self.law.support(*self.parameters)

    @property
    def support(self) -> Support:
        """The integers (or the Booleans) between two ends; a mass in between may be 0."""
        return Booleans() if self.family.value_type == "Bool" else self.range

    @property
    def num_uniforms(self) -> int:
        """One: the map is the inverse distribution function."""
        return 1

    def from_uniforms(self, us: Sequence[float]) -> Any:
        """icdf(us[0])."""
        return self.icdf(us[0])

    def _exact_parameters(self) -> Arguments | None:
        """The parameters as exact numbers if the mass at them is rational."""
        law = self.law
        if law.mass is None:
            return None
        exact = tuple(map(_exact, self.parameters))
        return exact if law.rational is None or law.rational(*exact) else None

    def log_density(self, x: Any) -> float:
        """The logarithm of the mass; -inf where x is not in the support."""
        if not self.range.contains(x):
            return x if x != x else -INF
        if self._is_rational():
            return log_weight(self.density(x))
        return float(self.law.log_mass(SCALAR, int(x), *self.floats))

    def _is_rational(self) -> bool:
        law = self.law
        if law.mass is None or not all(map(_is_exact, self.parameters)):
            return False
        return law.rational is None or law.rational(*self.parameters)

    def density(self, x: Any) -> Weight:
        """The mass: a Fraction if the parameters are rational and it is, else a ScaledFloat."""
        law = self.law
        if not self._is_rational():
            if law.plain and law.mass is not None and self.range.contains(x):
                return ScaledFloat(float(law.mass(int(x), *self.floats)))
            return ScaledFloat.exp(self.log_density(x))
        assert law.mass is not None
        if not self.range.contains(x):
            return Fraction(0)
        return Fraction(law.mass(int(x), *map(_exact, self.parameters)))

    def enumerate(self) -> Iterator[tuple[Any, Weight]]:
        """The values of positive mass in increasing order; endless unless `finite`."""
        ends = self.range
        for k in count(ends.low) if ends.high == INF else range(ends.low, ends.high + 1):
            mass = self.density(k)
            if mass:
                yield self._value(k), mass

    def _value(self, k: int) -> Any:
        return bool(k) if self.family.value_type == "Bool" else k

    def cdf(self, x: Any) -> float:
        """P(X <= x)."""
        ends = self.range
        if x < ends.low:
            return 0.0
        return float(self.law.cdf(SCALAR, math.floor(x), *self.floats)) if x < ends.high else 1.0

    def survival(self, x: Any) -> float:
        """P(X > x)."""
        ends = self.range
        if x < ends.low:
            return 1.0
        return float(self.law.survival(SCALAR, math.floor(x), *self.floats)) if x < ends.high else 0.0

    def log_cdf(self, x: Any) -> float:
        """log P(X <= x); -inf below the smallest float."""
        return float(SCALAR.log(self.cdf(x)))

    def log_survival(self, x: Any) -> float:
        """log P(X > x); -inf below the smallest float."""
        return float(SCALAR.log(self.survival(x)))

    def exact_cdf(self, k: int) -> Fraction | None:
        """P(X <= k) for the parameters taken as exact numbers; None if irrational or too long a sum."""
        exact = self._exact_parameters()
        ends = self.range
        if exact is None:
            return None
        if k < ends.low or k >= ends.high:
            return Fraction(k >= ends.high)
        if self.law.exact_cdf is not None:
            return self.law.exact_cdf(k, *exact)
        assert self.law.mass is not None
        if ends.low + EXACT_SPAN < ends.high < INF:
            return None
        if k - ends.low < EXACT_TERMS:
            return sum((self.law.mass(j, *exact) for j in range(ends.low, k + 1)), Fraction(0))
        if ends.high - k < EXACT_TERMS:
            return 1 - sum((self.law.mass(j, *exact) for j in range(k + 1, ends.high + 1)), Fraction(0))
        return None

    def icdf(self, u: Any) -> Any:
        """The least k of positive mass with cdf(k) >= u, exactly.

        The float distribution function decides where it is clear of u, a rational one where it
        is not; only an irrational or very long sum is left to the float. Raises ValueError for
        u = 1 if there is no greatest element.
        """
        u = _exact_unit(u)
        return self._least(u, True) if u <= 0.5 else self._least(1 - u, False)

    def isf(self, q: Any) -> Any:
        """The least k of positive mass with survival(k) <= q, exactly, as `icdf`."""
        q = _exact_unit(q)
        return self._least(q, False) if q <= 0.5 else self._least(1 - q, True)

    def _least(self, p: Any, lower: bool) -> Any:
        if self.law.quantile is not None:
            return self._value(self.law.quantile(p, lower, *self.parameters))
        ends = self.range
        if p == 0.0:
            return self._value(self._end(ends, lower))
        return self._value(least(lambda k: reaches(self, k, p, lower), self._guess(p, lower), ends))

    def _end(self, ends: Integers, lower: bool) -> int:
        if not lower and ends.high == INF:
            raise ValueError(f"{self} has no greatest value, so no quantile at 1")
        candidates = count(ends.low) if lower else range(ends.high, ends.low - 1, -1)
        return next(k for k in candidates if self.log_density(k) > -INF)

    def _guess(self, p: Any, lower: bool) -> float:
        """A third-order Cornish-Fisher approximation of the quantile."""
        if self.law.moments is None:
            return float(self.range.low)
        mean, variance, skewness = self.law.moments(*self.floats)
        z = SCALAR.ndtri(p) if lower else -SCALAR.ndtri(p)
        return float(mean + math.sqrt(variance) * (z + (z * z - 1.0) * skewness / 6.0))


class Exact(Protocol):
    """What `reaches` asks of a distribution on integers."""

    def cdf(self, x: Any) -> Any:
        """P(X <= x)."""
        ...

    def survival(self, x: Any) -> Any:
        """P(X > x)."""
        ...

    def exact_cdf(self, k: int) -> Fraction | None:
        """P(X <= k) as a rational; None if it is not known as one."""
        ...


def reaches(d: Exact, k: int, p: Any, lower: bool) -> bool:
    """Whether P(X <= k) >= p, or P(X > k) <= p if not lower; by rationals if floats are too close."""
    tail = d.cdf(k) if lower else d.survival(k)
    if abs(tail - p) <= MARGIN * p:
        exact = d.exact_cdf(k)
        if exact is not None:
            return exact >= Fraction(p) if lower else 1 - exact <= Fraction(p)
    return bool(tail >= p if lower else tail <= p)


def least(holds: Callable[[int], bool], guess: float, ends: Integers) -> int:
    """The least k in `ends` with holds(k), which must be increasing and true at a finite high end."""
    low, high = ends.low, ends.high
    start = int(min(max(guess, low), high if high < INF else 2.0**62))
    step = 1
    if holds(start):
        yes, no = start, start - 1
        while no >= low and holds(no):
            yes, no, step = no, no - 2 * step, 2 * step
        no = max(no, low - 1)
    else:
        no, yes = start, start + 1
        while yes < high and not holds(yes):
            no, yes, step = yes, yes + 2 * step, 2 * step
        yes = min(yes, high)
    while yes - no > 1:
        middle = (yes + no) // 2
        if holds(middle):
            yes = middle
        else:
            no = middle
    return yes


def _exact_unit(u: Any) -> Any:
    """A probability, rational if it is given so; raises ValueError outside [0, 1]."""
    unit(u)
    return u


def _exact(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(map(Fraction, value))
    return value if type(value) is int else Fraction(value)


def _is_exact(value: Any) -> bool:
    return all(map(is_rational, value)) if isinstance(value, tuple) else is_rational(value)


def _float(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(map(to_float, value))
    return to_float(value)


def discrete(
    name: str,
    parameters: tuple[Parameter, ...],
    value_type: str,
    formula: str,
    law: DiscreteLaw,
    relation: Relation | None = None,
    scalar: bool = True,
) -> Family:
    """Register a family of Int or Bool values; `scalar` ones have products."""

    def build(family: Family, args: Arguments) -> Distribution:
        for value in args:
            if type(value) is not float:
                return Discrete(family, args, law, tuple(map(_float, args)))
        return Discrete(family, args, law, args)

    lift = product if scalar else None
    return register(Family(name, parameters, value_type, formula, build, relation, lift))
