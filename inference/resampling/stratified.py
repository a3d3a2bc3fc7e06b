"""Stratified resampling: one independent point in each of m equal parts of the line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import final

from .ancestors import Ancestors, Cell, clipped
from .shares import Shares, Uniform, ratio


@final
@dataclass(frozen=True, slots=True, repr=False)
class Stratified(Ancestors):
    """A_j owns the point (j + u_j)/m · Σ w; the u_j are independent, the A_j in increasing order.

    Source: Kitagawa 1996; Douc, Cappé & Moulines 2005.
    """

    shares: Shares
    m: int

    @property
    def num_uniforms(self) -> int:
        """m: slot j reads uniform j."""
        return self.m

    def from_uniforms(self, us: Sequence[Uniform]) -> tuple[int, ...]:
        """One walk along the line, n + m steps."""
        ends, total, m = self.shares.ends, self.shares.total, self.m
        ancestors, particle = [], 0
        for slot in range(m):
            p, q = ratio(us[slot])
            point = (slot * q + p) * total // (m * q)
            while ends[particle] <= point:
                particle += 1
            ancestors.append(particle)
        return tuple(ancestors)

    def reads(self, slot: int) -> int:
        """Its own."""
        return slot

    def cell(self, slot: int, ancestor: int) -> Cell:
        """[m C_{i-1} / Σ w - j, m C_i / Σ w - j) within [0, 1)."""
        return stratum(self.shares, self.m, slot, ancestor)


def stratum(shares: Shares, m: int, slot: int, ancestor: int) -> Cell:
    """The uniforms u for which `ancestor` owns the point (slot + u)/m · Σ w."""
    (start, end), total = shares.interval(ancestor), shares.total
    return clipped(m * start - slot * total, m * end - slot * total, total)
