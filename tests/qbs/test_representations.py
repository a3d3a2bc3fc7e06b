"""The laws of a representation, exactly, on random finite programs, for every stack up to depth three.

A program is a decision tree whose state is the tree itself. m is the meaning (Definition 5.1).
The stacks are all that kinds allow: transformers on the four bases, three deep.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quasiborel.qbs.distributions import FAMILIES
from quasiborel.qbs.enumerator import Enumerator, aggregate
from quasiborel.qbs.errors import NotFinite
from quasiborel.qbs.interpret import interpret
from quasiborel.qbs.kind import KindError
from quasiborel.qbs.list_t import ListT
from quasiborel.qbs.meaning import MASS
from quasiborel.qbs.measure import Mass
from quasiborel.qbs.population import Population
from quasiborel.qbs.probability import Probability
from quasiborel.qbs.program import Draw, Return, Score
from quasiborel.qbs.representation import Done, More
from quasiborel.qbs.sampler import Sampler
from quasiborel.qbs.suspension import Suspension
from quasiborel.qbs.term import from_sampler, from_term
from quasiborel.qbs.weight import ONE, ZERO
from quasiborel.qbs.weighted import Weighted, apply_weight

F = Fraction
ENUMERATOR = Enumerator()
BASES = [Sampler(), Probability(), ENUMERATOR, MASS]
TRANSFORMERS = [Weighted, ListT, Population, Suspension]


def upon(bases: list[Any]) -> Iterator[Any]:
    """Every transformer on every base, where the kinds fit."""
    for transformer in TRANSFORMERS:
        for base in bases:
            with suppress(KindError):
                yield transformer(base)


ONE_DEEP = list(upon(BASES))
TWO_DEEP = list(upon(ONE_DEEP))
STACKS = [*BASES, *ONE_DEEP, *TWO_DEEP, *upon(TWO_DEEP)]
INFERENCE = [rep for rep in STACKS if rep.kind.scores]
few = settings(max_examples=25)


@dataclass(frozen=True, slots=True)
class Leaf:
    value: int


@dataclass(frozen=True, slots=True)
class Flip:
    probability: Fraction
    branches: tuple[Any, Any]


@dataclass(frozen=True, slots=True)
class Weigh:
    weight: Fraction
    rest: Any


@dataclass(frozen=True, slots=True)
class Decision:
    """The program that walks down a decision tree."""

    tree: Leaf | Flip | Weigh
    outputs: tuple[()] = ()

    def start(self) -> Any:
        return self.tree

    def step(self, state: Any) -> Any:
        match state:
            case Leaf(value):
                return Return(value)
            case Flip(probability):
                return Draw(FAMILIES["flip"](probability), state)
            case Weigh(weight, rest):
                return Score(weight, rest)

    def resume(self, state: Any, drawn: bool) -> Any:
        return state.branches[drawn]

    def exact(self) -> Decision:
        return self


def by_hand(tree: Any) -> Mass:
    """The measure of a decision tree by structural recursion, without any representation."""
    match tree:
        case Leaf(value):
            return Mass.point(value)
        case Flip(p, (no, yes)):
            return by_hand(no).scale(1 - p) + by_hand(yes).scale(p)
        case _:
            return by_hand(tree.rest).scale(tree.weight)


probabilities = st.sampled_from([Fraction(0), Fraction(1, 3), Fraction(1, 2), Fraction(3, 4), Fraction(1)])
weights = st.sampled_from([ZERO, Fraction(1, 2), ONE, Fraction(7, 3)])
leaves = st.builds(Leaf, st.integers(0, 2))
trees = st.recursive(
    leaves,
    lambda sub: st.builds(Flip, probabilities, st.tuples(sub, sub)) | st.builds(Weigh, weights, sub),
    max_leaves=12,
)
tables = st.tuples(trees, trees, trees)


@pytest.mark.parametrize("rep", INFERENCE, ids=repr)
@few
@given(tree=trees)
def test_every_interpretation_means_the_program(rep: Any, tree: Any) -> None:
    assert rep.meaning(interpret(Decision(tree), rep)) == by_hand(tree)


@pytest.mark.parametrize("rep", STACKS, ids=repr)
@few
@given(x=st.integers())
def test_return_means_a_point_mass(rep: Any, x: int) -> None:
    assert rep.meaning(rep.ret(x)) == Mass.point(x)


@pytest.mark.parametrize("rep", INFERENCE, ids=repr)
@few
@given(tree=trees, table=tables)
def test_bind_means_bind(rep: Any, tree: Any, table: Any) -> None:
    computation = interpret(Decision(tree), rep)
    bound = rep.bind(computation, lambda x: interpret(Decision(table[x]), rep))
    assert rep.meaning(bound) == rep.meaning(computation).bind(lambda x: by_hand(table[x]))


@pytest.mark.parametrize("rep", STACKS, ids=repr)
@pytest.mark.parametrize("p", [Fraction(0), Fraction(1, 3), Fraction(1)])
def test_sample_means_the_distribution(rep: Any, p: Fraction) -> None:
    assert rep.meaning(rep.sample(FAMILIES["flip"](p))) == Mass({False: 1 - p, True: p})


@pytest.mark.parametrize("rep", INFERENCE, ids=repr)
@few
@given(weight=weights)
def test_score_means_a_rescaled_point(rep: Any, weight: Fraction) -> None:
    assert rep.meaning(rep.score(weight)) == Mass.point(()).scale(weight)
    assert rep.meaning(rep.score(weight, "x")) == Mass.point("x").scale(weight)


@pytest.mark.parametrize("rep", INFERENCE, ids=repr)
@few
@given(table=tables, turns=st.integers(0, 4))
def test_iterate_is_its_unfolding(rep: Any, table: Any, turns: int) -> None:
    def body(state: tuple[int, int]) -> Any:
        left, x = state
        if left == 0:
            return rep.ret(Done(x))
        following = interpret(Decision(table[x]), rep)
        return rep.bind(following, lambda y: rep.ret(More((left - 1, y))))

    def unfold(turn: Done | More) -> Any:
        return rep.ret(turn.value) if isinstance(turn, Done) else rep.iterate(body, turn.state)

    start = (turns, 0)
    assert rep.meaning(rep.iterate(body, start)) == rep.meaning(rep.bind(body(start), unfold))


@pytest.mark.parametrize("rep", INFERENCE, ids=repr)
def test_nothing_runs_after_weight_zero(rep: Any) -> None:
    def unreachable(_: Any) -> Any:
        raise AssertionError("the program ran on after weight zero")

    dead = rep.bind(rep.score(ZERO), unreachable)
    assert not rep.meaning(dead)
    looped = rep.iterate(lambda s: rep.score(ZERO, More(1)) if s == 0 else unreachable(s), 0)
    assert not rep.meaning(looped)


@pytest.mark.parametrize("rep", STACKS, ids=repr)
def test_a_continuous_draw_has_no_finite_meaning(rep: Any) -> None:
    with pytest.raises(NotFinite):
        rep.meaning(rep.sample(FAMILIES["uniform"](0, 1)))


@pytest.mark.parametrize("rep", [rep for rep in STACKS if "Sampler" in repr(rep)], ids=repr)
def test_binds_nested_to_the_left_use_no_stack(rep: Any) -> None:
    computation = rep.sample(FAMILIES["flip"](F(1)))
    for _ in range(5000):
        computation = rep.bind(computation, rep.ret)
    assert rep.meaning(computation) == Mass.point(True)
