"""mixture(weights, components): one component is chosen, then a value is drawn from it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from heapq import merge
from typing import Any

from ..errors import DomainError, NotFinite
from ..weight import ZERO, ScaledFloat, Weight
from .base import Arguments, Distribution, Family, Parameter, Scalar, register
from .continuous import unit
from .discrete import categorical_quantile
from .domains import PROBABILITIES, Booleans, Domain, Integers, Interval, Support, is_rational
from .integer import least, reaches
from .logs import log_sum
from .solve import increasing_root


@dataclass(frozen=True, slots=True)
class Union:
    """The values that lie in one of the parts."""

    parts: tuple[Support, ...]

    def contains(self, x: Any) -> bool:
        """Whether a part contains x."""
        return any(part.contains(x) for part in self.parts)

    def __str__(self) -> str:
        return " or ".join(dict.fromkeys(map(str, self.parts)))


@dataclass(frozen=True, slots=True)
class Parts:
    """The components of positive weight; their weights as given, as weights and as floats of sum 1."""

    given: tuple[Any, ...]
    weights: tuple[Weight, ...]
    floats: tuple[float, ...]
    components: tuple[Any, ...]

    @staticmethod
    def of(weights: Sequence[Any], components: Sequence[Distribution]) -> Parts:
        """Leaves out what has weight 0 and divides by the sum."""
        pairs = [(w, c) for w, c in zip(weights, components, strict=True) if w > 0]
        given = tuple(w for w, _ in pairs)
        floats = tuple(float(w) / math.fsum(given) for w in given)
        exact = all(map(is_rational, given))
        shares: tuple[Weight, ...] = tuple(map(Fraction, given)) if exact else tuple(map(ScaledFloat, floats))
        return Parts(given, shares, floats, tuple(c for _, c in pairs))

    @property
    def num_uniforms(self) -> int:
        """One for the choice, and as many as the greediest component takes."""
        return 1 + max(int(c.num_uniforms) for c in self.components)

    def draw(self, us: Sequence[float]) -> Any:
        """Chooses by the first uniform; a component that needs fewer of the rest leaves some unused."""
        lower = us[0] <= 0.5
        index = categorical_quantile(us[0] if lower else 1 - us[0], lower, self.given)
        component = self.components[index]
        return component.from_uniforms(us[1 : 1 + component.num_uniforms])

    def log_density(self, x: Any) -> float:
        """log sum_i w_i f_i(x)."""
        return self.log_sum(c.log_density(x) for c in self.components)

    def density(self, x: Any) -> Weight:
        """sum_i w_i f_i(x)."""
        total: Weight = ZERO
        for weight, component in zip(self.weights, self.components, strict=True):
            total = total + weight * component.density(x)
        return total

    def sum(self, values: Iterable[float]) -> float:
        """sum_i w_i v_i."""
        return math.fsum(w * v for w, v in zip(self.floats, values, strict=True))

    def log_sum(self, logs: Iterable[float]) -> float:
        """log sum_i w_i exp(l_i)."""
        return log_sum([math.log(w) + v for w, v in zip(self.floats, logs, strict=True)])


@dataclass(frozen=True, slots=True, repr=False)
class Mixture(Distribution):
    """A mixture of distributions whose values have no order, such as vectors."""

    family: Family
    parameters: Arguments
    parts: Parts = field(compare=False)

    @property
    def discrete(self) -> bool:
        """Whether the components are."""
        return all(c.discrete for c in self.parts.components)

    @property
    def finite(self) -> bool:
        """Whether every component is."""
        return all(c.finite for c in self.parts.components)

    @property
    def num_uniforms(self) -> int:
        """1 + the largest number of a component."""
        return self.parts.num_uniforms

    @property
    def support(self) -> Union:
        """The union of the supports."""
        return Union(tuple(c.support for c in self.parts.components))

    def from_uniforms(self, us: Sequence[float]) -> Any:
        """The value of the component that the first uniform chooses, at the others."""
        return self.parts.draw(us)

    def log_density(self, x: Any) -> float:
        """log sum_i w_i f_i(x)."""
        return self.parts.log_density(x)

    def density(self, x: Any) -> Weight:
        """sum_i w_i f_i(x); a Fraction where every term is."""
        return self.parts.density(x)

    def enumerate(self) -> Iterator[tuple[Any, Weight]]:
        """Each value once, in turns from the components; raises NotFinite unless `discrete`."""
        if not self.discrete:
            raise NotFinite(self)
        seen: set[Any] = set()
        queues = [c.enumerate() for c in self.parts.components]
        while queues:
            for queue in tuple(queues):
                value = next(queue, queue)
                if value is queue:
                    queues.remove(queue)
                elif value[0] not in seen:
                    seen.add(value[0])
                    yield value[0], self.density(value[0])


@dataclass(frozen=True, slots=True, repr=False)
class ScalarMixture(Scalar):
    """A mixture of distributions on Real, Int or Bool.

    The map from uniforms chooses a component by the first uniform; `icdf` inverts the mixture's
    own distribution function and is for quantiles and `truncate`.
    """

    family: Family
    parameters: Arguments
    parts: Parts = field(compare=False)

    @property
    def discrete(self) -> bool:
        """Whether the components are."""
        return all(c.discrete for c in self.parts.components)

    @property
    def finite(self) -> bool:
        """Whether every component is."""
        return all(c.finite for c in self.parts.components)

    @property
    def num_uniforms(self) -> int:
        """Two: the choice and the component's own."""
        return self.parts.num_uniforms

    @property
    def support(self) -> Interval | Integers | Booleans:
        """The smallest interval (or range of integers) that contains the components' supports."""
        supports = [c.support for c in self.parts.components]
        if any(isinstance(s, Booleans) for s in supports):
            return Booleans()
        low, high = min(s.low for s in supports), max(s.high for s in supports)
        return Integers(low, high) if self.discrete else Interval(low, high)

    def from_uniforms(self, us: Sequence[float]) -> Any:
        """The value of the component that the first uniform chooses, at the second."""
        return self.parts.draw(us)

    def log_density(self, x: Any) -> float:
        """log sum_i w_i f_i(x)."""
        return self.parts.log_density(x)

    def density(self, x: Any) -> Weight:
        """sum_i w_i f_i(x); a Fraction where every term is."""
        return self.parts.density(x)

    def enumerate(self) -> Iterator[tuple[Any, Weight]]:
        """The values in increasing order with their masses; raises NotFinite unless `discrete`."""
        if not self.discrete:
            raise NotFinite(self)
        last = None
        for value in merge(*((v for v, _ in c.enumerate()) for c in self.parts.components)):
            if value != last:
                yield value, self.density(value)
            last = value

    def cdf(self, x: Any) -> float:
        """sum_i w_i P(X_i <= x)."""
        return min(self.parts.sum(c.cdf(x) for c in self.parts.components), 1.0)

    def survival(self, x: Any) -> float:
        """sum_i w_i P(X_i > x)."""
        return min(self.parts.sum(c.survival(x) for c in self.parts.components), 1.0)

    def log_cdf(self, x: Any) -> float:
        """log sum_i w_i P(X_i <= x)."""
        return self.parts.log_sum(c.log_cdf(x) for c in self.parts.components)

    def log_survival(self, x: Any) -> float:
        """log sum_i w_i P(X_i > x)."""
        return self.parts.log_sum(c.log_survival(x) for c in self.parts.components)

    def exact_cdf(self, k: int) -> Fraction | None:
        """P(X <= k) for the weights as exact numbers; None if a component does not know its own."""
        total = Fraction(0)
        for weight, component in zip(self.parts.given, self.parts.components, strict=True):
            part = component.exact_cdf(k)
            if part is None:
                return None
            total += Fraction(weight) * part
        return total / sum(map(Fraction, self.parts.given))

    def icdf(self, u: Any) -> Any:
        """The least x with cdf(x) >= u; it lies between the components' quantiles."""
        unit(u)
        return self._quantile(u, True) if u <= 0.5 else self._quantile(1 - u, False)

    def isf(self, q: Any) -> Any:
        """The least x with survival(x) <= q; it lies between the components' quantiles."""
        unit(q)
        return self._quantile(q, False) if q <= 0.5 else self._quantile(1 - q, True)

    def _quantile(self, p: Any, lower: bool) -> Any:
        ends = [c.icdf(p) if lower else c.isf(p) for c in self.parts.components]
        low, high = min(ends), max(ends)
        if p == 0.0:
            return low if lower else high
        if self.discrete:
            found = least(lambda k: reaches(self, k, p, lower), low, Integers(int(low), int(high)))
            return bool(found) if isinstance(low, bool) else found
        if low == high:
            return low
        target, start = math.log(p), 0.5 * low + 0.5 * high
        if lower:
            return increasing_root(self.log_cdf, self.log_density, target, low, high, start)
        return -increasing_root(
            lambda x: self.log_survival(-x), lambda x: self.log_density(-x), target, -high, -low, -start
        )


def _relation(weights: Any, components: Any) -> tuple[str, str] | None:
    if len(weights) != len(components):
        return "components", f"as many as there are weights, {len(weights)}"
    if len({c.discrete for c in components}) > 1:
        # one density cannot be with respect to two measures
        return "components", "all discrete or all continuous"
    return None


def _build(family: Family, args: Arguments) -> Distribution:
    parts = Parts.of(*args)
    if all(isinstance(c, Scalar) for c in args[1]):
        if len({isinstance(c.support, Booleans) for c in args[1]}) > 1:
            raise DomainError(family.name, "components", "of one type", args[1])
        return ScalarMixture(family, args, parts)
    return Mixture(family, args, parts)


def _components(value: Any) -> bool:
    return isinstance(value, tuple) and len(value) > 0 and all(isinstance(c, Distribution) for c in value)


mixture = register(
    Family(
        "mixture",
        (
            Parameter("weights", "Vector", PROBABILITIES),
            Parameter("components", "List[Dist[A]]", Domain("a list of distributions", _components)),
        ),
        "A",
        "weights[1] density of components[1] + weights[2] density of components[2] + ...",
        _build,
        _relation,
    )
)
