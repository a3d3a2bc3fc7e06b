"""Real-valued programs, most of them from public test suites, by importance sampling.

`continuous/NAME.qbl` says its question; `continuous/answers.json` has posterior means and standard
deviations and the log evidence, by conjugacy or quadrature, found without this project. With the
weight w of a run, its output f and the evidence Z, each of these has mean zero, exactly:

    w/Z - 1,    w/Z (f - mean),    w/Z ((f - mean)² - sd²).

Null hypothesis of each z-test: the mean over the independent runs is zero. All of them together
reject a right system with probability 1e-3 (Bonferroni; two-sided normal tails). Power: what is wrong
by two standard errors more than the threshold is found with probability 0.97; every test asserts that
this is less than 1/2 of the evidence, of the posterior sd, or, for the variance, of sd².
"""

import json
import math
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from scipy.stats import norm

from quasiborel.inference.result import Result
from quasiborel.inference.run import run
from quasiborel.lang.model import load

PROGRAMS = Path(__file__).parent / "continuous"
CASES: dict[str, Any] = json.loads((PROGRAMS / "answers.json").read_text(encoding="utf-8"))
SEED = 20_240_601
FALSE_POSITIVES = 1e-3
FUNCTION_TESTS = ("evidence", "mean of f(6)", "variance of f(6)", "P(f(0) > 1)")


def known(case: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The statistics that are tested, each as an output and a word."""
    if "log_evidence" in case:
        yield "", "evidence"
    for name, answer in case["outputs"].items():
        yield name, "mean"
        if "sd" in answer:
            yield name, "variance"


TESTS = sum(len(list(known(case))) for case in CASES.values()) + len(FUNCTION_TESTS)
THRESHOLD = float(norm.isf(FALSE_POSITIVES / 2 / TESTS))


def number(text: str) -> float:
    return float(Fraction(text))


def z_test(terms: Sequence[float], runs: int) -> tuple[float, float]:
    """The mean over all runs, those of weight zero too, in standard errors; and one of these."""
    mean = math.fsum(terms) / runs
    square = math.fsum(term * term for term in terms) / runs
    error = math.sqrt((square - mean**2) / (runs - 1))
    return mean / error, error


def rejected(what: str, terms: Sequence[float], result: Result, scale: float) -> list[str]:
    """A line if the z-test rejects, or if its error is too large for the power that is promised."""
    assert result.runs is not None
    z, error = z_test(terms, result.runs)
    if abs(z) <= THRESHOLD and (THRESHOLD + 2) * error <= scale / 2:
        return []
    return [f"{what}: z = {z:.2f}, standard error {error:.3g} on a scale of {scale:.3g}, seed {result.seed}"]


def discrepancies(result: Result, case: dict[str, Any]) -> list[str]:
    """What differs from the known answer; a case without log evidence is a program that does not weigh."""
    assert result.runs is not None
    found = []
    log_evidence = number(case.get("log_evidence", "0"))
    weights = [math.exp(log_weight - log_evidence) for log_weight in result.log_weights]
    if "log_evidence" in case:
        lost = [-1.0] * (result.runs - len(weights))
        found += rejected("evidence", [w - 1 for w in weights] + lost, result, 1.0)
    else:
        assert weights == [1.0] * result.runs
    for output in result.outputs:
        answer = case["outputs"][output.name]
        away = [float(output.get(draw)) - number(answer["mean"]) for draw in result.draws]
        square = math.fsum(w * d * d for w, d in zip(weights, away, strict=True)) / math.fsum(weights)
        variance = number(answer["sd"]) ** 2 if "sd" in answer else square
        terms = [w * d for w, d in zip(weights, away, strict=True)]
        found += rejected(f"mean of {output.name}", terms, result, math.sqrt(variance))
        if "sd" in answer:
            terms = [w * (d * d - variance) for w, d in zip(weights, away, strict=True)]
            found += rejected(f"variance of {output.name}", terms, result, variance)
    return found


@pytest.mark.statistical
@pytest.mark.parametrize("name", sorted(CASES))
def test_the_known_answer(name: str) -> None:
    case = CASES[name]
    program = load(PROGRAMS / f"{case.get('program', name)}.qbl")(**case.get("data", {}))
    result = run(f"importance(samples={case['samples']})", program, seed=SEED)
    assert result.status == "ok"
    assert discrepancies(result, case) == []


@pytest.mark.statistical
def test_a_posterior_over_functions() -> None:
    """The draws are functions: what they give at 6 and at 0, by the conjugate posterior of the line."""
    points = [(1, 2.5), (2, 3.8), (3, 4.5), (4, 6.2), (5, 8.0)]
    result = run(
        "importance(samples=4000)", load(PROGRAMS / "function_posterior.qbl")(points=points), seed=SEED
    )
    assert result["f"].to_json() == {"type": "Real -> Real"}
    weights = [math.exp(log_weight + 7.68532924180006) for log_weight in result.log_weights]
    away = [f(6.0) - 9.027499589313184 for f in result.draws]
    above = [(f(0.0) > 1) - 0.4705035283023017 for f in result.draws]
    variance = 0.520670819117222**2
    terms = {
        "evidence": ([w - 1 for w in weights], 1.0),
        "mean of f(6)": ([w * d for w, d in zip(weights, away, strict=True)], math.sqrt(variance)),
        "variance of f(6)": ([w * (d * d - variance) for w, d in zip(weights, away, strict=True)], variance),
        "P(f(0) > 1)": ([w * d for w, d in zip(weights, above, strict=True)], 0.5),
    }
    assert tuple(terms) == FUNCTION_TESTS
    assert [
        line for what, (column, scale) in terms.items() for line in rejected(what, column, result, scale)
    ] == []


@pytest.mark.statistical
@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        ("coin_posterior", "[true, false, true]", "[true, true, true]"),
        ("score_only", "+ x ^ 3 + y", "+ x ^ 3"),
        ("gamma_poisson", "gamma(100, 1)", "gamma(120, 1)"),
        ("moments", "laplace(0, 5 / sqrt(2))", "laplace(0, 5)"),
        ("geometric_prior_sum", "grow(0)", "grow(0.1)"),
        ("line_four_points", "- log_density(q, x)", ""),
    ],
)
def test_another_program_is_rejected(name: str, right: str, wrong: str, tmp_path: Path) -> None:
    text = (PROGRAMS / f"{name}.qbl").read_text(encoding="utf-8")
    assert right in text
    changed = tmp_path / "changed.qbl"
    changed.write_text(text.replace(right, wrong), encoding="utf-8")
    case = CASES[name]
    program = load(changed)(**case.get("data", {}))
    assert discrepancies(run(f"importance(samples={case['samples']})", program, seed=SEED), case) != []


def test_every_program_has_an_answer() -> None:
    asked = {case.get("program", name) for name, case in CASES.items()} | {"function_posterior"}
    assert {path.stem for path in PROGRAMS.glob("*.qbl")} == asked
