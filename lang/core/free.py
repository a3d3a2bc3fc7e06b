"""The variables that a function takes from around it."""

from __future__ import annotations

from ..syntax import tree as s
from ..syntax.node import Node
from ..types.context import Facts
from ..types.scope import FunctionBinding, Variable


def free_variables(function: FunctionBinding | s.Lambda, facts: Facts) -> tuple[Variable, ...]:
    """The variables used in a function, or in local functions that it uses, but bound outside."""
    found: dict[int, Variable] = {}
    inside: set[int] = set()
    functions: set[int] = set()
    todo: list[object] = [function if isinstance(function, s.Lambda) else function.node]
    while todo:
        item = todo.pop()
        if isinstance(item, tuple):
            todo.extend(item)
        elif isinstance(item, Node):
            binding = facts.bindings.get(id(item))
            if isinstance(item, s.Name) and isinstance(binding, Variable):
                found[id(binding)] = binding
            elif isinstance(item, s.Name) and isinstance(binding, FunctionBinding) and not binding.is_global:
                if id(binding) not in functions:
                    functions.add(id(binding))
                    todo.append(binding.node)
            elif isinstance(binding, Variable):
                inside.add(id(binding))
            todo.extend(item.parts())
    return tuple([variable for key, variable in found.items() if key not in inside])
