"""The distribution of a value that is known: dirac(value)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ..weight import ONE, ZERO, Weight
from .base import Arguments, Distribution, Family, Parameter, register
from .domains import ANYTHING


@dataclass(frozen=True, slots=True)
class Point:
    """The set {value}."""

    value: Any

    def contains(self, x: Any) -> bool:
        """Whether x equals the value."""
        return bool(x == self.value)

    def __str__(self) -> str:
        return f"{{{self.value}}}"


@dataclass(frozen=True, slots=True, repr=False)
class Dirac(Distribution):
    """All mass on one value of any type; the density is with respect to counting measure."""

    family: Family
    parameters: Arguments

    @property
    def value(self) -> Any:
        """The one value."""
        return self.parameters[0]

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
        """Zero."""
        return 0

    @property
    def support(self) -> Point:
        """{value}."""
        return Point(self.value)

    def from_uniforms(self, us: Sequence[float]) -> Any:
        """The value."""
        return self.value

    def log_density(self, x: Any) -> float:
        """0 at the value, else -inf."""
        return 0.0 if x == self.value else float("-inf")

    def density(self, x: Any) -> Fraction:
        """1 at the value, else 0."""
        return ONE if x == self.value else ZERO

    def enumerate(self) -> Iterator[tuple[Any, Weight]]:
        """The value with mass 1."""
        yield self.value, ONE


dirac = register(Family("dirac", (Parameter("value", "A", ANYTHING),), "A", "1 if x = value", Dirac))
