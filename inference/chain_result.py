"""The result of a Markov chain: its draws are dependent, and it knows no evidence."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from ..qbs.program import Output
from .autocorrelation import effective_sample_size
from .chain import Chain
from .draws import FEW
from .nested import leaves, rebuild, shape
from .result import ENOUGH, Result, not_finite
from .summary import Variable, summarise


def result_of_chain(
    method: str, seed: int, outputs: tuple[Output, ...], chain: Chain, notes: tuple[str, ...] = ()
) -> Result:
    """The result of one chain: `log_evidence` is None, `ess` the least over all numbers reported.

    For a Bool or a value of a discrete type, that is the number that tells whether it is the
    likeliest value. `ess` is at most one more than the steps that changed the trace, and None
    if nothing reported varies.
    """
    n = len(chain.values)
    if not n:
        return Result(
            method, seed, "zero_evidence", outputs, ess=0.0, runs=0, warnings=(_nowhere(chain),), notes=notes
        )
    variables = {output.name: summarise(output, chain.values, [1.0] * n) for output in outputs}
    found = {output.name: list(_sizes(output, chain, variables[output.name])) for output in outputs}
    ess = min((size for sizes in found.values() for size in sizes if size is not None), default=None)
    variables = {name: _with_error(variable, found[name], n) for name, variable in variables.items()}
    return Result(
        method,
        seed,
        "ok",
        outputs,
        ess=ess,
        runs=n,
        draws=chain.values,
        log_weights=(0.0,) * n,
        variables=variables,
        warnings=_warnings(chain, ess) + not_finite(variables),
        notes=(*notes, *_notes(chain, ess)),
    )


def _sizes(output: Output, chain: Chain, variable: Variable) -> Iterator[float | None]:
    """The effective sample size of each number of an output, or of its likeliest value."""
    values = [output.get(value) for value in chain.values]
    if variable.mean is not None:
        for column in zip(*(leaves(value) for value in values), strict=True):
            yield _capped(effective_sample_size(_floats(column)), chain)
    elif variable.probabilities is not None:
        likeliest = Counter(values).most_common(1)[0][0]
        yield _capped(effective_sample_size([float(value == likeliest) for value in values]), chain)


def _capped(size: float | None, chain: Chain) -> float | None:
    """A chain that moved m times has at most m + 1 different draws, whatever the correlations say."""
    return None if size is None else min(size, chain.moved + 1.0)


def _with_error(variable: Variable, sizes: Sequence[float | None], n: int) -> Variable:
    """The variable with mcse = sd / √ess; a number that never changed is taken as certain."""
    if variable.mean is None:
        return variable
    deviations = leaves(variable.sd)
    errors = [sd / math.sqrt(size or n) for sd, size in zip(deviations, sizes, strict=True)]
    return replace(variable, mcse=rebuild(shape(variable.sd), iter(errors)))


def _floats(column: Sequence[Any]) -> list[float]:
    """Numbers as floats, infinite where too large."""
    found = []
    for number in column:
        try:
            found.append(float(number))
        except OverflowError:
            found.append(math.inf if number > 0 else -math.inf)
    return found


def _nowhere(chain: Chain) -> str:
    return (
        f"none of {chain.starts} runs from the prior has positive weight, so the chain has nowhere to start. "
        "Check the data and the conditions, or use exact() if every draw is finite"
    )


def _warnings(chain: Chain, ess: float | None) -> tuple[str, ...]:
    n = len(chain.values)
    if chain.fixed:
        return ()
    if not chain.moved:
        return (
            f"none of {n} steps changed the trace: do not use these numbers; every proposal was rejected",
        )
    if ess is None:
        return ("no effective sample size: nothing that is reported varied during the run",)
    if ess < FEW:
        return (f"effective sample size {ess:.1f} of {n} steps: do not use these numbers; take more steps",)
    if ess < ENOUGH:
        return (
            f"effective sample size {ess:.0f} of {n} steps is below 400: means are rough and tail "
            "quantiles unreliable; take more steps",
        )
    return ()


def _notes(chain: Chain, ess: float | None) -> tuple[str, ...]:
    n = len(chain.values)
    if chain.fixed:
        return ("the program draws nothing: every run is the same",)
    size = "" if ess is None else f"; effective sample size {ess:.0f}, by the autocorrelations of one chain"
    return (f"{chain.acceptance_rate:.1%} of {n} steps changed the trace{size}",)
