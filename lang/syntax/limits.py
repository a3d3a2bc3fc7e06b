"""How deep syntax may be nested, and the room on Python's stack that this takes."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from .node import Node
from .tree import ListPattern

MAX_DEPTH = 1_000
"""Levels of nested syntax; the passes over a tree recurse, a handful of calls per level."""

_CALLS_PER_LEVEL = 12


def too_deep(root: Node) -> Node | None:
    """A node nested deeper than the limit, if there is one; the items of a list pattern nest in its tail."""
    todo: list[tuple[object, int]] = [(root, 0)]
    while todo:
        item, depth = todo.pop()
        if isinstance(item, Node):
            if depth > MAX_DEPTH:
                return item
            if isinstance(item, ListPattern):
                todo += [(part, depth + 1 + place) for place, part in enumerate((*item.items, item.rest))]
            else:
                todo.extend((part, depth + 1) for part in item.parts())
        elif isinstance(item, tuple):
            todo.extend((part, depth) for part in item)
    return None


@contextmanager
def deep_stack() -> Iterator[None]:
    """Room for recursion over the deepest syntax allowed."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, 1_000 + MAX_DEPTH * _CALLS_PER_LEVEL))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)
