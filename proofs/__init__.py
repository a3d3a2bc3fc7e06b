"""Checks that blocks, kernels and representations do what is claimed of them, and that the checks can fail.

Reading order: `generate` (random programs of the language) and `zoo` (small ones that bugs have
shown on), `equality` (both sides of meaning(block(x)) == meaning(x)), `search` and `deadline`
(the smallest counterexample within a budget), `report`, `block_check`, `kernel_check`
(Markov kernels), `representation_laws` and `measure_laws` (Definition 5.1, Figure 14),
`run_law` and `rational_law` (samplers, rational arithmetic), `claim` and `claims` (what is
claimed of each public block), `mutants` (planted bugs that must be refuted).

A user's own block is checked by one line, in a test by `assert_preserves(block)`:

>>> from quasiborel import inference as inf, proofs
>>> bool(proofs.check(inf.spawn(2), max_examples=5))
True
"""

from .block_check import assert_preserves as assert_preserves
from .block_check import check as check
from .claim import Claim as Claim
from .claim import Entry as Entry
from .claim import UnknownBlock as UnknownBlock
from .claim import table as table
from .claim import verify as verify
from .claims import CLAIMS as CLAIMS
from .claims import ledger as ledger
from .equality import NoExactMeaning as NoExactMeaning
from .generate import FiniteProgram as FiniteProgram
from .generate import programs as programs
from .kernel_check import check_kernel as check_kernel
from .report import Report as Report
from .representation_laws import check_representation as check_representation
