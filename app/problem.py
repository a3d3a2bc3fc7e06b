"""What went wrong, in the one shape that the command prints: text for people, an object under `--json`."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass

from .exit_codes import ExitCode


@dataclass(frozen=True, slots=True)
class Problem:
    """The error object of `--json`: a stable code, one message, and a place where there is one."""

    code: str
    message: str
    file: str | None = None
    line: int | None = None
    column: int | None = None


class Stop(Exception):
    """Ends the command with an exit code; `text` is what a person reads, `problem` what a program reads."""

    def __init__(self, exit_code: ExitCode, problem: Problem, text: str | None = None) -> None:
        super().__init__(problem.message)
        self.exit_code = exit_code
        self.problem = problem
        self.text = f"error[{problem.code}]: {problem.message}" if text is None else text


def report(stop: Stop, *, as_json: bool) -> int:
    """Print a problem (one JSON object on stdout, or text on stderr) and give the exit code.

    >>> report(Stop(ExitCode.USAGE, Problem("usage", "no such file", "m.qbl")), as_json=True)
    {"error": {"code": "usage", "message": "no such file", "file": "m.qbl", "line": null, "column": null}}
    2
    """
    if as_json:
        print(json.dumps({"error": asdict(stop.problem)}, allow_nan=False))
    else:
        print(stop.text, file=sys.stderr)
    return int(stop.exit_code)
