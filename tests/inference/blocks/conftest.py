"""Small finite programs as decision trees, and the validity equation of a block on them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction as F
from typing import Any

import pytest

from quasiborel.inference import Block, interpretation
from quasiborel.inference.shape import variable_of
from quasiborel.qbs.distributions import FAMILIES
from quasiborel.qbs.interpret import interpret
from quasiborel.qbs.meaning import MASS
from quasiborel.qbs.measure import Mass
from quasiborel.qbs.population import Population
from quasiborel.qbs.probability import Probability
from quasiborel.qbs.program import Draw, Effect, Return, Score


@dataclass(frozen=True)
class Tree:
    """flip(p): what follows false and true | score w: what follows | the value returned."""

    node: Any
    outputs: tuple[()] = ()

    def start(self) -> Any:
        return self.node

    def step(self, node: Any) -> Effect:
        match node:
            case ("flip", p, _, _):
                return Draw(FAMILIES["flip"](p), node)
            case ("score", weight, rest):
                return Score(F(weight), rest)
            case _:
                return Return(node)

    def resume(self, node: Any, drawn: bool) -> Any:
        return node[3] if drawn else node[2]

    def exact(self) -> Tree:
        return self


def flip(p: Any, no: Any, yes: Any) -> Any:
    return ("flip", F(p), no, yes)


def score(weight: Any, rest: Any) -> Any:
    return ("score", F(weight), rest)


def chain(steps: int, state: bool = False) -> Any:
    """A hidden Markov model of two states that keeps its state with probability 2/3, observed each step."""
    if not steps:
        return int(state)
    after = {
        x: score(F(3, 4) if x == (steps % 2 == 0) else F(1, 5), chain(steps - 1, x)) for x in (False, True)
    }
    return flip(F(2, 3) if state else F(1, 3), after[False], after[True])


TREES: dict[str, Any] = {
    "no_score": flip("1/3", "a", "b"),
    "one_score": flip("1/3", score("2", "a"), score("1/2", "b")),
    "score_first": score("1/2", flip("1/4", score("3", "a"), score("1/5", "b"))),
    "uneven_scores": flip("1/3", score("1/2", "a"), score("1/5", flip("1/2", score("3", "b"), "c"))),
    "early_end": flip("1/2", "a", score("5", flip("1/2", "b", score("1/2", score("3", "c"))))),
    "half_dies": flip("1/2", score("0", "a"), score("1/3", "b")),
    "dies_late": flip(
        "1/2", score("2", flip("1/3", score("0", "a"), score("1", "b"))), score("1", score("0", "c"))
    ),
    "all_die": flip("1/2", score("0", "a"), score("1", score("0", "b"))),
    "three_scores": chain(3),
}


@pytest.fixture(params=TREES.values(), ids=TREES)
def program(request: pytest.FixtureRequest) -> Tree:
    return Tree(request.param)


CHECKED_OVER = {"T": [Probability()], "M": [MASS, Population(Probability())]}


def images(block: Block, program: Tree) -> set[Mass[Any]]:
    """The meanings of a block's images of a program, over every base that its variable is checked with."""
    pipeline = interpretation() >> block
    variable = variable_of(pipeline.target)
    grounded = [pipeline.at(base) for base in CHECKED_OVER[str(variable)]] if variable else [pipeline]
    return {block.target.meaning(block(program)) for block in grounded}


@pytest.fixture
def meanings_after() -> Callable[[Block, Tree], set[Mass[Any]]]:
    return images


@pytest.fixture(scope="session")
def every_tree() -> dict[str, Tree]:
    return {name: Tree(node) for name, node in TREES.items()}


@pytest.fixture
def tree() -> Callable[[str], Tree]:
    return lambda name: Tree(TREES[name])


@pytest.fixture
def truth(program: Tree) -> Mass[Any]:
    return interpret(program, MASS)
