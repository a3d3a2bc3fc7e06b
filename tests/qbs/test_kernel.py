"""Densities and kernels of finite measures: the laws of section 4.2 and of Figure 14, exactly."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction as F

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quasiborel.qbs.density import (
    NotAbsolutelyContinuous,
    absolutely_continuous,
    almost_everywhere,
    equal_almost_everywhere,
    radon_nikodym,
)
from quasiborel.qbs.kernel import (
    box,
    combined,
    composed,
    is_markov,
    preserves,
    rescaling,
    reversible,
    swap,
    transition,
)
from quasiborel.qbs.measure import Mass

SPACE = range(4)
weights = st.sampled_from([F(0), F(0), F(1, 3), F(1), F(5, 2)])
tables = st.tuples(*[weights] * 4)
measures = tables.map(lambda table: Mass(enumerate(table)))
matrices = st.tuples(*[measures] * 4)
functions = tables.map(lambda table: table.__getitem__)


@given(mu=measures, w=functions)
def test_radon_nikodym(mu: Mass, w: Callable[[int], F]) -> None:
    """A measure with a density is absolutely continuous, and the density is w where μ is."""
    nu = mu.rescale(w)
    assert absolutely_continuous(nu, mu)
    density = radon_nikodym(nu, mu)
    assert mu.rescale(density) == nu
    assert equal_almost_everywhere(density, w, mu)
    assert almost_everywhere(lambda x: density(x) == w(x), mu)


@given(nu=measures, mu=measures)
def test_no_density_without_absolute_continuity(nu: Mass, mu: Mass) -> None:
    if absolutely_continuous(nu, mu):
        assert mu.rescale(radon_nikodym(nu, mu)) == nu
    else:
        with pytest.raises(NotAbsolutelyContinuous) as caught:
            radon_nikodym(nu, mu)
        assert nu[caught.value.where] == caught.value.weight != 0
        assert mu[caught.value.where] == 0


def test_almost_everywhere_is_not_everywhere() -> None:
    mu = Mass({0: 1, 2: 3})
    assert almost_everywhere(lambda x: x % 2 == 0, mu)
    assert not almost_everywhere(lambda x: x == 0, mu)
    assert equal_almost_everywhere(lambda x: x % 2, lambda x: 0, mu)
    with pytest.raises(NotAbsolutelyContinuous, match="no density: weight 1 at 1, where the other"):
        radon_nikodym(Mass({1: 1}), mu)


@given(mu=measures, rows=matrices)
def test_box_product(mu: Mass, rows: tuple[Mass, ...]) -> None:
    """Its marginals, and its integrals: ∬ f d(μ ⊠ k) = ∫ μ(dx) ∫ f(x, y) k(x, dy)."""
    kernel = rows.__getitem__
    both = box(mu, kernel)
    assert both.map(lambda pair: pair[1]) == mu.bind(kernel)
    assert both.map(lambda pair: pair[0]) == mu.rescale(lambda x: kernel(x).total)
    f = {(x, y): F(x + 2 * y + 1) for x in SPACE for y in SPACE}
    assert both.integrate(f.__getitem__) == mu.integrate(lambda x: kernel(x).integrate(lambda y: f[x, y]))
    assert both.map(swap).map(swap) == both


@given(mu=measures, nu=measures)
def test_swap_is_symmetry_of_the_product(mu: Mass, nu: Mass) -> None:
    """Fubini: μ ⊗ ν = swap_* (ν ⊗ μ), and μ ⊠ (x -> ν) = μ ⊗ ν."""
    assert mu.product(nu) == nu.product(mu).map(swap) == box(mu, lambda _: nu)


@given(mu=measures, w=functions, table=st.tuples(*[st.integers(0, 3)] * 4))
def test_frobenius(mu: Mass, w: Callable[[int], F], table: tuple[int, ...]) -> None:
    """w ⊙ f_* μ = f_* ((w ∘ f) ⊙ μ). Source: Ścibior et al. 2018, Theorem 4.4."""
    f = table.__getitem__
    assert mu.map(f).rescale(w) == mu.rescale(lambda x: w(f(x))).map(f)


def balanced(mu: Mass, flow: dict[tuple[int, int], F]) -> Callable[[int], Mass]:
    """A Markov kernel reversible for μ: a symmetric flow between states, the rest stays."""
    share = {pair: min(size, F(1)) / 4 for pair, size in flow.items()}

    def kernel(x: int) -> Mass:
        if not mu[x]:
            return Mass.point(x)
        moves = {y: min(mu[x], mu[y]) * share[min(x, y), max(x, y)] / mu[x] for y in SPACE if y != x}
        return Mass([*moves.items(), (x, 1 - sum(moves.values()))])

    return kernel


flows = st.tuples(*[weights] * 16).map(
    lambda sizes: {(x, y): sizes[4 * x + y] for x in SPACE for y in SPACE if x < y}
)


@given(mu=measures, first=flows, second=flows, w=functions)
def test_reversible_kernels(mu: Mass, first: dict, second: dict, w: Callable[[int], F]) -> None:
    """Reversible Markov kernels preserve; rescalings and linear combinations are reversible."""
    k, h = balanced(mu, first), balanced(mu, second)
    assert is_markov(k, SPACE)
    assert reversible(k, mu)
    assert preserves(k, mu)
    assert reversible(rescaling(w), mu)
    assert reversible(combined([(F(1, 3), k), (2, h), (1, rescaling(w))]), mu)
    assert preserves(composed(k, h), mu)


def test_a_cycle_of_reversible_kernels_preserves_but_is_not_reversible() -> None:
    mu = Mass({0: 1, 1: 1, 2: 1})
    turn = {0: Mass.point(1), 1: Mass.point(2), 2: Mass.point(0)}
    assert preserves(turn.__getitem__, mu)
    assert not reversible(turn.__getitem__, mu)


def test_preserving_needs_no_markov_kernel_but_markov_does_not_follow() -> None:
    assert not is_markov(rescaling(lambda x: 2), [0])
    assert not preserves(rescaling(lambda x: 2), Mass.point(0))


def test_the_matrix_holds_what_is_reached() -> None:
    rows = transition(lambda x: Mass.point(min(x + 1, 3)), [1])
    assert rows == {1: Mass.point(2), 2: Mass.point(3), 3: Mass.point(3)}
