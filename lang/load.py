"""Source text → checked declarations, on top of the built-ins and the prelude."""

from __future__ import annotations

from functools import cache

from .errors.base import Errors
from .resources import resource
from .syntax.parser import parse, parse_all
from .syntax.span import Source
from .types import families
from .types.check import Checked, check_file
from .types.context import Facts
from .types.scope import Binding, Builtin, BuiltinConstant, Infer, Memo, World
from .types.signatures import CONSTANTS, FUNCTIONS


@cache
def builtins() -> Checked:
    """What is known before the prelude: functions, distribution families, constants, `memo`."""
    values: dict[str, Binding] = {name: Builtin(name, sigs) for name, sigs in FUNCTIONS.items()}
    for name, signatures in families.signatures().items():
        values[name] = Builtin(name, signatures, families.parameter_names(name))
    values |= {name: BuiltinConstant(name, type_) for name, type_ in CONSTANTS.items()}
    values |= {"memo": Memo(), "infer": Infer()}
    return Checked(World(values, {}, {}), Facts(), {}, None, [])


@cache
def prelude() -> Checked:
    """The prelude, checked once per process."""
    text = resource("prelude.qbl")
    checked = check_file(parse(Source("prelude.qbl", text)), builtins())
    if checked.errors:
        raise Errors(checked.errors)
    return checked


def check_source(source: Source) -> Checked:
    """A file, checked.

    Raises Errors with one error per declaration that cannot be read, or does not fit its types.
    """
    parsed = parse_all(source)
    checked = check_file(parsed.tree, prelude(), parsed.broken)
    errors = [*parsed.errors, *checked.errors]
    if errors:
        raise Errors(sorted(errors, key=lambda error: error.span.start if error.span else 0))
    return checked
