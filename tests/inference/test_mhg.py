"""Metropolis–Hastings–Green on five states, exactly: what Theorem 7.1 asks, what goes wrong without it."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction as F
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quasiborel.inference.mhg import acceptance, mhg_kernel, mhg_step
from quasiborel.inference.mhg_conditions import mhg_failures
from quasiborel.qbs.distributions import FAMILIES
from quasiborel.qbs.enumerator import Enumerator
from quasiborel.qbs.errors import NonFiniteWeight
from quasiborel.qbs.kernel import preserves, reversible, transition
from quasiborel.qbs.meaning import MASS
from quasiborel.qbs.measure import Mass
from quasiborel.qbs.population import Population
from quasiborel.qbs.probability import Probability
from quasiborel.qbs.sampler import Sampler
from quasiborel.qbs.suspension import Suspension
from quasiborel.qbs.weight import ZERO, ScaledFloat
from quasiborel.qbs.weighted import Weighted

categorical = FAMILIES["categorical"]
TARGET = [F(3), F(1), F(1, 2), F(2), F(5)]
ROWS = [
    (F(1, 5), F(2, 5), F(1, 5), F(1, 10), F(1, 10)),
    (F(1, 2), F(1, 10), F(1, 10), F(1, 5), F(1, 10)),
    (F(1, 10), F(3, 10), F(1, 5), F(1, 5), F(1, 5)),
    (F(1, 4), F(1, 8), F(1, 8), F(1, 4), F(1, 4)),
    (F(1, 10), F(1, 5), F(1, 2), F(1, 10), F(1, 10)),
]
MEASURE = Mass(enumerate(TARGET))


def propose(rep: Any) -> Callable[[int], Any]:
    return lambda x: rep.sample(categorical(ROWS[x]))


def ratio(x: int, y: int) -> F:
    return TARGET[y] * ROWS[y][x] / (TARGET[x] * ROWS[x][y])


def prior(rep: Any) -> Any:
    """A computation of the target: uniform draws, weighed where `rep` can."""
    drawn = rep.sample(categorical((F(1, 5),) * 5))
    return rep.bind(drawn, lambda x: rep.score(TARGET[x] * 5, x))


INFERENCE = [
    MASS,
    Enumerator(),
    Weighted(Sampler()),
    Weighted(Probability()),
    Population(Probability()),
    Suspension(MASS),
]


@pytest.mark.parametrize("rep", INFERENCE, ids=repr)
def test_a_step_keeps_the_meaning_in_every_representation(rep: Any) -> None:
    a = prior(rep)
    assert rep.meaning(a) == MEASURE
    assert rep.meaning(mhg_step(propose(rep), ratio, rep)(a)) == MEASURE


def test_a_step_of_a_sampler() -> None:
    """Over a base that only draws: the normalised target."""
    rep = Sampler()
    law = MEASURE.normalize()
    a = rep.sample(categorical(tuple(law[x] for x in range(5))))
    assert rep.meaning(mhg_step(propose(rep), ratio, rep)(a)) == law


def test_the_conditions_hold() -> None:
    assert mhg_failures(MEASURE, propose(MASS), ratio) == ()
    kernel = mhg_kernel(propose(MASS), ratio, MASS)
    assert reversible(kernel, MEASURE)
    assert preserves(kernel, MEASURE)


MUTANTS: dict[str, tuple[Callable[[int, int], Any], list[int]]] = {
    "Hastings factor upside down": (
        lambda x, y: TARGET[y] * ROWS[x][y] / (TARGET[x] * ROWS[y][x]),
        [3],
    ),
    "Hastings factor missing": (lambda x, y: TARGET[y] / TARGET[x], [3]),
    "new minus new": (lambda x, y: F(1), [3]),
    "inverted": (lambda x, y: 1 / ratio(x, y), [3]),
    "new only": (lambda x, y: TARGET[y] * ROWS[y][x], [2, 3]),
    "a factor left out": (lambda x, y: ratio(x, y) * F(x + 1, y + 1), [3]),
    "halved": (lambda x, y: ratio(x, y) / 2, [2, 3]),
    "one way only": (lambda x, y: ZERO if (x, y) == (0, 1) else ratio(x, y), [2, 3, 4]),
}


@pytest.mark.parametrize("mutant", MUTANTS)
def test_a_wrong_ratio_is_named(mutant: str) -> None:
    wrong, conditions = MUTANTS[mutant]
    assert [f.condition for f in mhg_failures(MEASURE, propose(MASS), wrong)] == conditions
    assert not preserves(mhg_kernel(propose(MASS), wrong, MASS), MEASURE)


def test_a_halved_ratio_is_no_density_but_preserves() -> None:
    """The conditions are sufficient, not necessary: min(1, ρ/2) on ratios that are one both ways."""
    flat = Mass({0: 1, 1: 1})

    def half(x: int, y: int) -> F:
        return F(1, 2)

    def swap_them(x: int) -> Mass:
        return Mass.point(1 - x)

    assert [f.condition for f in mhg_failures(flat, swap_them, half)] == [2, 3]
    assert preserves(mhg_kernel(swap_them, half, MASS), flat)


def test_a_proposal_that_loses_mass() -> None:
    def leaky(x: int) -> Mass:
        return Mass.point(x).scale(F(1, 2) if x == 3 else 1)

    failures = mhg_failures(MEASURE, leaky, lambda x, y: F(1))
    assert [str(failure) for failure in failures] == [
        "condition (1) of Theorem 7.1 fails at 3: expected a proposal of mass 1, found mass 1/2"
    ]


def test_a_failure_says_where() -> None:
    (failure,) = mhg_failures(MEASURE, propose(MASS), lambda x, y: F(1))
    assert str(failure) == (
        "condition (3) of Theorem 7.1 fails at (0, 1): expected ρ μ = swap_* μ = 1/2, found 1 · 6/5"
    )


def test_an_infinite_ratio_where_nothing_goes_back() -> None:
    """From weight zero everything is accepted: (4) fails as printed, and nothing else does."""
    measure = Mass({0: 1})

    def both(x: int) -> Mass:
        return Mass({0: F(1, 2), 1: F(1, 2)})

    def leaving(x: int, y: int) -> Any:
        return F(1) if x == y else math.inf if x else ZERO

    def staying(x: int, y: int) -> F:
        return F(int(x == y))

    assert [f.condition for f in mhg_failures(measure, both, leaving)] == [4]
    assert mhg_failures(measure, both, staying) == ()
    for rho in (leaving, staying):
        assert preserves(mhg_kernel(both, rho, MASS), measure)
    assert transition(mhg_kernel(both, leaving, MASS), [1])[1] == Mass({0: F(1, 2), 1: F(1, 2)})


@given(
    weights=st.lists(st.fractions(F(1, 9), 9), min_size=3, max_size=3),
    rows=st.lists(st.lists(st.fractions(0, 5), min_size=3, max_size=3).filter(any), min_size=3, max_size=3),
)
def test_theorem_7_1_on_random_kernels(weights: list[F], rows: list[list[F]]) -> None:
    """ρ = d(swap_* μ)/dμ where both directions exist, and zero elsewhere."""
    measure = Mass(enumerate(weights))

    def kernel(x: int) -> Mass:
        return Mass(enumerate(rows[x])).normalize()

    def rho(x: int, y: int) -> Any:
        there, back = measure[x] * kernel(x)[y], measure[y] * kernel(y)[x]
        return back / there if there and back else ZERO

    assert mhg_failures(measure, kernel, rho) == ()
    assert reversible(mhg_kernel(kernel, rho, MASS), measure)


def test_acceptance() -> None:
    flip = FAMILIES["flip"]
    assert acceptance(F(1, 3)) == flip(F(1, 3))
    assert acceptance(0) == flip(F(0))
    assert acceptance(F(4, 3)) == acceptance(math.inf) == acceptance(ScaledFloat.exp(900.0)) == flip(F(1))
    assert acceptance(ScaledFloat(0.25)) == flip(0.25)
    assert acceptance(ScaledFloat.exp(-900.0)) == flip(0.0)
    with pytest.raises(NonFiniteWeight):
        acceptance(math.nan)
    with pytest.raises(TypeError, match=r"write ScaledFloat\(0.5\)"):
        acceptance(0.5)
    with pytest.raises(ValueError, match="must be >= 0"):
        acceptance(F(-1, 2))
