"""Multivariate families: the map from uniforms against the density, and marginals against theory."""

import math
from fractions import Fraction
from itertools import pairwise, product

import numpy as np
import pytest
import scipy.stats as ss

from quasiborel.qbs.distributions import FAMILIES

F = FAMILIES
HALF, THIRD = Fraction(1, 2), Fraction(1, 3)


def log_jacobian(d, coordinates, us, h=1e-6):
    """log |det dx/du| of the map by central differences."""
    columns = []
    for i in range(len(us)):
        up, down = list(us), list(us)
        up[i], down[i] = us[i] + h, us[i] - h
        columns.append(
            (np.array(coordinates(d.from_uniforms(up))) - np.array(coordinates(d.from_uniforms(down))))
            / (2 * h)
        )
    return math.log(abs(np.linalg.det(np.array(columns))))


def below_the_diagonal(matrix):
    return [row[j] for i, row in enumerate(matrix) for j in range(i)]


@pytest.mark.parametrize(
    ("d", "coordinates"),
    [
        (F["multivariate_normal"]((1.0, 2.0), ((2.0, 0.5), (0.5, 1.0))), list),
        (
            F["multivariate_normal_cholesky"](
                (0.0, 0.0, 0.0), ((1.0, 0.0, 0.0), (0.5, 2.0, 0.0), (-1.0, 0.3, 0.1))
            ),
            list,
        ),
        (F["lkj_cholesky"](2, 0.6), below_the_diagonal),
        (F["lkj_cholesky"](3, 2.0), below_the_diagonal),
        (F["lkj_cholesky"](4, 0.7), below_the_diagonal),
    ],
    ids=str,
)
def test_density_is_one_over_the_jacobian(d, coordinates):
    """An injective map of uniforms has density 1 / |det dx/du| at its value."""
    rng = np.random.default_rng(1)
    for us in rng.uniform(0.1, 0.9, (5, d.num_uniforms)).tolist():
        value = d.from_uniforms(us)
        assert d.support.contains(value)
        assert d.log_density(value) == pytest.approx(-log_jacobian(d, coordinates, us), abs=1e-6)


def test_dirichlet_of_two_is_beta():
    d, beta = F["dirichlet"]((2.0, 0.7)), F["beta"](2.0, 0.7)
    for x in (0.1, 0.5, 0.93):
        assert d.log_density((x, 1.0 - x)) == pytest.approx(beta.log_density(x), rel=1e-13, abs=1e-13)


def test_dirichlet_density_integrates_to_one():
    d, n = F["dirichlet"]((3.0, 2.0, 4.0)), 60
    grid = [(i + 1 / 3) / n for i in range(n)]
    total = (
        sum(math.exp(d.log_density((x, y, 1.0 - x - y))) for x, y in product(grid, grid) if x + y < 1.0)
        / n**2
    )
    assert total == pytest.approx(1.0, abs=2e-3)


def test_dirichlet_does_not_underflow():
    d = F["dirichlet"]((1e-3, 1e-3, 1e-3))
    value = d.from_uniforms((0.3, 0.30001, 0.2))
    assert math.fsum(value) == pytest.approx(1.0, abs=1e-15)
    # log gamma quantiles differ by (log 0.30001 - log 0.3) / 1e-3
    assert value[1] / value[0] == pytest.approx(math.exp(math.log(0.30001 / 0.3) / 1e-3), rel=1e-9)
    assert value[2] == pytest.approx(value[0] * math.exp(math.log(0.2 / 0.3) / 1e-3), rel=1e-9)


@pytest.mark.statistical
def test_dirichlet_marginals():
    """Null: entry i of dirichlet(a) is beta(a_i, sum a - a_i), by Kolmogorov-Smirnov on 4000 draws.

    Three tests at 1e-5 each: false-positive rate 3e-5; the power against a distribution function
    that is off by 0.05 anywhere is above 0.999 (the critical distance is 0.039).
    """
    seed, a = 20, (0.3, 2.0, 5.0)
    rng = np.random.default_rng(seed)
    draws = [F["dirichlet"](a).from_uniforms(us) for us in rng.uniform(size=(4000, 3)).tolist()]
    for i in range(3):
        p = ss.kstest([x[i] for x in draws], ss.beta(a[i], sum(a) - a[i]).cdf).pvalue
        assert p > 1e-5, f"seed {seed}, entry {i}: p = {p}"


@pytest.mark.statistical
def test_lkj_marginals():
    """Null: each correlation of lkj(dimension 4, shape 0.7) is 2 beta(c, c) - 1 with c = 0.7 + 1.

    Six tests at 1e-5 on 4000 draws: false-positive rate 6e-5; power above 0.999 against a
    distribution function that is off by 0.05. Source: Lewandowski et al. 2009, section 1.
    """
    seed, d = 21, F["lkj_cholesky"](4, 0.7)
    rng = np.random.default_rng(seed)
    factors = [np.array(d.from_uniforms(us)) for us in rng.uniform(size=(4000, 6)).tolist()]
    for i in range(4):
        for j in range(i):
            sample = [(f[i] @ f[j] + 1.0) / 2.0 for f in factors]
            p = ss.kstest(sample, ss.beta(1.7, 1.7).cdf).pvalue
            assert p > 1e-5, f"seed {seed}, entry {i, j}: p = {p}"


def test_lkj_of_dimension_one():
    d = F["lkj_cholesky"](1, 2.0)
    assert (d.num_uniforms, d.from_uniforms(()), d.log_density(((1.0,),))) == (0, ((1.0,),), 0.0)


@pytest.mark.parametrize("probabilities", [(THIRD, HALF, Fraction(1, 6)), (HALF, Fraction(0), HALF)])
def test_multinomial_map_is_exact(probabilities):
    """The cell of uniforms that is sent to a list of counts has exactly its mass as area."""
    d = F["multinomial"](3, probabilities)
    area = {}
    first_cuts = cuts(F["binomial"](3, probabilities[0]))
    for left, right in pairwise(first_cuts):
        first = d.from_uniforms(((left + right) / 2, HALF))[0]
        rest = probabilities[1] + probabilities[2]
        second_cuts = cuts(F["binomial"](3 - first, probabilities[1] / rest))
        for low, high in pairwise(second_cuts):
            counts = d.from_uniforms(((left + right) / 2, (low + high) / 2))
            area[counts] = area.get(counts, 0) + (right - left) * (high - low)
    assert area == dict(d.enumerate())


def cuts(d):
    """0 and the values of a distribution function: where its quantile jumps."""
    total, edges = Fraction(0), [Fraction(0)]
    for _, mass in d.enumerate():
        total += mass
        edges.append(total)
    return edges


def test_values_outside_the_support():
    assert F["dirichlet"]((2.0, 2.0)).log_density((0.7, 0.7)) == -math.inf
    assert F["dirichlet"]((2.0, 2.0)).log_density((-0.1, 1.1)) == -math.inf
    assert F["multinomial"](2, (0.5, 0.5)).log_density((1, 2)) == -math.inf
    assert F["multinomial"](2, (1.0, 0.0)).log_density((1, 1)) == -math.inf
    assert F["lkj_cholesky"](2, 1.0).log_density(((1.0, 0.0), (0.9, 0.9))) == -math.inf
    assert F["multivariate_normal"]((0.0,), ((1.0,),)).log_density((math.inf,)) == -math.inf
