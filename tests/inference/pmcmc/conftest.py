"""Finite programs for filters, exact matrices of particle MCMC, and the measures that they have to preserve.

The fixture `tree` is each of a few programs in turn; `exactly` holds all the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction as F
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import strategies as st

from quasiborel.inference.kernels import TraceKernel
from quasiborel.inference.pseudo_marginal import Proposal, PseudoMarginal
from quasiborel.qbs.distributions import FAMILIES
from quasiborel.qbs.interpret import interpret
from quasiborel.qbs.measure import Mass
from quasiborel.qbs.probability import Probability
from quasiborel.qbs.program import Draw, Effect, Return, Score
from quasiborel.qbs.term import TERM, from_sampler
from quasiborel.qbs.trace import Paths


@dataclass(frozen=True, slots=True)
class Leaf:
    value: Any


@dataclass(frozen=True, slots=True)
class Choice:
    law: Any
    branches: Any  # by the value drawn


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


def coin(p: F, no: Any, yes: Any) -> Choice:
    return Choice(FAMILIES["flip"](p), (no, yes))


def by_hand(tree: Any) -> Mass[Any]:
    """The measure of a tree by structural recursion."""
    match tree:
        case Leaf(value):
            return Mass.point(value)
        case Weigh(weight, rest):
            return by_hand(rest).scale(weight)
        case _:
            parts = (by_hand(tree.branches[x]).scale(p) for x, p in tree.law.enumerate())
            return sum(parts, Mass())


def chain(steps: int, stay: F = F(2, 3), state: int = 0, path: tuple[int, ...] = ()) -> Any:
    """A hidden Markov model of two states, observed at each step; it returns its path."""
    if not steps:
        return Leaf(path)
    after = [
        Weigh(F(3, 4) if x == steps % 2 else F(1, 5), chain(steps - 1, stay, x, (*path, x))) for x in (0, 1)
    ]
    return coin(stay if state else 1 - stay, after[0], after[1])


def unknown_chain(steps: int) -> Any:
    """The chain with an unknown probability to stay, which it returns beside its last state."""

    def ending(tree: Any, parameter: int) -> Any:
        match tree:
            case Leaf(path):
                return Leaf((parameter, path[-1]))
            case Weigh(weight, rest):
                return Weigh(weight, ending(rest, parameter))
            case _:
                return Choice(tree.law, tuple(ending(branch, parameter) for branch in tree.branches))

    return coin(F(1, 3), ending(chain(steps, F(2, 3)), 0), ending(chain(steps, F(1, 4)), 1))


UNEVEN_SCORES = coin(
    F(1, 3), Weigh(F(1, 2), Leaf("a")), Weigh(F(1, 5), coin(F(1, 2), Weigh(F(3), Leaf("b")), Leaf("c")))
)
EARLY_END = coin(
    F(1, 2),
    Leaf("a"),
    Weigh(F(5), coin(F(1, 2), Leaf("b"), Weigh(F(1, 2), Weigh(F(3), Leaf("c"))))),
)
HALF_DIES = coin(
    F(1, 2),
    Weigh(F(2), coin(F(1, 3), Weigh(F(0), Leaf("a")), Weigh(F(1), Leaf("b")))),
    Weigh(F(1), coin(F(1, 4), Weigh(F(0), Leaf("c")), Weigh(F(1, 3), Leaf("d")))),
)
# What comes after the zero is no program.
UNDEFINED_AFTER_ZERO = coin(F(1, 2), Weigh(F(0), None), Weigh(F(1), Leaf("alive")))

THREE_TRACES = coin(F(1, 2), Weigh(F(1, 3), Leaf(0)), coin(F(1, 2), Weigh(F(2), Leaf(1)), Leaf(2)))
# Weights that a criterion may leave as they are, before those that it does not.
NEARLY_EVEN = coin(
    F(1, 3),
    Weigh(F(1, 2), coin(F(1, 2), Weigh(F(3), Leaf("a")), Weigh(F(1, 5), Leaf("b")))),
    Weigh(F(2, 5), coin(F(1, 2), Weigh(F(1, 5), Leaf("c")), Weigh(F(3), Leaf("d")))),
)
# One or two draws before the first score.
LENGTHS = coin(F(1, 2), Weigh(F(1, 3), Leaf(0)), coin(F(1, 3), Weigh(F(2), Leaf(1)), Weigh(F(1, 5), Leaf(2))))
THREE_VALUES = Choice(
    FAMILIES["categorical"]((F(1, 2), F(1, 3), F(1, 6))), tuple(Weigh(F(k), Leaf(k)) for k in range(3))
)


class Endings:
    """Every value ends the program."""

    def __getitem__(self, value: Any) -> Leaf:
        return Leaf(value)


MASS_OR_DENSITY = coin(
    F(1, 2),
    Weigh(F(1), Choice(FAMILIES["bernoulli"](F(1, 2)), (Leaf(0), Leaf(1)))),
    Weigh(F(1), Choice(FAMILIES["normal"](0.0, 1.0), Endings())),
)

TREES: dict[str, Any] = {
    "uneven scores": UNEVEN_SCORES,
    "early end": EARLY_END,
    "half dies": HALF_DIES,
    "three traces": THREE_TRACES,
    "three values": THREE_VALUES,
    "lengths": LENGTHS,
    "chain": chain(2),
    "unknown step": unknown_chain(1),
    "unknown chain": unknown_chain(2),
    "nearly even": NEARLY_EVEN,
    "nothing drawn": Weigh(F(2), Leaf(0)),
    "nothing weighed": coin(F(1, 3), Leaf(0), coin(F(1, 4), Leaf(1), Leaf(2))),
    "nothing alive": coin(F(1, 3), Weigh(F(0), Leaf(0)), Weigh(F(1), Weigh(F(0), Leaf(1)))),
}

LAWS = [
    FAMILIES["flip"](F(1, 3)),
    FAMILIES["categorical"]((F(1, 2), F(1, 3), F(1, 6))),
    FAMILIES["categorical"]((F(2, 3), F(0), F(1, 3))),
]


def _choices(below: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    def on(law: Any) -> st.SearchStrategy[Any]:
        size = 1 + max(int(value) for value, _ in law.enumerate())
        return st.builds(Choice, st.just(law), st.tuples(*[below] * size))

    return st.sampled_from(LAWS).flatmap(on)


def _weighings(below: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.builds(Weigh, st.sampled_from([F(0), F(1, 4), F(1), F(7, 3)]), below)


trees = st.recursive(
    st.builds(Leaf, st.integers(0, 2)), lambda below: _choices(below) | _weighings(below), max_leaves=6
)


def paths_of(tree: Any) -> Paths:
    return Paths(interpret(Walk(tree), TERM))


def law(tree: Any) -> Mass[Any]:
    """The law of a tree of finite draws, equal values merged at each turn."""
    return Probability().meaning(from_sampler(tree, Probability()))


def pseudo_marginal_matrix(target: PseudoMarginal, *proposals: Proposal) -> tuple[dict[Any, Mass[Any]], Any]:
    """The transition matrix on all (θ, (Ẑ, x)) that a fresh start gives, and Ẑ ⊙ their law."""
    prior = target.prior()
    fresh = law(target.fresh(prior))
    kernel = target.kernel(prior, *proposals)
    return {state: law(kernel(state)) for state in fresh}, fresh.rescale(lambda state: state[1][0])


def image(measure: Mass[Any]) -> Mass[Any]:
    """The measure of the values."""
    return measure.map(lambda state: state[1][1])


def gibbs_matrix(kernel: TraceKernel, tree: Any) -> dict[Any, Mass[Any]]:
    """The transition matrix of a kernel on all traces that the prior gives."""
    paths = paths_of(tree)
    move = kernel(paths)
    return {trace: law(move(trace)) for trace in law(paths.prior_path())}


@pytest.fixture(params=TREES)
def tree(request: pytest.FixtureRequest) -> Any:
    return TREES[request.param]


@pytest.fixture(scope="session")
def exactly() -> SimpleNamespace:
    return SimpleNamespace(
        Walk=Walk,
        by_hand=by_hand,
        chain=chain,
        gibbs_matrix=gibbs_matrix,
        image=image,
        law=law,
        mass_or_density=MASS_OR_DENSITY,
        named={**TREES, "long chain": chain(3)},
        paths_of=paths_of,
        pseudo_marginal_matrix=pseudo_marginal_matrix,
        trees=trees,
        undefined_after_zero=UNDEFINED_AFTER_ZERO,
    )
