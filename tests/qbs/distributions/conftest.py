"""Cases of every family; a test asks for `scalar`, `continuous`, `counting`, `finite` or `anything`."""

from fractions import Fraction
from math import inf

import pytest

from quasiborel.qbs.distributions import FAMILIES, Distribution, Scalar

F = FAMILIES
HALF, THIRD = Fraction(1, 2), Fraction(1, 3)

CASES: dict[str, list[tuple]] = {
    "uniform": [(0.0, 1.0), (-1e6, 3.0), (5.0, 5.0001), (Fraction(-1, 3), HALF)],
    "normal": [(0.0, 1.0), (3.0, 1e-3), (-1e5, 1e4)],
    "lognormal": [(0.0, 1.0), (2.0, 0.1), (-3.0, 5.0)],
    "half_normal": [(1.0,), (1e-5,), (1e6,)],
    "cauchy": [(0.0, 1.0), (2.0, 1e-3)],
    "half_cauchy": [(1.0,), (20.0,)],
    "student_t": [(1.0, 0.0, 1.0), (0.6, 0.0, 1.0), (3.0, 1.0, 2.0), (30.0, 0.0, 1.0), (1e4, 0.0, 1.0)],
    "laplace": [(0.0, 1.0), (3.0, 0.2)],
    "logistic": [(0.0, 1.0), (3.0, 0.2)],
    "gumbel": [(0.0, 1.0), (5.0, 0.1)],
    "exponential": [(1.0,), (1e-4,), (3e5,)],
    "gamma": [(1.0, 1.0), (0.1, 2.0), (3.5, 0.2), (100.0, 1.0), (1e4, 1e3)],
    "inverse_gamma": [(1.0, 1.0), (0.5, 2.0), (3.5, 0.2), (100.0, 1.0)],
    "chi_squared": [(1.0,), (0.2,), (7.0,), (1e4,)],
    "beta": [(1.0, 1.0), (0.5, 0.5), (2.0, 3.0), (0.05, 3.0), (100.0, 200.0), (1e4, 10.0), (1e5, 1e5)],
    "weibull": [(1.0, 1.0), (0.2, 3.0), (8.0, 0.5)],
    "pareto": [(1.0, 1.0), (2.0, 0.5), (1e-3, 50.0)],
    "truncated_normal": [(0.0, 1.0, -1.0, 2.0), (0.0, 1.0, 30.0, 31.0), (1.0, 2.0, -inf, -80.0)],
    "von_mises": [(0.0, 1.0), (3.0, 0.01), (-2.0, 50.0)],
    "bernoulli": [(0.3,), (THIRD,), (0.0,), (1.0,)],
    "flip": [(0.3,), (THIRD,)],
    "binomial": [(0, 0.5), (1, 0.2), (10, 0.3), (10, THIRD), (1000, 0.01), (100_000, 0.5), (5, 1.0)],
    "beta_binomial": [(10, 2.0, 3.0), (6, HALF, THIRD), (200, 0.1, 20.0), (0, 1.0, 1.0)],
    "negative_binomial": [(3.5, 0.2), (0.05, 1.0), (3, THIRD), (1e4, 10.0)],
    "geometric": [(0.3,), (THIRD,), (1e-4,), (1.0,)],
    "poisson": [(3.0,), (0.0,), (1e-3,), (1e5,)],
    "categorical": [
        ((0.2, 0.3, 0.5),),
        ((THIRD, 0, HALF, Fraction(1, 6)),),
        ((0.0, 1.0, 0.0),),
        ((0.1,) * 10,),
    ],
    "discrete_uniform": [(1, 6), (-3, -3), (-(10**12), 10**12)],
    "dirac": [(3,), (2.5,), (True,), ((1, 2),)],
    "multivariate_normal": [((1.0, 2.0), ((2.0, 0.5), (0.5, 1.0)))],
    "multivariate_normal_cholesky": [((1.0, 2.0, 0.0), ((1.0, 0.0, 0.0), (0.5, 2.0, 0.0), (-1.0, 0.3, 0.1)))],
    "dirichlet": [((2.0, 0.5, 3.0),), ((1.0, 1.0),)],
    "multinomial": [(4, (0.2, 0.3, 0.5)), (3, (HALF, 0, HALF)), (2, (THIRD, HALF, Fraction(1, 6)))],
    "lkj_cholesky": [(3, 2.0), (1, 1.0), (4, 0.7)],
    "mixture": [
        ((0.3, 0.7), (F["normal"](0.0, 1.0), F["normal"](5.0, 0.5))),
        ((THIRD, Fraction(2, 3)), (F["binomial"](2, HALF), F["discrete_uniform"](2, 4))),
        ((0.5, 0.5, 0.0), (F["poisson"](1.0), F["geometric"](0.2), F["poisson"](100.0))),
        ((0.25, 0.75), (F["flip"](0.2), F["flip"](0.9))),
        ((0.5, 0.5), (F["dirac"](1), F["dirac"](3))),
    ],
    "truncate": [
        (F["normal"](0.0, 1.0), 8.0, 9.0),
        (F["normal"](0.0, 1.0), -40.0, -39.0),
        (F["gamma"](2.0, 1.0), 1.0, 4.0),
        (F["exponential"](1.0), 1000.0, 1001.0),
        (F["cauchy"](0.0, 1.0), 0.0, inf),
        (F["poisson"](3.0), 1, inf),
        (F["poisson"](1.0), 200, 210),
        (F["geometric"](THIRD), 2, 4),
        (F["poisson"](1e5), 99_000, 10**9),
    ],
}

ALL: list[Distribution] = [FAMILIES[name](*args) for name, cases in CASES.items() for args in cases]
GROUPS = {
    "anything": ALL,
    "scalar": [d for d in ALL if isinstance(d, Scalar)],
    "continuous": [d for d in ALL if isinstance(d, Scalar) and not d.discrete],
    "counting": [d for d in ALL if isinstance(d, Scalar) and d.discrete],
    "finite": [d for d in ALL if d.finite],
}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    for name, group in GROUPS.items():
        if name in metafunc.fixturenames:
            metafunc.parametrize(name, group, ids=lambda d: str(d)[:60])


@pytest.fixture
def cases() -> dict[str, list[tuple]]:
    return CASES
