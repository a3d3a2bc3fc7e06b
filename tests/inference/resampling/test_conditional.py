"""Conditional resampling: the joint law of slot and ancestors, and shortcuts that are not it."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise, product
from typing import Any

import pytest

from quasiborel.inference.resampling import (
    SCHEMES,
    AllWeightsZero,
    Ancestors,
    NoFiniteLaw,
    RetainedWeightZero,
    Scheme,
    conditional,
)
from quasiborel.qbs.distributions import FAMILIES
from quasiborel.qbs.measure import Mass
from quasiborel.qbs.weight import ScaledFloat

Joint = Mass[tuple[int, tuple[int, ...]]]
Way = Callable[[Scheme, Any, int, int], Joint]

NAMES = list(SCHEMES)


def law(scheme: Scheme, weights: Any, m: int) -> Mass[tuple[int, ...]]:
    return Mass(scheme(weights, m).enumerate())


def brute_force(scheme: Scheme, weights: Any, m: int, retained: int) -> Joint:
    """Every pair (j, a) with a_j = retained, by P(a), normalised."""
    pairs = law(scheme, weights, m).product(Mass(dict.fromkeys(range(m), 1)))
    chosen = pairs.rescale(lambda pair: int(pair[0][pair[1]] == retained))
    return chosen.normalize().map(lambda pair: (pair[1], pair[0]))


def enumerated(scheme: Scheme, weights: Any, m: int, retained: int) -> Joint:
    return Mass(conditional(scheme)(weights, m, retained).enumerate())


def pinned(
    joint: Callable[[Mass[tuple[int, ...]], int, int], Joint],
) -> Way:
    """A way that starts from the unconditional law of the ancestors."""
    return lambda scheme, weights, m, retained: joint(law(scheme, weights, m), m, retained)


def overwrite(ancestors: tuple[int, ...], slot: int, retained: int) -> tuple[int, ...]:
    return (*ancestors[:slot], retained, *ancestors[slot + 1 :])


def uniform_slot(unconditional: Mass[tuple[int, ...]], m: int, retained: int) -> Joint:
    slots = Mass({slot: Fraction(1, m) for slot in range(m)})
    return slots.bind(lambda j: unconditional.map(lambda a: (j, overwrite(a, j, retained))))


def first_slot(unconditional: Mass[tuple[int, ...]], m: int, retained: int) -> Joint:
    return unconditional.map(lambda a: (0, overwrite(a, 0, retained)))


def last_slot(unconditional: Mass[tuple[int, ...]], m: int, retained: int) -> Joint:
    return unconditional.map(lambda a: (m - 1, overwrite(a, m - 1, retained)))


def own_slot(unconditional: Mass[tuple[int, ...]], m: int, retained: int) -> Joint:
    """The retained particle keeps its number, whatever slot that is now."""
    slot = min(retained, m - 1)
    return unconditional.map(lambda a: (slot, overwrite(a, slot, retained)))


def survivors(unconditional: Mass[tuple[int, ...]], m: int, retained: int) -> Joint:
    """Given that it survives, any of its copies: forgets that two copies make a vector likelier."""
    alive = unconditional.rescale(lambda a: int(retained in a)).normalize()
    return alive.bind(
        lambda a: Mass({(j, a): Fraction(1, a.count(retained)) for j in range(m) if a[j] == retained})
    )


def first_copy(unconditional: Mass[tuple[int, ...]], m: int, retained: int) -> Joint:
    alive = unconditional.rescale(lambda a: a.count(retained)).normalize()
    return alive.map(lambda a: (a.index(retained), a))


SHORTCUTS = {
    shortcut.__name__: pinned(shortcut)
    for shortcut in (uniform_slot, first_slot, last_slot, own_slot, survivors, first_copy)
}
# The one shortcut that is right, and only where the slots are independent and alike. (There a fixed
# slot is a valid convention too, but another joint law.)
RIGHT = {("uniform_slot", "multinomial")}


def differs_from_brute_force(way: Way, scheme: Scheme, cases: Any) -> str | None:
    for weights, m in cases:
        for r, w in enumerate(weights):
            if w and way(scheme, weights, m, r) != brute_force(scheme, weights, m, r):
                return f"{weights}, m={m}, retained {r}"
    return None


def moves_the_law(way: Way, scheme: Scheme, cases: Any) -> str | None:
    """Retained by its weight, the joint law must be that of A and an independent uniform slot."""
    for weights, m in cases:
        retained = Mass({r: Fraction(w, sum(weights)) for r, w in enumerate(weights)})
        kernel = retained.bind(lambda r, weights=weights, m=m: way(scheme, weights, m, r))
        if kernel != Mass({j: Fraction(1, m) for j in range(m)}).product(law(scheme, weights, m)):
            return f"{weights}, m={m}"
    return None


CHECKS = {check.__name__: check for check in (differs_from_brute_force, moves_the_law)}


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("name", NAMES)
def test_the_joint_law(name: str, check: str, cases: Any) -> None:
    assert CHECKS[check](enumerated, SCHEMES[name], cases) is None


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("shortcut", SHORTCUTS)
def test_shortcuts(shortcut: str, name: str, check: str, cases: Any) -> None:
    counterexample = CHECKS[check](SHORTCUTS[shortcut], SCHEMES[name], cases)
    assert (counterexample is None) == ((shortcut, name) in RIGHT)


@pytest.mark.parametrize("name", NAMES)
def test_the_function_of_uniforms_has_that_law(name: str) -> None:
    """The uniforms of each slot are cut where the function of `conditional` can change."""
    for weights, m, r in (((2, 0, 1, 2), 2, 0), ((2, 0, 1, 2), 2, 2), ((3, 1), 3, 0), ((0, 5, 1), 2, 2)):
        drawn = conditional(SCHEMES[name])(weights, m, r)
        cells = [drawn.law.cell(slot, r) for slot in range(m)]
        expected = sum(high - low for low, high in cells)
        choices = [sum(high - low for low, high in cells[:j]) / expected for j in range(m + 1)]
        found: dict[Any, Fraction] = {}
        for slot, (low, high) in enumerate(cells):
            edges = {Fraction(k, sum(weights)) for k in range(sum(weights) + 1)}
            position = drawn.law.reads(slot)
            cuts = [sorted(edges) for _ in range(drawn.num_uniforms - 1)]
            if low < high:
                inside = {(edge - low) / (high - low) for edge in edges if low < edge < high}
                cuts[position] = sorted(inside | {Fraction(0), Fraction(1)})
            chance = choices[slot + 1] - choices[slot]
            for box in product(*map(pairwise, cuts)) if chance else ():
                us = [(choices[slot] + choices[slot + 1]) / 2, *((a + b) / 2 for a, b in box)]
                volume = chance
                for a, b in box:
                    volume *= b - a
                value = drawn.from_uniforms(us)
                found[value] = found.get(value, Fraction(0)) + volume
        assert Mass(found) == Mass(drawn.enumerate())


@pytest.mark.parametrize("name", NAMES)
def test_density_and_shape(name: str) -> None:
    drawn = conditional(SCHEMES[name])([2, 0, 3, 2], 3, 2)
    listed = dict(drawn.enumerate())
    assert list(listed) == sorted(listed)
    assert drawn.finite
    assert drawn.discrete
    assert drawn.num_uniforms == 1 + SCHEMES[name]([2, 0, 3, 2], 3).num_uniforms
    for slot, ancestors in product(range(3), product(range(4), repeat=3)):
        assert drawn.density((slot, ancestors)) == listed.get((slot, ancestors), 0)
    assert all(drawn.density(x) == 0 for x in ((3, (2, 2, 2)), (0, (2, 2)), 0, None))
    assert drawn == conditional(SCHEMES[name])([4, 0, 6, 4], 3, 2)
    assert str(drawn) == f"conditional({name}([2, 0, 3, 2], 3), retained=2)"


@pytest.mark.parametrize("name", NAMES)
def test_one_particle_stays(name: str) -> None:
    assert dict(conditional(SCHEMES[name])([5], 1, 0).enumerate()) == {(0, (0,)): 1}


@pytest.mark.parametrize("name", NAMES)
def test_a_retained_weight_far_below_the_others(name: str) -> None:
    weights = [ScaledFloat(1.0), ScaledFloat.exp(-1e5), ScaledFloat(2.0), ScaledFloat(0.0)]
    drawn = conditional(SCHEMES[name])(weights, 4, 1)
    for u in (0.0, 2.0**-53, 0.4, 1.0 - 2.0**-53):
        slot, ancestors = drawn.from_uniforms([u] * drawn.num_uniforms)
        assert ancestors[slot] == 1
        assert 3 not in ancestors


@pytest.mark.parametrize("name", NAMES)
def test_refusals(name: str) -> None:
    given = conditional(SCHEMES[name])
    with pytest.raises(RetainedWeightZero, match="the retained ancestor 1 has weight 0"):
        given([1, 0, 2], 2, 1)
    for retained in (3, -1, 0.0, True):
        with pytest.raises(ValueError, match="retained must be a particle from 0 to 2, got"):
            given([1, 0, 2], 2, retained)
    with pytest.raises(AllWeightsZero):
        given([0, 0], 2, 0)
    with pytest.raises(ValueError, match=f"{name}: m, the number of ancestors, must be an integer >= 1"):
        given([1, 2], 0, 0)
    assert repr(given) == f"conditional({name})"


def test_a_scheme_without_a_finite_law_is_refused_before_it_runs() -> None:
    counts = Scheme("poisson_counts", lambda shares, m: FAMILIES["poisson"](m))
    with pytest.raises(NoFiniteLaw, match=r"conditional\(poisson_counts\): the finite law .* not known"):
        conditional(counts)


class Reversed(Ancestors):
    """Systematic resampling with the slots in decreasing order of their ancestors."""

    def __init__(self, shares: Any, m: int) -> None:
        self.shares, self.m = shares, m
        self.plain: Any = SCHEMES["systematic"](shares.parts, m)

    @property
    def num_uniforms(self) -> int:
        return 1

    def reads(self, slot: int) -> int:
        return 0

    def cell(self, slot: int, ancestor: int) -> Any:
        return self.plain.cell(self.m - 1 - slot, ancestor)

    def from_uniforms(self, us: Any) -> tuple[int, ...]:
        found: tuple[int, ...] = self.plain.from_uniforms(us)[::-1]
        return found


def test_a_scheme_of_ones_own_needs_nothing_but_its_cells(cases: Any) -> None:
    scheme = Scheme("reversed", Reversed)
    for check in CHECKS.values():
        assert check(enumerated, scheme, cases) is None
    for u in (0.0, 0.3, 0.7):
        slot, ancestors = conditional(scheme)([2, 1, 2], 2, 1).from_uniforms([u, 0.6])
        assert ancestors[slot] == 1
