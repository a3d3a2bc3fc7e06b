"""`Result`: what a run found, how far it is to be trusted, and in what arithmetic."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, Literal, TypeAlias

from ..qbs.measure import Mass
from ..qbs.program import Output
from ..qbs.weight import ScaledFloat, Weight, log_weight
from .draws import FEW, WeightedDraws
from .summary import Probability, Variable, summarise

Status: TypeAlias = Literal["ok", "zero_evidence", "non_finite_weight"]
Arithmetic: TypeAlias = Literal["rational", "float64"]

ENOUGH = 400.0


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome of a run; only `status == "ok"` has a posterior.

    `draws` are the returned values of positive weight, `log_weights` their unnormalised log
    weights (of an exact run: the support and its masses), `runs` the number of runs that they
    come from (`counted` says what they are). `arithmetic` is "rational" if every
    weight is an exact rational. `ess` is None for an exact run, `log_evidence_error` where no
    honest estimate exists. `seed` is the seed given, also for a method that does not use it.
    """

    method: str
    seed: int
    status: Status
    outputs: tuple[Output, ...]
    arithmetic: Arithmetic = "float64"
    log_evidence: float | None = None
    log_evidence_error: float | None = None
    ess: float | None = None
    runs: int | None = None
    counted: Literal["runs", "particles", "steps"] = "runs"
    draws: tuple[Any, ...] = field(default=(), repr=False)  # (n,)
    log_weights: tuple[float, ...] = field(default=(), repr=False)  # (n,)
    variables: dict[str, Variable] = field(default_factory=dict, repr=False)
    warnings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def __getitem__(self, name: str) -> Variable:
        """The posterior of one output. Raises KeyError that lists the outputs."""
        if name not in self.variables:
            known = ", ".join(output.name for output in self.outputs)
            reason = "" if self.status == "ok" else f" (the run ended with {self.status})"
            raise KeyError(f"no posterior of {name!r}{reason}; outputs: {known}")
        return self.variables[name]

    def probabilities(self, name: str) -> dict[Any, Probability]:
        """The probability of each value of a discrete output: Fractions where rational.

        Raises KeyError for an output that is unknown or not discrete.
        """
        found = self[name].probabilities
        if found is None:
            raise KeyError(f"{name!r} is a {self[name].type}: its values have no probabilities")
        return found

    def to_json(self) -> dict[str, Any]:
        """The object that `quasiborel run --json` prints: strict JSON, no NaN, no infinity."""
        return {
            "method": self.method,
            "seed": self.seed,
            "status": self.status,
            "arithmetic": self.arithmetic,
            "log_evidence": self.log_evidence,
            "log_evidence_error": self.log_evidence_error,
            "ess": self.ess,
            "variables": {name: variable.to_json() for name, variable in self.variables.items()},
            "warnings": list(self.warnings),
            "notes": list(self.notes),
        }

    def __str__(self) -> str:
        from .table import table

        return table(self)


def result_of_mass(
    method: str, seed: int, outputs: tuple[Output, ...], mass: Mass[Any], notes: tuple[str, ...] = ()
) -> Result:
    """The result of exact enumeration: evidence and posterior of an unnormalised measure."""
    arithmetic: Arithmetic = "rational" if mass.rational else "float64"
    if not mass:
        warning = (
            "every run of the program has weight zero: the model gives these data probability zero. "
            "Check the data and every condition, score and observe"
        )
        return Result(method, seed, "zero_evidence", outputs, arithmetic, warnings=(warning,), notes=notes)
    draws = tuple(mass)
    weights = [weight for _, weight in mass.items()]
    shares = _shares(weights)
    variables = {
        output.name: replace(summarise(output, draws, shares), mcse=None)  # nothing was drawn
        for output in outputs
    }
    return Result(
        method,
        seed,
        "ok",
        outputs,
        arithmetic,
        log_evidence=log_weight(mass.total),
        draws=draws,
        log_weights=tuple(log_weight(weight) for weight in weights),
        variables=variables,
        warnings=not_finite(variables),
        notes=notes,
    )


def result_of_draws(
    method: str, seed: int, outputs: tuple[Output, ...], draws: WeightedDraws, notes: tuple[str, ...] = ()
) -> Result:
    """The result of independent weighted runs.

    Warns below an effective sample size of 400 (quantiles are rough) and, in stronger words,
    below 100 (nothing is to be used).
    """
    if not draws.values:
        warning = (
            f"all {draws.runs} runs have weight zero: none of them satisfies the conditions. Check the "
            "data and the conditions, take more samples, or use exact() if every draw is finite"
        )
        return Result(
            method,
            seed,
            "zero_evidence",
            outputs,
            ess=0.0,
            runs=draws.runs,
            warnings=(warning,),
            notes=notes,
        )
    largest = max(draws.log_weights)
    weights = [math.exp(log_weight - largest) for log_weight in draws.log_weights]
    variables = {output.name: summarise(output, draws.values, weights) for output in outputs}
    return Result(
        method,
        seed,
        "ok",
        outputs,
        log_evidence=draws.log_evidence,
        log_evidence_error=draws.log_evidence_error,
        ess=draws.ess,
        runs=draws.runs,
        draws=draws.values,
        log_weights=draws.log_weights,
        variables=variables,
        warnings=_few(draws) + not_finite(variables),
        notes=notes,
    )


def _few(draws: WeightedDraws) -> tuple[str, ...]:
    ess = draws.ess
    if ess < FEW:
        return (
            f"effective sample size {ess:.1f} of {draws.runs}: do not use these numbers; {_reason(draws)}",
        )
    if ess < ENOUGH:
        return (
            f"effective sample size {ess:.0f} of {draws.runs} is below 400: means are rough and tail "
            "quantiles unreliable; take more samples",
        )
    return ()


def _reason(draws: WeightedDraws) -> str:
    if draws.ess > draws.runs / 4:
        return "there are too few runs; take more samples"
    return (
        "a few runs carry all the weight, because the prior rarely proposes what the data ask for. "
        "Take more samples, use a prior nearer to the data, or another method"
    )


def not_finite(variables: dict[str, Variable]) -> tuple[str, ...]:
    """A warning for each variable with a statistic that is no finite number."""
    return tuple(
        f"{name}: a statistic is not a finite number; the posterior may have no mean"
        for name, variable in variables.items()
        if variable.not_finite
    )


def _shares(weights: list[Weight]) -> list[int] | list[float]:
    """Weights up to a common factor: whole numbers if all are rational, else floats up to 1."""
    rationals = [weight for weight in weights if isinstance(weight, Fraction)]
    if len(rationals) == len(weights):
        common = math.lcm(*(weight.denominator for weight in rationals))
        return [weight.numerator * (common // weight.denominator) for weight in rationals]
    largest = ScaledFloat.of(max(weights))
    return [float(ScaledFloat.of(weight) / largest) for weight in weights]
