"""Building blocks of inference, algorithms made of them, and results.

Reading order, with the parts of "Denotational Validation of Higher-Order Bayesian Inference":
`shape` and `block` (types of blocks, and how they compose), `interpretation` (Examples 3.6,
3.7, 5.4), `importance` and `exact` (the two ways to run a program, each a line of blocks),
`resampling` (schemes as laws), `population` (spawn, resample: Figure 10), `suspension`
(advance, finish: Figure 11), `repeat`, `smc` (Theorem 6.2), `epochs` (which tapes a block
draws from), `draws`, `particles` (what weighted draws and one population say of themselves),
`mhg` and `mhg_conditions` (Metropolis–Hastings–Green), `kernels` (trace kernels), `traced`
(Theorem 7.2), `pilot` and `rmsmc` (Theorem 7.3), `chain` and `trace_mh` (a chain of traces),
`filtered` (a particle filter as a program), `stages` (parts of a program), `pseudo_marginal`
and `pmmh`, `particle_gibbs` (particle MCMC), `smc2`,
`autocorrelation`, `summary`, `result`, `chain_result` and `particles_result` (what is reported),
`table` (for people), `methods` (METHOD of the command), `run`.

>>> importance(samples=100)
importance(samples=100) = interpret(Weighted(Sampler)) >> independent_runs(100) : Program -> WeightedDraws
>>> exact()
exact() = rationals >> interpret(Mass) : Program -> Mass
>>> interpretation() >> tmap_first(spawn(3)) >> finish()
interpret >> tmap_first(spawn(3)) >> finish : Program -> Population(T)
"""

from .block import Block as Block
from .block import Context as Context
from .block import Mismatch as Mismatch
from .block import transformation as transformation
from .draws import WeightedDraws as WeightedDraws
from .exact import exact as exact
from .filtered import filtered as filtered
from .importance import importance as importance
from .importance import independent_runs as independent_runs
from .interpretation import aggregate as aggregate
from .interpretation import apply_weight as apply_weight
from .interpretation import interpretation as interpretation
from .methods import MethodError as MethodError
from .methods import parse_method as parse_method
from .mhg import mhg_step as mhg_step
from .mhg_conditions import mhg_failures as mhg_failures
from .particle_gibbs import conditional_smc as conditional_smc
from .particle_gibbs import particle_gibbs as particle_gibbs
from .particles import WeightedParticles as WeightedParticles
from .pmmh import pimh as pimh
from .pmmh import pmmh as pmmh
from .population import collapse as collapse
from .population import push_evidence as push_evidence
from .population import resample as resample
from .population import spark as spark
from .population import spawn as spawn
from .repeat import repeat as repeat
from .resampling import always as always
from .resampling import ess_below as ess_below
from .resampling import never as never
from .result import Result as Result
from .rmsmc import rmsmc as rmsmc
from .run import run as run
from .shape import CannotStand as CannotStand
from .shape import M as M
from .shape import T as T
from .smc import smc as smc
from .smc import smc_literal as smc_literal
from .smc2 import smc2 as smc2
from .summary import Variable as Variable
from .suspension import advance as advance
from .suspension import finish as finish
from .suspension import tmap as tmap
from .suspension import tmap_first as tmap_first
from .trace_mh import mh as mh
from .traced import marginal as marginal
from .traced import move as move
from .traced import tmap_traces as tmap_traces
