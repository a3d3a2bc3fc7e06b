"""Building blocks of inference, algorithms made of them, and results.

Reading order: `block` (blocks and how they compose), `importance` and `exact` (the two ways
to run a program, each a line of blocks), `draws` (what weighted draws say about themselves),
`mhg` and `mhg_conditions` (Metropolis–Hastings–Green), `kernels` (trace kernels), `chain` and
`trace_mh` (a chain of traces), `autocorrelation`, `summary`, `result` and `chain_result` (what
is reported), `table` (for people), `methods` (METHOD of the command), `run`.

>>> importance(samples=100)
importance(samples=100) = interpret(Weighted(Sampler)) >> independent_runs(100) : Program -> WeightedDraws
>>> exact()
exact() = rationals >> interpret(Mass) : Program -> Mass
"""

from .block import Block as Block
from .block import Context as Context
from .block import Mismatch as Mismatch
from .draws import WeightedDraws as WeightedDraws
from .exact import exact as exact
from .importance import importance as importance
from .importance import independent_runs as independent_runs
from .importance import interpretation as interpretation
from .methods import MethodError as MethodError
from .methods import parse_method as parse_method
from .mhg import mhg_step as mhg_step
from .mhg_conditions import mhg_failures as mhg_failures
from .result import Result as Result
from .run import run as run
from .summary import Variable as Variable
from .trace_mh import mh as mh
