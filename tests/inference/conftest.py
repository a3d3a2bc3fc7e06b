"""Programs written by hand as transition systems: the states are tuples of the values drawn so far."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pytest

from quasiborel.qbs.distributions import FAMILIES
from quasiborel.qbs.program import Draw, Effect, Output, Return, Score
from quasiborel.qbs.weight import ScaledFloat, Weight

Show = Callable[[Any], str]


def output(name: str, kind: str, get: Callable[[Any], Any] = lambda value: value, show: Show = str) -> Output:
    types = {"real": "Real", "int": "Int", "bool": "Bool", "array": "Vector", "function": "Real -> Real"}
    return Output(name, types.get(kind, kind), kind, get, show)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Straight:
    """Draws, then scores, then returns all that was drawn; distributions may depend on earlier draws."""

    draws: tuple[Callable[..., Any], ...]
    weigh: Callable[..., Weight]
    outputs: tuple[Output, ...]
    value: Callable[..., Any] = lambda *drawn: drawn

    def start(self) -> tuple[Any, ...]:
        return ()

    def step(self, state: tuple[Any, ...]) -> Effect:
        if len(state) < len(self.draws):
            return Draw(self.draws[len(state)](*state), state)
        if state[-1] != "scored":
            return Score(self.weigh(*state), (*state, "scored"))
        return Return(self.value(*state[:-1]))

    def resume(self, state: tuple[Any, ...], drawn: Any) -> tuple[Any, ...]:
        return (*state, drawn)

    def exact(self) -> Straight:
        return self


@pytest.fixture
def straight() -> type[Straight]:
    return Straight


@pytest.fixture
def make_output() -> Callable[..., Output]:
    return output


@pytest.fixture
def two_coins() -> Straight:
    """Two coins, at least one of them heads: P(a) = 2/3, evidence 3/4 (a has bias 1/2, b too)."""
    flip = FAMILIES["flip"](Fraction(1, 2))
    truth = {False: "false", True: "true"}.__getitem__
    return Straight(
        (lambda: flip, lambda a: flip),
        lambda a, b: Fraction(a or b),
        (
            output("a", "bool", lambda value: value[0], truth),
            output("heads", "int", sum),
            output("both", "discrete", lambda value: value, lambda v: f"({truth(v[0])}, {truth(v[1])})"),
        ),
    )


@pytest.fixture
def weighted_dice() -> Straight:
    """A die, then a coin whose bias depends on it; weights far from equal, all of them rational."""
    die = FAMILIES["discrete_uniform"](1, 6)
    return Straight(
        (lambda: die, lambda d: FAMILIES["flip"](Fraction(d, 7))),
        lambda d, b: Fraction(d * d if b else 1, 10),
        (output("die", "int", lambda value: value[0]), output("coin", "bool", lambda value: value[1])),
    )


@pytest.fixture
def normal_mean() -> Straight:
    """x ~ normal(0, 1), observed once with noise 1 at 0.5: posterior normal(1/4, √(1/2))."""
    normal = FAMILIES["normal"]
    return Straight(
        (lambda: normal(0.0, 1.0),),
        lambda x: ScaledFloat.exp(normal(x, 1.0).log_density(0.5)),
        (output("x", "real", lambda value: value[0]),),
    )


@pytest.fixture
def impossible() -> Straight:
    """A condition that no run satisfies."""
    return Straight(
        (lambda: FAMILIES["flip"](Fraction(1, 2)),), lambda a: Fraction(0), (output("a", "bool"),)
    )


@pytest.fixture
def needle() -> Straight:
    """Only about one run in 5,000 has a weight to speak of."""
    uniform = FAMILIES["uniform"]
    return Straight(
        (lambda: uniform(0.0, 1.0),),
        lambda x: ScaledFloat.exp(-(((x - 0.5) / 1e-4) ** 2)),
        (output("x", "real", lambda value: value[0]),),
    )


@pytest.fixture
def returning() -> Callable[..., Straight]:
    """A program that returns one of the given values, each with its probability."""

    def make(outputs: tuple[Output, ...], values: Sequence[Any], shares: Sequence[Fraction]) -> Straight:
        choice = FAMILIES["categorical"](tuple(shares))
        return Straight((lambda: choice,), lambda i: Fraction(1), outputs, lambda i: values[i])

    return make
