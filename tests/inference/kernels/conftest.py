"""Finite programs whose branches draw different numbers of values from different sets, and their checks.

The fixture `chosen` is each of a few programs in turn; `programs` holds all the rest.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction as F
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import strategies as st

from quasiborel.inference.kernels import TraceKernel
from quasiborel.inference.mhg_conditions import Failure, mhg_failures
from quasiborel.qbs.distributions import FAMILIES
from quasiborel.qbs.interpret import interpret
from quasiborel.qbs.kernel import is_markov, preserves, reversible, transition
from quasiborel.qbs.measure import Mass
from quasiborel.qbs.program import Draw, Effect, Return, Score
from quasiborel.qbs.term import TERM
from quasiborel.qbs.trace import SAMPLER, Paths
from quasiborel.qbs.weight import ONE, ZERO

flip, bernoulli = FAMILIES["flip"], FAMILIES["bernoulli"]
categorical, discrete_uniform = FAMILIES["categorical"], FAMILIES["discrete_uniform"]


@dataclass(frozen=True, slots=True)
class Leaf:
    value: Any


@dataclass(frozen=True, slots=True)
class Choice:
    law: Any
    branches: tuple[Any, ...]  # by the value drawn, from 0


@dataclass(frozen=True, slots=True)
class Weigh:
    weight: F
    rest: Any


@dataclass(frozen=True, slots=True)
class Walk:
    """The program that walks down a tree; its state is the subtree."""

    tree: Any
    outputs: tuple[()] = ()

    def start(self) -> Any:
        return self.tree

    def step(self, state: Any) -> Effect:
        match state:
            case Leaf(value):
                return Return(value)
            case Choice(law):
                return Draw(law, state)
            case _:
                return Score(state.weight, state.rest)

    def resume(self, state: Any, drawn: Any) -> Any:
        return state.branches[drawn]

    def exact(self) -> Walk:
        return self


def by_hand(tree: Any) -> Mass:
    """The measure of a tree by structural recursion."""
    match tree:
        case Leaf(value):
            return Mass.point(value)
        case Weigh(weight, rest):
            return by_hand(rest).scale(weight)
        case _:
            parts = (by_hand(tree.branches[x]).scale(p) for x, p in tree.law.enumerate())
            return sum(parts, Mass())


def paths_of(tree: Any) -> Paths:
    return Paths(interpret(Walk(tree), TERM))


def rows_of(kernel: TraceKernel | Callable[[Paths], Any], paths: Paths) -> dict[Any, Mass]:
    """The exact transition matrix, on all traces that the prior gives."""
    bound = kernel(paths)
    return transition(lambda trace: SAMPLER.meaning(bound(trace)), SAMPLER.meaning(paths.prior_path()))


def is_invariant(kernel: Any, tree: Any) -> bool:
    """Whether a Markov kernel preserves w ⊙ pri."""
    paths = paths_of(tree)
    rows = rows_of(kernel, paths)
    return is_markov(rows.__getitem__, rows) and preserves(rows.__getitem__, paths.measure())


def is_reversible(kernel: Any, tree: Any) -> bool:
    paths = paths_of(tree)
    return reversible(rows_of(kernel, paths).__getitem__, paths.measure())


def failed_conditions(
    tree: Any, propose: Callable[[Paths, Any], Any], ratio: Callable[[Paths, Any, Any], Any]
) -> tuple[Failure, ...]:
    """Theorem 7.1 for a proposal and a ratio at one term."""
    paths = paths_of(tree)
    return mhg_failures(
        paths.measure(),
        lambda trace: SAMPLER.meaning(propose(paths, trace)),
        lambda x, y: ratio(paths, x, y),
        SAMPLER.meaning(paths.prior_path()),
    )


LAWS = [
    flip(F(1, 3)),
    flip(F(3, 4)),
    bernoulli(F(1, 4)),
    categorical((F(1, 2), F(1, 3), F(1, 6))),
    categorical((F(2, 3), F(0), F(1, 3))),
    categorical((F(1, 5), F(4, 5))),
    discrete_uniform(0, 2),
]
leaves = st.builds(Leaf, st.integers(0, 2))


def _choices(below: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    def on(law: Any) -> st.SearchStrategy[Any]:
        size = 1 + max(int(value) for value, _ in law.enumerate())
        return st.builds(Choice, st.just(law), st.tuples(*[below] * size))

    return st.sampled_from(LAWS).flatmap(on)


def _weighings(below: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.builds(Weigh, st.sampled_from([ZERO, F(1, 4), F(1, 2), ONE, F(7, 3)]), below)


trees = st.recursive(leaves, lambda below: _choices(below) | _weighings(below), max_leaves=8)


def coin(p: F, no: Any, yes: Any) -> Choice:
    return Choice(flip(p), (no, yes))


def _value(x: Any, y: Any) -> Leaf:
    return Leaf((x, y))


# One draw or three; the ratios lie on both sides of one.
JUMPY = coin(
    F(1, 2),
    Weigh(F(1, 4), Leaf("short")),
    coin(
        F(2, 3),
        coin(F(3, 4), Weigh(F(3), Leaf("00")), Leaf("01")),
        coin(F(3, 4), Leaf("10"), Weigh(F(3), Leaf("11"))),
    ),
)
# The law of the second draw depends on the first; on one side a value has mass zero.
SHIFTING = Choice(
    flip(F(1, 2)),
    (
        Choice(
            categorical((F(1, 2), F(1, 3), F(1, 6))), tuple(Weigh(F(k + 1), _value(0, k)) for k in range(3))
        ),
        Choice(categorical((F(2, 3), F(0), F(1, 3))), tuple(Weigh(F(3 - k), _value(1, k)) for k in range(3))),
    ),
)
# Three traces of two lengths, with the weights of the paper's E8.
THREE_TRACES = coin(F(1, 2), Weigh(F(1, 3), Leaf(0)), coin(F(1, 2), Weigh(F(2), Leaf(1)), Leaf(2)))
# Two draws whose second changes nothing but the weight where the first is false.
HEAVY_AND_LIGHT = coin(
    F(1, 2),
    coin(F(1, 2), Weigh(F(1, 5), Leaf(0)), Weigh(F(9, 5), Leaf(0))),
    coin(F(1, 2), Leaf(1), Leaf(1)),
)
# A run that dies early, beside one that draws on.
DYING = coin(F(1, 3), Weigh(ZERO, Leaf(0)), coin(F(1, 2), Weigh(F(2), Leaf(1)), Weigh(ZERO, Leaf(2))))
NOTHING_DRAWN = Weigh(F(2), Leaf(0))
NOTHING_WEIGHED = coin(F(1, 3), Leaf(0), coin(F(1, 4), Leaf(1), Leaf(2)))
NOTHING_ALIVE = coin(F(1, 3), Weigh(ZERO, Leaf(0)), Weigh(ZERO, Leaf(1)))

PROGRAMS = {
    "jumpy": JUMPY,
    "shifting": SHIFTING,
    "three traces": THREE_TRACES,
    "heavy and light": HEAVY_AND_LIGHT,
    "dying": DYING,
    "nothing drawn": NOTHING_DRAWN,
    "nothing weighed": NOTHING_WEIGHED,
    "nothing alive": NOTHING_ALIVE,
}


@pytest.fixture(params=PROGRAMS)
def chosen(request: pytest.FixtureRequest) -> Any:
    return PROGRAMS[request.param]


@pytest.fixture(scope="session")
def programs() -> SimpleNamespace:
    return SimpleNamespace(
        Walk=Walk,
        by_hand=by_hand,
        paths_of=paths_of,
        rows_of=rows_of,
        is_invariant=is_invariant,
        is_reversible=is_reversible,
        failed_conditions=failed_conditions,
        trees=trees,
        named=PROGRAMS,
    )
