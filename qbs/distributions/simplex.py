"""Probability vectors and counts: dirichlet by gammas, multinomial by binomials."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from ..errors import DomainError
from ..weight import ScaledFloat, Weight, log_weight
from .base import Arguments, Distribution, Family, Parameter, register
from .continuous import to_float
from .discrete import EXACT_TRIALS, TRIALS, binomial
from .domains import POSITIVE_VECTOR, PROBABILITIES, TOLERANCE, is_number, is_rational
from .saddle import log_poisson
from .scalar import INF, NAN, SCALAR

TINY = 1e-290  # below it a gamma quantile follows its leading term to double precision


@dataclass(frozen=True, slots=True)
class Simplex:
    """Vectors of `size` numbers >= 0 with sum 1, up to 1e-9."""

    size: int

    def contains(self, x: Any) -> bool:
        """Whether x is such a tuple."""
        return (
            isinstance(x, tuple)
            and len(x) == self.size
            and all(is_number(v) and v >= 0 for v in x)
            and abs(math.fsum(x) - 1.0) <= TOLERANCE
        )

    def __str__(self) -> str:
        return f"Vectors of {self.size} Reals >= 0 with sum 1"


@dataclass(frozen=True, slots=True)
class Counts:
    """Lists of `size` integers >= 0 with sum `total`."""

    size: int
    total: int

    def contains(self, x: Any) -> bool:
        """Whether x is such a tuple."""
        return (
            isinstance(x, tuple)
            and len(x) == self.size
            and all(isinstance(v, int) and v >= 0 for v in x)
            and sum(x) == self.total
        )

    def __str__(self) -> str:
        return f"lists of {self.size} Ints >= 0 with sum {self.total}"


@dataclass(frozen=True, slots=True, repr=False)
class Dirichlet(Distribution):
    """g / sum(g) with independent g_i ~ gamma(concentration_i, 1); density in the first n - 1 entries."""

    family: Family
    parameters: Arguments

    @property
    def discrete(self) -> bool:
        """False."""
        return False

    @property
    def finite(self) -> bool:
        """False."""
        return False

    @property
    def num_uniforms(self) -> int:
        """One for each entry."""
        return len(self.parameters[0])

    @property
    def support(self) -> Simplex:
        """The probability vectors."""
        return Simplex(len(self.parameters[0]))

    def from_uniforms(self, us: Sequence[float]) -> tuple[float, ...]:
        """Gamma quantiles by their logarithms, since those of a small concentration underflow."""
        logs = [log_gamma_quantile(u, to_float(a)) for u, a in zip(us, self.parameters[0], strict=True)]
        top = max(logs)
        shares = [math.exp(v - top) for v in logs]
        total = math.fsum(shares)
        return tuple(share / total for share in shares)

    def log_density(self, x: Any) -> float:
        """log Gamma(sum a) - sum log Gamma(a_i) + sum (a_i - 1) log x_i."""
        concentration = tuple(map(to_float, self.parameters[0]))
        _check_length(self.family, x, len(concentration))
        if not self.support.contains(x):
            return NAN if any(v != v for v in x) else -INF
        return _log_dirichlet(tuple(map(to_float, x)), concentration)


def _log_dirichlet(x: tuple[float, ...], concentration: tuple[float, ...]) -> float:
    """As independent Poisson terms at the mean a = sum a_i, over one at a: no large terms cancel."""
    total = math.fsum(concentration)
    terms = []
    for v, a in zip(x, concentration, strict=True):
        if v == 0.0 and a > 1.0:
            return -INF
        if v > 0.0:
            terms.append(log_poisson(SCALAR, a, total * v) + math.log(a) - math.log(v))
        elif a < 1.0:
            terms.append(INF)
        else:
            terms.append(math.log(total))
    # the shares of x add up to 1 within 1e-9, and so does the sum of exp(-total x_i)
    slack = total * (math.fsum(x) - 1.0)
    return float(sum(terms) + slack - log_poisson(SCALAR, total, total) - math.log(total))


def log_gamma_quantile(u: float, shape: float) -> float:
    """log of the u-quantile of gamma(shape, 1), also where the quantile underflows."""
    x = SCALAR.gammaincinv(shape, u) if u <= 0.5 else SCALAR.gammainccinv(shape, 1.0 - u)
    if x > TINY:
        return math.log(x)
    # P(a, x) = x^a / Gamma(a + 1) (1 + O(x))
    return (math.log(u) + math.lgamma(shape + 1.0)) / shape


@dataclass(frozen=True, slots=True, repr=False)
class Multinomial(Distribution):
    """Counts of `trials` independent draws; `floats` are the probabilities over their sum."""

    family: Family
    parameters: Arguments
    floats: tuple[float, ...] = field(compare=False)

    @property
    def discrete(self) -> bool:
        """True."""
        return True

    @property
    def finite(self) -> bool:
        """True."""
        return True

    @property
    def num_uniforms(self) -> int:
        """One less than the number of categories."""
        return len(self.floats) - 1

    @property
    def support(self) -> Counts:
        """The lists of counts with the right sum; a mass may be 0."""
        return Counts(len(self.floats), self.parameters[0])

    def from_uniforms(self, us: Sequence[float]) -> tuple[int, ...]:
        """Each count given those before it is binomial(what is left, p_i / (p_i + p_{i+1} + ...))."""
        left, counts = self.parameters[0], []
        probabilities = self.parameters[1]
        for i, u in enumerate(us):
            counts.append(self._count(u, left, probabilities[i:]))
            left -= counts[-1]
        return (*counts, left)

    @staticmethod
    def _count(u: float, left: int, rest: tuple[Any, ...]) -> int:
        if all(map(is_rational, rest)):
            total = sum(rest)
            share = Fraction(rest[0]) / total if total else 0
        else:
            total = math.fsum(rest)
            share = rest[0] / total if total > 0.0 else 0.0
        count: int = binomial(left, share).from_uniforms((u,))
        return count

    def log_density(self, x: Any) -> float:
        """log of trials! / (x_1! x_2! ...) p_1^x_1 p_2^x_2 ...; -inf outside the support."""
        _check_length(self.family, x, len(self.floats))
        if not self.support.contains(x):
            return -INF
        if self._is_rational():
            return log_weight(self.density(x))
        trials = float(self.parameters[0])
        # independent Poisson counts of mean trials p_i, given their sum
        terms = (log_poisson(SCALAR, float(k), trials * p) for k, p in zip(x, self.floats, strict=True))
        return float(sum(terms) - log_poisson(SCALAR, trials, trials))

    def density(self, x: Any) -> Weight:
        """The mass: a Fraction if the probabilities are rational, else a ScaledFloat."""
        _check_length(self.family, x, len(self.floats))
        if not self._is_rational():
            return ScaledFloat.exp(self.log_density(x))
        if not self.support.contains(x):
            return Fraction(0)
        mass = Fraction(math.factorial(self.parameters[0]))
        for k, p in zip(x, self.parameters[1], strict=True):
            mass *= Fraction(p) ** k / math.factorial(k)
        return mass

    def _is_rational(self) -> bool:
        return self.parameters[0] <= EXACT_TRIALS and all(map(is_rational, self.parameters[1]))

    def enumerate(self) -> Iterator[tuple[tuple[int, ...], Weight]]:
        """The lists of counts of positive mass in lexicographic order."""
        for counts in _compositions(self.parameters[0], len(self.floats)):
            mass = self.density(counts)
            if mass:
                yield counts, mass


def _compositions(total: int, size: int) -> Iterator[tuple[int, ...]]:
    """The tuples of `size` integers >= 0 with that sum, in lexicographic order."""
    if size == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in _compositions(total - first, size - 1):
            yield (first, *rest)


def _check_length(family: Family, x: Any, length: int) -> None:
    if not isinstance(x, tuple) or len(x) != length:
        found = f"length {len(x)}" if isinstance(x, tuple) else x
        raise DomainError(family.name, "value", f"of length {length}", found)


def _multinomial(family: Family, args: Arguments) -> Distribution:
    total = math.fsum(args[1])
    return Multinomial(family, args, tuple(float(p) / total for p in args[1]))


dirichlet = register(
    Family(
        "dirichlet",
        (Parameter("concentration", "Vector", POSITIVE_VECTOR),),
        "Vector",
        "Gamma(sum(a)) prod(x_i^(a_i - 1) / Gamma(a_i)) with a = concentration",
        Dirichlet,
    )
)

multinomial = register(
    Family(
        "multinomial",
        (TRIALS, Parameter("probabilities", "Vector", PROBABILITIES)),
        "List[Int]",
        "trials! prod(p_i^k_i / k_i!) with p = probabilities",
        _multinomial,
    )
)
