"""The laws of a representation, exactly, on random finite programs, for every representation here.

A program is a decision tree whose state is the tree itself. m is the meaning (Definition 5.1).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quasiborel.qbs.distributions import FAMILIES
from quasiborel.qbs.enumerator import Enumerator, aggregate
from quasiborel.qbs.errors import NotFinite
from quasiborel.qbs.interpret import interpret
from quasiborel.qbs.meaning import MASS
from quasiborel.qbs.measure import Mass
from quasiborel.qbs.program import Draw, Return, Score
from quasiborel.qbs.representation import Done, More
from quasiborel.qbs.sampler import Sampler
from quasiborel.qbs.weight import ONE, ZERO
from quasiborel.qbs.weighted import Weighted, apply_weight

ENUMERATOR = Enumerator()
SAMPLING = [Sampler(), ENUMERATOR, MASS]
INFERENCE = [ENUMERATOR, MASS, *map(Weighted, SAMPLING), Weighted(Weighted(Sampler()))]


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
@given(tree=trees)
def test_every_interpretation_means_the_program(rep: Any, tree: Any) -> None:
    assert rep.meaning(interpret(Decision(tree), rep)) == by_hand(tree)


@given(trees)
def test_aggregated_paths_are_the_merged_enumeration(tree: Any) -> None:
    assert aggregate(interpret(Decision(tree), ENUMERATOR)) == interpret(Decision(tree), MASS)


@pytest.mark.parametrize("rep", [*SAMPLING, *INFERENCE], ids=repr)
@given(x=st.integers())
def test_return_means_a_point_mass(rep: Any, x: int) -> None:
    assert rep.meaning(rep.ret(x)) == Mass.point(x)


@pytest.mark.parametrize("rep", INFERENCE, ids=repr)
@given(tree=trees, table=tables)
def test_bind_means_bind(rep: Any, tree: Any, table: Any) -> None:
    computation = interpret(Decision(tree), rep)
    bound = rep.bind(computation, lambda x: interpret(Decision(table[x]), rep))
    assert rep.meaning(bound) == rep.meaning(computation).bind(lambda x: by_hand(table[x]))


@pytest.mark.parametrize("rep", [*SAMPLING, *INFERENCE], ids=repr)
@pytest.mark.parametrize("p", [Fraction(0), Fraction(1, 3), Fraction(1)])
def test_sample_means_the_distribution(rep: Any, p: Fraction) -> None:
    assert rep.meaning(rep.sample(FAMILIES["flip"](p))) == Mass({False: 1 - p, True: p})


@pytest.mark.parametrize("rep", INFERENCE, ids=repr)
@given(weight=weights)
def test_score_means_a_rescaled_point(rep: Any, weight: Fraction) -> None:
    assert rep.meaning(rep.score(weight)) == Mass.point(()).scale(weight)


@pytest.mark.parametrize("rep", INFERENCE, ids=repr)
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


@given(table=tables)
def test_enumerator_lists_paths_in_the_order_of_bind(table: Any) -> None:
    def body(state: tuple[int, int]) -> Any:
        left, x = state
        following = interpret(Decision(table[x]), ENUMERATOR)
        last = left == 0
        return ENUMERATOR.bind(following, lambda y: ENUMERATOR.ret(Done(y) if last else More((left - 1, y))))

    def unfold(turn: Done | More) -> Any:
        if isinstance(turn, Done):
            return ENUMERATOR.ret(turn.value)
        return ENUMERATOR.bind(body(turn.state), unfold)

    assert ENUMERATOR.iterate(body, (2, 0)) == ENUMERATOR.bind(body((2, 0)), unfold)


@pytest.mark.parametrize("base", [ENUMERATOR, MASS, Weighted(Sampler())], ids=repr)
@given(tree=trees)
def test_apply_weight_preserves_the_meaning(base: Any, tree: Any) -> None:
    stack = Weighted(base)
    computation = interpret(Decision(tree), stack)
    assert base.meaning(apply_weight(computation, base)) == stack.meaning(computation) == by_hand(tree)


def forget_score(rep: Any) -> Any:
    return lambda weight: rep.ret(())


def add_weights(rep: Any) -> Any:
    return lambda a, f: rep.base.bind(
        a, lambda rx: rep.base.bind(f(rx[1]), lambda sy: rep.base.ret((rx[0] + sy[0], sy[1])))
    )


def last_weight_only(rep: Any) -> Any:
    return lambda a, f: rep.base.bind(a, lambda rx: f(rx[1]))


def keep_last_turn_only(rep: Any) -> Any:
    def turn_on(weighted: Any) -> Any:
        weight, turn = weighted
        return rep.base.ret(turn if isinstance(turn, More) else Done((weight, turn.value)))

    return lambda body, state: rep.base.iterate(lambda s: rep.base.bind(body(s), turn_on), state)


def keeps_the_laws(rep: Any) -> bool:
    """m(interpret p) and m(bind) on one program that draws, scores twice and iterates."""
    half, third = Fraction(1, 2), Fraction(1, 3)
    tree = Flip(half, (Weigh(half, Weigh(third, Leaf(0))), Weigh(Fraction(2), Leaf(1))))
    two_scores = rep.bind(rep.score(half), lambda _: rep.score(third))
    means_program = rep.meaning(interpret(Decision(tree), rep)) == by_hand(tree)
    return means_program and rep.meaning(two_scores) == Mass.point(()).scale(half * third)


@pytest.mark.parametrize(
    ("method", "wrong"),
    [
        ("score", forget_score),
        ("bind", add_weights),
        ("bind", last_weight_only),
        ("iterate", keep_last_turn_only),
    ],
)
def test_planted_bugs_are_caught(method: str, wrong: Callable[[Any], Any]) -> None:
    """Each wrong twin of Weighted breaks an equation that the right one satisfies."""

    class Twin:
        base = Sampler()

        def __getattr__(self, name: str) -> Any:
            if name == method:
                return wrong(self)
            # the right function with the twin as self, so that it calls the wrong one
            return getattr(Weighted, name).__get__(self)

    assert keeps_the_laws(Weighted(Sampler()))
    assert not keeps_the_laws(Twin())


@pytest.mark.parametrize("rep", INFERENCE, ids=repr)
def test_nothing_runs_after_weight_zero(rep: Any) -> None:
    def unreachable(_: Any) -> Any:
        raise AssertionError("the program ran on after weight zero")

    dead = rep.bind(rep.score(ZERO), unreachable)
    assert not rep.meaning(dead)
    looped = rep.iterate(
        lambda s: rep.bind(rep.score(ZERO), lambda _: rep.ret(More(1))) if s == 0 else unreachable(s), 0
    )
    assert not rep.meaning(looped)


@pytest.mark.parametrize("rep", [*SAMPLING, *INFERENCE], ids=repr)
def test_a_continuous_draw_has_no_finite_meaning(rep: Any) -> None:
    with pytest.raises(NotFinite):
        rep.meaning(rep.sample(FAMILIES["uniform"](0, 1)))


@pytest.mark.parametrize("rep", [Sampler(), Weighted(Sampler())], ids=repr)
def test_binds_nested_to_the_left_use_no_stack(rep: Any) -> None:
    computation = rep.sample(FAMILIES["flip"](Fraction(1)))
    for _ in range(5000):
        computation = rep.bind(computation, rep.ret)
    assert rep.meaning(computation) == Mass.point(True)
