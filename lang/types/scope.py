"""What names stand for: variables, functions, constructors, types, built-ins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ..syntax import tree as s
from .signatures import Signature
from .types import EffectVar, Scheme, Type, TypeVar


@dataclass(eq=False, slots=True)
class Variable:
    """A variable with one type, but for what its functions may do beyond what they do: `effects`.

    A use may ask for more than another without asking it of the value itself.
    """

    name: str
    type: Type
    effects: tuple[EffectVar, ...] = ()


@dataclass(eq=False, slots=True)
class FunctionBinding:
    """A function that can be used at several types once its scheme is known."""

    name: str
    node: s.FunctionDeclaration | s.Lambda
    type: Type
    is_global: bool
    scheme: Scheme | None = None

    @property
    def parameter_names(self) -> tuple[str, ...]:
        """Names of its parameters; empty for one that is a pattern."""
        patterns = [parameter.pattern for parameter in self.node.parameters]
        return tuple([p.name if isinstance(p, s.NamePattern) else "" for p in patterns])


@dataclass(eq=False, slots=True)
class TypeInfo:
    """A declared inductive type."""

    name: str
    parameters: tuple[TypeVar, ...]
    constructors: list[ConstructorInfo] = field(default_factory=list)


@dataclass(eq=False, slots=True)
class ConstructorInfo:
    """A constructor; its field types speak of the parameters of its type."""

    name: str
    owner: TypeInfo
    fields: tuple[Type, ...]


@dataclass(eq=False, slots=True)
class Builtin:
    """A built-in function or distribution family, with its overloads."""

    name: str
    signatures: tuple[Signature, ...]
    parameter_names: tuple[str, ...] = ()


@dataclass(eq=False, slots=True)
class BuiltinConstant:
    """`pi` and the like."""

    name: str
    type: Type


@dataclass(eq=False, slots=True)
class Memo:
    """`memo`, whose type has an effect of its own."""


@dataclass(eq=False, slots=True)
class Infer:
    """`infer`, which has no meaning inside a model."""


@dataclass(eq=False, slots=True)
class ModelName:
    """The name of the model, which is no function."""

    name: str


Binding = Variable | FunctionBinding | ConstructorInfo | Builtin | BuiltinConstant | Memo | Infer | ModelName


class LocalNames:
    """What local names stand for; leaving a scope undoes what was bound in it."""

    __slots__ = ("_bindings", "_undo")

    def __init__(self) -> None:
        self._bindings: dict[str, Binding] = {}
        self._undo: list[tuple[str, Binding | None]] = []

    def __iter__(self) -> Iterator[str]:
        return iter(self._bindings)

    def __setitem__(self, name: str, binding: Binding) -> None:
        self._undo.append((name, self._bindings.get(name)))
        self._bindings[name] = binding

    def get(self, name: str) -> Binding | None:
        """What a name stands for, None if it is not local."""
        return self._bindings.get(name)

    def mark(self) -> int:
        """The state of things, to come back to."""
        return len(self._undo)

    def since(self, mark: int) -> list[str]:
        """The names bound since then, in order."""
        return [name for name, _ in self._undo[mark:]]

    def forget(self, mark: int) -> None:
        """Undo what was bound since then."""
        while len(self._undo) > mark:
            name, before = self._undo.pop()
            if before is None:
                del self._bindings[name]
            else:
                self._bindings[name] = before


@dataclass(slots=True)
class World:
    """The declarations that a piece of code can see."""

    values: dict[str, Binding]
    types: dict[str, TypeInfo]
    constructors: dict[str, ConstructorInfo]

    def extended(self) -> World:
        """A copy to declare more in."""
        return World(dict(self.values), dict(self.types), dict(self.constructors))


def constructor_fields(types: Mapping[str, TypeInfo], name: str) -> Mapping[str, tuple[Type, ...]]:
    """The field types of each constructor of a type, in terms of its parameters."""
    return {constructor.name: constructor.fields for constructor in types[name].constructors}
