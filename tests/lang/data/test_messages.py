"""The text of every mistake in data, against `expected/`; `--accept` rewrites these files."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from quasiborel.lang.data import bind, read_data
from quasiborel.lang.errors import data as errors_of_values
from quasiborel.lang.errors import data_files as errors_of_files
from quasiborel.lang.errors.base import Errors, LanguageError
from quasiborel.lang.load import check_source
from quasiborel.lang.syntax.span import Source
from quasiborel.lang.types.types import Type

EXPECTED = Path(__file__).parent / "expected"
Parameters = tuple[tuple[str, Type], ...]


def parameters(text: str) -> Parameters:
    model = check_source(Source("m.qbl", f"model m({text}) {{ 0 }}")).model
    assert model is not None
    return model.parameters


def archive(**arrays: Any) -> bytes:
    stream = io.BytesIO()
    np.savez(stream, **arrays)
    return stream.getvalue()


LONG_LINE = '{"y": [' + ", ".join(str(i / 8) for i in range(400)) + ', "oops", ' + "1, " * 200 + "2]}"

# name: (the model's parameters, the file's name, its content)
FILES: dict[str, tuple[str, str, str | bytes]] = {
    "file_missing": ("", "flwo.json", ""),
    "file_is_folder": ("", "folder.json", ""),
    "file_ending": ("", "d.parquet", ""),
    "file_no_ending": ("", "data", ""),
    "file_tsv": ("", "d.tsv", ""),
    "file_npy": ("", "d.npy", ""),
    "file_latin1": ("", "d.json", b'{"n\xe9": 1}'),
    "json_empty": ("", "d.json", ""),
    "json_ends": ("", "d.json", '{"y": [1, 2'),
    "json_trailing_comma": ("", "d.json", '{\n  "y": [1, 2,\n  ]\n}'),
    "json_trailing_comma_object": ("", "d.json", '{"y": 1, }'),
    "json_single_quotes": ("", "d.json", "{'y': 1}"),
    "json_single_quoted_value": ("", "d.json", "{\"y\": 'a'}"),
    "json_true": ("", "d.json", '{"y": [True]}'),
    "json_na": ("", "d.json", '{"y": [1, NA]}'),
    "json_comment": ("", "d.json", '{"y": 1, // one\n"z": 2}'),
    "json_value_comment": ("", "d.json", '{"y": # one\n 1}'),
    "json_word": ("", "d.json", '{"y": red}'),
    "json_point": ("", "d.json", '{"y": .5}'),
    "json_no_comma": ("", "d.json", '{"y": [1 2]}'),
    "json_no_colon": ("", "d.json", '{"y" 1}'),
    "json_extra": ("", "d.json", '{"y": 1}\n{"y": 2}'),
    "json_open_text": ("", "d.json", '{"y": 1, "z}'),
    "json_line_break": ("", "d.json", '{"y": "a\nb"}'),
    "json_escape": ("", "d.json", r'{"y": "\q"}'),
    "json_nan": ("", "d.json", '{"NaN": "NaN", "y": [1, NaN]}'),
    "json_infinity": ("", "d.json", '{"y": -Infinity}'),
    "json_repeated_key": ("", "d.json", '{"p": [{"x": 1}, {"x": 1, "y": 2, "\\u0078": 3}]}'),
    "json_list": ("", "d.json", "[1, 2]"),
    "json_deep": ("", "d.json", "[" * 100_000),
    "json_long_int": ("", "d.json", '{"y": [1, ' + "7" * 5_000 + "]}"),
    "json_long_exponent": ("", "d.json", '{"y": 1e-99999999999999999999}'),
    "csv_empty": ("", "d.csv", ""),
    "csv_no_header": ("", "d.csv", "1871,1120\n1872,1160\n"),
    "csv_unnamed_column": ("", "d.csv", ",x\n0,1\n"),
    "csv_semicolons": ("", "d.csv", "x;y\n1,5;2\n"),
    "csv_tabs": ("", "d.csv", "x\ty\n1\t2\n"),
    "csv_repeated_column": ("", "d.csv", "x,y,x\n1,2,3\n"),
    "csv_ragged": ("", "d.csv", "x,y\n1,2\n3\n4,5,6\n\n7,8\n9\n\n\n"),
    "csv_quotes": ("", "d.csv", 'x,y\n1,2\n3,"4" 5\n'),
    "csv_open_quote": ("", "d.csv", 'x,y\n1,"2\n3,4\n'),
    "csv_long_number": ("", "d.csv", "x,y\n1,2\n1," + "7" * 5_000 + "\n"),
    "csv_missing": ("x: List[Int], y: Vector", "d.csv", "x,y\n1,2.5\n,0.5\n3,NA\n4,NaN\n5,null\n6, \n"),
    "csv_wrong_cells": ("x: List[Int], y: List[Real]", "d.csv", 'x,y\n1,"2,5"\n2.0, true\n3,abc\n'),
    "csv_scalar": ("x: Int", "d.csv", "x\n1\n2\n"),
    "csv_bool": ("x: List[Bool]", "d.csv", "x\ntrue\n1\n"),
    "csv_records": ("points: List[{x: Int, y: Real}]", "d.csv", "x,y\n1,2\n1.5,3\n"),
    "csv_records_names": ("points: List[{x: Int, y: Real}]", "d.csv", "x,z\n1,2\n"),
    "csv_quoted_cell": ("x: List[Int], y: List[Int]", "d.csv", 'x,y\n"1","two\nlines"\n'),
    "npz_not_zip": ("", "d.npz", b"hello"),
    "npz_cut": ("", "d.npz", archive(x=np.arange(9))[:-30]),
    "npz_objects": ("", "d.npz", archive(x=np.array([None, 1], dtype=object))),
    "npz_damaged": ("", "d.npz", archive(x=np.arange(9)).replace(bytes([7, 0, 0, 0, 0, 0, 0, 0]), b"\1" * 8)),
    "npz_values": (
        "a: List[Int], b: Matrix, c: List[Real], d: List[Real], e: Int",
        "d.npz",
        archive(
            a=np.array([1.0, 2.0]),
            b=np.zeros((2, 2, 2)),
            c=np.array([0.5, np.nan, -np.inf]),
            d=np.array(["2024-01-01"], dtype="datetime64[D]"),
            e=np.array([1]),
        ),
    ),
    "names": ("flow: List[Real], n: Int", "d.json", '{"flwo": [1], "a": 1, "b": 2}'),
    "names_unprintable": ("", "d.json", '{"\\u001b[31m' + "a" * 60 + '": 1, "\\u2028": 2}'),
    "text_unprintable": ("y: Real", "d.json", '{"y": "\\u009b\\u0007' + "a" * 60 + '"}'),
    "names_unwanted": ("", "d.json", '{"a": 1}'),
    "names_none_given": ("flow: List[Real]", "d.json", "{}"),
    "real": ("y: List[Real]", "d.json", '{"y": [1, true, "2.5", {"a": 1}]}'),
    "real_range": ("y: List[Real]", "d.json", '{"y": [1e308, 1e309, -1e-400, 0e-400]}'),
    "int": ("y: List[Int]", "d.json", '{"y": [1, 3.0, 2.5, 1e3, false]}'),
    "int_range": ("y: Int", "d.json", '{"y": -9223372036854775809}'),
    "bool": ("y: List[Bool]", "d.json", '{"y": [0, 1, "true", 2]}'),
    "unit": ("y: List[Unit]", "d.json", '{"y": [[], [1], null]}'),
    "list": ("y: List[Real], z: Vector", "d.json", '{"y": 3, "z": null}'),
    "list_for_number": ("y: Real", "d.json", '{"y": [3]}'),
    "nested": ("y: List[List[Int]]", "d.json", '{"y": [[1], [], [2, 0.5], 4]}'),
    "vector": ("y: Vector", "d.json", '{"y": [1, [2]]}'),
    "matrix": ("X: Matrix", "d.json", '{"X": [[1, 2], [3, 4], [5]]}'),
    "matrix_mixed": ("X: List[Matrix]", "d.json", '{"X": [[], [[1, 2], 3, [4], [5]]]}'),
    "matrix_flat": ("X: Matrix", "d.json", '{"X": [1, 2]}'),
    "tuple": ("p: List[(Real, Bool)]", "d.json", '{"p": [[1, true], [1], [1, 2]]}'),
    "record": (
        "p: List[{x: Real, yes: Bool}]",
        "d.json",
        '{"p": [{"x": 1, "yes": true},\n  {"x": 1},\n  {"x": 1, "yse": true},\n'
        '  {"x": null, "yes": 1}, [1, true]]}',
    ),
    "two_columns": (
        "a: List[Int], b: List[Bool]",
        "d.json",
        '{"a": [0.5, 1.5, 2.5, 3.5, 4.5], "b": [0, 0, 0, 0, 1]}',
    ),
    "many_names": (
        ", ".join(f"x{i}: Int" for i in range(12)),
        "d.json",
        "{" + ", ".join(f'"x{i}": 0.5' for i in range(12)) + "}",
    ),
    "long_line": ("y: List[Real]", "d.json", LONG_LINE),
    "object_for_number": ("y: Real, z: Real", "d.json", '{"y": {}, "z": {"a": 1, "b": 2}}'),
}

# name: (the model's parameters, values from Python)
VALUES: dict[str, tuple[str, Any]] = {
    "python_list": ("", [1, 2]),
    "python_file_name": ("", "data.json"),
    "python_key": ("", {3: 1}),
    "python_set": ("y: List[Int]", {"y": {1, 2}}),
    "python_floats": ("y: List[Int], z: Real", {"y": [1.0, float("nan")], "z": float("inf")}),
    "python_complex": ("y: Vector", {"y": np.array([1j])}),
    "python_date": ("y: List[Int]", {"y": np.array(["2024-01-01"], dtype="datetime64[ns]")}),
    "python_structured_twice": ("x: List[Int]", np.zeros(2, dtype=[("x", float)])),
}


def message(action: Callable[[], object]) -> str:
    with pytest.raises((LanguageError, Errors)) as caught:
        action()
    return f"{caught.value}\n"


@pytest.mark.parametrize("name", FILES)
def test_file(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, golden: Callable[[Path, str], None]
) -> None:
    model, file, content = FILES[name]
    monkeypatch.chdir(tmp_path)
    Path("folder.json").mkdir()
    if file not in ("flwo.json", "folder.json"):
        Path(file).write_bytes(content if isinstance(content, bytes) else content.encode())
    else:
        Path("flow.json").touch()
    text = message(lambda: bind(parameters(model), read_data(file)))
    golden(EXPECTED / f"{name}.txt", text)


@pytest.mark.parametrize("name", VALUES)
def test_value(name: str, golden: Callable[[Path, str], None]) -> None:
    model, value = VALUES[name]
    golden(EXPECTED / f"{name}.txt", message(lambda: bind(parameters(model), value)))


def test_every_mistake_has_an_expected_text() -> None:
    shown = "".join(path.read_text(encoding="utf-8") for path in EXPECTED.glob("*.txt"))
    kinds = {**vars(errors_of_values), **vars(errors_of_files)}.values()
    codes = {vars(kind)["code"] for kind in kinds if isinstance(kind, type) and "code" in vars(kind)}
    assert {code for code in codes if code.startswith("QB06")} == {
        code for code in codes if f"error[{code}]" in shown
    }


def test_no_expected_text_is_left_over() -> None:
    assert {path.stem for path in EXPECTED.glob("*.txt")} == {*FILES, *VALUES}
