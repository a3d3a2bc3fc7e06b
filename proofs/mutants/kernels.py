"""Bugs in Metropolis–Hastings on traces: what the ratio leaves out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...inference.kernels import TraceKernel, cycle, mhg, prefix, repeat
from ...inference.kernels.prefix import prefix_proposal, prefix_ratio
from ...qbs.trace import Paths, Trace
from ...qbs.weight import ONE, ZERO
from .mutant import Control, Mutant, Planted


def _ratio(ratio: Callable[[Paths, Trace, Trace], Any]) -> Callable[[], TraceKernel]:
    """The prefix proposal with another ratio, zero where a weight is zero."""

    def guarded(paths: Paths, old: Trace, new: Trace) -> Any:
        return ratio(paths, old, new) if paths.weight_at(old) and paths.weight_at(new) else ZERO

    return lambda: mhg("prefix with another ratio", prefix_proposal, guarded)


PLANTED: tuple[Planted, ...] = (
    Mutant("accepts always", "the ratio is one", "proposals not corrected", "kernel", _ratio(lambda *_: ONE)),
    Mutant(
        "length factor left out",
        "the ratio of weights alone, (|p| + 1)/(|q| + 1) forgotten",
        "monad-bayes 2017-2020",
        "kernel",
        _ratio(lambda paths, old, new: paths.weight_at(new) / paths.weight_at(old)),
    ),
    Mutant(
        "length factor upside down",
        "(|q| + 1)/(|p| + 1)",
        "monad-bayes f55d9fa",
        "kernel",
        _ratio(
            lambda paths, old, new: (
                paths.weight_at(new) * (len(new) + 1) / (paths.weight_at(old) * (len(old) + 1))
            )
        ),
    ),
    Mutant(
        "ratio upside down",
        "accepts by the ratio of old to new",
        "twelve projects: the sign of a log ratio",
        "kernel",
        _ratio(lambda paths, old, new: prefix_ratio(paths, new, old)),
    ),
    Control("two steps", "a cycle of a kernel with itself", "kernel", lambda: cycle(prefix(), prefix())),
    Control(
        "no step at all", "staying where one is preserves everything", "kernel", lambda: repeat(prefix(), 0)
    ),
)
