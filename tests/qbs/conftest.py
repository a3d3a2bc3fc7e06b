"""Random finite programs as decision trees, their measure by hand, and every stack that kinds allow.

Fixtures named here as kinds of stack are each of those stacks in turn; `programs` holds the rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction as F
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import strategies as st

from quasiborel.qbs.distributions import FAMILIES
from quasiborel.qbs.enumerator import Enumerator
from quasiborel.qbs.kind import KindError
from quasiborel.qbs.list_t import ListT
from quasiborel.qbs.meaning import MASS
from quasiborel.qbs.measure import Mass
from quasiborel.qbs.population import Population
from quasiborel.qbs.probability import Probability
from quasiborel.qbs.program import Draw, Effect, Return, Score
from quasiborel.qbs.representation import Done, More
from quasiborel.qbs.sampler import Sampler
from quasiborel.qbs.suspension import Suspension
from quasiborel.qbs.weight import ONE, ZERO
from quasiborel.qbs.weighted import Weighted

flip = FAMILIES["flip"]


@dataclass(frozen=True, slots=True)
class Leaf:
    value: int


@dataclass(frozen=True, slots=True)
class Flip:
    probability: F
    branches: tuple[Any, Any]


@dataclass(frozen=True, slots=True)
class Weigh:
    weight: F
    rest: Any


@dataclass(frozen=True, slots=True)
class Split:
    """Goes on as all of its parts: no program does, but a computation over lists can."""

    parts: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """The program that walks down a decision tree without splits; its state is the tree itself."""

    tree: Leaf | Flip | Weigh
    outputs: tuple[()] = ()

    def start(self) -> Any:
        return self.tree

    def step(self, state: Any) -> Effect:
        match state:
            case Leaf(value):
                return Return(value)
            case Flip(probability):
                return Draw(flip(probability), state)
            case _:
                return Score(state.weight, state.rest)

    def resume(self, state: Any, drawn: bool) -> Any:
        return state.branches[drawn]

    def exact(self) -> Decision:
        return self


def by_hand(tree: Any) -> Mass:
    """The measure of a tree by structural recursion, without any representation."""
    match tree:
        case Leaf(value):
            return Mass.point(value)
        case Flip(p, (no, yes)):
            return by_hand(no).scale(1 - p) + by_hand(yes).scale(p)
        case Weigh(weight, rest):
            return by_hand(rest).scale(weight)
        case _:
            return sum(map(by_hand, tree.parts), Mass())


def denote(tree: Any, rep: Any) -> Any:
    """The computation of a tree, splits included."""

    def one_step(state: Any) -> Any:
        match state:
            case Leaf(value):
                return rep.ret(Done(value))
            case Flip(probability, branches):
                return rep.bind(rep.sample(flip(probability)), lambda drawn: rep.ret(More(branches[drawn])))
            case Weigh(weight, rest):
                return rep.score(weight, More(rest))
            case _:
                return split(rep, tuple(More(part) for part in state.parts))

    return rep.iterate(one_step, tree)


def split(rep: Any, values: tuple[Any, ...]) -> Any:
    """All of the values at once, lifted from where the lists are."""
    match rep:
        case ListT():
            return rep.base.ret(values)
        case Population():
            return rep.base.ret(tuple((ONE, value) for value in values))
        case _:
            return rep.lift(split(rep.base, values))


TRANSFORMERS = [Weighted, ListT, Population, Suspension]
BASES = [Sampler(), Probability(), Enumerator(), MASS]


def upon(bases: list[Any]) -> Iterator[Any]:
    """Every transformer on every base, where the kinds fit."""
    for transformer in TRANSFORMERS:
        for base in bases:
            with suppress(KindError):
                yield transformer(base)


ONE_DEEP = list(upon(BASES))
TWO_DEEP = list(upon(ONE_DEEP))
STACKS = [*BASES, *ONE_DEEP, *TWO_DEEP, *upon(TWO_DEEP)]

probabilities = st.sampled_from([F(0), F(1, 3), F(1, 2), F(3, 4), F(1)])
weights = st.sampled_from([ZERO, F(1, 2), ONE, F(7, 3)])
leaves = st.builds(Leaf, st.integers(0, 2))


def flips(below: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.builds(Flip, probabilities, st.tuples(below, below))


def weighings(below: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.builds(Weigh, weights, below)


def splits(below: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.builds(Split, st.lists(below, max_size=3).map(tuple))


trees = st.recursive(leaves, lambda below: flips(below) | weighings(below), max_leaves=12)
short_trees = flips(leaves | weighings(leaves) | weighings(flips(leaves)))
two_score_trees = flips(leaves | weighings(flips(leaves | weighings(leaves))))


def trees_for(rep: Any) -> st.SearchStrategy[Any]:
    """Trees of what `rep` can do: draws always, scores by its kind, splits where it holds lists."""
    lists = "ListT" in repr(rep) or "Population" in repr(rep)

    def grow(below: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        grown = flips(below)
        if rep.kind.scores:
            grown |= weighings(below)
        return grown | splits(below) if lists else grown

    return st.recursive(leaves, grow, max_leaves=6 if lists else 12)


def tables_for(rep: Any) -> st.SearchStrategy[Any]:
    """A tree for each value of a leaf."""
    return st.tuples(*[trees_for(rep)] * 3)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    kinds = {
        "stack": STACKS,
        "inference_stack": [rep for rep in STACKS if rep.kind.scores],
        "transformed_stack": [rep for rep in STACKS if rep not in BASES],
        "sampler_stack": [rep for rep in STACKS if "Sampler" in repr(rep)],
    }
    for name, stacks in kinds.items():
        if name in metafunc.fixturenames:
            metafunc.parametrize(name, stacks, ids=repr)


@pytest.fixture(scope="session")
def programs() -> SimpleNamespace:
    return SimpleNamespace(
        Leaf=Leaf,
        Flip=Flip,
        Weigh=Weigh,
        Split=Split,
        Decision=Decision,
        by_hand=by_hand,
        denote=denote,
        trees=trees,
        short_trees=short_trees,
        two_score_trees=two_score_trees,
        trees_for=trees_for,
        tables_for=tables_for,
        bases=BASES,
        one_deep=ONE_DEEP,
        two_deep=TWO_DEEP,
        stacks=STACKS,
    )
