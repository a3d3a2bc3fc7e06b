"""mixture, truncate and products: laws that tie them to their parts."""

import math
from fractions import Fraction

import numpy as np
import pytest
import scipy.stats as ss

from quasiborel.qbs.distributions import FAMILIES, Scalar
from quasiborel.qbs.weight import ScaledFloat

F = FAMILIES
HALF, THIRD = Fraction(1, 2), Fraction(1, 3)
INF = math.inf


def test_mixture_density_and_tails_are_averages():
    d = F["mixture"]((0.3, 0.7), (F["normal"](0.0, 1.0), F["normal"](5.0, 0.5)))
    a, b = ss.norm(0, 1), ss.norm(5, 0.5)
    for x in (-9.0, 0.0, 3.0, 5.0, 12.0):
        assert d.log_density(x) == pytest.approx(math.log(0.3 * a.pdf(x) + 0.7 * b.pdf(x)), rel=1e-13)
        assert d.cdf(x) == pytest.approx(0.3 * a.cdf(x) + 0.7 * b.cdf(x), rel=1e-13)
        assert d.survival(x) == pytest.approx(0.3 * a.sf(x) + 0.7 * b.sf(x), rel=1e-13)
    assert d.log_density(60.0) == pytest.approx(
        math.log(0.3) - 1800.0 - math.log(math.sqrt(2 * math.pi)), rel=1e-15
    )


def test_mixture_chooses_by_the_first_uniform():
    d = F["mixture"](
        (0.25, 0.0, 0.75), (F["normal"](0.0, 1.0), F["normal"](9.0, 1.0), F["dirichlet"]((1.0,) * 3))
    )
    assert d.num_uniforms == 4
    assert d.from_uniforms((0.25, 0.5, 0.1, 0.1)) == 0.0
    assert len(d.from_uniforms((0.26, 0.5, 0.1, 0.1))) == 3


def test_mixture_of_vectors_enumerates_each_value_once():
    d = F["mixture"]((HALF, HALF), (F["flip"]((HALF, HALF)), F["dirac"]((True, True))))
    assert not isinstance(d, Scalar)
    masses = dict(d.enumerate())
    assert masses[True, True] == Fraction(5, 8)
    assert sum(masses.values()) == 1
    assert len(masses) == 4


def test_truncation_is_conditioning_exactly():
    base = F["binomial"](9, THIRD)
    d = F["truncate"](base, 2, 5)
    total = sum(base.density(k) for k in range(2, 6))
    assert dict(d.enumerate()) == {k: base.density(k) / total for k in range(2, 6)}
    assert F["truncate"](d, 3, 9).density(4) == base.density(4) / sum(base.density(k) for k in range(3, 6))


def test_truncated_normal_is_a_truncated_normal():
    one, other = F["truncate"](F["normal"](1.0, 2.0), 20.0, 25.0), F["truncated_normal"](1.0, 2.0, 20.0, 25.0)
    for u in (1e-9, 0.3, 0.999):
        assert one.icdf(u) == other.icdf(u)
        assert one.log_density(one.icdf(u)) == other.log_density(one.icdf(u))


def test_truncated_exponential_forgets():
    near, far = (F["truncate"](F["exponential"](1.0), float(a), float(a + 1)) for a in (0, 1000))
    for u in (1e-3, 0.3, 0.9):
        assert far.icdf(u) - 1000.0 == pytest.approx(near.icdf(u), abs=1e-12)
        assert far.log_density(1000.25) == pytest.approx(near.log_density(0.25), abs=1e-12)


@pytest.mark.parametrize(
    ("base", "low", "high"),
    [
        (F["gamma"](2.0, 1.0), 2000.0, 3000.0),
        (F["inverse_gamma"](3.0, 1.0), 1e-5, 2e-5),
        (F["laplace"](0.0, 1.0), -2000.0, -1999.0),
        (F["lognormal"](0.0, 1.0), 1e30, 1e31),
        (F["half_normal"](1.0), 50.0, 60.0),
        (F["gumbel"](0.0, 1.0), -8.0, -7.0),
        (F["logistic"](0.0, 1.0), 900.0, INF),
        (F["weibull"](2.0, 1.0), 40.0, 50.0),
    ],
    ids=str,
)
def test_tails_below_the_smallest_float(base, low, high):
    d = F["truncate"](base, low, high)
    xs = np.linspace(d.icdf(1e-14), d.isf(1e-14), 20_001)
    fs = np.exp([d.log_density(float(x)) for x in xs])
    widths = np.diff(xs)
    # Simpson's rule
    mass = float(np.sum(widths[::2] / 3.0 * (fs[:-1:2] + 4.0 * fs[1::2] + fs[2::2])))
    assert mass == pytest.approx(1.0, abs=1e-7)
    assert d.cdf(d.icdf(0.3)) == pytest.approx(0.3, rel=1e-9)


def test_truncated_counts_in_a_far_tail():
    d = F["truncate"](F["poisson"](1.0), 200, 210)
    ratio = d.density(201) / d.density(200)
    assert isinstance(ratio, ScaledFloat)
    assert float(ratio) == pytest.approx(1.0 / 201.0, rel=1e-12)
    assert sum(float(mass) for _, mass in d.enumerate()) == pytest.approx(1.0, rel=1e-14)


def test_products_are_independent_components():
    d = F["normal"]((0.0, 1.0, 2.0), 0.5)
    parts = [F["normal"](m, 0.5) for m in (0.0, 1.0, 2.0)]
    x = d.from_uniforms((0.1, 0.5, 0.9))
    assert x == tuple(p.icdf(u) for p, u in zip(parts, (0.1, 0.5, 0.9), strict=True))
    assert d.log_density(x) == pytest.approx(
        sum(p.log_density(v) for p, v in zip(parts, x, strict=True)), rel=1e-15
    )
    assert (d.num_uniforms, d.discrete, d.finite) == (3, False, False)
    assert d == F["normal"](mean=(0.0, 1.0, 2.0), sd=0.5)


def test_every_scalar_family_has_products(cases):
    for name, family in FAMILIES.items():
        if family.lift is None:
            continue
        args = cases[name][0]
        vectors = tuple((a, a) for a in args)
        d, one = family(*vectors), family(*args)
        us = (0.3,) * (2 * one.num_uniforms)
        assert d.from_uniforms(us) == (one.from_uniforms(us[:1]),) * 2
    lifted = {n for n, f in FAMILIES.items() if f.lift is not None}
    assert lifted == {n for n, f in FAMILIES.items() if f.value_type in ("Real", "Int", "Bool")} - {
        "categorical"
    }
