"""Inputs on which resamplers in use return a dead particle, an index out of range, or NaN."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import accumulate
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quasiborel.inference.resampling import SCHEMES, AllWeightsZero, Scheme
from quasiborel.qbs.errors import NonFiniteWeight
from quasiborel.qbs.weight import ScaledFloat

pytestmark = pytest.mark.parametrize("scheme", SCHEMES.values(), ids=repr)
LEAST, MOST = 2.0**-53, 1.0 - 2.0**-53  # the least and the greatest uniform that a tape holds
EDGES = (0.0, 5e-324, LEAST, 0.5, MOST, 1 - Fraction(1, 10**400))


def at(scheme: Scheme, weights: Any, m: int, u: Any) -> tuple[int, ...]:
    """The ancestors when all uniforms are u."""
    drawn = scheme(weights, m)
    found: tuple[int, ...] = drawn.from_uniforms([u] * drawn.num_uniforms)
    return found


def floats(*weights: float) -> tuple[ScaledFloat, ...]:
    return tuple(map(ScaledFloat, weights))


@pytest.mark.parametrize("weights", [(0,), (0, 0, 0), floats(0.0, 0.0), (), (0, ScaledFloat(0.0))])
def test_all_weights_zero(scheme: Scheme, weights: Any) -> None:
    with pytest.raises(AllWeightsZero, match=f"none of the {len(weights)} weights is positive.*has died"):
        scheme(weights, 6)


def test_nan_infinite_and_negative_weights_cannot_be_written(scheme: Scheme) -> None:
    for bad in (math.nan, math.inf):
        with pytest.raises(NonFiniteWeight):
            scheme([ScaledFloat(1.0), ScaledFloat(bad)], 2)
    with pytest.raises(ValueError, match="a weight must be >= 0, got -1"):
        scheme([2, Fraction(-1)], 2)
    with pytest.raises(ValueError, match="a weight must be >= 0"):
        scheme([ScaledFloat(-0.5)], 2)
    for other in (0.5, math.nan, True, "1", None):
        with pytest.raises(TypeError, match="a weight is an int, a Fraction or a ScaledFloat, got"):
            scheme([1, other], 2)


@pytest.mark.parametrize("m", [0, -5, 2.5, 3.0, True, "3", None])
def test_number_of_draws(scheme: Scheme, m: Any) -> None:
    with pytest.raises(ValueError, match=rf"{scheme}: m, .*must be an integer >= 1, got"):
        scheme([1, 2], m)


@pytest.mark.parametrize("u", [1.0, -0.1, 1.5, math.nan, math.inf])
def test_what_is_no_uniform_is_refused(scheme: Scheme, u: float) -> None:
    with pytest.raises(ValueError, match=r"a uniform must lie in \[0, 1\), got"):
        at(scheme, [1, 2, 4], 2, u)


@pytest.mark.parametrize("u", EDGES)
def test_one_particle(scheme: Scheme, u: Any) -> None:
    for weight in (1, Fraction(1, 3), ScaledFloat.exp(-2000.0)):
        assert at(scheme, [weight], 1, u) == (0,)
        assert at(scheme, [weight], 4, u) == (0, 0, 0, 0)


@pytest.mark.parametrize("u", EDGES)
def test_weights_that_sum_to_one_half(scheme: Scheme, u: Any) -> None:
    weights = floats(0.05, 0.1, 0.15, 0.2)
    assert at(scheme, weights, 6, u) == at(scheme, [2 * w for w in weights], 6, u)
    assert max(at(scheme, weights, 6, u)) <= 3


@pytest.mark.parametrize("u", EDGES)
def test_cumulative_sum_short_of_one(scheme: Scheme, u: Any) -> None:
    *_, total = accumulate([0.1] * 10)  # float by float: sum() corrects its rounding from Python 3.12 on
    assert total < 1.0
    assert set(at(scheme, floats(*[0.1] * 10, 0.0), 1000, u)) <= set(range(10))


@pytest.mark.parametrize("u", EDGES)
def test_thousand_particles_the_last_of_weight_zero(scheme: Scheme, u: Any) -> None:
    weights = floats(*(1.0 / (1 + i % 7) for i in range(999)), 0.0)
    assert max(at(scheme, weights, 1000, u)) <= 998


@pytest.mark.parametrize("u", EDGES)
@pytest.mark.parametrize("weights", [(0, 0, 1, 2), (1, 2, 0, 0), (1, 0, 0, 2), (0, 1, 0, 2, 0), (0, 3, 0)])
def test_zero_weights_first_last_and_between(scheme: Scheme, weights: tuple[int, ...], u: Any) -> None:
    for m in range(1, 7):
        assert all(weights[i] for i in at(scheme, weights, m, u))
        assert all(weights[i] for i in at(scheme, floats(*map(float, weights)), m, u))


def test_weights_exactly_on_the_grid(scheme: Scheme) -> None:
    """C_i on multiples of 1/4 with four draws: the points j/4 themselves belong to what lies above."""
    at_zero = at(scheme, [1, 0, 2, 1], 4, 0.0)
    wanted = (0,) * 4 if scheme.name == "multinomial" else (0, 2, 2, 3)
    assert at_zero == wanted


def test_weights_beyond_the_range_of_floats(scheme: Scheme) -> None:
    tiny, huge = ScaledFloat.exp(-5000.0), ScaledFloat.exp(5000.0)
    assert at(scheme, [tiny, tiny, 0], 2, 0.25) == at(scheme, [1, 1, 0], 2, 0.25)
    assert at(scheme, [huge, huge, 0], 2, MOST) == at(scheme, [1, 1, 0], 2, MOST)
    assert set(at(scheme, [tiny, huge, ScaledFloat(0.0)], 5, 0.5)) == {1}


def test_weights_far_below_the_largest_stay_positive(scheme: Scheme) -> None:
    """e^-100000 of the largest becomes one unit, 2^-1076: never drawn in practice, never impossible."""
    far = scheme([ScaledFloat.exp(-1e5), ScaledFloat(1.0), ScaledFloat(0.0)], 1)
    assert dict(far.enumerate()) == {(0,): Fraction(1, 2**1076 + 1), (1,): Fraction(2**1076, 2**1076 + 1)}
    near = scheme([ScaledFloat(0.5, -1023), ScaledFloat(0.5, 1)], 1)
    assert near.density((0,)) == Fraction(1, 2**1024 + 1)


def test_rationals_among_floats(scheme: Scheme) -> None:
    assert scheme([Fraction(1, 2), ScaledFloat(1.5), 0], 3) == scheme([1, 3, 0], 3)


@given(
    weights=st.lists(st.floats(0.0, 1e308) | st.just(0.0), min_size=1, max_size=40).filter(any),
    m=st.integers(1, 50),
    u=st.floats(0.0, 1.0, exclude_max=True),
)
def test_any_float_weights(scheme: Scheme, weights: list[float], m: int, u: float) -> None:
    ancestors = at(scheme, floats(*weights), m, u)
    assert len(ancestors) == m
    assert all(weights[i] > 0.0 for i in ancestors)
