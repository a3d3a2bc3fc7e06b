"""Lazily drawn random functions, and functions that leave the program."""

import pickle
from fractions import Fraction
from itertools import permutations
from types import SimpleNamespace
from typing import Any

import pytest

from quasiborel.lang.core import calculus as core
from quasiborel.lang.errors.runtime import RuntimeFault
from quasiborel.lang.machine.assemble import Assembly
from quasiborel.lang.machine.function_value import FunctionValue, contains_function, exporter, keyed
from quasiborel.lang.machine.machine import Machine
from quasiborel.lang.types.types import BOOL, INT, PURE, REAL, Arrow, Con, Type, list_of, tuple_of
from quasiborel.lang.values.memo_table import EMPTY, MemoTable
from quasiborel.lang.values.values import Closure, Data, MemoFunction, list_from


def toss(hand: SimpleNamespace) -> Any:
    """toss(n) ~ discrete_uniform(0, n)."""
    return hand.function("toss", 1, lambda b, n: b.draw(b.do("discrete_uniform", "Int Int", 0, n)))


def memoised(b: Any, label: str = "toss", *captured: core.Atom) -> Any:
    return b(core.Memoise(b(core.MakeClosure(label, captured))))


def test_same_argument_same_draw(hand: SimpleNamespace) -> None:
    def body(b: Any) -> core.Atom:
        f = memoised(b)
        return b(core.MakeTuple(tuple(b.apply(f, n) for n in (5, 7, 5, 7, 5))))

    value, distributions, _ = hand.run(hand.machine(hand.function("main", 0, body), toss(hand)), 3, 4)
    assert value == (3, 4, 3, 4, 3)
    assert [d.parameters for d in distributions] == [(0, 5), (0, 7)]


def test_an_untaken_branch_draws_nothing(hand: SimpleNamespace) -> None:
    def body(b: Any) -> core.Atom:
        f = memoised(b)
        return b.if_(hand.atom(True), lambda b: hand.atom(1), lambda b: b.apply(f, 5))

    assert hand.run(hand.machine(hand.function("main", 0, body), toss(hand)))[1] == []


def test_two_memoised_functions_are_apart(hand: SimpleNamespace) -> None:
    def body(b: Any) -> core.Atom:
        f, g = memoised(b), memoised(b)
        return b(core.MakeTuple((b.apply(f, 5), b.apply(g, 5), b.apply(f, 5), b.apply(g, 5))))

    assert hand.run(hand.machine(hand.function("main", 0, body), toss(hand)), 1, 2)[0] == (1, 2, 1, 2)


def test_known_answer_in_the_last_place(hand: SimpleNamespace) -> None:
    def body(b: Any) -> core.Atom:
        f = memoised(b)
        first = b.apply(f, 5)
        second = b.call("ask", f)
        return b.do("+", "Int Int", first, second)

    ask = hand.function("ask", 1, lambda b, f: b.apply(f, 5))
    assert hand.run(hand.machine(hand.function("main", 0, body), ask, toss(hand)), 2)[0] == 4


def test_recursion_through_the_memoised_function(hand: SimpleNamespace) -> None:
    """walk(n) = walk(n - 1) + a draw: n draws in all, though walk(n) is asked for by every walk above."""

    def walk(b: Any, n: core.Atom, itself: core.Atom) -> core.Atom:
        def more(b: Any) -> core.Atom:
            step = b.draw(b.do("discrete_uniform", "Int Int", 0, 9))
            below = b.apply(itself, b.do("-", "Int Int", n, 1))
            again = b.apply(itself, b.do("-", "Int Int", n, 1))
            return b.do("+", "Int Int", step, b.do("max", "Int Int", below, again))

        return b.if_(b.do("==", "Int Int", n, 0), lambda b: hand.atom(0), more)

    def body(b: Any) -> core.Atom:
        itself = memoised(b, "walk", hand.atom(MemoFunction(0)))
        return b(core.MakeTuple((b.apply(itself, 4), b.apply(itself, 2))))

    program = hand.machine(hand.function("main", 0, body), hand.function("walk", 1, walk, captured=1))
    value, distributions, _ = hand.run(program, 1, 2, 3, 4)
    assert value == (10, 7)
    assert len(distributions) == 4


def test_a_question_answered_while_it_is_asked_keeps_its_first_answer(hand: SimpleNamespace) -> None:
    """f(n) draws a coin; on true it asks f(n) itself. The inner answer has been seen, so it stays."""

    def ask(b: Any, n: core.Atom, itself: core.Atom) -> core.Atom:
        again = b.draw(b.do("flip", "Real", 0.5))
        inner = b.if_(again, lambda b: b.apply(itself, n), lambda b: hand.atom(0))
        return b.do("+", "Int Int", inner, 1)

    def body(b: Any) -> core.Atom:
        f = memoised(b, "ask", hand.atom(MemoFunction(0)))
        return b(core.MakeTuple((b.apply(f, 7), b.apply(f, 7))))

    program = hand.machine(hand.function("main", 0, body), hand.function("ask", 1, ask, captured=1))
    assert hand.run(program, True, True, False)[0] == (1, 1)


def test_states_do_not_depend_on_the_order_of_questions(hand: SimpleNamespace) -> None:
    def body(b: Any) -> core.Atom:
        f = memoised(b)
        order = b.draw(b.do("flip", "Real", 0.5))
        one, two = hand.atom(1), hand.atom(2)
        first = b.if_(order, lambda b: one, lambda b: two)
        second = b.if_(order, lambda b: two, lambda b: one)
        b.apply(f, first)
        b.apply(f, second)
        b(core.Score(hand.atom(0.5)))
        return b.apply(f, 1)

    program = hand.machine(hand.function("main", 0, body), toss(hand))
    ends = []
    for drawn in ([True, 0, 1], [False, 1, 0]):  # f(1) = 0 and f(2) = 1 both times
        effect = program.step(program.start())
        for value in drawn:
            effect = program.step(program.resume(effect.state, value))
        ends.append(effect.state)
    assert ends[0] == ends[1]
    assert hash(ends[0]) == hash(ends[1])


def filled(questions: Any) -> MemoTable:
    table, f = EMPTY.with_function(Closure("f"))
    for question in questions:
        table = table.with_answer(f.number, question, hash(question) % 7)
    return table


def test_tables_are_equal_whatever_the_order() -> None:
    questions = [1, (1, 2), Data("A", (1,)), list_from([1, 2]), True]
    tables = [filled(order) for order in permutations(questions)]
    assert all(table == tables[0] and hash(table) == hash(tables[0]) for table in tables)
    assert filled(questions[:4]) != tables[0]
    assert pickle.loads(pickle.dumps(tables[0])) == tables[0]


def test_large_tables_and_colliding_keys() -> None:
    table = filled(range(10_000))
    assert all(table.answer(0, n) == (n % 7,) for n in range(10_000))
    assert table.answer(0, -1) is None
    # hash(-1) == hash(-2) in CPython, and the numbers 2^61 - 1 apart collide too
    colliding = filled([-1, -2, 5, 5 + 2**61 - 1])
    assert [colliding.answer(0, n) for n in (-1, -2, 5, 5 + 2**61 - 1)] == [
        (hash(n) % 7,) for n in (-1, -2, 5, 5)
    ]
    assert colliding.answer(0, 4) is None


def test_with_answer_leaves_the_table_as_it_was() -> None:
    table = filled([1])
    table.with_answer(0, 2, 0)
    assert table.answer(0, 2) is None


def trees(of: Con) -> dict[str, tuple[Type, ...]]:
    """type Tree = Leaf(Int -> Int) | Node(Tree, Tree)."""
    return {"Leaf": (Arrow((INT,), INT, PURE),), "Node": (of, of)}


def returning(hand: SimpleNamespace, type_: Type, *functions: Any, exact: bool = False) -> Machine:
    assembly = Assembly(hand.module(*functions))
    return Machine(assembly, hand.Given(), export=exporter(type_, trees), exact=exact)


def line(hand: SimpleNamespace, slope: float) -> list[Any]:
    def body(b: Any) -> core.Atom:
        return b(core.MakeClosure("line", (b.do("*", "Real Real", slope, 1.0),)))

    times = hand.function("line", 1, lambda b, x, slope: b.do("*", "Real Real", slope, x), captured=1)
    return [hand.function("main", 0, body), times]


REAL_FUNCTION = Arrow((REAL,), REAL, PURE)


def test_a_returned_function_is_callable_hashable_and_equal_by_content(hand: SimpleNamespace) -> None:
    f = hand.value(returning(hand, REAL_FUNCTION, *line(hand, 2.0)))
    same = hand.value(returning(hand, REAL_FUNCTION, *line(hand, 2.0)))
    other = hand.value(returning(hand, REAL_FUNCTION, *line(hand, 3.0)))
    assert isinstance(f, FunctionValue)
    assert f(1.5) == 3.0
    assert f(1) == 2.0
    assert repr(f) == "<Real -> Real>"
    assert f == same
    assert hash(f) == hash(same)
    assert f != other


def test_a_function_of_an_exact_run_is_exact(hand: SimpleNamespace) -> None:
    f = hand.value(returning(hand, REAL_FUNCTION, *line(hand, 0.1), exact=True))
    assert f(Fraction(1, 3)) == Fraction(1, 30)
    assert f(0.5) == Fraction(1, 20)


def test_wrong_arguments_are_refused(hand: SimpleNamespace) -> None:
    f = hand.value(returning(hand, REAL_FUNCTION, *line(hand, 2.0)))
    with pytest.raises(TypeError, match="takes 1 arguments, got 2"):
        f(1.0, 2.0)
    with pytest.raises(TypeError, match="expected a Real"):
        f("1")
    with pytest.raises(TypeError, match="expected a Real"):
        f(float("nan"))


def test_functions_inside_results_and_of_functions(hand: SimpleNamespace) -> None:
    inner = Arrow((INT,), INT, PURE)
    type_ = tuple_of([INT, list_of(Con("Tree")), Arrow((INT,), inner, PURE)])

    def body(b: Any) -> core.Atom:
        add = b(core.MakeClosure("add", (hand.atom(1),)))
        leaf = b(core.Construct("Leaf", (add,)))
        tree = b(core.Construct("Node", (leaf, leaf)))
        maker = b(core.MakeClosure("maker", ()))
        return b(core.MakeTuple((hand.atom(1), b.cons(tree, list_from([])), maker)))

    add = hand.function("add", 1, lambda b, y, x: b.do("+", "Int Int", x, y), captured=1)
    maker = hand.function("maker", 1, lambda b, x: b(core.MakeClosure("add", (x,))))
    assert contains_function(type_, trees)
    number, grown, make = hand.value(returning(hand, type_, hand.function("main", 0, body), add, maker))
    (tree,) = grown
    assert number == 1
    assert tree.fields[0].fields[0](41) == 42
    assert make(40)(2) == 42
    assert make(40) == make(40)


def test_types_without_functions() -> None:
    assert not contains_function(tuple_of([INT, list_of(BOOL)]), trees)
    assert contains_function(list_of(Con("Tree")), trees)
    assert not contains_function(Con("Plain"), lambda of: {"Leaf": (INT,), "Node": (of, of)})


def coin_machine(hand: SimpleNamespace) -> Machine:
    """Returns a memoised function after asking it about 0."""

    def body(b: Any) -> core.Atom:
        f = memoised(b, "coin")
        b.apply(f, 0)
        return f

    coin = hand.function("coin", 1, lambda b, n: b.draw(b.do("uniform", "Real Real", 0.0, 1.0)))
    return returning(hand, Arrow((INT,), REAL, PURE), hand.function("main", 0, body), coin)


def test_a_returned_random_function_remembers_and_draws_once_for_the_rest(hand: SimpleNamespace) -> None:
    f, _, _ = hand.run(coin_machine(hand), 0.25)
    assert f(0) == 0.25
    mine, other = f.with_key(1), f.with_key(2)
    assert mine(0) == other(0) == 0.25
    assert mine(1) == mine(1)
    assert 0.0 < mine(1) < 1.0
    assert len({g(n) for g in (mine, other) for n in (1, 2, 3)}) == 6
    assert mine == f
    assert keyed((f, 1), 2)[0](1) == other(1)


def test_new_draws_do_not_depend_on_the_order_of_calls(hand: SimpleNamespace) -> None:
    """walk(n) = walk(n - 1) + a draw: walk(3) - walk(2) is the same whether or not walk(2) was asked."""

    def walk(b: Any, n: core.Atom, itself: core.Atom) -> core.Atom:
        def more(b: Any) -> core.Atom:
            step = b.draw(b.do("normal", "Real Real", 0.0, 1.0))
            return b.do("+", "Real Real", step, b.apply(itself, b.do("-", "Int Int", n, 1)))

        return b.if_(b.do("==", "Int Int", n, 0), lambda b: hand.atom(0.0), more)

    main = hand.function("main", 0, lambda b: memoised(b, "walk", hand.atom(MemoFunction(0))))
    program = returning(hand, Arrow((INT,), REAL, PURE), main, hand.function("walk", 1, walk, captured=1))
    f = hand.value(program).with_key(5)
    steps = [f(n) - f(n - 1) for n in (3, 2, 1)]
    assert f(3) == pytest.approx(sum(steps), abs=1e-15)
    assert len(set(steps)) == 3


def test_an_impure_function_cannot_be_called_from_outside(hand: SimpleNamespace) -> None:
    main = hand.function("main", 0, lambda b: b(core.MakeClosure("toss", ())))
    f = hand.value(returning(hand, Arrow((INT,), INT, PURE), main, toss(hand)))
    with pytest.raises(RuntimeFault, match="must be pure, this one draws") as caught:
        f(3)
    assert caught.value.kind == "impure"
