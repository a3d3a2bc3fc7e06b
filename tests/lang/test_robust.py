"""Whatever the text, reading and checking it ends with types or with the language's own errors."""

from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quasiborel.lang import Errors, loads
from quasiborel.lang.errors.base import MOST_SHOWN
from quasiborel.lang.syntax.span import Source
from quasiborel.lang.syntax.tokens import lex

PRELUDE = (files("quasiborel.lang") / "prelude.qbl").read_text(encoding="utf-8")
MODELS = """
model line(x: List[Real], y: List[Real]) {
  let slope ~ normal(0, 10);
  let sd: Real ~ half_normal(2.5);
  for (x, y) in zip(x, y) { observe y ~ normal(slope * x, sd); }
  return { slope, sd }
}

type Expr = Num(Real) | Var | Add(Expr, Expr)

fn eval(e: Expr, x: Real) -> Real {
  match e { Num(c) => c, Var => x, Add(a, b) => eval(a, x) + eval(b, x) }
}

fn random_expr() {
  match sample categorical([0.5, 0.25, 0.25]) {
    0 => Num(sample normal(0, 3)),
    1 => Var,
    _ => Add(random_expr(), random_expr()),
  }
}

model walk(n: Int) {
  fn step(k, x) { if k == 0 { [] } else { let y ~ normal(x, 1.0); cons(y, step(k - 1, y)) } }
  let f = memo(fn (i: Int) => sample flip(0.5));
  score if f(3) && !f(4) || n != 2 { 1 } else { 0.5 };
  return (step(n, 0.0), fn (v) => -v ^ 2 % 3, { a: [1, 2.5], b: () })
}
"""


def tokens(text: str) -> list[str]:
    return [str(token) for token in lex(Source("", text))]


def declarations(text: str) -> list[list[str]]:
    """The tokens of each declaration."""
    found: list[list[str]] = []
    for block in text.split("\n\n"):
        found += [tokens(block)] if tokens(block) else []
    return found


PROGRAMS = declarations(PRELUDE) + declarations(MODELS)
WORDS = sorted({token for program in PROGRAMS for token in program} | set("()[]{},;:=~|<>+-*/%@^!._#?\"'\\"))
EDITS = st.tuples(
    st.sampled_from(["delete", "double", "insert", "replace", "swap"]), st.integers(0), st.integers(0)
)


def edited(program: list[str], edits: list[tuple[str, int, int]]) -> str:
    """A program after some edits of its tokens."""
    words = list(program)
    for kind, first, second in edits:
        if not words:
            break
        i, j = first % len(words), second % len(words)
        other = WORDS[second % len(WORDS)]
        match kind:
            case "delete":
                del words[i]
            case "double":
                words.insert(i, words[i])
            case "insert":
                words.insert(i, other)
            case "replace":
                words[i] = words[j] if second % 2 else other
            case _:
                words[i], words[j] = words[j], words[i]
    return " ".join(words)


def check(text: str) -> Errors | None:
    """The errors of a text, each with a text of its own; anything else that is raised is a bug."""
    try:
        loads(text).signatures()
    except Errors as errors:
        for error in errors.errors[:MOST_SHOWN]:
            assert error.message
            assert str(error).startswith(f"error[{error.code}]: ")
        return errors
    return None


@given(st.text())
def test_any_text(text: str) -> None:
    check(text)


@settings(max_examples=300)
@given(st.lists(st.sampled_from(WORDS), max_size=40))
def test_soups_of_tokens(words: list[str]) -> None:
    check(" ".join(words))
    check("fn f(x) { " + " ".join(words) + " }")


@settings(max_examples=600)
@given(st.sampled_from(PROGRAMS), st.lists(EDITS, min_size=1, max_size=3))
def test_edited_programs(program: list[str], edits: list[tuple[str, int, int]]) -> None:
    check(edited(program, edits))


@settings(max_examples=300)
@given(st.permutations(PROGRAMS[-6:]), st.lists(EDITS, max_size=2), st.integers(0, 5))
def test_edited_files(programs: list[list[str]], edits: list[tuple[str, int, int]], which: int) -> None:
    texts = [edited(p, edits if i == which else []) for i, p in enumerate(programs)]
    check("\n\n".join(texts))


MANY = 100_000
DEEP = {
    "parentheses": "(" * MANY + "1" + ")" * MANY,
    "open parentheses": "(" * MANY,
    "lists": "[" * MANY + "]" * MANY,
    "blocks": "{" * MANY + "1" + "}" * MANY,
    "calls": "f(" * MANY + "1" + ")" * MANY,
    "calls of calls": "x" + "(1)" * MANY,
    "fields": "x" + ".a" * MANY,
    "indices": "x" + "[0]" * MANY,
    "negations": "!" * MANY + "true",
    "functions": "fn () => " * MANY + "1",
    "branches": "if true { " * (MANY // 10) + "1" + " } else { 2 }" * (MANY // 10),
    "sum": "1 + " * MANY + "1",
    "list patterns": "match x { " + "[" * MANY + "]" * MANY + " => 1, _ => 2 }",
    "patterns": "match x { " + "(" * MANY + "y" + ")" * MANY + " => 1 }",
}


@pytest.mark.slow
@pytest.mark.parametrize("body", DEEP.values(), ids=DEEP.keys())
def test_deep_nesting(body: str) -> None:
    errors = check("fn f(x) { " + body + " }\nmodel m() { return 1 }")
    if errors is not None:
        (error,) = errors.errors
        assert error.code in ("QB0103", "QB0110")


def growing_types(lines: int) -> str:
    return "let a0 = 1; " + "".join(f"let a{i + 1} = (a{i}, a{i}); " for i in range(lines)) + f"a{lines}"


def growing_functions(lines: int) -> str:
    return "let g0 = fn (x) => (x, x); " + "".join(
        f"let g{i + 1} = fn (x) => g{i}(g{i}(x)); " for i in range(lines)
    )


HARD = {
    "types that double": (growing_types(100), "QB0319"),
    "functions that square": (growing_functions(20), "QB0319"),
    "types that nest": (
        "let a0 = [1]; " + "".join(f"let a{i + 1} = [a{i}]; " for i in range(2_000)),
        "QB0319",
    ),
    "wide tuple": ("(" + "1, " * 20_000 + "1)", "QB0319"),
    "wide tuple pattern": ("match x { (" + "1, " * 900 + "1) => 1, _ => 2 }", None),
    "long list pattern": ("match x { [" + "_, " * 5_000 + "_] => 1, _ => 2 }", "QB0103"),
    "long list": ("[" + "1, " * 20_000 + "1]", None),
    "many lets": ("".join(f"let a{i + 1} = a{i} + 1; " for i in range(3_000)).replace("a0", "1"), None),
    "many arms": ("match 3 { " + "".join(f"{i} => {i}, " for i in range(10_000)) + "_ => 0 }", None),
    "many local functions": ("".join(f"fn g{i}(y) {{ y + x }} " for i in range(1_000)) + "1", None),
    "many errors": ("".join("y; " for _ in range(1_000)), "QB0201"),
}


@pytest.mark.parametrize(("body", "code"), HARD.values(), ids=HARD.keys())
def test_what_takes_long_at_worst(body: str, code: str | None) -> None:
    errors = check("fn f(x) { " + body + " }\nmodel m() { return 1 }")
    assert [error.code for error in errors.errors] == [code] if errors is not None else code is None


def test_many_mistakes_are_shown_in_part() -> None:
    errors = check("".join(f"fn f{i}() {{ y }}\n" for i in range(200)))
    assert errors is not None
    assert len(errors.errors) == 200
    assert str(errors).endswith("and 150 more errors")
