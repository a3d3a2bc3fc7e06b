"""The entry point of the command: reads the arguments, calls the subcommand's file, gives the exit code."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from .arguments import parser
from .exit_codes import ExitCode
from .problem import Problem, Stop, report

# What a shell reports for a program ended by Ctrl-C, and for one whose reader closed the pipe.
INTERRUPTED, PIPE_CLOSED = 130, 141


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command on `argv` (without the program's name) and return its exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        code = _dispatch(words)
        sys.stdout.flush()
        return code
    except Stop as stop:
        return report(stop, as_json="--json" in words)
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:  # or Python would try to flush once more at its end, and complain
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED


def _dispatch(words: list[str]) -> int:
    arguments = parser().parse_args(words)
    if arguments.version:
        from importlib.metadata import version

        print(f"quasiborel {version('quasiborel')}")
        return int(ExitCode.FINE)
    if arguments.subcommand is None:
        raise Stop(
            ExitCode.USAGE, Problem("usage", "expected a subcommand: run, check, fmt, verify or explain")
        )
    return _subcommand(arguments)


def _subcommand(arguments: argparse.Namespace) -> int:
    match arguments.subcommand:
        case "run":
            from .run import execute
        case "check":
            from .check import execute
        case "fmt":
            from .fmt import execute
        case "verify":
            from .verify import execute
        case _:
            from .explain import execute
    return execute(arguments)
