"""The law of any function of uniforms, by a grid on its breakpoints; and the claims about resampling.

A scheme under test is a function (weights, m) -> object with `num_uniforms` and `from_uniforms`.
A claim is a function scheme -> the first counterexample, or None. The breakpoints of the four
schemes are multiples of 1 / sum(weights) for the weights of CASES, so that uniforms on the middles
of that grid have exactly the law of uniforms on [0, 1); a wrong scheme is refuted on the same grid.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from itertools import product
from typing import Any

import pytest

from quasiborel.inference.resampling import SCHEMES
from quasiborel.qbs.measure import Mass
from quasiborel.qbs.weight import ScaledFloat

Drawer = Callable[[tuple[Any, ...], int], Any]
Claim = Callable[[Drawer], str | None]

CASES: list[tuple[tuple[int, ...], int]] = [
    ((1, 2), 1),
    ((1, 2), 3),  # whole copies only
    ((1, 1, 1), 2),
    ((3, 1, 0), 4),  # every C_i on the grid
    ((0, 1, 3), 3),
    ((2, 0, 1, 2), 2),
    ((2, 3, 0, 2), 3),
    ((0, 5, 1, 0), 4),
    ((0, 0, 1), 2),
    ((1, 4, 1), 2),
    ((4, 1), 3),
    ((7,), 3),
]
# (weights, where the uniforms are): what float32 and float64 filters trip over
FLOATS: list[tuple[float, ...]] = [
    (0.1,) * 10 + (0.0,),  # the running sum ends at 1 - 2^-53 …
    (1.0, 4.0, 1.0, 0.0),  # … and here that of the weights over their sum
    (0.0, *(0.1,) * 10, 0.0),
    (0.0, 1e-300, 1.0, 0.0),
    (0.7, 0.2, 0.1, 0.0),
    (0.3, 0.0, 0.3, 0.0, 0.4),
    (5e-324, 0.0),
]
EDGES = (Fraction(0), 2.0**-53, 1.0 - 2.0**-53)


def grid_law(drawn: Any, cells: int) -> Mass[tuple[int, ...]]:
    """The push-forward of the uniforms through a function that is constant on a grid of cells."""
    middles = [Fraction(2 * cell + 1, 2 * cells) for cell in range(cells)]
    weight = Fraction(1, cells**drawn.num_uniforms)
    return Mass((drawn.from_uniforms(us), weight) for us in product(middles, repeat=drawn.num_uniforms))


def copies(law: Mass[tuple[int, ...]], particle: int) -> Fraction:
    """E #{j : A_j = particle}."""
    expected = law.integrate(lambda ancestors: Fraction(ancestors.count(particle)))
    assert isinstance(expected, Fraction)
    return expected


def function_laws(draw: Drawer) -> Iterator[tuple[tuple[int, ...], int, Mass[tuple[int, ...]]]]:
    for weights, m in CASES:
        yield weights, m, grid_law(draw(tuple(map(Fraction, weights)), m), sum(weights))


def m_ancestors(draw: Drawer) -> str | None:
    """There are m of them, each the number of a particle."""
    for weights, m, law in function_laws(draw):
        for ancestors in law:
            if len(ancestors) != m or not set(ancestors) <= set(range(len(weights))):
                return f"{weights}, m={m}: {ancestors}"
    return None


def unbiased(draw: Drawer) -> str | None:
    """E #{j : A_j = i} = m w_i / sum(w)."""
    for weights, m, law in function_laws(draw):
        for i, w in enumerate(weights):
            if copies(law, i) != Fraction(m * w, sum(weights)):
                return f"{weights}, m={m}: {copies(law, i)} copies of {i}"
    return None


def positive_weight(draw: Drawer) -> str | None:
    """No ancestor has weight 0, also at the ends of the cells and with float weights."""
    inputs: list[tuple[tuple[Any, ...], int, Iterable[Any]]] = [
        (tuple(map(Fraction, weights)), m, (Fraction(k, sum(weights)) for k in range(sum(weights))))
        for weights, m in CASES
    ]
    inputs += [(tuple(map(ScaledFloat, weights)), m, EDGES) for weights in FLOATS for m in (1, 7, 10)]
    for weights, m, places in inputs:
        drawn = draw(weights, m)
        for u in (*places, *EDGES):
            ancestors = drawn.from_uniforms([u] * drawn.num_uniforms)
            if not all(i < len(weights) and weights[i] > 0 for i in ancestors):
                return f"{weights}, m={m}, u={u!r}: {ancestors}"
    return None


def whole_copies(draw: Drawer) -> str | None:
    """Particle i has at least floor(m w_i / sum(w)) - 1 copies: what no independent draws give."""
    for weights, m, law in function_laws(draw):
        for ancestors in law:
            for i, w in enumerate(weights):
                if ancestors.count(i) < m * w // sum(weights) - 1:
                    return f"{weights}, m={m}: {ancestors}"
    return None


def nearest_copies(draw: Drawer) -> str | None:
    """Particle i has floor(m w_i / sum(w)) copies or one more."""
    for weights, m, law in function_laws(draw):
        for ancestors in law:
            for i, w in enumerate(weights):
                if not m * w - sum(weights) < ancestors.count(i) * sum(weights) < m * w + sum(weights):
                    return f"{weights}, m={m}: {ancestors}"
    return None


def exchangeable(draw: Drawer) -> str | None:
    """Every slot has the law w / sum(w) by itself."""
    for weights, m, law in function_laws(draw):
        wanted = Mass({i: Fraction(w, sum(weights)) for i, w in enumerate(weights)})
        for slot in range(m):
            if law.map(lambda ancestors, slot=slot: ancestors[slot]) != wanted:
                return f"{weights}, m={m}: slot {slot}"
    return None


def law_of(name: str) -> Claim:
    """The function of uniforms pushes them to the law of that scheme."""

    def claim(draw: Drawer) -> str | None:
        for weights, m, law in function_laws(draw):
            if law != Mass(SCHEMES[name](weights, m).enumerate()):
                return f"{weights}, m={m}: {law}"
        return None

    return claim


CLAIMS: dict[str, tuple[Claim, ...]] = {
    "multinomial": (exchangeable,),
    "stratified": (whole_copies,),
    "systematic": (whole_copies, nearest_copies),
    "residual": (whole_copies,),
}


@pytest.fixture(scope="session")
def claims() -> dict[str, dict[str, Claim]]:
    """By scheme and by name: what every scheme claims, and what only this one does."""
    return {
        name: {claim.__name__: claim for claim in (m_ancestors, unbiased, positive_weight, *own)}
        | {"law": law_of(name)}
        for name, own in CLAIMS.items()
    }


@pytest.fixture(scope="session")
def cases() -> list[tuple[tuple[int, ...], int]]:
    return CASES


@pytest.fixture(scope="session")
def law_on_the_grid() -> Callable[[Any, int], Mass[tuple[int, ...]]]:
    return grid_law


@pytest.fixture(scope="session")
def expected_copies() -> Callable[[Mass[tuple[int, ...]], int], Fraction]:
    return copies
