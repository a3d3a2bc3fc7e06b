"""Random matches against the rule that the first arm that fits is taken.

Values and patterns of one type are generated; the arms of a match return their number and the variables
that they bind. An arm that the language calls redundant must be the first to fit for none of the values.
"""

from collections.abc import Callable
from itertools import product
from random import Random
from typing import Any

import pytest

from quasiborel.lang.errors.base import Errors
from quasiborel.lang.errors.patterns import RedundantArm

Law = Callable[..., dict[str, Any]]
# A pattern is (text, fit): fit(value) gives the variables bound, in the order of the text, or None.
Pattern = tuple[str, Callable[[Any], list[Any] | None]]

DECLARATION = "type T = A | B(T) | C(Bool, T)"
TREES: list[Any] = [("A",)]
for _ in range(2):
    TREES = [("A",), *[("B", t) for t in TREES], *[("C", b, t) for b in (True, False) for t in TREES]]
TREES = TREES[:9]
LISTS = [list(items) for n in range(3) for items in product((True, False), repeat=n)]
VALUES = [(t, xs, n) for t in TREES for xs in LISTS for n in (-1, 0, 1)]


def show(value: Any) -> str:
    if isinstance(value, tuple) and value and isinstance(value[0], str):
        return value[0] + (f"({', '.join(map(show, value[1:]))})" if value[1:] else "")
    if isinstance(value, tuple):
        return f"({', '.join(map(show, value))})"
    return f"[{', '.join(map(show, value))}]" if isinstance(value, list) else str(value).lower()


class Patterns:
    """A generator of patterns; variables are numbered, and `bound` lists them with their types."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.bound: list[tuple[str, str]] = []

    def any(self, type_: str) -> Pattern:
        if self.random.random() < 0.5:
            return "_", lambda value: []
        name = f"v{len(self.bound)}"
        self.bound.append((name, type_))
        return name, lambda value: [value]

    def tree(self, depth: int) -> Pattern:
        match self.random.randrange(5 if depth else 2):
            case 0:
                return "A", lambda value: [] if value == ("A",) else None
            case 1 | 2:
                return self.any("T")
            case 3:
                text, fit = self.tree(depth - 1)
                return f"B({text})", lambda value: fit(value[1]) if value[0] == "B" else None
            case _:
                flag, tree = self.truth(), self.tree(depth - 1)
                inner = both([flag, tree])
                text = f"C({flag[0]}, {tree[0]})"
                return text, lambda value: inner(value[1:]) if value[0] == "C" else None

    def truth(self) -> Pattern:
        if self.random.random() < 0.5:
            return self.any("Bool")
        wanted = self.random.random() < 0.5
        return str(wanted).lower(), lambda value: [] if value is wanted else None

    def items(self) -> Pattern:
        count = self.random.randrange(3)
        if self.random.random() < 0.3:
            return self.any("List[Bool]")
        inner = [self.truth() for _ in range(count)]
        fit = both(inner)
        if self.random.random() < 0.5:
            text = f"[{', '.join(t for t, _ in inner)}]"
            return text, lambda value: fit(value) if len(value) == count else None
        rest, fit_rest = self.any("List[Bool]")
        text = f"[{', '.join([*[t for t, _ in inner], '..' + rest])}]"
        return (
            text,
            lambda value: then(fit(value[:count]), fit_rest(value[count:])) if len(value) >= count else None,
        )

    def number(self) -> Pattern:
        if self.random.random() < 0.5:
            return self.any("Int")
        wanted = self.random.randint(-1, 1)
        return str(wanted), lambda value: [] if value == wanted else None


def then(first: list[Any] | None, second: list[Any] | None) -> list[Any] | None:
    return None if first is None or second is None else first + second


def both(patterns: list[Pattern]) -> Callable[[Any], list[Any] | None]:
    def fit(values: Any) -> list[Any] | None:
        found: list[Any] | None = []
        for (_, inner), value in zip(patterns, values, strict=True):
            found = then(found, inner(value))
        return found

    return fit


def arm(random: Random, number: int) -> tuple[str, Callable[[Any], str | None]]:
    """An arm, and what it gives for a value as the language prints it."""
    generator = Patterns(random)
    parts = [generator.tree(2), generator.items(), generator.number()]
    fit, bound = both(parts), generator.bound
    lists = {t: [name for name, of in bound if of == t] for t in ("T", "Bool", "List[Bool]", "Int")}
    body = f"({number}, {', '.join('[' + ', '.join(names) + ']' for names in lists.values())})"

    def result(value: Any) -> str | None:
        found = fit(value)
        if found is None:
            return None
        grouped = {t: [v for v, (_, of) in zip(found, bound, strict=True) if of == t] for t in lists}
        return f"({number}, {', '.join(map(show, grouped.values()))})"

    return f"({', '.join(text for text, _ in parts)}) => {body}", result


def first_fits(arms: list[tuple[str, Callable[[Any], str | None]]]) -> tuple[list[str], set[int]]:
    """What the first arm that fits gives, for each value; and the arms that were first for some value."""
    given, used = [], set()
    for value in VALUES:
        number, shown = next((i, s) for i, (_, result) in enumerate(arms) if (s := result(value)) is not None)
        given.append(shown)
        used.add(number)
    return given, used


@pytest.mark.parametrize("seed", range(24))
def test_the_first_arm_that_fits_is_taken(seed: int, law: Law) -> None:
    random = Random(seed)
    arms = [arm(random, number) for number in range(random.randint(2, 7))]
    arms.append(("_ => (99, [], [], [], [])", lambda value: "(99, [], [], [], [])"))
    values = ", ".join(map(show, VALUES))
    while True:
        matching = f"match value {{ {', '.join(text for text, _ in arms)} }}"
        text = f"{DECLARATION} model m() {{ let out = for value in [{values}] {{ {matching} }}; return out }}"
        given, used = first_fits(arms)
        try:
            assert law(text) == {f"[{', '.join(given)}]": 1}
            return
        except Errors as errors:
            (error,) = errors.errors
            assert isinstance(error, RedundantArm), error
            assert error.span is not None
            before = text[: error.span.start]
            redundant = sum(arm_text in before for arm_text, _ in arms)
            assert redundant not in used
            del arms[redundant]
