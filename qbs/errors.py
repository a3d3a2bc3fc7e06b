"""What can go wrong in `qbs`: one class for each mistake, its wording in this file only."""

from __future__ import annotations

from typing import Any


class QuasiborelError(Exception):
    """Base of every error that this package raises on purpose."""


class DomainError(QuasiborelError):
    """A parameter (or an observed value) lies outside what its distribution accepts.

    Fields: `family`, `parameter`, `expected` (a phrase) and `found` (the offending value).
    """

    def __init__(self, family: str, parameter: str, expected: str, found: Any) -> None:
        super().__init__(family, parameter, expected, found)
        self.family = family
        self.parameter = parameter
        self.expected = expected
        self.found = found

    def __str__(self) -> str:
        found = self.found if isinstance(self.found, str) else repr_short(self.found)
        return f"{self.family}: {self.parameter} must be {self.expected}, got {found}"


class NotFinite(QuasiborelError):
    """A distribution with infinitely many values was asked to enumerate them all."""

    def __init__(self, distribution: Any) -> None:
        super().__init__(distribution)
        self.distribution = distribution

    def __str__(self) -> str:
        return f"{self.distribution} has infinitely many values and cannot be enumerated"


class NonFiniteWeight(QuasiborelError):
    """A weight or density is NaN or infinite; inference has no meaning from here on."""

    def __init__(self, value: float) -> None:
        super().__init__(value)
        self.value = value

    def __str__(self) -> str:
        return f"a weight must be a finite number >= 0, got one whose value or logarithm is {self.value!r}"


class LimitReached(QuasiborelError):
    """A computation was stopped at a stated bound: `what` was limited to `bound`.

    `explored` is the probability mass handled before the stop, where that is known.
    """

    def __init__(self, what: str, bound: int, explored: float | None = None) -> None:
        super().__init__(what, bound, explored)
        self.what = what
        self.bound = bound
        self.explored = explored

    def __str__(self) -> str:
        explored = "" if self.explored is None else f" with mass {self.explored:.6g} explored"
        return f"stopped at the limit of {self.bound} {self.what}{explored}"


def repr_short(value: Any) -> str:
    """A value as an error shows it: numbers in full, anything long cut at 60 characters."""
    text = str(value)
    return text if len(text) <= 60 else text[:57] + "..."
