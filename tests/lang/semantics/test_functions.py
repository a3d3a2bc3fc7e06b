"""Functions: captured values, polymorphism, recursion, and functions as values."""

from collections.abc import Callable
from fractions import Fraction

import pytest

F = Fraction
Law = Callable[..., dict[str, Fraction]]
Value = Callable[..., str]


@pytest.mark.parametrize(
    ("declarations", "expression", "known"),
    [
        (
            "fn id(x) { x } fn pair(a, b) { (a, b) }",
            "pair(id(1), pair(id(true), id([1.5])))",
            "(1, (true, [1.5]))",
        ),
        ("fn compose(f, g) { fn (x) => f(g(x)) }", "compose(fn (x) => x > 2, length)([1, 2, 3])", "true"),
        ("fn add(a) { fn (b) => fn (c) => a + b + c }", "add(1)(2)(3)", "6"),
        (
            "fn increment(x) { x + 1 }",
            "(increment(1), increment(1.5), increment(vector([1, 2])))",
            "(2, 2.5, [2.0, 3.0])",
        ),
        ("fn least(a, b) { min(a, b) }", "(least(1, 2), least(1.5, 2), least(-1, 0))", "(1, 1.5, -1)"),
        ("fn minus(a: Int, b: Int) -> Int { a - b }", "(minus(b = 1, a = 5), minus(5, b = 1))", "(4, 4)"),
        ("fn nothing() {}", "nothing()", "()"),
        ("fn first[A, B](a: A, b: B) -> A { a }", "(first(1, true), first(true, 1))", "(1, true)"),
        ("fn apply(f: Int -> Real) -> Real { f(3) / 2 }", "apply(fn (x) => x)", "1.5"),
        ("fn rows(f: Int -> Vector) -> Vector { f(3) }", "rows(fn (x) => [x, 2])", "[3.0, 2.0]"),
    ],
)
def test_declared_functions(declarations: str, expression: str, known: str, value: Value) -> None:
    assert value(expression, declarations) == known


@pytest.mark.parametrize(
    ("statements", "expression", "known"),
    [
        ("fn twice(f, x) { f(f(x)) }", "(twice(fn (n) => n + 1, 0), twice(fn (b) => !b, true))", "(2, true)"),
        ("let id = fn (x) => x;", "(id(1), id(true))", "(1, true)"),
        ("let fs = [fn (x) => x + 1, fn (x) => x * 2];", "map(fn (f) => f(10), fs)", "[11, 20]"),
        ("let r = { f: fn (x) => x + 1, n: 2 };", "{ let f = r.f; f(r.n) }", "3"),
        ("fn outer(n) { fn inner(k) { n + k } inner(1) }", "outer(10)", "11"),
        ("let k = 5; fn go(n: Int) -> Int { if n == 0 { k } else { k + go(n - 1) } }", "go(3)", "20"),
        (
            "fn go(n: Int) -> Int { fn add(k: Int) { n + k } if n == 0 { 0 } else { add(go(n - 1)) } }",
            "go(4)",
            "10",
        ),
        (
            "fn product_to(n: Int) -> Int { if n == 0 { 1 } else { n * product_to(n - 1) } }",
            "product_to(25)",
            "15511210043330985984000000",
        ),
    ],
)
def test_local_functions(statements: str, expression: str, known: str, value: Value) -> None:
    assert value(expression, statements=statements) == known


@pytest.mark.parametrize(
    ("expression", "known"),
    [
        ("map(abs, [-1, 2])", "[1, 2]"),
        ("map(abs, [-1.5, 2.0])", "[1.5, 2.0]"),
        ("map(sqrt, [1.0, 4.0])", "[1.0, 2.0]"),
        ("map(real, [1, 2])", "[1.0, 2.0]"),
        ("fold(max, 0, [1, 3, 2])", "3"),
        ("map(length, [[1], [1, 2]])", "[1, 2]"),
        ("map(Some, [1, 2])", "[Some(1), Some(2)]"),
        ("for f in map(fn (n: Int) => fn (x: Int) => x + n, [1, 2]) { f(10) }", "[11, 12]"),
    ],
)
def test_built_in_functions_are_values(expression: str, known: str, value: Value) -> None:
    assert value(expression) == known


def test_mutual_recursion(value: Value) -> None:
    declarations = """
      fn even(n) { if n == 0 { true } else { odd(n - 1) } }
      fn odd(n) { if n == 0 { false } else { even(n - 1) } }
    """
    assert value("(even(10), odd(7), even(101))", declarations) == "(true, true, false)"


def test_closures_capture_draws(law: Law) -> None:
    text = """model m() {
      let x ~ discrete_uniform(1, 3);
      let f = fn (y) => x + y;
      let x = 100;
      return (f(1), f(2))
    }"""
    assert law(text) == {"(2, 3)": F(1, 3), "(3, 4)": F(1, 3), "(4, 5)": F(1, 3)}


def test_a_random_function_is_one_function(law: Law) -> None:
    text = """model m() {
      let f = if sample flip(1/3) { fn (x) => x + 1 } else { fn (x) => x * 2 };
      return (f(1), f(3))
    }"""
    assert law(text) == {"(2, 4)": F(1, 3), "(2, 6)": F(2, 3)}


def test_a_recursive_local_function_captures_a_random_function(law: Law) -> None:
    text = """model m() {
      let f = if sample flip(1/2) { fn (x: Int) => x } else { fn (x: Int) => -x };
      fn total(n: Int) -> Int { if n == 0 { 0 } else { f(n) + total(n - 1) } }
      return total(3)
    }"""
    assert law(text) == {"6": F(1, 2), "-6": F(1, 2)}


def test_a_function_that_draws_draws_at_each_call(law: Law) -> None:
    declarations = "fn twice(f: () ~> Bool) -> Bool { f() && f() }"
    text = f"{declarations} model m() {{ return (twice(fn () => true), twice(fn () => sample flip(1/2))) }}"
    assert law(text) == {"(true, true)": F(1, 4), "(true, false)": F(3, 4)}


def test_map_and_repeat_draw_for_each_element(law: Law) -> None:
    assert law("model m() { return map(fn (p) => sample flip(p), [1/2, 1/3]) }") == {
        "[false, false]": F(1, 3),
        "[false, true]": F(1, 6),
        "[true, false]": F(1, 3),
        "[true, true]": F(1, 6),
    }
    assert law("model m() { return sum(repeat(2, fn () => sample bernoulli(1/2))) }") == {
        "0": F(1, 4),
        "1": F(1, 2),
        "2": F(1, 4),
    }
    assert law("model m() { return sum(replicate(2, sample bernoulli(1/2))) }") == {
        "0": F(1, 2),
        "2": F(1, 2),
    }


@pytest.mark.parametrize(
    "pure",
    [
        "fn (n: Int) => n",
        "memo(fn (n: Int) => n)",
        "make()",
        "record().f",
        "{ let g = make(); g }",
        "match Some(make()) { Some(g) => g, None => make() }",
    ],
)
def test_a_pure_function_stands_beside_one_that_draws(pure: str, law: Law) -> None:
    declarations = """
      fn make() -> (Int -> Int) { fn (n) => n }
      fn record() -> { f: Int -> Int } { { f: make(), } }
    """
    random = "fn (n: Int) => n + sample bernoulli(1/2)"
    for one, other in ((pure, random), (random, pure)):
        text = f"model m() {{ let f = if sample flip(1/3) {{ {one} }} else {{ {other} }}; return f(1) }}"
        doubled = F(1, 2) * (F(1, 3) if one == random else F(2, 3))
        assert law(declarations + text) == {"1": 1 - doubled, "2": doubled}
