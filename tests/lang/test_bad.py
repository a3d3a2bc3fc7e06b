"""Every wrong program under `bad/` gets the text beside it: all its errors, in the order of the source."""

from collections.abc import Callable
from pathlib import Path

import pytest

from quasiborel.lang.errors.base import Errors
from quasiborel.lang.model import Model
from quasiborel.lang.syntax.span import Source

BAD = Path(__file__).parent / "bad"
PROGRAMS = sorted(BAD.rglob("*.qbl"))


def errors_of(path: Path) -> Errors:
    with pytest.raises(Errors) as raised:
        Model(Source(path.name, path.read_text(encoding="utf-8")))
    return raised.value


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_errors_of_wrong_program(path: Path, golden: Callable[[Path, str], None]) -> None:
    golden(path.with_suffix(".expected"), f"{errors_of(path)}\n")


def test_no_expected_text_is_left_over() -> None:
    assert {path.with_suffix("") for path in BAD.rglob("*.expected")} == {
        path.with_suffix("") for path in PROGRAMS
    }
