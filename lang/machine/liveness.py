"""Which variables are still needed after an instruction: backward data flow on laid-out code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..syntax.span import Span
from .code import Op


class Label:
    """An instruction to jump to; its index is known when it has been laid out."""

    __slots__ = ("index",)
    index: int


@dataclass(slots=True)
class Step:
    """An instruction before its addresses are known.

    `reads` are the variables that it needs and `defines` the one that it sets; it `waits` if the run
    leaves the function there, and `falls` if the next instruction may follow.
    """

    op: Op
    operands: tuple[Any, ...]
    reads: frozenset[int]
    defines: int | None
    waits: bool
    falls: bool
    span: Span

    def targets(self) -> list[int]:
        """The instructions to which this one may jump."""
        found = []
        for operand in self.operands:
            labels = operand.values() if isinstance(operand, dict) else (operand,)
            found += [label.index for label in labels if isinstance(label, Label)]
        return found


def live_after(steps: list[Step]) -> list[frozenset[int]]:
    """For each step the variables read after it before they are set again.

    The least solution of  live(i) = ⋃_j successor of i  reads(j) ∪ (live(j) − defines(j)).
    """
    reads = [sum(1 << variable for variable in step.reads) for step in steps]
    keeps = [~(1 << step.defines) if step.defines is not None else ~0 for step in steps]
    successors = [[*step.targets(), *([index + 1] if step.falls else [])] for index, step in enumerate(steps)]
    live = [0] * len(steps)
    changed = True
    while changed:  # once, and once more for each depth of loops
        changed = False
        for index in range(len(steps) - 1, -1, -1):
            needed = 0
            for after in successors[index]:
                needed |= reads[after] | (live[after] & keeps[after])
            if needed != live[index]:
                live[index], changed = needed, True
    return [frozenset(_bits(mask)) for mask in live]


def _bits(mask: int) -> list[int]:
    return [bit for bit in range(mask.bit_length()) if mask >> bit & 1]
