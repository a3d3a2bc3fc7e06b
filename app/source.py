"""Reading a model file, or saying why it cannot be read."""

from __future__ import annotations

from pathlib import Path

from ..lang.syntax.span import Source
from .exit_codes import ExitCode
from .problem import Problem, Stop


def read_source(name: str) -> Source:
    """The text of a file. Raises Stop where there is none, or none in UTF-8."""
    try:
        return Source(name, Path(name).read_text(encoding="utf-8"))
    except OSError as error:
        problem = Problem("file", f"cannot read {name}: {error.strerror}", name)
    except UnicodeDecodeError as error:
        problem = Problem("file", f"{name} is not UTF-8 text: byte {error.start} cannot be read", name)
    raise Stop(ExitCode.MODEL_OR_DATA, problem)
