"""Weights are numbers: exact where they can be, never infinite, never quietly zero."""

import math
from fractions import Fraction

import mpmath
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quasiborel.qbs.errors import NonFiniteWeight
from quasiborel.qbs.weight import ScaledFloat, exact, log_weight

UNIT_ROUNDOFF = Fraction(1, 2**53)

mantissas = st.floats(min_value=0.5, max_value=1.0, exclude_max=True)
scaled = st.builds(ScaledFloat, mantissas, st.integers(-3000, 3000)) | st.just(ScaledFloat(0.0))
near = st.builds(ScaledFloat, mantissas, st.integers(-70, 70)) | st.just(ScaledFloat(0.0))
rationals = st.fractions(min_value=0, max_value=10**9)


def value(weight: ScaledFloat) -> Fraction:
    return Fraction(weight.mantissa) * Fraction(2) ** weight.exponent


@given(near, near)
def test_operations_are_correct_to_the_last_place(a: ScaledFloat, b: ScaledFloat) -> None:
    for result, truth in ((a + b, value(a) + value(b)), (a * b, value(a) * value(b))):
        assert abs(value(result) - truth) <= UNIT_ROUNDOFF * truth
    if b:
        assert abs(value(a / b) - value(a) / value(b)) <= UNIT_ROUNDOFF * value(a) / value(b)


@given(scaled, scaled)
def test_results_are_normalised(a: ScaledFloat, b: ScaledFloat) -> None:
    for result in (a + b, a * b):
        assert (result.mantissa, result.exponent) == (0.0, 0) or 0.5 <= result.mantissa < 1.0


@given(near, near)
def test_order_and_equality_are_those_of_the_numbers(a: ScaledFloat, b: ScaledFloat) -> None:
    assert (a < b, a <= b, a == b) == (value(a) < value(b), value(a) <= value(b), value(a) == value(b))


@given(scaled, rationals)
def test_order_against_rationals_is_exact(a: ScaledFloat, q: Fraction) -> None:
    assert (a < q, a == q, a > q) == (value(a) < q, value(a) == q, value(a) > q)
    assert (q < a, q == a, q > a) == (a > q, a == q, a < q)


@given(scaled)
def test_equal_numbers_hash_alike(a: ScaledFloat) -> None:
    assert a == value(a)
    assert hash(a) == hash(value(a))


@given(near, rationals)
def test_mixed_operations_agree_on_both_sides(a: ScaledFloat, q: Fraction) -> None:
    assert a + q == q + a
    assert a * q == q * a
    assert isinstance(q * a, ScaledFloat)
    if a:
        assert abs(value(q / a) - q / value(a)) <= 3 * UNIT_ROUNDOFF * q / value(a)


@given(st.floats(min_value=-1e6, max_value=1e6))
def test_exp_loses_no_more_than_its_argument_did(x: float) -> None:
    with mpmath.workdps(60):
        truth = mpmath.exp(mpmath.mpf(x))
        found = mpmath.mpf(ScaledFloat.exp(x).mantissa) * mpmath.mpf(2) ** ScaledFloat.exp(x).exponent
        assert abs(found / truth - 1) <= (1 + abs(x)) * 2.0**-52


@given(st.fractions(min_value=Fraction(1, 10**400), max_value=10**400).filter(bool))
def test_log_of_a_rational_is_right_far_outside_the_floats(q: Fraction) -> None:
    with mpmath.workdps(500):
        truth = mpmath.log(mpmath.mpf(q.numerator) / q.denominator)
        assert abs(log_weight(q) - truth) <= 4 * 2.0**-52 * abs(truth)


@pytest.mark.parametrize("digits", [5, 12, 30])
def test_log_near_one_does_not_cancel(digits: int) -> None:
    small = Fraction(1, 10**digits)
    assert log_weight(1 + small) == pytest.approx(math.log1p(small), rel=2.0**-51)
    assert log_weight(1 / (1 + small)) == pytest.approx(-math.log1p(small), rel=2.0**-51)


@pytest.mark.parametrize("step", [2.0**-52, 2.0**-30, 2.0**-10])
def test_log_of_a_float_near_one_does_not_cancel(step: float) -> None:
    assert ScaledFloat(1.0 + step).log() == pytest.approx(math.log1p(step), rel=2.0**-51)
    assert ScaledFloat(1.0 - step).log() == pytest.approx(math.log1p(-step), rel=2.0**-51)


def test_extremes() -> None:
    assert ScaledFloat.exp(-750.0) > 0
    assert ScaledFloat.exp(-750.0).log() == -750.0
    assert ScaledFloat.exp(-math.inf) == 0
    assert log_weight(Fraction(0)) == ScaledFloat(0.0).log() == -math.inf
    assert 0 < ScaledFloat.exp(-1e300) < ScaledFloat.exp(1e300)
    with pytest.raises(ZeroDivisionError):
        ScaledFloat(1.0) / 0


@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_a_weight_is_finite(bad: float) -> None:
    with pytest.raises(NonFiniteWeight):
        ScaledFloat(bad)
    with pytest.raises(NonFiniteWeight):
        ScaledFloat.exp(bad)


@pytest.mark.parametrize(
    "make", [lambda: ScaledFloat(-0.5), lambda: exact(Fraction(-1, 2)), lambda: exact(-1)]
)
def test_a_weight_is_not_negative(make: object) -> None:
    assert callable(make)
    with pytest.raises(ValueError, match="must be >= 0"):
        make()


@pytest.mark.parametrize("bad", [0.5, True, "1"])
def test_a_float_is_not_taken_for_an_exact_weight(bad: object) -> None:
    with pytest.raises(TypeError, match="a weight is"):
        exact(bad)  # type: ignore[arg-type]
