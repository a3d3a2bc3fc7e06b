"""`memo`: one draw for each argument, at its first use."""

from collections.abc import Callable
from fractions import Fraction

import pytest

F = Fraction
Law = Callable[..., dict[str, Fraction]]
Value = Callable[..., str]
Effects = Callable[[str], list[str]]

FAIR = "let f = memo(fn (n: Int) => sample bernoulli(1/2));"


@pytest.mark.parametrize(
    ("body", "known"),
    [
        ("return f(1) == f(1)", {"true": F(1)}),
        ("return f(1) == f(2)", {"true": F(1, 2), "false": F(1, 2)}),
        (
            "let g = memo(fn (n: Int) => sample bernoulli(1/2)); return f(0) == g(0)",
            {"true": F(1, 2), "false": F(1, 2)},
        ),
        ("let g = f; return f(0) == g(0)", {"true": F(1)}),
        ("return sum(map(f, [1, 2, 1, 2]))", {"0": F(1, 4), "2": F(1, 2), "4": F(1, 4)}),
        ("let a = f(0); condition(a == 1); return f(0) + f(1)", {"1": F(1, 4), "2": F(1, 4)}),
        (
            "let g = memo(fn (n: Int) => f(n) + f(n + 1)); return (g(0), f(1), g(0))",
            {"(0, 0, 0)": F(1, 4), "(1, 1, 1)": F(1, 4), "(1, 0, 1)": F(1, 4), "(2, 1, 2)": F(1, 4)},
        ),
        (
            "fn make() { memo(fn (n: Int) => sample bernoulli(1/2)) } let g = make(); let h = make(); "
            "return (g(0) == g(0), g(0) == h(0))",
            {"(true, true)": F(1, 2), "(true, false)": F(1, 2)},
        ),
    ],
)
def test_same_argument_same_draw(body: str, known: dict[str, Fraction], law: Law) -> None:
    assert law(f"model m() {{ {FAIR} {body} }}") == known


def test_each_argument_draws_once_at_its_first_use(effects: Effects) -> None:
    text = """model m() {
      let f = memo(fn (n: Int) => sample flip(1 / n));
      let a ~ flip(1/9);
      let b = (f(3), f(2), f(3), f(2));
      return b
    }"""
    assert effects(text) == ["flip(1/9)", "flip(1/3)", "flip(1/2)"]


def test_a_branch_not_taken_draws_nothing(effects: Effects) -> None:
    text = """model m() {
      let f = memo(fn (n: Int) => sample flip(1 / n));
      let g = memo(fn (n: Int) => sample flip(2));
      let a = if f(3) { f(2) } else { true };
      return a || g(0)
    }"""
    assert effects(text) == ["flip(1/3)"]


def test_the_order_of_first_uses_makes_no_difference(law: Law) -> None:
    text = f"""model m() {{
      {FAIR}
      let forwards ~ flip(1/2);
      let pair = if forwards {{ (f(0), f(1)) }} else {{ let y = f(1); let x = f(0); (x, y) }};
      return (pair, f(0) + f(1))
    }}"""
    assert law(text) == {
        "((0, 0), 0)": F(1, 4),
        "((0, 1), 1)": F(1, 4),
        "((1, 0), 1)": F(1, 4),
        "((1, 1), 2)": F(1, 4),
    }


@pytest.mark.parametrize(
    ("parameter", "one", "same", "other"),
    [
        ("x: Bool", "true", "!false", "false"),
        ("x: ()", "()", "{ let u = (); u }", None),
        ("(a, b): (Int, Bool)", "(1, true)", "(3 - 2, !false)", "(1, false)"),
        (
            "{ a, b: _ }: { a: Int, b: List[Int] }",
            "{ a: 1, b: [2] }",
            "{ b: range(2, 3), a: 1 }",
            "{ a: 1, b: [] }",
        ),
        ("xs: List[Bool]", "[true, false]", "reverse([false, true])", "[true]"),
        ("x: Option[Int]", "Some(1)", "{ let k = 1; Some(k) }", "None"),
        ("t: Tree", "Node(Leaf, Leaf)", "{ let l = Leaf; Node(l, l) }", "Node(Leaf, Node(Leaf, Leaf))"),
    ],
)
def test_arguments_of_any_countable_type(
    parameter: str, one: str, same: str, other: str | None, law: Law
) -> None:
    declaration = "type Tree = Leaf | Node(Tree, Tree)"
    start = f"{declaration} model m() {{ let f = memo(fn ({parameter}) => sample flip(1/2));"
    assert law(f"{start} return f({one}) == f({same}) }}") == {"true": 1}
    if other is not None:
        assert law(f"{start} return f({one}) == f({other}) }}") == {"true": F(1, 2), "false": F(1, 2)}


def test_a_memoised_function_may_call_itself_through_another(law: Law) -> None:
    """Each n draws its parent among 0 … n - 1 once, a random recursive tree: depths by Stirling numbers."""
    text = """
    fn depth(parent: Int -> Int, n: Int) -> Int { if n == 0 { 0 } else { 1 + depth(parent, parent(n)) } }
    model m() {
      let parent = memo(fn (n: Int) => sample discrete_uniform(0, n - 1));
      let once = depth(parent, 4);
      condition(depth(parent, 4) == once);
      return once
    }"""
    assert law(text) == {"1": F(6, 24), "2": F(11, 24), "3": F(6, 24), "4": F(1, 24)}


def test_a_memoised_function_conditions_what_it_captures(law: Law) -> None:
    text = """model m() {
      let biased ~ flip(1/2);
      let heads = memo(fn (n: Int) => sample flip(if biased { 3/4 } else { 1/4 }));
      condition(heads(0) && heads(1) && heads(0));
      return biased
    }"""
    assert law(text) == {"true": F(9, 32), "false": F(1, 32)}


def test_a_memoised_function_can_return_functions(law: Law) -> None:
    text = """model m() {
      let f = memo(fn (n: Int) => if sample flip(1/2) { fn (x: Int) => x + n } else { fn (x: Int) => x * n });
      let g = f(3);
      let h = f(3);
      return (g(2), h(2))
    }"""
    assert law(text) == {"(5, 5)": F(1, 2), "(6, 6)": F(1, 2)}


def test_a_pure_function_can_be_memoised(value: Value) -> None:
    assert value("{ let f = memo(fn (n: Int) => n * n); f(3) + f(3) }") == "18"
