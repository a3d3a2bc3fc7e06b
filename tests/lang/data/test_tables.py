"""Values from Python: the standard library's, NumPy's, and tables of pandas, polars and Arrow."""

import enum
from collections import OrderedDict, namedtuple
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from quasiborel.lang.data import bind
from quasiborel.lang.errors.base import Errors
from quasiborel.lang.errors.data import DataError, MissingValue, NotFiniteValue, WrongValue
from quasiborel.lang.errors.data_files import NotATable, RepeatedColumn
from quasiborel.lang.types.types import BOOL, INT, MATRIX, REAL, VECTOR, Record, list_of, tuple_of
from quasiborel.lang.values.values import list_from

MAKERS: list[Callable[[dict[str, Any]], Any]] = [pd.DataFrame, pl.DataFrame, pa.table]
every_library = pytest.mark.parametrize("table", MAKERS, ids=["pandas", "polars", "arrow"])
POINT = Record((("n", INT), ("x", REAL)))


def mistakes(parameters: Any, data: Any) -> list[tuple[type, str]]:
    with pytest.raises(Errors) as caught:
        bind(parameters, data)
    return [(type(error), error.message.split(" must be ")[0]) for error in caught.value.errors]


@every_library
def test_columns(table: Callable[[dict[str, Any]], Any]) -> None:
    data = table({"x": [0.1, 2.0], "n": [1, 2], "ok": [True, False], "v": [[1, 2], [3]]})
    parameters = [("ok", list_of(BOOL)), ("x", VECTOR), ("n", list_of(INT)), ("v", list_of(list_of(INT)))]
    expected = list_from([True, False]), (0.1, 2.0), list_from([1, 2])
    assert bind(parameters, data).values() == (*expected, list_from([list_from([1, 2]), list_from([3])]))


@every_library
def test_a_float_from_python_is_exactly_what_its_bits_say(table: Callable[[dict[str, Any]], Any]) -> None:
    bound = bind([("x", VECTOR)], table({"x": [0.1]}))
    assert bound.values(exact=True) == ((Fraction(0.1),),)
    assert Fraction(0.1) != Fraction(1, 10)


@every_library
def test_missing_numbers_are_told_by_row(table: Callable[[dict[str, Any]], Any]) -> None:
    data = table({"n": [1, None, 3], "x": [None, 0.5, 1.5], "ok": [True, False, None]})
    parameters = [("n", list_of(INT)), ("x", list_of(REAL)), ("ok", list_of(BOOL))]
    with pytest.raises(Errors) as caught:
        bind(parameters, data)
    assert [error.message for error in caught.value.errors] == [
        "`n[1]` (row 2) is missing",
        "`x[0]` (row 1) is missing",
        "`ok[2]` (row 3) is missing",
    ]


@pytest.mark.parametrize("table", [pl.DataFrame, pa.table], ids=["polars", "arrow"])
def test_nan_is_not_missing_but_no_number_either(table: Callable[[dict[str, Any]], Any]) -> None:
    data = table({"x": [1.0, float("nan"), None]})
    assert mistakes([("x", VECTOR)], data) == [
        (NotFiniteValue, "`x[1]` (row 2)"),
        (MissingValue, "`x[2]` (row 3) is missing"),
    ]


@pytest.mark.parametrize("dtype", ["Int64", "Float64", "int64[pyarrow]", "int32"])
def test_number_types_of_pandas(dtype: str) -> None:
    frame = pd.DataFrame({"x": pd.array([1, 2], dtype=dtype)})
    assert bind([("x", VECTOR)], frame).values() == ((1.0, 2.0),)
    if dtype != "Float64":
        assert bind([("x", list_of(INT))], frame).values() == (list_from([1, 2]),)


def test_categories_are_their_values_and_texts_are_refused() -> None:
    frame = pd.DataFrame({"n": pd.Categorical([3, 1, 3]), "s": ["a", "b", "c"]})
    parameters = [("n", list_of(INT)), ("s", list_of(INT))]
    assert bind(parameters[:1], frame[["n"]]).values() == (list_from([3, 1, 3]),)
    assert mistakes(parameters, frame)[0] == (WrongValue, "`s[0]` (row 1)")


@every_library
def test_dates_are_no_numbers(table: Callable[[dict[str, Any]], Any]) -> None:
    data = table({"t": np.array(["2024-01-01", "2024-01-02"], dtype="datetime64[ns]")})
    assert {kind for kind, _ in mistakes([("t", list_of(INT))], data)} == {WrongValue}


@every_library
def test_rows_are_records(table: Callable[[dict[str, Any]], Any]) -> None:
    bound = bind([("points", list_of(POINT))], table({"x": [0.5, 1.5], "n": [1, 2]}))
    assert bound.values() == (list_from([(1, 0.5), (2, 1.5)]),)
    assert bound.values(exact=True) == (list_from([(1, Fraction(1, 2)), (2, Fraction(3, 2))]),)


def test_rows_are_records_only_of_a_table_and_one_parameter() -> None:
    columns = {"x": [0.5], "n": [1]}
    points = ("points", list_of(POINT))
    for parameters, data in [([points], columns), ([points, ("m", INT)], pd.DataFrame(columns))]:
        with pytest.raises(Errors, match="QB0641"):
            bind(parameters, data)


def test_structs_of_a_column_are_records() -> None:
    frame = pl.DataFrame({"p": [{"x": 1.5, "n": 1}, {"x": 2.5, "n": 2}]})
    assert bind([("p", list_of(POINT))], frame).values() == (list_from([(1, 1.5), (2, 2.5)]),)


def test_decimals_of_arrow_are_exact() -> None:
    data = pa.table({"x": pa.array([Decimal("0.1")])})
    assert bind([("x", VECTOR)], data).values(exact=True) == ((Fraction(1, 10),),)


def test_structured_arrays_are_tables() -> None:
    array = np.array([(1, 0.5), (2, 1.5)], dtype=[("n", int), ("x", float)])
    assert bind([("n", list_of(INT)), ("x", VECTOR)], array).values() == (list_from([1, 2]), (0.5, 1.5))


def test_a_series_in_a_dict() -> None:
    for series in (pd.Series([1, 2]), pl.Series([1, 2]), pa.array([1, 2]), pa.chunked_array([[1], [2]])):
        assert bind([("n", list_of(INT))], {"n": series}).values() == (list_from([1, 2]),)


def test_scalars_and_containers() -> None:
    class Side(enum.IntEnum):
        LEFT = 3

    pair = namedtuple("pair", "a b")  # the plain kind is what is tested
    parameters = [
        ("a", INT),
        ("b", REAL),
        ("c", BOOL),
        ("d", REAL),
        ("e", list_of(tuple_of([INT, REAL]))),
        ("f", POINT),
        ("g", INT),
        ("h", MATRIX),
    ]
    data = OrderedDict(
        a=np.int64(1),
        b=np.float64(0.5),
        c=np.bool_(True),
        d=Fraction(1, 3),
        e=[pair(1, 2), (np.int8(3), np.float32(4))],
        f=OrderedDict(x=Decimal("0.1"), n=2),
        g=Side.LEFT,
        h=[np.array([1, 2]), [np.float64(3), 4]],
    )
    assert bind(parameters, data).values(exact=True) == (
        1,
        Fraction(1, 2),
        True,
        Fraction(1, 3),
        list_from([(1, Fraction(2)), (3, Fraction(4))]),
        (2, Fraction(1, 10)),
        3,
        ((1, 2), (3, 4)),
    )


def test_masked_values_are_missing() -> None:
    array = np.ma.masked_array([1, 2, 3], mask=[False, True, False])
    assert mistakes([("n", list_of(INT))], {"n": array}) == [(MissingValue, "`n[1]` is missing")]


def test_later_changes_of_the_data_do_not_matter() -> None:
    values, array = [1, 2], np.array([0.5, 1.5])
    bound = bind([("n", list_of(INT)), ("x", VECTOR)], {"n": values, "x": array})
    values.append(3)
    array[:] = 0
    assert bound.values(exact=True) == (list_from([1, 2]), (Fraction(1, 2), Fraction(3, 2)))


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (pd.DataFrame([[1, 2]], columns=["x", "x"]), RepeatedColumn),
        (pa.table([[1], [2]], names=["x", "x"]), RepeatedColumn),
        (pl.LazyFrame({"x": [1]}), NotATable),
        (np.zeros(3), NotATable),
        (None, NotATable),
    ],
)
def test_what_is_no_table(data: Any, kind: type[DataError]) -> None:
    with pytest.raises(kind):
        bind([("x", INT)], data)
