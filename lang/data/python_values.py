"""Values from Python: numbers and containers of the standard library, arrays, and tables with columns.

NumPy and the table libraries are known by what their objects can do, and not imported for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ..errors.data_files import NameNotText, NotATable, RepeatedColumn
from .describe import describe
from .source import Data

_PLAIN = {bool, int, float, Decimal, Fraction, str, type(None), list, tuple, dict}
_SUBCLASSES: tuple[type[Any], ...] = (int, float, str, list, tuple, dict)
_KINDS = frozenset("biufUSO")
"""NumPy's letters for the element types whose Python values mean the same."""


def as_data(values: object) -> Data:
    """A dict of values, or a table with named columns (pandas, polars, Arrow, structured arrays).

    Raises DataError if it is neither.
    """
    if isinstance(values, Data):
        return values
    if isinstance(values, Mapping):
        return Data(dict(zip(_names(values), values.values(), strict=True)))
    names = _column_names(values)
    if names is None:
        raise NotATable(None, None, describe(values))
    return Data({name: values[name] for name in _names(names)}, is_table=True)  # type: ignore[index]  # duck-typed


def _column_names(table: object) -> list[Any] | None:
    if not hasattr(table, "__getitem__") or not hasattr(table, "__len__"):
        return None
    names = getattr(table, "column_names", None)
    if names is None:
        names = getattr(table, "columns", None)
    if names is None:
        names = getattr(getattr(table, "dtype", None), "names", None)
    return None if names is None else list(names)


def _names(names: Any) -> list[str]:
    checked: list[str] = []
    for name in names:
        if not isinstance(name, str):
            raise NameNotText(None, None, describe(plain([name])[0]))
        if name in checked:
            raise RepeatedColumn(None, None, name)
        checked.append(name)
    return checked


def plain(values: Sequence[Any]) -> Sequence[Any]:
    """The values as plain Python numbers, texts, lists and dicts; only the outermost level of each.

    >>> from collections import namedtuple
    >>> plain([1, namedtuple("Point", "x y")(1, 2)])
    [1, (1, 2)]
    """
    if set(map(type, values)) <= _PLAIN:
        return values
    return list(map(_plain, values))


def _plain(value: Any) -> Any:
    if type(value) in _PLAIN:
        return value
    if hasattr(value, "isna") or hasattr(value, "is_null"):
        return _column(value)
    dtype = getattr(value, "dtype", None)
    if dtype is not None:
        return value.tolist() if getattr(dtype, "kind", None) in _KINDS else value
    for kind in _SUBCLASSES:
        if isinstance(value, kind):
            return kind(value)
    return dict(value) if isinstance(value, Mapping) else value


def _column(column: Any) -> Any:
    """The values of a column of a table as a list, None where one is missing.

    A NumPy array is the fast way, but it turns a column of integers with a hole into floats: so holes first.
    """
    import numpy as np

    holes = np.asarray(column.isna() if hasattr(column, "isna") else column.is_null(), dtype=bool)
    if holes.ndim != 1:
        return column
    if not holes.any():
        array = np.asarray(column)
        if array.dtype.kind in "biuf" and array.ndim == 1:
            return array.tolist()
    as_list = getattr(column, "to_pylist", None) or getattr(column, "to_list", None) or column.tolist
    return [None if hole else value for value, hole in zip(as_list(), holes.tolist(), strict=True)]
