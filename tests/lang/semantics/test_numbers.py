"""Arithmetic: exact rationals, whole numbers, widening, and where floats begin."""

import math
from collections.abc import Callable

import pytest

from quasiborel.lang.errors.runtime import RuntimeFault

Value = Callable[..., str]


@pytest.mark.parametrize(
    ("expression", "known"),
    [
        # // rounds down, and x = (x // y) * y + x % y
        ("(7 // 2, -7 // 2, 7 // -2, -7 // -2)", "(3, -4, -4, 3)"),
        ("(7 % 2, -7 % 2, 7 % -2, -7 % -2)", "(1, 1, -1, -1)"),
        ("8 // 3 % 2", "0"),
        ("(2 ^ 10, (-2) ^ 3, 0 ^ 0, 2 ^ 100)", "(1024, -8, 1, 1267650600228229401496703205376)"),
        ("(2 ^ 3 ^ 2, -2 ^ 2, 2.0 ^ -1, (1 / 2) ^ 2)", "(512, -4, 0.5, 0.25)"),
        ("(1 - 1 - 1, 8 / 4 / 2, 2 + 3 * 4, (2 + 3) * 4, --3)", "(-1, 1.0, 14, 20, 3)"),
        ("10 ^ 20 // 3", "33333333333333333333"),
        ("(min(3, 2), max(-3, -2), abs(-3), square(-3))", "(2, -2, 3, 9)"),
        ("(floor(-2.5), ceil(2.1), round(2.5), round(3.5), round(-2.5))", "(-3, 3, 2, 4, -2)"),
        ("(sum([1, 2, 3]), product([2, 3]), minimum([3, 1]), maximum([3, 1]))", "(6, 6, 1, 3)"),
        ("(sum([]), product([]))", "(0, 1)"),
    ],
)
def test_whole_numbers(expression: str, known: str, value: Value) -> None:
    assert value(expression) == known


@pytest.mark.parametrize(
    ("expression", "known"),
    [
        ("(6 / 3, 1 / 3, 7 / 2 * 2, 0.1 + 0.2)", "(2.0, 1/3, 7.0, 0.3)"),
        ("1 / 3 + 1 / 3 + 1 / 3 == 1", "true"),
        ("(1.5e-3, 1e3, 0.1)", "(0.0015, 1000.0, 0.1)"),
        ("(mean([1, 2]), sum([0.1, 0.2]))", "(1.5, 0.3)"),
        ("(-infinity < 0, infinity > 10 ^ 400)", "(true, true)"),
    ],
)
def test_rational_arithmetic_is_exact(expression: str, known: str, value: Value) -> None:
    assert value(expression) == known


@pytest.mark.parametrize(
    ("statements", "expression", "known"),
    [
        ("", "(1 + 2.5, 3 == 3.0, 1 < 2.5, min(1, 2.5), 2.0 * 3)", "(3.5, true, true, 1.0, 6.0)"),
        ("", "[1, 2.5]", "[1.0, 2.5]"),
        ("let n = 2;", "[n, 2.5]", "[2.0, 2.5]"),
        ("let n = 2;", "if n > 1 { n } else { 2.5 }", "2.0"),
        ("let n = 2;", "match n { 0 => 0.5, k => k }", "2.0"),
        ("let x: Real = 3;", "x", "3.0"),
        ("let v: Vector = [1, 2];", "v", "[1.0, 2.0]"),
        ("fn half(x: Real) -> Real { x / 2 }", "half(3)", "1.5"),
        ("fn whole() -> Real { 3 }", "whole()", "3.0"),
        ("", "tabulate(3, fn (i) => i)", "[0.0, 1.0, 2.0]"),
        ("", "vector(for i in [1, 2] { i })", "[1.0, 2.0]"),
    ],
)
def test_an_int_is_widened_where_a_real_is_asked_for(
    statements: str, expression: str, known: str, value: Value
) -> None:
    assert value(expression, statements=statements) == known


@pytest.mark.parametrize(
    ("statements", "expression", "known"),
    [
        # a literal stays an Int although it was used as a Real before
        (
            "fn half(x: Real) -> Real { x / 2 } let n = 3; let y = half(n);",
            "(y, range(0, n))",
            "(1.5, [0, 1, 2])",
        ),
        ("let n = 2; let d = normal(n, n);", "[5, 6, 7][n]", "7"),
        ("let n = -1; let y = n / 2;", "(y, [5, 6][n + 1])", "(-0.5, 5)"),
        ("let n = 3; let r = if true { n } else { 0.5 };", "(r, n // 2)", "(3.0, 1)"),
        # and a use in whole numbers before does not keep it from being widened later
        ("let n = 3; let xs = range(0, n);", "n / 2", "1.5"),
        # a fold whose start is a literal
        ("let s = fold(fn (a, x) => a + x / 2, 0, [1, 2]);", "s", "1.5"),
        ("let s = fold(fn (a, x) => a + x, -1, [0.5]);", "s", "-0.5"),
        ("let s = fold(fn (n, _) => floor(n / 2), 9, range(0, 2));", "s", "2"),
        ("let s = fold(fn (a, x) => if x > 1 { 1.5 } else { a }, 0, [1]);", "s", "0.0"),
    ],
)
def test_the_order_of_uses_does_not_decide_the_type_of_a_literal(
    statements: str, expression: str, known: str, value: Value
) -> None:
    assert value(expression, statements=statements) == known


@pytest.mark.parametrize(
    ("expression", "known"),
    [
        ("exp(1)", math.e),
        ("log(2)", math.log(2)),
        ("sqrt(2)", math.sqrt(2)),
        ("4 ^ 0.5", 2.0),
        ("pi", math.pi),
        ("inv_logit(0)", 0.5),
        ("log1p_exp(0)", math.log(2)),
        ("log_gamma(5)", math.log(24)),
        ("atan2(1, 1)", math.pi / 4),
        ("normal_cdf(0)", 0.5),
    ],
)
def test_transcendental_results_are_floats(expression: str, known: float, value: Value) -> None:
    # equal within the rounding of one library function on either side
    assert math.isclose(float(value(expression)), known, rel_tol=2**-50)


@pytest.mark.parametrize(
    "expression",
    [
        "1 / 0",
        "1.0 / 0.0",
        "1 // 0",
        "1 % 0",
        "2 ^ -1",
        "log(-1)",
        "sqrt(-1)",
        "mean([])",
        "minimum([])",
        "[1][1]",
        "[1][1 - 2]",
    ],
)
def test_what_has_no_value_is_an_error_in_its_place(expression: str, value: Value) -> None:
    with pytest.raises(RuntimeFault) as error:
        value(expression)
    assert error.value.span is not None
    assert error.value.span.text == expression
