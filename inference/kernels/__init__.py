"""Trace kernels: at every term t, a Markov kernel on its traces that preserves w_t ⊙ m(pri t).

Reading order: `kernel` (what they are, and how a proposal and its ratio make one), `prefix`,
`single_site`, `user` (proposals), `combinators` (cycle, mixture, repeat, conditional), `named`
(what a METHOD can ask for).

>>> cycle(prefix(), repeat(single_site(), 3))
cycle(prefix, repeat(single_site, 3))
"""

from .combinators import conditional as conditional
from .combinators import cycle as cycle
from .combinators import mixture as mixture
from .combinators import repeat as repeat
from .kernel import TraceKernel as TraceKernel
from .kernel import labelled_mhg as labelled_mhg
from .kernel import mhg as mhg
from .named import KERNELS as KERNELS
from .named import generic as generic
from .prefix import prefix as prefix
from .single_site import single_site as single_site
from .user import user as user
from .user import user_density as user_density
