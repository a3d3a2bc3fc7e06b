"""Binding: what is written as JSON comes back as the value of its type."""

import hashlib
import json
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from quasiborel.lang.data import bind
from quasiborel.lang.data.columns import Reals, Sequences
from quasiborel.lang.data.json_file import read_json
from quasiborel.lang.types.types import (
    BOOL,
    INT,
    MATRIX,
    REAL,
    UNIT,
    VECTOR,
    Con,
    Record,
    Type,
    list_of,
    tuple_of,
)
from quasiborel.lang.values.rounding import rounded
from quasiborel.lang.values.values import list_from

NAMES = st.sampled_from(["x", "y", "n", "a_b", "Z9"])
TYPES = st.recursive(
    st.sampled_from([REAL, INT, BOOL, UNIT, VECTOR, MATRIX]),
    lambda inner: st.one_of(
        inner.map(list_of),
        st.lists(inner, min_size=2, max_size=3).map(tuple_of),
        st.dictionaries(NAMES, inner, min_size=1, max_size=3).map(lambda d: Record(tuple(sorted(d.items())))),
    ),
    max_leaves=6,
)
REALS = st.one_of(
    st.integers(-(10**20), 10**20).map(str),
    st.decimals(-(10**9), 10**9, places=4).map(str),
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
)
Pair = tuple[str, Any]
"""JSON text, and the exact value that it means."""


def written(type_: Type) -> st.SearchStrategy[Pair]:
    """Values of a type as they are written, beside what they are."""
    match type_:
        case Con("Real"):
            return REALS.map(lambda text: (text, Fraction(Decimal(text))))
        case Con("Int"):
            return st.integers(-(2**63), 2**63 - 1).map(lambda n: (str(n), n))
        case Con("Bool"):
            return st.booleans().map(lambda b: (json.dumps(b), b))
        case Con("Vector"):
            return array(written(REAL), tuple)
        case Con("Matrix"):
            return st.integers(0, 3).flatmap(lambda n: array(array(written(REAL), tuple, n, n), tuple))
        case Con("List", (element,)):
            return array(written(element), list_from)
        case Record(fields):
            parts = st.tuples(*[written(part) for _, part in fields])
            return parts.map(lambda pairs: (record([name for name, _ in fields], pairs), values(pairs)))
        case Con("Unit" | "Tuple", types):
            return st.tuples(*map(written, types)).map(lambda pairs: (bracketed(pairs), values(pairs)))
    raise AssertionError(type_)


def array(
    element: st.SearchStrategy[Pair], build: Callable[[Any], Any], least: int = 0, most: int = 4
) -> st.SearchStrategy[Pair]:
    lists = st.lists(element, min_size=least, max_size=most)
    return lists.map(lambda pairs: (bracketed(pairs), build(values(pairs))))


def values(pairs: Any) -> tuple[Any, ...]:
    return tuple(value for _, value in pairs)


def bracketed(pairs: Any) -> str:
    return "[" + ", ".join(text for text, _ in pairs) + "]"


def record(names: list[str], pairs: Any) -> str:
    members = [f'"{name}": {text}' for name, (text, _) in zip(names, pairs, strict=True)]
    return "{" + ", ".join(reversed(members)) + "}"


def types_of_parts(value: Any) -> Any:
    return tuple(map(types_of_parts, value)) if hasattr(value, "__iter__") else type(value)


@given(st.data())
def test_round_trip(data: st.DataObject) -> None:
    type_ = data.draw(TYPES)
    text, value = data.draw(written(type_))
    bound = bind([("v", type_)], read_json(f'{{"v": {text}}}', "d.json"))
    (exact,), (floating,) = bound.values(exact=True), bound.values()
    assert exact == value
    assert types_of_parts(exact) == types_of_parts(value)
    assert floating == rounded(value)
    assert types_of_parts(floating) == types_of_parts(rounded(value))


@given(st.data())
def test_the_fingerprint_is_that_of_the_values(data: st.DataObject) -> None:
    type_ = data.draw(TYPES)
    one, two = data.draw(written(type_)), data.draw(written(type_))
    first, again, second = (
        bind([("v", type_)], read_json(f'{{"v": {text}}}', "d.json")).fingerprint()
        for text in (one[0], f" {one[0]}", two[0])
    )
    assert first == again
    assert (first == second) == (one[1] == two[1])


def test_the_fingerprint_is_stable_and_sees_names_types_and_shapes() -> None:
    known = hashlib.sha256(b"x: Vector\n2\n1/2 2/1\n").hexdigest()
    assert bind([("x", VECTOR)], {"x": [0.5, 2]}).fingerprint() == known
    assert bind([("x", VECTOR)], read_json('{"x": [0.50, 2.0]}', "d.json")).fingerprint() == known
    others = [
        ([("y", VECTOR)], {"y": [0.5, 2]}),
        ([("x", list_of(REAL))], {"x": [0.5, 2]}),
        ([("x", VECTOR)], {"x": [2, 0.5]}),
        ([("x", MATRIX)], {"x": [[1, 2, 3, 4]]}),
        ([("x", MATRIX)], {"x": [[1, 2], [3, 4]]}),
        ([("x", VECTOR)], {"x": [0.1]}),
        ([("x", VECTOR)], {"x": [Decimal("0.1")]}),
    ]
    assert len({known, *(bind(p, d).fingerprint() for p, d in others)}) == len(others) + 1


def test_values_are_made_once() -> None:
    bound = bind([("x", VECTOR)], {"x": [1, 2]})
    assert bound.values() is bound.values()
    assert bound.values(exact=True) is bound.values(exact=True)
    assert bound.values()[0] == bound.values(exact=True)[0]


def test_floats_are_kept_once() -> None:
    (column,) = bind([("x", VECTOR)], {"x": [0.5, 1.5]}).columns
    assert isinstance(column, Sequences)
    assert isinstance(column.elements, Reals)
    assert column.elements.source is column.elements.floats


def test_no_parameters_need_no_data() -> None:
    assert bind([], {}).values() == ()
