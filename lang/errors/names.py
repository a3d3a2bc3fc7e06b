"""Mistakes in names and declarations: codes QB02xx."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import ClassVar

from . import words
from .base import LanguageError, listing, plural


def near(name: str, candidates: Iterable[str]) -> str | None:
    """The candidate that `name` may be a misspelling of."""
    others = [c for c in candidates if c != name]
    by_case = next((c for c in others if c.lower() == name.lower()), None)
    return by_case or next(iter(get_close_matches(name, others, n=1, cutoff=0.7)), None)


@dataclass(eq=False)
class UnknownName(LanguageError):
    """A variable or function that nothing in scope declares.

    A name can be used after its `let`, inside the function that has it as a parameter, or anywhere
    in the file if it is declared with `fn`.
    """

    code: ClassVar[str] = "QB0201"
    example: ClassVar[str] = "fn f(x: Real) { sqrtt(x) }"
    name: str
    candidates: tuple[str, ...]
    in_own_let: bool = False

    @property
    def message(self) -> str:
        return f"`{self.name}` is not defined here"

    @property
    def hint(self) -> str | None:
        if self.in_own_let:
            return f"a function that calls itself is declared with `fn {self.name}(…) {{ … }}`"
        if self.name in words.NAMES:
            return words.NAMES[self.name]
        if self.name == "data":
            return words.DATA
        if self.name in words.STARTING:
            return words.STARTING[self.name]
        found = near(self.name, [name for name in self.candidates if name != "infer"])
        return f"did you mean `{found}`?" if found else None


@dataclass(eq=False)
class UnknownType(LanguageError):
    """A type that is neither built in nor declared in the file."""

    code: ClassVar[str] = "QB0202"
    example: ClassVar[str] = "fn f(x: Number) { x }"
    name: str
    candidates: tuple[str, ...]

    @property
    def message(self) -> str:
        return f"there is no type `{self.name}`"

    @property
    def hint(self) -> str | None:
        if self.name in words.TYPES:
            return words.TYPES[self.name]
        found = near(self.name, self.candidates)
        if found:
            return f"did you mean `{found}`?"
        if len(self.name) == 1:
            return f"a type parameter is declared behind the name: `fn f[{self.name}](…)`"
        return f"declare it: `type {self.name} = …`"


@dataclass(eq=False)
class UnknownConstructor(LanguageError):
    """A pattern names a constructor that no type has."""

    code: ClassVar[str] = "QB0203"
    example: ClassVar[str] = "fn f(x: Option[Int]) { match x { Sme(n) => n, None => 0 } }"
    name: str
    candidates: tuple[str, ...]

    @property
    def message(self) -> str:
        return f"there is no constructor `{self.name}`"

    @property
    def hint(self) -> str | None:
        if self.name in words.NAMES:
            return words.NAMES[self.name]
        found = near(self.name, self.candidates)
        return f"did you mean `{found}`?" if found else "a variable in a `match` starts with a small letter"


@dataclass(eq=False)
class DeclaredTwice(LanguageError):
    """Two declarations of one name in one file."""

    code: ClassVar[str] = "QB0204"
    example: ClassVar[str] = "fn f(x: Real) { x }\nfn f(x: Real, y: Real) { x + y }"
    kind: str
    name: str
    line_before: int

    @property
    def message(self) -> str:
        return f"the {self.kind} `{self.name}` is declared already, on line {self.line_before}"


@dataclass(eq=False)
class BoundTwice(LanguageError):
    """One name stands twice among parameters, or in one pattern."""

    code: ClassVar[str] = "QB0205"
    example: ClassVar[str] = "fn f(x: Real, x: Real) { x }"
    name: str

    @property
    def message(self) -> str:
        return f"`{self.name}` stands twice here; each name of a pattern or parameter list is a new variable"


@dataclass(eq=False)
class WrongTypeArguments(LanguageError):
    """A type with too many or too few type arguments."""

    code: ClassVar[str] = "QB0206"
    example: ClassVar[str] = "fn f(xs: List) { xs }"
    name: str
    expected: int
    found: int

    @property
    def message(self) -> str:
        expected = plural(self.expected, "type argument")
        return f"`{self.name}` takes {expected}, found {self.found}"

    @property
    def hint(self) -> str | None:
        return f"for example `{self.name}[Real]`" if self.expected == 1 and self.found == 0 else None


@dataclass(eq=False)
class UnknownArgument(LanguageError):
    """A named argument that the function does not have."""

    code: ClassVar[str] = "QB0207"
    example: ClassVar[str] = "fn f() { normal(mean = 0, std = 1) }"
    function: str
    name: str
    parameters: tuple[str, ...]

    @property
    def message(self) -> str:
        return f"`{self.function}` has no parameter `{self.name}`"

    @property
    def hint(self) -> str | None:
        found = near(self.name, self.parameters)
        if found:
            return f"did you mean `{found}`?"
        return f"its parameters are {listing([f'`{p}`' for p in self.parameters], 'and')}"


@dataclass(eq=False)
class ArgumentTwice(LanguageError):
    """A parameter that gets two arguments."""

    code: ClassVar[str] = "QB0208"
    example: ClassVar[str] = "fn f() { normal(0, 1, mean = 2) }"
    name: str

    @property
    def message(self) -> str:
        return f"the parameter `{self.name}` gets a second argument here"


@dataclass(eq=False)
class PositionAfterName(LanguageError):
    """An argument by position after one by name."""

    code: ClassVar[str] = "QB0209"
    example: ClassVar[str] = "fn f() { normal(mean = 0, 1) }"

    @property
    def message(self) -> str:
        return "arguments by position stand before those by name"


@dataclass(eq=False)
class NamesUnknown(LanguageError):
    """A named argument in a call whose function has no known parameter names.

    Arguments can be named in calls of distributions and of functions declared with `fn`.
    """

    code: ClassVar[str] = "QB0210"
    example: ClassVar[str] = "fn f(x: Real) { Some(value = x) }"

    @property
    def message(self) -> str:
        return "the parameters of this have no known names; give its arguments by position"


@dataclass(eq=False)
class NestedInference(LanguageError):
    """`infer` inside a model.

    Inference about a model inside a model is not part of the language; a normalised inner
    distribution can often be written with `mixture`, `truncate` or `categorical`.
    """

    code: ClassVar[str] = "QB0211"
    example: ClassVar[str] = "model m() { return infer(fn () => sample flip(0.5)) }"

    @property
    def message(self) -> str:
        return "inference inside a model (`infer`) is not part of the language"


@dataclass(eq=False)
class NoModel(LanguageError):
    """A file that declares no model cannot be run."""

    code: ClassVar[str] = "QB0212"
    example: ClassVar[str] = "fn f(x: Real) { x }"

    @property
    def message(self) -> str:
        return "this file declares no model"

    @property
    def hint(self) -> str | None:
        return "declare one with `model name(data: Type) { … }`"


@dataclass(eq=False)
class SecondModel(LanguageError):
    """A file declares one model; shared parts are functions."""

    code: ClassVar[str] = "QB0213"
    example: ClassVar[str] = "model a() { return 1 }\nmodel b() { return 2 }"
    name: str
    first: str

    @property
    def message(self) -> str:
        return f"a file has one model, and `{self.first}` is one already"

    @property
    def hint(self) -> str | None:
        return f"put `{self.name}` into a file of its own, or declare it with `fn`"


@dataclass(eq=False)
class ParameterNeedsType(LanguageError):
    """A parameter of a model says how the data are read, so it needs a type."""

    code: ClassVar[str] = "QB0214"
    example: ClassVar[str] = "model m(y) { return y }"
    name: str

    @property
    def message(self) -> str:
        return f"the model's parameter `{self.name}` needs a type: it says how the data are read"

    @property
    def hint(self) -> str | None:
        return f"for example `{self.name}: List[Real]`"


@dataclass(eq=False)
class ParameterNeedsName(LanguageError):
    """A parameter of a model is named as in the data, so it is a plain name."""

    code: ClassVar[str] = "QB0215"
    example: ClassVar[str] = "model m((a, b): (Real, Real)) { return a }"

    @property
    def message(self) -> str:
        return "a model's parameter is a plain name, the one that the data have"


@dataclass(eq=False)
class ModelUsed(LanguageError):
    """A model cannot be called."""

    code: ClassVar[str] = "QB0216"
    example: ClassVar[str] = "model m(n: Int) { return m(n - 1) }"
    name: str

    @property
    def message(self) -> str:
        return f"`{self.name}` is a model, and a model cannot be called"

    @property
    def hint(self) -> str | None:
        return f"declare it with `fn {self.name}(…)` to use it inside other functions"


@dataclass(eq=False)
class ConstructorArguments(LanguageError):
    """A constructor without arguments is called, or one with arguments stands alone in a pattern."""

    code: ClassVar[str] = "QB0217"
    example: ClassVar[str] = "fn f(x: Option[Int]) { match x { Some => 1, None => 0 } }"
    name: str
    expected: int
    found: int

    @property
    def message(self) -> str:
        return f"the constructor `{self.name}` has {plural(self.expected, 'field')}, found {self.found}"
