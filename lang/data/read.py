"""Reading a data file by its ending."""

from __future__ import annotations

import os
from pathlib import Path

from ..errors.data_files import CannotOpen, NotUtf8, UnknownFormat
from .collector import collector_paused
from .csv_file import read_csv
from .json_file import read_json
from .npz_file import read_npz
from .source import Data


@collector_paused()
def read_data(path: str | os.PathLike[str]) -> Data:
    """The data in a .json, .csv or .npz file.

    Decimal numbers in text stay exact. Raises DataError, or Errors for several mistakes.
    """
    where = Path(path)
    file = str(where)
    ending = where.suffix
    if ending.lower() not in (".json", ".csv", ".npz"):
        raise UnknownFormat(None, file, ending)
    content = _content(where)
    match ending.lower():
        case ".json":
            return read_json(_text(content, file), file)
        case ".csv":
            return read_csv(_text(content, file), file)
        case _:
            return read_npz(content, file)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise CannotOpen(None, str(path), path.name, "there is no such file", _neighbours(path)) from None
    except IsADirectoryError:
        reason = "it is a folder"
    except OSError as error:
        reason = error.strerror or "it cannot be read"
    raise CannotOpen(None, str(path), path.name, reason, ())


def _neighbours(path: Path) -> tuple[str, ...]:
    try:
        return tuple(sorted(os.listdir(path.parent)))
    except OSError:
        return ()


def _text(content: bytes, file: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotUtf8(None, file, content[error.start], error.start) from None
