"""Parameters outside their domain are DomainErrors that name them; outside the support the density is 0."""

import math
from fractions import Fraction

import pytest

from quasiborel.qbs.distributions import FAMILIES
from quasiborel.qbs.errors import DomainError, NonFiniteWeight, NotFinite

INF, NAN = math.inf, math.nan

# what each domain refuses, beside NaN, infinity, text and None
REFUSED = {
    "a finite Real": [],
    "a finite Real > 0": [0.0, -1.0, 0],
    "a finite Real >= 0": [-1e-9],
    "a Real in [0, 1]": [-0.1, 1.1],
    "a Real in (0, 1]": [0.0, 1.1],
    "an Int": [1.5, True],
    "an Int >= 0": [-1, 1.5, True],
    "an Int >= 1": [0, 1.5],
    "a Vector of at least one finite Real": [(), 1.0, (NAN,), (INF,)],
    "a Vector of at least one finite Real > 0": [(), (1.0, 0.0), (NAN, 1.0)],
    "a Vector of Reals >= 0 with sum 1": [
        (),
        (0.5, 0.4),
        (1.5, -0.5),
        (0.5, 0.5 + 2e-9),
        (Fraction(1, 3), Fraction(1, 3)),
        (Fraction(1, 2), Fraction(1, 2) + Fraction(1, 10**12)),
        (NAN, 1.0),
    ],
    "a square Matrix of finite Reals": [(), ((1.0, 2.0),), ((1.0, NAN), (0.0, 1.0)), 3.0],
    "a number, possibly infinite, not NaN": [],
    "a list of distributions": [(), (1.0,), 2.0],
    "a distribution on Real or Int": [FAMILIES["flip"](0.5), FAMILIES["dirichlet"]((1.0, 1.0))],
}
MAY_BE_INFINITE = {"a number, possibly infinite, not NaN"}


def test_every_parameter_refuses_what_its_domain_excludes(cases):
    for name, family in FAMILIES.items():
        args = cases[name][0]
        for index, parameter in enumerate(family.parameters):
            if parameter.domain.phrase == "a value":
                continue
            bad = [NAN, "text", None, *REFUSED[parameter.domain.phrase]]
            bad += [] if parameter.domain.phrase in MAY_BE_INFINITE else [INF, -INF]
            for value in bad:
                with pytest.raises(DomainError) as caught:
                    family(*args[:index], value, *args[index + 1 :])
                assert caught.value.family == name
                assert caught.value.parameter == parameter.name
                assert caught.value.expected == parameter.domain.phrase


@pytest.mark.parametrize(
    ("name", "args", "parameter"),
    [
        ("uniform", (1.0, 1.0), "high"),
        ("uniform", (1.0, 0.0), "high"),
        ("uniform", (-1.7e308, 1.7e308), "high"),
        ("truncated_normal", (0.0, 1.0, 2.0, 2.0), "high"),
        ("truncated_normal", (0.0, 1.0, INF, INF), "low"),
        ("discrete_uniform", (2, 1), "high"),
        ("multivariate_normal", ((0.0, 0.0), ((1.0, 2.0), (2.0, 1.0))), "covariance"),
        ("multivariate_normal", ((0.0, 0.0), ((1.0, 0.5), (0.0, 1.0))), "covariance"),
        ("multivariate_normal", ((0.0,), ((1.0, 0.0), (0.0, 1.0))), "mean"),
        ("multivariate_normal_cholesky", ((0.0, 0.0), ((1.0, 1.0), (0.0, 1.0))), "cholesky"),
        ("multivariate_normal_cholesky", ((0.0, 0.0), ((1.0, 0.0), (0.0, 0.0))), "cholesky"),
        ("multivariate_normal_cholesky", ((0.0,), ((1.0, 0.0), (0.0, 1.0))), "mean"),
        ("mixture", ((1.0,), (FAMILIES["flip"](0.5),) * 2), "components"),
        ("mixture", ((0.5, 0.5), (FAMILIES["dirac"](0.0), FAMILIES["normal"](0.0, 1.0))), "components"),
        ("mixture", ((0.5, 0.5), (FAMILIES["flip"](0.5), FAMILIES["bernoulli"](0.5))), "components"),
        ("truncate", (FAMILIES["normal"](0.0, 1.0), 1.0, 1.0), "high"),
        ("truncate", (FAMILIES["poisson"](1.0), 1.5, 3), "low"),
        ("truncate", (FAMILIES["gamma"](2.0, 1.0), -3.0, -1.0), "high"),
        ("truncate", (FAMILIES["binomial"](3, 0.5), 4, 9), "high"),
        ("exponential", (Fraction(1, 10**400),), "rate"),
        ("normal", (10**400, 1.0), "mean"),
        ("normal", ((0.0, 1.0), (1.0, 2.0, 3.0)), "sd"),
        ("normal", ((0.0, 1.0), (1.0, -2.0)), "sd"),
    ],
)
def test_relations_between_parameters(name, args, parameter):
    with pytest.raises(DomainError) as caught:
        FAMILIES[name](*args)
    assert (caught.value.family, caught.value.parameter) == (name, parameter)


def test_the_message_says_family_parameter_expected_and_found():
    with pytest.raises(DomainError, match=r"^normal: sd must be a finite Real > 0, got -1\.0$"):
        FAMILIES["normal"](0.0, -1.0)


def test_density_is_zero_outside_the_support(scalar):
    ends = scalar.support
    low, high = getattr(ends, "low", 0), getattr(ends, "high", 1)
    outside = [v for v in (low - 1, high + 1) if not ends.contains(v)]
    if scalar.discrete:
        outside += [] if isinstance(low, float) else [low + 0.5]
    for x in [*outside, math.inf, -math.inf]:
        assert scalar.log_density(x) == -INF
        assert scalar.density(x) == 0
    if high < INF:
        assert (scalar.cdf(high + 1), scalar.survival(high + 1)) == (1.0, 0.0)
    if low > -INF:
        assert (scalar.cdf(low - 1), scalar.survival(low - 1)) == (0.0, 1.0)


def test_nan_is_not_taken_for_a_zero_density(continuous):
    assert math.isnan(continuous.log_density(NAN))
    with pytest.raises(NonFiniteWeight):
        continuous.density(NAN)


def test_a_pole_is_not_a_weight():
    for d, x in ((FAMILIES["beta"](0.5, 0.5), 1.0), (FAMILIES["gamma"](0.5, 1.0), 0.0)):
        assert d.log_density(x) == INF
        with pytest.raises(NonFiniteWeight):
            d.density(x)


@pytest.mark.parametrize(
    ("name", "args", "x", "log_density"),
    [
        ("gamma", (1.0, 2.0), 0.0, math.log(2.0)),
        ("gamma", (3.0, 2.0), 0.0, -INF),
        ("beta", (1.0, 3.0), 0.0, math.log(3.0)),
        ("beta", (3.0, 1.0), 1.0, math.log(3.0)),
        ("beta", (2.0, 2.0), 1.0, -INF),
        ("weibull", (1.0, 2.0), 0.0, -math.log(2.0)),
        ("lognormal", (0.0, 1.0), 0.0, -INF),
        ("inverse_gamma", (1.0, 1.0), 0.0, -INF),
        ("exponential", (2.0,), 0.0, math.log(2.0)),
    ],
)
def test_densities_at_the_ends(name, args, x, log_density):
    assert FAMILIES[name](*args).log_density(x) == pytest.approx(log_density, rel=4e-16, abs=0.0)


def test_a_value_of_another_length_is_an_error():
    for d in (
        FAMILIES["dirichlet"]((1.0, 1.0)),
        FAMILIES["multinomial"](2, (0.5, 0.5)),
        FAMILIES["multivariate_normal"]((0.0,), ((1.0,),)),
        FAMILIES["normal"]((0.0, 1.0), 1.0),
    ):
        with pytest.raises(DomainError, match="length"):
            d.log_density((0.1, 0.2, 0.7))


def test_continuous_distributions_are_not_enumerated(continuous):
    with pytest.raises(NotFinite):
        next(continuous.enumerate())
