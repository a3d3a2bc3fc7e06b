"""`quasiborel check`: the errors of models, and with `--types` the types of their declarations."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from ..lang.check import Checked
from ..lang.load import check_source
from ..lang.overload import Overload
from ..lang.scope import FunctionBinding
from ..lang.show_type import show_type, show_types
from ..lang.types import PURE, Arrow
from .exit_codes import ExitCode
from .problem import Stop, report
from .source import read_source
from .translate import problems_stop


def execute(arguments: argparse.Namespace) -> int:
    """Check each model; one with errors is reported, and the others are still checked."""
    return max(_one(name, types=arguments.types) for name in arguments.models)


def _one(name: str, *, types: bool) -> int:
    try:
        with problems_stop():
            checked = check_source(read_source(name))
    except Stop as stop:
        return report(stop, as_json=False)
    print(f"{name}: ok")
    if types:
        print("\n".join(f"  {line}" for line in _signatures(checked)))
    return int(ExitCode.FINE)


def _signatures(checked: Checked) -> Iterator[str]:
    for function in checked.functions.values():
        yield f"fn {function.name}: {_scheme(function)}"
    if checked.model:
        parameters = ", ".join(f"{name}: {show_type(type_)}" for name, type_ in checked.model.parameters)
        yield f"model {checked.model.node.name}({parameters}): {show_type(checked.model.result)}"


def _scheme(function: FunctionBinding) -> str:
    """The type of a function; operations that are still overloaded follow with what they need to be."""
    assert function.scheme is not None
    overloads = [open_ for open_ in function.scheme.constraints if isinstance(open_, Overload)]
    needed = [Arrow(overload.arguments, overload.result, PURE) for overload in overloads]
    type_, *shown = show_types([function.scheme.type, *needed])
    where = ", ".join(f"({overload.name}): {text}" for overload, text in zip(overloads, shown, strict=True))
    return f"{type_} where {where}" if where else type_
