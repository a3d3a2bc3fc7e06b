"""Which values a list of patterns leaves out, and which patterns are never reached.

The usefulness algorithm of Maranget, "Warnings for pattern matching" (JFP 2007): a pattern is
useful after others if some value matches it and none of them. Patterns become trees of
constructors first: a list is `Cons` and `Nil`, a tuple or record has the one constructor `()`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..syntax import tree as s
from .overload import substitute
from .scope import ConstructorInfo, TypeInfo
from .types import BOOL, Con, Record, Type, list_of, prune


@dataclass(frozen=True, slots=True)
class Tree:
    """A pattern: a constructor (or literal) applied to patterns, or anything if `tag` is None."""

    tag: str | int | bool | None
    arguments: tuple[Tree, ...] = ()


ANYTHING = Tree(None)
TUPLE = "()"


def tree(pattern: s.Pattern, bindings: Mapping[int, object]) -> Tree:
    """The constructor tree of a pattern; `bindings` tells constructors from variables."""
    match pattern:
        case s.NamePattern(name=name):
            return Tree(name) if isinstance(bindings.get(id(pattern)), ConstructorInfo) else ANYTHING
        case s.Wildcard():
            return ANYTHING
        case s.LiteralPattern(value=value):
            return Tree(value)
        case s.TuplePattern(items=items):
            return Tree(TUPLE, tuple([tree(p, bindings) for p in items]))
        case s.RecordPattern(fields=fields):
            return Tree(TUPLE, tuple([tree(p, bindings) for _, p in sorted(fields, key=lambda f: f[0])]))
        case s.ConstructorPattern(name=name, arguments=arguments):
            return Tree(name, tuple([tree(p, bindings) for p in arguments]))
        case s.ListPattern(items=items, rest=rest):
            built = tree(rest, bindings) if rest is not None else Tree("Nil")
            for item in reversed(items):
                built = Tree("Cons", (tree(item, bindings), built))
            return built


def constructors(
    type_: Type, types: Mapping[str, TypeInfo]
) -> dict[str | int | bool, tuple[Type, ...]] | None:
    """The constructors of a type with their field types; None if they cannot be listed (Int)."""
    match prune(type_):
        case Con("List", (element,)):
            return {"Nil": (), "Cons": (element, list_of(element))}
        case Con("Tuple", items):
            return {TUPLE: items}
        case Con("Unit", _):
            return {TUPLE: ()}
        case Con(name, arguments) if name in types:
            info = types[name]
            renamed = dict(zip(info.parameters, arguments, strict=True))
            return {c.name: tuple([substitute(t, renamed) for t in c.fields]) for c in info.constructors}
        case Record(fields):
            return {TUPLE: tuple(t for _, t in fields)}
        case known if known == BOOL:
            return {True: (), False: ()}
        case _:
            return None


def field_types(type_: Con, types: Mapping[str, TypeInfo]) -> dict[str, tuple[Type, ...]]:
    """The field types of each constructor of an inductive type, by its name."""
    return {str(tag): fields for tag, fields in (constructors(type_, types) or {}).items()}


def missing(
    rows: Sequence[tuple[Tree, ...]], column_types: Sequence[Type], types: Mapping[str, TypeInfo]
) -> tuple[Tree, ...] | None:
    """Values that no row matches, one per column, or None if the rows cover everything."""
    if not column_types:
        return None if rows else ()
    first, rest = column_types[0], column_types[1:]
    listed = constructors(first, types)
    used = {row[0].tag: len(row[0].arguments) for row in rows if row[0].tag is not None}
    if listed is not None and (used or len(listed) == 1):
        for tag, fields in listed.items():
            found = missing(specialise(rows, tag, len(fields)), [*fields, *rest], types)
            if found is not None:
                return (Tree(tag, found[: len(fields)]), *found[len(fields) :])
        return None
    for tag in used if listed is None else ():
        found = missing(specialise(rows, tag, 0), rest, types)
        if found is not None:
            return (Tree(tag), *found)
    found = missing([row[1:] for row in rows if row[0].tag is None], rest, types)
    if found is None:
        return None
    if listed is None and used:
        free = next(n for n in range(len(used) + 1) if n not in used)
        return (Tree(free), *found)
    return (ANYTHING, *found)


def specialise(rows: Sequence[tuple[Tree, ...]], tag: str | int | bool, arity: int) -> list[tuple[Tree, ...]]:
    """The rows that match a constructor in the first column, which is replaced by its fields."""
    kept = []
    for head, *rest in rows:
        if head.tag is None:
            kept.append((*[ANYTHING] * arity, *rest))
        elif head.tag == tag and type(head.tag) is type(tag):
            kept.append((*head.arguments, *rest))
    return kept


def useful(
    rows: Sequence[tuple[Tree, ...]],
    row: tuple[Tree, ...],
    column_types: Sequence[Type],
    types: Mapping[str, TypeInfo],
) -> bool:
    """Whether some value matches `row` and none of `rows`."""
    if not row:
        return not rows
    head, rest = row[0], row[1:]
    listed = constructors(column_types[0], types)
    if head.tag is not None:
        fields = listed[head.tag] if listed is not None else ()
        inner = specialise(rows, head.tag, len(fields))
        return useful(inner, (*head.arguments, *rest), [*fields, *column_types[1:]], types)
    used = {r[0].tag for r in rows if r[0].tag is not None}
    if listed is not None and used >= set(listed):
        return any(
            useful(
                specialise(rows, tag, len(fields)),
                (*[ANYTHING] * len(fields), *rest),
                [*fields, *column_types[1:]],
                types,
            )
            for tag, fields in listed.items()
        )
    return useful([r[1:] for r in rows if r[0].tag is None], rest, column_types[1:], types)


def has_number(pattern: Tree) -> bool:
    """Whether a value holds a number, of which there is always one more."""
    is_number = isinstance(pattern.tag, int) and not isinstance(pattern.tag, bool)
    return is_number or any(map(has_number, pattern.arguments))


def show(pattern: Tree, type_: Type, types: Mapping[str, TypeInfo]) -> str:
    """A missing value in the language's syntax."""
    if pattern.tag is None:
        return "_"
    if isinstance(pattern.tag, bool):
        return str(pattern.tag).lower()
    if isinstance(pattern.tag, int):
        return str(pattern.tag)
    listed = constructors(type_, types) or {}
    fields = listed.get(pattern.tag, ())
    inner = [show(p, t, types) for p, t in zip(pattern.arguments, fields, strict=True)]
    known = prune(type_)
    if isinstance(known, Record):
        return (
            "{ " + ", ".join(f"{name}: {p}" for (name, _), p in zip(known.fields, inner, strict=True)) + " }"
        )
    if pattern.tag == "Nil":
        return "[]"
    if pattern.tag == "Cons":
        return f"[{inner[0]}]" if inner[1] == "[]" else f"[{inner[0]}, {_rest(inner[1])}]"
    return (pattern.tag if pattern.tag != TUPLE else "") + (
        f"({', '.join(inner)})" if inner or pattern.tag == TUPLE else ""
    )


def _rest(shown: str) -> str:
    """What is left of a list, inside the brackets of its front."""
    return shown[1:-1] if shown.startswith("[") else f"..{shown}"
