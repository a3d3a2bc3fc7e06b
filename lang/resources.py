"""Files that ship with the language: grammar, prelude, the text of the reference."""

from __future__ import annotations

from importlib.resources import files


def resource(name: str) -> str:
    """The text of a file of this package."""
    package = __name__.rpartition(".")[0]
    return files(package).joinpath(name).read_text(encoding="utf-8")
