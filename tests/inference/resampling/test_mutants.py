"""Planted bugs, most of them found in released filters, and the claims that each of them breaks.

A mutant is a function of uniforms in the place of a scheme. The table says which claims refute
it: all of them, so that a claim that stops noticing a bug fails here. Controls are no bugs.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from math import floor
from typing import Any

import pytest

from quasiborel.inference.resampling import SCHEMES, Ancestors
from quasiborel.qbs.measure import Mass

Numbers = Sequence[Any]


@dataclass(frozen=True)
class Function:
    num_uniforms: int
    function: Callable[[Numbers], Sequence[int]]

    def from_uniforms(self, us: Numbers) -> tuple[int, ...]:
        return tuple(self.function([Fraction(u) for u in us]))


def relative(weights: Numbers) -> list[Fraction]:
    """w_i / sum(w), exactly."""
    exact = [Fraction(float(w)) for w in weights]
    return [w / sum(exact) for w in exact]


def find(weights: Numbers, point: Fraction) -> int:
    return bisect_right(list(accumulate(weights)), point)


def clipped(index: int, weights: Numbers) -> int:
    return max(0, min(index, len(weights) - 1))


def right_multinomial(weights: Numbers, m: int) -> Function:
    w = relative(weights)
    return Function(m, lambda us: [find(w, u) for u in us])


def right_systematic(weights: Numbers, m: int) -> Function:
    w = relative(weights)
    return Function(1, lambda us: [find(w, (j + us[0]) / m) for j in range(m)])


def right_residual(weights: Numbers, m: int) -> Function:
    return residual(weights, m, floor, lambda w, k: m * w - k, False)


def cyclic_grid(weights: Numbers, m: int) -> Function:
    """The grid turned round a circle: another unbiased scheme."""
    w = relative(weights)
    return Function(1, lambda us: [find(w, (Fraction(j, m) + us[0]) % 1) for j in range(m)])


def off_by_one_below(weights: Numbers, m: int) -> Function:
    """Searches in C_0, …, C_{n-2} with 0 in front, one place too low."""
    w = relative(weights)
    return Function(m, lambda us: [clipped(find(w, u) - 1, w) for u in us])


def off_by_one_above(weights: Numbers, m: int) -> Function:
    w = relative(weights)
    return Function(m, lambda us: [clipped(find(w, u) + 1, w) for u in us])


def not_above_but_at_least(weights: Numbers, m: int) -> Function:
    """The least i with C_i >= u in place of C_i > u: at u = 0 particle 0, whatever its weight."""
    ends = list(accumulate(relative(weights)))
    return Function(m, lambda us: [bisect_left(ends, u) for u in us])


def not_above_but_at_least_on_the_grid(weights: Numbers, m: int) -> Function:
    ends = list(accumulate(relative(weights)))
    return Function(1, lambda us: [bisect_left(ends, (j + us[0]) / m) for j in range(m)])


def clip_of_searchsorted(weights: Numbers, m: int) -> Function:
    """blackjax 1.7.1: a float sum that ends below 1, and the index clipped to the last particle."""
    floats = [float(w) / sum(map(float, weights)) for w in weights]
    return Function(m, lambda us: [clipped(find(floats, float(u)), floats) for u in us])


def clip_of_searchsorted_on_the_grid(weights: Numbers, m: int) -> Function:
    floats = [float(w) / sum(map(float, weights)) for w in weights]
    return Function(1, lambda us: [clipped(find(floats, (j + float(us[0])) / m), floats) for j in range(m)])


def index_out_of_range(weights: Numbers, m: int) -> Function:
    """particles 0.3: the same without the clip."""
    floats = [float(w) / sum(map(float, weights)) for w in weights]
    return Function(m, lambda us: [find(floats, float(u)) for u in us])


def unnormalised_categorical(weights: Numbers, m: int) -> Function:
    """monad-bayes 7dd3389: weights of sum 3/5 taken for probabilities; the rest goes to the last."""
    w = [Fraction(3, 5) * share for share in relative(weights)]
    return Function(m, lambda us: [clipped(find(w, u), w) for u in us])


def grid_of_n(weights: Numbers, m: int) -> Function:
    """LowLevelParticleFilters a681731e: spacing 1/n while drawing m != n."""
    w = relative(weights)
    return Function(1, lambda us: [clipped(find(w, (j + us[0]) / len(w)), w) for j in range(m)])


def grid_from_one(weights: Numbers, m: int) -> Function:
    """(j + 1 + u)/m for j from 0."""
    w = relative(weights)
    return Function(1, lambda us: [clipped(find(w, (j + 1 + us[0]) / m), w) for j in range(m)])


def grid_without_offset(weights: Numbers, m: int) -> Function:
    """The middle of each stratum, no uniform used."""
    w = relative(weights)
    return Function(1, lambda us: [find(w, Fraction(2 * j + 1, 2 * m)) for j in range(m)])


def first_stratum_in_all(weights: Numbers, m: int) -> Function:
    """u_j / m without the j / m."""
    w = relative(weights)
    return Function(m, lambda us: [find(w, u / m) for u in us])


def one_uniform_for_all_draws(weights: Numbers, m: int) -> Function:
    """Multinomial with a key used twice: all ancestors equal. Unbiased, and useless."""
    w = relative(weights)
    return Function(1, lambda us: [find(w, us[0])] * m)


def one_uniform_for_all_strata(weights: Numbers, m: int) -> Function:
    """Stratified with a key used twice: systematic."""
    return right_systematic(weights, m)


def sorted_multinomial(weights: Numbers, m: int) -> Function:
    """particles c792aea: sorted ancestors used as independent draws."""
    w = relative(weights)
    return Function(m, lambda us: sorted(find(w, u) for u in us))


def residual(weights: Numbers, m: int, whole: Any, fraction: Any, keep: bool) -> Function:
    w = relative(weights)
    counts = [whole(m * share) for share in w]
    certain = [i for i, count in enumerate(counts) for _ in range(count)]
    rest = [max(fraction(share, count), Fraction(0)) for share, count in zip(w, counts, strict=True)]
    total = sum(rest)

    def ancestors(us: Numbers) -> list[int]:
        drawn = [clipped(find(rest, u * total), rest) for u in us[len(certain) :]]
        return certain + drawn if keep or len(certain) <= m else certain[:m]

    return Function(m, ancestors)


def residual_of_full_weights(weights: Numbers, m: int) -> Function:
    """GenParticleFilters c147e7d: the rest drawn from w."""
    return residual(weights, m, floor, lambda w, k: w, False)


def residual_of_w_minus_floor(weights: Numbers, m: int) -> Function:
    """filterpy #290: w - floor(m w) in place of m w - floor(m w)."""
    return residual(weights, m, floor, lambda w, k: w - k, False)


def residual_rounded(weights: Numbers, m: int) -> Function:
    """round(m w) whole copies, cut off after m."""
    return residual(weights, m, round, lambda w, k: m * w - k, False)


def residual_rounded_and_kept(weights: Numbers, m: int) -> Function:
    """round(m w) whole copies, however many that makes."""
    return residual(weights, m, round, lambda w, k: m * w - k, True)


def keeps_the_best(weights: Numbers, m: int) -> Function:
    w = relative(weights)
    return Function(1, lambda us: [w.index(max(w))] * m)


def weights_squared(weights: Numbers, m: int) -> Function:
    """The weights multiplied in twice."""
    return right_multinomial([share * share for share in relative(weights)], m)


def index_among_the_positive(weights: Numbers, m: int) -> Function:
    """Dead particles dropped first, then the index not mapped back."""
    return right_multinomial([share for share in relative(weights) if share], m)


def index_among_the_sorted(weights: Numbers, m: int) -> Function:
    """Weights sorted, then the index not mapped back."""
    return right_multinomial(sorted(relative(weights), reverse=True), m)


def counts_for_ancestors(weights: Numbers, m: int) -> Function:
    """The numbers of offspring in the place of the ancestors."""
    right = right_systematic(weights, m)
    return Function(1, lambda us: [right.from_uniforms(us).count(i) for i in range(len(weights))])


def n_for_m(weights: Numbers, m: int) -> Function:
    """As many draws as there are particles."""
    return right_systematic(weights, len(weights))


def no_resampling(weights: Numbers, m: int) -> Function:
    """Everybody survives; the weights are forgotten."""
    return Function(1, lambda us: [clipped(j, weights) for j in range(m)])


# mutant: (the scheme it is planted in, the claims of that scheme that it breaks)
MUTANTS: dict[Callable[[Numbers, int], Function], tuple[str, set[str]]] = {
    off_by_one_below: ("multinomial", {"unbiased", "positive_weight", "exchangeable", "law"}),
    off_by_one_above: ("multinomial", {"unbiased", "positive_weight", "exchangeable", "law"}),
    not_above_but_at_least: ("multinomial", {"positive_weight"}),
    clip_of_searchsorted: ("multinomial", {"positive_weight"}),
    index_out_of_range: ("multinomial", {"positive_weight"}),
    unnormalised_categorical: ("multinomial", {"unbiased", "positive_weight", "exchangeable", "law"}),
    one_uniform_for_all_draws: ("multinomial", {"law"}),
    sorted_multinomial: ("multinomial", {"exchangeable", "law"}),
    weights_squared: ("multinomial", {"unbiased", "exchangeable", "law"}),
    index_among_the_positive: ("multinomial", {"unbiased", "positive_weight", "exchangeable", "law"}),
    index_among_the_sorted: ("multinomial", {"unbiased", "positive_weight", "exchangeable", "law"}),
    not_above_but_at_least_on_the_grid: ("systematic", {"positive_weight"}),
    clip_of_searchsorted_on_the_grid: ("systematic", {"positive_weight"}),
    grid_of_n: ("systematic", {"unbiased", "positive_weight", "nearest_copies", "law"}),
    grid_from_one: ("systematic", {"unbiased", "positive_weight", "nearest_copies", "law"}),
    grid_without_offset: ("systematic", {"unbiased", "law"}),
    counts_for_ancestors: (
        "systematic",
        {"m_ancestors", "unbiased", "positive_weight", "whole_copies", "nearest_copies", "law"},
    ),
    n_for_m: ("systematic", {"m_ancestors", "unbiased", "whole_copies", "nearest_copies", "law"}),
    keeps_the_best: ("systematic", {"unbiased", "nearest_copies", "law"}),
    no_resampling: ("systematic", {"unbiased", "positive_weight", "whole_copies", "nearest_copies", "law"}),
    first_stratum_in_all: ("stratified", {"unbiased", "whole_copies", "law"}),
    one_uniform_for_all_strata: ("stratified", {"law"}),
    residual_of_full_weights: ("residual", {"unbiased", "law"}),
    residual_of_w_minus_floor: ("residual", {"unbiased", "positive_weight", "law"}),
    residual_rounded: ("residual", {"unbiased", "law"}),
    residual_rounded_and_kept: ("residual", {"m_ancestors", "unbiased", "law"}),
}
CONTROLS = {
    right_multinomial: "multinomial",
    right_systematic: "systematic",
    right_residual: "residual",
}


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.__name__)
def test_mutant(mutant: Any, claims: dict[str, dict[str, Any]]) -> None:
    scheme, wanted = MUTANTS[mutant]
    broken = {name: found for name, claim in claims[scheme].items() if (found := claim(mutant))}
    assert wanted, "a mutant that breaks nothing is a control"
    assert set(broken) == wanted, broken


@pytest.mark.parametrize("control", CONTROLS, ids=lambda control: control.__name__)
def test_controls_written_apart_keep_every_claim(control: Any, claims: dict[str, dict[str, Any]]) -> None:
    assert [found for claim in claims[CONTROLS[control]].values() if (found := claim(control))] == []


def test_another_unbiased_scheme_keeps_all_but_the_law(claims: dict[str, dict[str, Any]]) -> None:
    broken = {name for name, claim in claims["systematic"].items() if claim(cyclic_grid)}
    assert broken == {"law"}


def test_every_claim_refutes_some_mutant(claims: dict[str, dict[str, Any]]) -> None:
    refuting = {name for _, broken in MUTANTS.values() for name in broken}
    assert refuting == {name for own in claims.values() for name in own}


@dataclass
class Planted(Ancestors):
    """A right function of uniforms with cells that are not its own."""

    plain: Any
    wrong_cell: Callable[[Any, int, int], Any]
    own_uniforms: bool = False

    def __post_init__(self) -> None:
        self.shares, self.m = self.plain.shares, self.plain.m

    @property
    def num_uniforms(self) -> int:
        return self.m if self.own_uniforms else int(self.plain.num_uniforms)

    def reads(self, slot: int) -> int:
        return slot if self.own_uniforms else int(self.plain.reads(slot))

    def cell(self, slot: int, ancestor: int) -> Any:
        return self.wrong_cell(self.plain, slot, ancestor)

    def from_uniforms(self, us: Any) -> tuple[int, ...]:
        found: tuple[int, ...] = self.plain.from_uniforms(us)
        return found


def other_scheme(name: str) -> Callable[[Any, int, int], Any]:
    return lambda plain, slot, ancestor: SCHEMES[name](plain.shares.parts, plain.m).cell(slot, ancestor)


LAW_MUTANTS: dict[str, tuple[str, Callable[[Any, int, int], Any], bool]] = {
    "one uniform read as m": ("systematic", lambda plain, slot, i: plain.cell(slot, i), True),
    "strata in reverse": ("stratified", lambda plain, slot, i: plain.cell(plain.m - 1 - slot, i), False),
    "particles off by one": (
        "multinomial",
        lambda plain, slot, i: plain.cell(slot, (i + 1) % len(plain.shares)),
        False,
    ),
    "strata not cut": ("stratified", other_scheme("multinomial"), False),
    "fractions of full weights": ("residual", other_scheme("multinomial"), False),
}


@pytest.mark.parametrize("mutant", LAW_MUTANTS)
def test_a_law_that_is_not_the_functions(mutant: str, cases: Any, law_on_the_grid: Any) -> None:
    name, cell, own_uniforms = LAW_MUTANTS[mutant]
    differs = [
        (weights, m)
        for weights, m in cases
        for plain in [SCHEMES[name](weights, m)]
        if Mass(Planted(plain, cell, own_uniforms).enumerate()) != law_on_the_grid(plain, sum(weights))
    ]
    assert differs
