"""What a result says about one output: moments, quantiles, probabilities."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

from ..qbs.program import Kind, Output
from .nested import Nested, leaves, rebuild, shape

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

STATISTICS = ("mean", "sd", "q05", "q50", "q95", "mcse")
_LEVELS = (Fraction(1, 20), Fraction(1, 2), Fraction(19, 20))

Probability: TypeAlias = Fraction | float


@dataclass(frozen=True, slots=True)
class Variable:
    """The posterior of one output; what its type does not have is None.

    `mean`, `sd` (of the posterior, divisor one), `q05`, `q50`, `q95` and, for draws, `mcse`
    (Monte Carlo standard error of the mean) are numbers, or nested lists for arrays.
    The quantile at p is the least x with P(X <= x) >= p. `probabilities` are Fractions where
    the result is rational; `shown` prints their values in the language's syntax.
    """

    name: str
    type: str
    kind: Kind
    mean: Nested = None
    sd: Nested = None
    q05: Nested = None
    q50: Nested = None
    q95: Nested = None
    mcse: Nested = None
    probabilities: dict[Any, Probability] | None = None
    shown: tuple[str, ...] = ()

    @property
    def not_finite(self) -> bool:
        """Whether a statistic is NaN or infinite, so that it is no number of JSON."""
        numbers = (leaf for name in STATISTICS for leaf in leaves(getattr(self, name)))
        return any(number is not None and not _finite(number) for number in numbers)

    def to_json(self) -> dict[str, Any]:
        """The fields that are there; a number that is not finite is None."""
        statistics = {name: _strict(getattr(self, name)) for name in STATISTICS}
        found = {name: value for name, value in statistics.items() if getattr(self, name) is not None}
        if self.probabilities is not None:
            found["probabilities"] = self.shown_probabilities()
        return found or {"type": self.type}

    def shown_probabilities(self) -> dict[str, float]:
        """The probabilities as floats, by printed value."""
        found: dict[str, float] = {}
        for text, probability in zip(self.shown, (self.probabilities or {}).values(), strict=True):
            found[text] = found.get(text, 0.0) + float(probability)
        return found


def summarise(output: Output, draws: Sequence[Any], weights: Sequence[int] | Sequence[float]) -> Variable:
    """The summary of one output from returned values and their weights, which need not sum to one.

    Integer weights are taken exactly. Draws of an array whose shape varies have no moments;
    if their entries are whole numbers they have probabilities.
    """
    values = [output.get(draw) for draw in draws]
    match output.kind:
        case "real":
            return _numeric(output, values, weights)
        case "int":
            return _numeric(output, values, weights, _probabilities(output, values, weights))
        case "array" if len({shape(value) for value in values}) == 1:
            return _numeric(output, values, weights)
        case "array" if all(isinstance(leaf, int) for value in values for leaf in leaves(value)):
            return _discrete(output, values, weights)
        case "bool" | "discrete":
            return _discrete(output, values, weights)
        case _:
            return Variable(output.name, output.type, output.kind)


def _numeric(
    output: Output, values: list[Any], weights: Sequence[Any], table: dict[Any, Probability] | None = None
) -> Variable:
    import numpy as np

    total = sum(weights)
    shares = np.array([weight / total for weight in weights])  # (n,)
    exact_weights = np.array(weights, dtype=object if isinstance(total, int) else float)  # (n,)
    columns = zip(*(leaves(value) for value in values), strict=True)
    with np.errstate(all="ignore"):
        found = [_statistics(column, shares, exact_weights, total) for column in columns]
    form = shape(values[0])
    statistics = [rebuild(form, iter(numbers)) for numbers in zip(*found, strict=True)]
    statistics = statistics or [rebuild(form, iter(())) for _ in STATISTICS]  # no entries at all
    named = dict(zip(STATISTICS, statistics, strict=True))
    shown = _texts(output, table or {})
    return Variable(output.name, output.type, output.kind, **named, probabilities=table, shown=shown)


def _statistics(
    column: tuple[Any, ...], shares: NDArray[np.float64], weights: NDArray[Any], total: Any
) -> tuple[float, ...]:
    """mean, sd, the three quantiles and mcse of one number over the draws."""
    import numpy as np

    x = np.array([_float(number) for number in column])  # (n,)
    mean = float(shares @ x)
    deviations = shares * (x - mean) ** 2
    order = np.argsort(x, kind="stable")
    cumulative = np.cumsum(weights[order])
    quantiles = [_quantile(column, order, cumulative, total, level) for level in _LEVELS]
    return mean, math.sqrt(deviations.sum()), *quantiles, math.sqrt((shares * deviations).sum())


def _quantile(
    column: tuple[Any, ...], order: NDArray[np.int64], cumulative: NDArray[Any], total: Any, level: Fraction
) -> float:
    """The least x with P(X <= x) >= level, an element of the column."""
    reached = cumulative * level.denominator >= level.numerator * total
    number = column[order[int(reached.argmax())]]
    return int(number) if isinstance(number, int) else _float(number)


def _discrete(output: Output, values: list[Any], weights: Sequence[Any]) -> Variable:
    table = _probabilities(output, values, weights)
    return Variable(output.name, output.type, output.kind, probabilities=table, shown=_texts(output, table))


def _probabilities(output: Output, values: list[Any], weights: Sequence[Any]) -> dict[Any, Probability]:
    """Numbers in their order, other values by falling probability."""
    totals: dict[Any, Any] = {}
    for value, weight in zip(values, weights, strict=True):
        totals[value] = totals.get(value, 0) + weight
    total = sum(weights)
    divide = Fraction if isinstance(total, int) else float.__truediv__
    table = {value: divide(weight, total) for value, weight in totals.items()}
    if output.kind in ("int", "bool"):
        return dict(sorted(table.items()))
    return dict(sorted(table.items(), key=lambda item: -item[1]))


def _texts(output: Output, values: Iterable[Any]) -> tuple[str, ...]:
    return tuple(output.show(value) for value in values)


def _float(number: Any) -> float:
    try:
        return float(number)
    except OverflowError:
        return math.inf if number > 0 else -math.inf


def _strict(value: Nested) -> Nested:
    if isinstance(value, list):
        return [_strict(entry) for entry in value]
    return value if value is None or _finite(value) else None


def _finite(number: float) -> bool:
    return isinstance(number, int) or math.isfinite(number)  # isfinite overflows on a long int
