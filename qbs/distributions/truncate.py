"""truncate(distribution, low, high): a distribution on Real or Int, given that low <= x <= high."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from ..errors import DomainError
from ..weight import ScaledFloat, Weight, log_weight
from .base import Arguments, Distribution, Family, Parameter, Scalar, register
from .continuous import Continuous, ContinuousLaw, to_float, unit
from .discrete import categorical_quantile
from .domains import BOUND, Booleans, Domain, Integers, Interval
from .integer import least, reaches
from .logs import log_difference, log_sum
from .quadrature import integrate
from .scalar import INF, SCALAR, Array, Namespace
from .solve import increasing_root
from .truncated_normal import TRUNCATED_NORMAL

LONGEST_TABLE = 4096  # how many masses are added up one by one, and exactly if they are rational
CANCELLED = -5.0  # the logarithm of a difference over its terms, below which digits are missed
LOWEST = -690.0  # the logarithm of a probability that a float holds to full precision


def log_mass_between(d: Scalar, low: Any, high: Any) -> float:
    """log P(low < X <= high), by the tail in which the two terms are small.

    Where they nearly cancel, the density is integrated instead if quadrature confirms itself.
    """
    if d.cdf(high) <= 0.5:
        term, total = d.log_cdf(high), log_difference(d.log_cdf(high), d.log_cdf(low))
    elif d.survival(low) <= 0.5:
        term, total = d.log_survival(low), log_difference(d.log_survival(low), d.log_survival(high))
    else:
        term, total = 0.0, SCALAR.log1p(-(d.cdf(low) + d.survival(high)))
    if d.discrete or total > term + CANCELLED or not low < high:
        return total
    return _log_integral(d, low, high, total)


def _log_integral(d: Scalar, low: float, high: float, otherwise: float) -> float:
    """log of the integral of the density, if two panels agree with one to 14 digits."""
    middle = low + 0.5 * (high - low)
    reference = d.log_density(middle)
    if not math.isfinite(reference):
        return otherwise

    def relative(x: float) -> float:
        return float(SCALAR.exp(d.log_density(x) - reference))

    whole = integrate(relative, low, high - low)
    halves = integrate(relative, low, middle - low) + integrate(relative, middle, high - middle)
    agree = 0.0 < halves < INF and abs(whole - halves) <= 1e-14 * halves
    return reference + math.log(halves) if agree else otherwise


def _quantile(d: Scalar, log_p: float, lower: bool, low: float, high: float) -> float:
    """The x in [low, high] with log P(X <= x) = log_p, or with log P(X > x) = log_p."""
    if log_p > LOWEST:
        x: float = d.icdf(math.exp(log_p)) if lower else d.isf(math.exp(log_p))
        # the rounding of log_p may carry x beyond an end
        return min(max(x, low), high)
    if lower:
        return increasing_root(d.log_cdf, d.log_density, log_p, low, high, high)
    return -increasing_root(
        lambda x: d.log_survival(-x), lambda x: d.log_density(-x), log_p, -high, -low, -low
    )


def _icdf(xp: Namespace, u: Array, d: Scalar, low: float, high: float, log_total: float) -> float:
    part, rest = math.log(u) + log_total, math.log1p(-u) + log_total
    target = log_sum([d.log_cdf(low), part])
    if target <= -math.log(2.0):
        x = _quantile(d, target, True, low, high)
    else:
        x = _quantile(d, log_sum([d.log_survival(high), rest]), False, low, high)
    return _polished(
        d, x, u, lambda y: math.exp(log_mass_between(d, low, y) - log_total), log_total, low, high
    )


def _isf(xp: Namespace, q: Array, d: Scalar, low: float, high: float, log_total: float) -> float:
    part, rest = math.log(q) + log_total, math.log1p(-q) + log_total
    target = log_sum([d.log_survival(high), part])
    if target <= -math.log(2.0):
        x = _quantile(d, target, False, low, high)
    else:
        x = _quantile(d, log_sum([d.log_cdf(low), rest]), True, low, high)
    return _polished(
        d, x, -q, lambda y: -math.exp(log_mass_between(d, y, high) - log_total), log_total, low, high
    )


def _polished(
    d: Scalar, x: float, target: float, f: Callable[[float], float], log_total: float, low: float, high: float
) -> float:
    """x after Newton's steps on f(x) = target, as long as they come closer: the mass at an end may
    have cancelled what is left of a small target."""
    error = target - f(x)
    for _ in range(3):
        step = error * float(SCALAR.exp(log_total - d.log_density(x)))
        closer = min(max(x + step, low), high) if math.isfinite(step) else x
        rest = target - f(closer)
        if not abs(rest) < abs(error):
            break
        x, error = closer, rest
    return x


TRUNCATED = ContinuousLaw(
    lambda xp, x, d, low, high, log_total: d.log_density(x) - log_total,
    cdf=lambda xp, x, d, low, high, log_total: xp.exp(log_mass_between(d, low, x) - log_total),
    survival=lambda xp, x, d, low, high, log_total: xp.exp(log_mass_between(d, x, high) - log_total),
    icdf=_icdf,
    isf=_isf,
    log_cdf=lambda xp, x, d, low, high, log_total: log_mass_between(d, low, x) - log_total,
    log_survival=lambda xp, x, d, low, high, log_total: log_mass_between(d, x, high) - log_total,
    support=lambda d, low, high, log_total: Interval(low, high),
)


@dataclass(frozen=True, slots=True, repr=False)
class TruncatedDiscrete(Scalar):
    """A distribution on Int between two ends; `table` has the masses if there are few enough."""

    family: Family
    parameters: Arguments
    base: Any = field(compare=False)
    ends: Integers = field(compare=False)
    total: Weight = field(compare=False)
    table: tuple[Any, ...] = field(compare=False)

    @property
    def discrete(self) -> bool:
        """True."""
        return True

    @property
    def finite(self) -> bool:
        """Whether there is an upper end."""
        return bool(self.ends.high < INF)

    @property
    def num_uniforms(self) -> int:
        """One: the map is the inverse distribution function."""
        return 1

    @property
    def support(self) -> Integers:
        """The integers between the ends."""
        return self.ends

    def from_uniforms(self, us: Sequence[float]) -> int:
        """icdf(us[0])."""
        return self.icdf(us[0])

    def log_density(self, x: Any) -> float:
        """log of the base's mass over the total; -inf outside."""
        if not self.ends.contains(x):
            return x if x != x else -INF
        return float(self.base.log_density(x)) - log_weight(self.total)

    def density(self, x: Any) -> Weight:
        """The base's mass over the total: a Fraction where both are."""
        mass: Weight = self.base.density(x)
        return mass / self.total if self.ends.contains(x) else Fraction(0)

    def enumerate(self) -> Iterator[tuple[int, Weight]]:
        """The values of positive mass in increasing order; endless unless `finite`."""
        for value, mass in self.base.enumerate():
            if value > self.ends.high:
                return
            if value >= self.ends.low:
                yield value, mass / self.total

    def cdf(self, x: Any) -> float:
        """P(X <= x)."""
        if x < self.ends.low:
            return 0.0
        if x >= self.ends.high:
            return 1.0
        k = math.floor(x)
        if self.table:
            return math.fsum(self.table[: k - self.ends.low + 1])
        return math.exp(log_mass_between(self.base, self.ends.low - 1, k) - log_weight(self.total))

    def survival(self, x: Any) -> float:
        """P(X > x)."""
        if x < self.ends.low:
            return 1.0
        if x >= self.ends.high:
            return 0.0
        k = math.floor(x)
        if self.table:
            return math.fsum(self.table[k - self.ends.low + 1 :])
        return math.exp(log_mass_between(self.base, k, self.ends.high) - log_weight(self.total))

    def log_cdf(self, x: Any) -> float:
        """log P(X <= x)."""
        tail = self.cdf(x)
        return math.log(tail) if tail > 0.0 else -INF

    def log_survival(self, x: Any) -> float:
        """log P(X > x)."""
        tail = self.survival(x)
        return math.log(tail) if tail > 0.0 else -INF

    def exact_cdf(self, k: int) -> Fraction | None:
        """P(X <= k) with the table's entries as exact numbers; None if there is no table."""
        if not self.table:
            return None
        exact = tuple(map(Fraction, self.table))
        return sum(exact[: max(k - self.ends.low + 1, 0)], Fraction(0)) / sum(exact)

    def icdf(self, u: Any) -> int:
        """The least k of positive mass with cdf(k) >= u."""
        unit(u)
        return self._least(u, True) if u <= 0.5 else self._least(1 - u, False)

    def isf(self, q: Any) -> int:
        """The least k of positive mass with survival(k) <= q."""
        unit(q)
        return self._least(q, False) if q <= 0.5 else self._least(1 - q, True)

    def _least(self, p: Any, lower: bool) -> int:
        if self.table:
            return int(self.ends.low) + categorical_quantile(p, lower, self.table)
        if p == 0 and not lower and not self.finite:
            raise ValueError(f"{self} has no greatest value, so no quantile at 1")
        return least(lambda k: reaches(self, k, p, lower), self.ends.low, self.ends)


def _build(family: Family, args: Arguments) -> Distribution:
    d, low, high = args
    if not d.discrete:
        return _continuous(family, args)
    for name, end in (("low", low), ("high", high)):
        if type(end) is not int and abs(end) != INF:
            raise DomainError(family.name, name, "an Int, as the values are", end)
    ends = Integers(max(low, d.support.low), min(high, d.support.high))
    if ends.high - ends.low < LONGEST_TABLE:
        masses = [d.density(k) for k in range(ends.low, ends.high + 1)]
        total = sum(masses, Fraction(0))
        if total:
            ratios = [mass / total for mass in masses]
            table = tuple(r if isinstance(r, Fraction) else float(r) for r in ratios)
            return TruncatedDiscrete(family, args, d, ends, total, table)
    elif (log_total := log_mass_between(d, ends.low - 1, ends.high)) > -INF:
        return TruncatedDiscrete(family, args, d, ends, ScaledFloat.exp(log_total), ())
    raise _no_mass(family, args)


def _continuous(family: Family, args: Arguments) -> Distribution:
    d, low, high = args[0], to_float(args[1]), to_float(args[2])
    if isinstance(d, Continuous) and d.family.name == "normal":
        return Continuous(family, args, TRUNCATED_NORMAL, (*d.floats, low, high))
    low, high = max(low, d.support.low), min(high, d.support.high)
    log_total = log_mass_between(d, low, high) if low < high else -INF
    if log_total == -INF:
        raise _no_mass(family, args)
    return Continuous(family, args, TRUNCATED, (d, low, high, log_total))


def _no_mass(family: Family, args: Arguments) -> DomainError:
    expected = "such that the interval has a probability that a float can tell from 0"
    return DomainError(family.name, "high", expected, f"[{args[1]}, {args[2]}] for {args[0]}")


def _relation(d: Scalar, low: Any, high: Any) -> tuple[str, str] | None:
    if low == INF:
        return "low", "< ∞"
    if low > high or high == -INF or (low == high and not d.discrete):
        return "high", f"{'>=' if d.discrete else '>'} low = {low}"
    return None


def _is_scalar(value: Any) -> bool:
    return isinstance(value, Scalar) and not isinstance(value.support, Booleans)


truncate = register(
    Family(
        "truncate",
        (
            Parameter("distribution", "Dist[A]", Domain("a distribution on Real or Int", _is_scalar)),
            Parameter("low", "A", BOUND),
            Parameter("high", "A", BOUND),
        ),
        "A",
        "density of distribution at x / its mass on [low, high]",
        _build,
        _relation,
    )
)
