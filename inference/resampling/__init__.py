"""Resampling schemes as distributions on ancestor vectors, and criteria for when to resample.

Reading order: `shares` (weights as exact integers on a line), `ancestors` (what a scheme's law
is), `multinomial`, `stratified`, `systematic`, `residual` (one scheme each), `scheme` (their
names), `conditional` (the same laws given a retained ancestor), `criteria`, `errors`.

>>> from fractions import Fraction
>>> law = systematic([Fraction(1, 2), Fraction(1, 3), Fraction(1, 6)], 2)
>>> law.from_uniforms([0.25])
(0, 1)
>>> [(ancestors, str(p)) for ancestors, p in law.enumerate()]
[((0, 1), '2/3'), ((0, 2), '1/3')]
"""

from .ancestors import Ancestors as Ancestors
from .conditional import Conditional as Conditional
from .conditional import conditional as conditional
from .criteria import Criterion as Criterion
from .criteria import EssBelow as EssBelow
from .criteria import always as always
from .criteria import ess as ess
from .criteria import ess_below as ess_below
from .criteria import never as never
from .errors import AllWeightsZero as AllWeightsZero
from .errors import NoFiniteLaw as NoFiniteLaw
from .errors import RetainedWeightZero as RetainedWeightZero
from .scheme import SCHEMES as SCHEMES
from .scheme import Scheme as Scheme
from .scheme import multinomial as multinomial
from .scheme import residual as residual
from .scheme import stratified as stratified
from .scheme import systematic as systematic
