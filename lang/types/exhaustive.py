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

Tag = str | int | bool


@dataclass(frozen=True, slots=True)
class Tree:
    """A pattern: a constructor (or literal) applied to patterns, or anything if `tag` is None."""

    tag: Tag | None
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


Constructors = dict[Tag, tuple[Type, ...]]


def constructors(type_: Type, types: Mapping[str, TypeInfo]) -> Constructors | None:
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


Row = tuple[Tree, ...]
MAX_CASES, MAX_COLUMNS = 100_000, 2_000
"""Deciding coverage takes exponential time at worst; beyond this a match is refused."""


class TooManyCases(Exception):
    """A match that needs too many cases to be checked."""


class Coverage:
    """What the arms of one match cover, for values of `type`."""

    def __init__(self, type_: Type, types: Mapping[str, TypeInfo]) -> None:
        self.type = type_
        self._types = types
        self._cases = 0
        self._rows: list[Row] = []
        self._of: dict[tuple[type, object], list[Row]] = {}
        self._any: list[Row] = []
        self._known: dict[int, tuple[Type, Constructors | None]] = {}

    def add(self, pattern: Tree) -> None:
        """Take up one more arm."""
        row = (pattern,)
        self._rows.append(row)
        if pattern.tag is None:
            self._any.append(row)
        else:
            self._of.setdefault((type(pattern.tag), pattern.tag), []).append(row)

    def reaches(self, pattern: Tree) -> bool:
        """Whether some value matches a pattern and no arm so far."""
        rows = self._rows
        if pattern.tag is not None:
            rows = self._of.get((type(pattern.tag), pattern.tag), []) + self._any
        return self._useful(rows, (pattern,), (self.type,))

    def missing(self) -> Tree | None:
        """A value that no arm matches, if there is one."""
        found = self._missing(self._rows, (self.type,))
        return found[0] if found is not None else None

    def _listed(self, type_: Type, depth: int) -> Constructors | None:
        """The constructors of a type; every case comes by here once and is counted."""
        self._cases += 1
        if self._cases > MAX_CASES or depth > MAX_COLUMNS:
            raise TooManyCases
        if id(type_) not in self._known:
            self._known[id(type_)] = (type_, constructors(type_, self._types))
        return self._known[id(type_)][1]

    def _missing(self, rows: Sequence[Row], columns: tuple[Type, ...], depth: int = 0) -> Row | None:
        """Values that no row matches, one per column, or None if the rows cover everything."""
        if rows and all(pattern.tag is None for pattern in rows[-1]):
            return None
        if not columns:
            return ()
        rest = columns[1:]
        listed = self._listed(columns[0], depth)
        heads = _by_head(rows)
        if listed is not None and heads:
            for tag, fields in listed.items():
                inner = _specialised(rows, heads, tag, len(fields))
                found = self._missing(inner, (*fields, *rest), depth + 1)
                if found is not None:
                    return (Tree(tag, found[: len(fields)]), *found[len(fields) :])
            return None
        for _, tag in heads if listed is None else ():
            found = self._missing(_specialised(rows, heads, tag, 0), rest, depth + 1)
            if found is not None:
                return (Tree(tag), *found)
        found = self._missing([row[1:] for row in rows if row[0].tag is None], rest, depth + 1)
        if found is None:
            return None
        if listed is None and heads:
            free = next(n for n in range(len(heads) + 1) if (int, n) not in heads)
            return (Tree(free), *found)
        return (ANYTHING, *found)

    def _useful(self, rows: Sequence[Row], row: Row, columns: tuple[Type, ...], depth: int = 0) -> bool:
        """Whether some value matches `row` and none of `rows`."""
        if not row or not rows:
            return not rows
        head, rest = row[0], row[1:]
        listed = self._listed(columns[0], depth)
        heads = _by_head(rows)
        if head.tag is not None:
            fields = listed[head.tag] if listed is not None else ()
            inner = _specialised(rows, heads, head.tag, len(fields))
            return self._useful(inner, (*head.arguments, *rest), (*fields, *columns[1:]), depth + 1)
        if listed is not None and len(heads) == len(listed):
            return any(
                self._useful(
                    _specialised(rows, heads, tag, len(fields)),
                    (*[ANYTHING] * len(fields), *rest),
                    (*fields, *columns[1:]),
                    depth + 1,
                )
                for tag, fields in listed.items()
            )
        general = [r[1:] for r in rows if r[0].tag is None]
        return self._useful(general, rest, columns[1:], depth + 1)


Heads = Mapping[tuple[type, Tag], Sequence[Row]]


def _by_head(rows: Sequence[Row]) -> Heads:
    """The rows that match each constructor or literal of the first column, in order."""
    found: dict[tuple[type, Tag], list[Row]] = {}
    general: list[Row] = []
    for row in rows:
        tag = row[0].tag
        if tag is None:
            general.append(row)
            for others in found.values():
                others.append(row)
        else:
            found.setdefault((type(tag), tag), list(general)).append(row)
    return found


def _specialised(rows: Sequence[Row], heads: Heads, tag: Tag, arity: int) -> list[Row]:
    """The rows that match a constructor in the first column, which is replaced by its fields."""
    matching = heads.get((type(tag), tag))
    if matching is None:
        matching = [row for row in rows if row[0].tag is None]
    return [(*(row[0].arguments or (ANYTHING,) * arity), *row[1:]) for row in matching]


def specialise(rows: Sequence[Row], tag: Tag, arity: int) -> list[Row]:
    """The rows that match a constructor in the first column, which is replaced by its fields."""
    return _specialised(rows, _by_head(rows), tag, arity)


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
