"""PMMH and PIMH preserve Ẑ ⊙ (pri ⊠ law of a filter), by exact matrices; as they run, by z-tests."""

from __future__ import annotations

from fractions import Fraction as F
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quasiborel import inference as inf
from quasiborel.inference.filtered import HALF
from quasiborel.inference.pmmh import pimh, pmmh
from quasiborel.inference.pseudo_marginal import PREFIX, PRIOR, PROPOSALS, SINGLE_SITE, PseudoMarginal
from quasiborel.inference.resampling import SCHEMES
from quasiborel.inference.stages import From, Parameters
from quasiborel.qbs.distributions import FAMILIES
from quasiborel.qbs.interpret import interpret
from quasiborel.qbs.kernel import is_markov, preserves, reversible
from quasiborel.qbs.meaning import MASS
from quasiborel.qbs.weight import ScaledFloat

UNEVEN = inf.ess_below(F(9, 10))
SMALL = {"uneven scores", "early end", "half dies", "nothing drawn", "nothing alive", "three traces"}


@pytest.mark.parametrize("scheme", ["multinomial", "stratified"])
@pytest.mark.parametrize("proposal", PROPOSALS.values(), ids=PROPOSALS)
def test_pmmh_with_two_parameters_two_particles_and_two_steps(
    proposal: Any, scheme: str, exactly: Any
) -> None:
    target = PseudoMarginal(exactly.Walk(exactly.named["unknown chain"]), 2, 1, scheme, UNEVEN)
    rows, measure = exactly.pseudo_marginal_matrix(target, proposal)
    assert is_markov(rows.__getitem__, rows)
    assert preserves(rows.__getitem__, measure)
    assert reversible(rows.__getitem__, measure)
    assert exactly.image(measure) == exactly.by_hand(exactly.named["unknown chain"])


@pytest.mark.parametrize("parameters", [None, 0, 1])
@pytest.mark.parametrize("name", sorted(SMALL))
def test_the_default_proposals_preserve_the_posterior(
    name: str, parameters: int | None, exactly: Any
) -> None:
    target = PseudoMarginal(exactly.Walk(exactly.named[name]), 2, parameters, "systematic", UNEVEN)
    rows, measure = exactly.pseudo_marginal_matrix(target, PREFIX, SINGLE_SITE)
    assert is_markov(rows.__getitem__, rows)
    assert reversible(rows.__getitem__, measure)
    assert exactly.image(measure) == exactly.by_hand(exactly.named[name])


@pytest.mark.parametrize("proposal", PROPOSALS.values(), ids=PROPOSALS)
@settings(max_examples=15)
@given(data=st.data())
def test_one_particle_on_random_programs(proposal: Any, data: Any, exactly: Any) -> None:
    tree = data.draw(exactly.trees)
    target = PseudoMarginal(exactly.Walk(tree), 1, None, "systematic", HALF)
    rows, measure = exactly.pseudo_marginal_matrix(target, proposal)
    assert reversible(rows.__getitem__, measure)
    assert exactly.image(measure) == exactly.by_hand(tree)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("particles", [1, 2])
def test_pimh_proposes_a_filter_that_remembers_nothing(particles: int, scheme: str, exactly: Any) -> None:
    target = PseudoMarginal(exactly.Walk(exactly.named["chain"]), particles, 0, scheme, UNEVEN)
    rows, measure = exactly.pseudo_marginal_matrix(target, PRIOR)
    assert reversible(rows.__getitem__, measure)
    assert exactly.image(measure) == exactly.by_hand(exactly.named["chain"])
    assert all(row.support | {state} >= measure.support for state, row in rows.items())


@pytest.mark.parametrize("most", [None, 0, 1, 2])
def test_the_parameters_and_what_follows_them_are_the_program(
    tree: Any, most: int | None, exactly: Any
) -> None:
    program = exactly.Walk(tree)
    stages = MASS.bind(
        interpret(Parameters(program, most), MASS), lambda state: interpret(From(program, state), MASS)
    )
    assert stages == exactly.by_hand(tree)


@pytest.mark.statistical
@pytest.mark.parametrize(
    "method",
    [pmmh(particles=3, steps=2500, parameters=1), pimh(particles=3, steps=2500)],
    ids=["pmmh", "pimh"],
)
def test_the_posterior_of_a_normal_mean_of_means(method: inf.Block, straight: Any, make_output: Any) -> None:
    """mu ~ normal(0, 1), x ~ normal(mu, 1), 1.5 ~ normal(x, 1): mu is normal(1/2, √(2/3)) and x normal(1, …).

    Null: the chain's mean of mu is 1/2. |z| < 4 with the chain's own standard error has a
    false-positive rate of 6e-5; a bias of 0.3 has |z| > 6 at an effective size of 400 and more.
    """
    normal = FAMILIES["normal"]
    program = straight(
        (lambda: normal(0.0, 1.0), lambda mu: normal(mu, 1.0)),
        lambda mu, x: ScaledFloat.exp(normal(x, 1.0).log_density(1.5)),
        (make_output("mu", "real", lambda value: value[0]),),
    )
    result = inf.run(method, program, seed=20)
    mu = result.variables["mu"]
    assert result.ess is not None
    assert result.ess > 400
    assert abs(mu.mean - 0.5) < 4 * mu.mcse
    assert mu.mcse < 0.05


def test_a_program_that_cannot_be_true_has_no_start(impossible: Any) -> None:
    result = inf.run(pmmh(particles=1, steps=5), impossible, seed=1)
    assert (result.status, result.runs) == ("zero_evidence", 0)


def test_methods_are_named_by_their_options() -> None:
    assert str(pimh(particles=5, steps=8)) == "pimh(particles=5, steps=8, burn=2) : Program -> Chain"
    name = "pmmh(particles=5, steps=8, burn=0, parameters=2, proposal='prior')"
    assert pmmh(particles=5, steps=8, burn=0, parameters=2, proposal="prior").name == name
    unusual = "pimh(particles=5, steps=8, burn=2, scheme='residual', when=always)"
    assert pimh(particles=5, steps=8, scheme="residual", when=inf.always).name == unusual


@pytest.mark.parametrize(
    "text",
    [
        "pimh(particles=5, steps=8, burn=2)",
        "pmmh(particles=5, steps=8, burn=0, parameters=2, proposal='prior', scheme='residual', ess=0.25)",
        "particle_gibbs(particles=5, steps=8, burn=2, ess=1.0)",
        "particle_gibbs(particles=5, steps=8, burn=2, ancestor_sampling=True)",
    ],
)
def test_methods_are_read_from_their_names(text: str) -> None:
    assert inf.parse_method(text).name == text


def test_a_switch_is_on_or_off() -> None:
    with pytest.raises(inf.MethodError, match="ancestor_sampling must be True or False, got 1"):
        inf.parse_method("particle_gibbs(ancestor_sampling=1)")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"particles": 0}, "particles must be a whole number >= 1, got 0"),
        ({"parameters": -1}, "parameters must be a whole number >= 0, got -1"),
        ({"proposal": "best"}, "proposal must be one of prior, prefix, single_site, got 'best'"),
    ],
)
def test_options_out_of_range_are_refused(options: Any, message: str) -> None:
    with pytest.raises(ValueError, match=f"^pmmh: {message}$"):
        pmmh(**options)
