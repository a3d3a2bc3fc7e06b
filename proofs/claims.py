"""The ledger: a claim about every public block, and about what the blocks stand on.

A new block is added by a line here; a test fails while a public block has none.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, cast

from .. import inference as inf
from ..inference.block import PROGRAM, Block
from ..inference.exact import enumeration
from ..inference.kernels import TraceKernel, cycle, generic, prefix, single_site
from ..inference.kernels import repeat as repeated
from ..inference.pseudo_marginal import PREFIX, PRIOR, SINGLE_SITE
from ..inference.resampling import SCHEMES
from ..qbs.enumerator import Enumerator
from ..qbs.interpret import interpret
from ..qbs.list_t import ListT
from ..qbs.meaning import MASS
from ..qbs.measure import Mass
from ..qbs.population import Population
from ..qbs.probability import Probability
from ..qbs.program import Program
from ..qbs.representation import InferenceRep, SamplingRep, Transformer
from ..qbs.sampler import Sampler
from ..qbs.suspension import Suspension
from ..qbs.term import TERM, from_sampler, from_term
from ..qbs.traced import Traced
from ..qbs.weighted import Weighted
from .block_check import MOST_OUTCOMES
from .claim import Check, Claim, Entry, preserves, together
from .generate import programs
from .kernel_check import Chains, check_kernel, on_traces, pseudo_marginal
from .measure_laws import EQUATIONS, check_measures
from .rational_law import check_rationals
from .report import Report
from .representation_laws import check_representation
from .run_law import check_runs

_MANY = 100_000  # examples: the time is the limit

STACKS: tuple[InferenceRep, ...] = (
    Enumerator(),
    MASS,
    TERM,
    Weighted(Enumerator()),
    Weighted(Weighted(Sampler())),
    Population(Probability()),
    Population(Sampler()),
    Suspension(MASS),
    Suspension(TERM),
    Suspension(Population(Probability())),
    Weighted(Population(Probability())),
)
SMALL = programs(max_draws=2, max_scores=2)
_UNEVEN = inf.ess_below(Fraction(9, 10))


def _laws(*representations: SamplingRep) -> Check:
    def run(seconds: float, seed: int) -> Report:
        share = seconds / len(representations)
        return together(
            check_representation(rep, max_examples=_MANY, seconds=share, seed=seed) for rep in representations
        )

    return run


def _kernels(*kernels: TraceKernel | Chains, small: bool = False) -> Check:
    def run(seconds: float, seed: int) -> Report:
        share, chosen = seconds / len(kernels), SMALL if small else None
        return together(
            check_kernel(k, programs=chosen, max_examples=_MANY, seconds=share, seed=seed) for k in kernels
        )

    return run


def _runs(one: Block, two: Block) -> Check:
    def run(seconds: float, seed: int) -> Report:
        return together(
            check_runs(block, runs, max_examples=_MANY, seconds=seconds / 2, seed=seed)
            for runs, block in ((1, one), (2, two))
        )

    return run


def _measures(seconds: float, seed: int) -> Report:
    return check_measures(max_examples=_MANY, seconds=seconds, seed=seed)


def _rationals(seconds: float, seed: int) -> Report:
    return check_rationals(max_examples=_MANY, seconds=seconds, seed=seed)


def _lift(transformer: Transformer) -> Block:
    return Block("lift", transformer.base, transformer, lambda a, _: transformer.lift(a))


def _tmap(source: Transformer, target: Transformer) -> Block:
    """tmap of the transformation that makes the draws of a sampler in the base of the target."""
    mapped = source.tmap(lambda tree: from_sampler(tree, cast(SamplingRep, target.base)))
    return Block("tmap", source, target, lambda a, _: mapped(a))


def _from_term(rep: InferenceRep) -> Block:
    return Block("from_term", TERM, rep, lambda term, _: from_term(term, rep))


def _uneven(block: Block) -> Block:
    """The block on particles that have scored once, and weigh differently."""
    return inf.tmap_first(inf.spawn(2)) >> inf.advance() >> inf.tmap_first(block) >> inf.finish()


def _keeps(name: str, source: str, *representations: SamplingRep) -> Claim:
    statement = "m keeps ret, bind, iterate, sample" + ", score" * representations[0].kind.scores
    return Claim(name, statement, source, "exact", _laws(*representations))


def _valid(name: str, source: str, *blocks: Block, small: bool = False, most: int = MOST_OUTCOMES) -> Claim:
    check = preserves(*blocks, programs=SMALL if small else None, most_outcomes=most)
    return Claim(name, "meaning(block(x)) = meaning(x)", source, "exact", check)


def _balanced(name: str, source: str, *kernels: TraceKernel | Chains, small: bool = False) -> Claim:
    return Claim(
        name,
        "keeps the posterior; reversible if so claimed",
        source,
        "exact",
        _kernels(*kernels, small=small),
    )


def _filtered(particles: int) -> Block:
    """Program -> Mass, by the filter that is a program."""

    def action(program: Program, _: object) -> Mass[Any]:
        return MASS.meaning(interpret(inf.filtered(program, particles, when=_UNEVEN), MASS))

    return Block(f"filtered({particles})", PROGRAM, MASS, action)


def _sampled(name: str, one: Block, two: Block) -> Claim:
    statement = "the law of n independent weighted draws"
    return Claim(name, statement, "Examples 5.2, 5.4", "law", _runs(one, two))


def _conditional(program: Program) -> TraceKernel:
    return inf.conditional_smc(program, 2, when=_UNEVEN)


_STEP = inf.tmap_first(inf.resample(when=_UNEVEN)) >> inf.advance()

CLAIMS: tuple[Claim, ...] = (
    # what the blocks stand on
    Claim("Mass", f"{len(EQUATIONS)} equations of measures", "Figure 14, Theorem A.1", "exact", _measures),
    _keeps("Enumerator", "Example 3.4", Enumerator()),
    _keeps("Enumeration", "section 3.1", MASS),
    _keeps("Probability", "section 4.1", Probability()),
    _keeps("Sampler", "Example 5.2", Sampler()),
    _keeps("Weighted", "Figure 8b", TERM, Weighted(MASS), Weighted(Enumerator())),
    _keeps("ListT", "Figure 9a", ListT(Sampler()), ListT(Probability())),
    _keeps("Population", "Figure 9b", Population(Probability()), Population(Sampler())),
    _keeps("Suspension", "Figure 11", Suspension(MASS), Suspension(TERM), STACKS[-2]),
    _keeps("Traced", "Figure 13", Traced(MASS), Traced(Population(Probability()))),
    _valid(
        "lift",
        "Definition 3.8",
        _lift(TERM),
        _lift(ListT(Probability())),
        _lift(Population(Probability())),
        _lift(Suspension(MASS)),
    ),
    _valid(
        "Transformer.tmap",
        "Definition 3.8",
        _tmap(TERM, Weighted(Probability())),
        _tmap(Population(Sampler()), Population(Probability())),
    ),
    _valid("from_term", "Example 3.6", *map(_from_term, STACKS)),
    # programs into representations
    _valid("interpretation", "Example 3.6", *map(inf.interpretation, STACKS)),
    Claim("rationals", "equal to float64 up to rounding", "", "pathwise", _rationals),
    _valid("exact", "section 3.1", inf.exact(), enumeration(10**6)),
    _valid("aggregate", "Example 3.7", inf.aggregate()),
    _valid("apply_weight", "Example 5.4", *(inf.apply_weight().at(rep) for rep in STACKS[:3])),
    _sampled("independent_runs", inf.independent_runs(1), inf.independent_runs(2)),
    _sampled("importance", inf.importance(samples=1), inf.importance(samples=2)),
    # populations and suspended runs
    _valid("spawn", "Figure 10a", inf.spawn(1), inf.spawn(2), inf.spawn(3)),
    _valid(
        "resample",
        "Figure 10c",
        *(_uneven(inf.resample(scheme)) for scheme in SCHEMES),
        *(inf.resample(scheme, num_particles=3) for scheme in SCHEMES),
        inf.resample(when=_UNEVEN),
    ),
    _valid("collapse", "Figure 10b", inf.collapse()),
    _valid("push_evidence", "ICFP 2018", inf.push_evidence()),
    _valid("advance", "Figure 11b", inf.advance(), inf.advance().at(MASS), inf.advance() >> inf.advance()),
    _valid("finish", "Figure 11b", inf.finish(), inf.finish().at(MASS)),
    _valid("tmap", "Figure 11a", inf.tmap(inf.spawn(2)), small=True, most=4),
    _valid("tmap_first", "ICFP 2018", inf.tmap_first(inf.spawn(2))),
    _valid(
        "repeat",
        "Theorem 6.2",
        inf.repeat(_STEP, 2),
        inf.tmap_first(inf.spawn(2)) >> inf.repeat(_STEP),
        most=8,
    ),
    _valid(
        "smc",
        "Theorem 6.2",
        inf.smc(particles=2, steps=2),
        inf.smc(particles=2, when=_UNEVEN),
        inf.smc(particles=3, steps=1, scheme="residual"),
        most=6,
    ),
    _valid("smc_literal", "Theorem 6.2", inf.smc_literal(particles=2, steps=1), small=True, most=4),
    # kernels on traces
    _balanced("prefix", "Theorem 7.2", prefix()),
    _balanced("single_site", "Theorem 7.2", single_site()),
    _balanced("cycle, mixture, repeat", "Theorem 7.2", cycle(prefix(), single_site()), repeated(prefix(), 2)),
    _balanced("mh", "Theorem 7.2", generic()),
    _valid("move", "Theorem 7.2", inf.move(prefix()), inf.move(single_site())),
    _valid("tmap_traces", "Figure 13", inf.tmap_traces(inf.spawn(2)), small=True),
    _valid("marginal", "section 7.2", inf.marginal()),
    _valid(
        "rmsmc",
        "Theorem 7.3",
        inf.rmsmc(particles=2, steps=1),
        inf.rmsmc(particles=2, kernel=prefix(), when=_UNEVEN),
        small=True,
    ),
    # filters inside of chains
    _valid("filtered", "Andrieu et al. 2010", _filtered(1), _filtered(2), small=True),
    _balanced("pimh", "Andrieu et al. 2010", pseudo_marginal(2, 0, PRIOR, when=_UNEVEN), small=True),
    _balanced(
        "pmmh", "Andrieu et al. 2010", pseudo_marginal(2, None, PREFIX, SINGLE_SITE, when=_UNEVEN), small=True
    ),
    _valid(
        "smc2",
        "ICFP 2018",
        inf.smc2(particles=1, inner=2, steps=2),
        inf.smc2(particles=2, inner=1, steps=1, proposal="prior"),
        small=True,
        most=4,
    ),
    _balanced("conditional_smc", "Andrieu et al. 2010", on_traces(_conditional), small=True),
    _balanced("particle_gibbs", "Andrieu et al. 2010", on_traces(_conditional), small=True),
)


def ledger() -> tuple[Entry, ...]:
    """Every claim, not checked: `verify(CLAIMS)` checks them, `table` prints either."""
    return tuple(map(Entry, CLAIMS))
