"""`quasiborel fmt`: lays out models in the standard way."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ..lang.format.formatter import format_source
from .exit_codes import ExitCode
from .problem import Stop, report
from .source import read_source
from .translate import problems_stop

STDIN = "-"


def execute(arguments: argparse.Namespace) -> int:
    """Format each file; a file with errors is reported and left as it is, and the others are still done."""
    return max([_one(name, check=arguments.check) for name in arguments.files])


def _one(name: str, *, check: bool) -> int:
    try:
        with problems_stop():
            return _standard_input(check=check) if name == STDIN else _file(Path(name), check=check)
    except Stop as stop:
        return report(stop, as_json=False)


def _standard_input(*, check: bool) -> int:
    text = sys.stdin.read()
    formatted = format_source(text, name="<stdin>")
    if check:
        return _would_change("<stdin>", changed=formatted != text)
    sys.stdout.write(formatted)
    return int(ExitCode.FINE)


def _file(path: Path, *, check: bool) -> int:
    formatted = format_source(read_source(str(path)).text, name=str(path)).encode("utf-8")
    changed = formatted != path.read_bytes()  # in bytes, because reading as text hides other line ends
    if check:
        return _would_change(str(path), changed=changed)
    if changed:
        path.write_bytes(formatted)
        print(f"formatted {path}")
    return int(ExitCode.FINE)


def _would_change(name: str, *, changed: bool) -> int:
    if changed:
        print(f"{name} would change: run `quasiborel fmt` on it", file=sys.stderr)
    return int(ExitCode.MODEL_OR_DATA if changed else ExitCode.FINE)
