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
from quasiborel.qbs.distributions import FAMILIES
from quasiborel.qbs.kernel import is_markov, preserves, reversible
from quasiborel.qbs.measure import Mass
from quasiborel.qbs.weight import ScaledFloat

UNEVEN = inf.ess_below(F(9, 10))
CRITERIA = [inf.always, inf.never, UNEVEN]
each_scheme = pytest.mark.parametrize("scheme", SCHEMES)


def preserves_the_traces(exactly: Any, tree: Any, particles: int, **options: Any) -> bool:
    """Whether the kernel is Markov and reversible, so that it preserves w ⊙ pri."""
    rows = exactly.gibbs_matrix(conditional_smc(exactly.Walk(tree), particles, **options), tree)
    measure = exactly.paths_of(tree).measure()
    row = rows.__getitem__
    return is_markov(row, rows) and preserves(row, measure) and reversible(row, measure)


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


@settings(max_examples=30)
@given(data=st.data())
def test_random_programs(data: Any, exactly: Any) -> None:
    scheme = data.draw(st.sampled_from(sorted(SCHEMES)))
    assert preserves_the_traces(exactly, data.draw(exactly.trees), 2, scheme=scheme, when=UNEVEN)


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
def test_the_posterior_of_a_normal_mean_of_means(straight: Any, make_output: Any) -> None:
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
    result = inf.run(particle_gibbs(particles=4, steps=2000), program, seed=7)
    mu = result.variables["mu"]
    assert result.ess is not None
    assert result.ess > 400
    assert abs(mu.mean - 0.5) < 4 * mu.mcse
    assert mu.mcse < 0.05


def test_methods_are_named_by_their_options() -> None:
    name = "particle_gibbs(particles=4, steps=8, burn=2, scheme='residual', ess=0.25)"
    assert particle_gibbs(particles=4, steps=8, scheme="residual", when=inf.ess_below(0.25)).name == name
