"""Reading files: what arrives, exactly."""

import contextlib
import gc
import io
import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quasiborel.lang.data import bind, read_data
from quasiborel.lang.data.csv_file import read_csv
from quasiborel.lang.data.json_file import read_json
from quasiborel.lang.errors.base import Errors, LanguageError
from quasiborel.lang.types.types import BOOL, INT, MATRIX, REAL, VECTOR, list_of
from quasiborel.lang.values.values import list_from


def test_decimals_of_json_are_exact() -> None:
    bound = bind([("x", REAL), ("y", VECTOR)], read_json('{"x": 0.1, "y": [1, -2.5e-3, 3E2, -0]}', "d.json"))
    assert bound.values(exact=True) == (
        Fraction(1, 10),
        (Fraction(1), Fraction(-1, 400), Fraction(300), Fraction(0)),
    )
    x, y = bound.values()
    assert (x, y) == (0.1, (1.0, -0.0025, 300.0, 0.0))
    assert {type(number) for number in (x, *y)} == {float}


def test_the_largest_and_smallest_numbers_are_read() -> None:
    text = (
        '{"y": [1.7976931348623157e308, 5e-324, 0e-99999], "n": [9223372036854775807, -9223372036854775808]}'
    )
    bound = bind([("y", VECTOR), ("n", list_of(INT))], read_json(text, "d.json"))
    assert bound.values() == ((1.7976931348623157e308, 5e-324, 0.0), list_from([2**63 - 1, -(2**63)]))
    assert bound.values(exact=True)[0][2] == 0


def test_an_integer_keeps_its_digits_as_a_real() -> None:
    bound = bind([("x", REAL)], read_json('{"x": 9007199254740993}', "d.json"))
    assert bound.values(exact=True) == (Fraction(9007199254740993),)
    assert bound.values() == (9007199254740992.0,)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize(("name", "text"), [("d.json", b'{"x": [1, 2]}'), ("d.csv", b"x\r\n1\r\n2\r\n")])
def test_a_byte_order_mark_is_no_part_of_the_text(
    mark: bytes, name: str, text: bytes, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(mark + text)
    assert bind([("x", list_of(INT))], read_data(tmp_path / name)).values() == (list_from([1, 2]),)


def test_cells_of_a_table() -> None:
    text = 'a, b ,c,d\n1,.5,true,"1"\n-2,+2.,FALSE, x y\n03,1e-2,True,NA\n\n\n'
    assert dict(read_csv(text, "d.csv").values) == {
        "a": [1, -2, 3],
        "b": [Decimal("0.5"), Decimal("2"), Decimal("0.01")],
        "c": [True, False, True],
        "d": [1, "x y", None],
    }


def test_whole_numbers_stay_integers_beside_decimals() -> None:
    values = read_csv("x\n1\n2.0\n", "d.csv").values["x"]
    assert [(type(x), x) for x in values] == [(int, 1), (Decimal, 2)]


def test_a_table_may_have_no_rows() -> None:
    bound = bind([("x", list_of(INT)), ("y", VECTOR)], read_csv("x,y\n", "d.csv"))
    assert bound.values() == (list_from([]), ())


def test_arrays_of_an_archive(tmp_path: Path) -> None:
    np.savez_compressed(
        tmp_path / "d.npz",
        x=np.float32(0.5),
        n=np.uint8(200),
        y=np.array([1.5, 2.5]),
        z=np.array([True, False]),
        X=np.arange(6.0).reshape(2, 3),
    )
    parameters = [("x", REAL), ("n", INT), ("y", VECTOR), ("z", list_of(BOOL)), ("X", MATRIX)]
    assert bind(parameters, read_data(tmp_path / "d.npz")).values() == (
        0.5,
        200,
        (1.5, 2.5),
        list_from([True, False]),
        ((0.0, 1.0, 2.0), (3.0, 4.0, 5.0)),
    )


def test_an_array_without_names_is_no_archive(tmp_path: Path) -> None:
    stream = io.BytesIO()
    np.save(stream, np.arange(3))
    (tmp_path / "d.npz").write_bytes(stream.getvalue())
    with pytest.raises(Exception, match="QB0617"):
        read_data(tmp_path / "d.npz")


@pytest.mark.parametrize("row", [0, 999])
def test_the_place_of_a_cell(row: int) -> None:
    rows = [f'{i},"a, b",0' for i in range(1000)]
    rows[row] = f'{row},"a\nb",x'
    table = read_csv("n,text,z\n" + "\n".join(rows), "d.csv")
    with pytest.raises(Errors) as caught:
        bind([("n", list_of(INT)), ("z", list_of(INT)), ("text", list_of(INT))], table)
    assert caught.value.errors[0].line == row + 2


@pytest.mark.parametrize("index", [0, 17, 299])
@pytest.mark.parametrize("indent", [None, 2])
def test_the_place_of_a_json_value(index: int, indent: int | None) -> None:
    values = [{"x": [i, -i], "ok": True} for i in range(300)]
    values[index]["ok"] = 7
    text = json.dumps({"first": {"ok": 7}, "p": values}, indent=indent)
    data = read_json(text, "d.json")
    (span,) = data.locate([("p", index, "ok")])
    assert span is not None
    assert text[span.start : span.end] == "7"
    assert text[: span.start].count('"ok"') == index + 2


JSON = '{"y": [1, 2.5, -3e2, NaN], "p": [{"x": 1, "ok": true}, {"x": "a\\n", "ok": null}], "z": {}}'
CSV = 'x,y,z\n1,2.5,true\n"a ""b",NA,3\n,,\n'
EDITS = st.lists(st.tuples(st.integers(0, 99), st.integers(0, 1), st.text(max_size=2)), max_size=3)


@pytest.mark.parametrize(("text", "read"), [(JSON, read_json), (CSV, read_csv)])
@given(edits=EDITS)
def test_a_damaged_text_is_read_or_gets_an_error_in_words(text: str, read: Any, edits: Any) -> None:
    for at, deleted, inserted in edits:
        text = text[:at] + inserted + text[at + deleted :]
    with contextlib.suppress(LanguageError, Errors):
        bind([("y", VECTOR), ("p", list_of(INT)), ("z", REAL)], read(text, "d"))


def test_the_garbage_collector_goes_on(tmp_path: Path) -> None:
    (tmp_path / "d.json").write_text("{", encoding="utf-8")
    with pytest.raises(LanguageError):
        read_data(tmp_path / "d.json")
    assert gc.isenabled()
