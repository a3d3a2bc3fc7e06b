"""tmap keeps the meaning, exactly, for every transformation here under every transformer that fits.

Definitions 3.5 and 3.8: m_S(t a) = m_T(a) implies m_FS(tmap t a) = m_FT(a).
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from fractions import Fraction as F
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quasiborel.qbs.distributions import FAMILIES
from quasiborel.qbs.enumerator import Enumerator, aggregate
from quasiborel.qbs.kind import KindError
from quasiborel.qbs.list_t import ListT
from quasiborel.qbs.meaning import MASS
from quasiborel.qbs.measure import add_all
from quasiborel.qbs.population import Population
from quasiborel.qbs.probability import Probability
from quasiborel.qbs.sampler import Sampler
from quasiborel.qbs.suspension import Suspension
from quasiborel.qbs.term import TERM, from_sampler, from_term
from quasiborel.qbs.weight import Weight
from quasiborel.qbs.weighted import Weighted, apply_weight

Map = Callable[[Any], Any]
TRANSFORMERS = [Weighted, ListT, Population, Suspension]
flip = FAMILIES["flip"]
SAMPLER, PROBABILITY, ENUMERATOR = Sampler(), Probability(), Enumerator()
few = settings(max_examples=15)


def redrawn(rep: Any) -> Map:
    """Toss a coin that decides nothing."""
    return lambda a: rep.bind(rep.sample(flip(F(1, 3))), lambda _: a)


def spawn(n: int, base: Any) -> Map:
    """n copies of every particle, with 1/n of its weight each."""
    pop = Population(base)
    spark = base.ret(((F(1, n), ()),) * n)
    return lambda a: pop.bind(spark, lambda _: a)


def resample(n: int, base: Any) -> Map:
    """n particles drawn by their weights, each of weight total/n; a population of zeros stays."""

    def draw(particles: tuple[tuple[Weight, Any], ...]) -> Any:
        total = add_all(weight for weight, _ in particles)
        if not total:
            return base.ret(particles)
        choice = FAMILIES["categorical"](tuple(weight / total for weight, _ in particles))
        one = base.bind(base.sample(choice), lambda i: base.ret(((total, particles[i][1]),)))
        return spawn(n, base)(one)

    return lambda a: base.bind(a, draw)


def reversed_particles(base: Any) -> Map:
    return lambda a: base.bind(a, lambda particles: base.ret(particles[::-1]))


def nothing_waits(base: Any) -> Map:
    """Sus T -> Sus T: finish, and lift."""
    sus = Suspension(base)
    return lambda a: sus.lift(sus.finish(a))


NARROW: list[tuple[str, Any, Any, Map]] = [
    ("from_sampler", SAMPLER, PROBABILITY, lambda a: from_sampler(a, PROBABILITY)),
    ("from_sampler", SAMPLER, MASS, lambda a: from_sampler(a, MASS)),
    ("from_term", TERM, MASS, lambda a: from_term(a, MASS)),
    ("from_term", TERM, Suspension(TERM), lambda a: from_term(a, Suspension(TERM))),
    ("aggregate", ENUMERATOR, ENUMERATOR, aggregate),
    ("apply_weight", Weighted(ENUMERATOR), ENUMERATOR, lambda a: apply_weight(a, ENUMERATOR)),
    ("apply_weight", Weighted(TERM), TERM, lambda a: apply_weight(a, TERM)),
    ("redrawn", PROBABILITY, PROBABILITY, redrawn(PROBABILITY)),
    ("redrawn", Suspension(MASS), Suspension(MASS), redrawn(Suspension(MASS))),
    ("advance", Suspension(TERM), Suspension(TERM), Suspension(TERM).advance),
    ("finish", Suspension(ENUMERATOR), ENUMERATOR, Suspension(ENUMERATOR).finish),
    ("nothing_waits", Suspension(MASS), Suspension(MASS), nothing_waits(MASS)),
    ("lift", MASS, Weighted(MASS), Weighted(MASS).lift),
    ("reversed", Population(SAMPLER), Population(SAMPLER), reversed_particles(SAMPLER)),
]
WIDE: list[tuple[str, Any, Any, Map]] = [
    ("spawn", Population(PROBABILITY), Population(PROBABILITY), spawn(2, PROBABILITY)),
    ("spawn", Population(SAMPLER), Population(SAMPLER), spawn(3, SAMPLER)),
    ("resample", Population(PROBABILITY), Population(PROBABILITY), resample(2, PROBABILITY)),
    ("resample", Population(PROBABILITY), Population(PROBABILITY), resample(1, PROBABILITY)),
]


def under_every_transformer(maps: list[tuple[str, Any, Any, Map]]) -> Any:
    """(F T, F S, tmap t, t, T) for each t : T -> S and each F that takes both."""
    cases = []
    for name, source, target, t in maps:
        for transformer in TRANSFORMERS:
            with suppress(KindError):
                over, onto = transformer(source), transformer(target)
                cases.append(pytest.param(over, onto, over.tmap(t), id=f"tmap {name}: {over} -> {onto}"))
    return pytest.mark.parametrize(("over", "onto", "mapped"), cases)


def plainly(maps: list[tuple[str, Any, Any, Map]]) -> Any:
    cases = [pytest.param(s, t, f, id=f"{name}: {s} -> {t}") for name, s, t, f in maps]
    return pytest.mark.parametrize(("source", "target", "t"), cases)


@plainly(NARROW)
@few
@given(data=st.data())
def test_each_is_a_transformation(programs: Any, source: Any, target: Any, t: Map, data: Any) -> None:
    tree = data.draw(programs.trees_for(source))
    assert target.meaning(t(programs.denote(tree, source))) == programs.by_hand(tree)


@plainly(WIDE)
@few
@given(data=st.data())
def test_each_of_populations_is_a_transformation(
    programs: Any, source: Any, target: Any, t: Map, data: Any
) -> None:
    tree = data.draw(programs.trees)
    assert target.meaning(t(programs.denote(tree, source))) == programs.by_hand(tree)


@under_every_transformer(NARROW)
@few
@given(data=st.data())
def test_tmap_is_a_transformation(programs: Any, over: Any, onto: Any, mapped: Map, data: Any) -> None:
    tree, table = data.draw(programs.trees_for(over)), data.draw(programs.tables_for(onto))
    image = mapped(programs.denote(tree, over))
    assert onto.meaning(image) == programs.by_hand(tree)
    bound = onto.bind(image, lambda x: programs.denote(table[x], onto))
    assert onto.meaning(bound) == programs.by_hand(tree).bind(lambda x: programs.by_hand(table[x]))


@under_every_transformer(WIDE)
@few
@given(data=st.data())
def test_tmap_of_populations_is_a_transformation(
    programs: Any, over: Any, onto: Any, mapped: Map, data: Any
) -> None:
    tree = data.draw(programs.short_trees)
    assert onto.meaning(mapped(programs.denote(tree, over))) == programs.by_hand(tree)


@pytest.mark.parametrize("base", [PROBABILITY, SAMPLER], ids=repr)
@pytest.mark.parametrize("k", [0, 1, 2, 3])
@settings(max_examples=10)
@given(data=st.data())
def test_particle_filters_made_of_these(programs: Any, base: Any, k: int, data: Any) -> None:
    """Theorem 6.2 with tmap_first: finish ∘ (advance ∘ tmap_first resample)^k ∘ tmap_first spawn."""
    tree = data.draw(programs.two_score_trees)
    sus = Suspension(Population(base))
    a = sus.tmap_first(spawn(2, base))(programs.denote(tree, sus))
    for _ in range(k):
        a = sus.advance(sus.tmap_first(resample(2, base))(a))
    assert sus.base.meaning(sus.finish(a)) == programs.by_hand(tree)


@pytest.mark.parametrize("k", [0, 1])
@settings(max_examples=10)
@given(data=st.data())
def test_the_particle_filter_as_printed(programs: Any, k: int, data: Any) -> None:
    """Theorem 6.2 to the letter: tmap, so that each layer is resampled again whenever it is reached."""
    tree = data.draw(programs.two_score_trees)
    sus = Suspension(Population(PROBABILITY))
    a = sus.tmap(spawn(2, PROBABILITY))(programs.denote(tree, sus))
    for _ in range(k):
        a = sus.advance(sus.tmap(resample(2, PROBABILITY))(a))
    assert sus.base.meaning(sus.finish(a)) == programs.by_hand(tree)
