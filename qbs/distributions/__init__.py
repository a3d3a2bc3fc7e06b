"""Primitive distributions: density, support and an exact map from uniforms.

`FAMILIES["normal"](0.0, 1.0)` is a `Distribution`. Reading order:

===================  ===================================================================
base, domains        what a distribution, a family and a parameter are; the registry
scalar               the namespace `xp` over which every formula is written once
continuous, integer  a family from its formulas: Real values; Int and Bool values
location_scale ...   families: location_scale, positive, bounded, truncated_normal,
                     circular, discrete, counts, dirac, multivariate, simplex, lkj
product              a scalar family with Vectors for parameters
mixture, truncate    combinators
saddle, quadrature,  numerical helpers: densities without cancellation, integrals,
solve, logs          inverses, sums of logarithms
===================  ===================================================================

The accuracy of densities, tails and quantiles is stated and tested in
tests/qbs/distributions/test_reference.py and test_quantiles.py.
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
