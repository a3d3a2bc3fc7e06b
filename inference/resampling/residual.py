"""Residual resampling: the whole copies for certain, the fractions by multinomial resampling."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import final

from .ancestors import EVERYWHERE, NOWHERE, Ancestors, Cell, clipped
from .shares import Shares, Uniform


@final
@dataclass(frozen=True, slots=True, repr=False)
class Residual(Ancestors):
    """⌊m w_i / Σ w⌋ copies of each i first, then independent draws with weights frac(m w_i / Σ w).

    Source: Liu & Chen 1998; Douc, Cappé & Moulines 2005.
    """

    shares: Shares
    m: int
    certain: tuple[int, ...] = field(init=False, compare=False)  # the ancestors of the first slots
    rest: Shares | None = field(init=False, compare=False)  # the fractions; None if there are none

    def __post_init__(self) -> None:
        total = self.shares.total
        copies = [divmod(self.m * part, total) for part in self.shares.parts]
        certain = tuple(i for i, (whole, _) in enumerate(copies) for _ in range(whole))
        rest = Shares.of(fraction for _, fraction in copies) if len(certain) < self.m else None
        object.__setattr__(self, "certain", certain)
        object.__setattr__(self, "rest", rest)

    @property
    def num_uniforms(self) -> int:
        """m, whatever the weights: slot j reads uniform j; the slots of whole copies ignore theirs."""
        return self.m

    def from_uniforms(self, us: Sequence[Uniform]) -> tuple[int, ...]:
        """n + m steps for the whole copies, log n for each of the others."""
        if self.rest is None:
            return self.certain
        drawn = (self.rest.owner(us[slot]) for slot in range(len(self.certain), self.m))
        return (*self.certain, *drawn)

    def reads(self, slot: int) -> int:
        """Its own."""
        return slot

    def cell(self, slot: int, ancestor: int) -> Cell:
        """All or nothing in the slots of whole copies, else the interval of the fraction of i."""
        if slot < len(self.certain):
            return EVERYWHERE if self.certain[slot] == ancestor else NOWHERE
        assert self.rest is not None
        return clipped(*self.rest.interval(ancestor), self.rest.total)
