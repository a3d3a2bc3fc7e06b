"""Codes of errors: a stable list, each with a text, an example that has the mistake, and a wrong program."""

import inspect
import re
from pathlib import Path
from textwrap import indent

import pytest

from quasiborel.lang import Errors, loads
from quasiborel.lang.errors import words
from quasiborel.lang.errors.base import LanguageError
from quasiborel.lang.errors.catalogue import catalogue, explain
from quasiborel.lang.load import prelude
from quasiborel.lang.syntax.parser import parse_all
from quasiborel.lang.syntax.span import Source

BAD = Path(__file__).parent / "bad"
CODES = BAD / "CODES"
EXPECTED = sorted(BAD.rglob("*.expected"))
OF_PROGRAMS = [mistake for mistake in catalogue() if mistake.code < "QB06"]
TOO_LONG_FOR_AN_EXAMPLE = {"QB0102", "QB0103", "QB0319", "QB0506"}
PYTHON = r"__|Traceback|\bNone\b|<class|object at 0x|\bself\b|Error\b|TypeVar|Con\(|\b[A-Z]{2,}(_[A-Z]+)*\b"


def test_codes_are_those_of_the_list() -> None:
    """A code is never used again for another mistake: add lines, change none."""
    listed = dict(line.split(maxsplit=1) for line in CODES.read_text(encoding="utf-8").splitlines())
    assert {mistake.code: mistake.__name__ for mistake in OF_PROGRAMS} == listed


@pytest.mark.parametrize("mistake", OF_PROGRAMS, ids=lambda mistake: mistake.code)
def test_every_code_has_a_wrong_program(mistake: type[LanguageError]) -> None:
    mark = f"error[{mistake.code}]: "
    assert any(mark in path.read_text(encoding="utf-8") for path in EXPECTED)


@pytest.mark.parametrize("mistake", OF_PROGRAMS, ids=lambda mistake: mistake.code)
def test_the_example_of_a_code_has_this_mistake_only(mistake: type[LanguageError]) -> None:
    if mistake.code in TOO_LONG_FOR_AN_EXAMPLE:
        assert mistake.example == ""
        return
    with pytest.raises(Errors) as raised:
        loads(mistake.example)
    assert [error.code for error in raised.value.errors] == [mistake.code]


@pytest.mark.parametrize("mistake", OF_PROGRAMS, ids=lambda mistake: mistake.code)
def test_explanation(mistake: type[LanguageError]) -> None:
    text = explain(mistake.code)
    assert text.startswith(f"{mistake.code}: ")
    assert inspect.getdoc(mistake) in text
    assert indent(mistake.example, "    ") in text


def test_an_unknown_code_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        explain("QB9999")


@pytest.mark.parametrize("path", EXPECTED, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_texts_are_in_the_language_s_own_terms(path: Path) -> None:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith(("error[", "  hint:")):
            said = re.sub(r"`[^`]*`|U\+\w+", "", line.split(":", 1)[1])
            assert not re.search(PYTHON, said), line
            assert not said.rstrip().endswith("."), line


@pytest.mark.parametrize("path", EXPECTED, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_carets_stand_under_source(path: Path) -> None:
    """Every error shows its line, with carets that do not reach past its end by more than one."""
    blocks = path.read_text(encoding="utf-8").rstrip("\n").split("\n\nerror[")
    for block in blocks:
        lines = block.splitlines()
        source = next(line for line in lines if re.match(r"\d+ \|", line))
        carets = lines[lines.index(source) + 1]
        assert carets.rstrip().endswith("^")
        assert len(carets.rstrip()) <= max(len(source) + 1, len("1 | ^"))


PLACES = (
    "{}",
    "{} {{ 1 }}",
    "fn q() {{ {} }}",
    "fn q() {{ {} 1 }}",
    "fn q() {{ {{ {} }} }}",
    "fn q(x: {}) {{ 1 }}",
    "fn q() {} {{ 1 }}",
    "fn q({}) {{ 1 }}",
    "fn q() {{ normal({}) }}",
    "fn q() {{ let {{ x, {} }} = y; 1 }}",
    "fn q() {{ if a {{ 1 {} 2 }} }}",
    "fn q() {{ if a {{ 1 }} {} }}",
    "fn q() {{ if a {{ 1 }} {} b {{ 1 }} else {{ 2 }} }}",
    "fn q() {{ match e {{ {} => 1 }} }}",
    "fn q() {{ match e {{ {}, _ => 1 }} }}",
)
IN_WORDS = {"at least", "at most", "not equal"}
PLACEHOLDERS = {"f", "g", "m", "name", "fn"}


def hints() -> list[tuple[str, str]]:
    """Every hint of the golden files, with the program that it is about."""
    found = []
    for path in EXPECTED:
        program = path.with_suffix(".qbl").read_text(encoding="utf-8")
        lines = path.read_text(encoding="utf-8").splitlines()
        found += [(line, program) for line in lines if line.startswith("  hint:")]
    return found


def test_what_hints_propose_can_be_read() -> None:
    for line, _ in hints():
        for code in set(re.findall(r"`([^`]+)`", line)) - IN_WORDS:
            whole = code.replace(", …", "").replace("…", "x").replace("pattern => value", "y => z")
            if re.search(r"\w", whole) and re.search(r"\W", whole):
                assert any(not parse_all(Source("", place.format(whole))).errors for place in PLACES), line


def test_functions_that_hints_propose_exist() -> None:
    for line, program in hints():
        for name in re.findall(r"\b([a-z]\w*)\(", line):
            assert name in prelude().world.values or name in PLACEHOLDERS or name in program, line


def test_names_of_other_languages_are_no_names_of_this_one() -> None:
    assert words.NAMES.keys().isdisjoint(prelude().world.values)
    assert words.TYPES.keys().isdisjoint(prelude().world.types)
