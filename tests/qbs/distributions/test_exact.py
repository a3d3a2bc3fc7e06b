"""Rational parameters give rational masses, which sum to one exactly; floats give the same numbers."""

import math
from fractions import Fraction
from itertools import islice

import pytest

from quasiborel.qbs.distributions import FAMILIES
from quasiborel.qbs.weight import ScaledFloat, log_weight

F = FAMILIES
HALF, THIRD = Fraction(1, 2), Fraction(1, 3)

RATIONAL = [
    F["bernoulli"](THIRD),
    F["flip"](Fraction(2, 7)),
    F["binomial"](7, THIRD),
    F["beta_binomial"](6, HALF, THIRD),
    F["categorical"]((THIRD, Fraction(0), Fraction(2, 3))),
    F["discrete_uniform"](-2, 5),
    F["dirac"](3),
    F["multinomial"](3, (THIRD, HALF, Fraction(1, 6))),
    F["mixture"]((THIRD, Fraction(2, 3)), (F["binomial"](2, HALF), F["discrete_uniform"](2, 4))),
    F["truncate"](F["geometric"](THIRD), 2, 5),
    F["truncate"](F["negative_binomial"](2, HALF), 0, 9),
    F["truncate"](F["mixture"]((HALF, HALF), (F["geometric"](THIRD), F["binomial"](3, THIRD))), 1, 4),
    F["flip"]((THIRD, HALF, Fraction(1))),
    F["binomial"](2, (THIRD, HALF)),
]


@pytest.mark.parametrize("d", RATIONAL, ids=str)
def test_rational_masses_sum_to_one(d):
    pairs = list(d.enumerate())
    assert all(type(mass) is Fraction and mass > 0 for _, mass in pairs)
    assert sum(mass for _, mass in pairs) == 1
    assert len({value for value, _ in pairs}) == len(pairs)
    assert all(d.density(value) == mass for value, mass in pairs)
    assert all(d.log_density(value) == pytest.approx(log_weight(mass), rel=1e-14) for value, mass in pairs)


def test_masses_by_hand():
    assert F["binomial"](3, THIRD).density(1) == Fraction(4, 9)
    assert F["geometric"](THIRD).density(2) == Fraction(4, 27)
    assert F["negative_binomial"](2, HALF).density(1) == Fraction(2) * Fraction(1, 9) * Fraction(2, 3)
    assert F["beta_binomial"](2, 1, 1).density(2) == THIRD
    assert F["beta_binomial"](2, HALF, HALF).density(1) == Fraction(1, 4)
    assert F["discrete_uniform"](1, 6).density(6) == Fraction(1, 6)
    assert F["multinomial"](3, (HALF, THIRD, Fraction(1, 6))).density((1, 1, 1)) == Fraction(1, 6)
    assert F["uniform"](Fraction(1, 3), 1).density(HALF) == Fraction(3, 2)
    assert F["uniform"](0, 1).density(2) == 0
    assert F["truncate"](F["geometric"](HALF), 1, 2).density(1) == Fraction(2, 3)


def test_order_and_zero_masses():
    assert list(F["flip"](THIRD).enumerate()) == [(False, Fraction(2, 3)), (True, THIRD)]
    assert [type(v) for v, _ in F["flip"](THIRD).enumerate()] == [bool, bool]
    assert list(F["bernoulli"](1).enumerate()) == [(1, 1)]
    assert [k for k, _ in F["categorical"]((HALF, 0, HALF)).enumerate()] == [0, 2]
    assert [k for k, _ in islice(F["geometric"](THIRD).enumerate(), 4)] == [0, 1, 2, 3]
    assert [k for k, _ in F["geometric"](1.0).enumerate()] == [0]
    assert [k for k, _ in F["poisson"](0.0).enumerate()] == [0]


def test_infinite_products_are_enumerated_along_diagonals():
    pairs = list(islice(F["geometric"]((HALF, HALF)).enumerate(), 6))
    assert [v for v, _ in pairs] == [(0, 0), (0, 1), (1, 0), (0, 2), (1, 1), (2, 0)]
    assert [w for _, w in pairs] == [Fraction(1, 4), Fraction(1, 8), Fraction(1, 8), *(Fraction(1, 16),) * 3]


def test_float_masses_equal_the_rational_ones():
    for name, exact in [
        ("binomial", (60, THIRD)),
        ("beta_binomial", (60, HALF, THIRD)),
        ("negative_binomial", (7, THIRD)),
        ("geometric", (THIRD,)),
        ("bernoulli", (THIRD,)),
    ]:
        rational = F[name](*exact)
        # a dyadic stand-in for 1/3, so that the float and the rational are one number
        args = tuple(Fraction(float(v)) if isinstance(v, Fraction) else v for v in exact)
        floats = tuple(float(v) if isinstance(v, Fraction) else v for v in exact)
        rational, inexact = F[name](*args), F[name](*floats)
        for k in range(0, 61) if name != "bernoulli" else range(2):
            if name != "negative_binomial":
                assert isinstance(inexact.density(k), ScaledFloat)
            want = rational.density(k)
            assert abs(Fraction(float(inexact.density(k))) / want - 1) < Fraction(1, 10**13)


def test_masses_far_below_the_smallest_float():
    assert F["poisson"](1.0).log_density(1000) == pytest.approx(-1.0 - math.lgamma(1001.0), rel=1e-14)
    assert F["poisson"](1.0).density(1000) > 0
    assert F["bernoulli"](Fraction(1, 10**400)).density(1) == Fraction(1, 10**400)
    assert F["bernoulli"](Fraction(1, 10**400)).log_density(1) == pytest.approx(-400 * math.log(10.0))


def test_no_category_of_probability_zero_is_drawn():
    d = F["categorical"]((0.0, 0.1, 0.2, 0.7 - 1e-10, 0.0))
    for u in (0.0, 5e-324, 0.1, 0.30000000000000004, 1.0 - 2.0**-53, 1.0):
        assert d.icdf(u) in (1, 2, 3)


def test_masses_between_two_values_are_differences_of_the_cdf(counting):
    low, high = counting.icdf(1e-12), counting.icdf(1.0 - 1e-12)
    high = min(int(high), int(low) + 5000)
    total = math.fsum(math.exp(counting.log_density(k)) for k in range(int(low), high + 1))
    left = counting.cdf(low) - math.exp(counting.log_density(low))
    assert total + left + counting.survival(high) == pytest.approx(1.0, abs=1e-11)
