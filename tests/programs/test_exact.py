"""The known answers of small programs, most of them from public test suites, by exact enumeration.

`suites/NAME.qbl` says its question and where it comes from; `suites/answers.json` has the answer, found
without this project. A rational answer is met exactly; one written as a decimal, where an exponential
enters, to 1e-12: the tables give 15 digits or more, and each answer takes few operations.
"""

import json
from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from quasiborel.lang.format import format_source

HERE = Path(__file__).parent
SUITES = HERE / "suites"
ANSWERS: dict[str, Any] = json.loads((SUITES / "answers.json").read_text(encoding="utf-8"))
PRECISION = 1e-12


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_the_known_answer(name: str, answer_of: Callable[..., Any]) -> None:
    found = answer_of(SUITES / f"{name}.qbl")
    known = ANSWERS[name]
    assert differences(found.posterior, known["posterior"]) == {}
    assert differences({"evidence": found.evidence}, {"evidence": known["evidence"]}) == {}


def test_every_program_has_an_answer() -> None:
    assert [path.stem for path in sorted(SUITES.glob("*.qbl"))] == sorted(ANSWERS)
    tests = "".join(path.read_text(encoding="utf-8") for path in HERE.glob("test_*.py"))
    for path in HERE.glob("classics/*.qbl"):
        assert f'classic("{path.stem}"' in tests, path.name


def test_every_program_is_laid_out_in_the_standard_way() -> None:
    for path in HERE.glob("*/*.qbl"):
        text = path.read_text(encoding="utf-8")
        assert format_source(text) == text, path.name


def test_every_program_says_where_its_question_comes_from() -> None:
    for path in HERE.glob("*/*.qbl"):
        lines = path.read_text(encoding="utf-8").splitlines()
        comment = lines[: next(i for i, line in enumerate(lines) if not line.startswith("#"))]
        assert any(line.startswith("# Origin: ") for line in comment), path.name


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        ("sprinkler_soft", "score 1/10", "score 1/11"),
        ("continuations", "k(a), argument", "k(a + 1), argument"),
        ("conditioned_path", "condition(kept);", ""),
        ("twice", "thunk() + thunk()", "2 * thunk()"),
        ("map_data", "else { -2 }", "else { -2.00000001 }"),
    ],
)
def test_another_program_has_another_answer(
    name: str, right: str, wrong: str, answer_of: Callable[..., Any], tmp_path: Path
) -> None:
    text = (SUITES / f"{name}.qbl").read_text(encoding="utf-8")
    assert right in text
    changed = tmp_path / "changed.qbl"
    changed.write_text(text.replace(right, wrong), encoding="utf-8")
    assert differences(answer_of(changed).posterior, ANSWERS[name]["posterior"]) != {}


def differences(found: Mapping[str, Any], known: Mapping[str, str]) -> dict[str, tuple[Any, str | None]]:
    """The values whose weight is not the known one."""
    return {
        value: (found.get(value), known.get(value))
        for value in {**found, **known}
        if value not in found or value not in known or not _equal(found[value], known[value])
    }


def _equal(weight: Any, known: str) -> bool:
    if "." in known:
        return abs(float(weight) / float(known) - 1) <= PRECISION
    return isinstance(weight, Fraction) and weight == Fraction(known)
