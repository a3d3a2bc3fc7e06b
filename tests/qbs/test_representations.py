"""The laws of a representation, exactly, on random finite programs, for every stack up to depth three.

m is the meaning (Definition 5.1). The stacks are all that kinds allow on the four bases.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quasiborel.qbs.distributions import FAMILIES
from quasiborel.qbs.errors import NotFinite
from quasiborel.qbs.interpret import interpret
from quasiborel.qbs.measure import Mass
from quasiborel.qbs.representation import Done, More
from quasiborel.qbs.weight import ZERO

from .trees import (
    INFERENCE,
    STACKS,
    Decision,
    F,
    by_hand,
    denote,
    flip,
    probabilities,
    tables_for,
    trees,
    trees_for,
    weights,
)

few = settings(max_examples=10)
every_stack = pytest.mark.parametrize("rep", STACKS, ids=repr)
every_inference_stack = pytest.mark.parametrize("rep", INFERENCE, ids=repr)


@every_inference_stack
@few
@given(tree=trees)
def test_every_interpretation_means_the_program(rep: Any, tree: Any) -> None:
    assert rep.meaning(interpret(Decision(tree), rep)) == by_hand(tree)


@every_stack
@few
@given(data=st.data())
def test_every_computation_means_its_tree(rep: Any, data: Any) -> None:
    tree = data.draw(trees_for(rep))
    assert rep.meaning(denote(tree, rep)) == by_hand(tree)


@every_stack
@few
@given(x=st.integers())
def test_return_means_a_point_mass(rep: Any, x: int) -> None:
    assert rep.meaning(rep.ret(x)) == Mass.point(x)


@every_stack
@few
@given(data=st.data())
def test_bind_means_bind(rep: Any, data: Any) -> None:
    tree, table = data.draw(trees_for(rep)), data.draw(tables_for(rep))
    bound = rep.bind(denote(tree, rep), lambda x: denote(table[x], rep))
    assert rep.meaning(bound) == by_hand(tree).bind(lambda x: by_hand(table[x]))


@every_stack
@few
@given(p=probabilities)
def test_sample_means_the_distribution(rep: Any, p: F) -> None:
    assert rep.meaning(rep.sample(flip(p))) == Mass({False: 1 - p, True: p})


@every_inference_stack
@few
@given(weight=weights)
def test_score_means_a_rescaled_point(rep: Any, weight: F) -> None:
    assert rep.meaning(rep.score(weight)) == Mass.point(()).scale(weight)
    assert rep.meaning(rep.score(weight, "x")) == Mass.point("x").scale(weight)


@every_stack
@few
@given(data=st.data(), turns=st.integers(0, 2))
def test_iterate_is_its_unfolding(rep: Any, data: Any, turns: int) -> None:
    table = data.draw(tables_for(rep))

    def body(state: tuple[int, int]) -> Any:
        left, x = state
        if left == 0:
            return rep.ret(Done(x))
        return rep.bind(denote(table[x], rep), lambda y: rep.ret(More((left - 1, y))))

    def by_hand_from(left: int, x: int) -> Mass:
        return by_hand(table[x]).bind(lambda y: by_hand_from(left - 1, y)) if left else Mass.point(x)

    def unfold(turn: Done | More) -> Any:
        return rep.ret(turn.value) if isinstance(turn, Done) else rep.iterate(body, turn.state)

    start = (turns, 0)
    assert rep.meaning(rep.iterate(body, start)) == by_hand_from(*start)
    assert rep.meaning(rep.bind(body(start), unfold)) == by_hand_from(*start)


@pytest.mark.parametrize("rep", [rep for rep in STACKS if hasattr(rep, "base")], ids=repr)
@few
@given(data=st.data())
def test_lift_is_a_transformation(rep: Any, data: Any) -> None:
    tree = data.draw(trees_for(rep.base))
    assert rep.meaning(rep.lift(denote(tree, rep.base))) == by_hand(tree)


@every_inference_stack
def test_nothing_runs_after_weight_zero(rep: Any) -> None:
    def unreachable(_: Any) -> Any:
        raise AssertionError("the program ran on after weight zero")

    dead = rep.bind(rep.score(ZERO), unreachable)
    assert not rep.meaning(dead)
    looped = rep.iterate(lambda s: rep.score(ZERO, More(1)) if s == 0 else unreachable(s), 0)
    assert not rep.meaning(looped)


@every_stack
def test_a_continuous_draw_has_no_finite_meaning(rep: Any) -> None:
    with pytest.raises(NotFinite):
        rep.meaning(rep.sample(FAMILIES["uniform"](0, 1)))


@pytest.mark.parametrize("rep", [rep for rep in STACKS if "Sampler" in repr(rep)], ids=repr)
def test_binds_nested_to_the_left_use_no_stack(rep: Any) -> None:
    computation = rep.sample(flip(F(1)))
    for _ in range(5000):
        computation = rep.bind(computation, rep.ret)
    assert rep.meaning(computation) == Mass.point(True)
