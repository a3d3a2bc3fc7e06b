"""Data meet the parameters of a model: names matched, values checked."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..errors.data import MissingName, UnknownNames
from ..errors.names import near
from ..types.show_type import show_type
from ..types.types import Con, Record, Type, list_of, prune
from ..values.values import list_from
from .collector import collector_paused
from .columns import Column, Products, Sequences
from .decode import decode
from .describe import shortened
from .python_values import as_data
from .report import Report
from .source import Data


@dataclass(frozen=True, slots=True)
class Bound:
    """The arguments of a model, checked; each column holds one value."""

    parameters: tuple[tuple[str, Type], ...]
    columns: tuple[Column, ...]
    _made: dict[bool, tuple[Any, ...]] = field(default_factory=dict, init=False, compare=False, repr=False)

    @collector_paused()
    def values(self, *, exact: bool = False) -> tuple[Any, ...]:
        """The values in the order of the parameters, with floats for Real or, if `exact`, Fractions.

        Numbers from text are the decimals that stand there; a float from Python is what its bits say.
        """
        if exact not in self._made:
            self._made[exact] = tuple(column.values(exact=exact)[0] for column in self.columns)
        return self._made[exact]

    def fingerprint(self) -> str:
        """SHA-256 of names, types and exact values: equal data have equal ones, whatever their source."""
        digest = hashlib.sha256()
        for (name, type_), column in zip(self.parameters, self.columns, strict=True):
            digest.update(f"{name}: {show_type(type_)}\n".encode())
            for part in column.digest():
                digest.update(part)
        return digest.hexdigest()


@collector_paused()
def bind(parameters: Sequence[tuple[str, Type]], data: object) -> Bound:
    """The data as arguments of a model with these parameters.

    `data` is what `read_data` gives, a dict, or a table with columns. Each name in it is that of a
    parameter, and the other way round; only a table can instead be the value of a model's one
    parameter, a List of records: then its rows are the records, its columns their fields.

    Raises Errors with all mistakes in names or, if there are none, in values; DataError if `data` are
    neither a dict nor a table.
    """
    given = as_data(data)
    report = Report(given)
    rows = _rows_type(parameters, given)
    wanted = dict(parameters) if rows is None else {name: list_of(part) for name, part in rows.fields}
    _check_names(wanted, given.values, None if rows is None else parameters[0][0], report)
    report.stop_if_any()
    columns = [_one(name, type_, given.values[name], report) for name, type_ in wanted.items()]
    report.stop_if_any()
    return Bound(tuple(parameters), tuple(columns) if rows is None else (_records(columns),))


def _one(name: str, type_: Type, value: Any, report: Report) -> Column:
    return decode(type_, [value], lambda index: (name,), report)


def _rows_type(parameters: Sequence[tuple[str, Type]], data: Data) -> Record | None:
    """The type of the records that the rows of a table are, if they are records."""
    if len(parameters) == 1 and data.is_table and parameters[0][0] not in data.values:
        match prune(parameters[0][1]):
            case Con("List", (element,)):
                record = prune(element)
                return record if isinstance(record, Record) else None
    return None


def _records(columns: Sequence[Column]) -> Column:
    """One list of records from a list for each field."""
    fields = [column for column in columns if isinstance(column, Sequences)]
    return Sequences(fields[0].lengths, Products(tuple(column.elements for column in fields)), list_from)


def _check_names(
    wanted: Mapping[str, Type], given: Mapping[str, Any], record: str | None, report: Report
) -> None:
    missing = [name for name in wanted if name not in given]
    unknown = [name for name in given if name not in wanted]
    meant = {name: found for name in unknown if (found := near(name, missing))}
    for name, found in meant.items():
        report.add(UnknownNames, (shortened(name),), tuple(wanted), found, record)
    rest = tuple(shortened(name) for name in unknown if name not in meant)
    if rest:
        report.add(UnknownNames, rest, tuple(wanted), None, record)
    for name in missing:
        if name not in meant.values():
            report.add(MissingName, name, wanted[name], tuple(map(shortened, given)), record)
