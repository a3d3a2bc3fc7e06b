"""The command line of `quasiborel`: subcommands, options and help, without importing what they run."""

from __future__ import annotations

import argparse
from typing import NoReturn

from .exit_codes import TABLE, ExitCode
from .problem import Problem, Stop

SEEDS = 2**64
METHOD_HELP = (
    "a call in Python syntax, read as data: 'exact()', 'importance(samples=20000)'; "
    "without it exact() where every draw has finitely many values, else importance()"
)


class _Parser(argparse.ArgumentParser):
    """An argument parser whose mistakes are `Stop`s, so that `--json` can print them as an object."""

    def error(self, message: str) -> NoReturn:
        text = f"{self.format_usage()}{self.prog}: {message}"
        raise Stop(ExitCode.USAGE, Problem("usage", message), text)


def parser() -> argparse.ArgumentParser:
    """The parser of the whole command; `arguments.subcommand` names the file that runs it."""
    top = _Parser(
        prog="quasiborel",
        description="Write a model, point it at data, get a posterior.",
        epilog=TABLE,
        allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="store_true", help="print the version")
    subcommands = top.add_subparsers(dest="subcommand", metavar="SUBCOMMAND")

    def add(name: str, summary: str) -> argparse.ArgumentParser:
        return subcommands.add_parser(
            name,
            help=summary,
            description=f"{summary[0].upper()}{summary[1:]}.",
            epilog=TABLE,
            allow_abbrev=False,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )

    _run(add("run", "infer the posterior of a model given data"))
    _check(add("check", "report the errors of models without running them"))
    _fmt(add("fmt", "lay out models in the standard way, in place"))
    _verify(add("verify", "check the claims about the building blocks of inference, and print the ledger"))
    _explain(add("explain", "say what an error code means and how to mend it"))
    return top


def _run(run: argparse.ArgumentParser) -> None:
    run.add_argument("model", metavar="MODEL", help="a .qbl file")
    run.add_argument("--data", metavar="DATA", help="values of the model's parameters: .json, .csv or .npz")
    run.add_argument("--method", metavar="METHOD", help=METHOD_HELP)
    run.add_argument(
        "--seed", metavar="N", type=_seed, help="repeats a run; without it a fresh one is printed"
    )
    run.add_argument("--json", action="store_true", help="print exactly one JSON object, errors included")


def _check(check: argparse.ArgumentParser) -> None:
    check.add_argument("models", metavar="MODEL", nargs="+", help="a .qbl file")
    check.add_argument("--types", action="store_true", help="print the type of every declaration")


def _fmt(fmt: argparse.ArgumentParser) -> None:
    fmt.add_argument(
        "files", metavar="FILE", nargs="+", help="a .qbl file, or - to read stdin and write stdout"
    )
    fmt.add_argument("--check", action="store_true", help="change nothing; exit 1 if a file would change")


def _verify(verify: argparse.ArgumentParser) -> None:
    verify.add_argument("blocks", metavar="BLOCK", nargs="*", help="a name in the ledger, such as resample")
    verify.add_argument(
        "--all", action="store_true", help="check every claim; without it and BLOCK, print them"
    )
    verify.add_argument("--mutants", action="store_true", help="show that the checks refute planted bugs")
    verify.add_argument(
        "--budget", metavar="SECONDS", type=_seconds, help="for all together; without it 10 for each"
    )
    verify.add_argument("--seed", metavar="N", type=_seed, default=0, help="of the random programs (0)")


def _explain(explain: argparse.ArgumentParser) -> None:
    explain.add_argument("code", metavar="CODE", nargs="?", help="an error code; without one, all are listed")


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if 0.0 < seconds < float("inf"):
        return seconds
    raise argparse.ArgumentTypeError(f"expected a number of seconds above 0, found {text!r}")


def _seed(text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) <= 20 and int(text) < SEEDS:
        return int(text)
    raise argparse.ArgumentTypeError(f"expected a whole number from 0 to 2^64 - 1, found {text!r}")
