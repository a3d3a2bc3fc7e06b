"""Flat code: what is live where, and what each function's registers hold."""

from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quasiborel.lang.core import calculus as core
from quasiborel.lang.machine.assemble import assemble
from quasiborel.lang.machine.code import START, Op
from quasiborel.lang.machine.liveness import Label, Step, live_after
from quasiborel.lang.syntax.span import Source, Span

SPAN = Span(Source("s", ""), 0, 0)


def step(reads: set[int], defines: int | None, targets: tuple[int, ...] = (), falls: bool = True) -> Step:
    labels = []
    for target in targets:
        labels.append(Label())
        labels[-1].index = target
    return Step(Op.MOVE, tuple(labels), frozenset(reads), defines, False, falls, SPAN)


def test_straight_code() -> None:
    steps = [step(set(), 0), step(set(), 1), step({0}, 2), step({1, 2}, None, falls=False)]
    assert live_after(steps) == [{0}, {0, 1}, {1, 2}, frozenset()]


def test_loop_keeps_what_its_next_turn_reads() -> None:
    steps = [
        step(set(), 0),
        step({0}, 1, (4,)),
        step({1}, 2),
        step(set(), None, (1,), falls=False),
        step({2}, None),
    ]
    steps[-1].falls = False
    assert live_after(steps) == [{0, 2}, {0, 1, 2}, {0, 2}, {0, 2}, frozenset()]


def test_labels_inside_a_table_are_targets() -> None:
    label = Label()
    label.index = 1
    assert Step(
        Op.SWITCH_ON_TAG, (0, {"A": label}, None), frozenset(), None, False, False, SPAN
    ).targets() == [1]


PROGRAMS = st.integers(2, 8).flatmap(
    lambda size: st.lists(
        st.builds(
            step,
            st.sets(st.integers(0, 3), max_size=2),
            st.none() | st.integers(0, 3),
            st.lists(st.integers(0, size - 1), max_size=2).map(tuple),
            st.booleans(),
        ),
        min_size=size,
        max_size=size,
    )
)


@given(PROGRAMS)
def test_liveness_is_reachability_of_a_read(steps: list[Step]) -> None:
    """x is live after i iff some path from a successor of i reads x before it defines x."""
    steps[-1].falls = False

    def after(index: int) -> list[int]:
        return [*steps[index].targets(), *([index + 1] if steps[index].falls else [])]

    def read_first(start: int, variable: int) -> bool:
        seen, todo = set(), after(start)
        while todo:
            index = todo.pop()
            if index in seen:
                continue
            seen.add(index)
            if variable in steps[index].reads:
                return True
            if steps[index].defines != variable:
                todo += after(index)
        return False

    expected = [{x for x in range(4) if read_first(i, x)} for i in range(len(steps))]
    assert live_after(steps) == expected


def test_last_calls_are_tail_calls_in_every_arm(hand: SimpleNamespace) -> None:
    def body(b: Any, n: core.Atom) -> core.Atom:
        return b.if_(n, lambda b: b.call("main", n), lambda b: b.apply(b(core.MakeClosure("main", ())), n))

    code = assemble(hand.module(hand.function("main", 1, body)), exact=False)
    operations = [Op(instruction[0]) for instruction in code.instructions[1:]]
    assert operations == [Op.BRANCH, Op.TAIL_CALL, Op.CLOSE, Op.TAIL_APPLY_VALUE]


@pytest.mark.parametrize("exact", [False, True])
def test_constants_are_registers_behind_the_arguments(hand: SimpleNamespace, exact: bool) -> None:
    main = hand.function("main", 1, lambda b, x: b.do("+", "Real Real", b.do("+", "Real Real", x, 0.5), 0.25))
    code = assemble(hand.module(main), exact=exact)
    entry = code.entries["main"]
    assert entry.num_arguments == 1
    assert [x for x in entry.locals if x is not None] == [0.5, 0.25]
    assert code.places[START].address == entry.address


def test_every_instruction_has_a_span_and_five_operands(hand: SimpleNamespace) -> None:
    main = hand.function("main", 1, lambda b, xs: b.for_(xs, lambda b, x: b.draw(b.do("dirac", "Int", x))))
    code = assemble(hand.module(main), exact=False)
    assert len(code.spans) == len(code.instructions)
    assert {len(instruction) for instruction in code.instructions} == {6}
