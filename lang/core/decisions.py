"""Patterns → decision trees: no value is tested twice on a way (Maranget, ML 2008).

A path leads from the value that is matched to a part of it. A step is a field of a constructor or
an item of a tuple.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..syntax import tree as s
from ..types.exhaustive import TUPLE, Tree, constructors, specialise, tree
from ..types.scope import TypeInfo, Variable
from ..types.types import Type


@dataclass(frozen=True, slots=True)
class Step:
    """Field or item `index`; `of_tuple` tells which."""

    index: int
    of_tuple: bool


Path = tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Leaf:
    """Arm number `arm` it is."""

    arm: int


@dataclass(frozen=True, slots=True)
class Test:
    """Look at the constructor, or literal, at `path`."""

    path: Path
    cases: tuple[tuple[str | int | bool, Decision], ...]
    default: Decision | None


Decision = Leaf | Test


def decide(
    patterns: Sequence[s.Pattern], type_: Type, types: Mapping[str, TypeInfo], bindings: Mapping[int, object]
) -> Decision:
    """The decision tree of a `match` whose patterns cover every value."""
    rows = [((tree(p, bindings),), arm) for arm, p in enumerate(patterns)]
    return _build(rows, [((), type_)], types)


def _build(
    rows: Sequence[tuple[tuple[Tree, ...], int]],
    columns: Sequence[tuple[Path, Type]],
    types: Mapping[str, TypeInfo],
) -> Decision:
    first, arm = rows[0]
    column = next((i for i, p in enumerate(first) if p.tag is not None), None)
    if column is None:
        return Leaf(arm)
    rows = [((p[column], *p[:column], *p[column + 1 :]), n) for p, n in rows]
    (path, type_), *rest = [columns[column], *columns[:column], *columns[column + 1 :]]
    listed = constructors(type_, types)
    used = list(dict.fromkeys(p[0].tag for p, _ in rows if p[0].tag is not None))

    def case(tag: str | int | bool) -> Decision:
        fields = listed[tag] if listed is not None else ()
        inner = [((*path, Step(i, tag == TUPLE)), t) for i, t in enumerate(fields)]
        kept = [(q, n) for p, n in rows for q in specialise([p], tag, len(fields))]
        return _build(kept, [*inner, *rest], types)

    if listed is not None and len(listed) == 1:
        return case(*listed)
    others = [(p[1:], n) for p, n in rows if p[0].tag is None]
    complete = listed is not None and set(used) >= set(listed)
    default = _build(others, rest, types) if not complete else None
    return Test(path, tuple((tag, case(tag)) for tag in used), default)


def leaves(decision: Decision) -> Counter[int]:
    """How often each arm is a leaf."""
    if isinstance(decision, Leaf):
        return Counter([decision.arm])
    count: Counter[int] = Counter()
    for _, inner in decision.cases:
        count += leaves(inner)
    return count + leaves(decision.default) if decision.default is not None else count


def variables(
    pattern: s.Pattern, bindings: Mapping[int, object], path: Path = ()
) -> Iterator[tuple[Variable, Path]]:
    """The variables of a pattern, and where their values are found."""
    match pattern:
        case s.NamePattern():
            binding = bindings.get(id(pattern))
            if isinstance(binding, Variable):
                yield binding, path
        case s.TuplePattern(items=items):
            for i, item in enumerate(items):
                yield from variables(item, bindings, (*path, Step(i, True)))
        case s.RecordPattern(fields=fields):
            for i, (_, inner) in enumerate(sorted(fields, key=lambda f: f[0])):
                yield from variables(inner, bindings, (*path, Step(i, True)))
        case s.ConstructorPattern(arguments=arguments):
            for i, argument in enumerate(arguments):
                yield from variables(argument, bindings, (*path, Step(i, False)))
        case s.ListPattern(items=items, rest=rest):
            for item in items:
                yield from variables(item, bindings, (*path, Step(0, False)))
                path = (*path, Step(1, False))
            if rest is not None:
                yield from variables(rest, bindings, path)
        case _:
            return
