"""Which functions call which: groups of mutually recursive ones, callees first."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from ..syntax import tree as s
from ..syntax.node import Node


def groups(functions: Mapping[str, s.FunctionDeclaration]) -> list[list[str]]:
    """The strongly connected components of the call graph, each after those it depends on (Tarjan)."""
    calls = {name: _mentioned(node, (s.Name,)) & functions.keys() for name, node in functions.items()}
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []
    for root in functions:
        work = [(root, iter(sorted(calls[root])))] if root not in index else []
        while work:
            name, callees = work[-1]
            if name not in index:
                index[name] = low[name] = len(index)
                stack.append(name)
            for callee in callees:
                if callee not in index:
                    work.append((callee, iter(sorted(calls[callee]))))
                    break
                if callee in stack:
                    low[name] = min(low[name], index[callee])
            else:
                work.pop()
                if work:
                    caller = work[-1][0]
                    low[caller] = min(low[caller], low[name])
                if low[name] == index[name]:
                    cut = stack.index(name)
                    found.append(stack[cut:])
                    del stack[cut:]
    return found


def untouched(declarations: Sequence[s.Declaration], broken: Collection[str]) -> list[s.Declaration]:
    """The declarations that do not rest on a broken name, directly or through others."""
    mentioned = [_free(node) for node in declarations] if broken else []
    bad = set(broken)
    kept = list(range(len(declarations)))
    while bad:
        touched = [i for i in kept if mentioned[i] & bad]
        kept = [i for i in kept if not mentioned[i] & bad]
        bad = {name for i in touched for name in introduced(declarations[i])}
    return [declarations[i] for i in kept]


def _free(node: s.Declaration) -> set[str]:
    """The names that a declaration uses; a variable that it binds somewhere is taken for its own."""
    bound = _mentioned(node, (s.NamePattern,))
    constructors = {name for name in bound if name[0].isupper()}
    return _mentioned(node, (s.Name, s.NamedType, s.ConstructorPattern)) - bound | constructors


def introduced(node: s.Declaration) -> set[str]:
    """The names that a declaration declares."""
    constructors = node.constructors if isinstance(node, s.TypeDeclaration) else ()
    return {node.name, *(constructor.name for constructor in constructors)}


def _mentioned(root: Node, kinds: tuple[type[Node], ...]) -> set[str]:
    names: set[str] = set()
    todo: list[object] = [root]
    while todo:
        item = todo.pop()
        if isinstance(item, kinds):
            names.add(item.name)  # type: ignore[attr-defined]
        if isinstance(item, Node):
            todo.extend(item.parts())
        elif isinstance(item, tuple):
            todo.extend(item)
    return names
