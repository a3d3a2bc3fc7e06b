"""Data for a model: read, checked against the declared types, and bound to the parameters.

Reading order: `source`, `read` (`json_file`, `csv_file`, `npz_file`), `python_values`, `columns`,
`decode`, `bind`.
"""

from __future__ import annotations

from .bind import Bound as Bound
from .bind import bind as bind
from .python_values import as_data as as_data
from .read import read_data as read_data
from .source import Data as Data
