"""Mistakes in what functions may do: codes QB04xx."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from .base import LanguageError, listing


@dataclass(eq=False)
class EffectNotAllowed(LanguageError):
    """A function that draws or weighs stands where a pure one is needed."""

    code: ClassVar[str] = "QB0401"
    example: ClassVar[str] = "fn at(f: Real -> Real) { f(0) }\nfn g() { at(fn (x) => sample normal(x, 1)) }"
    what: str
    labels: frozenset[str]

    @property
    def message(self) -> str:
        does = listing([{"draw": "draws", "score": "weighs"}[label] for label in sorted(self.labels)], "and")
        return f"{self.what} must be pure (`->`), but this {does}"

    @property
    def hint(self) -> str | None:
        return "write `~>` in the type there to allow it, or draw before and pass the value"


@dataclass(eq=False)
class MemoWeighs(LanguageError):
    """A memoised function that weighs.

    A weight would count at the first call only, wherever that happens to be; score outside.
    """

    code: ClassVar[str] = "QB0402"
    example: ClassVar[str] = "fn f() { memo(fn (n: Int) => { score 0.5; n }) }"

    @property
    def message(self) -> str:
        return "a memoised function may draw but not weigh, and this one weighs"


@dataclass(eq=False)
class NeedsPure(LanguageError):
    """A parameter declared with `~>` is used where a pure function is needed.

    `~>` promises callers that the function they pass may draw and weigh.
    """

    code: ClassVar[str] = "QB0403"
    example: ClassVar[str] = "fn at(f: Real -> Real) { f(0) }\nfn g(f: Real ~> Real) { at(f) }"
    name: str

    @property
    def message(self) -> str:
        return f"`{self.name}` may draw or weigh (`~>`), but the body needs it to be pure"

    @property
    def hint(self) -> str | None:
        return "declare it with `->`"
