"""`quasiborel fmt`: lays out models in the standard way."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from .. import lang
from .exit_codes import ExitCode
from .problem import Stop, report
from .translate import problems_stop

STDIN = "-"


def execute(arguments: argparse.Namespace) -> int:
    """Format each file; a file with errors is reported and left as it is, and the others are still done."""
    codes = [_one(name, check=arguments.check) for name in arguments.files]
    return max(codes)


def _one(name: str, *, check: bool) -> int:
    try:
        with problems_stop():
            return _standard_input(check=check) if name == STDIN else _file(Path(name), check=check)
    except Stop as stop:
        return report(stop, as_json=False)


def _standard_input(*, check: bool) -> int:
    text = sys.stdin.read()
    formatted = lang.format_source(text, name="<stdin>")
    if check:
        return _would_change("<stdin>", changed=formatted != text)
    sys.stdout.write(formatted)
    return int(ExitCode.FINE)


def _file(path: Path, *, check: bool) -> int:
    before = path.read_bytes()
    after = lang.format_source(before.decode("utf-8"), name=str(path)).encode("utf-8")
    if check:
        return _would_change(str(path), changed=before != after)
    if before != after:
        path.write_bytes(after)
        print(f"formatted {path}")
    return int(ExitCode.FINE)


def _would_change(name: str, *, changed: bool) -> int:
    if changed:
        print(f"{name} would change: run `quasiborel fmt` on it", file=sys.stderr)
    return int(ExitCode.MODEL_OR_DATA if changed else ExitCode.FINE)
