"""Mass is a commutative monad with the toolbox of synthetic measure theory (paper 4.1, Figure 14)."""

from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quasiborel.qbs.measure import Mass
from quasiborel.qbs.weight import ScaledFloat, Weight

POINTS = (0, 1, 2)
points = st.sampled_from(POINTS)
weights = st.fractions(min_value=0, max_value=3, max_denominator=7)
measures = st.dictionaries(points, weights).map(Mass)


def tabulated(values: st.SearchStrategy) -> st.SearchStrategy[Callable]:
    return st.tuples(values, values, values).map(lambda table: table.__getitem__)


functions = tabulated(points)
densities = tabulated(weights)
kernels = tabulated(measures)


@given(points, measures, kernels, kernels)
def test_monad_laws(x: int, mu: Mass, k: Callable, h: Callable) -> None:
    assert Mass.point(x).bind(k) == k(x)
    assert mu.bind(Mass.point) == mu
    assert mu.bind(k).bind(h) == mu.bind(lambda y: k(y).bind(h))


@given(measures, measures)
def test_fubini(mu: Mass, nu: Mass) -> None:
    one = mu.bind(lambda x: nu.bind(lambda y: Mass.point((x, y))))
    other = nu.bind(lambda y: mu.bind(lambda x: Mass.point((x, y))))
    assert one == other == mu.product(nu)


@given(measures, functions, functions, densities)
def test_change_of_variables(mu: Mass, f: Callable, g: Callable, w: Callable) -> None:
    assert mu.map(g).map(f) == mu.map(lambda x: f(g(x)))
    assert mu.map(f) == mu.bind(lambda x: Mass.point(f(x)))
    assert mu.map(g).integrate(w) == mu.integrate(lambda x: w(g(x)))
    assert mu.map(f).total == mu.total == mu.integrate(lambda _: 1)


@given(measures, densities, densities, functions, weights)
def test_rescaling(mu: Mass, w: Callable, v: Callable, f: Callable, r: Weight) -> None:
    assert mu.rescale(v).rescale(w) == mu.rescale(lambda x: w(x) * v(x))
    assert mu.rescale(w) == mu.bind(lambda x: Mass.point(x).scale(w(x)))
    assert mu.rescale(w).integrate(v) == mu.integrate(lambda x: w(x) * v(x))
    assert mu.scale(r) == mu.rescale(lambda _: r)
    assert mu.map(f).rescale(w) == mu.rescale(lambda x: w(f(x))).map(f)  # Frobenius, Theorem 4.4


@given(measures, measures, functions, functions, densities, densities)
def test_products(mu: Mass, nu: Mass, f: Callable, g: Callable, w: Callable, v: Callable) -> None:
    both = mu.product(nu)
    assert both.map(lambda p: (f(p[0]), g(p[1]))) == mu.map(f).product(nu.map(g))
    assert both.rescale(lambda p: w(p[0]) * v(p[1])) == mu.rescale(w).product(nu.rescale(v))
    assert both.map(lambda p: p[0]) == mu.scale(nu.total)
    assert both.map(lambda p: (p[1], p[0])) == nu.product(mu)
    assert both.total == mu.total * nu.total
    assert both.integrate(lambda p: w(p[0]) * v(p[1])) == mu.integrate(w) * nu.integrate(v)


@given(measures, measures, kernels, kernels, densities, weights)
def test_linearity(mu: Mass, nu: Mass, k: Callable, h: Callable, w: Callable, r: Weight) -> None:
    assert (mu + nu).bind(k) == mu.bind(k) + nu.bind(k)
    assert mu.bind(lambda x: k(x) + h(x)) == mu.bind(k) + mu.bind(h)
    assert mu.scale(r).bind(k) == mu.bind(k).scale(r)
    assert (mu + nu).integrate(w) == mu.integrate(w) + nu.integrate(w)
    assert mu.bind(k).integrate(w) == mu.integrate(lambda x: k(x).integrate(w))
    assert mu.bind(k).total == mu.integrate(lambda x: k(x).total)


@given(measures.filter(bool))
def test_normalize(mu: Mass) -> None:
    assert mu.normalize().total == 1
    assert mu.normalize().scale(mu.total) == mu


def test_normalize_refuses_the_zero_measure() -> None:
    with pytest.raises(ValueError, match="the measure is zero"):
        Mass().normalize()


@given(st.lists(st.tuples(points, weights)))
def test_equality_is_that_of_measures(pairs: list[tuple[int, Fraction]]) -> None:
    mu, nu = Mass(pairs), Mass(reversed(pairs))
    assert mu == nu
    assert hash(mu) == hash(nu)
    assert mu.support == {x for x in POINTS if mu[x] > 0}
    assert mu != mu + Mass.point(3)


def test_rational_and_float_weights_mix() -> None:
    half = Mass({"a": Fraction(1, 2)})
    tiny = half.scale(ScaledFloat(1.0, -2000))
    assert tiny["a"] == Fraction(1, 2**2001)
    assert tiny.scale(2**2000) == half
    assert half.rational
    assert not half.scale(ScaledFloat(1.0)).rational


def test_repr_is_sorted_and_bounded() -> None:
    assert repr(Mass({2: Fraction(1, 3), 1: 1})) == "Mass({1: 1, 2: 1/3})"
    assert repr(Mass((x, 1) for x in range(25))).endswith("19: 1, … 5 more})")
