"""Terms go into every representation; enumeration lists their paths; equal outcomes can be merged."""

from __future__ import annotations

from fractions import Fraction as F
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quasiborel.qbs.distributions import FAMILIES
from quasiborel.qbs.enumerator import Enumerator, aggregate
from quasiborel.qbs.errors import NotFinite
from quasiborel.qbs.interpret import interpret
from quasiborel.qbs.measure import Mass
from quasiborel.qbs.program import Return
from quasiborel.qbs.representation import Done, More
from quasiborel.qbs.sampler import Sampler
from quasiborel.qbs.term import TERM, from_sampler, from_term, paths

flip = FAMILIES["flip"]
SAMPLER, ENUMERATOR = Sampler(), Enumerator()


@settings(max_examples=5)
@given(data=st.data())
def test_a_term_goes_into_every_representation(programs: Any, inference_stack: Any, data: Any) -> None:
    """Example 3.6: m_T(from_term a) = m(a)."""
    tree = data.draw(programs.trees)
    term = interpret(programs.Decision(tree), TERM)
    assert inference_stack.meaning(from_term(term, inference_stack)) == programs.by_hand(tree)


@settings(max_examples=5)
@given(data=st.data())
def test_a_tree_of_draws_goes_into_every_representation(programs: Any, stack: Any, data: Any) -> None:
    tree = data.draw(programs.trees_for(SAMPLER))
    assert stack.meaning(from_sampler(programs.denote(tree, SAMPLER), stack)) == programs.by_hand(tree)


@given(data=st.data())
def test_draws_made_again_are_the_same_tree(programs: Any, data: Any) -> None:
    tree = data.draw(programs.trees)
    term = interpret(programs.Decision(tree), TERM)
    assert paths(from_sampler(term, SAMPLER)) == paths(term)


def test_paths_list_draws_and_values_from_left_to_right() -> None:
    fair, biased = flip(F(1, 2)), flip(F(1, 3))
    tree = SAMPLER.bind(
        SAMPLER.sample(fair), lambda x: SAMPLER.sample(biased) if x else SAMPLER.ret("no draw")
    )
    assert paths(tree) == (
        (((fair, False),), "no draw"),
        (((fair, True), (biased, False)), False),
        (((fair, True), (biased, True)), True),
    )
    assert paths(Return(3)) == (((), 3),)
    with pytest.raises(NotFinite):
        paths(SAMPLER.sample(FAMILIES["uniform"](0, 1)))


def test_scores_commute_with_draws_in_terms() -> None:
    """Example 3.3: flip(score r x, score r y) = score r (flip(x, y)), as trees."""
    score, toss = TERM.score(F(2, 3)), TERM.sample(flip(F(1, 2)))
    before = TERM.bind(score, lambda _: toss)
    after = TERM.bind(toss, lambda x: TERM.score(F(2, 3), x))
    assert paths(before) == paths(after)


@given(data=st.data())
def test_aggregation_keeps_the_meaning_and_merges(programs: Any, data: Any) -> None:
    tree = data.draw(programs.trees)
    outcomes = programs.denote(tree, ENUMERATOR)
    merged = aggregate(outcomes)
    assert ENUMERATOR.meaning(merged) == ENUMERATOR.meaning(outcomes) == programs.by_hand(tree)
    assert len(merged) == len(programs.by_hand(tree))


def test_aggregation_is_not_natural() -> None:
    """f_* (aggregate a) is not aggregate (f_* a): Example 3.7."""

    def parity(a: Any) -> Any:
        return ENUMERATOR.bind(a, lambda x: ENUMERATOR.ret(x % 2))

    outcomes = ((F(1, 3), 1), (F(2, 3), 3))
    assert parity(aggregate(outcomes)) == ((F(1, 3), 1), (F(2, 3), 1))
    assert aggregate(parity(outcomes)) == ((F(1), 1),)
    assert ENUMERATOR.meaning(parity(aggregate(outcomes))) == Mass.point(1)


@given(data=st.data(), start=st.integers(0, 2))
def test_enumerator_lists_paths_in_the_order_of_bind(programs: Any, start: int, data: Any) -> None:
    table = data.draw(programs.tables_for(ENUMERATOR))

    def body(state: tuple[int, int]) -> Any:
        left, x = state
        following = programs.denote(table[x], ENUMERATOR)
        last = left == 0
        return ENUMERATOR.bind(following, lambda y: ENUMERATOR.ret(Done(y) if last else More((left - 1, y))))

    def unfold(turn: Done | More) -> Any:
        if isinstance(turn, Done):
            return ENUMERATOR.ret(turn.value)
        return ENUMERATOR.bind(body(turn.state), unfold)

    assert ENUMERATOR.iterate(body, (2, start)) == ENUMERATOR.bind(body((2, start)), unfold)
