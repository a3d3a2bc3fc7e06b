"""Order of evaluation, what is not evaluated, and what a name stands for."""

from collections.abc import Callable
from fractions import Fraction

import pytest

F = Fraction
Law = Callable[..., dict[str, Fraction]]
Value = Callable[..., str]
Effects = Callable[[str], list[str]]

A, B, C = "flip(1/2)", "flip(1/4)", "flip(1/8)"


@pytest.mark.parametrize(
    ("expression", "order"),
    [
        (f"(sample {A}, sample {B}, sample {C})", [A, B, C]),
        (f"[sample {A}, sample {B}]", [A, B]),
        (f"{{ z: sample {A}, a: sample {B} }}", [A, B]),
        (f"sample {A} == sample {B}", [A, B]),
        (f"pair(sample {A}, sample {B})", [A, B]),
        (f"pair(second = sample {A}, first = sample {B})", [A, B]),
        (f"Both(sample {A}, sample {B})", [A, B]),
        (f"(if sample {A} {{ pair }} else {{ pair }})(sample {B}, sample {C})", [A, B, C]),
        ("min(sample dirac(3), sample dirac(4))", ["dirac(3)", "dirac(4)"]),
        (f"[sample {A}, sample {B}][sample dirac(0)]", [A, B, "dirac(0)"]),
        (f"match sample {A} {{ x => sample {B} }}", [A, B]),
        ("for d in [flip(1/2), flip(1/4)] { sample d }", [A, B]),
        ("sample if sample flip(1/2) { flip(1/4) } else { flip(1/8) }", [A, C]),
        (f"map(fn (d) => sample d, [{A}, {B}])", [A, B]),
        (f"{{ let x ~ {A}; let y = sample {B}; sample {C} }}", [A, B, C]),
    ],
)
def test_effects_happen_from_left_to_right(expression: str, order: list[str], effects: Effects) -> None:
    declarations = "type P = Both(Bool, Bool) fn pair(first: Bool, second: Bool) { (first, second) }"
    assert effects(f"{declarations} model m() {{ let out = {expression}; return out }}") == order


def test_statements_happen_in_order(effects: Effects) -> None:
    text = f"""model m() {{
      let a ~ {A};
      score 2;
      observe sample {B} ~ if sample {C} {{ flip(1) }} else {{ flip(0) }};
      factor log(1);
      condition(!a);
      return a
    }}"""
    # each draw gives false, and P(false) is 1 under flip(0)
    assert effects(text) == [A, "score 2", B, C, "score 1", "score 1", "score 1"]


@pytest.mark.parametrize(
    "expression",
    [
        "false && 1 // 0 == 1",
        "!(true || 1 // 0 == 1)",
        "if false { 1 // 0 == 1 } else { false }",
        "match 3 { 0 => 1 // 0 == 1, _ => false }",
        "match (1, true) { (_, false) => 1 // 0 == 1, (n, true) => n == 0 }",
        "{ let f = fn () => 1 // 0 == 1; false }",
        "any(fn (x) => 1 // x == 1, [])",
        "any(fn (x) => x == 1 && 1 // (x - 1) == 5, [0])",
        "{ let ds = [fn () => flip(2)]; length(ds) == 0 }",
    ],
)
def test_what_is_not_taken_is_not_evaluated(expression: str, value: Value) -> None:
    assert value(expression) == "false"


@pytest.mark.parametrize(
    ("expression", "drawn"),
    [
        (f"false && sample {A}", []),
        (f"true || sample {A}", []),
        (f"sample {A} && sample {B}", [A]),  # the first draw gives false
        (f"sample {A} || sample {B}", [A, B]),
        (f"if sample {A} {{ sample {B} }} else {{ true }}", [A]),
        (f"{{ let f = fn () => sample {A}; true }}", []),
        (f"{{ let d = {A}; true }}", []),
    ],
)
def test_what_is_not_taken_draws_nothing(expression: str, drawn: list[str], effects: Effects) -> None:
    assert effects(f"model m() {{ let out = {expression}; return out }}") == drawn


def test_a_subject_is_drawn_once(law: Law) -> None:
    text = "model m() { return match sample discrete_uniform(0, 2) { 0 => 0, n => n * n } }"
    assert law(text) == {"0": F(1, 3), "1": F(1, 3), "4": F(1, 3)}


@pytest.mark.parametrize(
    ("statements", "expression", "known"),
    [
        ("let x = 1; let x = x + 1;", "x", "2"),
        ("let x = 1; let y = { let x = x * 10; x };", "(x, y)", "(1, 10)"),
        ("let x = 1; let f = fn (x) => x + 1;", "(f(5), x)", "(6, 1)"),
        ("let x = 1; let f = fn (y) => x + y; let x = 100;", "f(1)", "2"),
        ("let x = 1; let ys = for x in [5, 6] { x };", "(x, ys)", "(1, [5, 6])"),
        ("let x = 1; let y = match 7 { x => x };", "(x, y)", "(1, 7)"),
        ("let x = 1; let (x, y) = (x + 1, x + 2);", "(x, y)", "(2, 3)"),
        ("let length = 3;", "length", "3"),
        ("let map = fn (x) => x + 1;", "map(1)", "2"),
    ],
)
def test_the_innermost_latest_binding_counts(
    statements: str, expression: str, known: str, value: Value
) -> None:
    assert value(expression, statements=statements) == known


def test_own_declarations_come_before_the_prelude(value: Value) -> None:
    assert value("reverse([1, 2])", "fn reverse(xs: List[Int]) -> Int { 7 }") == "7"
    assert value("concat([1], [2])", "fn reverse(xs: List[Int]) -> Int { 7 }") == "[1, 2]"


def test_two_names_of_one_draw_are_equal_and_two_draws_are_not(law: Law) -> None:
    assert law("model m() { let x ~ flip(1/2); let y = x; return x == y }") == {"true": 1}
    assert law("model m() { let d = flip(1/2); return sample d == sample d }") == {
        "false": F(1, 2),
        "true": F(1, 2),
    }


def test_a_distribution_may_depend_on_draws(law: Law) -> None:
    text = """model m() {
      let d = if sample flip(1/2) { flip(1/3) } else { flip(2/3) };
      return sample d && sample d
    }"""
    assert law(text) == {"true": (F(1, 9) + F(4, 9)) / 2, "false": (F(8, 9) + F(5, 9)) / 2}
