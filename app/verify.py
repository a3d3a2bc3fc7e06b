"""`quasiborel verify`: the ledger of claims about blocks, checked; or the planted bugs that checks refute."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from ..proofs import CLAIMS, Claim, Entry, UnknownBlock, ledger, table, verify
from ..proofs.claim import Lines, failures
from ..proofs.mutants import ALL, mutation_table, try_mutants
from .exit_codes import ExitCode
from .problem import Problem, Stop


def execute(arguments: argparse.Namespace) -> int:
    """Check the claims and print a line for each as it is done; the code is 5 if one does not hold."""
    if arguments.mutants:
        return _mutants(arguments.budget, arguments.seed)
    if not arguments.blocks and not arguments.all:
        print(table(ledger()))
        return int(ExitCode.FINE)
    try:
        return _claims(arguments.blocks, arguments.budget, arguments.seed)
    except UnknownBlock as error:
        raise Stop(ExitCode.USAGE, Problem("block", str(error))) from error


def _claims(names: Sequence[str], budget: float | None, seed: int) -> int:
    chosen: list[Claim] = [claim for claim in CLAIMS if not names or claim.block in names]
    lines, entries = Lines(chosen), list[Entry]()
    for entry in verify(CLAIMS, names, budget=budget, seed=seed):
        if not entries:
            print(lines.heading)
        print(lines.line(entry), flush=True)
        entries.append(entry)
    for report in failures(entries):
        print(f"\n{report}")
    return int(ExitCode.CLAIM_FAILED if failures(entries) else ExitCode.FINE)


def _mutants(budget: float | None, seed: int) -> int:
    seconds = {} if budget is None else {"seconds": budget / len(ALL)}
    outcomes = list(try_mutants(ALL, seed=seed, **seconds))
    print(mutation_table(outcomes))
    fine = all(outcome.as_it_should for outcome in outcomes)
    return int(ExitCode.FINE if fine else ExitCode.CLAIM_FAILED)
