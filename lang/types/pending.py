"""Constraints that wait: an overload is looked at again when a type that it speaks of is found out."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence

from .overload import Constraint, Overload
from .types import Type, TypeVar, parts


class Pending:
    """Constraints in the order in which they arose, and the overloads that may have become decidable."""

    __slots__ = ("_count", "_waiting", "_woken")

    def __init__(self) -> None:
        self._waiting: dict[Constraint, int] = {}
        self._count = 0
        self._woken: deque[Overload] = deque()

    def __iter__(self) -> Iterator[Constraint]:
        return iter(list(self._waiting))

    def __contains__(self, constraint: object) -> bool:
        return constraint in self._waiting

    def add(self, constraint: Constraint) -> None:
        """Take up a constraint; an overload is looked at soon."""
        self._waiting[constraint] = self._count
        self._count += 1
        if isinstance(constraint, Overload):
            constraint.woken = self._woken
            self._woken.append(constraint)

    def mark(self) -> int:
        """How many constraints there have been so far."""
        return self._count

    def since(self, mark: int) -> list[Constraint]:
        """The constraints that came after the first `mark` ones and still wait."""
        found = []
        for constraint in reversed(self._waiting):
            if self._waiting[constraint] < mark:
                break
            found.append(constraint)
        return found[::-1]

    def remove(self, constraint: Constraint) -> None:
        """Forget a constraint: it is decided, or part of a scheme."""
        del self._waiting[constraint]

    def decidable(self) -> Iterator[Overload]:
        """Overloads to be looked at, until none is left; one that stays open waits for its types."""
        while self._woken:
            overload = self._woken.popleft()
            if overload in self._waiting:
                yield overload
                if overload in self._waiting:
                    for variable in variables(*overload.types()):
                        variable.waiting[overload] = None


def connected(constraints: Sequence[Constraint], reached: set[TypeVar]) -> list[Constraint]:
    """The constraints that speak of these unknowns, or of others tied to them; `reached` grows by those."""
    of: dict[TypeVar, list[Constraint]] = {}
    for constraint in constraints:
        for variable in variables(*constraint.types()):
            of.setdefault(variable, []).append(constraint)
    found: set[Constraint] = set()
    todo = list(reached)
    while todo:
        for constraint in of.pop(todo.pop(), ()):
            if constraint not in found:
                found.add(constraint)
                new = set(variables(*constraint.types())) - reached
                reached |= new
                todo.extend(new)
    return [constraint for constraint in constraints if constraint in found]


def variables(*types: Type) -> Iterator[TypeVar]:
    """The unknowns in some types."""
    return (part for type_ in types for part in parts(type_) if isinstance(part, TypeVar))
