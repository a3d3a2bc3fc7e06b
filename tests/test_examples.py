"""Every example reproduces its known answer, computed here in another way.

Exact ones agree to 1e-9 (they compute in float64). Sampled ones are compared by z-tests: the null
is that the example's posterior mean is the known one; a test fails at |z| > 4.5, a false-positive
rate of 7e-6 each; a bias of 6 standard errors is found with probability 0.93. Seeds are fixed and
printed by pytest with the failure.
"""

from __future__ import annotations

import csv
import json
import math
import runpy
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import poisson

from quasiborel import inference as inf
from quasiborel import lang
from quasiborel.inference.result import Result

EXAMPLES = Path(__file__).parent.parent / "examples"
SEED = 20261123
Z_LIMIT = 4.5


def run(name: str, data: str, method: str) -> Result:
    program = lang.load(EXAMPLES / f"{name}.qbl").bind(lang.load_data(EXAMPLES / data))
    return inf.run(method, program, seed=SEED)


def column(data: str, name: str) -> list[int]:
    with (EXAMPLES / data).open() as file:
        return [int(float(row[name])) for row in csv.DictReader(file)]


def assert_mean(result: Result, name: str, expected: float) -> None:
    found = result[name]
    assert found.mcse is not None
    z = (found.mean - expected) / found.mcse
    assert abs(z) < Z_LIMIT, f"{name}: {found.mean} against {expected}, z = {z:.2f}, seed {SEED}"


def assert_evidence(result: Result, log_evidence: float) -> None:
    """E[Ẑ/Z] = 1, with the standard error of Ẑ/Z from the run's own weights."""
    assert result.runs is not None
    ratios = np.zeros(result.runs)
    ratios[: len(result.log_weights)] = np.exp(np.array(result.log_weights) - log_evidence)
    z = (ratios.mean() - 1) / (ratios.std(ddof=1) / math.sqrt(result.runs))
    assert abs(z) < Z_LIMIT, f"mean of Z-hat/Z is {ratios.mean()}, z = {z:.2f}, seed {SEED}"


def test_every_example_has_a_test() -> None:
    tested = {name.removeprefix("test_") for name in globals() if name.startswith("test_")}
    assert {path.stem for path in EXAMPLES.glob("*.qbl")} <= tested


# ---- exact


def nile_log_marginal(ys: np.ndarray) -> float:
    """The normal–inverse-gamma marginal likelihood, as the product of its Student-t predictives."""
    kappa, mean, shape, scale, total = 0.1, 1000.0, 2.0, 30000.0, 0.0
    for y in ys:
        spread = scale * (kappa + 1) / (shape * kappa)
        df = 2 * shape
        total += (
            math.lgamma((df + 1) / 2)
            - math.lgamma(df / 2)
            - 0.5 * math.log(df * math.pi * spread)
            - (df + 1) / 2 * math.log1p((y - mean) ** 2 / (df * spread))
        )
        scale += kappa * (y - mean) ** 2 / (2 * (kappa + 1))
        mean = (kappa * mean + y) / (kappa + 1)
        kappa, shape = kappa + 1, shape + 0.5
    return total


def test_nile_exact() -> None:
    ys = np.array(column("nile.csv", "volume"), dtype=float)
    logs = {1870 + t: nile_log_marginal(ys[:t]) + nile_log_marginal(ys[t:]) for t in range(1, 100)}
    top = max(logs.values())
    total = sum(math.exp(log - top) for log in logs.values())
    result = run("nile_exact", "nile.csv", "exact()")
    assert result.log_evidence == pytest.approx(top + math.log(total / 99), abs=1e-9)
    assert result.probabilities("year") == pytest.approx(
        {year: math.exp(log - top) / total for year, log in logs.items()}, abs=1e-9
    )
    assert result.probabilities("year")[1898] == pytest.approx(0.75916, abs=5e-6)  # published to 5 digits


def test_coal() -> None:
    counts = column("coal.csv", "disasters")

    def log_marginal(part: list[int]) -> float:
        """Poisson counts under a gamma(1, 1) rate, as the product of negative binomial predictives."""
        shape, rate, total = 1.0, 1.0, 0.0
        for n in part:
            total += math.lgamma(shape + n) - math.lgamma(shape) - math.lgamma(n + 1)
            total += shape * math.log(rate / (rate + 1)) - n * math.log(rate + 1)
            shape, rate = shape + n, rate + 1
        return total

    logs = {1850 + t: log_marginal(counts[:t]) + log_marginal(counts[t:]) for t in range(1, 112)}
    weights = {year: math.exp(log + 200) for year, log in logs.items()}
    total = sum(weights.values())
    result = run("coal", "coal.csv", "exact()")
    assert result.log_evidence == pytest.approx(math.log(total / 111) - 200, abs=1e-9)
    assert result.probabilities("year") == pytest.approx({y: w / total for y, w in weights.items()}, abs=1e-9)
    early = sum(w * (1 + sum(counts[: y - 1850])) / (1 + y - 1850) for y, w in weights.items()) / total
    assert result["early_rate"].mean == pytest.approx(early, abs=1e-9)
    assert result["late_rate"].mean == pytest.approx(0.9224, abs=5e-5)


def test_earthquakes() -> None:
    counts = json.loads((EXAMPLES / "earthquakes.json").read_text())["counts"]
    rates, move = (15.472, 26.125), np.array([[0.934, 0.066], [0.128, 0.872]])
    emit = np.array([[poisson.pmf(n, rate) for rate in rates] for n in counts])
    years = np.zeros((2, len(counts) + 1))  # state, number of restless years so far
    years[0, 0], years[1, 1] = 0.660 * emit[0, 0], 0.340 * emit[0, 1]
    for density in emit[1:]:
        calm, restless = move.T @ years
        years = np.stack([calm * density[0], np.concatenate([[0], restless[:-1]]) * density[1]])
    result = run("earthquakes", "earthquakes.json", "exact()")
    assert result.log_evidence == pytest.approx(math.log(years.sum()), abs=1e-9)
    assert result.log_evidence == pytest.approx(-342.3183, abs=1e-3)  # published for unrounded estimates
    assert result.probabilities("last_restless")[True] == pytest.approx(
        years[1].sum() / years.sum(), abs=1e-9
    )
    mean = years.sum(axis=0) @ np.arange(len(counts) + 1) / years.sum()
    assert result["restless_years"].mean == pytest.approx(mean, abs=1e-9)


# ---- sampled


def test_nile() -> None:
    result = run("nile", "nile.csv", "importance(samples=1000)")
    assert result.ess is not None
    assert result.ess < 100
    assert "do not use these numbers" in result.warnings[0]


@pytest.mark.statistical
def test_radiata_pine() -> None:
    x = np.array([row[0] for row in np.loadtxt(EXAMPLES / "radiata_pine.csv", delimiter=",", skiprows=1)])
    y = np.array([row[1] for row in np.loadtxt(EXAMPLES / "radiata_pine.csv", delimiter=",", skiprows=1)])
    design = np.stack([np.ones_like(x), x - x.mean()])
    prior_mean, prior_precision = np.array([3000.0, 185.0]), np.diag([300.0**-2, 50.0**-2])
    precision = prior_precision + design @ design.T / 300**2
    mean = np.linalg.solve(precision, prior_precision @ prior_mean + design @ y / 300**2)
    covariance = np.eye(len(y)) * 300**2 + design.T @ np.linalg.inv(prior_precision) @ design
    off = y - design.T @ prior_mean
    _, log_det = np.linalg.slogdet(covariance)
    log_evidence = -0.5 * (off @ np.linalg.solve(covariance, off) + log_det + len(y) * math.log(2 * math.pi))
    result = run("radiata_pine", "radiata_pine.csv", "importance(samples=20000)")
    assert result.ess is not None
    assert result.ess > 1000
    assert_mean(result, "level", mean[0])
    assert_mean(result, "slope", mean[1])
    assert_evidence(result, log_evidence)


@pytest.mark.statistical
def test_coal_rate() -> None:
    counts = column("coal_periods.csv", "disasters")
    evidence, rates = 0.0, np.zeros(len(counts))
    for cuts in product([False, True], repeat=len(counts) - 1):
        weight, here, start = 1.0, np.zeros(len(counts)), 0
        for end in range(1, len(counts) + 1):
            if end == len(counts) or cuts[end - 1]:
                part = counts[start:end]
                shape, years = 2 + sum(part), 1 + 16 * len(part)
                log = math.lgamma(shape) - shape * math.log(years)
                log += sum(n * math.log(16) - math.lgamma(n + 1) for n in part)
                weight *= math.exp(log)
                here[start:end] = shape / years
                start = end
        weight *= 0.3 ** sum(cuts) * 0.7 ** (len(cuts) - sum(cuts))
        evidence += weight
        rates += weight * here
    rates /= evidence
    result = run("coal_rate", "coal_periods.csv", "importance(samples=10000)")
    assert_mean(result, "in_1860", rates[0])
    assert_mean(result, "in_1920", rates[4])
    assert_evidence(result, math.log(evidence))
    for draw in result.draws[:100]:
        values = {output.name: output.get(draw) for output in result.outputs}
        assert (values["rate"](1860), values["rate"](1920)) == (values["in_1860"], values["in_1920"])


@pytest.mark.statistical
def test_free_fall() -> None:
    """Against a million expressions drawn and evaluated by NumPy: the evidence, by a two-sample z-test."""
    distance = np.array(column("free_fall.csv", "distance")) / 33
    times = np.arange(1.0, 9.0)
    generator = np.random.default_rng(SEED)

    def expression(size: int) -> np.ndarray:
        """`size` random expressions at the eight times, and at nine: (size, 9)."""
        kind = generator.choice(4, size=size, p=[0.35, 0.25, 0.2, 0.2])
        values = np.tile(np.append(times, 9.0), (size, 1))
        values[kind == 1] = generator.normal(0, 3, size=(kind == 1).sum())[:, None]
        for code, combine in ((2, np.add), (3, np.multiply)):
            n = int((kind == code).sum())
            if n:
                values[kind == code] = combine(expression(n), expression(n))
        return values

    values = expression(1_000_000)
    with np.errstate(over="ignore"):
        errors = ((distance - values[:, :8]) ** 2).sum(axis=1)
    weights = np.exp(-0.5 * errors / 0.25 - 8 * math.log(0.5 * math.sqrt(2 * math.pi)))
    result = run("free_fall", "free_fall.csv", "importance(samples=20000)")
    assert result.runs is not None
    own = np.zeros(result.runs)
    own[: len(result.log_weights)] = np.exp(result.log_weights)
    error = math.hypot(own.std() / math.sqrt(own.size), weights.std() / math.sqrt(weights.size))
    z = (own.mean() - weights.mean()) / error
    assert abs(z) < Z_LIMIT, f"z = {z:.2f}, seed {SEED}"
    after_nine = (weights @ values[:, 8]) / weights.sum()
    spread = math.sqrt(weights**2 @ (values[:, 8] - after_nine) ** 2) / weights.sum()
    found = result["after_nine"]
    assert found.mcse is not None
    z = (found.mean - after_nine) / math.hypot(found.mcse, spread)
    assert abs(z) < Z_LIMIT, f"z = {z:.2f}, seed {SEED}"
    for draw in result.draws[:100]:
        values = {output.name: output.get(draw) for output in result.outputs}
        assert values["law"](9) == values["after_nine"]


def test_picture_is_up_to_date() -> None:
    path = EXAMPLES / "nile_picture.py"
    namespace = runpy.run_path(str(path))
    assert namespace["draw"]() == (EXAMPLES / "nile.svg").read_text(encoding="utf-8")
