"""Core programs on the abstract machine."""

import pickle
from collections.abc import Callable
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest

from quasiborel.lang.core import calculus as core
from quasiborel.lang.errors.runtime import RuntimeFault
from quasiborel.lang.machine import machine
from quasiborel.lang.machine.frames import State
from quasiborel.lang.values.values import NIL, Data, list_from
from quasiborel.qbs.distributions import FAMILIES
from quasiborel.qbs.enumerator import Enumerator
from quasiborel.qbs.interpret import interpret
from quasiborel.qbs.program import Draw, Return, Score
from quasiborel.qbs.weight import ScaledFloat

DEEP = 1_000_000


def countdown(hand: SimpleNamespace, tail: bool) -> Any:
    """f(n) = if n == 0 { 0 } else { f(n - 1) } or, not in the last place, { f(n - 1) + 1 }."""

    def body(b: Any, n: core.Atom) -> core.Atom:
        def more(b: Any) -> core.Atom:
            rest = b.call("down", b.do("-", "Int Int", n, 1))
            return rest if tail else b.do("+", "Int Int", rest, 1)

        return b.if_(b.do("==", "Int Int", n, 0), lambda b: hand.atom(0), more)

    return hand.function("down", 1, body)


def test_recursion_a_million_deep(hand: SimpleNamespace) -> None:
    program = hand.machine(
        hand.function("main", 1, lambda b, n: b.call("down", n)), countdown(hand, False), data=(DEEP,)
    )
    assert hand.value(program) == DEEP


@pytest.mark.usefixtures("collector_paused")
def test_state_inside_a_million_calls_is_hashed_compared_pickled_and_dropped(hand: SimpleNamespace) -> None:
    def body(b: Any, n: core.Atom) -> core.Atom:
        def more(b: Any) -> core.Atom:
            return b.do("+", "Int Int", b.call("f", b.do("-", "Int Int", n, 1)), n)

        def end(b: Any) -> core.Atom:
            return b.if_(b.draw(b.do("flip", "Real", 0.5)), lambda b: hand.atom(1), lambda b: hand.atom(0))

        return b.if_(b.do("==", "Int Int", n, 0), end, more)

    main = hand.function("main", 1, lambda b, n: b.call("f", n))
    program = hand.machine(main, hand.function("f", 1, body), data=(DEEP,))
    first, second = program.step(program.start()), program.step(program.start())
    assert first.state.parent.depth == DEEP
    assert first.state is not second.state
    assert first.state == second.state
    assert hash(first.state) == hash(second.state)
    assert program.resume(first.state, True) != program.resume(second.state, False)
    copy = pickle.loads(pickle.dumps(first.state))
    assert copy == first.state
    total = DEEP * (DEEP + 1) // 2
    assert program.step(program.resume(copy, True)).value == total + 1
    del first, second, copy


def test_tail_calls_leave_no_frames(hand: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "FRAME_LIMIT", 2)
    main = hand.function("main", 1, lambda b, n: b.call("down", n))
    assert hand.value(hand.machine(main, countdown(hand, True), data=(DEEP,))) == 0


def test_recursion_without_end_meets_a_limit(hand: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "FRAME_LIMIT", 1000)
    main = hand.function("main", 1, lambda b, n: b.do("+", "Int Int", b.call("down", n), 1))
    with pytest.raises(RuntimeFault, match="1000 calls that wait for one another in down") as caught:
        hand.value(hand.machine(main, countdown(hand, False), data=(-1,)))
    assert caught.value.kind == "limit"
    assert [name for name, _ in caught.value.calls] == ["down"] * 5


def test_loop_without_effect_meets_a_limit(hand: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "CALL_LIMIT", 1000)
    main = hand.function("main", 1, lambda b, n: b.call("down", n))
    with pytest.raises(RuntimeFault, match="1000 calls without a draw or a score in down"):
        hand.value(hand.machine(main, countdown(hand, True), data=(-1,)))


def test_calls_that_draw_have_no_limit_but_frames(
    hand: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "CALL_LIMIT", 10)

    def body(b: Any, n: core.Atom) -> core.Atom:
        more = b.draw(b.do("flip", "Real", 0.5))
        return b.if_(more, lambda b: b.call("f", b.do("+", "Int Int", n, 1)), lambda b: n)

    main = hand.function("main", 0, lambda b: b.call("f", 0))
    value, _, _ = hand.run(hand.machine(main, hand.function("f", 1, body)), *[True] * 100, False)
    assert value == 100


def test_both_arms_of_a_branch(hand: SimpleNamespace) -> None:
    main = hand.function(
        "main", 1, lambda b, x: b.if_(x, lambda b: hand.atom(1), lambda b: b.do("+", "Int Int", 1, 1))
    )
    assert hand.value(hand.machine(main, data=(True,))) == 1
    assert hand.value(hand.machine(main, data=(False,))) == 2


@pytest.mark.parametrize(
    ("subject", "expected"), [(Data("None"), 0), (Data("Some", (7,)), 7), (Data("Other"), -1)]
)
def test_switch_on_constructors(hand: SimpleNamespace, subject: Data, expected: int) -> None:
    def body(b: Any, x: core.Atom) -> core.Atom:
        arms: dict[str, Callable[[Any], core.Atom]] = {
            "None": lambda b: hand.atom(0),
            "Some": lambda b: b.field(x, 0),
        }
        return b.cases(x, default=lambda b: hand.atom(-1), **arms)

    assert hand.value(hand.machine(hand.function("main", 1, body), data=(subject,))) == expected


def test_switch_on_literals(hand: SimpleNamespace) -> None:
    def body(b: Any, x: core.Atom) -> core.Atom:
        cases = tuple((key, b.inner(lambda b, key=key: hand.atom(key * 10))) for key in (1, 2))
        return b(core.Switch(x, cases, b.inner(lambda b: hand.atom(-1)), False))

    main = hand.function("main", 1, body)
    assert [hand.value(hand.machine(main, data=(x,))) for x in (1, 2, 3)] == [10, 20, -1]


@pytest.mark.parametrize("vector", [False, True])
@pytest.mark.parametrize("size", [0, 1, 5])
def test_for_collects_in_order(hand: SimpleNamespace, vector: bool, size: int) -> None:
    xs = tuple(Fraction(i) for i in range(size))

    def body(b: Any, items: core.Atom) -> core.Atom:
        return b.for_(items, lambda b, x: b.do("*", "Real Real", x, 2.0), vector=vector)

    program = hand.machine(hand.function("main", 1, body), data=(xs if vector else list_from(xs),))
    assert hand.value(program) == list_from([2.0 * i for i in range(size)])


def test_nested_loops_keep_what_later_turns_need(hand: SimpleNamespace) -> None:
    def body(b: Any, xs: core.Atom, ys: core.Atom) -> core.Atom:
        offset = b.do("+", "Int Int", 100, 0)

        def turn(b: Any, x: core.Atom) -> core.Atom:
            def inner(b: Any, y: core.Atom) -> core.Atom:
                z = b.draw(b.do("dirac", "Int", b.do("*", "Int Int", x, y)))
                return b.do("+", "Int Int", z, offset)

            return b.for_(ys, inner)

        return b.for_(xs, turn)

    program = hand.machine(hand.function("main", 2, body), data=(list_from([1, 2]), list_from([3, 4])))
    drawn = [3, 4, 6, 8]
    value, distributions, _ = hand.run(program, *drawn)
    assert value == list_from([list_from([103, 104]), list_from([106, 108])])
    assert [d.parameters for d in distributions] == [(x,) for x in drawn]


def test_for_without_a_value_is_unit(hand: SimpleNamespace) -> None:
    main = hand.function("main", 1, lambda b, xs: b.for_(xs, lambda b, x: hand.unit, collect=False))
    assert hand.value(hand.machine(main, data=(list_from([1, 2]),))) == ()


def test_closures_capture_values(hand: SimpleNamespace) -> None:
    def body(b: Any, x: core.Atom) -> core.Atom:
        add = b(core.MakeClosure("add", (x,)))
        twice = b(core.MakeClosure("twice", (add,)))
        return b.apply(twice, 5)

    add = hand.function("add", 1, lambda b, y, x: b.do("+", "Int Int", x, y), captured=1)
    twice = hand.function("twice", 1, lambda b, y, f: b.apply(f, b.apply(f, y)), captured=1)
    assert hand.value(hand.machine(hand.function("main", 1, body), add, twice, data=(10,))) == 25


def test_constructors_tuples_and_lists(hand: SimpleNamespace) -> None:
    def body(b: Any) -> core.Atom:
        empty = b(core.Construct("Nil", ()))
        leaf, other = b(core.Construct("Leaf", ())), b(core.Construct("Other", ()))
        pair = b(core.Construct("Pair", (leaf, other)))
        items = b(core.MakeTuple((b.cons(1, b.cons(2, empty)), pair)))
        return b(
            core.MakeTuple(
                (items, b(core.Project(items, 1)), b(core.MakeTuple(())), b(core.MakeTuple((leaf,))))
            )
        )

    pair = Data("Pair", (Data("Leaf"), Data("Other")))
    expected = ((list_from([1, 2]), pair), pair, (), (Data("Leaf"),))
    assert hand.value(hand.machine(hand.function("main", 0, body))) == expected


def test_equal_constants_of_different_types_stay_apart(hand: SimpleNamespace) -> None:
    main = hand.function(
        "main", 0, lambda b: b(core.MakeTuple(tuple(map(hand.atom, (1, True, 1.0, Data("A"), Data("B"))))))
    )
    value = hand.value(hand.machine(main))
    assert list(map(type, value)) == [int, bool, float, Data, Data]
    assert value[3:] == (Data("A"), Data("B"))


def test_effects_in_order(hand: SimpleNamespace) -> None:
    def body(b: Any, ys: core.Atom) -> core.Atom:
        x = b.draw(b.do("normal", "Real Real", 0.0, 1.0))
        b(core.Score(hand.atom(0.5)))
        b(core.Factor(hand.atom(-1.5)))
        d = b.do("normal", "Real Real", x, 2.0)
        b(core.Observe(hand.atom(1.0), d, False))
        b(core.Observe(ys, d, True))
        return x

    program = hand.machine(hand.function("main", 1, body), data=(list_from([Fraction(1), Fraction(2)]),))
    value, (distribution,), weights = hand.run(program, 0.25)
    assert value == 0.25
    assert distribution == FAMILIES["normal"](0.0, 1.0)
    d = FAMILIES["normal"](0.25, 2.0)
    assert weights == [
        ScaledFloat(0.5),
        ScaledFloat.exp(-1.5),
        ScaledFloat.exp(d.log_density(1.0)),
        ScaledFloat.exp(d.log_density(1.0) + d.log_density(2.0)),
    ]


def test_observation_without_density_has_weight_zero(hand: SimpleNamespace) -> None:
    def body(b: Any) -> core.Atom:
        d = b.do("uniform", "Real Real", 0.0, 1.0)
        b(core.Observe(hand.atom(2.0), d, False))
        b(core.Observe(hand.atom(list_from([Fraction(1, 2), Fraction(2)])), d, True))
        return hand.unit

    for exact in (False, True):
        _, _, weights = hand.run(hand.machine(hand.function("main", 0, body), exact=exact))
        assert weights == [0, 0]


def test_each_of_a_vector_by_a_loop_free_score(hand: SimpleNamespace) -> None:
    def body(b: Any, ys: core.Atom) -> core.Atom:
        b(core.Observe(ys, b.do("exponential", "Real", 2.0), True))
        return hand.unit

    program = hand.machine(hand.function("main", 1, body), data=((Fraction(1), Fraction(3)),))
    _, _, (weight,) = hand.run(program)
    assert weight.log() == pytest.approx(2 * 0.6931471805599453 - 8.0, rel=1e-15)


def faulty(hand: SimpleNamespace, operation: Callable[[Any], Any]) -> RuntimeFault:
    with pytest.raises(RuntimeFault) as caught:
        hand.value(hand.machine(hand.function("main", 0, lambda b: operation(b) or hand.unit)))
    return caught.value


def test_faults_carry_their_place(hand: SimpleNamespace) -> None:
    divide = core.Primitive("/", ("Real", "Real"), (hand.atom(1.0), hand.atom(0.0)))
    fault = faulty(hand, lambda b: b(divide, at=14))
    assert (fault.kind, fault.span.line, fault.span.column) == ("operation", 3, 1)
    assert "division by zero" in fault.message
    assert fault.calls == ()


def test_kinds_of_faults(hand: SimpleNamespace) -> None:
    assert faulty(hand, lambda b: b.do("normal", "Real Real", 0.0, -1.0)).kind == "distribution"
    assert faulty(hand, lambda b: b(core.Score(hand.atom(-1.0)))).kind == "operation"
    assert faulty(hand, lambda b: b(core.Score(hand.atom(float("inf"))))).kind == "weight"
    assert faulty(hand, lambda b: b(core.Factor(hand.atom(float("inf"))))).kind == "weight"


def test_fault_names_the_calls(hand: SimpleNamespace) -> None:
    inner = hand.function("inner", 1, lambda b, x: b.do("/", "Real Real", 1.0, x))
    outer = hand.function("outer", 1, lambda b, x: b.do("+", "Real Real", b.call("inner", x), 1.0))
    main = hand.function("main", 0, lambda b: b.do("+", "Real Real", b.call("outer", 0.0), 1.0))
    with pytest.raises(RuntimeFault) as caught:
        hand.value(hand.machine(main, outer, inner))
    assert [name for name, _ in caught.value.calls] == ["inner", "outer"]


def hidden_markov_model(hand: SimpleNamespace) -> Any:
    """A state in {0, 1, 2} that stays with probability 1/2, observed with errors; tail recursive."""

    def step(b: Any, state: core.Atom, ys: core.Atom) -> core.Atom:
        def more(b: Any) -> core.Atom:
            y, rest = b.field(ys, 0), b.field(ys, 1)
            moves = b.draw(b.do("flip", "Real", 0.5))
            following = b.if_(
                moves,
                lambda b: b.do("%", "Int Int", b.do("+", "Int Int", state, 1), 3),
                lambda b: state,
            )
            hit = b.do("==", "Int Int", following, y)
            b(core.Score(b.if_(hit, lambda b: hand.atom(0.8), lambda b: hand.atom(0.1))))
            return b.call("step", following, rest)

        return b.cases(ys, Nil=lambda b: state, Cons=more)

    main = hand.function("main", 1, lambda b, ys: b.call("step", 0, ys))
    return [main, hand.function("step", 2, step)]


def forward(ys: list[int]) -> dict[int, Fraction]:
    mass = {0: Fraction(1)}
    for y in ys:
        following: dict[int, Fraction] = {}
        for state, weight in mass.items():
            for to in (state, (state + 1) % 3):
                hit = Fraction(8, 10) if to == y else Fraction(1, 10)
                following[to] = following.get(to, Fraction(0)) + weight * hit / 2
        mass = following
    return mass


def merged(program: Any) -> tuple[dict[Any, Any], int]:
    """The exact measure by merging equal states, and the largest number of states at once."""
    states: dict[State, Any] = {program.start(): Fraction(1)}
    finished: dict[Any, Any] = {}
    widest = 0
    while states:
        following: dict[State, Any] = {}
        widest = max(widest, len(states))
        for state, weight in states.items():
            effect = program.step(state)
            if isinstance(effect, Return):
                finished[effect.value] = finished.get(effect.value, 0) + weight
            elif isinstance(effect, Score):
                following[effect.state] = following.get(effect.state, 0) + weight * effect.weight
            else:
                for value, p in effect.distribution.enumerate():
                    after = program.resume(effect.state, value)
                    following[after] = following.get(after, 0) + weight * p
        states = following
    return finished, widest


def test_states_of_a_hidden_markov_model_merge(hand: SimpleNamespace) -> None:
    ys = [i * i % 3 for i in range(40)]
    program = hand.machine(*hidden_markov_model(hand), data=(list_from(ys),)).exact()
    measure, widest = merged(program)
    assert measure == forward(ys)
    assert widest <= 9


def test_merging_agrees_with_the_enumerator(hand: SimpleNamespace) -> None:
    ys = [0, 2, 1, 1]
    program = hand.machine(*hidden_markov_model(hand), data=(list_from(ys),)).exact()
    enumerator = Enumerator()
    assert dict(enumerator.meaning(interpret(program, enumerator)).items()) == forward(ys)


def test_exact_runs_keep_rationals(hand: SimpleNamespace) -> None:
    def body(b: Any, x: core.Atom) -> core.Atom:
        third = b.do("/", "Real Real", x, 3.0)
        b(core.Score(third))
        b(core.Observe(hand.atom(1), b.do("binomial", "Int Real", 2, third), False))
        return b(core.MakeTuple((third, b.do("real", "Int", 2), b.do("exp", "Real", 0.0))))

    ordinary = hand.machine(hand.function("main", 1, body), data=(Fraction(1),))
    value, _, weights = hand.run(ordinary.exact())
    assert value == (Fraction(1, 3), Fraction(2), 1.0)
    assert list(map(type, value)) == [Fraction, Fraction, float]
    assert weights == [Fraction(1, 3), Fraction(4, 9)]
    assert list(map(type, weights)) == [Fraction, Fraction]
    value, _, weights = hand.run(ordinary)
    assert list(map(type, value)) == [float] * 3
    assert list(map(type, weights)) == [ScaledFloat, ScaledFloat]


def test_states_hold_live_variables_only(hand: SimpleNamespace) -> None:
    def body(b: Any, data: core.Atom) -> core.Atom:
        dead = b.draw(b.do("flip", "Real", 0.5))
        b.if_(dead, lambda b: hand.atom(1), lambda b: hand.atom(2))
        b.draw(b.do("flip", "Real", 0.5))  # its value is never read
        kept = b.draw(b.do("flip", "Real", 0.5))
        b(core.Score(hand.atom(0.5)))
        return b(core.MakeTuple((kept, data)))

    program = hand.machine(hand.function("main", 1, body), data=(list_from(range(100)),))
    first = program.step(program.start())
    assert isinstance(first, Draw)
    seconds = [program.step(program.resume(first.state, x)) for x in (False, True)]
    assert seconds[0].state == seconds[1].state
    third = program.step(program.resume(seconds[0].state, True))
    assert third.state == program.step(program.resume(seconds[1].state, False)).state
    assert program.resume(third.state, True).values == (True,)  # data are never in a state
    last = program.step(program.step(program.resume(third.state, True)).state)
    assert last == Return((True, list_from(range(100))))


def test_deeply_nested_branches_are_laid_out(hand: SimpleNamespace) -> None:
    span = hand.function("f", 0, lambda b: hand.unit).span
    depth = 3_000
    block = core.Block((), hand.atom("innermost"))
    for slot in range(depth):
        outer = core.If(hand.atom(False), core.Block((), hand.atom("elsewhere")), block)
        block = core.Block((core.Bind(slot, outer, span),), core.Local(slot))
    main = core.Function("main", "main", (), (), block, depth, span)
    assert hand.value(hand.machine(main)) == "innermost"


def test_empty_list_is_one_object(hand: SimpleNamespace) -> None:
    main = hand.function("main", 0, lambda b: b(core.Construct("Nil", ())))
    assert hand.value(hand.machine(main)) is NIL
