"""Collecting mistakes, so that all of one data set are told at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from ..errors.base import Errors
from ..errors.data import DataError, MoreMistakes
from .source import Data, Path, show_path

_SHOWN = 10
_SHOWN_OF_ONE_NAME = 3
"""So that one bad column does not hide the others."""


class Report:
    """The mistakes found in a data set so far: a few of them worded, the rest counted."""

    def __init__(self, data: Data) -> None:
        self._data = data
        self._found: list[tuple[Callable[..., DataError], Path, tuple[Any, ...]]] = []
        self._counts: Counter[str | int] = Counter()

    def add(self, kind: Callable[..., DataError], *details: Any, at: Path = ()) -> None:
        """A mistake, at the top or in the value at a path, whose wording then starts with the place."""
        name = at[0] if at else ""
        self._counts[name] += 1
        if len(self._found) < _SHOWN and (not at or self._counts[name] <= _SHOWN_OF_ONE_NAME):
            self._found.append((kind, at, details))

    def stop_if_any(self) -> None:
        """Raises Errors if there were mistakes."""
        if not self._found:
            return
        file = self._data.file
        paths = [path for _, path, _ in self._found if path]
        places = dict(zip(paths, self._data.locate(paths), strict=True))
        errors = [
            kind(places[path], file, self._place(path), *details) if path else kind(None, file, *details)
            for kind, path, details in self._found
        ]
        more = self._counts.total() - len(errors)
        raise Errors([*errors, *([MoreMistakes(None, file, more)] if more else [])])

    def _place(self, path: Path) -> str:
        row = ""
        if self._data.is_table and len(path) > 1 and isinstance(path[1], int):
            row = f" (row {path[1] + 1})"
        return f"`{show_path(path)}`{row}"
