"""Primitive distributions: density, support and an exact map from uniforms.

Reading order: `base` (what a distribution and a family are), `domains`, `scalar` (the namespace
of formulas), `continuous` and `integer` (a family from its formulas), the families in
`location_scale`, `positive`, `bounded`, `discrete`, then `product`.
"""

from . import bounded as bounded
from . import circular as circular
from . import counts as counts
from . import dirac as dirac
from . import discrete as discrete
from . import lkj as lkj
from . import location_scale as location_scale
from . import mixture as mixture
from . import multivariate as multivariate
from . import positive as positive
from . import simplex as simplex
from . import truncate as truncate
from . import truncated_normal as truncated_normal
from .base import FAMILIES as FAMILIES
from .base import Distribution as Distribution
from .base import Family as Family
from .base import Parameter as Parameter
from .base import Scalar as Scalar
