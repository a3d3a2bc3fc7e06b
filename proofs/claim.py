"""Claims: what is said of each public block, from where, and how it is checked."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Literal, TypeAlias, final

from ..inference.block import Block
from .block_check import MOST_OUTCOMES, Programs, check
from .report import Report

Evidence: TypeAlias = Literal["exact", "law", "pathwise", "statistical"]
"""exact: both sides of an equation over random programs, in rationals. law: a sampler's exact law
over all uniform numbers. pathwise: two executions agree path by path. statistical: a stated test."""

Check: TypeAlias = Callable[[float, int], Report]  # seconds, seed

SECONDS = 10.0  # for a claim, unless a budget is given
_EXAMPLES = 100_000  # none: the time is the limit


@final
@dataclass(frozen=True, slots=True)
class Claim:
    """A statement about a public block, its source, the kind of its evidence, and the check."""

    block: str
    statement: str
    source: str
    evidence: Evidence
    check: Check = field(repr=False, compare=False)


@final
@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the ledger: a claim, and its report if it has been checked."""

    claim: Claim
    report: Report | None = None


class UnknownBlock(ValueError):
    """A name that no claim is about."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        names = sorted(set(known))
        close = get_close_matches(name, names, n=1)
        hint = f"did you mean {close[0]}?" if close else f"known: {', '.join(names)}"
        super().__init__(f"no claim is about {name!r}; {hint}")


def preserves(*blocks: Block, programs: Programs | None = None, most_outcomes: int = MOST_OUTCOMES) -> Check:
    """The check that every one of the blocks preserves the meaning, the time shared among them."""

    def run(seconds: float, seed: int) -> Report:
        share = seconds / len(blocks)
        return together(
            check(
                block,
                programs=programs,
                most_outcomes=most_outcomes,
                max_examples=_EXAMPLES,
                seconds=share,
                seed=seed,
            )
            for block in blocks
        )

    return run


def together(reports: Iterable[Report]) -> Report:
    """One report of several: that of the first that is refuted or untested, if one is."""
    listed = list(reports)
    worst = next((report for report in listed if not report), listed[0])
    return Report(
        subject=worst.subject,
        statement=worst.statement,
        cases=0 if worst.verdict == "untested" else sum(report.cases for report in listed),
        seconds=sum(report.seconds for report in listed),
        seed=worst.seed,
        counterexample=worst.counterexample,
        left_out=sum(report.left_out for report in listed),
    )


def verify(
    claims: Sequence[Claim],
    names: Sequence[str] = (),
    *,
    budget: float | None = None,
    seed: int = 0,
) -> Iterator[Entry]:
    """Check the claims about the named blocks, all without names, one after another.

    `budget`: seconds for all of them, each getting its share of what is left; 10 s each if not
    given. Raises UnknownBlock.
    """
    known = [claim.block for claim in claims]
    for name in names:
        if name not in known:
            raise UnknownBlock(name, known)
    chosen = [claim for claim in claims if not names or claim.block in names]
    end = time.monotonic() + (SECONDS * len(chosen) if budget is None else budget)
    for place, claim in enumerate(chosen):
        left = max(end - time.monotonic(), 0.1)
        yield Entry(claim, claim.check(left / (len(chosen) - place), seed))


def table(entries: Sequence[Entry]) -> str:
    """The ledger as text: a line a claim, then the reports of those that fail."""
    ruled = Lines([entry.claim for entry in entries])
    lines = [ruled.heading, *map(ruled.line, entries)]
    return "\n".join(lines) + "".join(f"\n\n{report}" for report in failures(entries))


def failures(entries: Sequence[Entry]) -> list[Report]:
    """The reports of the claims that were checked and do not hold."""
    return [entry.report for entry in entries if entry.report is not None and not entry.report]


_HEADING = ("block", "claim", "source", "evidence", "verdict", "cases", "seconds")


@final
class Lines:
    """The lines of the ledger, in columns as wide as these claims need: they can be printed one by one."""

    def __init__(self, claims: Sequence[Claim]) -> None:
        rows = [_HEADING, *(_row(Entry(claim)) for claim in claims)]
        self._widths = [max(len(row[i]) for row in rows) for i in range(len(_HEADING))]

    @property
    def heading(self) -> str:
        """The names of the columns."""
        return self._ruled(_HEADING)

    def line(self, entry: Entry) -> str:
        """One claim."""
        return self._ruled(_row(entry))

    def _ruled(self, row: Sequence[str]) -> str:
        cells = [cell.ljust(width) for cell, width in zip(row, self._widths, strict=True)]
        return "  ".join(cells).rstrip()


def _row(entry: Entry) -> tuple[str, ...]:
    claim, report = entry.claim, entry.report
    outcome = ("not checked", "", "")
    if report is not None:
        outcome = (report.verdict, str(report.cases), f"{report.seconds:.1f}")
    return (claim.block, claim.statement, claim.source, claim.evidence, *outcome)
