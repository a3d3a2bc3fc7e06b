"""score, factor, observe and condition; what a weight of zero ends; improper priors."""

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from quasiborel.inference.run import run
from quasiborel.lang.errors.runtime import RuntimeFault
from quasiborel.lang.model import loads
from quasiborel.qbs.distributions import FAMILIES

F = Fraction
Law = Callable[..., dict[str, Fraction]]


@pytest.mark.parametrize(
    ("statement", "weights"),
    [
        ("score x / 3", (F(0), F(1, 3), F(2, 3))),
        ("score 2", (F(2), F(2), F(2))),
        ("score if x == 1 { 5 } else { 1 / 2 }", (F(1, 2), F(5), F(1, 2))),
        ("condition(x != 1)", (F(1), F(0), F(1))),
        ("observe x ~ binomial(2, 1/2)", (F(1, 4), F(1, 2), F(1, 4))),
        ("observe true ~ flip(x / 2)", (F(0), F(1, 2), F(1))),
        ("observe x ~ dirac(1)", (F(0), F(1), F(0))),
        ("observe 5 ~ discrete_uniform(0, x)", (F(0), F(0), F(0))),
        ("observe [0, 1] ~ discrete_uniform(0, x)", (F(0), F(1, 4), F(1, 9))),
        ("if x == 2 { score 3; }", (F(1), F(1), F(3))),
        ("for k in range(0, x) { score 3; }", (F(1), F(3), F(9))),
        ("{ score 2; score 3; }", (F(6), F(6), F(6))),
        ("if x == 0 { factor -infinity; }", (F(0), F(1), F(1))),
    ],
)
def test_the_weight_of_a_run_is_the_product(statement: str, weights: tuple[Fraction, ...], law: Law) -> None:
    found = law(f"model m() {{ let x ~ discrete_uniform(0, 2); {statement}; return x }}")
    assert found == {str(x): weight / 3 for x, weight in enumerate(weights) if weight}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("factor log(x)", "score x"),
        ("factor log_density(binomial(3, x / 4), 2)", "observe 2 ~ binomial(3, x / 4)"),
        ("factor log_density(normal(x, 2), 1)", "observe 1 ~ normal(x, 2)"),
        ("factor -x", "score exp(-x)"),
        ("observe [1, 2] ~ normal(x, 1)", "observe 1 ~ normal(x, 1); observe 2 ~ normal(x, 1)"),
        ("let z ~ flip(x / 4); condition(z)", "observe true ~ flip(x / 4)"),
        ("let z ~ flip(x / 4); score if z { 2 } else { 4 }", "score 4 - x / 2"),
    ],
)
def test_ways_to_say_the_same(one: str, other: str, law: Law) -> None:
    """The same measure; equal rationals, or a few roundings of float64 apart."""
    measures = [
        law(f"model m() {{ let x ~ discrete_uniform(1, 3); {text}; return x }}") for text in (one, other)
    ]
    assert measures[0].keys() == measures[1].keys()
    for value, weight in measures[0].items():
        assert float(weight) == pytest.approx(float(measures[1][value]), rel=1e-14)


@pytest.mark.parametrize(
    "text",
    [
        "let x ~ discrete_uniform(-1, 1); condition(x > 0); factor 0 * log(x); return x",
        "let x ~ discrete_uniform(-1, 1); condition(x > 0); return 1 // x",
        "let x ~ discrete_uniform(-1, 1); if x < 1 { score 0; } let y ~ discrete_uniform(1, x); return y",
        "let x ~ discrete_uniform(-1, 1); observe 1 ~ dirac(x); let y ~ discrete_uniform(1, x); return y",
        "let x ~ discrete_uniform(-1, 1); fn f() -> Int { condition(x == 1); 1 // x } return f()",
        "let x ~ discrete_uniform(-1, 1); for y in [-1, 0] { condition(x > y); } return 1 // x",
    ],
)
def test_weight_zero_ends_the_run(text: str, law: Law) -> None:
    (found,) = law(f"model m() {{ {text} }}").items()
    assert found[0] == "1"
    assert float(found[1]) == pytest.approx(1 / 3, rel=1e-15)


def test_importance_runs_nothing_after_weight_zero() -> None:
    program = loads("model m() { let x ~ uniform(-1, 1); condition(x > 0); factor log(x); return sqrt(x) }")()
    result = run("importance(samples=500)", program, seed=3)
    assert result.status == "ok"
    assert all(draw > 0 for draw in result.draws)


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("score -1", "a number >= 0"),
        ("score infinity", "finite"),
        ("factor infinity", "finite"),
        ("observe 0 ~ beta(1/2, 1/2)", "finite"),
        ("let x ~ flip(2)", r"p must be .*\[0, 1\]"),
        ("observe 1 ~ normal(0, -1)", "sd must be"),
        ("let x ~ categorical([1/2, 1/3])", "sum"),
    ],
)
def test_what_is_no_weight_or_no_distribution_is_an_error(statement: str, reason: str, law: Law) -> None:
    with pytest.raises(RuntimeFault, match=reason):
        law(f"model m() {{ {statement}; return () }}")


@pytest.mark.parametrize(
    ("distribution", "known"),
    [
        (
            "mixture([1/4, 3/4], [discrete_uniform(1, 2), dirac(7)])",
            {"1": F(1, 8), "2": F(1, 8), "7": F(3, 4)},
        ),
        ("mixture([1/2, 1/2], [bernoulli(1/2), dirac(1)])", {"0": F(1, 4), "1": F(3, 4)}),
        ("truncate(discrete_uniform(1, 10), 3, 5)", {"3": F(1, 3), "4": F(1, 3), "5": F(1, 3)}),
        ("truncate(binomial(3, 1/2), 1, 9)", {"1": F(3, 7), "2": F(3, 7), "3": F(1, 7)}),
        ("truncate(geometric(1/2), 0, 2)", {"0": F(4, 7), "1": F(2, 7), "2": F(1, 7)}),
        ("mixture([1/2, 1/2], [dirac(1), truncate(poisson(5), 2, 2)])", {"1": F(1, 2), "2": F(1, 2)}),
        ("dirac([1, 2])", {"[1, 2]": F(1)}),
        ("dirac((true, None))", {"(true, None)": F(1)}),
        ("beta_binomial(3, 1, 1)", {str(k): F(1, 4) for k in range(4)}),
    ],
)
def test_combinators_and_discrete_families(distribution: str, known: dict[str, Fraction], law: Law) -> None:
    assert law(f"model m() {{ let x ~ {distribution}; return x }}") == known


def test_lebesgue_weighs_by_one_over_the_density_of_its_draw() -> None:
    """Every run of `lebesgue(q)` has weight 1/q(x), so that the sum over runs is Lebesgue measure."""
    program = loads("model m() { let x = lebesgue(student_t(3, 1, 2)); return x }")()
    result = run("importance(samples=200)", program, seed=5)
    q: Any = FAMILIES["student_t"](3.0, 1.0, 2.0)
    assert result.runs == len(result.draws) == 200
    for x, log_weight in zip(result.draws, result.log_weights, strict=True):
        assert log_weight == pytest.approx(-q.log_density(x), rel=1e-14)


@pytest.mark.statistical
def test_a_flat_prior_gives_the_likelihood_as_posterior() -> None:
    """Null: E[w] = 1 and E[w (x - 3)] = 0, for ∫ N(3; x, 1) dx = 1 and posterior N(3, 1).

    Two z-tests at 4.4 standard errors: false-positive rate 2e-5. Power: an evidence of 1.05, or a
    mean of 3.05, is 6.5 errors away and found with probability 0.98.
    """
    text = "model m() { let x = lebesgue(normal(2, 2)); observe 3 ~ normal(x, 1); return x }"
    result = run("importance(samples=20000)", loads(text)(), seed=11)
    weights = [math.exp(log_weight) for log_weight in result.log_weights]
    for terms in (
        [w - 1 for w in weights],
        [w * (x - 3) for w, x in zip(weights, result.draws, strict=True)],
    ):
        error = math.sqrt(math.fsum(t * t for t in terms)) / 20_000
        assert abs(math.fsum(terms) / 20_000) < 4.4 * error
        assert 6.5 * error < 0.05
