"""Terms go into every representation; enumeration lists their paths; equal outcomes can be merged."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from quasiborel.qbs.distributions import FAMILIES
from quasiborel.qbs.enumerator import Enumerator, aggregate
from quasiborel.qbs.errors import NotFinite
from quasiborel.qbs.interpret import interpret
from quasiborel.qbs.measure import Mass
from quasiborel.qbs.program import Return
from quasiborel.qbs.representation import Done, More
from quasiborel.qbs.sampler import Sampler
from quasiborel.qbs.term import TERM, from_sampler, from_term, paths

from .trees import INFERENCE, STACKS, Decision, F, by_hand, denote, flip, leaves, tables_for, trees, trees_for

SAMPLER, ENUMERATOR = Sampler(), Enumerator()


@pytest.mark.parametrize("rep", INFERENCE, ids=repr)
@settings(max_examples=5)
@given(tree=trees)
def test_a_term_goes_into_every_representation(rep: Any, tree: Any) -> None:
    """Example 3.6: m_T(from_term a) = m(a)."""
    assert rep.meaning(from_term(interpret(Decision(tree), TERM), rep)) == by_hand(tree)


@pytest.mark.parametrize("rep", STACKS, ids=repr)
@settings(max_examples=5)
@given(tree=trees_for(SAMPLER))
def test_a_tree_of_draws_goes_into_every_representation(rep: Any, tree: Any) -> None:
    assert rep.meaning(from_sampler(denote(tree, SAMPLER), rep)) == by_hand(tree)


@given(tree=trees)
def test_draws_made_again_are_the_same_tree(tree: Any) -> None:
    term = interpret(Decision(tree), TERM)
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


@given(tree=trees)
def test_aggregation_keeps_the_meaning_and_merges(tree: Any) -> None:
    outcomes = denote(tree, ENUMERATOR)
    merged = aggregate(outcomes)
    assert ENUMERATOR.meaning(merged) == ENUMERATOR.meaning(outcomes) == by_hand(tree)
    assert len(merged) == len(by_hand(tree))


def test_aggregation_is_not_natural() -> None:
    """f_* (aggregate a) is not aggregate (f_* a): Example 3.7."""

    def parity(a: Any) -> Any:
        return ENUMERATOR.bind(a, lambda x: ENUMERATOR.ret(x % 2))

    outcomes = ((F(1, 3), 1), (F(2, 3), 3))
    assert parity(aggregate(outcomes)) == ((F(1, 3), 1), (F(2, 3), 1))
    assert aggregate(parity(outcomes)) == ((F(1), 1),)
    assert ENUMERATOR.meaning(parity(aggregate(outcomes))) == Mass.point(1)


@given(table=tables_for(ENUMERATOR), start=leaves)
def test_enumerator_lists_paths_in_the_order_of_bind(table: Any, start: Any) -> None:
    def body(state: tuple[int, int]) -> Any:
        left, x = state
        following = denote(table[x], ENUMERATOR)
        last = left == 0
        return ENUMERATOR.bind(following, lambda y: ENUMERATOR.ret(Done(y) if last else More((left - 1, y))))

    def unfold(turn: Done | More) -> Any:
        if isinstance(turn, Done):
            return ENUMERATOR.ret(turn.value)
        return ENUMERATOR.bind(body(turn.state), unfold)

    assert ENUMERATOR.iterate(body, (2, start.value)) == ENUMERATOR.bind(body((2, start.value)), unfold)
