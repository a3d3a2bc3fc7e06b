"""Records, tuples, lists, inductive types, and the patterns that take them apart."""

from collections.abc import Callable
from fractions import Fraction

import pytest

F = Fraction
Law = Callable[..., dict[str, Fraction]]
Value = Callable[..., str]


@pytest.mark.parametrize(
    ("statements", "expression", "known"),
    [
        ("let r = { b: 1, a: { c: true, } };", "(r.b, r.a.c)", "(1, true)"),
        ("let r = { b: 1, a: 2 }; let { a, b: n } = r;", "(a, n)", "(2, 1)"),
        ("let a = 1; let b = true;", "{ b, a } == { a: 1, b: true }", "true"),
        ("let (a, (b, _), { c }) = (1, (2, 3), { c: 4, });", "(a, b, c)", "(1, 2, 4)"),
        ("let f = fn ((a, b), { c }) => a + b + c;", "f((1, 2), { c: 3, })", "6"),
        ("let xs = for (i, x) in enumerate([5, 6]) { i * x };", "xs", "[0, 6]"),
        ("let () = ();", "()", "()"),
    ],
)
def test_records_and_tuples(statements: str, expression: str, known: str, value: Value) -> None:
    assert value(expression, statements=statements) == known


@pytest.mark.parametrize(
    ("expression", "known"),
    [
        ("({ a: 1, b: [1.5] } == { b: [1.5], a: 1 }, (1, true) == (1, false))", "(true, false)"),
        ("([1, 2] == [1, 2], [1, 2] == [2, 1], [1] == [1, 1], [] == [1])", "(true, false, false, false)"),
        ("(Some([1]) == Some([1]), Some(1) != None, () == ())", "(true, true, true)"),
        ("vector([1, 2]) == vector([1.0, 2.0])", "true"),
    ],
)
def test_equality_is_of_contents(expression: str, known: str, value: Value) -> None:
    assert value(expression) == known


MATCHES = [
    (
        "[] => 0, [_] => 1, [_, _] => 2, [_, _, ..rest] => 10 + length(rest)",
        "[[], [7], [7, 8], [7, 8, 9, 9]]",
        "[0, 1, 2, 12]",
    ),
    (
        "[0, ..xs] => length(xs), [x, 0, .._] => x, _ => -1",
        "[[0, 1], [5, 0], [5, 0, 0], [5], []]",
        "[1, 5, 5, -1, -1]",
    ),
    (
        "(0, true) => 1, (0, false) => 2, (-1, _) => 3, (n, true) => n, (_, false) => 0",
        "[(0, true), (0, false), (-1, true), (5, true), (7, false)]",
        "[1, 2, 3, 5, 0]",
    ),
    ("(_, 1) => 1, (1, _) => 2, _ => 3", "[(1, 1), (1, 2), (2, 2)]", "[1, 2, 3]"),
    ("true => 1, false => 0", "[true, false]", "[1, 0]"),
    ("Some(Some(n)) => n, Some(None) => -1, None => -2", "[Some(Some(3)), Some(None), None]", "[3, -1, -2]"),
    (
        "{ a: Some(n), b: true } => n, { a: None, b } => if b { -1 } else { -2 }, "
        "{ a: Some(_), b: false } => 0",
        "[{ a: Some(3), b: true }, { a: None, b: true }, { a: None, b: false }, { a: Some(1), b: false }]",
        "[3, -1, -2, 0]",
    ),
    (
        "([x, .._], [y, .._]) => x + y, ([], [y, .._]) => y, (_, []) => 0",
        "[([1], [2]), ([], [3]), ([4], []), ([], [])]",
        "[3, 3, 0, 0]",
    ),
]


@pytest.mark.parametrize(("arms", "subjects", "known"), MATCHES)
def test_the_first_arm_that_fits_is_taken(arms: str, subjects: str, known: str, value: Value) -> None:
    assert value(f"for subject in {subjects} {{ match subject {{ {arms} }} }}") == known


TREE = """
type Tree[A] = Leaf | Node(Tree[A], A, Tree[A])

fn insert(tree, x) {
  match tree {
    Leaf => Node(Leaf, x, Leaf),
    Node(left, y, right) =>
      if x < y { Node(insert(left, x), y, right) } else { Node(left, y, insert(right, x)) },
  }
}

fn elements(tree) {
  match tree {
    Leaf => [],
    Node(left, x, right) => concat(elements(left), cons(x, elements(right))),
  }
}

fn total(tree) {
  match tree {
    Leaf => 0,
    Node(Leaf, n, Leaf) => n,
    Node(left, n, right) => total(left) + n + total(right),
  }
}
"""


@pytest.mark.parametrize(
    ("expression", "known"),
    [
        ("elements(fold(insert, Leaf, [3, 1, 2]))", "[1, 2, 3]"),
        ("elements(fold(insert, Leaf, [1.5, 0.5]))", "[0.5, 1.5]"),
        ("total(fold(insert, Leaf, [4, 2, 3, 1]))", "10"),
        ("fold(insert, Leaf, [2, 1])", "Node(Node(Leaf, 1, Leaf), 2, Leaf)"),
        ("Node(Leaf, 1, Leaf) == Node(Leaf, 2, Leaf)", "false"),
    ],
)
def test_inductive_types(expression: str, known: str, value: Value) -> None:
    assert value(expression, TREE) == known


@pytest.mark.parametrize(
    ("declarations", "expression", "known"),
    [
        ("type Box = Box(Int)", "{ let Box(n) = Box(3); n }", "3"),
        (
            "type Pair[A, B] = Pair(A, B) fn swap(Pair(a, b)) { Pair(b, a) }",
            "swap(swap(swap(Pair(1, true))))",
            "Pair(true, 1)",
        ),
        (
            "type Rose = Rose(Int, List[Rose]) fn total(Rose(n, rs)) { n + sum(map(total, rs)) }",
            "total(Rose(1, [Rose(2, []), Rose(3, [Rose(4, [])])]))",
            "10",
        ),
        ("type F = F(Int -> Int)", "{ let F(f) = F(fn (x) => x + 1); f(1) }", "2"),
        (
            "type Even = Zero | Odd(Odd) type Odd = Even(Even) "
            "fn size(e) { match e { Zero => 0, Odd(Even(e)) => 2 + size(e) } }",
            "size(Odd(Even(Odd(Even(Zero)))))",
            "4",
        ),
    ],
)
def test_constructors_as_patterns(declarations: str, expression: str, known: str, value: Value) -> None:
    assert value(expression, declarations) == known


@pytest.mark.parametrize(
    ("expression", "known"),
    [
        ("range(0, 3)", "[0, 1, 2]"),
        ("range(3, 1)", "[]"),
        ("reverse([1, 2, 3])", "[3, 2, 1]"),
        ("concat([1], [2, 3])", "[1, 2, 3]"),
        ("flatten([[1], [], [2, 3]])", "[1, 2, 3]"),
        ("append([1], 2)", "[1, 2]"),
        ("cons(1, [2])", "[1, 2]"),
        ("zip([1, 2, 3], [true, false])", "[(1, true), (2, false)]"),
        ("enumerate([true])", "[(0, true)]"),
        ("replicate(2, [])", "[[], []]"),
        ("(take(2, [1, 2, 3]), take(5, [1]), take(-1, [1]))", "([1, 2], [1], [])"),
        ("(drop(2, [1, 2, 3]), drop(5, [1]), drop(-1, [1]))", "([3], [], [1])"),
        ("scan(fn (a, x) => a + x, 0, [1, 2, 3])", "[1, 3, 6]"),
        ("fold(fn (a, x) => a - x, 10, [1, 2])", "7"),
        ("filter(fn (x) => x > 1, [1, 2, 3])", "[2, 3]"),
        ("(any(fn (x) => x > 1, []), all(fn (x) => x > 1, []))", "(false, true)"),
        ("(count(fn (x) => x > 1, [1, 2, 3]), member(2, [1, 2]), member(3, [1, 2]))", "(2, true, false)"),
        ("for x in [1, 2] { for y in range(0, x) { (x, y) } }", "[[(1, 0)], [(2, 0), (2, 1)]]"),
        ("for x in [] { 1 // 0 }", "[]"),
        ("([5, 6][1], length([5, 6]), length([]))", "(6, 2, 0)"),
    ],
)
def test_lists(expression: str, known: str, value: Value) -> None:
    assert value(expression) == known


def test_for_draws_in_each_turn(law: Law) -> None:
    known = {
        "[false, false]": F(1, 3),
        "[false, true]": F(1, 6),
        "[true, false]": F(1, 3),
        "[true, true]": F(1, 6),
    }
    for items in ("[1/2, 1/3]", "vector([1/2, 1/3])"):
        text = f"model m() {{ let xs = for p in {items} {{ let x ~ flip(p); x }}; return xs }}"
        assert law(text) == known


def test_values_of_every_kind_are_returned(law: Law) -> None:
    text = """
    type Shape = Circle(Real) | Square
    model m() {
      let shape = if sample flip(1/2) { Circle(1/3) } else { Square };
      return (shape, [Some(shape), None], { n: -1, u: () })
    }"""
    assert law(text) == {
        "(Circle(1/3), [Some(Circle(1/3)), None], { n: -1, u: () })": F(1, 2),
        "(Square, [Some(Square), None], { n: -1, u: () })": F(1, 2),
    }
