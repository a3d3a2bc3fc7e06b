"""Planted bugs, many of them real ones, with the check that must refute each; and controls.

Reading order: `mutant` (what they are, and the table of mutant × check), `twin` (objects with
a method replaced), then the tables: `representations`, `programs`, `samplers`, `populations`,
`kernels`, `traces`. A new table is joined to ALL here.
"""

from . import kernels, populations, programs, representations, samplers, traces
from .mutant import CHECKS as CHECKS
from .mutant import Control as Control
from .mutant import Mutant as Mutant
from .mutant import Outcome as Outcome
from .mutant import Planted as Planted
from .mutant import mutation_table as mutation_table
from .mutant import try_mutants as try_mutants
from .twin import Twin as Twin

ALL: tuple[Planted, ...] = (
    *representations.PLANTED,
    *programs.PLANTED,
    *samplers.PLANTED,
    *populations.PLANTED,
    *kernels.PLANTED,
    *traces.PLANTED,
)
"""Every mutant and control."""
