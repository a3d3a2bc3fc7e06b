"""Exact enumeration merges equal states, stops at its limit, and needs no Python stack."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pytest

from quasiborel.qbs.distributions import FAMILIES
from quasiborel.qbs.enumerator import Enumerator
from quasiborel.qbs.errors import LimitReached, NotFinite
from quasiborel.qbs.interpret import interpret
from quasiborel.qbs.meaning import MASS, Enumeration, EnumerationLimit
from quasiborel.qbs.measure import Mass
from quasiborel.qbs.program import Draw, Effect, Return, Score
from quasiborel.qbs.sampler import Sampler, run
from quasiborel.qbs.tape import Epoch
from quasiborel.qbs.weight import ONE, ScaledFloat
from quasiborel.qbs.weighted import Weighted

F = Fraction


@dataclass(frozen=True, slots=True)
class Machine:
    """A program written as its transition functions."""

    first: Any
    step: Callable[[Any], Effect]
    resume: Callable[[Any, Any], Any] = lambda state, drawn: (*state, drawn)
    outputs: tuple[()] = ()

    def start(self) -> Any:
        return self.first

    def exact(self) -> "Machine":
        return self


def hidden_markov_chain(steps: int, number: Callable[[Fraction], Any]) -> Machine:
    rows = [[F(8, 10), F(1, 10), F(1, 10)], [F(2, 10), F(5, 10), F(3, 10)], [F(1, 10), F(4, 10), F(5, 10)]]
    moves = [FAMILIES["categorical"](tuple(row)) for row in rows]
    likelihoods = [[number(F(2 if x == y else 1, 4)) for y in range(3)] for x in range(3)]
    data = [(7 * t * t + 3 * t) % 3 for t in range(steps)]

    def step(state: tuple[int, int, bool]) -> Effect:
        t, x, scored = state
        if t == steps:
            return Return(x)
        if not scored:
            return Score(likelihoods[x][data[t]], (t, x, True))
        return Draw(moves[x], (t + 1,))

    return Machine((0, 0, False), step, lambda state, x: (state[0], x, False))


def forward(steps: int) -> Mass[int]:
    """The forward algorithm as vectors of Fractions, written without any representation."""
    rows = [[F(8, 10), F(1, 10), F(1, 10)], [F(2, 10), F(5, 10), F(3, 10)], [F(1, 10), F(4, 10), F(5, 10)]]
    alpha = [F(1), F(0), F(0)]
    for t in range(steps):
        y = (7 * t * t + 3 * t) % 3
        weighed = [a * F(2 if x == y else 1, 4) for x, a in enumerate(alpha)]
        alpha = [sum((weighed[x] * rows[x][z] for x in range(3)), F(0)) for z in range(3)]
    return Mass(enumerate(alpha))


def test_a_hidden_markov_chain_is_the_forward_algorithm() -> None:
    found = interpret(hidden_markov_chain(200, F), Enumeration(max_states=2_000))  # of 3^200 paths
    assert found == forward(200)
    assert found.rational


def test_float_weights_agree_and_do_not_underflow() -> None:
    """2,000 steps: the evidence is near e^-2,000; relative error at most steps · 4 roundings."""
    found = interpret(hidden_markov_chain(2000, lambda p: ScaledFloat(float(p))), MASS)
    truth = forward(2000)
    assert not found.rational
    assert found.total < ScaledFloat.exp(-1000.0)
    for x in range(3):
        assert float(found[x] / truth[x]) == pytest.approx(1.0, abs=2000 * 4 * 2.0**-53)


def geometric(p: Fraction) -> Machine:
    def step(state: tuple[int, ...]) -> Effect:
        if state[-1] is True:
            return Return(state[0])
        return Draw(FAMILIES["flip"](p), (state[0],))

    return Machine((0, False), step, lambda state, stop: (state[0] + (not stop), stop))


def test_an_endless_recursion_is_explored_up_to_the_limit() -> None:
    with pytest.raises(EnumerationLimit, match="limit of 1000 states") as caught:
        interpret(geometric(F(1, 2)), Enumeration(max_states=1000))
    mass = caught.value.mass
    assert isinstance(caught.value, LimitReached)
    assert all(mass[n] == F(1, 2 ** (n + 1)) for n in range(100))
    assert caught.value.explored == pytest.approx(1.0)


def poisson_then_coin() -> Machine:
    def step(state: tuple[Any, ...]) -> Effect:
        match len(state):
            case 0:
                return Draw(FAMILIES["poisson"](3), state)
            case 1:
                return Draw(FAMILIES["flip"](F(1, 2)), state)
            case _:
                return Return(state)

    return Machine((), step)


def test_an_infinite_draw_is_listed_fairly() -> None:
    """The likely values are finished long before the limit, not only queued."""
    with pytest.raises(EnumerationLimit) as caught:
        interpret(poisson_then_coin(), Enumeration(max_states=500))
    assert float(caught.value.mass.total) == pytest.approx(1.0, abs=1e-12)
    assert caught.value.mass[(3, True)] == caught.value.mass[(3, False)] > F(1, 10)


def test_infinite_draws_can_be_refused() -> None:
    with pytest.raises(NotFinite):
        interpret(poisson_then_coin(), Enumeration(infinite=False))


def test_binds_of_infinite_draws_interleave() -> None:
    poisson = FAMILIES["poisson"](2)
    rep = Enumeration(max_states=3000)
    pairs = rep.bind(rep.sample(poisson), lambda x: rep.bind(rep.sample(poisson), lambda y: rep.ret((x, y))))
    with pytest.raises(EnumerationLimit) as caught:
        rep.meaning(pairs)
    assert float(caught.value.mass.total) == pytest.approx(1.0, abs=1e-9)
    mixed = rep.bind(
        rep.sample(FAMILIES["flip"](F(1, 3))), lambda b: rep.sample(poisson) if b else rep.ret(-1)
    )
    with pytest.raises(EnumerationLimit) as caught:
        rep.meaning(mixed)
    assert caught.value.mass[-1] == F(2, 3)
    assert float(caught.value.mass.total) == pytest.approx(1.0)


def test_the_limit_counts_states_and_progress_is_told() -> None:
    told: list[tuple[int, int]] = []
    chain = hidden_markov_chain(1000, F)
    interpret(chain, Enumeration(max_states=10_000, progress=lambda done, of: told.append((done, of))))
    assert [done // 1000 for done, _ in told] == [1, 2, 3, 4, 5]
    interpret(hidden_markov_chain(2, F), Enumeration(max_states=11))  # 1, 1, 3, 3 and 3 states
    with pytest.raises(EnumerationLimit):
        interpret(hidden_markov_chain(2, F), Enumeration(max_states=10))


def test_states_of_weight_zero_are_not_expanded() -> None:
    def step(state: tuple[Any, ...]) -> Effect:
        if not state:
            return Draw(FAMILIES["discrete_uniform"](-1, 1), state)
        (x,) = state[:1]
        if len(state) == 1:
            return Score(F(x > 0), (x, "positive"))
        return Return(1 // x)  # fails on x = 0

    assert interpret(Machine((), step), MASS) == Mass({1: F(1, 3)})


MILLION = 1_000_000


def counting(kind: str, turns: int) -> Machine:
    def step(state: int) -> Effect:
        if state == turns:
            return Return(state)
        return Score(ONE, state + 1) if kind == "score" else Draw(FAMILIES["flip"](F(1)), state)

    return Machine(0, step, lambda state, drawn: state + drawn)


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "turns"), [("score", MILLION), ("draw", MILLION // 5)])
def test_a_million_steps_use_no_stack(kind: str, turns: int) -> None:
    program = counting(kind, turns)
    tree = interpret(program, Weighted(Sampler()))
    assert run(tree, Epoch(0, 0).tape(0)) == (ONE, turns)
    assert interpret(program, Enumeration(max_states=2 * MILLION)) == Mass.point(turns)
    assert interpret(program, Enumerator()) == ((ONE, turns),)
