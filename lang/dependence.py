"""Which functions call which: groups of mutually recursive ones, callees first."""

from __future__ import annotations

from collections.abc import Mapping

from . import syntax as s
from .node import Node


def groups(functions: Mapping[str, s.FunctionDeclaration]) -> list[list[str]]:
    """The strongly connected components of the call graph, each after those it depends on (Tarjan)."""
    calls = {name: _mentioned(node) & functions.keys() for name, node in functions.items()}
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


def _mentioned(root: Node) -> set[str]:
    names: set[str] = set()
    todo: list[object] = [root]
    while todo:
        item = todo.pop()
        if isinstance(item, s.Name):
            names.add(item.name)
        elif isinstance(item, Node):
            todo.extend(item.parts())
        elif isinstance(item, tuple):
            todo.extend(item)
    return names
