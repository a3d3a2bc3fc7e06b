"""SMC²: its program, its move and its whole 2 × 2 × 2 denote the program exactly; wrong twins do not."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction as F
from typing import Any

import pytest

from quasiborel import inference as inf
from quasiborel.inference.kernels import TraceKernel, cycle, mhg
from quasiborel.inference.kernels.prefix import prefix_proposal, prefix_ratio
from quasiborel.inference.pseudo_marginal import PRIOR, PROPOSALS
from quasiborel.inference.smc2 import FilteredGivenParameters, parameters_in, pmmh_kernel, smc2
from quasiborel.inference.stages import Parameters
from quasiborel.qbs.distributions import FAMILIES
from quasiborel.qbs.interpret import interpret
from quasiborel.qbs.kernel import is_markov, preserves, reversible
from quasiborel.qbs.meaning import MASS
from quasiborel.qbs.measure import Mass
from quasiborel.qbs.population import Population
from quasiborel.qbs.probability import Probability
from quasiborel.qbs.program import Draw, Effect, Return, Score
from quasiborel.qbs.suspension import Suspension
from quasiborel.qbs.term import TERM
from quasiborel.qbs.trace import SAMPLER, Paths
from quasiborel.qbs.traced import Traced
from quasiborel.qbs.weight import ONE, ScaledFloat

BASE = Probability()
POP = Population(BASE)
UNEVEN = inf.ess_below(F(9, 10))
CRITERIA = [inf.always, inf.never, UNEVEN]
flip = FAMILIES["flip"]


@dataclass(frozen=True, slots=True)
class Failing:
    """A machine that fails by chance θ, 1/3 or 3/4, at each of two steps, and stays broken.

    A noisy sign is observed at each; returns θ's index and whether it is broken at last.
    """

    outputs: tuple[()] = ()

    def start(self) -> Any:
        return None, 0, False, False

    def step(self, state: Any) -> Effect:
        parameter, t, broken, moved = state
        if parameter is None:
            return Draw(flip(F(1, 3)), state)
        if t == 2:
            return Return((parameter, broken))
        if not moved and not broken:
            return Draw(flip(F(3, 4) if parameter else F(1, 3)), state)
        return Score(F(3, 4) if broken == (t == 1) else F(1, 5), (parameter, t + 1, broken, False))

    def resume(self, state: Any, drawn: bool) -> Any:
        parameter, t, _, _ = state
        return (drawn, 0, False, False) if parameter is None else (parameter, t, drawn, True)

    def exact(self) -> Failing:
        return self


def meaning_after(method: inf.Block, program: Any) -> Mass[Any]:
    """The meaning of a method's image of a program."""
    return POP.meaning(method.at(BASE)(program))


TRUTH = interpret(Failing(), MASS)


@pytest.mark.parametrize("scheme", ["systematic", "multinomial"])
@pytest.mark.parametrize("when", CRITERIA, ids=str)
@pytest.mark.parametrize("parameters", [None, 0, 1])
def test_its_program_denotes_the_program(
    tree: Any, parameters: int | None, when: Any, scheme: str, exactly: Any
) -> None:
    program = FilteredGivenParameters(exactly.Walk(tree), 2, parameters, scheme, when)
    assert interpret(program, MASS) == exactly.by_hand(tree)


def test_the_parameters_are_drawn_once_and_the_rest_by_each_particle() -> None:
    program = FilteredGivenParameters(Failing(), 3, 1, when=inf.never)
    laws, state = [], program.start()
    while isinstance(effect := program.step(state), Draw):
        laws.append(effect.distribution)
        state = program.resume(effect.state, False)
    assert laws == [flip(F(1, 3))] * 4  # θ, then a step of each of three particles
    assert isinstance(effect, Score)
    assert effect.weight == F(3, 4)


def test_two_outer_particles_two_inner_and_two_steps() -> None:
    """The whole of SMC², moves and resampling at both layers.

    The same for "unknown chain", which has no absorbing state, takes more than 3 minutes: there
    it is checked by its factors, the program, the moves at each layer, and one outer particle.
    """
    method = smc2(particles=2, inner=2, parameters=1, proposal="prior", steps=2, inner_when=UNEVEN)
    assert meaning_after(method, Failing()) == TRUTH


def test_the_outer_particles_may_be_resampled_by_a_criterion() -> None:
    method = smc2(particles=2, inner=2, moves=0, parameters=1, steps=2, when=UNEVEN, inner_when=UNEVEN)
    assert meaning_after(method, Failing()) == TRUTH


@pytest.mark.parametrize("proposal", [None, *PROPOSALS])
def test_every_proposal_moves_rightly(proposal: str | None) -> None:
    """The third step moves runs that have finished."""
    method = smc2(particles=1, inner=2, parameters=1, proposal=proposal, steps=3, inner_when=inf.never)
    assert meaning_after(method, Failing()) == TRUTH


SMALL = ["uneven scores", "early end", "half dies", "three traces", "nothing drawn", "nothing alive"]


@pytest.mark.parametrize("parameters", [None, 0])
@pytest.mark.parametrize("name", SMALL)
def test_branches_of_different_numbers_of_scores(name: str, parameters: int | None, exactly: Any) -> None:
    method = smc2(particles=1, inner=2, parameters=parameters, steps=2)
    assert meaning_after(method, exactly.Walk(exactly.named[name])) == exactly.by_hand(exactly.named[name])


def layers(program: Any, count: int) -> list[Paths]:
    """The traces of the first layers of a program, as `rmsmc` moves them."""
    rep = Suspension(Traced(POP))
    pair, found = interpret(program, rep), []
    for _ in range(count):
        found.append(pair.paths)
        pair = rep.advance(pair)
    return found


@pytest.mark.parametrize("proposal", PROPOSALS.values(), ids=PROPOSALS)
def test_the_move_is_reversible_at_every_layer(proposal: Any, exactly: Any) -> None:
    """2 × 2 × 2 with "unknown chain", factor by factor: the exact matrix of the move."""
    program = exactly.Walk(exactly.named["unknown chain"])
    filters = FilteredGivenParameters(program, 2, 1, when=UNEVEN)
    kernel = pmmh_kernel(program, 1, proposal)
    sizes = []
    for paths in layers(filters, 2):
        rows = {trace: exactly.law(kernel(paths)(trace)) for trace in exactly.law(paths.prior_path())}
        assert is_markov(rows.__getitem__, rows)
        assert preserves(rows.__getitem__, paths.measure())
        assert reversible(rows.__getitem__, paths.measure())
        sizes.append(len(rows))
    assert sizes[0] == 8
    assert sizes[1] > 32  # inner resampling draws ancestors on some traces


def test_one_outer_particle_on_the_unknown_chain(exactly: Any) -> None:
    tree = exactly.named["unknown chain"]
    method = smc2(particles=1, inner=2, parameters=1, proposal="prior", steps=2, inner_when=UNEVEN)
    assert meaning_after(method, exactly.Walk(tree)) == exactly.by_hand(tree)


# --- wrong twins
@dataclass(frozen=True, slots=True)
class Unscored:
    """The filters whose evidence never reaches the outer weights, unless they die."""

    filters: FilteredGivenParameters
    outputs: tuple[()] = ()

    def start(self) -> Any:
        return self.filters.start()

    def step(self, state: Any) -> Effect:
        effect = self.filters.step(state)
        return Score(ONE, effect.state) if isinstance(effect, Score) and effect.weight else effect

    def resume(self, state: Any, drawn: Any) -> Any:
        return self.filters.resume(state, drawn)

    def exact(self) -> Unscored:
        return self


def refreshed_without_the_ratio(program: Any) -> TraceKernel:
    """The filter run anew for the same θ, and always taken."""
    prior = Paths(interpret(Parameters(program, 1), TERM))
    return mhg(
        "refreshed",
        lambda paths, trace: paths.prior_path(parameters_in(prior, trace)),
        lambda paths, old, new: ONE,
    )


def old_estimate_refreshed(program: Any) -> TraceKernel:
    """PMMH that estimates Ẑ(θ) anew before it compares: Monte Carlo within Metropolis."""
    return cycle(refreshed_without_the_ratio(program), pmmh_kernel(program, 1, PRIOR))


def lengths_of_whole_traces(program: Any) -> TraceKernel:
    """The ratio of `prefix` with the lengths of traces in place of those of their parameters."""
    prior = Paths(interpret(Parameters(program, 1), TERM))

    def propose(paths: Paths, trace: Any) -> Any:
        drawn = prefix_proposal(prior, parameters_in(prior, trace))
        return SAMPLER.bind(drawn, paths.prior_path)

    return mhg("whole lengths", propose, prefix_ratio)


TWINS = [refreshed_without_the_ratio, old_estimate_refreshed, lengths_of_whole_traces]


def moved_by(kernel: TraceKernel, program: Any) -> Mass[Any]:
    composed = inf.interpretation() >> inf.rmsmc(particles=1, steps=2, kernel=kernel)
    return meaning_after(composed, program)


FILTERS = FilteredGivenParameters(Failing(), 2, 1, when=UNEVEN)


def test_inner_weights_that_miss_the_outer_ones_are_refuted() -> None:
    kernel = pmmh_kernel(Failing(), 1, PRIOR)
    assert moved_by(kernel, FILTERS) == TRUTH
    assert moved_by(kernel, Unscored(FILTERS)) != TRUTH


@pytest.mark.parametrize("twin", TWINS, ids=lambda twin: str(twin.__name__))
def test_wrong_moves_are_refuted(twin: Any) -> None:
    assert moved_by(twin(Failing()), FILTERS) != TRUTH


@pytest.mark.statistical
def test_the_evidence_of_a_normal_mean_of_means(straight: Any, make_output: Any) -> None:
    """mu ~ normal(0, 1), x ~ normal(mu, 1), 1.5 ~ normal(x, 1): the evidence is normal(0, √3)'s density.

    Null: the mean of Ẑ over 100 runs is Z. |z| > 4.5 has probability 7e-6; the standard error
    is below 4 % of Z (asserted), so a bias of 25 % is found with probability 0.95 or more.
    """
    normal = FAMILIES["normal"]
    program = straight(
        (lambda: normal(0.0, 1.0), lambda mu: normal(mu, 1.0)),
        lambda mu, x: ScaledFloat.exp(normal(x, 1.0).log_density(1.5)),
        (make_output("mu", "real", lambda value: value[0]),),
    )
    truth = float(normal(0.0, 3.0**0.5).density(1.5))
    method, seed, runs = smc2(particles=8, inner=4, parameters=1), 300, 100
    results = [inf.run(method, program, seed=seed + i) for i in range(runs)]
    logs = [-math.inf if r.log_evidence is None else r.log_evidence for r in results]
    found = [math.exp(log_evidence) / truth for log_evidence in logs]
    mean = sum(found) / runs
    error = (sum((x - mean) ** 2 for x in found) / (runs - 1) / runs) ** 0.5
    assert error < 0.04
    assert abs(mean - 1) < 4.5 * error, f"seed {seed}"


@pytest.mark.parametrize(
    "text",
    [
        "smc2(particles=100, inner=20, moves=1)",
        "smc2(particles=5, inner=3, moves=0, parameters=2, scheme='residual', ess=0.5, steps=4)",
    ],
)
def test_methods_are_read_from_their_names(text: str) -> None:
    assert inf.parse_method(text).name == text


def test_a_proposal_is_refused() -> None:
    with pytest.raises(
        ValueError, match="smc2: proposal must be one of prior, prefix, single_site, got 'best'"
    ):
        smc2(proposal="best")


@pytest.mark.parametrize("inner", [0, True, 1.5])
def test_a_number_of_inner_particles_is_refused(inner: Any) -> None:
    with pytest.raises(ValueError, match="smc2: inner must be a whole number >= 1"):
        smc2(inner=inner)
