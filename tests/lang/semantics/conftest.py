"""What a program of the language means: its law, its value if it draws nothing, and its effects in order."""

from collections.abc import Callable
from typing import Any

import pytest

from quasiborel.inference.block import Context
from quasiborel.inference.exact import exact
from quasiborel.lang.model import loads
from quasiborel.qbs.program import Draw, Return
from quasiborel.qbs.weight import Weight

Law = dict[str, Weight]


@pytest.fixture(scope="session")
def law() -> Callable[..., Law]:
    """`law(text, **data)`: the unnormalised weight of every value, printed in the language's syntax."""

    def law(text: str, **data: Any) -> Law:
        program = loads(text)(**data)
        (output,) = program.outputs
        mass = exact().action(program, Context(0))
        return dict(mass.map(lambda value: output.show(output.get(value))).items())

    return law


@pytest.fixture(scope="session")
def value(law: Callable[..., Law]) -> Callable[..., str]:
    """`value(expression, declarations, statements)`: the value of an expression that has no effects."""

    def value(expression: str, declarations: str = "", statements: str = "") -> str:
        found = law(f"{declarations} model m() {{ {statements} let out = {expression}; return out }}")
        ((shown, weight),) = found.items()
        assert weight == 1
        return shown

    return value


@pytest.fixture(scope="session")
def effects() -> Callable[[str], list[str]]:
    """`effects(text)`: the draws and scores of a run in order; each draw gives its first value."""

    def effects(text: str) -> list[str]:
        program = loads(text)().exact()
        state, seen = program.start(), []
        while not isinstance(effect := program.step(state), Return):
            if isinstance(effect, Draw):
                seen.append(str(effect.distribution))
                first, _ = next(iter(effect.distribution.enumerate()))
                state = program.resume(effect.state, first)
            else:
                seen.append(f"score {float(effect.weight):g}")
                state = effect.state
        return seen

    return effects
