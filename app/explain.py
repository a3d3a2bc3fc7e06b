"""`quasiborel explain`: what an error code means and how to mend it."""

from __future__ import annotations

import argparse
import inspect
from difflib import get_close_matches

from ..lang.errors.catalogue import catalogue, explain
from .exit_codes import ExitCode
from .problem import Problem, Stop

# The codes that the command itself gives.
COMMAND_CODES = {
    "usage": "The command was called wrongly; --help lists its arguments.",
    "method": "METHOD cannot be read, is unknown, or does not fit the model: exact() needs draws without a "
    "density, importance() takes any model.",
    "file": "A file cannot be read, or is not UTF-8 text.",
    "limit": "A run was stopped at a stated bound; exact(max_states=...) raises the bound on states.",
    "domain": "A parameter or a value lies outside what its distribution accepts.",
}


def execute(arguments: argparse.Namespace) -> int:
    """Explain one code, or list them all."""
    print(_list() if arguments.code is None else _one(arguments.code))
    return int(ExitCode.FINE)


def _one(code: str) -> str:
    if code.lower() in COMMAND_CODES:
        return f"{code.lower()}\n\n{COMMAND_CODES[code.lower()]}"
    try:
        return explain(code.upper())
    except KeyError:
        raise Stop(
            ExitCode.USAGE, Problem("usage", f"there is no error code {code!r}{_near(code)}")
        ) from None


def _near(code: str) -> str:
    known = [*COMMAND_CODES, *(mistake.code for mistake in catalogue())]
    close = get_close_matches(code.upper(), known, n=1) or get_close_matches(code.lower(), known, n=1)
    return f": did you mean {close[0]}?" if close else "; without a code, all are listed"


def _list() -> str:
    rows = [(mistake.code, _first_line(inspect.getdoc(mistake) or "")) for mistake in catalogue()]
    rows += [(code, _first_line(text)) for code, text in COMMAND_CODES.items()]
    return "\n".join(f"{code:<8}{text}" for code, text in rows)


def _first_line(text: str) -> str:
    return text.split("\n", 1)[0]
