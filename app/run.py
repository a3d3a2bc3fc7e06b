"""`quasiborel run`: a model and its data to a posterior."""

from __future__ import annotations

import argparse
import json
import secrets
import sys

from ..inference.block import Block
from ..inference.methods import MethodError, parse_method
from ..inference.result import Result
from ..inference.run import run
from ..lang.data import read_data
from ..lang.model import Model
from ..qbs.errors import NotFinite
from ..qbs.program import Program
from .exit_codes import ExitCode
from .problem import Problem, Stop
from .progress import progress_on
from .source import read_source
from .translate import problems_stop


def execute(arguments: argparse.Namespace) -> int:
    """Run the model; the result is printed whether or not it is a posterior, and the code says which."""
    method = None if arguments.method is None else _method(arguments.method)
    seed = secrets.randbits(32) if arguments.seed is None else arguments.seed
    with problems_stop():
        result = _result(method, _program(arguments.model, arguments.data), seed)
    print(json.dumps(result.to_json(), allow_nan=False) if arguments.json else result)
    return int(ExitCode.FINE if result.status == "ok" else ExitCode.INFERENCE_FAILED)


def _method(text: str) -> Block:
    try:
        return parse_method(text)
    except MethodError as error:
        raise Stop(ExitCode.USAGE, Problem("method", str(error))) from error


def _program(model: str, data: str | None) -> Program:
    return Model(read_source(model)).bind({} if data is None else read_data(data))


def _result(method: Block | None, program: Program, seed: int) -> Result:
    try:
        with progress_on(sys.stderr) as progress:
            return run(method, program, seed=seed, progress=progress)
    except NotFinite as error:
        message = f"{error}, which exact() has to do; importance() takes any model"
        raise Stop(ExitCode.USAGE, Problem("method", message)) from error
