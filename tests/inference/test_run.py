"""Choosing a method, and refusing what is none."""

from typing import Any

import pytest

from quasiborel import inference as inf
from quasiborel.qbs.distributions import FAMILIES
from quasiborel.qbs.enumerator import Enumerator


def test_finite_programs_are_enumerated(two_coins: Any) -> None:
    result = inf.run(None, two_coins)
    assert result.method == "exact()"
    assert result.notes == ("no method given: every draw is finite, so exact()",)


def test_continuous_programs_are_sampled(normal_mean: Any) -> None:
    result = inf.run(None, normal_mean, seed=9)
    assert (result.method, result.seed) == ("importance(samples=20000)", 9)
    (note,) = result.notes
    assert note.startswith("no method given: normal(0")
    assert note.endswith("has infinitely many values, so importance(samples=20000)")


def test_infinite_discrete_programs_are_sampled(straight: Any, make_output: Any) -> None:
    output = make_output("k", "int", lambda value: value[0])
    program = straight((lambda: FAMILIES["poisson"](3),), lambda k: 1, (output,))
    assert inf.run(None, program).method == "importance(samples=20000)"


def test_large_finite_programs_are_sampled(straight: Any, make_output: Any) -> None:
    die = FAMILIES["discrete_uniform"](1, 10**9)
    output = make_output("k", "int", lambda value: value[0])
    result = inf.run(None, straight((lambda: die,), lambda k: 1, (output,)))
    assert result.method == "importance(samples=20000)"
    assert "more than 200000 states" in result.notes[0]


def test_a_block_that_takes_no_representation_of_a_program_is_refused(two_coins: Any) -> None:
    with pytest.raises(inf.Mismatch, match="interpret gives M, numbers takes Numbers"):
        inf.run(inf.Block("numbers", "Numbers", "Numbers", lambda x, _: x), two_coins)


def test_a_block_between_representations_is_given_its_ends(two_coins: Any) -> None:
    """independent_runs begins at Weighted(Sampler), spawn ends in a population, collapse in one draw."""
    assert inf.run(inf.independent_runs(5), two_coins).runs == 5
    assert inf.run(inf.spawn(7), two_coins).runs == 7
    assert inf.run(inf.spawn(7) >> inf.collapse(), two_coins).runs == 1


def test_a_block_that_ends_nowhere_is_refused(two_coins: Any) -> None:
    method = inf.interpretation(Enumerator())
    with pytest.raises(TypeError, match=r"interpret\(Enumerator\) ends in Enumerator"):
        inf.run(method, two_coins)
