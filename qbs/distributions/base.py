"""What a distribution and a family of distributions are, and the registry of families."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from ..errors import DomainError, NotFinite
from ..weight import ScaledFloat, Weight
from .domains import Domain, Support, show_number

Arguments: TypeAlias = tuple[Any, ...]


class Distribution(ABC):
    """A probability measure with a density; frozen, hashable, equal by family and parameters.

    The base measure is counting measure if `discrete`, else Lebesgue measure on the
    coordinates of the value. Uniforms lie strictly between 0 and 1.
    """

    __slots__ = ()
    family: Family
    parameters: Arguments

    @property
    @abstractmethod
    def discrete(self) -> bool:
        """Whether the support is countable."""

    @property
    @abstractmethod
    def finite(self) -> bool:
        """Whether the support is finite, so that `enumerate` stops."""

    @property
    @abstractmethod
    def num_uniforms(self) -> int:
        """How many uniforms `from_uniforms` consumes: fixed by family and dimension."""

    @property
    @abstractmethod
    def support(self) -> Support:
        """The set outside which the density is 0."""

    @abstractmethod
    def from_uniforms(self, us: Sequence[float]) -> Any:
        """The value at num_uniforms independent uniforms: its law is this distribution."""

    @abstractmethod
    def log_density(self, x: Any) -> float:
        """log density at x: -inf outside the support, NaN for NaN, +inf at a pole."""

    def density(self, x: Any) -> Weight:
        """Density at x: a Fraction where it is known to be rational, else a ScaledFloat.

        Raises NonFiniteWeight for NaN and at a pole.
        """
        return ScaledFloat.exp(self.log_density(x))

    def enumerate(self) -> Iterator[tuple[Any, Weight]]:
        """The values of positive mass in increasing order, with their masses.

        Raises NotFinite unless `discrete`; endless unless `finite`.
        """
        raise NotFinite(self)

    def __str__(self) -> str:
        shown = (
            show_argument(p.type, v) for p, v in zip(self.family.parameters, self.parameters, strict=True)
        )
        return f"{self.family.name}({', '.join(shown)})"

    __repr__ = __str__


class Scalar(Distribution):
    """A distribution on Real, Int or Bool, which is ordered and so has quantiles."""

    __slots__ = ()

    @abstractmethod
    def cdf(self, x: Any) -> Any:
        """P(X <= x), accurate relative to itself however small."""

    @abstractmethod
    def survival(self, x: Any) -> Any:
        """P(X > x), accurate relative to itself however small."""

    @abstractmethod
    def icdf(self, u: Any) -> Any:
        """The least x with cdf(x) >= u; decided by survival(x) <= 1 - u where u > 1/2."""

    @abstractmethod
    def isf(self, q: Any) -> Any:
        """The least x with survival(x) <= q; decided by cdf(x) >= 1 - q where q > 1/2."""

    @abstractmethod
    def log_cdf(self, x: Any) -> float:
        """log P(X <= x), also where P(X <= x) is below the smallest float."""

    @abstractmethod
    def log_survival(self, x: Any) -> float:
        """log P(X > x), also where P(X > x) is below the smallest float."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """Name, type (in the language's words) and domain of one parameter."""

    name: str
    type: str
    domain: Domain


# What is wrong between parameters that are each in their domain: (parameter, expected), or None.
Relation: TypeAlias = Callable[..., tuple[str, str] | None]


@dataclass(frozen=True, slots=True, eq=False)
class Family:
    """A named family: `family(*arguments)` validates the arguments and builds the distribution.

    `formula` is the density as text. `lift` builds the independent product of a scalar family
    when a Vector stands for a scalar parameter. Raises DomainError for an argument outside its
    domain and TypeError for missing, surplus or unknown arguments.
    """

    name: str
    parameters: tuple[Parameter, ...]
    value_type: str
    formula: str
    build: Callable[[Family, Arguments], Distribution]
    relation: Relation | None = None
    lift: Callable[[Family, Arguments], Distribution] | None = None

    def __call__(self, *args: Any, **named: Any) -> Distribution:
        """The distribution with these parameters, each checked against its domain."""
        if named or len(args) != len(self.parameters):
            args = self._arrange(args, named)
        for parameter, value in zip(self.parameters, args, strict=True):
            if not parameter.domain.accepts(value):
                if self.lift is not None and any(isinstance(v, tuple) for v in args):
                    return self.lift(self, args)
                raise DomainError(self.name, parameter.name, parameter.domain.phrase, value)
        if self.relation is not None:
            self._relate(args)
        return self.build(self, args)

    def _relate(self, args: Arguments) -> None:
        assert self.relation is not None
        wrong = self.relation(*args)
        if wrong is not None:
            name, expected = wrong
            index = next(i for i, p in enumerate(self.parameters) if p.name == name)
            raise DomainError(self.name, name, expected, args[index])

    def _arrange(self, args: Arguments, named: Mapping[str, Any]) -> Arguments:
        names = [p.name for p in self.parameters]
        given = dict(zip(names, args, strict=False))
        surplus = len(args) > len(names) or bool(given.keys() & named.keys())
        given.update(named)
        if surplus or given.keys() != set(names):
            raise TypeError(f"{self.name} takes ({', '.join(names)}), got {len(args)} and {sorted(named)}")
        return tuple(given[name] for name in names)

    def __reduce__(self) -> tuple[Callable[[str], Family], tuple[str]]:
        return family_named, (self.name,)

    def __repr__(self) -> str:
        return f"{self.name}({', '.join(f'{p.name}: {p.type}' for p in self.parameters)})"


FAMILIES: dict[str, Family] = {}


def register(family: Family) -> Family:
    """Put a family into the registry; its name must be new."""
    if family.name in FAMILIES:
        raise ValueError(f"register: family {family.name} exists already")
    FAMILIES[family.name] = family
    return family


def family_named(name: str) -> Family:
    """The registered family of that name."""
    return FAMILIES[name]


def show_argument(type_name: str, value: Any) -> str:
    """A parameter's value in the language's syntax."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple) and type_name != "A":
        return f"[{', '.join(show_argument(type_name, v) for v in value)}]"
    return show_number(value)
