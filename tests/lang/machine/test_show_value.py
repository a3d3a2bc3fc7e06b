"""Values print as one would write them."""

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pytest

from quasiborel.lang.types.types import (
    BOOL,
    INT,
    MATRIX,
    PURE,
    REAL,
    UNIT,
    VECTOR,
    Arrow,
    Con,
    Record,
    Type,
    dist_of,
    list_of,
    tuple_of,
)
from quasiborel.lang.values.show_value import show_int, show_value
from quasiborel.lang.values.values import Closure, Data, list_from

EXPR = Con("Expr")


def field_types(type_: Con, tag: str) -> Sequence[Type]:
    if type_.name == "Option":
        return {"Some": type_.arguments, "None": ()}[tag]
    return {"Var": (), "Num": (REAL,), "Add": (EXPR, EXPR)}[tag]


CASES: list[tuple[Any, Type, str]] = [
    (True, BOOL, "true"),
    (2, INT, "2"),
    (2.0, REAL, "2.0"),
    (2, REAL, "2.0"),
    (Fraction(2), REAL, "2.0"),
    (Fraction(-5, 4), REAL, "-1.25"),
    (Fraction(-1, 3), REAL, "-1/3"),
    (Fraction(1, 10**15), REAL, "0.000000000000001"),
    (1e300, REAL, "1e+300"),
    (-math.inf, REAL, "-infinity"),
    ((), UNIT, "()"),
    ((1, 2.0), tuple_of([INT, REAL]), "(1, 2.0)"),
    ((1.0, True), Record((("a", REAL), ("b", BOOL))), "{ a: 1.0, b: true }"),
    ((1.0,), Record((("a", REAL),)), "{ a: 1.0, }"),
    (list_from([1, 2]), list_of(INT), "[1, 2]"),
    (list_from([]), list_of(INT), "[]"),
    ((1.0, 2.5), VECTOR, "[1.0, 2.5]"),
    (((1.0,), (2.5,)), MATRIX, "[[1.0], [2.5]]"),
    (Data("Add", (Data("Var"), Data("Num", (2.0,)))), EXPR, "Add(Var, Num(2.0))"),
    (list_from([Data("Some", (1,)), Data("None")]), list_of(Con("Option", (INT,))), "[Some(1), None]"),
    (Closure("f"), Arrow((REAL,), REAL, PURE), "<Real -> Real>"),
    (None, dist_of(REAL), "<Dist[Real]>"),
]


@pytest.mark.parametrize(("value", "type_", "text"), CASES, ids=[text for _, _, text in CASES])
def test_printed_form(value: Any, type_: Type, text: str) -> None:
    assert show_value(value, type_, field_types) == text


def test_integers_longer_than_python_prints() -> None:
    digits = "7" + "0" * 4000 + "12345" + "9" * 4000
    number = 0
    for start in range(0, len(digits), 1000):
        number = number * 10 ** len(digits[start : start + 1000]) + int(digits[start : start + 1000])
    assert show_int(number) == digits
    assert show_int(-number) == "-" + digits


def test_deep_values_print() -> None:
    value = Data("Var")
    for _ in range(100_000):
        value = Data("Add", (value, Data("Num", (1,))))
    text = show_value(value, EXPR, field_types)
    assert text.startswith("Add(Add(")
    assert text.endswith(", Num(1.0)), Num(1.0))")
    assert text.count("Num(1.0)") == 100_000
