"""Suspension: where runs stop, what waits there as plain data, and the two ways to map layers."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction as F
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quasiborel.qbs.distributions import FAMILIES
from quasiborel.qbs.interpret import interpret
from quasiborel.qbs.meaning import MASS
from quasiborel.qbs.measure import Mass
from quasiborel.qbs.population import Population
from quasiborel.qbs.probability import Probability
from quasiborel.qbs.program import Draw, Effect, Return, Score
from quasiborel.qbs.representation import More
from quasiborel.qbs.resumption import Loop, Mapped, Pending, Yield
from quasiborel.qbs.sampler import Sampler, run
from quasiborel.qbs.suspension import Suspension
from quasiborel.qbs.tape import Epoch
from quasiborel.qbs.weight import ONE, ZERO
from quasiborel.qbs.weighted import DEAD, Weighted

flip = FAMILIES["flip"]
SUS = Suspension(MASS)


@dataclass(frozen=True, slots=True)
class Counter:
    """`turns` times a toss, if `draws`, and a score of one."""

    turns: int
    draws: bool = False
    outputs: tuple[()] = field(default=(), compare=False)

    def start(self) -> Any:
        return 0

    def step(self, state: int) -> Effect:
        if state == 2 * self.turns:
            return Return(state // 2)
        if self.draws and state % 2 == 0:
            return Draw(flip(F(1, 2)), state)
        return Score(ONE, state + 1)

    def resume(self, state: int, drawn: bool) -> int:
        return state + 1

    def exact(self) -> Counter:
        return self


def waiting(layer: Any) -> Any:
    """The resumption of a run that can be in one place only."""
    ((only, weight),) = layer.items()
    assert weight == 1
    assert isinstance(only, Yield)
    return only.resumption


def test_a_run_stops_before_its_score(programs: Any) -> None:
    tree = programs.Weigh(F(1, 2), programs.Weigh(F(1, 3), programs.Leaf(7)))
    a = interpret(programs.Decision(tree), SUS)
    first = waiting(a)
    assert (first.weight, first.result) == (F(1, 2), More(tree.rest))
    assert a.total == 1  # nothing has been scored
    b = SUS.advance(a)
    assert b.total == F(1, 2)
    ((second, _),) = b.items()
    assert (second.resumption.weight, second.resumption.result) == (F(1, 3), More(programs.Leaf(7)))
    assert SUS.advance(b) == Mass({Return(7): F(1, 6)})
    assert SUS.finish(a) == SUS.finish(b) == Mass({7: F(1, 6)})


@settings(max_examples=20)
@given(data=st.data())
def test_advancing_past_the_end_changes_nothing(programs: Any, data: Any) -> None:
    """E9; two scores at most, so two layers after the first, and finish is what iterating gives."""
    tree = data.draw(programs.two_score_trees)
    a = interpret(programs.Decision(tree), SUS)
    ended = SUS.advance(SUS.advance(a))
    assert all(isinstance(layer, Return) for layer in ended)
    assert SUS.advance(ended) == ended
    assert ended.map(lambda layer: layer.value) == SUS.finish(a) == programs.by_hand(tree)


def test_weight_zero_waits_too_and_ends_the_run_when_made(programs: Any) -> None:
    a = interpret(programs.Decision(programs.Weigh(ZERO, programs.Leaf(1))), SUS)
    assert a.total == 1
    assert SUS.advance(a) == Mass()
    pop = Suspension(Population(Probability()))
    (dead,) = pop.advance(interpret(programs.Decision(programs.Weigh(ZERO, programs.Leaf(1))), pop))
    assert dead == ((ZERO, DEAD),)


def test_what_waits_holds_no_closure() -> None:
    """Runs in equal states are one, whatever they drew: 50 tosses are 50 layers of one state."""
    a = interpret(Counter(50, draws=True), SUS)
    for turns in range(50):
        resumption = waiting(a)
        assert isinstance(resumption, Pending)
        assert (resumption.weight, resumption.result) == (1, More(2 * turns + 2))
        (loop,) = resumption.frames
        assert isinstance(loop, Loop)
        a = SUS.advance(a)
    assert a == Mass.point(Return(50))


def test_particles_in_equal_states_are_one() -> None:
    """Each is interpreted anew, and still they are: one program, one loop."""
    base, program = Probability(), Counter(2, draws=True)
    sus = Suspension(Population(base))
    three = base.ret(((F(1, 3), ()),) * 3)
    a = sus.base.bind(three, lambda _: interpret(program, sus))
    for _ in range(2):
        ((particles, _),) = a.items()
        assert len(set(particles)) == 1
        a = sus.advance(a)
    assert a == Mass.point(((F(1, 3), Return(2)),) * 3)
    others = [interpret(Counter(2), sus), interpret(program, Suspension(Population(Sampler())))]
    assert interpret(program, sus) == interpret(program, sus) not in others


def test_resumptions_are_values() -> None:
    frames = (Loop(max), len)
    assert Pending(F(1, 2), 3, frames) == Pending(F(1, 2), 3, frames)
    assert hash(Pending(F(1, 2), 3, frames)) == hash(Pending(F(2, 4), 3, frames))
    assert Pending(ONE, 3) != Pending(ONE, 4)
    waits = Yield(Mapped(SUS, abs, Pending(ONE, (1, "x"), frames)))
    assert pickle.loads(pickle.dumps(waits)) == waits


def spawn(n: int, pop: Any) -> Callable[[Any], Any]:
    spark = pop.base.ret(((F(1, n), ()),) * n)
    return lambda a: pop.bind(spark, lambda _: a)


@pytest.mark.parametrize("scores", [0, 1, 2, 3])
def test_tmap_multiplies_at_every_layer_and_tmap_first_once(scores: int) -> None:
    """n^(scores + 1) particles against n (E4), the same meaning."""
    base = Probability()
    sus = Suspension(Population(base))
    a = interpret(Counter(0), sus)
    for _ in range(scores):
        a = sus.bind(a, lambda _: sus.score(F(1, 2), 7))
    sizes = {}
    for name in ("tmap", "tmap_first"):
        finished = sus.finish(getattr(sus, name)(spawn(2, sus.base))(a))
        ((particles, _),) = finished.items()
        sizes[name] = len(particles)
        assert sus.base.meaning(finished) == Mass({7 if scores else 0: F(1, 2**scores)})
    assert sizes == {"tmap": 2 ** (scores + 1), "tmap_first": 2}


def test_tmap_reaches_layers_put_off_by_bind_and_by_tmap() -> None:
    """t is applied once to each layer of the computation it was mapped over, to no layer bound later."""
    base = Weighted(Sampler())
    sus = Suspension(base)
    applied: list[str] = []

    def marked(name: str) -> Callable[[Any], Any]:
        def t(a: Any) -> Any:
            applied.append(name)
            return a

        return t

    a = sus.bind(sus.score(F(1, 2)), lambda _: sus.score(F(1, 3), "x"))
    b = sus.tmap(marked("outer"))(sus.tmap(marked("inner"))(a))
    assert applied == ["inner", "outer"]
    c = sus.bind(b, lambda x: sus.score(F(1, 5), x))
    assert sus.meaning(c) == Mass({"x": F(1, 30)})
    assert applied == ["inner", "outer"] * 3  # three layers of a; the layer that bind adds is not among them


def test_lifted_scores_are_made_at_once() -> None:
    a = SUS.lift(MASS.score(F(1, 2), "x"))
    assert a == Mass({Return("x"): F(1, 2)})


@pytest.mark.parametrize(("turns", "draws"), [(50_000, False), (10_000, True)])
def test_long_runs_use_no_stack(turns: int, draws: bool) -> None:
    """100,000 scores, or 10,000 of a draw and a score, of a suspended population of one."""
    sus = Suspension(Population(Sampler()))
    tree = sus.finish(interpret(Counter(turns, draws), sus))
    assert run(tree, Epoch(0, 0).tape(0)) == ((ONE, turns),)


def test_long_suspended_runs_merge_under_exact_bases() -> None:
    sus = Suspension(Population(Probability()))
    assert sus.meaning(interpret(Counter(3_000), sus)) == Mass.point(3_000)
    assert SUS.meaning(interpret(Counter(3_000, draws=True), SUS)) == Mass.point(3_000)


@pytest.mark.parametrize("base", [MASS, Weighted(Sampler()), Population(Sampler())], ids=repr)
def test_binds_and_maps_put_off_use_no_stack(base: Any) -> None:
    sus = Suspension(base)
    a = sus.score(F(1, 2), 0)
    for _ in range(5_000):
        a = sus.bind(a, lambda x: sus.ret(x + 1))
    assert sus.meaning(a) == Mass({5_000: F(1, 2)})
    scored = sus.score(ONE, 0)
    for _ in range(3_000):
        scored = sus.bind(scored, lambda x: sus.score(ONE, x + 1))
    assert sus.meaning(scored) == Mass.point(3_000)


def test_continuous_draws_run_on_a_tape() -> None:
    sus = Suspension(Population(Sampler()))
    uniform = FAMILIES["uniform"](0, 1)
    a = sus.bind(sus.sample(uniform), lambda x: sus.bind(sus.score(F(1, 2)), lambda _: sus.ret(x)))
    drawn = run(sus.finish(a), Epoch(3, 0).tape(0))
    (expected,) = Epoch(3, 0).tape(0).uniforms(1)
    assert drawn == ((F(1, 2), expected),)
