"""What stops a run: the mistake, its kind, and the place in the source."""

from __future__ import annotations

from typing import Literal

from .span import Span

Kind = Literal["operation", "distribution", "weight", "limit", "impure"]


class PrimitiveError(Exception):
    """A built-in operation outside its domain; the message is one sentence with expected and found."""


class RuntimeFault(Exception):
    """A run cannot go on: `message` says why, `span` is the operation to blame.

    `kind`: an `operation` or a `distribution` outside its domain, a `weight` that is negative or not
    finite, a `limit` reached, or an effect in a function that must be `impure`-free to be called.
    `calls` are the functions that were running, innermost first, each with the place of its call.
    """

    def __init__(
        self, kind: Kind, message: str, span: Span, calls: tuple[tuple[str, Span], ...] = ()
    ) -> None:
        super().__init__(kind, message, span, calls)
        self.kind = kind
        self.message = message
        self.span = span
        self.calls = calls

    def __str__(self) -> str:
        inside = "".join(f"\n  in {name}, called at {place}" for name, place in self.calls)
        return f"{self.span}: {self.message}{inside}"
