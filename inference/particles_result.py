"""The result of one population: an unbiased evidence, dependent draws, no errors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ..qbs.program import Output
from .draws import FEW, relative
from .particles import WeightedParticles
from .result import ENOUGH, Result, not_finite
from .summary import summarise


def result_of_particles(
    method: str, seed: int, outputs: tuple[Output, ...], found: WeightedParticles, notes: tuple[str, ...] = ()
) -> Result:
    """The result of one population. Errors are None: particles share ancestors, so one run shows none.

    Warns below an effective sample size of 400, in stronger words below 100, and of numbers
    that nearly all particles share.
    """
    if not found.values:
        return Result(
            method,
            seed,
            "zero_evidence",
            outputs,
            ess=0.0,
            runs=found.particles,
            counted="particles",
            warnings=(_died(found),),
            notes=notes,
        )
    weights = relative(found.log_weights)
    variables = {
        output.name: replace(summarise(output, found.values, weights), mcse=None) for output in outputs
    }
    return Result(
        method,
        seed,
        "ok",
        outputs,
        log_evidence=found.log_evidence,
        ess=found.ess,
        runs=found.particles,
        counted="particles",
        draws=found.values,
        log_weights=found.log_weights,
        variables=variables,
        warnings=(*_few(found), *_shared(outputs, found, weights), *not_finite(variables)),
        notes=notes,
    )


def _died(found: WeightedParticles) -> str:
    when = f" after step {found.died_in}" if found.died_in else ""
    return (
        f"all {found.particles} particles have weight zero{when}: none of them satisfies the conditions "
        "met by then. Check the data and the conditions, take more particles, or use exact() if every "
        "draw is finite"
    )


def _few(found: WeightedParticles) -> Iterator[str]:
    ess, n = found.ess, found.particles
    if ess < FEW:
        yield (
            f"effective sample size {ess:.1f} of {n} particles: do not use these numbers; "
            + ("take more particles" if ess > n / 4 else "a few particles carry all the weight")
        )
    elif ess < ENOUGH:
        yield (
            f"effective sample size {ess:.0f} of {n} particles is below {ENOUGH:.0f}: means are rough and "
            "tail quantiles unreliable; take more particles"
        )


def _shared(outputs: tuple[Output, ...], found: WeightedParticles, weights: list[float]) -> Iterator[str]:
    """Real outputs of far fewer values than particles: what was drawn early is copied by resampling."""
    counts: dict[str, int] = {}
    for output in (output for output in outputs if output.kind == "real"):
        totals: dict[Any, float] = {}
        for value, weight in zip(found.values, weights, strict=True):
            number = output.get(value)
            totals[number] = totals.get(number, 0.0) + weight
        size = sum(totals.values()) ** 2 / sum(total**2 for total in totals.values())
        if size < min(FEW, found.ess / 2):
            counts[output.name] = len(totals)
    if counts:
        listed = ", ".join(f"{name} ({count})" for name, count in counts.items())
        yield (
            f"few values among {len(found.values)} particles: {listed}. They were drawn early, and "
            "resampling has left copies of a few: do not use their numbers, unless the model itself gives "
            "them few values"
        )
