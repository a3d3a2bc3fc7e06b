"""Trace MH as it is run: against exact posteriors, and what it says when it cannot be trusted."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest

from quasiborel import inference as inf
from quasiborel import lang
from quasiborel.inference.kernels import TraceKernel, prefix, single_site
from quasiborel.qbs.distributions import FAMILIES
from quasiborel.qbs.tape import Epoch
from quasiborel.qbs.trace import SAMPLER

LIMIT = 4.5  # |z| beyond it: probability 7e-6 under the null, for a normal statistic

COINS = lang.loads("""
model coins() {
  let x ~ categorical([1/2, 1/4, 1/4]);
  let n = if x == 0 { 0 } else { let y ~ bernoulli(1/3); let z ~ bernoulli(1/2); y + z };
  score if n == x { 4 } else { 1/2 };
  return { x, n, both: n == 2 }
}""")()
NORMAL = lang.loads("""
model level(y: List[Real]) {
  let mu ~ normal(0, 2);
  let sd ~ exponential(1);
  for v in y { observe v ~ normal(mu, 1); }
  return { mu, sd }
}""")(y=[1.0, 2.5, 2.0, 1.5])
IMPOSSIBLE = lang.loads("model never() { let x ~ flip(0.5); condition(x && !x); return x }")()
RARE = lang.loads("model rare() { let x ~ uniform(0, 1); condition(x < 0.002); return x }")()
FIXED = lang.loads("model fixed() { score 2; return 3 }")()
SURE = lang.loads("model sure() { let x ~ flip(0.5); condition(x); return x }")()
FUNCTION = lang.loads("""
model line() {
  let a ~ normal(0, 1);
  observe 1.0 ~ normal(a, 1);
  return fn (x: Real) => a * x
}""")()

RARELY = FAMILIES["flip"](0.003)
NEVER = TraceKernel("never", lambda paths: lambda trace: SAMPLER.ret(trace))


@pytest.mark.statistical
@pytest.mark.parametrize("kernel", ["generic", "prefix", "single_site"])
def test_a_discrete_posterior(kernel: str) -> None:
    """Null: each share is its exact probability; |z| < 4.5 with the chain's own effective size; seed 1.

    False-positive rate below 1e-4 over all shares. Without its length factor the prefix kernel
    moves the share of x = 0 from 12/17 to 6/11, by 7 standard errors here.
    """
    exact = inf.run("exact()", COINS)
    found = inf.run(f"mh(steps=6000, burn=500, kernel={kernel!r})", COINS, seed=1)
    assert found.ess is not None
    for name in ("x", "n", "both"):
        for value, probability in exact.probabilities(name).items():
            p, share = float(probability), found.probabilities(name).get(value, 0.0)
            assert abs(share - p) < LIMIT * math.sqrt(p * (1 - p) / found.ess), (name, value)


@pytest.mark.statistical
def test_a_normal_posterior() -> None:
    """Null: the mean of mu is that of the conjugate posterior, |z| < 4.5 by mcse; seed 2.

    False-positive rate 7e-6. A bias of a third of the posterior's sd is 6 standard errors.
    """
    found = inf.run("mh(steps=6000)", NORMAL, seed=2)
    precision = 1 / 4 + 4
    mean, sd = 7 / precision, 1 / math.sqrt(precision)
    mu = found["mu"]
    assert abs(mu.mean - mean) < LIMIT * mu.mcse
    assert mu.mcse < sd / 10
    assert mu.sd == pytest.approx(sd, rel=0.15)


def test_the_same_seed_gives_the_same_chain() -> None:
    first, again, other = (inf.run("mh(steps=200)", NORMAL, seed=seed) for seed in (7, 7, 8))
    assert first.draws == again.draws
    assert first.draws != other.draws


def test_no_address_is_used_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every step draws in an epoch of its own."""
    opened: list[tuple[int, int]] = []
    tape = Epoch.tape

    def spy(self: Epoch, particle: int) -> Any:
        opened.append((self.index, particle))
        return tape(self, particle)

    monkeypatch.setattr(Epoch, "tape", spy)
    inf.run(inf.mh(steps=50, burn=10), NORMAL)
    assert len(opened) == 60 == len(set(opened))
    assert (0, 0) not in opened, "the starts have the first epoch"


def test_what_a_chain_reports() -> None:
    found = inf.run("mh(steps=400)", NORMAL)
    assert (found.method, found.status, found.runs) == ("mh(steps=400, burn=100)", "ok", 400)
    assert found.log_evidence is None
    assert found.log_evidence_error is None
    assert len(found.draws) == len(found.log_weights) == 400
    (note,) = found.notes
    assert "of 400 steps changed the trace; effective sample size" in note
    assert json.loads(json.dumps(found.to_json(), allow_nan=False))["log_evidence"] is None
    assert str(found).startswith("mh(steps=400, burn=100), seed 0")


def test_the_effective_size_cannot_exceed_the_moves() -> None:
    """Three moves give at most four different draws, however few correlations are seen."""

    def at(paths: Any) -> Any:
        return lambda trace: SAMPLER.bind(
            SAMPLER.sample(RARELY), lambda b: paths.prior_path() if b else SAMPLER.ret(trace)
        )

    found = inf.run(inf.mh(steps=1000, burn=0, kernel=TraceKernel("lazy", at)), NORMAL, seed=3)
    different = len({value for value in found.draws})
    assert found.ess is not None
    assert found.ess <= different


def test_a_program_that_nothing_satisfies() -> None:
    found = inf.run("mh(steps=100)", IMPOSSIBLE)
    assert found.status == "zero_evidence"
    assert found.ess == 0.0
    assert "none of 10000 runs from the prior has positive weight" in found.warnings[0]
    with pytest.raises(KeyError, match="zero_evidence"):
        found["x"]


def test_a_start_that_takes_many_attempts() -> None:
    """The chain starts where the condition holds and never leaves it."""
    found = inf.run("mh(steps=300)", RARE, seed=5)
    assert found.status == "ok"
    assert all(x < 0.002 for x in found.draws)


def test_a_kernel_that_never_accepts() -> None:
    found = inf.run(inf.mh(steps=100, kernel=NEVER), NORMAL)
    assert found.method == "mh(steps=100, burn=25, kernel=never)"
    assert found.ess is None
    assert found.warnings == (
        "none of 100 steps changed the trace: do not use these numbers; every proposal was rejected",
    )


def test_a_program_without_a_draw() -> None:
    found = inf.run("mh(steps=50)", FIXED)
    assert set(found.draws) == {3}
    assert found.warnings == ()
    assert found.notes == ("the program draws nothing: every run is the same",)


def test_a_posterior_on_one_trace() -> None:
    found = inf.run("mh(steps=50)", SURE)
    assert found.probabilities("x") == {True: 1.0}
    assert "none of 50 steps changed the trace" in found.warnings[0]


def test_a_posterior_over_functions() -> None:
    found = inf.run("mh(steps=300, kernel='prefix')", FUNCTION)
    slopes = {value(2.0) / 2.0 for value in found.draws}
    assert len(slopes) > 50
    assert found.ess is None
    assert found.warnings == ("no effective sample size: nothing that is reported varied during the run",)


def test_few_effective_draws_are_called_that() -> None:
    assert "do not use these numbers" in inf.run("mh(steps=60)", NORMAL).warnings[0]


@pytest.mark.parametrize(
    ("method", "name"),
    [
        ("mh()", "mh(steps=2000, burn=500)"),
        ("mh(steps=10, burn=0)", "mh(steps=10, burn=0)"),
        ("mh(kernel='single_site')", "mh(steps=2000, burn=500, kernel=single_site)"),
        ("rmsmc(particles=10, moves=2)", "rmsmc(particles=10, moves=2)"),
        ("rmsmc(kernel='prefix', steps=3)", "rmsmc(particles=100, moves=1, kernel=prefix, steps=3)"),
    ],
)
def test_methods(method: str, name: str) -> None:
    assert inf.parse_method(method).name == name


def test_a_kernel_that_is_not_known() -> None:
    with pytest.raises(inf.MethodError, match="kernel must be one of 'generic', 'prefix', 'single_site'"):
        inf.parse_method("mh(kernel='hmc')")


@pytest.mark.statistical
def test_rmsmc_estimates_the_evidence() -> None:
    """Null: the mean of Ẑ over 150 runs is Z, |z| < 4.5; seeds 0 … 149.

    False-positive rate 7e-6; a bias of 10 % is 6 standard errors.
    """
    exact = inf.run("exact()", COINS).log_evidence
    assert exact is not None
    ratios = []
    for seed in range(150):
        found = inf.run("rmsmc(particles=8, moves=1)", COINS, seed=seed).log_evidence
        ratios.append(0.0 if found is None else math.exp(found - exact))
    mean = sum(ratios) / len(ratios)
    error = math.sqrt(sum((r - mean) ** 2 for r in ratios) / (len(ratios) - 1) / len(ratios))
    assert abs(mean - 1) < LIMIT * error
    assert error < 0.02


def test_kernels_are_values() -> None:
    assert prefix() == prefix() != single_site()
    assert inf.mh(kernel=prefix()) == inf.mh(kernel=prefix())
