"""Conditional SMC preserves w ⊙ pri, by exact transition matrices; particle Gibbs as it runs, by a z-test."""

from __future__ import annotations

from fractions import Fraction as F
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quasiborel import inference as inf
from quasiborel.inference.particle_gibbs import conditional_smc, particle_gibbs
from quasiborel.inference.resampling import SCHEMES, Criterion, NoFiniteLaw, Scheme
from quasiborel.inference.suffix import continued
from quasiborel.qbs.distributions import FAMILIES
from quasiborel.qbs.interpret import interpret
from quasiborel.qbs.kernel import is_markov, preserves, reversible
from quasiborel.qbs.measure import Mass
from quasiborel.qbs.sampler import run
from quasiborel.qbs.tape import Epoch
from quasiborel.qbs.term import TERM
from quasiborel.qbs.trace import Paths
from quasiborel.qbs.weight import ScaledFloat

UNEVEN = inf.ess_below(F(9, 10))
CRITERIA = [inf.always, inf.never, UNEVEN]
each_scheme = pytest.mark.parametrize("scheme", SCHEMES)


def preserves_the_traces(exactly: Any, tree: Any, particles: int, **options: Any) -> bool:
    """Whether the kernel is Markov and preserves w ⊙ pri, reversibly if it claims so."""
    kernel = conditional_smc(exactly.Walk(tree), particles, **options)
    rows = exactly.gibbs_matrix(kernel, tree)
    row, measure = rows.__getitem__, exactly.paths_of(tree).measure()
    balanced = reversible(row, measure) or not kernel.reversible
    return is_markov(row, rows) and preserves(row, measure) and balanced


@each_scheme
@pytest.mark.parametrize("when", CRITERIA, ids=str)
def test_two_particles(tree: Any, when: Criterion, scheme: str, exactly: Any) -> None:
    assert preserves_the_traces(exactly, tree, 2, scheme=scheme, when=when)


@each_scheme
def test_three_particles_of_two_states_for_two_steps(scheme: str, exactly: Any) -> None:
    assert preserves_the_traces(exactly, exactly.chain(2), 3, scheme=scheme, when=UNEVEN)


@each_scheme
def test_two_particles_of_two_states_for_three_steps(scheme: str, exactly: Any) -> None:
    assert preserves_the_traces(exactly, exactly.chain(3), 2, scheme=scheme, when=UNEVEN)


@each_scheme
def test_ancestor_sampling_with_two_particles(tree: Any, scheme: str, exactly: Any) -> None:
    assert preserves_the_traces(exactly, tree, 2, scheme=scheme, when=UNEVEN, ancestor_sampling=True)


@pytest.mark.parametrize("when", [inf.always, inf.never], ids=str)
def test_ancestor_sampling_for_three_steps(when: Criterion, exactly: Any) -> None:
    assert preserves_the_traces(exactly, exactly.chain(3), 2, when=when, ancestor_sampling=True)


def test_ancestor_sampling_with_three_particles(exactly: Any) -> None:
    assert preserves_the_traces(exactly, exactly.chain(2), 3, when=UNEVEN, ancestor_sampling=True)


def test_ancestor_sampling_is_not_reversible(exactly: Any) -> None:
    tree = exactly.chain(2)
    rows = exactly.gibbs_matrix(conditional_smc(exactly.Walk(tree), 2, ancestor_sampling=True), tree)
    assert not reversible(rows.__getitem__, exactly.paths_of(tree).measure())


@settings(max_examples=30)
@given(data=st.data(), ancestor_sampling=st.booleans(), scheme=st.sampled_from(sorted(SCHEMES)))
def test_random_programs(data: Any, ancestor_sampling: bool, scheme: str, exactly: Any) -> None:
    tree = data.draw(exactly.trees)
    options = {"scheme": scheme, "when": UNEVEN, "ancestor_sampling": ancestor_sampling}
    assert preserves_the_traces(exactly, tree, 2, **options)


def test_a_run_goes_on_with_given_draws_up_to_its_end(exactly: Any) -> None:
    """x, y in the chain of two steps: γ(x, y) = 1/3 · 3/4 · …, and nothing for another number of draws."""
    program = exactly.Walk(exactly.chain(2))
    first = program.step(program.start())
    weight, kinds = continued(program, first, (False, True))
    assert (weight, kinds) == (F(2, 3) * F(3, 4) * F(1, 3) * F(3, 4), (True, True))
    assert weight == exactly.paths_of(program.tree).density_at((False, True))
    assert continued(program, first, (False,)) == (0, ())
    assert continued(program, first, (False, True, True)) == (0, ())
    assert continued(program, first, (False, 7)) == (0, ())


def test_draws_of_other_kinds_are_told_apart(straight: Any) -> None:
    """A mass and a density at the same value are no weights of one measure."""
    laws = {False: FAMILIES["bernoulli"](F(1, 2)), True: FAMILIES["normal"](0.0, 1.0)}
    for which, law in laws.items():
        program = straight((lambda law=law: law,), lambda x: F(1), ())
        assert continued(program, program.step(program.start()), (1,))[1] == (not which,)


def test_a_draw_with_a_mass_does_not_go_on_from_a_prefix_that_asks_for_a_density(exactly: Any) -> None:
    kernel = conditional_smc(exactly.Walk(exactly.mass_or_density), 2, ancestor_sampling=True)
    move = kernel(Paths(interpret(exactly.Walk(exactly.mass_or_density), TERM)))
    found = {(run(move((False, 1)), Epoch(seed, 0).tape(0))) for seed in range(100)}
    assert (True, 1) not in found
    assert {first for first, _ in found} == {False, True}


def test_one_particle_stays_where_it_is(tree: Any, exactly: Any) -> None:
    rows = exactly.gibbs_matrix(conditional_smc(exactly.Walk(tree), 1), tree)
    assert all(row == Mass.point(trace) for trace, row in rows.items())


def test_two_particles_reach_every_trace_of_the_chain(exactly: Any) -> None:
    tree = exactly.chain(3)
    rows = exactly.gibbs_matrix(conditional_smc(exactly.Walk(tree), 2, when=UNEVEN), tree)
    assert all(len(row) == len(rows) for row in rows.values())


@pytest.mark.parametrize("particles", [0, True, 2.0])
def test_a_number_of_particles_is_refused(particles: Any, exactly: Any) -> None:
    with pytest.raises(ValueError, match="particles must be a whole number >= 1"):
        particle_gibbs(particles=particles)
    with pytest.raises(ValueError, match="particles must be a whole number >= 1"):
        conditional_smc(exactly.Walk(exactly.chain(1)), particles)


def test_a_scheme_without_a_finite_law_is_refused(exactly: Any) -> None:
    first = Scheme("first", lambda shares, m: FAMILIES["categorical"]((F(1),)))
    with pytest.raises(NoFiniteLaw):
        conditional_smc(exactly.Walk(exactly.chain(1)), 2, scheme=first)


@pytest.mark.statistical
@pytest.mark.parametrize("ancestor_sampling", [False, True])
def test_the_posterior_of_a_normal_mean_of_means(
    ancestor_sampling: bool, straight: Any, make_output: Any
) -> None:
    """mu ~ normal(0, 1), x ~ normal(mu, 1), 1.5 ~ normal(x, 1): mu is normal(1/2, √(2/3)).

    Null: the chain's mean of mu is 1/2. |z| < 4 with the chain's own standard error has a
    false-positive rate of 6e-5; a bias of 0.3 has |z| > 6 at an effective size of 400.
    """
    normal = FAMILIES["normal"]
    program = straight(
        (lambda: normal(0.0, 1.0), lambda mu: normal(mu, 1.0)),
        lambda mu, x: ScaledFloat.exp(normal(x, 1.0).log_density(1.5)),
        (make_output("mu", "real", lambda value: value[0]),),
    )
    method = particle_gibbs(particles=4, steps=1500, ancestor_sampling=ancestor_sampling)
    result = inf.run(method, program, seed=7)
    mu = result.variables["mu"]
    assert result.ess is not None
    assert result.ess > 400
    assert abs(mu.mean - 0.5) < 4 * mu.mcse
    assert mu.mcse < 0.05


def test_methods_are_named_by_their_options() -> None:
    name = "particle_gibbs(particles=4, steps=8, burn=2, scheme='residual', ess=0.25)"
    assert particle_gibbs(particles=4, steps=8, scheme="residual", when=inf.ess_below(0.25)).name == name
