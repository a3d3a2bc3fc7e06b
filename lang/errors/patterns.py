"""Mistakes in patterns: codes QB05xx."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ..types.show_type import show_type
from ..types.types import REAL, VECTOR, Record, Type
from .base import LanguageError, listing
from .conversions import shown
from .names import near


@dataclass(eq=False)
class NotExhaustive(LanguageError):
    """A `match` that leaves out some values."""

    code: ClassVar[str] = "QB0501"
    example: ClassVar[str] = "fn f(b: Bool) { match b { true => 1 } }"
    missing: tuple[str, ...]

    @property
    def message(self) -> str:
        return f"this `match` does not cover {listing([f'`{m}`' for m in self.missing], 'and')}"

    @property
    def hint(self) -> str | None:
        is_number = self.missing[0].lstrip("-").isdigit()
        return f"add an arm `{'_' if is_number else self.missing[0]} => …`"


@dataclass(eq=False)
class RedundantArm(LanguageError):
    """An arm of a `match` that no value reaches."""

    code: ClassVar[str] = "QB0502"
    example: ClassVar[str] = "fn f(b: Bool) { match b { _ => 1, true => 2 } }"
    variable: str | None
    line_before: int | None

    @property
    def message(self) -> str:
        return "no value reaches this arm: the arms before it cover all that it matches"

    @property
    def hint(self) -> str | None:
        if self.variable is None:
            return None
        return f"`{self.variable}` on line {self.line_before} is a variable, which every value fits"


@dataclass(eq=False)
class MayFail(LanguageError):
    """A pattern in a `let`, a `for` or a parameter that does not fit every value."""

    code: ClassVar[str] = "QB0503"
    example: ClassVar[str] = "fn f(xs: List[Int]) { let [x] = xs; x }"
    missing: str

    @property
    def message(self) -> str:
        return f"a pattern here must fit every value, but this one leaves out `{self.missing}`"

    @property
    def hint(self) -> str | None:
        return "use `match`, which can have several arms"


@dataclass(eq=False)
class PatternShape(LanguageError):
    """A pattern of another form than the value it is matched with."""

    code: ClassVar[str] = "QB0504"
    example: ClassVar[str] = "fn f(n: Int) { match n { true => 1, _ => 2 } }"
    expected: Type
    found: str

    @property
    def message(self) -> str:
        return f"this pattern fits {self.found}, but the value is of type {shown([self.expected])[0]}"

    @property
    def hint(self) -> str | None:
        if self.expected == REAL and self.found == "a whole number":
            return "numbers in patterns are of type Int; compare a Real with `if`"
        return "`list(v)` makes a list of a Vector" if self.expected == VECTOR else None


@dataclass(eq=False)
class PatternFields(LanguageError):
    """A record pattern names every field of the record."""

    code: ClassVar[str] = "QB0505"
    example: ClassVar[str] = "fn f(p: { mean: Real, sd: Real }) { let { mean } = p; mean }"
    record: Type
    found: tuple[str, ...]

    @property
    def message(self) -> str:
        names = listing([f"`{name}`" for name in self.found], "and")
        return f"a pattern for {show_type(self.record)} names all its fields, found {names}"

    @property
    def hint(self) -> str | None:
        fields = dict(self.record.fields) if isinstance(self.record, Record) else {}
        unknown = [name for name in self.found if name not in fields]
        if unknown:
            meant = near(unknown[0], fields)
            return f"did you mean `{meant}`?" if meant else f"it has no field `{unknown[0]}`"
        missing = next(name for name in fields if name not in self.found)
        return f"write `{missing}: _` for a field that is not needed"


@dataclass(eq=False)
class MatchTooComplex(LanguageError):
    """A `match` whose arms take too long to be held against all values.

    Whether arms cover every value, and whether each is reached, is an exponential question at worst.
    """

    code: ClassVar[str] = "QB0506"
    limit: int

    @property
    def message(self) -> str:
        return f"these patterns have more than {self.limit:,} cases between them"

    @property
    def hint(self) -> str | None:
        return "match on fewer parts at once, one `match` inside another"
