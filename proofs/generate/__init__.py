"""Random programs of the language for exact checks.

Reading order: `types` (what is generated, with what a value costs to use), `maker` (choices and
scopes), `expressions`, `calls`, `statements`, `strategy`.
"""

from .strategy import FiniteProgram as FiniteProgram
from .strategy import programs as programs
