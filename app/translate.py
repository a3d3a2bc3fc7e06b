"""From the exceptions of the packages below to the exit code and the problem that the command prints."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ..lang.errors.base import Errors, LanguageError
from ..qbs.errors import LimitReached, QuasiborelError
from .exit_codes import ExitCode
from .problem import Problem, Stop


@contextmanager
def problems_stop() -> Iterator[None]:
    """Turn errors of the model, its data and the machine into `Stop`s; bugs of our own stay as they are."""
    try:
        yield
    except Errors as several:
        raise Stop(ExitCode.MODEL_OR_DATA, _of_language(several.errors[0]), str(several)) from several
    except LanguageError as error:
        code = ExitCode.LIMIT if isinstance(error, LimitReached) else ExitCode.MODEL_OR_DATA
        raise Stop(code, _of_language(error), str(error)) from error
    except LimitReached as limit:
        raise Stop(ExitCode.LIMIT, Problem("limit", str(limit))) from limit
    except QuasiborelError as error:
        raise Stop(ExitCode.MODEL_OR_DATA, Problem("domain", str(error))) from error


def _of_language(error: LanguageError) -> Problem:
    return Problem(error.code, error.message, error.file, error.line, error.column)
