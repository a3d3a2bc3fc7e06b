"""Lists and populations: order, places, zero weights, and what holds of the meaning but not of the tree."""

from __future__ import annotations

from fractions import Fraction as F
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quasiborel.qbs.distributions import FAMILIES
from quasiborel.qbs.list_t import ListT
from quasiborel.qbs.measure import Mass
from quasiborel.qbs.population import Population
from quasiborel.qbs.probability import Probability
from quasiborel.qbs.program import Return
from quasiborel.qbs.representation import Done, More
from quasiborel.qbs.sampler import Sampler, run
from quasiborel.qbs.tape import Epoch
from quasiborel.qbs.term import paths
from quasiborel.qbs.weight import ONE, ZERO, ScaledFloat
from quasiborel.qbs.weighted import DEAD, Weighted

flip = FAMILIES["flip"]
SAMPLER = Sampler()
POP = Population(SAMPLER)


def particles(*weighted: tuple[Any, Any]) -> Any:
    return SAMPLER.ret(weighted)


@given(st.lists(st.lists(st.integers(), max_size=3), max_size=9))
def test_bind_concatenates_in_order(parts: list[list[int]]) -> None:
    rep = ListT(SAMPLER)
    bound = rep.bind(SAMPLER.ret(tuple(range(len(parts)))), lambda i: SAMPLER.ret(tuple(parts[i])))
    assert bound == Return(tuple(x for part in parts for x in part))


@pytest.mark.parametrize("count", [0, 1, 2, 3, 7, 8])
def test_entries_draw_from_left_to_right(count: int) -> None:
    """The i-th draw of the tree is entry i's, whatever the halving inside."""
    rep = ListT(SAMPLER)
    tosses = [flip(F(1, i + 2)) for i in range(count)]
    tree = rep.bind(SAMPLER.ret(tuple(range(count))), lambda i: rep.sample(tosses[i]))
    for path, drawn in paths(tree):
        assert [distribution for distribution, _ in path] == tosses
        assert tuple(value for _, value in path) == drawn


@given(data=st.data())
def test_a_population_is_weighted_lists(programs: Any, data: Any) -> None:
    """Pop = W ∘ ListT, the same trees."""
    tree = data.draw(programs.trees_for(POP))
    assert paths(programs.denote(tree, POP)) == paths(programs.denote(tree, Weighted(ListT(SAMPLER))))


def test_loops_run_in_generations() -> None:
    """An entry that splits joins the next generation; results keep their places."""
    rep = ListT(SAMPLER)

    def halve(n: int) -> Any:
        return SAMPLER.ret((Done(n),) if n < 2 else (More(n // 2), More(n - n // 2)))

    assert rep.iterate(halve, 37) == Return((1,) * 37)
    uneven = {
        "a": (Done(1), More("b"), Done(4)),
        "b": (More("c"), Done(3)),
        "c": (More("d"),),
        "d": (Done(2),),
    }
    assert rep.iterate(lambda s: SAMPLER.ret(uneven[s]), "a") == Return((1, 2, 3, 4))
    assert rep.iterate(lambda s: SAMPLER.ret((More(0), More(0)) if s else ()), 1) == Return(())


def test_a_particle_of_weight_zero_keeps_its_place() -> None:
    a = particles((F(1, 2), 0), (F(1, 2), 1), (ZERO, 2))
    survivors = POP.bind(a, lambda x: POP.score(F(x), x))
    assert POP.bind(survivors, POP.ret) == particles((ZERO, DEAD), (F(1, 2), 1), (ZERO, DEAD))
    looped = POP.iterate(
        lambda s: POP.bind(a, lambda x: POP.score(F(x), More(x))) if s is None else POP.ret(Done(s)), None
    )
    assert looped == particles((ZERO, DEAD), (F(1, 2), 1), (ZERO, DEAD))


def test_the_empty_population_and_one_of_the_dead_have_mass_zero() -> None:
    assert POP.meaning(particles()) == POP.meaning(particles((ZERO, 1), (ZERO, DEAD))) == Mass()
    assert POP.bind(particles(), POP.ret) == particles()


def test_weights_of_either_kind_multiply() -> None:
    a = particles((F(1, 2), 0), (ScaledFloat(0.25), 1))
    bound = POP.bind(a, lambda x: POP.score(F(1, 2) if x else ScaledFloat.exp(-800.0), x))
    assert bound.value == ((ScaledFloat.exp(-800.0) * F(1, 2), 0), (ScaledFloat(0.125), 1))


def test_populations_of_samplers_are_no_monad_as_trees() -> None:
    """Associativity holds of the meaning; the tree draws in another order (paper 6.2)."""
    first, second = flip(F(1, 2)), flip(F(1, 3))

    def f(x: int) -> Any:
        return POP.bind(POP.sample(first), lambda y: POP.ret((x, y)))

    def g(xy: tuple[int, bool]) -> Any:
        return POP.bind(POP.sample(second), lambda z: POP.ret((*xy, z)))

    both = particles((F(1, 2), 0), (F(1, 2), 1))
    in_turn = POP.bind(POP.bind(both, f), g)
    at_once = POP.bind(both, lambda x: POP.bind(f(x), g))

    def order(tree: Any) -> list[Any]:
        return [distribution for distribution, _ in paths(tree)[0][0]]

    assert order(in_turn) == [first, first, second, second]
    assert order(at_once) == [first, second, first, second]
    assert POP.meaning(in_turn) == POP.meaning(at_once)
    assert SAMPLER.meaning(in_turn) == SAMPLER.meaning(at_once)  # even the populations have one law


def test_many_particles_use_little_stack() -> None:
    """20,000 particles, each of which draws."""
    count = 20_000
    a, uniform = SAMPLER.ret(((F(1, count), 0),) * count), FAMILIES["uniform"](0, 1)
    drawn = run(POP.bind(a, lambda _: POP.sample(uniform)), Epoch(0, 0).tape(0))
    assert len(drawn) == count
    assert len({value for _, value in drawn}) == count
    assert {weight for weight, _ in drawn} == {F(1, count)}


def test_the_law_of_each_particle_is_found_once() -> None:
    """Ten particles of ten tosses: 10 x 2^10 paths if each is explored alone, 2^100 if not."""
    base = Probability()
    pop = Population(base)
    starts = base.ret(tuple((ONE, x) for x in range(10)))

    def toss(state: tuple[int, int]) -> Any:
        left, heads = state
        if left == 0:
            return pop.ret(Done(heads > 9))
        return pop.bind(pop.sample(flip(F(1, 2))), lambda b: pop.ret(More((left - 1, heads + b))))

    law = base.meaning(pop.bind(starts, lambda _: pop.iterate(toss, (10, 0))))
    assert law[((ONE, True),) * 10] == F(1, 2**100)
    assert pop.meaning(law) == Mass({True: F(10, 2**10), False: 10 - F(10, 2**10)})
