"""Trees of run-time values, walked with explicit stacks.

Lists, inductive values and closures nest as deep as a program recurses, and Python's own recursion
(on `hash`, `==`, `repr`, `pickle`) ends after a few thousand levels. So every walk over values is
written here once, over what they share: a tag and fields. Tuples are looked through.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any


class Node:
    """A value made of a `tag` and `fields`; `build` makes one of the same class from these two.

    Immutable. Its hash is computed once, when first asked for: a sampler builds millions of values
    that nobody hashes, and to hash a captured vector costs its length.
    """

    __slots__ = ("_hash",)
    _hash: int | None
    tag: str
    fields: tuple[Any, ...]

    @staticmethod
    def build(tag: str, fields: tuple[Any, ...]) -> Node:
        """The value of this class with these parts."""
        raise TypeError("only final kinds of nodes are built")

    def __hash__(self) -> int:
        if self._hash is None:
            for node in postorder(self, lambda node: node._hash is not None):
                node._hash = hash((node.tag, node.fields))
        assert self._hash is not None
        return self._hash

    def __eq__(self, other: object) -> bool:
        return equal(self, other) if isinstance(other, Node) else NotImplemented

    def __reduce__(self) -> tuple[Any, ...]:
        return unflatten, (flatten(self),)


_INNER = (Node, tuple)


def leaves(root: Any) -> Iterator[Any]:
    """Everything inside a value that is neither a node nor a tuple."""
    for node in postorder(root) if isinstance(root, _INNER) else ():
        todo = list(node.fields)
        while todo:
            part = todo.pop()
            if type(part) is tuple:
                todo.extend(part)
            elif not isinstance(part, Node):
                yield part


def inside(value: Any) -> tuple[Any, ...]:
    """The parts of a node or a tuple; nothing for other values."""
    if isinstance(value, Node):
        return value.fields
    return value if type(value) is tuple else ()


def _never(node: Node) -> bool:
    return False


def postorder(root: Any, skip: Callable[[Node], bool] = _never) -> Iterator[Node]:
    """Every node below `root` and `root` itself, parts first; each once; not those that `skip` names.

    >>> from .values import Data
    >>> [node.tag for node in postorder(Data("Add", (Data("One"), Data("Two"))))]
    ['One', 'Two', 'Add']
    """
    seen: set[int] = set()
    stack: list[Any] = [root]  # a node below the mark `None` has its parts done
    while stack:
        value = stack.pop()
        if value is None:
            yield stack.pop()
        elif isinstance(value, Node):
            if id(value) in seen or skip(value):
                continue
            seen.add(id(value))
            stack += (value, None)
            stack += [part for part in value.fields[::-1] if isinstance(part, _INNER)]
        else:
            stack += [part for part in value[::-1] if isinstance(part, _INNER)]


def equal(left: Any, right: Any) -> bool:
    """Whether two values of one type are equal; identical parts are not looked into."""
    seen: set[int] = set()  # shared parts are compared once
    stack = [left, right]
    while stack:
        b, a = stack.pop(), stack.pop()
        if a is b:
            continue
        if isinstance(a, Node):
            if type(a) is not type(b) or a.tag != b.tag or _hashes_differ(a, b):
                return False
            pair = id(a) << 64 | id(b)  # no tuple: millions of them keep the garbage collector busy
            if pair in seen:
                continue
            seen.add(pair)
        elif type(a) is not tuple or type(b) is not tuple:
            if a != b:
                return False
            continue
        ours, theirs = inside(a), inside(b)
        if len(ours) != len(theirs):
            return False
        for mine, other in zip(reversed(ours), reversed(theirs), strict=True):
            stack += (mine, other)
    return True


def _hashes_differ(a: Node, b: Node) -> bool:
    return a._hash is not None and b._hash is not None and a._hash != b._hash


def rebuild(root: Any, change: Callable[[Any], Any], is_leaf: Callable[[Node], bool] = _never) -> Any:
    """The value with `change` applied to every leaf; sharing is kept.

    >>> from .values import Data
    >>> rebuild((1, Data("Num", (2,))), lambda part: part + 10 if isinstance(part, int) else part)
    (11, Num(12))
    """
    done: dict[int, Any] = {}

    def new(part: Any) -> Any:
        if isinstance(part, Node) and not is_leaf(part):
            return done[id(part)]
        return tuple(map(new, part)) if type(part) is tuple else change(part)

    for node in postorder(root, is_leaf) if isinstance(root, _INNER) else ():
        done[id(node)] = type(node).build(node.tag, tuple(map(new, node.fields)))
    return new(root)


def flatten(root: Node) -> list[tuple[Any, ...]]:
    """The nodes below `root` in post-order, a part that is a node replaced by its index: for pickling."""
    index: dict[int, int] = {}

    def reference(part: Any) -> Any:
        if isinstance(part, Node):
            return _Reference(index[id(part)])
        return tuple(map(reference, part)) if type(part) is tuple else part

    rows: list[tuple[Any, ...]] = []
    for node in postorder(root):
        index[id(node)] = len(rows)
        rows.append((type(node), node.tag, tuple(map(reference, node.fields))))
    return rows


class _Reference(int):
    """The index of a node in a flattened value; a class of its own, since an index is also an Int."""

    __slots__ = ()


def unflatten(rows: list[tuple[Any, ...]]) -> Node:
    """The inverse of `flatten`."""
    nodes: list[Node] = []

    def resolve(part: Any) -> Any:
        if type(part) is _Reference:
            return nodes[part]
        return tuple(map(resolve, part)) if type(part) is tuple else part

    for kind, tag, fields in rows:
        nodes.append(kind.build(tag, tuple(map(resolve, fields))))
    return nodes[-1]
