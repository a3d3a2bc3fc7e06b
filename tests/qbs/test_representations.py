"""The laws of a representation, exactly, on random finite programs, for every stack up to depth three.

m is the meaning (Definition 5.1). The stacks are all that kinds allow on the four bases.
"""

from __future__ import annotations

from fractions import Fraction as F
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

flip = FAMILIES["flip"]
few = settings(max_examples=10)
probabilities = st.sampled_from([F(0), F(1, 3), F(1, 2), F(1)])
weights = st.sampled_from([ZERO, F(1, 2), F(1), F(7, 3)])


@few
@given(data=st.data())
def test_every_interpretation_means_the_program(programs: Any, inference_stack: Any, data: Any) -> None:
    tree = data.draw(programs.trees)
    assert inference_stack.meaning(interpret(programs.Decision(tree), inference_stack)) == programs.by_hand(
        tree
    )


@few
@given(data=st.data())
def test_every_computation_means_its_tree(programs: Any, stack: Any, data: Any) -> None:
    tree = data.draw(programs.trees_for(stack))
    assert stack.meaning(programs.denote(tree, stack)) == programs.by_hand(tree)


@few
@given(x=st.integers())
def test_return_means_a_point_mass(stack: Any, x: int) -> None:
    assert stack.meaning(stack.ret(x)) == Mass.point(x)


@few
@given(data=st.data())
def test_bind_means_bind(programs: Any, stack: Any, data: Any) -> None:
    tree, table = data.draw(programs.trees_for(stack)), data.draw(programs.tables_for(stack))
    bound = stack.bind(programs.denote(tree, stack), lambda x: programs.denote(table[x], stack))
    assert stack.meaning(bound) == programs.by_hand(tree).bind(lambda x: programs.by_hand(table[x]))


@few
@given(p=probabilities)
def test_sample_means_the_distribution(stack: Any, p: F) -> None:
    assert stack.meaning(stack.sample(flip(p))) == Mass({False: 1 - p, True: p})


@few
@given(weight=weights)
def test_score_means_a_rescaled_point(inference_stack: Any, weight: F) -> None:
    assert inference_stack.meaning(inference_stack.score(weight)) == Mass.point(()).scale(weight)
    assert inference_stack.meaning(inference_stack.score(weight, "x")) == Mass.point("x").scale(weight)


@few
@given(data=st.data(), turns=st.integers(0, 2))
def test_iterate_is_its_unfolding(programs: Any, stack: Any, data: Any, turns: int) -> None:
    table = data.draw(programs.tables_for(stack))

    def body(state: tuple[int, int]) -> Any:
        left, x = state
        if left == 0:
            return stack.ret(Done(x))
        return stack.bind(programs.denote(table[x], stack), lambda y: stack.ret(More((left - 1, y))))

    def by_hand_from(left: int, x: int) -> Mass:
        return programs.by_hand(table[x]).bind(lambda y: by_hand_from(left - 1, y)) if left else Mass.point(x)

    def unfold(turn: Done | More) -> Any:
        return stack.ret(turn.value) if isinstance(turn, Done) else stack.iterate(body, turn.state)

    start = (turns, 0)
    assert stack.meaning(stack.iterate(body, start)) == by_hand_from(*start)
    assert stack.meaning(stack.bind(body(start), unfold)) == by_hand_from(*start)


@few
@given(data=st.data())
def test_lift_is_a_transformation(programs: Any, transformed_stack: Any, data: Any) -> None:
    tree = data.draw(programs.trees_for(transformed_stack.base))
    assert transformed_stack.meaning(
        transformed_stack.lift(programs.denote(tree, transformed_stack.base))
    ) == programs.by_hand(tree)


def test_nothing_runs_after_weight_zero(inference_stack: Any) -> None:
    def unreachable(_: Any) -> Any:
        raise AssertionError("the program ran on after weight zero")

    dead = inference_stack.bind(inference_stack.score(ZERO), unreachable)
    assert not inference_stack.meaning(dead)
    looped = inference_stack.iterate(
        lambda s: inference_stack.score(ZERO, More(1)) if s == 0 else unreachable(s), 0
    )
    assert not inference_stack.meaning(looped)


def test_a_continuous_draw_has_no_finite_meaning(stack: Any) -> None:
    with pytest.raises(NotFinite):
        stack.meaning(stack.sample(FAMILIES["uniform"](0, 1)))


def test_binds_nested_to_the_left_use_no_stack(sampler_stack: Any) -> None:
    computation = sampler_stack.sample(flip(F(1)))
    for _ in range(5000):
        computation = sampler_stack.bind(computation, sampler_stack.ret)
    assert sampler_stack.meaning(computation) == Mass.point(True)
