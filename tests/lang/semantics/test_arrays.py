"""Vectors and matrices: literals, broadcasting, and linear algebra over rationals."""

from collections.abc import Callable
from fractions import Fraction

import pytest

from quasiborel.lang.errors.runtime import RuntimeFault

F = Fraction
Law = Callable[..., dict[str, Fraction]]
Value = Callable[..., str]

V, W = "let v: Vector = [1, 2];", "let w: Vector = [3, 4];"
M = "let m = matrix([[1, 2], [3, 4]]);"


@pytest.mark.parametrize(
    ("expression", "known"),
    [
        ("(v + w, v - w, v * w, v / w)", "([4.0, 6.0], [-2.0, -2.0], [3.0, 8.0], [1/3, 0.5])"),
        (
            "(v + 1, 1 - v, 2 * v, v / 2, 1 / v)",
            "([2.0, 3.0], [0.0, -1.0], [2.0, 4.0], [0.5, 1.0], [1.0, 0.5])",
        ),
        ("(-v, v ^ 2, square(v), abs(-v))", "([-1.0, -2.0], [1.0, 4.0], [1.0, 4.0], [1.0, 2.0])"),
        ("(v @ w, dot(v, w), outer(v, w))", "(11.0, 11.0, [[3.0, 4.0], [6.0, 8.0]])"),
        ("(v[1], length(v), sum(v), product(w), mean(v))", "(2.0, 2, 3.0, 12.0, 1.5)"),
        ("(minimum(v), maximum(v), cumulative_sum(w))", "(1.0, 2.0, [3.0, 7.0])"),
        ("(normalize([1, 2, 1]), list(v), vector([1, 2]) == v)", "([0.25, 0.5, 0.25], [1.0, 2.0], true)"),
        ("(zeros(2), ones(0), constant(2, 1 / 3))", "([0.0, 0.0], [], [1/3, 1/3])"),
        ("(slice([1, 2, 3], 1, 3), slice([1, 2, 3], 0, 0))", "([2.0, 3.0], [])"),
        ("for x in v { x + 1 }", "[2.0, 3.0]"),
        ("tabulate(3, fn (i) => i / 2)", "[0.0, 0.5, 1.0]"),
    ],
)
def test_vectors(expression: str, known: str, value: Value) -> None:
    assert value(expression, statements=V + W) == known


@pytest.mark.parametrize(
    ("expression", "known"),
    [
        ("m @ m", "[[7.0, 10.0], [15.0, 22.0]]"),
        ("(m @ v, v @ m)", "([5.0, 11.0], [7.0, 10.0])"),
        (
            "(m + m, m - 1, m * m)",
            "([[2.0, 4.0], [6.0, 8.0]], [[0.0, 1.0], [2.0, 3.0]], [[1.0, 4.0], [9.0, 16.0]])",
        ),
        ("(2 * m, m / 2)", "([[2.0, 4.0], [6.0, 8.0]], [[0.5, 1.0], [1.5, 2.0]])"),
        ("(m[1], m[1, 0], m[1][0], column(m, 1))", "([3.0, 4.0], 3.0, 3.0, [2.0, 4.0])"),
        ("(rows(m), columns(transpose(matrix([[1, 2, 3]]))))", "(2, 1)"),
        (
            "(transpose(m), diagonal(m), diagonal_matrix(v))",
            "([[1.0, 3.0], [2.0, 4.0]], [1.0, 4.0], [[1.0, 0.0], [0.0, 2.0]])",
        ),
        ("inverse(m) @ m == identity_matrix(2)", "true"),
        ("(solve(m, [5, 11]), m @ solve(m, m) == m)", "([1.0, 2.0], true)"),
        ("solve_lower(matrix([[2, 0], [1, 1]]), [4, 3])", "[2.0, 1.0]"),
        ("cholesky(matrix([[4, 2], [2, 10]]))", "[[2.0, 0.0], [1.0, 3.0]]"),
        ("tabulate_matrix(2, 2, fn (i, j) => i + 2 * j)", "[[0.0, 2.0], [1.0, 3.0]]"),
    ],
)
def test_matrices(expression: str, known: str, value: Value) -> None:
    assert value(expression, statements=V + M) == known


@pytest.mark.parametrize(
    ("statements", "expression", "known"),
    [
        ("let r = 3;", "matrix([[r, 2], if r > 2 { [3, r] } else { [0, 0] }])", "[[3.0, 2.0], [3.0, 3.0]]"),
        ("let rows: List[Vector] = [[1, 2], [3, 4]];", "rows[1]", "[3.0, 4.0]"),
        (
            "let r = 3;",
            "dot(if r > 2 { [1, 2] } else { [0, 0] }, match r { 3 => [1, 1], _ => [0, 0] })",
            "3.0",
        ),
        ("", "normalize({ let n = 2; [n, n] })", "[0.5, 0.5]"),
    ],
)
def test_list_literals_are_vectors_where_vectors_are_expected(
    statements: str, expression: str, known: str, value: Value
) -> None:
    assert value(expression, statements=statements) == known


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("v + vector([1, 2, 3])", "found 2 and 3"),
        ("inverse(matrix([[1, 2], [2, 4]]))", "singular"),
        ("cholesky(matrix([[1, 2], [2, 1]]))", "positive definite"),
        ("matrix([[1, 2], [3]])", "length"),
        ("normalize([0, 0])", "sum of 0"),
        ("v[2]", "from 0 to 1"),
    ],
)
def test_shapes_that_do_not_fit_are_errors(expression: str, found: str, value: Value) -> None:
    with pytest.raises(RuntimeFault, match=found):
        value(expression, statements=V)


@pytest.mark.parametrize(
    ("distribution", "known"),
    [
        (
            "bernoulli([1/2, 1/3])",
            {"[0, 0]": F(1, 3), "[0, 1]": F(1, 6), "[1, 0]": F(1, 3), "[1, 1]": F(1, 6)},
        ),
        ("flip([1/2, 1])", {"[false, true]": F(1, 2), "[true, true]": F(1, 2)}),
        (
            "binomial([1, 2], 1/2)",
            {f"[{a}, {b}]": F(1, 2) * F((1, 2, 1)[b], 4) for a in range(2) for b in range(3)},
        ),
        ("discrete_uniform(0, [1, 2])", {f"[{a}, {b}]": F(1, 6) for a in range(2) for b in range(3)}),
        ("multinomial(2, [1/4, 3/4])", {"[0, 2]": F(9, 16), "[1, 1]": F(6, 16), "[2, 0]": F(1, 16)}),
    ],
)
def test_a_family_over_a_vector_is_the_independent_product(
    distribution: str, known: dict[str, Fraction], law: Law
) -> None:
    assert law(f"model m() {{ let xs ~ {distribution}; return xs }}") == known


@pytest.mark.parametrize(
    ("observation", "known"),
    [
        ("observe [0, 1] ~ bernoulli([1/4, 3/4])", F(9, 16)),
        ("observe [0, 1] ~ bernoulli(1/4)", F(3, 16)),
        ("observe [true, true, false] ~ flip(3/4)", F(9, 64)),
        ("observe [[0, 1], [1, 1]] ~ bernoulli([1/4, 3/4])", F(9, 16) * F(3, 16)),
        ("observe [1, 1] ~ multinomial(2, [1/4, 3/4])", F(6, 16)),
        ("observe [] ~ flip(1/4)", F(1)),
        ("observe [1, 2] ~ dirac([1, 2])", F(1)),
        ("for (y, p) in zip([true, false], [1/4, 1/4]) { observe y ~ flip(p); }", F(3, 16)),
    ],
)
def test_observed_lists_are_independent(observation: str, known: Fraction, law: Law) -> None:
    assert law(f"model m() {{ {observation}; return () }}") == {"()": known}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("observe [1, 2] ~ normal(0, 1)", "observe [1, 2] ~ normal([0, 0], 1)"),
        ("observe [1, 2] ~ normal([0, 1], [1, 2])", "observe 1 ~ normal(0, 1); observe 2 ~ normal(1, 2)"),
        ("observe [[1, 2], [3, 4]] ~ normal([0, 1], 1)", "observe [1, 2, 3, 4] ~ normal([0, 1, 0, 1], 1)"),
        (
            "observe [1, 2] ~ multivariate_normal([0, 1], identity_matrix(2))",
            "observe [1, 2] ~ normal([0, 1], 1)",
        ),
        ("observe vector([1, 2]) ~ around(0)", "observe [1, 2] ~ normal([0, 0], 1)"),
    ],
)
def test_vectors_observed_under_continuous_families(one: str, other: str, law: Law) -> None:
    """Equal densities; a few roundings of float64 apart."""
    declaration = "fn around(mean: Real) -> Dist[Real] { normal(mean, 1) }"
    found = [law(f"{declaration} model m() {{ {text}; return () }}")["()"] for text in (one, other)]
    assert float(found[0]) == pytest.approx(float(found[1]), rel=1e-14)
    assert 0 < float(found[0]) < 1
