"""The search for a counterexample: random examples within a budget, then the smallest that fails.

Hypothesis generates and shrinks. The search knows nothing of programs: it serves blocks, laws
and kernels alike.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, final

from hypothesis import HealthCheck, Phase, Verbosity, given, settings
from hypothesis import seed as seeded
from hypothesis import strategies as st

from .deadline import OutOfTime, at_most

_HEALTH = (  # a check may be slow, reject many programs, and run inside of somebody's property test
    HealthCheck.data_too_large,
    HealthCheck.filter_too_much,
    HealthCheck.large_base_example,
    HealthCheck.nested_given,
    HealthCheck.too_slow,
)
_SHARE = 0.1  # of the budget that a single example may take before it is left out

X = TypeVar("X")
F = TypeVar("F")

SHRINKING = 10.0  # seconds for making a counterexample smaller, whatever is left of the budget


@final
@dataclass(frozen=True, slots=True)
class Budget:
    """When a search stops: after so many distinct examples or seconds, whichever comes first.

    A seed fixes the examples, and the outcome unless the time runs out. Where any failure
    will do, `smallest` is False: the search ends with the first.
    """

    max_examples: int = 1000
    seconds: float = 60.0
    seed: int = 0
    smallest: bool = True

    def __post_init__(self) -> None:
        if self.max_examples < 1:
            raise ValueError(f"max_examples must be at least 1, got {self.max_examples}")
        if not self.seconds > 0:
            raise ValueError(f"seconds must be positive, got {self.seconds}")


@final
@dataclass(frozen=True, slots=True)
class Found(Generic[X, F]):
    """What a search came to: how many examples were tried, and left out for time; the smallest failure."""

    tried: int
    left_out: int
    seconds: float
    failure: tuple[X, F] | None


class _Failed(Exception):
    """Tells Hypothesis that an example fails."""


def search(
    examples: st.SearchStrategy[X],
    failure: Callable[[X], F | None],
    budget: Budget,
    *,
    size: Callable[[X], Any],
    shorter: Callable[[X], Iterable[X]] | None = None,
    first: Sequence[X] = (),
) -> Found[X, F]:
    """The smallest example, by `size`, for which `failure` gives something; each is tried once.

    Those of `first` come first. An example that takes a tenth of the time is left out. After a
    failure, smaller ones are looked for, for as long again, 10 s at most: by Hypothesis, then
    among `shorter` ones.
    """
    known: dict[X, F | None] = {}
    smallest: tuple[X, F] | None = None
    left_out = 0
    start = time.monotonic()
    end = start + budget.seconds

    def fails(example: X) -> bool:
        nonlocal smallest, end
        if time.monotonic() > end:
            raise OutOfTime
        if example not in known:
            known[example] = tried(example)
        found = known[example]
        if found is None:
            return False
        if smallest is None:
            end = time.monotonic() + min(SHRINKING, budget.seconds)
        if smallest is None or size(example) < size(smallest[0]):
            smallest = example, found
        if not budget.smallest:
            raise OutOfTime
        return True

    def tried(example: X) -> F | None:
        nonlocal left_out
        try:
            with at_most(min(end - time.monotonic(), budget.seconds * _SHARE)):
                return failure(example)
        except OutOfTime:
            left_out += 1
            return None

    def attempt(example: X) -> None:
        if fails(example):
            raise _Failed

    with suppress(OutOfTime):
        for example in first:
            fails(example)
        _generate(examples, attempt, budget)
        while smallest and shorter and any(fails(near) for near in shorter(smallest[0])):
            pass  # `fails` has made it the smallest
    return Found(len(known) - left_out, left_out, time.monotonic() - start, smallest)


def _generate(examples: st.SearchStrategy[X], attempt: Callable[[X], None], budget: Budget) -> None:
    """Random examples until one fails, then that one shrunk."""
    with suppress(_Failed):
        seeded(budget.seed)(_options(budget)(given(examples)(attempt)))()


def _options(budget: Budget) -> settings:
    """Quiet, without a memory of earlier searches, and without a limit on a single example."""
    return settings(
        max_examples=budget.max_examples,
        phases=[Phase.generate, Phase.shrink],
        database=None,
        deadline=None,
        derandomize=False,
        report_multiple_bugs=False,
        print_blob=False,
        suppress_health_check=_HEALTH,
        verbosity=Verbosity.quiet,
    )
