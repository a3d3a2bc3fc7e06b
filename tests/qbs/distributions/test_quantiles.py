"""Quantiles: discrete ones are exactly least, continuous ones have the stated error (through u and 1 - u).

Bound for continuous families, p = min(u, 1 - u) >= 1e-250 and kappa = |x| f(x) / p, the condition
number of the tail probability at x: |P(tail at icdf(u)) - p| <= (32 + |log p|) (1 + kappa) p 2^-52.
"""

import math
from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from quasiborel.qbs.distributions import FAMILIES

EPS = 2.0**-52

tails = st.floats(min_value=-250.0, max_value=math.log10(0.5)).map(lambda e: min(10.0**e, 0.5))
uniforms = st.one_of(tails, tails.map(lambda p: 1.0 - p).filter(lambda u: u < 1.0), st.floats(0.01, 0.99))


def error_of_quantile(distribution, u, x):
    """The error of the tail probability at x in units of the bound above."""
    p = min(u, 1.0 - u)
    tail = distribution.cdf(x) if u <= 0.5 else distribution.survival(x)
    # a denormal x has an error beyond 2^-52 of itself
    size = max(abs(x), math.ulp(x) / EPS)
    kappa = math.exp(min(distribution.log_density(x) - math.log(p) + math.log(size), 700.0))
    return abs(tail - p) / ((32.0 - math.log(p)) * (1.0 + kappa) * p * EPS)


def is_least(distribution, u, k):
    """Whether k is the least value of positive mass with cdf(k) >= u, by rationals if they are known."""
    low = distribution.support.contains(int(k) - 1)

    def reaches(j):
        exact = distribution.exact_cdf(j) if hasattr(distribution, "exact_cdf") else None
        if exact is not None:
            return exact >= Fraction(u)
        return distribution.cdf(j) >= u if u <= 0.5 else distribution.survival(j) <= 1.0 - u

    return distribution.density(k) > 0 and reaches(int(k)) and not (low and reaches(int(k) - 1))


@settings(max_examples=25)
@given(u=uniforms)
@example(u=0.5)
@example(u=1.0 - 2.0**-53)
def test_continuous_quantiles(continuous, u):
    x = continuous.icdf(u)
    if x in (continuous.support.low, continuous.support.high):
        # rounded to an end: the tail there has less than the bound's mass
        # and the smallest normal float, or the next float elsewhere, lies beyond the quantile
        inside = math.nextafter(x, continuous.icdf(0.5)) if x else 2.3e-308
        nearer = continuous.cdf(inside) if u <= 0.5 else continuous.survival(inside)
        assert nearer >= min(u, 1.0 - u) * (1.0 - 1e-9)
        return
    assert error_of_quantile(continuous, u, x) <= 1.0


@settings(max_examples=25)
@given(u=uniforms)
@example(u=0.5)
@example(u=0.25)
@example(u=1.0 - 2.0**-53)
def test_discrete_quantiles_are_least(counting, u):
    assert is_least(counting, u, counting.icdf(u))


@settings(max_examples=25)
@given(u=uniforms)
def test_discrete_quantiles_at_their_own_jumps(counting, u):
    k = counting.icdf(u)
    jump = counting.cdf(k)
    if 0.0 < jump < 1.0:
        assert is_least(counting, jump, counting.icdf(jump))
        above = math.nextafter(jump, 1.0)
        if above < 1.0:
            assert is_least(counting, above, counting.icdf(above))


def test_quantiles_at_rational_jumps_are_exact():
    cases = [
        ("binomial", (10, Fraction(1, 3))),
        ("bernoulli", (Fraction(2, 3),)),
        ("geometric", (Fraction(1, 3),)),
        ("discrete_uniform", (1, 7)),
        ("categorical", ((Fraction(1, 3), Fraction(0), Fraction(2, 3)),)),
        ("beta_binomial", (4, Fraction(1, 2), Fraction(1, 3))),
        ("negative_binomial", (3, Fraction(1, 3))),
    ]
    sliver = Fraction(1, 10**40)
    for name, args in cases:
        d = FAMILIES[name](*args)
        total = Fraction(0)
        for k, mass in d.enumerate():
            if k > 9 or total + mass == 1:
                break
            total += mass
            assert d.icdf(total) == k
            assert d.icdf(total - sliver) == k
            assert d.icdf(total + sliver) > k


def test_ends(scalar):
    low = scalar.icdf(0.0)
    assert low <= scalar.icdf(1e-9)
    assert low == scalar.support.low if not scalar.discrete else scalar.density(low) > 0
    if scalar.finite or not scalar.discrete:
        assert scalar.icdf(1.0) >= scalar.icdf(1.0 - 1e-9)
    else:
        with pytest.raises(ValueError, match="no greatest"):
            scalar.icdf(1.0)


@pytest.mark.parametrize("u", [-0.1, 1.5, math.nan])
def test_no_quantile_outside_the_unit_interval(scalar, u):
    with pytest.raises(ValueError, match="probability"):
        scalar.icdf(u)


@settings(max_examples=25)
@given(pair=st.tuples(uniforms, uniforms))
def test_quantiles_increase(scalar, pair):
    assert scalar.icdf(min(pair)) <= scalar.icdf(max(pair))


@settings(max_examples=25)
@given(p=tails)
def test_isf_mirrors_icdf(scalar, p):
    u = 1.0 - p
    if 1.0 - u == p and p < 0.5:
        assert scalar.isf(p) == scalar.icdf(u)


def test_the_checks_reject_wrong_quantiles():
    die, normal = FAMILIES["discrete_uniform"](0, 5), FAMILIES["normal"](0.0, 1.0)
    for u in (0.01, 0.2, 0.5, 0.9):
        assert is_least(die, u, die.icdf(u))
        assert not is_least(die, u, die.icdf(u) + 1)
        assert not is_least(die, u, die.icdf(u) - 1)
    for u in (1e-100, 0.3, 1.0 - 1e-12):
        x = normal.icdf(u)
        assert error_of_quantile(normal, u, x) <= 1.0
        assert error_of_quantile(normal, u, x * (1.0 + 1e-10)) > 1.0
    # an inverse that loses the upper tail, as 1 - cdf(-x) in floats does
    assert error_of_quantile(normal, 1.0 - 2.0**-50, normal.icdf(1.0 - 2.0**-50 - 2.0**-53)) > 1.0
