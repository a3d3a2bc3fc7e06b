"""Syntax nodes are values of any depth: built, hashed, compared, printed, pickled, dropped."""

from __future__ import annotations

import pickle

import pytest

from quasiborel.lang.syntax import tree as s
from quasiborel.lang.syntax.parser import parse
from quasiborel.lang.syntax.span import Source, Span

DEPTH = 100_000
PLACE = Span(Source("here", "x"), 0, 1)


def nested(depth: int, innermost: str = "x") -> s.Expression:
    node: s.Expression = s.Name(PLACE, innermost)
    for _ in range(depth):
        node = s.Unary(PLACE, "-", node)
    return node


def test_deep_expression() -> None:
    node, same, other = nested(DEPTH), nested(DEPTH), nested(DEPTH, "y")
    assert hash(node) == hash(same)
    assert node == same
    assert node != other
    assert repr(node).count("Unary") == DEPTH
    assert pickle.loads(pickle.dumps(node)) == node
    del node, same, other


@pytest.mark.parametrize(
    "text",
    [
        "-" * DEPTH + "1",
        "(" * DEPTH + "1" + ")" * DEPTH,
        "+".join(["1"] * DEPTH),
        "[" * DEPTH + "]" * DEPTH,
    ],
    ids=["signs", "parentheses", "sum", "lists"],
)
def test_deep_text_is_read(text: str) -> None:
    tree = parse(Source("deep", "fn f() { " + text + " }"))
    assert len(tree.declarations) == 1


def test_places_do_not_count() -> None:
    one = parse(Source("one", "fn f(x) { x + 1 }"))
    other = parse(Source("other", "fn f(x)\n{\n  x+1\n}\n"))
    assert one == other
    assert one != parse(Source("one", "fn f(x) { x + 2 }"))


def test_the_place_of_an_expression_holds_its_parentheses() -> None:
    tree = parse(Source("here", "fn f(a, b, c) { (a + b) * (c - a) }"))
    (function,) = tree.declarations
    assert isinstance(function, s.FunctionDeclaration)
    assert function.body.result is not None
    assert function.body.result.span.text == "(a + b) * (c - a)"
