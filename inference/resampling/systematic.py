"""Systematic resampling: a grid of m points with one random offset."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import final

from .ancestors import Ancestors, Cell
from .shares import Shares, Uniform, ratio
from .stratified import stratum


@final
@dataclass(frozen=True, slots=True, repr=False)
class Systematic(Ancestors):
    """A_j owns the point (j + u)/m · Σ w, with one u for all j; the A_j in increasing order.

    Each particle gets ⌊m w_i / Σ w⌋ or ⌈m w_i / Σ w⌉ copies. The law has one ancestor vector for
    each piece into which the numbers frac(m C_i / Σ w) cut [0, 1).
    Source: Carpenter, Clifford & Fearnhead 1999; Douc, Cappé & Moulines 2005.
    """

    shares: Shares
    m: int

    @property
    def num_uniforms(self) -> int:
        """1: every slot reads it."""
        return 1

    def from_uniforms(self, us: Sequence[Uniform]) -> tuple[int, ...]:
        """⌈m C_i / Σ w - u⌉ points of the grid lie below C_i: n steps."""
        p, q = ratio(us[0])
        total, scale = q * self.shares.total, q * self.m
        offset = p * self.shares.total
        ancestors: list[int] = []
        for particle, end in enumerate(self.shares.ends):
            below = -((offset - scale * end) // total)
            ancestors += [particle] * (below - len(ancestors))
        return tuple(ancestors)

    def reads(self, slot: int) -> int:
        """The only one."""
        return 0

    def cell(self, slot: int, ancestor: int) -> Cell:
        """[m C_{i-1} / Σ w - j, m C_i / Σ w - j) within [0, 1)."""
        return stratum(self.shares, self.m, slot, ancestor)
