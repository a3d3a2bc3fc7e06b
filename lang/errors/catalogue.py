"""Every mistake with a code, and what its code means."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from functools import cache
from textwrap import indent

from .. import errors
from .base import LanguageError


@cache
def catalogue() -> tuple[type[LanguageError], ...]:
    """The classes of all mistakes in the order of their codes."""
    for module in pkgutil.iter_modules(errors.__path__, f"{errors.__name__}."):
        importlib.import_module(module.name)
    coded = {mistake for mistake in _descendants(LanguageError) if "code" in vars(mistake)}
    return tuple(sorted(coded, key=lambda mistake: mistake.code))


def explain(code: str) -> str:
    """What a code means and how to mend it.

    Raises KeyError for a code that no mistake has.

    >>> print(explain("QB0202"))
    QB0202: unknown type
    <BLANKLINE>
    A type that is neither built in nor declared in the file.
    <BLANKLINE>
    For example:
    <BLANKLINE>
        fn f(x: Number) { x }
    """
    for mistake in catalogue():
        if mistake.code == code:
            example = f"\n\nFor example:\n\n{indent(mistake.example, '    ')}" if mistake.example else ""
            return f"{code}: {_title(mistake)}\n\n{inspect.getdoc(mistake)}{example}"
    raise KeyError(code)


def _title(mistake: type[LanguageError]) -> str:
    """The name of the class as words."""
    return re.sub(r"(?<!^)(?=[A-Z])", " ", mistake.__name__).lower()


def _descendants(of: type[LanguageError]) -> Iterator[type[LanguageError]]:
    for child in of.__subclasses__():
        yield child
        yield from _descendants(child)
