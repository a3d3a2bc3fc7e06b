"""The table is aligned, bounded, and says what the numbers are worth."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from quasiborel import inference as inf


def test_exact_table(two_coins: Any) -> None:
    assert str(inf.run(inf.exact(), two_coins)).splitlines() == [
        "exact(), rational arithmetic",
        "",
        "         mean      sd  5%  50%  95%",
        "heads  1.3333  0.4714   1    1    2",
        "",
        "a      probability",
        "true      0.666667  = 2/3",
        "false     0.333333  = 1/3",
        "",
        "heads  probability",
        "1         0.666667  = 2/3",
        "2         0.333333  = 1/3",
        "",
        "both           probability",
        "(false, true)     0.333333  = 1/3",
        "(true, false)     0.333333  = 1/3",
        "(true, true)      0.333333  = 1/3",
        "",
        "log evidence  -0.28768207",
    ]


def test_draws_table(normal_mean: Any) -> None:
    text = str(inf.run(inf.importance(samples=50), normal_mean, seed=2))
    assert text.startswith("importance(samples=50), seed 2\n\n")
    assert "mcse" in text
    assert "no error estimate" in text
    assert "of 50 runs" in text
    assert text.splitlines()[-1].startswith("warning: effective sample size")


def test_long_variables_are_cut(returning: Callable[..., Any], make_output: Callable[..., Any]) -> None:
    outputs = (
        make_output("v", "array", lambda i: tuple(range(i, i + 40))),
        make_output("i", "int"),
        make_output("f", "function"),
    )
    text = str(inf.run(inf.exact(), returning(outputs, list(range(40)), [Fraction(1, 40)] * 40)))
    assert text.count("… 30 more") == 2
    assert "v[9] " in text
    assert "v[10]" not in text
    assert "\nf  Real -> Real\n" in text


def test_failures_are_told(impossible: Any) -> None:
    text = str(inf.run(inf.importance(samples=10), impossible))
    assert text.startswith("importance(samples=10), seed 0: zero evidence\n\nwarning: all 10 runs")
