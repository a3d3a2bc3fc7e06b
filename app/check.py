"""`quasiborel check`: the errors of models, and with `--types` the types of their declarations."""

from __future__ import annotations

import argparse

from ..lang.model import Model
from .exit_codes import ExitCode
from .problem import Stop, report
from .source import read_source
from .translate import problems_stop


def execute(arguments: argparse.Namespace) -> int:
    """Check each model; one with errors is reported, and the others are still checked."""
    return max([_one(name, types=arguments.types) for name in arguments.models])


def _one(name: str, *, types: bool) -> int:
    try:
        with problems_stop():
            model = Model(read_source(name))
    except Stop as stop:
        return report(stop, as_json=False)
    print(f"{name}: ok")
    if types:
        for declaration, type_ in model.signatures().items():
            print(f"  {declaration}: {type_}")
    return int(ExitCode.FINE)
