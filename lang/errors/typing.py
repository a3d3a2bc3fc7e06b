"""Mistakes in types: codes QB03xx."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ..types.show_type import show_type
from ..types.signatures import Signature
from ..types.types import Arrow, Con, Type, parts, prune, resolve
from .base import LanguageError, listing
from .conversions import conversion, observation, operand, shown, signature_list
from .names import near


@dataclass(eq=False)
class TypeMismatch(LanguageError):
    """An expression has another type than its place asks for.

    An Int stands where a Real is asked for, a list literal where a Vector is, and a pure function
    where an effectful one is; otherwise the types must be equal.
    """

    code: ClassVar[str] = "QB0301"
    example: ClassVar[str] = "fn f(x: Real) -> Bool { x }"
    what: str
    expected: Type
    found: Type
    why: str = ""
    others: tuple[Type, ...] = ()

    @property
    def message(self) -> str:
        *expected, found = shown([self.expected, *self.others, self.found])
        text = f"{self.what} must be of type {listing(expected)}, found {found}"
        return f"{text} ({self.why})" if self.why else text

    @property
    def hint(self) -> str | None:
        return conversion(resolve(self.expected), resolve(self.found))


@dataclass(eq=False)
class NoOverload(LanguageError):
    """An operator or built-in function has no variant for these types."""

    code: ClassVar[str] = "QB0302"
    example: ClassVar[str] = "fn f(b: Bool, n: Int) { b + n }"
    name: str
    arguments: tuple[Type, ...]
    signatures: tuple[Signature, ...]
    why: str = ""

    @property
    def message(self) -> str:
        return f"{self._undefined()} ({self.why})" if self.why else self._undefined()

    def _undefined(self) -> str:
        found = shown(self.arguments)
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
        if self.name == "observe":
            return observation(*resolved)
        return operand(self.name, resolved) or signature_list(self.name, self.signatures)


@dataclass(eq=False)
class NotAFunction(LanguageError):
    """Something that is no function is called."""

    code: ClassVar[str] = "QB0303"
    example: ClassVar[str] = "fn f(x: Real) { x(2) }"
    found: Type
    constructor: str | None = None

    @property
    def message(self) -> str:
        return f"a function was expected here, found {shown([self.found])[0]}"

    @property
    def hint(self) -> str | None:
        if self.constructor:
            return f"a constructor without fields has no parentheses: `{self.constructor}`"
        if shown([self.found])[0] in ("Int", "Real"):
            return "a product is written with `*`"
        is_indexed = isinstance(self.found, Con) and self.found.name in ("List", "Vector", "Matrix")
        return "an element is `xs[i]`, counted from 0" if is_indexed else None


@dataclass(eq=False)
class WrongArgumentCount(LanguageError):
    """A call with too many or too few arguments."""

    code: ClassVar[str] = "QB0304"
    example: ClassVar[str] = "fn f() { normal(0) }"
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
        if not self.parameters:
            return None
        verb = "parameter is" if len(self.parameters) == 1 else "parameters are"
        return f"its {verb} {listing([f'`{p}`' for p in self.parameters], 'and')}"


@dataclass(eq=False)
class UnknownField(LanguageError):
    """A record without the field that is asked for."""

    code: ClassVar[str] = "QB0305"
    example: ClassVar[str] = "fn f(p: { mean: Real }) { p.maen }"
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
    example: ClassVar[str] = "fn f(xs: List[Real]) { xs.length }"
    name: str
    found: Type
    is_function: bool

    @property
    def message(self) -> str:
        return f"only a record has fields, found {shown([self.found])[0]}"

    @property
    def hint(self) -> str | None:
        if self.is_function:
            return f"there are no methods; write `{self.name}(…)` with this as an argument"
        is_tuple = isinstance(self.found, Con) and self.found.name == "Tuple"
        return "a pattern names the parts of a tuple: `let (a, b) = …;`" if is_tuple else None


@dataclass(eq=False)
class FieldOfUnknown(LanguageError):
    """A field is asked of something whose type is not known at this point of the file.

    Records have an exact set of fields, so `e.f` alone does not say what `e` is. An annotation on
    the parameter or `let` does.
    """

    code: ClassVar[str] = "QB0307"
    example: ClassVar[str] = "fn f(p) { p.mean }"
    name: str
    is_function: bool

    @property
    def message(self) -> str:
        return f"the type of this is not known yet, so its field `{self.name}` cannot be found"

    @property
    def hint(self) -> str | None:
        if self.is_function:
            return f"there are no methods; write `{self.name}(…)` with this as an argument"
        return f"annotate it: for example `fn (r: {{ {self.name}: Real }}) => …`"


@dataclass(eq=False)
class NotADistribution(LanguageError):
    """A draw or an observation needs a distribution."""

    code: ClassVar[str] = "QB0308"
    example: ClassVar[str] = "fn f(x: Real) { let y ~ 2 * x; y }"
    what: str
    found: Type

    @property
    def message(self) -> str:
        return f"{self.what} needs a distribution, found {shown([self.found])[0]}"

    @property
    def hint(self) -> str | None:
        if isinstance(prune(self.found), Arrow):
            return "this is a function; call it"
        return "a value, drawn or not, is named with `let x = e;`" if self.what == "`let … ~`" else None


@dataclass(eq=False)
class NoEquality(LanguageError):
    """Functions and distributions cannot be compared."""

    code: ClassVar[str] = "QB0309"
    example: ClassVar[str] = "fn f() { normal(0, 1) == normal(0, 1) }"
    type: Type

    @property
    def message(self) -> str:
        return f"functions and distributions have no equality, found {show_type(self.type)}"


@dataclass(eq=False)
class MemoDomain(LanguageError):
    """`memo` needs arguments of a countable type with equality.

    A random function with independent values at every real number is no measurable function, so
    its integrals mean nothing; a Gaussian process or a function on a finite grid is meant instead.
    """

    code: ClassVar[str] = "QB0310"
    example: ClassVar[str] = "fn f() { memo(fn (x: Real) => sample normal(x, 1)) }"
    type: Type

    @property
    def message(self) -> str:
        return f"`memo` needs arguments of a countable type with equality, found {show_type(self.type)}"

    @property
    def hint(self) -> str | None:
        names = {part.name for part in parts(self.type) if isinstance(part, Con)}
        if not names & {"Real", "Vector", "Matrix"}:
            return "functions and distributions have no equality; number the cases with Int"
        return (
            "independent values at every point of a continuum are no measurable function; "
            "use a Gaussian process (`multivariate_normal`), or Int for a finite grid"
        )


@dataclass(eq=False)
class TooGeneral(LanguageError):
    """A function is declared for all types but works for some only."""

    code: ClassVar[str] = "QB0312"
    example: ClassVar[str] = "fn f[A](x: A) -> A { 1 }"
    name: str
    found: Type | None

    @property
    def message(self) -> str:
        if self.found is None:
            return f"`{self.name}` is declared to be any type, but the body ties it to another one"
        return f"`{self.name}` is declared to be any type, but the body makes it {shown([self.found])[0]}"


@dataclass(eq=False)
class NotPositive(LanguageError):
    """An inductive type that stands in its own function argument.

    `type T = C(T -> Real)` has no meaning as a set: T would contain the functions on itself.
    """

    code: ClassVar[str] = "QB0313"
    example: ClassVar[str] = "type T = C(T -> Real)"
    name: str

    @property
    def message(self) -> str:
        return f"`{self.name}` stands in the argument of a function inside its own declaration"


@dataclass(eq=False)
class NotData(LanguageError):
    """A parameter of a model has a type that no data can have."""

    code: ClassVar[str] = "QB0314"
    example: ClassVar[str] = "model m(f: Real -> Real) { return f(0) }"
    type: Type

    @property
    def message(self) -> str:
        return f"data cannot be of type {show_type(self.type)}"

    @property
    def hint(self) -> str | None:
        return "data are Real, Int, Bool, Vector, Matrix, and lists, tuples and records of these"


@dataclass(eq=False)
class RecursiveUse(LanguageError):
    """A function uses its own result as being of another type than it is.

    Inside its own declaration a function has one type; outside it can be used at many.
    """

    code: ClassVar[str] = "QB0317"
    example: ClassVar[str] = "fn f(x) { if f(x) { 1 } else { 2 } }"
    name: str
    used: Type
    found: Type

    @property
    def message(self) -> str:
        used, found = shown([self.used, self.found])
        return f"`{self.name}` uses its own result as {used}, but its result is {found}"

    @property
    def hint(self) -> str | None:
        return f"give the type of the result to see where: `fn {self.name}(…) -> T`"
