"""`Mass`: measures with finite support, the semantic target of the finite theory (paper 3.1)."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from typing import Any, Generic, TypeVar, cast, final

from .weight import ONE, ZERO, ScaledFloat, Weight, exact

X = TypeVar("X", bound=Hashable)
Y = TypeVar("Y", bound=Hashable)

_SHOWN = 20


@final
class Mass(Generic[X]):
    """A function μ : X -> [0, ∞) that is zero outside a finite set; immutable and hashable.

    Built from a mapping or from pairs (value, weight): weights of equal values add up and
    zero weights are dropped, so that == is equality of measures.
    Source: the mass monad, Ścibior et al. 2018, section 3.1 and Lemma 3.1.

    >>> from fractions import Fraction
    >>> coin = Mass({"heads": Fraction(1, 2), "tails": Fraction(1, 2)})
    >>> coin.map(len)
    Mass({5: 1})
    """

    __slots__ = ("_hash", "_weights")

    def __init__(self, weights: Mapping[X, Weight | int] | Iterable[tuple[X, Weight | int]] = ()) -> None:
        listed = weights.items() if isinstance(weights, Mapping) else weights
        pairs = cast("Iterable[tuple[X, Weight | int]]", listed)  # a Mapping is an Iterable too
        self._weights: dict[X, Weight] = merged((value, exact(weight)) for value, weight in pairs)
        self._hash: int | None = None

    @staticmethod
    def point(value: Y) -> Mass[Y]:
        """δ_value, the point mass of weight one."""
        return _of(((value, ONE),))

    def __getitem__(self, value: X) -> Weight:
        """The weight μ({value})."""
        return self._weights.get(value, ZERO)

    def __iter__(self) -> Iterator[X]:
        return iter(self._weights)

    def __len__(self) -> int:
        return len(self._weights)

    def __bool__(self) -> bool:
        return bool(self._weights)

    def items(self) -> Iterable[tuple[X, Weight]]:
        """The values of the support with their weights, all positive."""
        return self._weights.items()

    @property
    def support(self) -> frozenset[X]:
        """The values of positive weight."""
        return frozenset(self._weights)

    @property
    def total(self) -> Weight:
        """The mass μ(X)."""
        return add_all(self._weights.values())

    @property
    def rational(self) -> bool:
        """Whether every weight is an exact rational."""
        return not any(isinstance(weight, ScaledFloat) for weight in self._weights.values())

    def normalize(self) -> Mass[X]:
        """μ / μ(X). Raises ValueError for the zero measure."""
        total = self.total
        if not total:
            raise ValueError("normalize: the measure is zero, so it is no multiple of a probability")
        return _of((value, weight / total) for value, weight in self.items())

    def integrate(self, function: Callable[[X], Weight | int]) -> Weight:
        """∫ f dμ = Σ_x f(x) μ({x})."""
        return add_all(exact(function(value)) * weight for value, weight in self.items())

    def map(self, function: Callable[[X], Y]) -> Mass[Y]:
        """The push-forward f_* μ."""
        return _of((function(value), weight) for value, weight in self.items())

    def bind(self, kernel: Callable[[X], Mass[Y]]) -> Mass[Y]:
        """(μ >>= k)({y}) = Σ_x μ({x}) k(x)({y})."""
        return _of((y, weight * rest) for x, weight in self.items() for y, rest in kernel(x).items())

    def scale(self, weight: Weight | int) -> Mass[X]:
        """r ⊙ μ for a constant r."""
        factor = exact(weight)
        return _of((value, factor * mass) for value, mass in self.items())

    def rescale(self, density: Callable[[X], Weight | int]) -> Mass[X]:
        """w ⊙ μ, the measure with density w with respect to μ."""
        return _of((value, exact(density(value)) * mass) for value, mass in self.items())

    def product(self, other: Mass[Y]) -> Mass[tuple[X, Y]]:
        """μ ⊗ ν on pairs."""
        return _of(((x, y), v * w) for x, v in self.items() for y, w in other.items())

    def __add__(self, other: Mass[X]) -> Mass[X]:
        return _of(pair for mass in (self, other) for pair in mass.items())

    def __eq__(self, other: object) -> bool:
        return self._weights == other._weights if isinstance(other, Mass) else NotImplemented

    def __hash__(self) -> int:
        if self._hash is None:
            self._hash = hash(frozenset(self._weights.items()))
        return self._hash

    def __repr__(self) -> str:
        shown = [f"{value!r}: {_show(weight)}" for value, weight in _ordered(self._weights)[:_SHOWN]]
        more = [f"… {len(self) - _SHOWN} more"] if len(self) > _SHOWN else []
        return "Mass({" + ", ".join(shown + more) + "})"


def _of(pairs: Iterable[tuple[Y, Weight]]) -> Mass[Y]:
    """A Mass of weights that are known to be valid."""
    mass: Mass[Y] = Mass()
    mass._weights = merged(pairs)
    return mass


def merged(pairs: Iterable[tuple[X, Weight]]) -> dict[X, Weight]:
    """The total weight of each value, zero weights dropped."""
    totals: dict[X, Weight] = {}
    for value, weight in pairs:
        if weight:
            known = totals.get(value)
            totals[value] = weight if known is None else known + weight
    return totals


def add_all(weights: Iterable[Weight]) -> Weight:
    """The sum of weights; zero for none."""
    total: Weight = ZERO
    for weight in weights:
        total = total + weight
    return total


def _ordered(weights: dict[X, Weight]) -> list[tuple[X, Weight]]:
    items: list[tuple[Any, Weight]] = list(weights.items())
    try:
        return sorted(items, key=lambda item: item[0])
    except TypeError:
        return items


def _show(weight: Weight) -> str:
    return str(weight) if not isinstance(weight, ScaledFloat) else f"e^{weight.log():.12g}"
