"""Walking through a value along its type."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from ..types.types import Con, Record, Type, resolve

Constructors = Callable[[Con], Mapping[str, Sequence[Type]]]
"""The field types of each constructor, by tag, of an inductive type applied to its arguments."""

BUILT_IN = frozenset({"Real", "Int", "Bool", "Unit", "Vector", "Matrix", "List", "Tuple", "Dist"})
"""The type constructors that are not inductive types of the language."""


def typed_parts(value: Any, type_: Type, constructors: Constructors) -> Iterator[tuple[Any, Type]]:
    """The value and everything inside it, each with its type; a shared part once; not into vectors."""
    seen: set[int] = set()
    known: dict[Type, Mapping[str, Sequence[Type]]] = {}
    stack = [(value, resolve(type_))]
    while stack:
        this, of = stack.pop()
        yield this, of
        inner: Iterable[tuple[Any, Type]] = ()
        match of:
            case Con("List", (element,)):
                inner = ((part, element) for part in this)
            case Con("Tuple", types):
                inner = zip(this, types, strict=True)
            case Record(fields):
                inner = zip(this, (field for _, field in fields), strict=True)
            case Con(name) if name not in BUILT_IN and id(this) not in seen:
                seen.add(id(this))
                if of not in known:
                    known[of] = {tag: tuple(map(resolve, fs)) for tag, fs in constructors(of).items()}
                inner = zip(this.fields, known[of][this.tag], strict=True)
        stack.extend(inner)
