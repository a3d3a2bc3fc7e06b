"""Mistakes in types: codes QB03xx, and in effects: codes QB04xx."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ..show_type import show_type, show_types
from ..signatures import Signature
from ..types import INT, REAL, VECTOR, Arrow, Con, Type, dist_of, list_of, prune, resolve
from .base import LanguageError, listing
from .names import near


@dataclass(eq=False)
class TypeMismatch(LanguageError):
    """An expression has another type than its place asks for."""

    code: ClassVar[str] = "QB0301"
    what: str
    expected: Type
    found: Type
    why: str = ""

    @property
    def message(self) -> str:
        expected, found = show_types([self.expected, self.found])
        text = f"{self.what} is of type {expected}, found {found}"
        return f"{text} ({self.why})" if self.why else text

    @property
    def hint(self) -> str | None:
        return conversion(resolve(self.expected), resolve(self.found))


def conversion(expected: Type, found: Type) -> str | None:
    """How to make one type from the other, where there is a common way."""
    if (expected, found) == (INT, REAL):
        return "`round`, `floor` or `ceil` make an Int of a Real; a whole number is written without a point"
    if expected == VECTOR and found in (list_of(REAL), list_of(INT)):
        return "`vector(xs)` makes a Vector of a list"
    if expected == list_of(REAL) and found == VECTOR:
        return "`list(v)` makes a list of a Vector"
    if expected == list_of(REAL) and found == list_of(INT):
        return "List[Int] is not List[Real]; write `map(real, xs)`"
    if found == dist_of(expected):
        return "this is a distribution; draw from it with `let x ~ d;` or `sample d`"
    if expected == dist_of(found):
        return "this is a value already; name it with `let x = e;`"
    if isinstance(found, Arrow) and found.result == expected:
        return "this is a function; call it"
    return None


@dataclass(eq=False)
class NoOverload(LanguageError):
    """An operator or built-in function has no variant for these types."""

    code: ClassVar[str] = "QB0302"
    name: str
    arguments: tuple[Type, ...]
    signatures: tuple[Signature, ...]

    @property
    def message(self) -> str:
        found = show_types(self.arguments)
        if self.name == "[]":
            return f"{found[0]} cannot be indexed by {listing(found[1:], 'and')}"
        if self.name == "for":
            return f"`for` runs over a List or a Vector, found {found[0]}"
        if self.name == "observe":
            return f"a value of type {found[0]} cannot be observed under a distribution of {found[1]}"
        name = {"negate": "-"}.get(self.name, self.name)
        return f"`{name}` is not defined for {listing(found, 'and')}"

    @property
    def hint(self) -> str | None:
        resolved = tuple(map(resolve, self.arguments))
        if self.name == "observe" and resolved == (list_of(INT), REAL):
            return "the values are Int; write `map(real, xs)`, or give the data the type List[Real]"
        if self.name in ("for", "observe") and len(resolved) == 1 and resolved[0] == INT:
            return "write `range(0, n)` for the numbers below n"
        if self.name in ("for", "observe", "[]"):
            return None
        if any(isinstance(t, Con) and t.name == "Dist" for t in resolved):
            return "this is a distribution; draw from it first: `let x ~ d;`"
        if self.name == "+" and any(isinstance(t, Con) and t.name == "List" for t in resolved):
            return "lists are joined by `concat(xs, ys)`; numbers are added element by element in a Vector"
        options = [f"({', '.join(show_types(s.parameters))})" for s in self.signatures]
        return f"it takes {listing(options)}" if len(options) <= 8 else None


@dataclass(eq=False)
class NotAFunction(LanguageError):
    """Something that is no function is called."""

    code: ClassVar[str] = "QB0303"
    found: Type

    @property
    def message(self) -> str:
        return f"a function was expected here, found {show_type(self.found)}"

    @property
    def hint(self) -> str | None:
        return "a product is written with `*`" if prune(self.found) in (INT, REAL) else None


@dataclass(eq=False)
class WrongArgumentCount(LanguageError):
    """A call with too many or too few arguments."""

    code: ClassVar[str] = "QB0304"
    function: str
    expected: tuple[int, ...]
    found: int
    parameters: tuple[str, ...] = ()

    @property
    def message(self) -> str:
        counts = listing([str(n) for n in sorted(set(self.expected))])
        noun = "argument" if counts == "1" else "arguments"
        return f"{self.function} takes {counts} {noun}, found {self.found}"

    @property
    def hint(self) -> str | None:
        return (
            f"its parameters are {listing([f'`{p}`' for p in self.parameters], 'and')}"
            if self.parameters
            else None
        )


@dataclass(eq=False)
class UnknownField(LanguageError):
    """A record without the field that is asked for."""

    code: ClassVar[str] = "QB0305"
    name: str
    record: Type
    fields: tuple[str, ...]

    @property
    def message(self) -> str:
        return f"{show_type(self.record)} has no field `{self.name}`"

    @property
    def hint(self) -> str | None:
        found = near(self.name, self.fields)
        return f"did you mean `{found}`?" if found else None


@dataclass(eq=False)
class NotARecord(LanguageError):
    """A field is asked of something that is no record."""

    code: ClassVar[str] = "QB0306"
    name: str
    found: Type

    @property
    def message(self) -> str:
        return f"only a record has fields, found {show_type(self.found)}"


@dataclass(eq=False)
class FieldOfUnknown(LanguageError):
    """A field is asked of something whose type is not known at this point of the file.

    Records have an exact set of fields, so `e.f` alone does not say what `e` is. An annotation on
    the parameter or `let` does.
    """

    code: ClassVar[str] = "QB0307"
    name: str

    @property
    def message(self) -> str:
        return f"the type of this is not known yet, so its field `{self.name}` cannot be found"

    @property
    def hint(self) -> str | None:
        return f"annotate it: for example `fn (r: {{ {self.name}: Real }}) => …`"


@dataclass(eq=False)
class NotADistribution(LanguageError):
    """A draw or an observation needs a distribution."""

    code: ClassVar[str] = "QB0308"
    what: str
    found: Type

    @property
    def message(self) -> str:
        return f"{self.what} needs a distribution, found {show_type(self.found)}"

    @property
    def hint(self) -> str | None:
        if isinstance(prune(self.found), Arrow):
            return "this is a function; call it"
        return "a value, drawn or not, is named with `let x = e;`" if self.what == "`let … ~`" else None


@dataclass(eq=False)
class NoEquality(LanguageError):
    """Functions and distributions cannot be compared."""

    code: ClassVar[str] = "QB0309"
    type: Type

    @property
    def message(self) -> str:
        return f"values of type {show_type(self.type)} cannot be compared: functions and distributions have no equality"


@dataclass(eq=False)
class MemoDomain(LanguageError):
    """`memo` needs arguments of a countable type with equality.

    A random function with independent values at every real number is no measurable function, so
    its integrals mean nothing; a Gaussian process or a function on a finite grid is meant instead.
    """

    code: ClassVar[str] = "QB0310"
    type: Type

    @property
    def message(self) -> str:
        return (
            f"`memo` needs arguments of a countable type with equality, found {show_type(self.type)}: "
            "independent values at every point of a continuum are no measurable function"
        )

    @property
    def hint(self) -> str | None:
        return "use a Gaussian process (`multivariate_normal`), or index a finite grid with Int"


@dataclass(eq=False)
class UnusedValue(LanguageError):
    """The value of an expression is dropped without a word."""

    code: ClassVar[str] = "QB0311"
    type: Type

    @property
    def message(self) -> str:
        return f"this value of type {show_type(self.type)} is not used"

    @property
    def hint(self) -> str | None:
        type_ = prune(self.type)
        if isinstance(type_, Con) and type_.name == "Dist":
            return "to draw write `let x ~ d;`, to condition on data `observe x ~ d;`"
        return "put `;` behind it to drop it, or `let x = …;` to use it"


@dataclass(eq=False)
class TooGeneral(LanguageError):
    """A function is declared for all types but works for some only."""

    code: ClassVar[str] = "QB0312"
    name: str
    found: Type | None

    @property
    def message(self) -> str:
        if self.found is None:
            return f"the type parameters of this function must be independent, but `{self.name}` is another one too"
        return f"`{self.name}` is declared to be any type, but the body makes it {show_type(self.found)}"


@dataclass(eq=False)
class NotPositive(LanguageError):
    """An inductive type that stands in its own function argument.

    `type T = C(T -> Real)` has no meaning as a set: T would contain the functions on itself.
    """

    code: ClassVar[str] = "QB0313"
    name: str

    @property
    def message(self) -> str:
        return f"`{self.name}` stands in the argument of a function inside its own declaration"


@dataclass(eq=False)
class NotData(LanguageError):
    """A parameter of a model has a type that no data can have."""

    code: ClassVar[str] = "QB0314"
    type: Type

    @property
    def message(self) -> str:
        return f"data cannot be of type {show_type(self.type)}"

    @property
    def hint(self) -> str | None:
        return "data are Real, Int, Bool, Vector, Matrix, and lists, tuples and records of these"


@dataclass(eq=False)
class EffectNotAllowed(LanguageError):
    """A function that draws or weighs stands where a pure one is needed."""

    code: ClassVar[str] = "QB0401"
    what: str
    labels: frozenset[str]

    @property
    def message(self) -> str:
        does = listing([{"draw": "draws", "score": "weighs"}[label] for label in sorted(self.labels)], "and")
        return f"{self.what} must be a pure function, but this one {does}"

    @property
    def hint(self) -> str | None:
        return "draw before, and pass the value; or annotate the parameter with `~>`"


@dataclass(eq=False)
class MemoWeighs(LanguageError):
    """A memoised function that weighs.

    A weight would count at the first call only, wherever that happens to be; score outside.
    """

    code: ClassVar[str] = "QB0402"

    @property
    def message(self) -> str:
        return "a memoised function may draw but not weigh, and this one weighs"


@dataclass(eq=False)
class NotExhaustive(LanguageError):
    """A `match` that leaves out some values."""

    code: ClassVar[str] = "QB0501"
    missing: tuple[str, ...]

    @property
    def message(self) -> str:
        return f"this `match` does not cover {listing([f'`{m}`' for m in self.missing], 'and')}"

    @property
    def hint(self) -> str | None:
        return f"add an arm `{self.missing[0]} => …`"


@dataclass(eq=False)
class RedundantArm(LanguageError):
    """An arm of a `match` that no value reaches."""

    code: ClassVar[str] = "QB0502"

    @property
    def message(self) -> str:
        return "no value reaches this arm: the arms before it cover all that it matches"


@dataclass(eq=False)
class MayFail(LanguageError):
    """A pattern in a `let`, a `for` or a parameter that does not fit every value."""

    code: ClassVar[str] = "QB0503"
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
    expected: Type
    found: str

    @property
    def message(self) -> str:
        return f"the value matched is of type {show_type(self.expected)}, found {self.found}"


@dataclass(eq=False)
class PatternFields(LanguageError):
    """A record pattern names every field of the record."""

    code: ClassVar[str] = "QB0505"
    record: Type
    found: tuple[str, ...]

    @property
    def message(self) -> str:
        return (
            f"a pattern for {show_type(self.record)} names all its fields, found {listing(self.found, 'and')}"
        )

    @property
    def hint(self) -> str | None:
        return "write `name: _` for a field that is not needed"
