"""Random programs against a second semantics: closures of Python, replayed along every path of choices.

Each generated piece of program is a text of the language together with a function of Python that does
the same in an environment of Python's. The law of the latter is found by running it once for each path:
no machine, no states, nothing merged. The two laws must be equal, as rationals.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from random import Random
from typing import Any

import pytest

F, ONE = Fraction, Fraction(1)
Law = Callable[..., dict[str, Fraction]]
Env = dict[str, Any]

MOST_PATHS = 1500
NAMES = ("x", "y", "z")
NO_WEIGHT = "(no weight)"
INT, BOOL, PAIR, FUNCTION, INTS = "Int", "Bool", "(Int, Bool)", "Int ~> Int", "List[Int]"


class Dead(Exception):
    """The weight is zero."""


@dataclass
class Path:
    """One run: the choices to be made, and the weight so far."""

    choices: list[int]
    sizes: list[int] = field(default_factory=list)
    weight: Fraction = ONE

    def choose(self, options: Sequence[tuple[Any, Fraction]]) -> Any:
        place = len(self.sizes)
        self.sizes.append(len(options))
        if place == len(self.choices):
            self.choices.append(0)
        value, probability = options[self.choices[place]]
        self.weight *= probability
        return value

    def score(self, weight: Fraction) -> None:
        if not weight:
            raise Dead
        self.weight *= weight

    def following(self) -> list[int] | None:
        """The choices of the next path, None after the last one."""
        choices = self.choices[: len(self.sizes)]
        while choices and choices[-1] + 1 == self.sizes[len(choices) - 1]:
            choices.pop()
        return [*choices[:-1], choices[-1] + 1] if choices else None


@dataclass(frozen=True)
class Code:
    """A text of the language, and what it does."""

    text: str
    run: Callable[[Env, Path], Any]


def law_by_paths(code: Code) -> dict[str, Fraction] | None:
    """The law, or None if there are too many paths."""
    law: dict[str, Fraction] = {}
    choices: list[int] | None = []
    for _ in range(MOST_PATHS):
        if choices is None:
            return law
        path = Path(choices)
        try:
            shown = show(code.run({}, path))
            law[shown] = law.get(shown, F(0)) + path.weight
        except Dead:
            pass
        choices = path.following()
    return None


def show(value: Any) -> str:
    if isinstance(value, tuple):
        return f"({', '.join(map(show, value))})"
    return str(value).lower() if isinstance(value, bool | list) else str(value)


# ---- the generator: one function for each type of expression


def program(seed: int) -> Code:
    draw = Random(seed)
    return expression(draw, draw.choice([INT, BOOL, PAIR, INTS]), {}, draw.randint(2, 5))


def expression(draw: Random, type_: str, scope: dict[str, str], depth: int) -> Code:
    """An expression of a type, from the rules of its type and those that fit every type."""
    known = [name for name, of in scope.items() if of == type_]
    if known and draw.randint(0, 2) == 0:
        name = draw.choice(known)
        return Code(name, lambda env, _: env[name])
    if depth == 0:
        return LEAVES[type_](draw)
    anywhere = [choice, binding, application, dispatch]
    rules = [*RULES[type_], *anywhere] if NO_WEIGHT in scope else [*RULES[type_], *anywhere, weighing]
    return draw.choice(rules)(draw, type_, scope, depth - 1)


def integer(draw: Random) -> Code:
    n = draw.randint(-2, 3)
    return Code(f"({n})", lambda env, path: n)


def truth(draw: Random) -> Code:
    p = draw.choice([F(1, 2), F(1, 3), F(1)])
    options = [(True, p), (False, 1 - p)] if p < 1 else [(True, p)]
    return Code(f"(sample flip({p}))", lambda env, path: path.choose(options))


def uniform(draw: Random, type_: str, scope: dict[str, str], depth: int) -> Code:
    high = draw.randint(1, 2)
    options = [(k, F(1, high + 1)) for k in range(high + 1)]
    return Code(f"(sample discrete_uniform(0, {high}))", lambda env, path: path.choose(options))


def arithmetic(draw: Random, type_: str, scope: dict[str, str], depth: int) -> Code:
    operator = draw.choice("+-*")
    a, b = expression(draw, INT, scope, depth), expression(draw, INT, scope, depth)
    compute = {"+": int.__add__, "-": int.__sub__, "*": int.__mul__}[operator]
    return Code(
        f"({a.text} {operator} {b.text})", lambda env, path: compute(a.run(env, path), b.run(env, path))
    )


def division(draw: Random, type_: str, scope: dict[str, str], depth: int) -> Code:
    operator, by = draw.choice(["//", "%"]), draw.choice([-3, -2, 2, 3])
    a = expression(draw, INT, scope, depth)
    compute = int.__floordiv__ if operator == "//" else int.__mod__
    return Code(f"({a.text} {operator} ({by}))", lambda env, path: compute(a.run(env, path), by))


def comparison(draw: Random, type_: str, scope: dict[str, str], depth: int) -> Code:
    operator, of = draw.choice([("<", INT), ("==", INT), ("==", PAIR), ("==", INTS)])
    a, b = expression(draw, of, scope, depth), expression(draw, of, scope, depth)

    def run(env: Env, path: Path) -> bool:
        left, right = a.run(env, path), b.run(env, path)
        return bool(left < right if operator == "<" else left == right)

    return Code(f"({a.text} {operator} {b.text})", run)


def connective(draw: Random, type_: str, scope: dict[str, str], depth: int) -> Code:
    a, b = expression(draw, BOOL, scope, depth), expression(draw, BOOL, scope, depth)
    if draw.random() < 0.5:
        return Code(f"({a.text} && !{b.text})", lambda env, path: a.run(env, path) and not b.run(env, path))
    return Code(f"({a.text} || {b.text})", lambda env, path: a.run(env, path) or b.run(env, path))


def pair(draw: Random, type_: str, scope: dict[str, str], depth: int) -> Code:
    a, b = expression(draw, INT, scope, depth), expression(draw, BOOL, scope, depth)
    return Code(f"({a.text}, {b.text})", lambda env, path: (a.run(env, path), b.run(env, path)))


def function(draw: Random, type_: str, scope: dict[str, str], depth: int) -> Code:
    name, remembers = draw.choice(NAMES), draw.random() < 0.5
    inside = {**scope, name: INT}
    if remembers:  # a memoised function may not weigh, nor call what may
        inside = {NO_WEIGHT: "", **{n: of for n, of in inside.items() if of != FUNCTION}}
    body = expression(draw, INT, inside, depth)

    def run(env: Env, path: Path) -> Any:
        table: dict[int, int] = {}

        def call(argument: int, path: Path) -> int:
            if not remembers:
                return int(body.run({**env, name: argument}, path))
            if argument not in table:
                table[argument] = body.run({**env, name: argument}, path)
            return table[argument]

        return call

    text = f"fn ({name}: Int) => {body.text}"
    return Code(f"memo({text})" if remembers else f"({text})", run)


def literal_list(draw: Random, type_: str, scope: dict[str, str], depth: int) -> Code:
    items = [expression(draw, INT, scope, depth) for _ in range(draw.randint(1, 3))]
    text = f"[{', '.join(item.text for item in items)}]"
    return Code(text, lambda env, path: [item.run(env, path) for item in items])


def loop(draw: Random, type_: str, scope: dict[str, str], depth: int) -> Code:
    name, items = draw.choice(NAMES), expression(draw, INTS, scope, depth)
    body = expression(draw, INT, {**scope, name: INT}, depth)

    def run(env: Env, path: Path) -> list[int]:
        return [body.run({**env, name: item}, path) for item in items.run(env, path)]

    return Code(f"(for {name} in {items.text} {{ {body.text} }})", run)


def folding(draw: Random, type_: str, scope: dict[str, str], depth: int) -> Code:
    items, start = expression(draw, INTS, scope, depth), expression(draw, INT, scope, depth)
    body = expression(draw, INT, {**scope, "y": INT, "x": INT}, depth)

    def run(env: Env, path: Path) -> int:
        total = start.run(env, path)
        for item in items.run(env, path):
            total = body.run({**env, "y": total, "x": item}, path)
        return int(total)

    text = f"{{ let xs = {items.text}; fold(fn (y: Int, x: Int) => {body.text}, {start.text}, xs) }}"
    return Code(text, run)


def choice(draw: Random, type_: str, scope: dict[str, str], depth: int) -> Code:
    test = expression(draw, BOOL, scope, depth)
    a, b = expression(draw, type_, scope, depth), expression(draw, type_, scope, depth)
    text = f"(if {test.text} {{ {a.text} }} else {{ {b.text} }})"
    return Code(text, lambda env, path: (a if test.run(env, path) else b).run(env, path))


def binding(draw: Random, type_: str, scope: dict[str, str], depth: int) -> Code:
    of, name = draw.choice([INT, BOOL, PAIR, FUNCTION, INTS]), draw.choice(NAMES)
    value = expression(draw, of, scope, depth)
    body = expression(draw, type_, {**scope, name: of}, depth)
    text = f"{{ let {name} = {value.text}; {body.text} }}"
    return Code(text, lambda env, path: body.run({**env, name: value.run(env, path)}, path))


def weighing(draw: Random, type_: str, scope: dict[str, str], depth: int) -> Code:
    body = expression(draw, type_, scope, depth)
    if draw.random() < 0.5:
        weight = draw.choice([F(1, 2), F(3), F(0)])
        return Code(
            f"{{ score {weight}; {body.text} }}",
            lambda env, path: (path.score(weight), body.run(env, path))[1],
        )
    test = expression(draw, BOOL, scope, depth)

    def run(env: Env, path: Path) -> Any:
        path.score(F(test.run(env, path)))
        return body.run(env, path)

    return Code(f"{{ condition({test.text}); {body.text} }}", run)


def application(draw: Random, type_: str, scope: dict[str, str], depth: int) -> Code:
    if type_ != INT:
        return choice(draw, type_, scope, depth)
    called, argument = expression(draw, FUNCTION, scope, depth), expression(draw, INT, scope, depth)
    text = f"({called.text})({argument.text})"
    return Code(text, lambda env, path: called.run(env, path)(argument.run(env, path), path))


def dispatch(draw: Random, type_: str, scope: dict[str, str], depth: int) -> Code:
    """A match on a pair, with a literal, a variable and a truth value in its patterns."""
    subject, name = expression(draw, PAIR, scope, depth), draw.choice(NAMES)
    a = expression(draw, type_, scope, depth)
    b = expression(draw, type_, {**scope, name: INT}, depth)
    c = expression(draw, type_, {**scope, name: BOOL}, depth)

    def run(env: Env, path: Path) -> Any:
        n, flag = subject.run(env, path)
        if n == 1 and flag:
            return a.run(env, path)
        if not flag:
            return b.run({**env, name: n}, path)
        return c.run({**env, name: flag}, path)

    arms = f"(1, true) => {a.text}, ({name}, false) => {b.text}, (_, {name}) => {c.text}"
    return Code(f"(match {subject.text} {{ {arms} }})", run)


LEAVES: dict[str, Callable[[Random], Code]] = {
    INT: integer,
    BOOL: truth,
    PAIR: lambda draw: Code("(1, true)", lambda env, path: (1, True)),
    FUNCTION: lambda draw: Code("(fn (x: Int) => x + 1)", lambda env, path: lambda x, _: x + 1),
    INTS: lambda draw: Code("[1, 2]", lambda env, path: [1, 2]),
}
RULES: dict[str, list[Callable[[Random, str, dict[str, str], int], Code]]] = {
    INT: [uniform, arithmetic, division, folding],
    BOOL: [comparison, connective],
    PAIR: [pair],
    FUNCTION: [function],
    INTS: [literal_list, loop],
}


PROGRAMS = [program(seed) for seed in range(400)]


@pytest.mark.parametrize("part", range(8))
def test_random_programs_mean_the_same(part: int, law: Law) -> None:
    compared = 0
    for seed, code in list(enumerate(PROGRAMS))[part::8]:
        known = law_by_paths(code)
        if known is not None:
            assert law(f"model m() {{ let out = {code.text}; return out }}") == known, (
                f"seed {seed}: {code.text}"
            )
            compared += 1
    assert compared >= 40  # of 50: the others have too many paths


def test_the_generator_reaches_every_rule_and_most_programs_draw() -> None:
    texts = [code.text for code in PROGRAMS]
    for word in ("memo(", "fold(", "for ", "match", "score", "condition", "&&", "||", "//", "==", "let "):
        assert sum(word in text for text in texts) >= 20, word
    assert sum("sample" in text for text in texts) > len(texts) / 2


def test_a_wrong_semantics_is_told_apart(law: Law) -> None:
    """The same program with a function that draws anew where it should remember."""
    body = uniform_bit()
    once = Code(
        "{ let f = memo(fn (x: Int) => sample bernoulli(1/2)); f(0) + f(0) }",
        lambda env, path: 2 * body(path),
    )
    anew = Code(once.text, lambda env, path: body(path) + body(path))
    found = law(f"model m() {{ let out = {once.text}; return out }}")
    assert found == law_by_paths(once)
    assert found != law_by_paths(anew)


def uniform_bit() -> Callable[[Path], int]:
    return lambda path: int(path.choose([(0, F(1, 2)), (1, F(1, 2))]))
