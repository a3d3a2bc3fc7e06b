"""Equations of synthetic measure theory, executable: paper, Figure 14 and Theorem A.1, on finite measures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias, final

from hypothesis import strategies as st

from ..qbs.measure import Mass
from ..qbs.weight import ONE
from .report import Report
from .search import Budget, search

POINTS = (0, 1, 2)
Function: TypeAlias = tuple[int, int, int]  # of a point, as its table
Density: TypeAlias = tuple[Fraction, Fraction, Fraction]
Kernel: TypeAlias = tuple[Mass[int], Mass[int], Mass[int]]


@final
@dataclass(frozen=True, slots=True)
class Given:
    """What the equations are about: measures, functions, densities and kernels on three points."""

    mu: Mass[int]
    nu: Mass[int]
    f: Function
    g: Function
    w: Density
    v: Density
    k: Kernel
    h: Kernel
    r: Fraction
    x: int


Equation: TypeAlias = Callable[[Given], tuple[Any, Any]]


def swap(pair: tuple[Any, Any]) -> tuple[Any, Any]:
    """(y, x) of (x, y)."""
    return pair[1], pair[0]


def with_kernel(mu: Mass[int], kernel: Kernel) -> Mass[tuple[int, int]]:
    """μ ⊠ k = ∬ δ_(x, y) μ(dx) k(x, dy)."""
    return mu.bind(lambda x: kernel[x].map(lambda y: (x, y)))


EQUATIONS: dict[str, Equation] = {
    "(g∘f)_* μ = g_* f_* μ": lambda a: (
        a.mu.map(lambda x: a.g[a.f[x]]),
        a.mu.map(a.f.__getitem__).map(a.g.__getitem__),
    ),
    "f_* δ_x = δ_f(x)": lambda a: (Mass.point(a.x).map(a.f.__getitem__), Mass.point(a.f[a.x])),
    "δ_x >>= k = k(x)": lambda a: (Mass.point(a.x).bind(a.k.__getitem__), a.k[a.x]),
    "μ >>= δ = μ": lambda a: (a.mu.bind(Mass.point), a.mu),
    "(μ >>= k) >>= h = μ >>= (x -> k(x) >>= h)": lambda a: (
        a.mu.bind(a.k.__getitem__).bind(a.h.__getitem__),
        a.mu.bind(lambda x: a.k[x].bind(a.h.__getitem__)),
    ),
    "f_*(μ >>= k) = μ >>= f_*∘k": lambda a: (
        a.mu.bind(a.k.__getitem__).map(a.f.__getitem__),
        a.mu.bind(lambda x: a.k[x].map(a.f.__getitem__)),
    ),
    "f_* μ >>= k = μ >>= k∘f": lambda a: (
        a.mu.map(a.f.__getitem__).bind(a.k.__getitem__),
        a.mu.bind(lambda x: a.k[a.f[x]]),
    ),
    "(f_* μ)(Y) = μ(X)": lambda a: (a.mu.map(a.f.__getitem__).total, a.mu.total),
    "∫ w df_*μ = ∫ w∘f dμ": lambda a: (
        a.mu.map(a.f.__getitem__).integrate(a.w.__getitem__),
        a.mu.integrate(lambda x: a.w[a.f[x]]),
    ),
    "∫ w dδ_x = w(x)": lambda a: (Mass.point(a.x).integrate(a.w.__getitem__), a.w[a.x]),
    "∫ w d(μ >>= k) = ∫∫ w dk(x) μ(dx)": lambda a: (
        a.mu.bind(a.k.__getitem__).integrate(a.w.__getitem__),
        a.mu.integrate(lambda x: a.k[x].integrate(a.w.__getitem__)),
    ),
    "∫ w d(v ⊙ μ) = ∫ w·v dμ": lambda a: (
        a.mu.rescale(a.v.__getitem__).integrate(a.w.__getitem__),
        a.mu.integrate(lambda x: a.w[x] * a.v[x]),
    ),
    "1 ⊙ μ = μ": lambda a: (a.mu.rescale(lambda _: ONE), a.mu),
    "w ⊙ (v ⊙ μ) = (w·v) ⊙ μ": lambda a: (
        a.mu.rescale(a.v.__getitem__).rescale(a.w.__getitem__),
        a.mu.rescale(lambda x: a.w[x] * a.v[x]),
    ),
    "w ⊙ f_* μ = f_*((w∘f) ⊙ μ)": lambda a: (
        a.mu.map(a.f.__getitem__).rescale(a.w.__getitem__),
        a.mu.rescale(lambda x: a.w[a.f[x]]).map(a.f.__getitem__),
    ),
    "(w ⊙ μ) >>= k = μ >>= (x -> w(x) ⊙ k(x))": lambda a: (
        a.mu.rescale(a.w.__getitem__).bind(a.k.__getitem__),
        a.mu.bind(lambda x: a.k[x].scale(a.w[x])),
    ),
    "w ⊙ (μ >>= k) = μ >>= (x -> w ⊙ k(x))": lambda a: (
        a.mu.bind(a.k.__getitem__).rescale(a.w.__getitem__),
        a.mu.bind(lambda x: a.k[x].rescale(a.w.__getitem__)),
    ),
    "δ_x ⊗ ν = (x, -)_* ν": lambda a: (Mass.point(a.x).product(a.nu), a.nu.map(lambda y: (a.x, y))),
    "swap_*(μ ⊗ ν) = ν ⊗ μ": lambda a: (a.mu.product(a.nu).map(swap), a.nu.product(a.mu)),
    "∬ w(x)·v(y) in either order": lambda a: (
        a.mu.integrate(lambda x: a.nu.integrate(lambda y: a.w[x] * a.v[y])),
        a.nu.integrate(lambda y: a.mu.integrate(lambda x: a.w[x] * a.v[y])),
    ),
    "first_*(μ ⊗ ν) = ν(Y) ⊙ μ": lambda a: (
        a.mu.product(a.nu).map(lambda pair: pair[0]),
        a.mu.scale(a.nu.total),
    ),
    "(f × g)_*(μ ⊗ ν) = f_* μ ⊗ g_* ν": lambda a: (
        a.mu.product(a.nu).map(lambda pair: (a.f[pair[0]], a.g[pair[1]])),
        a.mu.map(a.f.__getitem__).product(a.nu.map(a.g.__getitem__)),
    ),
    "(w ⊗ v) ⊙ (μ ⊗ ν) = (w ⊙ μ) ⊗ (v ⊙ ν)": lambda a: (
        a.mu.product(a.nu).rescale(lambda pair: a.w[pair[0]] * a.v[pair[1]]),
        a.mu.rescale(a.w.__getitem__).product(a.nu.rescale(a.v.__getitem__)),
    ),
    "λx. w(x) ⊙ δ_x is reversible": lambda a: (
        _symmetric(a.mu, a.w),
        _symmetric(a.mu, a.w).map(swap),
    ),
    "second_*(μ ⊠ k) = μ >>= k": lambda a: (
        with_kernel(a.mu, a.k).map(lambda pair: pair[1]),
        a.mu.bind(a.k.__getitem__),
    ),
    "(μ + ν) >>= k = (μ >>= k) + (ν >>= k)": lambda a: (
        (a.mu + a.nu).bind(a.k.__getitem__),
        a.mu.bind(a.k.__getitem__) + a.nu.bind(a.k.__getitem__),
    ),
    "μ >>= (k + h) = (μ >>= k) + (μ >>= h)": lambda a: (
        a.mu.bind(lambda x: a.k[x] + a.h[x]),
        a.mu.bind(a.k.__getitem__) + a.mu.bind(a.h.__getitem__),
    ),
    "(r ⊙ μ) >>= k = r ⊙ (μ >>= k)": lambda a: (
        a.mu.scale(a.r).bind(a.k.__getitem__),
        a.mu.bind(a.k.__getitem__).scale(a.r),
    ),
    "f_*(μ + ν) = f_* μ + f_* ν": lambda a: (
        (a.mu + a.nu).map(a.f.__getitem__),
        a.mu.map(a.f.__getitem__) + a.nu.map(a.f.__getitem__),
    ),
    "(w + v) ⊙ μ = w ⊙ μ + v ⊙ μ": lambda a: (
        a.mu.rescale(lambda x: a.w[x] + a.v[x]),
        a.mu.rescale(a.w.__getitem__) + a.mu.rescale(a.v.__getitem__),
    ),
    "w ⊙ (μ + ν) = w ⊙ μ + w ⊙ ν": lambda a: (
        (a.mu + a.nu).rescale(a.w.__getitem__),
        a.mu.rescale(a.w.__getitem__) + a.nu.rescale(a.w.__getitem__),
    ),
    "∫ w d(μ + ν) = ∫ w dμ + ∫ w dν": lambda a: (
        (a.mu + a.nu).integrate(a.w.__getitem__),
        a.mu.integrate(a.w.__getitem__) + a.nu.integrate(a.w.__getitem__),
    ),
    "(μ + ν) ⊗ μ = μ ⊗ μ + ν ⊗ μ": lambda a: (
        (a.mu + a.nu).product(a.mu),
        a.mu.product(a.mu) + a.nu.product(a.mu),
    ),
}


def check_measures(*, max_examples: int = 300, seconds: float = 20.0, seed: int = 0) -> Report:
    """Every equation of EQUATIONS for random measures, functions, densities and kernels.

    Source: Ścibior et al. 2018, Figure 14 and Theorem A.1.
    """
    statement = f"{len(EQUATIONS)} equations of Figure 14 and Theorem A.1 hold in Mass"
    found = search(GIVEN, _broken, Budget(max_examples, seconds, seed), size=lambda a: len(repr(a)))
    refuted = None if found.failure is None else f"{found.failure[1]}\nwith {found.failure[0]}"
    return Report("Mass", statement, found.tried, found.seconds, seed, refuted, found.left_out)


def _broken(given: Given) -> str | None:
    for name, equation in EQUATIONS.items():
        left, right = equation(given)
        if left != right:
            return f"{name}: {left} is not {right}"
    return None


def _symmetric(mu: Mass[int], density: Density) -> Mass[tuple[int, int]]:
    return mu.bind(lambda x: Mass.point((x, x)).scale(density[x]))


_weights = st.sampled_from([Fraction(0), Fraction(1), Fraction(1, 2), Fraction(7, 3)])
_densities = st.tuples(_weights, _weights, _weights)
_measures = _densities.map(lambda weights: Mass(dict(enumerate(weights))))
_functions = st.tuples(*3 * [st.sampled_from(POINTS)])
_kernels = st.tuples(_measures, _measures, _measures)

GIVEN: st.SearchStrategy[Given] = st.builds(
    Given,
    mu=_measures,
    nu=_measures,
    f=_functions,
    g=_functions,
    w=_densities,
    v=_densities,
    k=_kernels,
    h=_kernels,
    r=_weights,
    x=st.sampled_from(POINTS),
)
