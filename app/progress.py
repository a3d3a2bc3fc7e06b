"""How far a run is, on a terminal only: a pipe or a file gets nothing."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from ..inference.block import Progress

_PATIENCE = 0.5  # seconds before the first line, and between two
_CLEAR = "\r\x1b[K"


@contextmanager
def progress_on(stream: TextIO) -> Iterator[Progress | None]:
    """A function to report to while the body runs, or None where nobody watches; cleared at the end."""
    if not stream.isatty():
        yield None
        return
    shown_at = time.monotonic()

    def show(done: int, of: int | None) -> None:
        nonlocal shown_at
        now = time.monotonic()
        if now - shown_at >= _PATIENCE:
            shown_at = now
            stream.write(f"{_CLEAR}{done:,}" if of is None else f"{_CLEAR}{done:,} of {of:,}")
            stream.flush()

    try:
        yield show
    finally:
        stream.write(_CLEAR)
        stream.flush()
