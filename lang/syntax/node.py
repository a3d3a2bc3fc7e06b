"""The base of syntax nodes: immutable trees of any depth.

Hashing, comparing, printing and pickling work without recursion, because Python's stack would end
at a depth of about 1,000 and a generated model may well be deeper.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .span import Span


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Node:
    """A piece of syntax. Its span does not count when two nodes are compared."""

    span: Span
    _hash: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_hash", hash((type(self), *self.parts())))

    def parts(self) -> tuple[Any, ...]:
        """The values of the node's fields, the span left out."""
        names: tuple[str, ...] = self.__match_args__[1:]
        return tuple([getattr(self, name) for name in names])

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        todo: list[tuple[object, object]] = [(self, other)]
        while todo:
            a, b = todo.pop()
            if a is b:
                continue
            if type(a) is not type(b):
                return False
            if isinstance(a, Node) and isinstance(b, Node):
                if a._hash != b._hash:
                    return False
                todo.extend(zip(a.parts(), b.parts(), strict=True))
            elif isinstance(a, tuple) and isinstance(b, tuple):
                if len(a) != len(b):
                    return False
                todo.extend(zip(a, b, strict=True))
            elif a != b:
                return False
        return True

    def __repr__(self) -> str:
        return "".join(_tokens(self))

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (list(_postorder(self)),)


def _tokens(root: Node) -> Iterator[str]:
    todo: list[tuple[bool, object]] = [(False, root)]
    while todo:
        literal, item = todo.pop()
        if literal:
            yield str(item)
        elif isinstance(item, Node):
            todo.append((True, ")"))
            _push(todo, item.parts())
            todo.append((True, type(item).__name__ + "("))
        elif isinstance(item, tuple):
            todo.append((True, ")"))
            _push(todo, item)
            todo.append((True, "("))
        else:
            yield repr(item)


def _push(todo: list[tuple[bool, object]], items: tuple[object, ...]) -> None:
    for index in range(len(items) - 1, -1, -1):
        todo.append((False, items[index]))
        if index:
            todo.append((True, ", "))


def _postorder(root: Node) -> Iterator[tuple[Any, ...]]:
    """Instructions for a stack machine that builds the tree: push, make a tuple, make a node."""
    todo: list[tuple[bool, object]] = [(False, root)]
    while todo:
        ready, item = todo.pop()
        if not isinstance(item, Node | tuple):
            yield ("push", item)
        elif not ready:
            todo.append((True, item))
            inner = item.parts() if isinstance(item, Node) else item
            todo.extend((False, part) for part in reversed(inner))
        elif isinstance(item, Node):
            yield ("node", type(item), item.span, len(item.parts()))
        else:
            yield ("tuple", len(item))


def _rebuild(program: list[tuple[Any, ...]]) -> Node:
    stack: list[Any] = []
    for instruction in program:
        match instruction:
            case ("push", value):
                stack.append(value)
            case ("tuple", count):
                items = tuple(stack[len(stack) - count :])
                del stack[len(stack) - count :]
                stack.append(items)
            case ("node", cls, span, count):
                arguments = stack[len(stack) - count :]
                del stack[len(stack) - count :]
                stack.append(cls(span, *arguments))
    (root,) = stack
    assert isinstance(root, Node)
    return root
