"""Mistakes in the form of data: codes QB060x for files and JSON, QB061x for tables, QB062x for Python."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from .base import plural
from .data import DataError
from .names import near


@dataclass(eq=False)
class CannotOpen(DataError):
    """A data file that is not there, or cannot be read."""

    code: ClassVar[str] = "QB0601"
    name: str
    reason: str
    neighbours: tuple[str, ...]

    @property
    def message(self) -> str:
        return f"cannot open the data file `{self.name}`: {self.reason}"

    @property
    def hint(self) -> str | None:
        found = near(self.name, self.neighbours)
        return f"did you mean `{found}`?" if found else None


@dataclass(eq=False)
class UnknownFormat(DataError):
    """A data file with an ending that is not known.

    Data are read from JSON (.json), tables with commas (.csv) and NumPy archives (.npz). From Python,
    a dict or any table with columns (pandas, polars, Arrow) can be given as it is.
    """

    code: ClassVar[str] = "QB0602"
    ending: str

    @property
    def message(self) -> str:
        found = f"found `{self.ending}`" if self.ending else "found a name without an ending"
        return f"data are read from files that end in .json, .csv or .npz, {found}"

    @property
    def hint(self) -> str | None:
        match self.ending.lower():
            case ".tsv" | ".txt" | ".dat" | ".xlsx" | ".xls" | ".ods":
                return "save the table with commas between its cells, as .csv"
            case ".npy":
                return "a .npy file has no names; save arrays by name with `numpy.savez`"
            case ".parquet" | ".feather" | ".arrow" | ".pkl":
                return "read the table in Python and pass it to the model there"
        return None


@dataclass(eq=False)
class NotUtf8(DataError):
    """A text file that is not UTF-8."""

    code: ClassVar[str] = "QB0603"
    byte: int
    at: int

    @property
    def message(self) -> str:
        return f"expected UTF-8 text, found the byte 0x{self.byte:02x} at position {self.at:,}"

    @property
    def hint(self) -> str | None:
        return "save the file with the encoding UTF-8"


# ---- JSON


@dataclass(eq=False)
class JsonSyntax(DataError):
    """A file that is not JSON."""

    code: ClassVar[str] = "QB0604"
    expected: str
    found: str
    advice: str | None

    @property
    def message(self) -> str:
        return f"expected {self.expected}, found {self.found}"

    @property
    def hint(self) -> str | None:
        return self.advice


@dataclass(eq=False)
class JsonConstant(DataError):
    """NaN or Infinity in a JSON file: JSON has no such numbers, and data are finite."""

    code: ClassVar[str] = "QB0605"
    constant: str

    @property
    def message(self) -> str:
        return f"JSON has no `{self.constant}`, and data are finite numbers"

    @property
    def hint(self) -> str | None:
        return "leave the observation out, or write a number"


@dataclass(eq=False)
class RepeatedKey(DataError):
    """A key that stands twice in one object of a JSON file."""

    code: ClassVar[str] = "QB0606"
    key: str

    @property
    def message(self) -> str:
        return f"the key `{self.key}` stands here for the second time in one object"


@dataclass(eq=False)
class NotAnObject(DataError):
    """A JSON file whose outermost value is no object; the data are `{"name": value, …}`."""

    code: ClassVar[str] = "QB0607"
    found: str

    @property
    def message(self) -> str:
        return f"expected an object with a value for each parameter of the model, found {self.found}"

    @property
    def hint(self) -> str | None:
        return 'write `{"name": …}` with the name of a parameter'


@dataclass(eq=False)
class NestedTooDeeply(DataError):
    """A JSON file nested deeper than any data type."""

    code: ClassVar[str] = "QB0608"

    @property
    def message(self) -> str:
        return "the values of this file are nested too deeply to be read"


@dataclass(eq=False)
class UnreadableNumber(DataError):
    """A number with thousands of digits, or an exponent of that size."""

    code: ClassVar[str] = "QB0609"
    found: str

    @property
    def message(self) -> str:
        return f"expected a number of the size that data have, found {self.found}"


# ---- tables


@dataclass(eq=False)
class EmptyFile(DataError):
    """A .csv file without a header."""

    code: ClassVar[str] = "QB0611"

    @property
    def message(self) -> str:
        return "expected a first line with the names of the columns, found an empty file"


@dataclass(eq=False)
class NoHeader(DataError):
    """A .csv file whose first line holds values; it has to name the columns."""

    code: ClassVar[str] = "QB0612"
    found: str

    @property
    def message(self) -> str:
        return f"the first line must name the columns, found {self.found}"

    @property
    def hint(self) -> str | None:
        if self.found == "an empty name":
            return "give the column a name; from pandas, write the table with `to_csv(…, index=False)`"
        return "add a line with one name for each column"


@dataclass(eq=False)
class WrongSeparator(DataError):
    """A .csv file with semicolons or tabs between its cells."""

    code: ClassVar[str] = "QB0613"
    separator: str

    @property
    def message(self) -> str:
        return f"the cells of a .csv file are separated by commas, found {self.separator}"

    @property
    def hint(self) -> str | None:
        return "save the table with commas between cells, and points in decimal numbers"


@dataclass(eq=False)
class RepeatedColumn(DataError):
    """Two columns of a table with one name."""

    code: ClassVar[str] = "QB0614"
    name: str

    @property
    def message(self) -> str:
        return f"two columns are called `{self.name}`"


@dataclass(eq=False)
class RaggedRow(DataError):
    """A row of a .csv file with more or fewer cells than there are columns."""

    code: ClassVar[str] = "QB0615"
    row: int
    expected: int
    found: int

    @property
    def message(self) -> str:
        return f"row {self.row} must have {plural(self.expected, 'cell')}, found {self.found}"

    @property
    def hint(self) -> str | None:
        if self.found > self.expected:
            return "a cell that holds a comma stands in double quotation marks; numbers have a decimal point"
        return None


@dataclass(eq=False)
class CsvSyntax(DataError):
    """A .csv file whose quotation marks do not match."""

    code: ClassVar[str] = "QB0616"
    reason: str

    @property
    def message(self) -> str:
        return f"this table cannot be read: {self.reason}"

    @property
    def hint(self) -> str | None:
        return "inside a cell in quotation marks, a quotation mark is written twice"


@dataclass(eq=False)
class BadArchive(DataError):
    """A .npz file that is damaged, or holds Python objects, which are never loaded."""

    code: ClassVar[str] = "QB0617"
    reason: str

    @property
    def message(self) -> str:
        return f"this NumPy archive cannot be read: {self.reason}"

    @property
    def hint(self) -> str | None:
        return "write it with `numpy.savez(file, name=array, …)` and arrays of numbers"


# ---- values from Python


@dataclass(eq=False)
class NotATable(DataError):
    """Data that are neither a dict nor a table with named columns."""

    code: ClassVar[str] = "QB0621"
    found: str

    @property
    def message(self) -> str:
        return f"data are a dict or a table with named columns, found {self.found}"

    @property
    def hint(self) -> str | None:
        return "`.collect()` the table first" if "LazyFrame" in self.found else None


@dataclass(eq=False)
class NameNotText(DataError):
    """A column or key whose name is no text, so that no parameter can have it."""

    code: ClassVar[str] = "QB0622"
    found: str

    @property
    def message(self) -> str:
        return f"the name of a value must be a text, found {self.found}"
