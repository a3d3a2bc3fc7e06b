"""The inferred types that `Model.signatures` and `quasiborel check --types` show."""

from __future__ import annotations

import pytest

from quasiborel import lang

SHOWN = [
    ("fn f(x) { x }", "a -> a"),
    ("fn f(x, y) { x == y }", "(a, b) -> Bool where a == b : Bool"),
    ("fn f(x) { x + x }", "a -> b where a + a : b"),
    ("fn f(x) { (x + x) + x }", "a -> b where a + a : c, c + a : b"),
    ("fn f(g, xs) { sum(map(g, xs)) }", "(a -> b, List[a]) -> c where sum(List[b]) : c"),
    ("fn f(xs) { xs[2] }", "a -> b where a[c] : b"),
    ("fn f(xs) { for x in xs { x + 1.0 } }", "a -> List[b] where for over a : c, c + Real : b"),
    ("fn f(x: Real) { sample normal(x, 1) }", "Real ~> Real"),
    ("fn f(y, d) { observe y ~ d; }", "(a, Dist[b]) ~> Unit where observe a ~ Dist[b]"),
    ("fn f(p: (Real, Int)) { p }", "((Real, Int)) -> (Real, Int)"),
    ("fn f(r: { b: Int, a: Real }) { r.a }", "{ a: Real, b: Int } -> Real"),
]


@pytest.mark.parametrize(("text", "type_"), SHOWN)
def test_type_of_a_function(text: str, type_: str) -> None:
    model = lang.loads(text + " model m() { return 1 }")
    assert model.signatures() == {"f": type_, "m": "() ~> Int"}
