"""What the built-in operations of `signatures` and the distribution families do."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import cache
from typing import Any

from ..values.rounding import to_float
from ..values.tree import equal
from ..values.values import Cons
from .arithmetic import ARITHMETIC
from .elementary import ELEMENTARY
from .linear_algebra import linear_algebra_table
from .list_valued import distribution_builder
from .sequences import sequence_table

Key = tuple[str, tuple[str, ...]]


def unequal(x: Any, y: Any) -> bool:
    """Whether two values of one type differ."""
    return not equal(x, y)


def log_density(distribution: Any, value: Any) -> float:
    """The logarithm of the density."""
    return to_float(distribution.log_density(value))


_FOR_ANY_TYPE: dict[str, Callable[..., Any]] = {
    "==": equal,
    "!=": unequal,
    "cons": Cons,
    "log_density": log_density,
}


@cache
def _table(exact: bool) -> dict[Key, Callable[..., Any]]:
    number = Fraction if exact else float
    return ARITHMETIC | ELEMENTARY | sequence_table(number) | linear_algebra_table(number)


def implementation(name: str, types: tuple[str, ...], *, exact: bool) -> Callable[..., Any]:
    """The function behind a primitive at these argument types, over rational numbers or over floats.

    It raises PrimitiveError (or DomainError, for a distribution) outside its domain.
    Raises KeyError for a name or types that no signature has.

    >>> implementation("/", ("Real", "Real"), exact=True)(Fraction(1), Fraction(3))
    Fraction(1, 3)
    """
    table = _table(exact)
    generic = tuple("List[A]" if type_.startswith("List[") else type_ for type_ in types)
    for key in ((name, types), (name, generic)):
        if key in table:
            return table[key]
    return _FOR_ANY_TYPE[name] if name in _FOR_ANY_TYPE else distribution_builder(name, types)
