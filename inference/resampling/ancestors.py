"""What a resampling scheme is: a distribution on the vectors of ancestors."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise, product
from math import prod
from typing import Any, TypeAlias

from ...qbs.distributions.base import Distribution
from ...qbs.distributions.domains import Integers
from ...qbs.distributions.product import ProductSupport
from ...qbs.errors import repr_short
from ...qbs.weight import ONE, ZERO, log_weight
from .shares import Shares, Uniform

Cell: TypeAlias = tuple[Fraction, Fraction]

NOWHERE: Cell = (ZERO, ZERO)
EVERYWHERE: Cell = (ZERO, ONE)


class Ancestors(Distribution):
    """The law of A = (A_0, …, A_{m-1}), the ancestors of m new particles among n old ones.

    Unbiased: E #{j : A_j = i} = m w_i / Σ w for every i, which is all that the validity of
    resampling needs. Stated twice: as a function of uniforms (`from_uniforms`: what runs) and by
    the cells of that function (`reads`, `cell`: what is checked); law and density follow from
    the cells. Source: Douc, Cappé & Moulines 2005, "Comparison of resampling schemes
    for particle filtering".
    """

    __slots__ = ()
    shares: Shares
    m: int

    @abstractmethod
    def from_uniforms(self, us: Sequence[Uniform]) -> tuple[int, ...]:
        """The ancestors at num_uniforms independent uniforms in [0, 1), in the order of the slots."""

    @abstractmethod
    def reads(self, slot: int) -> int:
        """The position of the one uniform on which the ancestor of `slot` depends."""

    @abstractmethod
    def cell(self, slot: int, ancestor: int) -> Cell:
        """The interval low <= u < high of that uniform in which `slot` gets `ancestor`."""

    @property
    def discrete(self) -> bool:
        """True."""
        return True

    @property
    def finite(self) -> bool:
        """True."""
        return True

    @property
    def support(self) -> ProductSupport:
        """The m-tuples of numbers of particles; a mass may be 0."""
        return ProductSupport((Integers(0, len(self.shares) - 1),) * self.m)

    def density(self, x: Any) -> Fraction:
        """P(A = x): the volume of the uniforms at which every slot j gets x_j."""
        if not self.support.contains(x):
            return ZERO
        sides = [EVERYWHERE] * self.num_uniforms
        for slot, ancestor in enumerate(x):
            side, cell = sides[self.reads(slot)], self.cell(slot, ancestor)
            sides[self.reads(slot)] = max(side[0], cell[0]), min(side[1], cell[1])
        return prod((max(high - low, ZERO) for low, high in sides), start=ONE)

    def log_density(self, x: Any) -> float:
        """log P(A = x)."""
        return log_weight(self.density(x))

    def enumerate(self) -> Iterator[tuple[tuple[int, ...], Fraction]]:
        """The vectors of positive probability, with it, in lexicographic order."""
        readers = [
            [s for s in range(self.m) if self.reads(s) == position] for position in range(self.num_uniforms)
        ]
        order = [slot for slots in readers for slot in slots]
        for pieces in product(*map(self._pieces, readers)):
            found = dict(zip(order, (a for piece, _ in pieces for a in piece), strict=True))
            probability = prod((length for _, length in pieces), start=ONE)
            yield tuple(found[slot] for slot in range(self.m)), probability

    def _pieces(self, slots: list[int]) -> list[tuple[tuple[int, ...], Fraction]]:
        """[0, 1) cut wherever one of the slots changes its ancestor: their ancestors, and the length."""
        cells = [[(i, *self.cell(slot, i)) for i in range(len(self.shares))] for slot in slots]
        cuts = sorted({ZERO, ONE, *(low for row in cells for _, low, high in row if low < high)})
        return [
            (tuple(next(i for i, low, high in row if low <= start < high) for row in cells), end - start)
            for start, end in pairwise(cuts)
        ]

    def __str__(self) -> str:
        return f"{type(self).__name__.lower()}({repr_short(list(self.shares.parts))}, {self.m})"

    __repr__ = __str__


def clipped(start: int, end: int, length: int) -> Cell:
    """The part of [start, end) in [0, length), as a part of [0, 1)."""
    low, high = max(start, 0), min(end, length)
    return (Fraction(low, length), Fraction(high, length)) if low < high else NOWHERE
