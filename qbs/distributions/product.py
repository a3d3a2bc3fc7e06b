"""The independent product of a scalar family, for Vectors in the place of scalar parameters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count, islice
from itertools import product as cartesian
from math import prod
from typing import Any

from ..errors import DomainError, NotFinite
from ..weight import ONE, Weight
from .base import Arguments, Distribution, Family
from .domains import Support


@dataclass(frozen=True, slots=True)
class ProductSupport:
    """Tuples whose i-th entry lies in the i-th factor."""

    factors: tuple[Support, ...]

    def contains(self, x: Any) -> bool:
        """Whether x is a tuple of the right length, each entry in its factor."""
        return (
            isinstance(x, tuple)
            and len(x) == len(self.factors)
            and all(factor.contains(v) for factor, v in zip(self.factors, x, strict=True))
        )

    def __str__(self) -> str:
        return " x ".join(map(str, self.factors))


@dataclass(frozen=True, slots=True, repr=False)
class Product(Distribution):
    """Independent components of one scalar family; the value is the tuple of theirs.

    density(x) = prod_i density_i(x_i). Raises DomainError for a value of another length.
    """

    family: Family
    parameters: Arguments
    components: tuple[Distribution, ...] = field(compare=False)

    @property
    def discrete(self) -> bool:
        """Whether the scalar family is."""
        return all(c.discrete for c in self.components)

    @property
    def finite(self) -> bool:
        """Whether every component is."""
        return all(c.finite for c in self.components)

    @property
    def num_uniforms(self) -> int:
        """The sum over the components."""
        return sum(c.num_uniforms for c in self.components)

    @property
    def support(self) -> ProductSupport:
        """The product of the supports."""
        return ProductSupport(tuple(c.support for c in self.components))

    def from_uniforms(self, us: Sequence[float]) -> tuple[Any, ...]:
        """Component by component, from left to right."""
        values, used = [], 0
        for component in self.components:
            width = component.num_uniforms
            values.append(component.from_uniforms(us[used : used + width]))
            used += width
        return tuple(values)

    def log_density(self, x: Any) -> float:
        """sum_i log_density_i(x_i)."""
        return sum(c.log_density(v) for c, v in self._pairs(x))

    def density(self, x: Any) -> Weight:
        """prod_i density_i(x_i)."""
        return prod((c.density(v) for c, v in self._pairs(x)), start=ONE)

    def enumerate(self) -> Iterator[tuple[tuple[Any, ...], Weight]]:
        """Lexicographic if `finite`, else by the sum of positions; raises NotFinite unless `discrete`."""
        if not self.discrete:
            raise NotFinite(self)
        streams = [c.enumerate() for c in self.components]
        for pairs in cartesian(*streams) if self.finite else _diagonal(streams):
            yield tuple(v for v, _ in pairs), prod((w for _, w in pairs), start=ONE)

    def _pairs(self, x: Any) -> Iterator[tuple[Distribution, Any]]:
        if not isinstance(x, tuple) or len(x) != len(self.components):
            found = f"length {len(x)}" if isinstance(x, tuple) else x
            raise DomainError(self.family.name, "value", f"of length {len(self.components)}", found)
        return zip(self.components, x, strict=True)


def _diagonal(streams: list[Iterator[Any]]) -> Iterator[tuple[Any, ...]]:
    """Every tuple with one item of each stream, in order of the sum of their positions."""
    read: list[list[Any]] = [[] for _ in streams]

    def tuples(index: int, left: int) -> Iterator[tuple[Any, ...]]:
        if index == len(streams):
            if left == 0:
                yield ()
            return
        for position in range(left + 1):
            if position == len(read[index]):
                read[index].extend(islice(streams[index], 1))
            if position == len(read[index]):
                return
            for rest in tuples(index + 1, left - position):
                yield (read[index][position], *rest)

    for total in count():
        yield from tuples(0, total)


def product(family: Family, args: Arguments) -> Product:
    """The product of family(a_1), family(a_2), ... where tuples among args supply the a_i.

    Raises DomainError for Vectors of unequal length.
    """
    lengths = {p.name: len(v) for p, v in zip(family.parameters, args, strict=True) if isinstance(v, tuple)}
    length = next(iter(lengths.values()))
    for name, other in lengths.items():
        if other != length:
            raise DomainError(family.name, name, f"a Vector of length {length}", f"length {other}")
    rows = zip(*(v if isinstance(v, tuple) else (v,) * length for v in args), strict=True)
    return Product(family, args, tuple(family(*row) for row in rows))
