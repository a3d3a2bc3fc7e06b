"""The language: source text to a typed core to programs.

Reading order, which is the way of a program: `syntax` (grammar, syntax tree, formatter), `types`
(inference with effects, overloads, patterns), `core` (A-normal form, monomorphic, closures made
explicit), `machine` (values, register code, the reference execution), `data`; then `load` and
`model`, which put them together, and `errors`, one class for each mistake.

>>> coin = loads("model coin(p: Real) { let heads ~ flip(p); return heads }")
>>> coin.signatures()
{'coin': '(p: Real) ~> Bool'}
"""

from .errors.base import Errors as Errors
from .errors.base import LanguageError as LanguageError
from .model import Model as Model
from .model import load as load
from .model import load_data as load_data
from .model import loads as loads
