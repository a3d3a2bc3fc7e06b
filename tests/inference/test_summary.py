"""Summaries of every kind of output, on values that are known."""

import json
import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from quasiborel import inference as inf

F = Fraction
HALVES = (F(1, 2), F(1, 2))


@pytest.fixture
def posterior(returning: Callable[..., Any], make_output: Callable[..., Any]) -> Callable[..., Any]:
    """The variable of a program that returns the values with the probabilities."""

    def find(kind: str, values: list[Any], shares: tuple[Fraction, ...] = HALVES) -> Any:
        return inf.run(inf.exact(), returning((make_output("x", kind),), values, shares))

    return find


def test_arrays_give_nested_lists(posterior: Callable[..., Any]) -> None:
    x = posterior("array", [((1, 2), (3, F(1, 2))), ((3, 2), (5, F(3, 2)))])["x"]
    assert x.mean == [[2.0, 2.0], [4.0, 1.0]]
    assert x.sd == [[1.0, 0.0], [1.0, 0.5]]
    assert x.q05 == x.q50 == [[1, 2], [3, 0.5]]
    assert x.q95 == [[3, 2], [5, 1.5]]
    assert x.to_json()["q95"] == [[3, 2], [5, 1.5]]
    assert x.probabilities is None


def test_a_structure_that_is_no_rectangle(posterior: Callable[..., Any]) -> None:
    assert posterior("array", [(1, (2, 3)), (3, (4, 5))])["x"].mean == [2.0, [3.0, 4.0]]


def test_empty_arrays(posterior: Callable[..., Any]) -> None:
    x = posterior("array", [(), ()])["x"]
    assert x.to_json() == {"mean": [], "sd": [], "q05": [], "q50": [], "q95": []}
    assert posterior("array", [((), ()), ((), ())])["x"].mean == [[], []]


def test_lists_of_varying_length_have_probabilities_if_countable(posterior: Callable[..., Any]) -> None:
    assert posterior("array", [(1,), (1, 2)]).probabilities("x") == {(1,): F(1, 2), (1, 2): F(1, 2)}
    assert posterior("array", [(0.5,), (0.5, 2.0)])["x"].to_json() == {"type": "Vector"}


def test_functions_and_others_have_their_type_only(posterior: Callable[..., Any]) -> None:
    assert posterior("function", [math.sin, math.cos])["x"].to_json() == {"type": "Real -> Real"}
    assert posterior("other", [(0.5, "a"), (0.25, "b")])["x"].to_json() == {"type": "other"}


def test_equal_values_are_one_and_the_likeliest_comes_first(posterior: Callable[..., Any]) -> None:
    result = posterior("discrete", ["b", "a", "b"], (F(1, 3), F(1, 2), F(1, 6)))
    assert list(result.probabilities("x").items()) == [("b", F(1, 2)), ("a", F(1, 2))]
    result = posterior("discrete", ["b", "a", "c"], (F(1, 3), F(1, 2), F(1, 6)))
    assert list(result["x"].to_json()["probabilities"]) == ["a", "b", "c"]


def test_whole_numbers_stay_whole(posterior: Callable[..., Any]) -> None:
    big = 10**400
    x = posterior("int", [3, big])["x"]
    assert (x.q05, x.q95) == (3, big)
    assert list(x.probabilities) == [3, big]


@pytest.mark.parametrize("bad", [math.inf, math.nan, 10**400])
def test_json_stays_strict_and_a_warning_names_the_variable(
    posterior: Callable[..., Any], bad: float
) -> None:
    result = posterior("real", [1.0, bad])
    assert result["x"].to_json()["mean"] is None
    assert result.warnings[0].startswith("x: a statistic is not a finite number")
    json.dumps(result.to_json(), allow_nan=False)
