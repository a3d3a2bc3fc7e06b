"""Tables as text: a header, commas between cells, numbers exact."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from io import StringIO
from itertools import islice
from typing import Any

from ..errors.base import Errors, LanguageError
from ..errors.data import MoreMistakes
from ..errors.data_files import (
    CsvSyntax,
    EmptyFile,
    NoHeader,
    RaggedRow,
    RepeatedColumn,
    UnreadableNumber,
    WrongSeparator,
)
from ..syntax.span import Source, Span
from .describe import shortened
from .source import Data, Path

_INT = re.compile(r"\s*[-+]?\d+\s*", re.ASCII)
_REAL = re.compile(r"\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?\s*", re.ASCII)
_WORDS = {
    **dict.fromkeys(["true", "True", "TRUE"], True),
    **dict.fromkeys(["false", "False", "FALSE"], False),
    **dict.fromkeys(["", "NA", "N/A", "NaN", "nan", "null", "NULL", "None"]),
}
_SHOWN = 3


def read_csv(text: str, file: str) -> Data:
    """The columns of a table, each a list of int, Decimal, bool, str, and None for a missing cell.

    Raises DataError for a mistake in the header, Errors for rows of a wrong length.
    """
    source = Source(file, text)
    rows = _rows(source)
    if not rows:
        raise EmptyFile(None, file)
    header = [name.strip() for name in rows.pop(0)]
    _check_header(header, source)
    while rows and not rows[-1]:
        rows.pop()
    if not set(map(len, rows)) <= {len(header)}:
        raise Errors(list(_ragged(rows, len(header), source)))
    texts = zip(*rows, strict=True) if rows else [()] * len(header)

    def place(path: Path) -> Span:
        name, *rest = path
        return _cell(source, header.index(str(name)), int(rest[0]) + 1 if rest else 0)

    def locate(paths: Sequence[Path]) -> list[Span | None]:
        return list(map(place, paths))

    values: dict[str, list[Any]] = {}
    for name, cells in zip(header, texts, strict=True):
        try:
            values[name] = _column(cells)
        except (InvalidOperation, ValueError):
            index = next(i for i, cell in enumerate(cells) if not _readable(cell))
            found = shortened(cells[index].strip())
            raise UnreadableNumber(place((name, index)), file, found) from None
    return Data(values, file, is_table=True, locate=locate)


def _reader(text: str) -> Any:
    return csv.reader(StringIO(text, newline=""), strict=True, skipinitialspace=True)


def _rows(source: Source) -> list[list[str]]:
    reader = _reader(source.text)
    try:
        return list(reader)
    except csv.Error as error:
        raise CsvSyntax(_line(source, max(1, reader.line_num)), source.name, str(error)) from None


def _check_header(header: Sequence[str], source: Source) -> None:
    place, file = _line(source, 1), source.name
    for sign, name in ((";", "semicolons"), ("\t", "tabs")):
        if len(header) == 1 and sign in header[0]:
            raise WrongSeparator(place, file, name)
    for index, name in enumerate(header):
        if not name or _REAL.fullmatch(name):
            found = f"the number {name}" if name else "an empty name"
            raise NoHeader(_cell(source, index, 0), file, found)
        if name in header[:index]:
            raise RepeatedColumn(_cell(source, index, 0), file, shortened(name))


def _ragged(rows: Sequence[Sequence[str]], width: int, source: Source) -> Iterator[LanguageError]:
    wrong = [(number, len(row)) for number, row in enumerate(rows, 1) if len(row) != width]
    for number, found in wrong[:_SHOWN]:
        yield RaggedRow(_cell(source, None, number), source.name, number, width, found)
    if len(wrong) > _SHOWN:
        yield MoreMistakes(None, source.name, len(wrong) - _SHOWN)


def _column(cells: Sequence[str]) -> list[Any]:
    if all(map(_INT.fullmatch, cells)):
        return list(map(int, cells))
    if all(map(_REAL.fullmatch, cells)):
        whole = map(_INT.fullmatch, cells)
        return [int(cell) if is_int else Decimal(cell) for cell, is_int in zip(cells, whole, strict=True)]
    return list(map(_value, cells))


def _value(cell: str) -> int | Decimal | bool | str | None:
    if _INT.fullmatch(cell):
        return int(cell)
    if _REAL.fullmatch(cell):
        return Decimal(cell)
    word = cell.strip()
    return _WORDS.get(word, word)


def _readable(cell: str) -> bool:
    try:
        _value(cell)
    except (InvalidOperation, ValueError):
        return False
    return True


def _line(source: Source, number: int) -> Span:
    lines = source.text.split("\n")
    start = sum(len(line) + 1 for line in lines[: number - 1])
    return Span(source, start, start + len(source.line(number)))


def _cell(source: Source, column: int | None, row: int) -> Span:
    """The place of a cell (of the whole line if `column` is None); row 0 is the header."""
    reader = _reader(source.text)
    for _ in islice(reader, row):
        pass
    line = _line(source, reader.line_num + 1)
    cells = next(reader)
    text = source.text[line.start : line.end]
    if column is None or '"' in text or text.count(",") != len(cells) - 1:
        return line
    before = sum(len(cell) + 1 for cell in text.split(",")[:column])
    cell = text.split(",")[column]
    start = line.start + before + len(cell) - len(cell.lstrip())
    return Span(source, start, start + len(cell.strip()))
