"""Lists, inductive values and closures as deep as a recursion can make them."""

import pickle
from collections.abc import Callable

import pytest

from quasiborel.lang.values.tree import equal, leaves, rebuild
from quasiborel.lang.values.values import NIL, Closure, Cons, Data, List, MemoFunction, list_from

CELLS = 1_000_000
DEPTH = 100_000


def deep_data(depth: int, end: float = 1.0) -> Data:
    value = Data("Num", (end,))
    for number in range(depth):
        # through tuples and lists too, as records and rose trees nest
        inner = Cons(value, NIL) if number % 2 else (value, 2)
        value = Data("Add", (Data("Num", (number,)), inner))
    return value


def deep_closure(depth: int) -> Closure:
    value = Closure("leaf", (0,))
    for _ in range(depth):
        value = Closure("step", (value, Data("Var")))
    return value


@pytest.fixture(scope="module")
def million() -> List:
    return list_from(range(CELLS))


@pytest.mark.usefixtures("collector_paused")
def test_long_list_is_hashed_compared_and_printed(million: List) -> None:
    twin = list_from(range(CELLS))
    assert million == twin
    assert hash(million) == hash(twin)
    assert million == twin  # now by cached hashes first
    assert million != Cons(0, twin)
    assert million != list_from(range(1, CELLS + 1))
    text = repr(million)
    assert text.startswith("[0, 1, 2, ")
    assert text.endswith(", 999998, 999999]")


@pytest.mark.usefixtures("collector_paused")
def test_long_list_is_pickled(million: List) -> None:
    assert pickle.loads(pickle.dumps(million)) == million
    pairs = list_from((number, Data("Num", (number,))) for number in range(DEPTH))
    assert pickle.loads(pickle.dumps(pairs)) == pairs
    assert pickle.loads(pickle.dumps(NIL)) is NIL


@pytest.mark.usefixtures("collector_paused")
@pytest.mark.parametrize("build", [deep_data, deep_closure])
def test_deep_value_is_hashed_compared_printed_and_pickled(build: Callable[[int], Data | Closure]) -> None:
    value, twin = build(DEPTH), build(DEPTH)
    assert value == twin
    assert hash(value) == hash(twin)
    assert value != build(DEPTH - 2)
    assert repr(value) == repr(twin)
    copy = pickle.loads(pickle.dumps(value))
    assert copy == value
    assert hash(copy) == hash(value)


def test_dropping_deep_values() -> None:
    values = [list_from(range(CELLS)), deep_data(DEPTH), deep_closure(DEPTH)]
    hash(values[1])
    while values:
        del values[-1]


def test_difference_at_the_bottom_is_found() -> None:
    assert deep_data(1001, 1.0) != deep_data(1001, 2.0)
    left, right = deep_data(1001, 1.0), deep_data(1001, 2.0)
    hash(left), hash(right)
    assert left != right


def test_tags_fields_and_kinds_tell_values_apart() -> None:
    assert Data("A", (1,)) == Data("A", (1,))
    assert Data("A", (1,)) != Data("B", (1,))
    assert Data("A", (1,)) != Data("A", (1, 2))
    assert Data("A", (1,)) != Closure("A", (1,))
    assert Data("A") != "A"
    assert list_from([]) != Cons(1, NIL)
    assert Cons(1, NIL) == list_from([1])
    assert MemoFunction(1) != MemoFunction(2)


def test_lists_answer_to_tag_and_fields_as_data_do() -> None:
    pair = list_from([1, 2])
    assert (pair.tag, pair.fields) == ("Cons", (1, list_from([2])))
    assert (NIL.tag, NIL.fields) == ("Nil", ())


def test_shared_parts_are_walked_once() -> None:
    def doubled() -> Data:
        value = Data("Leaf")
        for _ in range(200):  # 2^200 leaves if the sharing were lost
            value = Data("Both", (value, value))
        return value

    value, twin = doubled(), doubled()
    assert value == twin
    assert hash(value) == hash(twin)
    assert pickle.loads(pickle.dumps(value)) == value
    assert rebuild(value, lambda leaf: leaf) == value


def test_pickling_keeps_integers_apart_from_references() -> None:
    value = Data("A", (0, Data("B"), (1, Data("C")), 2))
    assert pickle.loads(pickle.dumps(value)) == value


def test_elements_by_index() -> None:
    xs = list_from(range(1000))
    assert [xs.at(i) for i in (0, 5, 999, 500, 16, 17)] == [0, 5, 999, 500, 16, 17]
    longer = Cons(-1, xs)
    assert [longer.at(i) for i in (0, 1, 17, 1000)] == [-1, 0, 16, 999]
    rest = xs.tail
    assert [rest.at(i) for i in (0, 998)] == [1, 999]
    assert rest._flat is xs._flat  # one copy for all the tails


def test_length_iteration_and_reversal() -> None:
    xs = list_from("abc")
    assert len(xs) == 3
    assert list(xs) == ["a", "b", "c"]
    assert xs.reversed_onto(NIL) == list_from("cba")
    assert list_from([]) is NIL


def test_leaves_of_a_value() -> None:
    assert sorted(leaves(Data("A", (1, (2, Data("B", (3,))))))) == [1, 2, 3]


def test_equality_looks_through_tuples() -> None:
    assert equal((1, (Data("A"), 2.0)), (1, (Data("A"), 2.0)))
    assert not equal((1, 2), (1, 2, 3))
    assert not equal((1, Data("A")), (1, Data("B")))
