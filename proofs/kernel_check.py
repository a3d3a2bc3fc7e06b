"""`check_kernel`: does a Markov kernel leave the posterior of every program alone?"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, final

from ..inference.filtered import HALF
from ..inference.kernels import TraceKernel
from ..inference.pseudo_marginal import Proposal, PseudoMarginal
from ..inference.resampling import Criterion
from ..qbs.errors import repr_short
from ..qbs.interpret import interpret
from ..qbs.kernel import box, swap, transition
from ..qbs.measure import Mass
from ..qbs.program import Program
from ..qbs.sampler import Tree
from ..qbs.term import TERM
from ..qbs.trace import SAMPLER, Paths
from . import generate
from .block_check import Programs
from .equality import measure_by_paths
from .generate import FiniteProgram
from .report import Counterexample, Difference, Report
from .search import Budget, search
from .zoo import ZOO

_DRAWS = 3  # the matrix has as many rows as there are traces


@final
@dataclass(frozen=True, slots=True)
class Chain:
    """What a Markov chain is at one program: its law of starts, its step, and what it is to preserve.

    `value` takes the program's value out of a state: its image of `target` is the program's measure.
    """

    target: Mass[Any]
    starts: Mass[Any]
    step: Callable[[Any], Tree]
    value: Callable[[Any], Hashable]
    reversible: bool = True


Chains: TypeAlias = Callable[[Program], Chain]


def on_traces(kernel: TraceKernel | Callable[[Program], TraceKernel]) -> Chains:
    """The chain of a trace kernel, or of one for each program, on the traces of a program."""

    def chain(program: Program) -> Chain:
        traces = Paths(interpret(program, TERM))
        chosen = kernel if isinstance(kernel, TraceKernel) else kernel(program)
        starts = SAMPLER.meaning(traces.prior_path())
        return Chain(traces.measure(), starts, chosen(traces), traces.value_at, chosen.reversible)

    return chain


def pseudo_marginal(
    particles: int, parameters: int | None, *proposals: Proposal, when: Criterion = HALF
) -> Chains:
    """The chain of PMMH on (θ, (Ẑ, x)), from Ẑ ⊙ (pri(dθ) ⊠ law of a filter given θ)."""

    def chain(program: Program) -> Chain:
        estimating = PseudoMarginal(program, particles, parameters, "systematic", when)
        prior = estimating.prior()
        starts = SAMPLER.meaning(estimating.fresh(prior))
        target = starts.rescale(lambda state: state[1][0])
        return Chain(target, starts, estimating.kernel(prior, *proposals), lambda state: state[1][1])

    return chain


def check_kernel(
    kernel: TraceKernel | Chains,
    *,
    name: str | None = None,
    programs: Programs | None = None,
    zoo: Sequence[FiniteProgram] = ZOO,
    max_examples: int = 1000,
    seconds: float = 60.0,
    seed: int = 0,
    smallest: bool = True,
) -> Report:
    """Compare μ >>= k with μ at every finite program, exactly; for a trace kernel μ = w_t ⊙ m(pri t).

    The image of μ must be the program's measure and every row of the transition matrix have
    mass one; where the kernel claims detailed balance, swap_*(μ ⊠ k) is compared with μ ⊠ k.
    Source: Ścibior et al. 2018, Theorem 7.2.
    """
    chains = on_traces(kernel) if isinstance(kernel, TraceKernel) else kernel
    found = search(
        generate.programs(max_draws=_DRAWS) if programs is None else programs,
        lambda example: _broken(chains, example.program),
        Budget(max_examples, seconds, seed, smallest),
        size=lambda example: example.size,
        shorter=FiniteProgram.shorter,
        first=zoo,
    )
    refuted = None
    if found.failure is not None:
        example, (law, difference) = found.failure
        refuted = Counterexample(example.source, difference, f"by the law {law}")
    statement = "mass one, invariance and, where claimed, detailed balance, in exact rational arithmetic"
    subject = f"kernel {name or kernel}"
    return Report(subject, statement, found.tried, found.seconds, seed, refuted, found.left_out)


def _broken(chains: Chains, program: Program) -> tuple[str, Difference] | None:
    """The first law that the chain breaks at a program, and its two sides."""
    expected = measure_by_paths(program)
    try:
        chain = chains(program)
        rows = transition(lambda state: SAMPLER.meaning(chain.step(state)), chain.starts)
    except Exception as error:  # whatever it is, the chain fails at this program
        return "of being defined", Difference(expected, f"{type(error).__name__}: {error}")
    if chain.target.map(chain.value) != expected:
        return "that the target is the program's", Difference(expected, chain.target.map(chain.value))
    for state, row in rows.items():
        if row.total != 1:
            return f"of mass one at {repr_short(state)}", Difference(Mass({(): 1}), Mass({(): row.total}))
    moved = chain.target.bind(rows.__getitem__)
    if moved != chain.target:
        return "of invariance", Difference(chain.target, moved)
    flow = box(chain.target, rows.__getitem__)
    if chain.reversible and flow.map(swap) != flow:
        return "of detailed balance", Difference(flow, flow.map(swap))
    return None
