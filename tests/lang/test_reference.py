"""The language reference is what the code says, and the programs in it do what it says."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest

from quasiborel import inference as inf
from quasiborel import lang
from quasiborel.lang.load import builtins
from quasiborel.lang.reference import reference
from quasiborel.lang.types.scope import Builtin, BuiltinConstant
from quasiborel.lang.types.signatures import CONSTANTS, DESCRIPTIONS, FUNCTIONS, OPERATORS

PAGE = Path(__file__).parents[2] / "lang" / "reference.md"
PROGRAMS = re.findall(r"```qbl\n(.*?)```", reference(), re.DOTALL)


def test_page_is_up_to_date(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--accept"):
        PAGE.write_text(reference(), encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == reference()


@pytest.mark.parametrize("program", PROGRAMS)
def test_programs(program: str) -> None:
    model = lang.loads(program)
    expected: dict[str, dict[str, Fraction]] = {}
    for line in re.findall(r"^#> (.*)$", program, re.MULTILINE):
        name, value, probability = line.split()
        expected.setdefault(name, {})[value] = Fraction(probability)
    if not expected:
        return
    result = inf.run("exact()", model())
    for name, values in expected.items():
        output = next(output for output in result.outputs if output.name == name)
        found = {output.show(value): p for value, p in result.probabilities(name).items()}
        assert {value: found[value] for value in values} == values


def test_every_builtin_is_described() -> None:
    assert DESCRIPTIONS.keys() == {**OPERATORS, **FUNCTIONS, **CONSTANTS}.keys()


def test_every_builtin_is_in_the_reference() -> None:
    text = reference()
    for name, binding in builtins().world.values.items():
        if isinstance(binding, Builtin | BuiltinConstant):
            assert f"| `{name}" in text
