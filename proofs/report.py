"""What a check reports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, final

from ..qbs.measure import Mass

Verdict: TypeAlias = Literal["holds", "refuted", "untested"]


@final
@dataclass(frozen=True, slots=True)
class Difference:
    """Two measures that should be equal; `found` is a message where the left side has none."""

    expected: Mass[Any]
    found: Mass[Any] | str

    def __str__(self) -> str:
        return f"expected  {self.expected}\nfound     {self.found}"


@final
@dataclass(frozen=True, slots=True)
class Counterexample:
    """A program of the language on which an equation fails, and both its sides."""

    source: str
    difference: Difference
    note: str = ""

    def __str__(self) -> str:
        note = f"{self.note}\n" if self.note else ""
        return f"{self.source}{note}{self.difference}"


@final
@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of a check: `holds` is about `cases` cases, not a proof.

    `left_out` more took too long to finish. `untested`: the time ran out before the first case.
    """

    subject: str
    statement: str
    cases: int
    seconds: float
    seed: int | None = None
    counterexample: Counterexample | str | None = None
    left_out: int = 0

    @property
    def verdict(self) -> Verdict:
        """In a word."""
        if self.counterexample is not None:
            return "refuted"
        return "holds" if self.cases else "untested"

    def __bool__(self) -> bool:
        return self.verdict == "holds"

    def __str__(self) -> str:
        seed = "" if self.seed is None else f", seed {self.seed}"
        left_out = f", {self.left_out} left out" if self.left_out else ""
        effort = f"{self.cases} cases{left_out} in {self.seconds:.1f} s{seed}"
        head = f"{self.subject}: {self.verdict} ({effort})\n  {self.statement}"
        return head if self.counterexample is None else f"{head}\nfails for\n{self.counterexample}"
