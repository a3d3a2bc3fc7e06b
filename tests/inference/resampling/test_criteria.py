"""When to resample: decided exactly, also where floats would decide by rounding."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import pytest

from quasiborel.inference.resampling import AllWeightsZero, always, ess, ess_below, never
from quasiborel.qbs.weight import ScaledFloat


def floats(*weights: float) -> tuple[ScaledFloat, ...]:
    return tuple(map(ScaledFloat, weights))


def test_effective_sample_size() -> None:
    assert ess([5]) == 1
    assert ess([1, 1, 1, 1]) == 4
    assert ess([Fraction(1, 2), Fraction(1, 3), Fraction(1, 6)]) == Fraction(18, 7)
    assert ess([0, 3, 0]) == 1
    assert ess(floats(*[0.1] * 10)) == 10
    assert ess([ScaledFloat.exp(-4000.0)] * 3) == 3


def test_effective_sample_size_in_rationals_and_floats_is_the_same() -> None:
    weights = (0.1, 0.7, 0.0, 3.5)
    assert ess(floats(*weights)) == ess(map(Fraction, weights))


def test_strictly_below() -> None:
    weights = [1, 1, 0, 0]  # effective sample size 2 of 4
    assert not ess_below(Fraction(1, 2))(weights)
    assert ess_below(Fraction(1, 2) + Fraction(1, 10**30))(weights)
    assert not ess_below(0.5)(weights)
    assert ess_below(math.nextafter(0.5, 1.0))(weights)


def test_a_scale_of_the_weights_changes_nothing() -> None:
    criterion = ess_below(0.6)
    for weights in ([1, 2, 5], [1, 1, 1], [0, 0, 9], [4, 4, 1]):
        answers = {criterion([factor * w for w in weights]) for factor in (1, Fraction(1, 10**40), 10**40)}
        answers.add(criterion([ScaledFloat.exp(-3000.0) * w for w in weights]))
        assert len(answers) == 1


def test_fires_on_some_populations_only() -> None:
    assert ess_below(0.5)([1, 0, 0, 0])
    assert not ess_below(0.5)([1, 1, 1, 0])
    assert not ess_below(0.5)([1])


def test_fraction_one_fires_unless_all_weights_are_equal() -> None:
    assert not ess_below(1)([Fraction(1, 3)] * 3)
    assert not ess_below(1.0)(floats(*[0.1] * 7))
    assert ess_below(1)([10**20, 10**20 + 1])
    assert not ess_below(1)([4])


def test_always_and_never() -> None:
    for weights in ([1, 1], [1, 0], [0, 0], []):
        assert always(weights)
        assert not never(weights)


@pytest.mark.parametrize("weights", [[0, 0], [], floats(0.0)])
def test_no_decision_about_a_dead_population(weights: Any) -> None:
    with pytest.raises(AllWeightsZero):
        ess_below(0.5)(weights)


@pytest.mark.parametrize("fraction", [0, 0.0, -1, 1.5, 2, math.nan, math.inf, -math.inf, True, "0.5", None])
def test_bad_fractions(fraction: Any) -> None:
    with pytest.raises(ValueError, match="ess_below: fraction must be > 0 and <= 1, got"):
        ess_below(fraction)


def test_shown_and_compared() -> None:
    assert [repr(c) for c in (always, never, ess_below(0.5))] == ["always", "never", "ess_below(0.5)"]
    assert repr(ess_below(Fraction(1, 3))) == "ess_below(1/3)"
    assert len({always, never, ess_below(0.5), ess_below(Fraction(1, 2)), ess_below(0.25)}) == 4
