"""What Python values a language type accepts where a function value is called."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from quasiborel.lang.machine.call_arguments import from_python
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
from quasiborel.lang.values.values import Data, list_from

ACCEPTED: list[tuple[Any, Type, Any]] = [
    (1, REAL, 1.0),
    (Fraction(1, 2), REAL, 0.5),
    (np.float64(0.5), REAL, 0.5),
    (np.int64(3), INT, 3),
    (np.bool_(True), BOOL, True),
    ((), UNIT, ()),
    (np.array([1, 2]), VECTOR, (1.0, 2.0)),
    ([[1, 2], [3, 4]], MATRIX, ((1.0, 2.0), (3.0, 4.0))),
    ([1, 2], list_of(INT), list_from([1, 2])),
    ([1, True], tuple_of([REAL, BOOL]), (1.0, True)),
    ({"b": 1, "a": 2}, Record((("a", REAL), ("b", INT))), (2.0, 1)),
    (Data("Var"), Con("Expr"), Data("Var")),
]


@pytest.mark.parametrize(("value", "type_", "expected"), ACCEPTED)
def test_accepted(value: Any, type_: Type, expected: Any) -> None:
    result = from_python(value, type_, exact=False)
    assert result == expected
    assert type(result) is type(expected)


def test_exact_reals_are_what_the_bits_say() -> None:
    assert from_python(0.1, REAL, exact=True) == Fraction(0.1)
    assert type(from_python(1, REAL, exact=True)) is Fraction
    assert from_python(float("inf"), REAL, exact=True) == float("inf")


REFUSED: list[tuple[Any, Type]] = [
    (True, REAL),
    (float("nan"), REAL),
    ("1", REAL),
    (1.0, INT),
    (True, INT),
    (1, BOOL),
    (0, UNIT),
    ("ab", VECTOR),
    (3, VECTOR),
    ((1, 2, 3), tuple_of([INT, INT])),
    ({"a": 1}, Record((("b", INT),))),
]


@pytest.mark.parametrize(("value", "type_"), REFUSED)
def test_refused(value: Any, type_: Type) -> None:
    with pytest.raises(TypeError, match="expected a"):
        from_python(value, type_, exact=False)
