"""Multinomial resampling: every ancestor drawn for itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import final

from .ancestors import Ancestors, Cell, clipped
from .shares import Shares, Uniform


@final
@dataclass(frozen=True, slots=True, repr=False)
class Multinomial(Ancestors):
    """A_0, …, A_{m-1} independent with P(A_j = i) = w_i / Σ w, in no order.

    Source: Gordon, Salmond & Smith 1993; Ścibior et al. 2018, Fig. 10 (draws and resample).
    """

    shares: Shares
    m: int

    @property
    def num_uniforms(self) -> int:
        """m: slot j reads uniform j."""
        return self.m

    def from_uniforms(self, us: Sequence[Uniform]) -> tuple[int, ...]:
        """A_j owns the point u_j Σ w; found by bisection, m log n steps."""
        return tuple(self.shares.owner(us[slot]) for slot in range(self.m))

    def reads(self, slot: int) -> int:
        """Its own."""
        return slot

    def cell(self, slot: int, ancestor: int) -> Cell:
        """[C_{i-1} / Σ w, C_i / Σ w), the same for every slot."""
        return clipped(*self.shares.interval(ancestor), self.shares.total)
