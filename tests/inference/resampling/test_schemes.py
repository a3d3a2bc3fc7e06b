"""The four laws: unbiased without exception, equal to what their functions of uniforms do, and by hand."""

from __future__ import annotations

import pickle
import random
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise, product
from typing import Any

import pytest

from quasiborel.inference.resampling import SCHEMES, Ancestors, Scheme
from quasiborel.qbs.measure import Mass
from quasiborel.qbs.weight import ScaledFloat, log_weight

NAMES = list(SCHEMES)
# by hand, for weights 1/2, 1/3, 1/6 and two draws
BY_HAND = {
    "multinomial": {
        (0, 0): "1/4",
        (0, 1): "1/6",
        (0, 2): "1/12",
        (1, 0): "1/6",
        (1, 1): "1/9",
        (1, 2): "1/18",
        (2, 0): "1/12",
        (2, 1): "1/18",
        (2, 2): "1/36",
    },
    "stratified": {(0, 1): "2/3", (0, 2): "1/3"},
    "systematic": {(0, 1): "2/3", (0, 2): "1/3"},
    "residual": {(0, 1): "2/3", (0, 2): "1/3"},
}
# for weights 2/5, 1/5, 2/5 and two draws, where the three that save variance differ
BY_HAND_TOO = {
    "stratified": {(0, 1): "4/25", (0, 2): "16/25", (1, 1): "1/25", (1, 2): "4/25"},
    "systematic": {(0, 1): "1/5", (0, 2): "3/5", (1, 2): "1/5"},
    "residual": {
        (0, 0): "4/25",
        (0, 1): "2/25",
        (0, 2): "4/25",
        (1, 0): "2/25",
        (1, 1): "1/25",
        (1, 2): "2/25",
        (2, 0): "4/25",
        (2, 1): "2/25",
        (2, 2): "4/25",
    },
}


def law(scheme: str, weights: Any, m: int) -> Mass[tuple[int, ...]]:
    return Mass(SCHEMES[scheme](weights, m).enumerate())


def ancestors_law(name: str, weights: Any, m: int) -> Ancestors:
    found = SCHEMES[name](weights, m)
    assert isinstance(found, Ancestors)
    return found


@pytest.mark.parametrize("name", NAMES)
def test_every_claim_about_the_scheme(name: str, claims: dict[str, Any]) -> None:
    for claim in claims[name].values():
        assert claim(SCHEMES[name]) is None


@pytest.mark.parametrize("n", [1, 2, 3, 4])
@pytest.mark.parametrize("name", NAMES)
def test_unbiased_for_all_small_weights(name: str, n: int, expected_copies: Callable[..., Fraction]) -> None:
    for weights in product((0, 1, 3), repeat=n):
        for m in (1, 2, 3, 4, 5) if any(weights) else ():
            measure = law(name, weights, m)
            assert measure.total == 1
            for i, w in enumerate(weights):
                assert expected_copies(measure, i) == Fraction(m * w, sum(weights)), (weights, m)


@pytest.mark.parametrize("name", NAMES)
def test_cells_are_closed_below_and_open_above(name: str) -> None:
    tiny = Fraction(1, 10**9)
    for weights, m in (((2, 0, 1, 2), 3), ((0, 3, 1), 4), ((1, 5, 1, 0), 3)):
        drawn = ancestors_law(name, weights, m)
        for slot, ancestor in product(range(m), range(len(weights))):
            low, high = drawn.cell(slot, ancestor)
            for u in (low, low + tiny, high - tiny) if low < high else ():
                us = [Fraction(1, 2)] * drawn.num_uniforms
                us[drawn.reads(slot)] = u
                assert drawn.from_uniforms(us)[slot] == ancestor


@pytest.mark.parametrize("name", NAMES)
def test_laws_by_hand(name: str) -> None:
    weights = [Fraction(1, 2), Fraction(1, 3), Fraction(1, 6)]
    assert law(name, weights, 2) == Mass({a: Fraction(p) for a, p in BY_HAND[name].items()})


@pytest.mark.parametrize("name", BY_HAND_TOO)
def test_laws_by_hand_where_the_schemes_differ(name: str) -> None:
    wanted = {a: Fraction(p) for a, p in BY_HAND_TOO[name].items()}
    assert law(name, [2, 1, 2], 2) == Mass(wanted)


@pytest.mark.parametrize("name", NAMES)
def test_the_number_of_uniforms_is_fixed_by_the_number_of_draws(name: str, cases: list[Any]) -> None:
    for weights, m in cases:
        assert SCHEMES[name](weights, m).num_uniforms == (1 if name == "systematic" else m)


@pytest.mark.parametrize("name", NAMES)
def test_enumerated_in_order_with_the_density_of_each(name: str) -> None:
    drawn = SCHEMES[name]([2, 0, 3, 2], 3)
    listed = list(drawn.enumerate())
    assert all(a < b for (a, _), (b, _) in pairwise(listed))
    probabilities = dict(listed)
    for ancestors in product(range(4), repeat=3):
        probability = probabilities.get(ancestors, Fraction(0))
        assert drawn.density(ancestors) == probability
        assert drawn.log_density(ancestors) == log_weight(probability)
    assert all(drawn.density(x) == 0 for x in ((0, 2), (0, 2, 4), (0, 2, -1), [0, 2, 3], None))


@pytest.mark.parametrize("name", NAMES)
def test_float_weights_have_the_law_of_the_rationals_they_are(name: str) -> None:
    for weights in ((0.1, 0.2, 0.0, 0.7), (2.0**-40, 3.0), (5.0, 0.0, 1e-3)):
        floats = SCHEMES[name](tuple(map(ScaledFloat, weights)), 3)
        assert floats == SCHEMES[name](tuple(map(Fraction, weights)), 3)


@pytest.mark.parametrize("name", NAMES)
def test_equal_by_content_up_to_a_factor(name: str) -> None:
    a, b = SCHEMES[name]([1, 2, 0], 3), SCHEMES[name]([Fraction(1, 7), Fraction(2, 7), 0], 3)
    assert a == b
    assert hash(a) == hash(b)
    assert a != SCHEMES[name]([1, 2, 0], 4)
    assert a != SCHEMES[name]([1, 2], 3)
    assert len({SCHEMES[other]([1, 2, 0], 3) for other in NAMES}) == len(NAMES)
    assert pickle.loads(pickle.dumps(a)) == a
    assert pickle.loads(pickle.dumps(SCHEMES[name])) == SCHEMES[name]
    assert str(a) == f"{name}([1, 2, 0], 3)"


@pytest.mark.parametrize("name", NAMES)
def test_large_populations_agree_with_the_definition(name: str) -> None:
    """Against a search from the left of the line in plain rational arithmetic."""
    source = random.Random(5)
    weights = [Fraction(source.choice((0, 0, 1, 2, 9, 50))) for _ in range(300)]
    ends = [sum(weights[: i + 1]) for i in range(300)]
    m = 200
    drawn = ancestors_law(name, weights, m)
    us = [Fraction(source.random()) for _ in range(drawn.num_uniforms)]
    found = drawn.from_uniforms(us)
    if name == "residual":
        fractions = [m * w / ends[-1] % 1 for w in weights]
        certain = [i for i, w in enumerate(weights) for _ in range(m * w // ends[-1])]
        ends = [sum(fractions[: i + 1]) for i in range(300)]
        points = [u * ends[-1] for u in us[len(certain) :]]
    elif name == "multinomial":
        certain, points = [], [u * ends[-1] for u in us]
    else:
        certain = []
        points = [(j + us[drawn.reads(j)]) / m * ends[-1] for j in range(m)]
    wanted = (next(i for i, end in enumerate(ends) if end > point) for point in points)
    assert found == (*certain, *wanted)


def test_a_scheme_of_ones_own() -> None:
    best = Scheme("multinomial of the squares", lambda shares, m: SCHEMES["multinomial"](shares.parts, m))
    assert best([1, 2], 1) == SCHEMES["multinomial"]([1, 2], 1)
    assert repr(best) == "multinomial of the squares"
