"""The exact answer of a program, as the tests of this folder compare it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from quasiborel.inference.block import Context
from quasiborel.inference.exact import exact
from quasiborel.inference.result import Result
from quasiborel.inference.run import run
from quasiborel.lang.model import load
from quasiborel.qbs.measure import Mass
from quasiborel.qbs.program import Program
from quasiborel.qbs.weight import Weight

CLASSICS = Path(__file__).parent / "classics"


@dataclass(frozen=True, slots=True)
class Answer:
    """The conditional law of what a program returns, by its value as printed, and its evidence."""

    posterior: dict[str, Weight]
    evidence: Weight


@pytest.fixture(scope="session")
def answer_of() -> Callable[..., Answer]:
    """`answer_of(path, **data)`: the answer of exact(), the same from the joint law and from the report."""

    def answer_of(path: Path, **data: Any) -> Answer:
        program = load(path)(**data)
        mass = exact().action(program, Context(0))
        posterior = mass.normalize()
        _agree(run("exact()", program), posterior)
        return Answer(dict(posterior.map(lambda value: _shown(program, value)).items()), mass.total)

    return answer_of


@pytest.fixture(scope="session")
def classic(answer_of: Callable[..., Answer]) -> Callable[..., Answer]:
    """`classic(name, **data)`: the answer of classics/NAME.qbl."""
    return lambda name, **data: answer_of(CLASSICS / f"{name}.qbl", **data)


def _shown(program: Program, value: Any) -> str:
    parts = {o.name: o.show(o.get(value)) for o in sorted(program.outputs, key=lambda o: o.name)}
    if len(parts) == 1:
        return next(iter(parts.values()))
    return "{ " + ", ".join(f"{name}: {shown}" for name, shown in parts.items()) + " }"


def _agree(result: Result, posterior: Mass[Any]) -> None:
    """The report holds the marginals of the joint law."""
    assert result.status == "ok"
    assert result.arithmetic == ("rational" if posterior.rational else "float64")
    for output in result.outputs:
        if posterior.rational and result[output.name].probabilities is not None:
            assert result.probabilities(output.name) == dict(posterior.map(output.get).items())
