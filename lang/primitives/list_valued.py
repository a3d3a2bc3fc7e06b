"""Distributions as the language sees them: values and parameters that are tuples in `qbs` are Lists here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, final

from ...qbs.distributions import FAMILIES, Distribution, Family
from ...qbs.weight import Weight
from ..values.values import List, list_from


@dataclass(frozen=True, slots=True)
class ListSupport:
    """The lists whose elements, as a tuple, lie in a support."""

    tuples: Any

    def contains(self, x: Any) -> bool:
        """Whether x is such a list."""
        return isinstance(x, List) and bool(self.tuples.contains(tuple(x)))

    def __str__(self) -> str:
        return str(self.tuples)


@final
@dataclass(frozen=True, slots=True, repr=False)
class ListValued(Distribution):
    """A distribution on tuples, as one on lists."""

    family: Family
    parameters: tuple[Any, ...]
    tuples: Distribution = field(compare=False)

    @property
    def discrete(self) -> bool:
        """Whether the distribution on tuples is."""
        return self.tuples.discrete

    @property
    def finite(self) -> bool:
        """Whether the distribution on tuples is."""
        return self.tuples.finite

    @property
    def num_uniforms(self) -> int:
        """As many as for tuples."""
        return self.tuples.num_uniforms

    @property
    def support(self) -> ListSupport:
        """The lists of the tuples' support."""
        return ListSupport(self.tuples.support)

    def from_uniforms(self, us: Sequence[float]) -> List:
        """The list of the tuple."""
        return list_from(self.tuples.from_uniforms(us))

    def log_density(self, x: Any) -> float:
        """The log density at the tuple."""
        return self.tuples.log_density(tuple(x))

    def density(self, x: Any) -> Weight:
        """The density at the tuple."""
        return self.tuples.density(tuple(x))

    def enumerate(self) -> Iterator[tuple[Any, Weight]]:
        """The lists in the tuples' order."""
        for value, weight in self.tuples.enumerate():
            yield list_from(value), weight


def distribution_builder(name: str, types: tuple[str, ...]) -> Callable[..., Distribution]:
    """What builds a distribution of a family from language values of these types.

    Raises KeyError for a name that is no family.
    """
    family = FAMILIES[name]
    wanted = [parameter.type for parameter in family.parameters]
    scalars = ("Real", "Int", "Bool")
    lifted = any(want in scalars and found not in scalars for want, found in zip(wanted, types, strict=True))
    value_is_list = family.value_type.startswith("List[") or (lifted and family.value_type != "Real")
    lists = [found.startswith("List[") and want != "A" for want, found in zip(wanted, types, strict=True)]

    def with_tuples(*arguments: Any) -> Distribution:
        return family(*(tuple(x) if is_list else x for x, is_list in zip(arguments, lists, strict=True)))

    build: Callable[..., Distribution] = with_tuples if any(lists) else family
    if not value_is_list:
        return build

    def with_list_value(*arguments: Any) -> Distribution:
        distribution = build(*arguments)
        return ListValued(distribution.family, distribution.parameters, distribution)

    return with_list_value
