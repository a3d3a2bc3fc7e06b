"""NumPy archives: arrays by name, never pickled objects."""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO
from typing import Any

from ..errors.data_files import BadArchive
from .source import Data


def read_npz(content: bytes, file: str) -> Data:
    """The arrays of a `.npz` archive by name.

    Raises DataError if the archive is damaged or an array in it holds Python objects.
    """
    import numpy as np

    values: dict[str, Any] = {}
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            for member in archive.namelist():
                with archive.open(member) as stream:
                    values[member.removesuffix(".npy")] = np.lib.format.read_array(stream, allow_pickle=False)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise BadArchive(None, file, _reason(error)) from None
    return Data(values, file)


def _reason(error: Exception) -> str:
    text = str(error)
    if "pickle" in text or "Object arrays" in text:
        return "it holds Python objects"
    if isinstance(error, zipfile.BadZipFile) and "not a zip" in text:
        return "it is not a .npz file"
    return "it is damaged"
