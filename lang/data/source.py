"""Data before a model has said which types they have."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..syntax.span import Span

Path = tuple[str | int, ...]
"""Names and indices that lead to a value: `("y", 3, "x")` is `y[3].x`."""


def _nowhere(paths: Sequence[Path]) -> list[Span | None]:
    return [None for _ in paths]


@dataclass(frozen=True, slots=True)
class Data:
    """Named values as they were found.

    A value is a bool, int, float, Decimal, Fraction or str, None if missing, a list or tuple of values,
    a dict for a record, or anything from Python that `plain` turns into these. `file` is None for
    values from Python; a table has columns of one length; `locate` finds values in the file's text.
    """

    values: Mapping[str, Any]
    file: str | None = None
    is_table: bool = False
    locate: Callable[[Sequence[Path]], list[Span | None]] = _nowhere


def show_path(path: Path) -> str:
    """A path as the language writes it.

    >>> show_path(("y", 3, "x"))
    'y[3].x'
    """
    first, *rest = path
    return str(first) + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in rest)
