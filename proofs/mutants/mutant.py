"""Mutants: wrong twins of what is checked, to show that the checks can fail.

A mutant names the check that must refute it, a control looks odd and must pass. To add one,
write a `Mutant(…)` or a `Control(…)` into a table that `mutants.ALL` joins.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias, final

from ..block_check import check
from ..kernel_check import check_kernel
from ..report import Report
from ..representation_laws import check_representation
from ..run_law import check_runs

SECONDS = 10.0  # for a mutant; a control is checked for as long
_CONTROL_EXAMPLES = 200

CHECKS: dict[str, Callable[..., Report]] = {
    "preserves": check,
    "representation": check_representation,
    "runs": lambda block, **budget: check_runs(block, 2, **budget),
    "kernel": check_kernel,
}
"""The checks by name, each of a block, a representation, a sampler of two runs, or a trace kernel."""


@final
@dataclass(frozen=True, slots=True)
class Mutant:
    """A bug: what is wrong, where it was seen, the check that must refute it, and the wrong twin."""

    name: str
    description: str
    source: str
    check: str
    twin: Callable[[], Any] = field(repr=False, compare=False)


@final
@dataclass(frozen=True, slots=True)
class Control:
    """No bug, though it looks like one: why it is right, and the check that it must pass."""

    name: str
    description: str
    check: str
    twin: Callable[[], Any] = field(repr=False, compare=False)


Planted: TypeAlias = Mutant | Control


@final
@dataclass(frozen=True, slots=True)
class Outcome:
    """What the named check says of a mutant or a control."""

    planted: Planted
    report: Report

    @property
    def as_it_should(self) -> bool:
        """A mutant is refuted, a control is not."""
        return self.report.verdict == ("refuted" if isinstance(self.planted, Mutant) else "holds")


def try_mutants(planted: Iterable[Planted], *, seconds: float = SECONDS, seed: int = 0) -> Iterator[Outcome]:
    """The outcome for each mutant and control, in turn."""
    for each in planted:
        examples = {} if isinstance(each, Mutant) else {"max_examples": _CONTROL_EXAMPLES}
        report = CHECKS[each.check](each.twin(), seconds=seconds, seed=seed, smallest=False, **examples)
        yield Outcome(each, report)


def mutation_table(outcomes: Sequence[Outcome]) -> str:
    """Mutant × check: how many cases it took to refute it; then the controls, and the score."""
    names = list(CHECKS)
    rows = [("", *names)]
    for outcome in outcomes:
        cells = [_cell(outcome) if name == outcome.planted.check else "" for name in names]
        rows.append((outcome.planted.name, *cells))
    widths = [max(len(row[i]) for row in rows) for i in range(len(names) + 1)]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
    mutants = [outcome for outcome in outcomes if isinstance(outcome.planted, Mutant)]
    controls = [outcome for outcome in outcomes if isinstance(outcome.planted, Control)]
    killed, passed = (sum(each.as_it_should for each in group) for group in (mutants, controls))
    score = f"{killed} of {len(mutants)} mutants refuted, {passed} of {len(controls)} controls pass"
    return "\n".join([*lines, "", score])


def _cell(outcome: Outcome) -> str:
    verdict = outcome.report.verdict
    if isinstance(outcome.planted, Control):
        return "passes" if verdict == "holds" else f"FALSELY {verdict.upper()}"
    return f"refuted, {outcome.report.cases}" if verdict == "refuted" else f"SURVIVES {outcome.report.cases}"
