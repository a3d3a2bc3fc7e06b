"""Exact results: evidence, moments, quantiles and probabilities as rationals."""

import json
import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from quasiborel import inference as inf
from quasiborel.qbs.distributions import FAMILIES
from quasiborel.qbs.errors import NotFinite
from quasiborel.qbs.meaning import EnumerationLimit
from quasiborel.qbs.weight import ScaledFloat

F = Fraction


def test_two_coins(two_coins: Any) -> None:
    result = inf.run(inf.exact(), two_coins, seed=7)
    assert (result.status, result.arithmetic, result.warnings) == ("ok", "rational", ())
    assert result.log_evidence == math.log(0.75)
    assert (result.ess, result.log_evidence_error, result.runs) == (None, None, None)
    assert result.probabilities("a") == {False: F(1, 3), True: F(2, 3)}
    assert result.probabilities("heads") == {1: F(2, 3), 2: F(1, 3)}
    assert result["heads"].mean == pytest.approx(4 / 3, rel=1e-15)
    assert result["heads"].sd == pytest.approx(math.sqrt(2 / 9), rel=1e-15)
    assert (result["heads"].q05, result["heads"].q50, result["heads"].q95) == (1, 1, 2)
    assert result["heads"].mcse is None
    assert result["a"].mean is None


def test_json_has_exactly_what_each_type_has(two_coins: Any) -> None:
    found = inf.run("exact()", two_coins, seed=7).to_json()
    third = 1 / 3
    assert found["variables"]["a"] == {"probabilities": {"false": third, "true": 2 * third}}
    assert set(found["variables"]["heads"]) == {"mean", "sd", "q05", "q50", "q95", "probabilities"}
    assert found["variables"]["both"]["probabilities"] == {
        "(false, true)": third,
        "(true, false)": third,
        "(true, true)": third,
    }
    assert (found["method"], found["seed"], found["ess"], found["status"]) == ("exact()", 7, None, "ok")
    assert json.loads(json.dumps(found, allow_nan=False)) == found


def test_quantiles_are_exact_at_ties(returning: Callable[..., Any], make_output: Callable[..., Any]) -> None:
    """P(X <= 1) is 1/20 exactly, so q05 is 1; in floats 0.1 + 0.2 + ... would decide."""
    shares = [F(1, 20), F(9, 20), F(9, 20), F(1, 20)]
    program = returning((make_output("x", "int"),), [1, 2, 3, 4], shares)
    x = inf.run(inf.exact(), program)["x"]
    assert (x.q05, x.q50, x.q95) == (1, 2, 3)


def test_float_weights_far_below_the_floats(straight: Any, make_output: Callable[..., Any]) -> None:
    program = straight(
        (lambda: FAMILIES["flip"](F(1, 4)),),
        lambda a: ScaledFloat.exp(-800.0 if a else -801.0),
        (make_output("a", "bool", lambda value: value[0]), make_output("n", "int", lambda value: value[0])),
    )
    result = inf.run(inf.exact(), program)
    assert result.arithmetic == "float64"
    assert result["n"].mcse is None
    assert result.log_evidence == pytest.approx(-800 + math.log(0.25 + 0.75 * math.exp(-1)), rel=1e-15)
    # relative error of e^-800 : 800 roundings
    assert result.probabilities("a")[True] == pytest.approx(1 / (1 + 3 * math.exp(-1)), rel=800 * 2.0**-52)


def test_zero_evidence(impossible: Any) -> None:
    result = inf.run(inf.exact(), impossible)
    assert (result.status, result.log_evidence, result.variables) == ("zero_evidence", None, {})
    assert "probability zero" in result.warnings[0]
    with pytest.raises(KeyError, match="the run ended with zero_evidence"):
        result["a"]


def test_continuous_draws_and_limits_are_errors(normal_mean: Any, two_coins: Any) -> None:
    with pytest.raises(NotFinite):
        inf.run(inf.exact(), normal_mean)
    with pytest.raises(EnumerationLimit):
        inf.run(inf.exact(max_states=3), two_coins)


def test_the_program_over_rationals_is_what_runs(two_coins: Any) -> None:
    class Twofold:
        outputs = two_coins.outputs
        start = step = resume = None

        def exact(self) -> Any:
            return two_coins

    assert inf.run(inf.exact(), Twofold()).log_evidence == math.log(0.75)  # type: ignore[arg-type]


def test_asking_for_what_is_not_there(two_coins: Any, normal_mean: Any) -> None:
    result = inf.run(inf.exact(), two_coins)
    with pytest.raises(KeyError, match="no posterior of 'c'; outputs: a, heads, both"):
        result["c"]
    with pytest.raises(KeyError, match="have no probabilities"):
        inf.run(inf.importance(samples=200), normal_mean).probabilities("x")
