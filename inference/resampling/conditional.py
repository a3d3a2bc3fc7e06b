"""Conditional resampling: the law of the ancestors given that a slot keeps the retained one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias, final

from ...qbs.distributions.base import Distribution
from ...qbs.distributions.domains import Integers
from ...qbs.distributions.product import ProductSupport
from ...qbs.weight import ONE, ZERO, Weight, log_weight
from .ancestors import Ancestors
from .errors import NoFiniteLaw, RetainedWeightZero
from .scheme import Scheme
from .shares import Shares, Uniform

SlotAndAncestors: TypeAlias = tuple[int, tuple[int, ...]]


@final
@dataclass(frozen=True, slots=True, repr=False)
class Conditional(Distribution):
    """The joint law of (J, A): P(J = j, A = a) = P(a) [a_j = retained] / Σ_i P(A_i = retained).

    It is the law of (J, A) given A_J = retained, for A from `law` and J uniform; so with
    `retained` drawn by the weights, (J, A) is as if A were never conditioned. To overwrite the
    ancestor of a uniform slot gives this law for multinomial resampling only.
    Source: Andrieu, Doucet & Holenstein 2010 (multinomial); Chopin & Singh 2015 (other schemes).
    """

    law: Ancestors
    retained: int

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
        """One for J, and those of `law`."""
        return 1 + self.law.num_uniforms

    @property
    def support(self) -> ProductSupport:
        """The pairs of a slot and an ancestor vector; a mass may be 0."""
        return ProductSupport((Integers(0, self.law.m - 1), self.law.support))

    def from_uniforms(self, us: Sequence[Uniform]) -> SlotAndAncestors:
        """J by P(A_J = retained); then its uniform is moved into the cell, and all slots follow."""
        cells = [self.law.cell(slot, self.retained) for slot in range(self.law.m)]
        slot = Shares.of(high - low for low, high in cells).owner(us[0])
        low, high = cells[slot]
        moved: list[Uniform] = list(us[1:])
        position = self.law.reads(slot)
        moved[position] = low + Fraction(moved[position]) * (high - low)
        return slot, self.law.from_uniforms(moved)

    def density(self, x: Any) -> Fraction:
        """P(J = j, A = a) at x = (j, a)."""
        if not self.support.contains(x) or x[1][x[0]] != self.retained:
            return ZERO
        return self.law.density(x[1]) / self._copies()

    def log_density(self, x: Any) -> float:
        """log P(J = j, A = a)."""
        return log_weight(self.density(x))

    def enumerate(self) -> Iterator[tuple[SlotAndAncestors, Fraction]]:
        """The pairs of positive probability, with it, in lexicographic order."""
        vectors, copies = list(self.law.enumerate()), self._copies()
        for slot in range(self.law.m):
            for ancestors, probability in vectors:
                if ancestors[slot] == self.retained:
                    yield (slot, ancestors), probability / copies

    def _copies(self) -> Fraction:
        """Σ_i P(A_i = retained), the expected number of copies."""
        cells = (self.law.cell(slot, self.retained) for slot in range(self.law.m))
        return sum((high - low for low, high in cells), start=ZERO)

    def __str__(self) -> str:
        return f"conditional({self.law}, retained={self.retained})"

    __repr__ = __str__


@final
@dataclass(frozen=True, slots=True, repr=False)
class ConditionalScheme:
    """`conditional(scheme)(weights, m, retained)`: the law of (J, A) given A_J = retained.

    Raises what the scheme raises, ValueError if `retained` is no particle, and
    RetainedWeightZero if its weight is 0.
    """

    scheme: Scheme

    def __call__(self, weights: Iterable[Weight | int], m: int, retained: int) -> Conditional:
        """The law for these weights."""
        law = _with_cells(self.scheme, self.scheme(weights, m))
        count = len(law.shares)
        if isinstance(retained, bool) or not isinstance(retained, int) or not 0 <= retained < count:
            raise ValueError(f"{self}: retained must be a particle from 0 to {count - 1}, got {retained!r}")
        if not law.shares.parts[retained]:
            raise RetainedWeightZero(retained)
        return Conditional(law, retained)

    def __repr__(self) -> str:
        return f"conditional({self.scheme})"


def conditional(scheme: Scheme) -> ConditionalScheme:
    """The scheme given a retained ancestor. Raises NoFiniteLaw unless its laws are `Ancestors`.

    >>> from .scheme import systematic
    >>> conditional(systematic)([1, 1, 2], 2, 0).from_uniforms([0.5, 0.5])
    (0, (0, 2))
    """
    _with_cells(scheme, scheme((ONE,), 1))  # refused before anything runs
    return ConditionalScheme(scheme)


def _with_cells(scheme: Scheme, law: Distribution) -> Ancestors:
    if not isinstance(law, Ancestors):
        raise NoFiniteLaw(scheme)
    return law
