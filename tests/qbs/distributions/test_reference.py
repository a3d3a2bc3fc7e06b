"""Continuous families against 50-digit arithmetic (mpmath), discrete ones against SciPy.

Bounds, in units of 2^-52, at the quantiles of p = 1e-250 ... 1/2 of either tail:

============  =======================================================================
log density   8 (1 + |log f| + |x (log f)'(x)|)                      absolute error
cdf           (32 + |log F|) (1 + |x| f / F)                         relative error
survival      (32 + |log S|) (1 + |x| f / S)                         relative error
masses        1e-9  (1 + |log mass|) against SciPy, which is the less accurate one
============  =======================================================================
"""

import math

import mpmath as mp
import numpy as np
import pytest
import scipy.stats as ss
from mpmath import mpf

from quasiborel.qbs.distributions import FAMILIES

EPS = 2.0**-52
PROBABILITIES = [1e-250, 1e-100, 1e-30, 1e-10, 1e-3, 0.1, 0.3, 0.5]
LEVELS = [*PROBABILITIES, 0.5000001, 0.6, 0.9, 0.999, 1.0 - 1e-8, 1.0 - 2.0**-53]


@pytest.fixture(autouse=True)
def fifty_digits():
    with mp.workdps(50):
        yield


def normal_cdf(z):
    return mp.erfc(-z / mp.sqrt(2)) / 2


def gamma_tails(a, x):
    """P(a, x) and Q(a, x): the power series below a + 1, else Lentz's continued fraction."""
    factor = mp.exp(a * mp.log(x) - x - mp.loggamma(a + 1))
    if x < a + 1:
        term, total, n = mpf(1), mpf(1), 0
        while term > total * mpf(10) ** -45:
            n += 1
            term *= x / (a + n)
            total += term
        return factor * total, 1 - factor * total
    b, c, n, ratio = x + 1 - a, mpf(10) ** 400, 0, mpf(0)
    d = h = 1 / b
    while abs(ratio - 1) > mpf(10) ** -42:
        n += 1
        step, b = -n * (n - a), b + 2
        d = 1 / (step * d + b)
        c = b + step / c
        ratio = c * d
        h *= ratio
    return 1 - factor * a * h, factor * a * h


def beta_tails(a, b, x, y):
    """I(a, b; x) and its complement, y = 1 - x, by the continued fraction of the smaller side."""
    if x * (a + b + 2) > a + 1:
        return beta_tails(b, a, y, x)[::-1]
    c, h, m, ratio = mpf(1), mpf(1), 0, mpf(0)
    d = h = 1 / (1 - (a + b) * x / (a + 1))
    while abs(ratio - 1) > mpf(10) ** -40:
        m += 1
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for step in (even, odd):
            d = 1 / (1 + step * d)
            c = 1 + step / c
            ratio = c * d
            h *= ratio
    factor = mp.exp(a * mp.log(x) + b * mp.log(y) + mp.loggamma(a + b) - mp.loggamma(a + 1) - mp.loggamma(b))
    return factor * h, 1 - factor * h


def t_cdf(z, v):
    w = v + z * z
    tail = beta_tails(v / 2, mpf(1) / 2, v / w, z * z / w)[0] / 2 if z else mpf(1) / 2
    return tail if z < 0 else 1 - tail


def log_gamma_density(x, a, b):
    return a * mp.log(b) + (a - 1) * mp.log(x) - b * x - mp.loggamma(a)


REFERENCES = {
    "uniform": (
        lambda x, c, h: -mp.log(h - c),
        lambda x, c, h: (x - c) / (h - c),
        lambda x, c, h: (h - x) / (h - c),
    ),
    "normal": (
        lambda x, m, s: -(((x - m) / s) ** 2) / 2 - mp.log(s * mp.sqrt(2 * mp.pi)),
        lambda x, m, s: normal_cdf((x - m) / s),
        lambda x, m, s: normal_cdf((m - x) / s),
    ),
    "lognormal": (
        lambda x, m, s: -(((mp.log(x) - m) / s) ** 2) / 2 - mp.log(x * s * mp.sqrt(2 * mp.pi)),
        lambda x, m, s: normal_cdf((mp.log(x) - m) / s),
        lambda x, m, s: normal_cdf((m - mp.log(x)) / s),
    ),
    "half_normal": (
        lambda x, s: -((x / s) ** 2) / 2 - mp.log(s * mp.sqrt(2 * mp.pi)) + mp.log(2),
        lambda x, s: mp.erf(x / s / mp.sqrt(2)),
        lambda x, s: mp.erfc(x / s / mp.sqrt(2)),
    ),
    "cauchy": (
        lambda x, c, s: -mp.log(mp.pi * s * (1 + ((x - c) / s) ** 2)),
        lambda x, c, s: mp.atan2(1, -(x - c) / s) / mp.pi,
        lambda x, c, s: mp.atan2(1, (x - c) / s) / mp.pi,
    ),
    "half_cauchy": (
        lambda x, s: -mp.log(mp.pi * s * (1 + (x / s) ** 2) / 2),
        lambda x, s: mp.atan(x / s) * 2 / mp.pi,
        lambda x, s: mp.atan2(1, x / s) * 2 / mp.pi,
    ),
    "student_t": (
        lambda x, v, c, s: (
            mp.loggamma((v + 1) / 2)
            - mp.loggamma(v / 2)
            - mp.log(v * mp.pi) / 2
            - mp.log(s)
            - (v + 1) / 2 * mp.log1p(((x - c) / s) ** 2 / v)
        ),
        lambda x, v, c, s: t_cdf((x - c) / s, v),
        lambda x, v, c, s: t_cdf((c - x) / s, v),
    ),
    "laplace": (
        lambda x, c, s: -abs(x - c) / s - mp.log(2 * s),
        lambda x, c, s: mp.exp((x - c) / s) / 2 if x < c else 1 - mp.exp((c - x) / s) / 2,
        lambda x, c, s: mp.exp((c - x) / s) / 2 if x > c else 1 - mp.exp((x - c) / s) / 2,
    ),
    "logistic": (
        lambda x, c, s: -(x - c) / s - 2 * mp.log1p(mp.exp(-(x - c) / s)) - mp.log(s),
        lambda x, c, s: 1 / (1 + mp.exp((c - x) / s)),
        lambda x, c, s: 1 / (1 + mp.exp((x - c) / s)),
    ),
    "exponential": (
        lambda x, r: mp.log(r) - r * x,
        lambda x, r: -mp.expm1(-r * x),
        lambda x, r: mp.exp(-r * x),
    ),
    "gamma": (
        log_gamma_density,
        lambda x, a, b: gamma_tails(a, b * x)[0],
        lambda x, a, b: gamma_tails(a, b * x)[1],
    ),
    "inverse_gamma": (
        lambda x, a, b: log_gamma_density(1 / x, a, b) - 2 * mp.log(x),
        lambda x, a, b: gamma_tails(a, b / x)[1],
        lambda x, a, b: gamma_tails(a, b / x)[0],
    ),
    "chi_squared": (
        lambda x, v: log_gamma_density(x, v / 2, mpf(1) / 2),
        lambda x, v: gamma_tails(v / 2, x / 2)[0],
        lambda x, v: gamma_tails(v / 2, x / 2)[1],
    ),
    "beta": (
        lambda x, a, b: (a - 1) * mp.log(x) + (b - 1) * mp.log1p(-x) - mp.log(mp.beta(a, b)),
        lambda x, a, b: beta_tails(a, b, x, 1 - x)[0],
        lambda x, a, b: beta_tails(a, b, x, 1 - x)[1],
    ),
    "weibull": (
        lambda x, k, s: mp.log(k / s) + (k - 1) * mp.log(x / s) - (x / s) ** k,
        lambda x, k, s: -mp.expm1(-((x / s) ** k)),
        lambda x, k, s: mp.exp(-((x / s) ** k)),
    ),
    "pareto": (
        lambda x, m, a: mp.log(a / x) - a * mp.log(x / m),
        lambda x, m, a: -mp.expm1(-a * mp.log(x / m)),
        lambda x, m, a: (m / x) ** a,
    ),
    "gumbel": (
        lambda x, c, s: -(x - c) / s - mp.exp(-(x - c) / s) - mp.log(s),
        lambda x, c, s: mp.exp(-mp.exp(-(x - c) / s)),
        lambda x, c, s: -mp.expm1(-mp.exp(-(x - c) / s)),
    ),
}

CLOSED_FORMS_ELSEWHERE = {"truncated_normal", "von_mises"}  # tested by integration below


def interior(d):
    ends = d.support
    return [x for x in map(d.icdf, LEVELS) if math.isfinite(x) and x not in (ends.low, ends.high)]


def test_every_continuous_family_has_a_reference(cases):
    scalar = {name for name, args in cases.items() if FAMILIES[name].value_type == "Real"}
    assert scalar == set(REFERENCES) | CLOSED_FORMS_ELSEWHERE


@pytest.mark.parametrize("name", REFERENCES)
def test_against_fifty_digits(name, cases):
    log_density, cdf, survival = REFERENCES[name]
    for args in cases[name]:
        d, exact = FAMILIES[name](*args), tuple(mpf(float(a)) for a in args)
        points = interior(d)
        assert len(points) >= 6
        for x in points:
            log_f = log_density(mpf(x), *exact)
            slope = abs(
                x
                * mp.diff(lambda t, a=exact: log_density(t, *a), mpf(x), h=mpf(abs(x) or 1) * mpf(10) ** -15)
            )
            assert abs(d.log_density(x) - log_f) <= 8 * EPS * (1 + abs(log_f) + slope), (d, x)
            for ours, theirs in ((d.cdf(x), cdf(mpf(x), *exact)), (d.survival(x), survival(mpf(x), *exact))):
                if theirs > mpf("1e-250"):
                    kappa = abs(x) * mp.exp(log_f) / theirs
                    assert abs(ours - theirs) <= (32 - mp.log(theirs)) * (1 + kappa) * theirs * EPS, (d, x)


def test_truncated_normal_in_every_regime():
    for mean, sd, low, high in [
        (0.0, 1.0, 8.0, 9.0),
        (0.0, 1.0, -40.0, -39.0),
        (0.0, 1.0, 30.0, 30.0 + 1e-10),
        (1.0, 2.0, -3.0, 5.0),
        (0.0, 1.0, -math.inf, -20.0),
        (0.0, 1.0, 3.0, math.inf),
        (0.0, 1.0, -0.1, 0.1),
        (0.0, 1.0, 1e-3, 0.7),
    ]:
        d = FAMILIES["truncated_normal"](mean, sd, low, high)

        def between(a, b, mean=mean, sd=sd):
            a, b = (mpf(a) - mean) / sd, (mpf(b) - mean) / sd
            return normal_cdf(b) - normal_cdf(a) if a < 0 else normal_cdf(-a) - normal_cdf(-b)

        with mp.workdps(500):
            for x in map(d.icdf, [1e-5, 0.01, 0.3, 0.5, 0.7, 0.99, 1.0 - 1e-10]):
                total = between(low, high)
                log_f = -(((mpf(x) - mean) / sd) ** 2) / 2 - mp.log(sd * mp.sqrt(2 * mp.pi) * total)
                # the density varies by |z| units of its argument, which is rounded
                z = max(abs(low - mean) if math.isfinite(low) else 0.0, abs(x - mean)) / sd
                assert abs(d.log_density(x) - log_f) <= 16 * EPS * (1 + z + abs(log_f))
                for ours, theirs in (
                    (d.cdf(x), between(low, x) / total),
                    (d.survival(x), between(x, high) / total),
                ):
                    assert abs(ours - theirs) <= 8 * EPS * (1 + z * z) * theirs


@pytest.mark.parametrize(("mean", "k"), [(0.0, 1.0), (3.0, 0.01), (-2.0, 50.0), (10.0, 4.0), (0.5, 1e6)])
def test_von_mises_by_integration(mean, k):
    d = FAMILIES["von_mises"](mean, k)
    total = 2 * mp.pi * mp.besseli(0, k) * mp.exp(-mpf(k))
    centre, unit = math.remainder(mean, 2 * math.pi), 1 / math.sqrt(k)
    for u in (1e-5, 0.3, 0.5, 0.9, 1.0 - 1e-9):
        x = d.icdf(u)
        cuts = sorted(
            {-math.pi, x, *(c for j in (-30, -10, -3, 0, 3, 10) if -math.pi < (c := centre + j * unit) < x)}
        )
        theirs = mp.quad(lambda t: mp.exp(k * (mp.cos(t - mpf(mean)) - 1)), cuts) / total
        kappa = (abs(x) + math.pi) * math.exp(d.log_density(x)) / theirs
        assert abs(d.cdf(x) - theirs) <= 32 * EPS * (1 + kappa) * theirs
        log_f = k * (mp.cos(mpf(x) - mpf(mean)) - 1) - mp.log(total)
        assert abs(d.log_density(x) - log_f) <= 8 * EPS * (
            1 + abs(log_f) + k * abs(math.sin(x - mean)) * (abs(x) + abs(mean))
        )


SCIPY_MASSES = {
    "bernoulli": lambda p: ss.bernoulli(p),
    "binomial": lambda n, p: ss.binom(n, p),
    "beta_binomial": lambda n, a, b: ss.betabinom(n, a, b),
    "negative_binomial": lambda a, b: ss.nbinom(a, b / (1.0 + b)),
    "geometric": lambda p: ss.geom(p, loc=-1),
    "poisson": lambda r: ss.poisson(r),
    "discrete_uniform": lambda a, b: ss.randint(a, b + 1),
}


@pytest.mark.parametrize("name", SCIPY_MASSES)
def test_counting_families_against_scipy(name, cases):
    compared = 0
    for args in cases[name]:
        floats = tuple(float(a) if not isinstance(a, int) else a for a in args)
        if floats in ((0.0,), (1.0,)):
            continue  # SciPy warns at a rate of 0 and at success for certain
        ours, theirs = FAMILIES[name](*args), SCIPY_MASSES[name](*floats)
        for k in sorted({ours.icdf(u) for u in (1e-12, 1e-3, 0.2, 0.5, 0.8, 0.999, 1.0 - 1e-12)}):
            log_mass = theirs.logpmf(k)
            assert ours.log_density(k) == pytest.approx(log_mass, abs=1e-9 * (1.0 + abs(log_mass)))
            assert ours.cdf(k) == pytest.approx(theirs.cdf(k), rel=1e-9)
            if theirs.sf(k) > 1e-200:
                assert ours.survival(k) == pytest.approx(theirs.sf(k), rel=1e-9)
            compared += 1
    assert compared >= 2


def test_large_binomial_and_poisson_masses_keep_their_digits():
    for k, n, p in [
        (500_000, 10**6, 0.5),
        (499_000, 10**6, 0.5),
        (10, 10**9, 1e-8),
        (10**9 - 3, 10**9, 1.0 - 1e-9),
    ]:
        q = 1 - mpf(p)
        exact = mp.log(mp.binomial(n, k)) + k * mp.log(mpf(p)) + (n - k) * mp.log(q)
        slope = abs(k - n * p) / (1.0 - p)
        assert abs(FAMILIES["binomial"](n, p).log_density(k) - exact) <= 32 * EPS * (1 + abs(exact) + slope)
    for k, rate in [(10**6, 1e6), (10**6 + 3000, 1e6), (3, 1e-5), (10**8, 1.0001e8)]:
        exact = k * mp.log(mpf(rate)) - mpf(rate) - mp.loggamma(k + 1)
        assert abs(FAMILIES["poisson"](rate).log_density(k) - exact) <= 32 * EPS * (
            1 + abs(exact) + abs(k - rate)
        )


def test_multivariate_normal_against_scipy():
    covariance = ((2.0, 0.5, 0.1), (0.5, 1.0, 0.2), (0.1, 0.2, 3.0))
    factor = tuple(map(tuple, np.linalg.cholesky(covariance).tolist()))
    mean, x = (1.0, 2.0, 3.0), (0.3, -1.0, 7.0)
    expected = ss.multivariate_normal(mean, covariance).logpdf(x)
    assert FAMILIES["multivariate_normal"](mean, covariance).log_density(x) == pytest.approx(
        expected, rel=1e-13
    )
    assert FAMILIES["multivariate_normal_cholesky"](mean, factor).log_density(x) == pytest.approx(
        expected, rel=1e-13
    )


def test_dirichlet_and_multinomial_against_scipy():
    for a in [(2.0, 0.5, 3.0), (1e3, 2e3, 1e-3), (1.0, 1.0, 1.0)]:
        for x in [(0.2, 0.3, 0.5), (0.33, 0.66, 0.01)]:
            expected = ss.dirichlet(a).logpdf(x)
            assert FAMILIES["dirichlet"](a).log_density(x) == pytest.approx(expected, rel=1e-11, abs=1e-12)
    for n, x in [(4, (1, 1, 2)), (30, (0, 10, 20)), (0, (0, 0, 0))]:
        expected = ss.multinomial(n, (0.2, 0.3, 0.5)).logpmf(x)
        ours = FAMILIES["multinomial"](n, (0.2, 0.3, 0.5)).log_density(x)
        assert ours == pytest.approx(expected, rel=1e-12, abs=1e-13)
