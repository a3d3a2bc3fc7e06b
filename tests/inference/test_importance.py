"""Importance sampling against exact answers, and what it says when it fails."""

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from scipy.stats import norm

from quasiborel import inference as inf
from quasiborel.qbs import tape as tape_module
from quasiborel.qbs.distributions import FAMILIES
from quasiborel.qbs.interpret import interpret
from quasiborel.qbs.meaning import MASS
from quasiborel.qbs.program import Score
from quasiborel.qbs.weight import ScaledFloat

RUNS = 20_000


def z_scores(program: Any, truth: Any, seed: int) -> dict[Any, float]:
    """For each value x, the z-score of (1/n) Σ w_i [x_i = x] against the mass of x.

    The standard deviation is the exact one, from the second moment of the weight.
    """
    result = inf.run(inf.importance(samples=RUNS), program, seed=seed)
    squared = interpret(Squared(truth), MASS)
    scores = {}
    for value, mass in interpret(truth, MASS).items():
        pairs = zip(result.draws, result.log_weights, strict=True)
        estimate = math.fsum(math.exp(lw) for draw, lw in pairs if draw == value) / RUNS
        sd = math.sqrt((float(squared[value]) - float(mass) ** 2) / RUNS)
        scores[value] = (estimate - float(mass)) / sd
    return scores


class Squared:
    """The program whose weights are squared: its mass is the second moment of the weight."""

    def __init__(self, program: Any) -> None:
        self.start, self.resume, self.program = program.start, program.resume, program

    def step(self, state: Any) -> Any:
        effect = self.program.step(state)
        return Score(effect.weight**2, effect.state) if isinstance(effect, Score) else effect


class Forgetful(Squared):
    """The program whose scores are dropped: a planted bug."""

    def __init__(self, program: Any) -> None:
        super().__init__(program)
        self.outputs = program.outputs

    def step(self, state: Any) -> Any:
        effect = self.program.step(state)
        return Score(Fraction(1), effect.state) if isinstance(effect, Score) else effect


@pytest.mark.statistical
def test_every_mass_is_estimated_without_bias(weighted_dice: Any) -> None:
    """Null: for each of the 12 values x, (1/n) Σ w_i [x_i = x] has mean μ({x}), as Fractions.

    |z| < 5.5 for all 12: false-positive rate below 12 · 4e-8 = 5e-7. A relative bias of 20 % in
    the likeliest values (standard error 2 %) is seen with power above 0.999; dropped scores, the
    planted bug, at more than 50 standard errors.
    """
    seed = 20260203
    scores = z_scores(weighted_dice, weighted_dice, seed)
    assert len(scores) == 12
    assert max(map(abs, scores.values())) < 5.5, f"seed {seed}: {scores}"
    wrong = z_scores(Forgetful(weighted_dice), weighted_dice, seed)
    assert max(map(abs, wrong.values())) > 50


@pytest.mark.statistical
def test_a_conjugate_normal_within_its_own_errors(normal_mean: Any) -> None:
    """Null: estimates are normal about the closed form with the standard errors that they state.

    |z| < 5 for evidence and mean: false-positive rate 1.2e-6; errors overstated tenfold are
    refused by the bounds on the errors themselves, which are known in closed form within 20 %.
    """
    seed = 4
    result = inf.run(inf.importance(samples=RUNS), normal_mean, seed=seed)
    log_evidence = norm.logpdf(0.5, 0, math.sqrt(2))
    assert result.log_evidence_error is not None
    assert abs(result.log_evidence - log_evidence) < 5 * result.log_evidence_error, f"seed {seed}"
    x = result["x"]
    assert abs(x.mean - 0.25) < 5 * x.mcse, f"seed {seed}"
    # E w² / (E w)² with w = normal density of 0.5 at x: N(0.5; 0, √1.5) / (2 √π N(0.5; 0, √2)²)
    ratio = norm.pdf(0.5, 0, math.sqrt(1.5)) / (2 * math.sqrt(math.pi) * math.exp(2 * log_evidence))
    assert result.ess == pytest.approx(RUNS / ratio, rel=0.1)
    assert result.log_evidence_error == pytest.approx(math.sqrt((ratio - 1) / RUNS), rel=0.2)
    assert x.sd == pytest.approx(math.sqrt(0.5), rel=0.05)
    for level, quantile in ((0.05, x.q05), (0.5, x.q50), (0.95, x.q95)):
        assert abs(norm.cdf(quantile, 0.25, math.sqrt(0.5)) - level) < 0.03
    assert result.warnings == ()


def test_the_same_seed_gives_the_same_result(normal_mean: Any) -> None:
    one, same, other = (inf.run("importance(samples=50)", normal_mean, seed=s) for s in (1, 1, 2))
    assert (one.draws, one.log_weights) == (same.draws, same.log_weights)
    assert set(one.draws).isdisjoint(other.draws)


def test_more_samples_extend_fewer(normal_mean: Any) -> None:
    """A particle's draws depend on its number only."""
    few, many = (inf.run(inf.importance(samples=n), normal_mean, seed=3) for n in (10, 30))
    assert many.draws[:10] == few.draws


def test_no_address_is_issued_twice(weighted_dice: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    issued: list[Any] = []
    cipher = tape_module.threefry2x32

    def recording(key: Any, counter: Any) -> Any:
        issued.append((key, counter))
        return cipher(key, counter)

    monkeypatch.setattr(tape_module, "threefry2x32", recording)
    inf.run(inf.importance(samples=100), weighted_dice)
    assert len(issued) == len(set(issued)) == 1 + 2 * 100  # the epoch's key, two draws a run


def test_runs_of_weight_zero_count_but_are_no_draws(two_coins: Any) -> None:
    result = inf.run(inf.importance(samples=2000), two_coins, seed=0)
    assert len(result.draws) < result.runs == 2000
    assert (False, False) not in result.draws
    assert math.exp(result.log_evidence or 0.0) == pytest.approx(len(result.draws) / 2000, rel=1e-12)
    assert result.ess == len(result.draws)
    p = len(result.draws) / 2000
    assert result.log_evidence_error == pytest.approx(math.sqrt((1 / p - 1) / 1999), rel=1e-12)


def test_a_collapsed_sample_says_not_to_use_it(needle: Any) -> None:
    result = inf.run(inf.importance(samples=20_000), needle, seed=1)
    assert result.ess is not None
    assert result.ess < 100
    assert "do not use these numbers" in result.warnings[0]
    assert f"{result.ess:.1f} of 20000" in result.warnings[0]
    assert result.log_evidence_error is None


def test_a_thin_sample_warns_more_softly(normal_mean: Any) -> None:
    (warning,) = inf.run(inf.importance(samples=300), normal_mean).warnings
    assert "below 400" in warning
    assert "do not use" not in warning


def test_zero_evidence_says_what_to_do(impossible: Any) -> None:
    result = inf.run(inf.importance(samples=30), impossible)
    assert (result.status, result.log_evidence, result.ess) == ("zero_evidence", None, 0.0)
    assert "all 30 runs have weight zero" in result.warnings[0]
    assert "exact()" in result.warnings[0]


@pytest.mark.parametrize("log_density", [math.nan, math.inf])
def test_a_weight_that_is_no_number_ends_the_run(
    straight: Any, make_output: Callable[..., Any], log_density: float
) -> None:
    program = straight(
        (lambda: FAMILIES["uniform"](0, 1),),
        lambda x: ScaledFloat.exp(log_density),
        (make_output("x", "real", lambda value: value[0]),),
    )
    result = inf.run(inf.importance(samples=5), program)
    assert (result.status, result.log_evidence, result.variables) == ("non_finite_weight", None, {})
    assert str(log_density) in result.warnings[0]


def test_equal_weights_have_no_error_and_full_size(straight: Any, make_output: Callable[..., Any]) -> None:
    output = make_output("x", "real", lambda value: value[0])
    program = straight((lambda: FAMILIES["uniform"](0, 1),), lambda x: Fraction(1, 3), (output,))
    result = inf.run(inf.importance(samples=500), program)
    assert (result.ess, result.log_evidence_error) == (500.0, 0.0)
    assert result.log_evidence == pytest.approx(math.log(1 / 3), rel=1e-15)


def test_weights_far_below_the_floats(straight: Any, make_output: Callable[..., Any]) -> None:
    output = make_output("x", "real", lambda value: value[0])
    program = straight((lambda: FAMILIES["uniform"](0, 1),), lambda x: ScaledFloat.exp(-5000.0), (output,))
    assert inf.run(inf.importance(samples=500), program).log_evidence == pytest.approx(-5000, rel=1e-15)


def test_progress_is_told_and_ends_at_the_end(normal_mean: Any) -> None:
    told: list[tuple[int, int]] = []
    inf.run(inf.importance(samples=1000), normal_mean, progress=lambda done, of: told.append((done, of)))
    assert told == [(done, 1000) for done in range(10, 1001, 10)]
