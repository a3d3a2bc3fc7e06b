"""Programs and how they look formatted, to be read: `cases/NAME.qbl` and `cases/NAME.expected`."""

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest

import quasiborel.lang
from quasiborel.lang.errors.base import Errors
from quasiborel.lang.format.formatter import format_source

HERE = Path(__file__).parent
CASES = sorted((HERE / "cases").glob("*.qbl"))
PRELUDE = Path(str(files(quasiborel.lang).joinpath("prelude.qbl")))
REPOSITORY = [PRELUDE, *sorted((HERE.parents[2] / "examples").glob("*.qbl"))]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path, golden: Callable[[Path, str], None]) -> None:
    formatted = format_source(path.read_text(encoding="utf-8"))
    golden(path.with_suffix(".expected"), formatted)
    assert format_source(formatted) == formatted


@pytest.mark.parametrize("name", ["nile", "expressions"])
def test_the_first_examples_of_the_language_are_in_its_layout(name: str) -> None:
    text = (HERE / "cases" / f"{name}.qbl").read_text(encoding="utf-8")
    assert format_source(text) == text


@pytest.mark.parametrize("path", REPOSITORY, ids=lambda path: path.name)
def test_the_files_of_the_project_are_formatted(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert format_source(text, str(path)) == text


@pytest.mark.parametrize(
    ("text", "formatted"),
    [
        ("", ""),
        (" \n\n", ""),
        ("# alone", "# alone\n"),
        ("\n\n# one\n\n\n# two\n\n", "# one\n\n# two\n"),
        ("fn f(){}", "fn f() {}\n"),
        ("fn f() {}\r\n\r\n# windows\r\n", "fn f() {}\n\n# windows\n"),
    ],
)
def test_smallest_files(text: str, formatted: str) -> None:
    assert format_source(text) == formatted


def test_a_file_that_cannot_be_read_is_refused_with_its_name() -> None:
    with pytest.raises(Errors) as caught:
        format_source("fn f() { let }\nfn g() {}\nfn h) {}", "m.qbl")
    assert [(error.file, error.line) for error in caught.value.errors] == [("m.qbl", 1), ("m.qbl", 3)]
