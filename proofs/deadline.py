"""A time limit that holds even inside a single long computation."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import final

_AGAIN = 0.05  # seconds until the next ring, where the first could not be heeded


@final
class OutOfTime(BaseException):
    """The time is up; no Exception, so that nothing on the way takes it for a failure of its own."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Raise OutOfTime in the body when it has run for so long.

    Off the main thread, and where the system has no interval timer, the body runs to its end.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    end = time.monotonic() + seconds

    def ring(_number: int, frame: FrameType | None) -> None:
        if time.monotonic() >= end and not _in_callback(frame):
            raise OutOfTime

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, max(seconds, 1e-6), _AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0.0)
        signal.signal(signal.SIGALRM, before)


def _in_callback(frame: FrameType | None) -> bool:
    """Whether the garbage collector called what now runs: an exception there would be lost."""
    while frame is not None and frame.f_globals.get("__name__") != __name__.replace("deadline", "search"):
        if frame.f_globals.get("__name__", "").partition(".")[0] in ("hypothesis", "weakref"):
            return True
        frame = frame.f_back
    return False
