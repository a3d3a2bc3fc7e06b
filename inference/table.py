"""A result as a table for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import islice
from typing import TYPE_CHECKING

from .nested import indexed, leaves
from .summary import STATISTICS, Probability, Variable

if TYPE_CHECKING:
    from .result import Result

_ROWS = 10
_HEADINGS = {"q05": "5%", "q50": "50%", "q95": "95%"}
_LONGEST_FRACTION = 15

Row = list[str]


def table(result: Result) -> str:
    """Statistics, probabilities with the likeliest values first, evidence, then warnings.

    At most ten rows for each variable; "…" says how many more there are.
    """
    variables = result.variables.values()
    parts = [
        _heading(result),
        _aligned(list(_statistics(variables))),
        *(_aligned(list(_probabilities(v))) for v in variables if v.probabilities is not None),
        "\n".join(f"{v.name}  {v.type}" for v in variables if v.mean is None and v.probabilities is None),
        _evidence(result),
        "\n".join(f"warning: {warning}" for warning in result.warnings),
        "\n".join(f"note: {note}" for note in result.notes),
    ]
    return "\n\n".join(part for part in parts if part)


def _heading(result: Result) -> str:
    drawn = f", seed {result.seed}" if result.runs is not None else f", {result.arithmetic} arithmetic"
    status = "" if result.status == "ok" else f": {result.status.replace('_', ' ')}"
    return result.method + drawn + status


def _statistics(variables: Iterable[Variable]) -> Iterator[Row]:
    numeric = [v for v in variables if v.mean is not None]
    names = [name for name in STATISTICS if any(getattr(v, name) is not None for v in numeric)]
    if numeric:
        yield ["", *(_HEADINGS.get(name, name) for name in names)]
    for variable in numeric:
        columns = [leaves(getattr(variable, name)) for name in names]
        places = [place for place, _ in indexed(variable.name, variable.mean)]
        for place, *numbers in islice(zip(places, *columns, strict=True), _ROWS):
            yield [place, *(_number(number) for number in numbers)]
        yield from _rest(len(places))


def _probabilities(variable: Variable) -> Iterator[Row]:
    table = variable.probabilities or {}
    likeliest = sorted(zip(variable.shown, table.values(), strict=True), key=lambda row: -row[1])
    yield [variable.name, "probability"]
    for text, probability in likeliest[:_ROWS]:
        yield [text, *_share(probability)]
    yield from _rest(len(likeliest))


def _evidence(result: Result) -> str:
    if result.log_evidence is None:
        return ""
    lines = [["log evidence", f"{result.log_evidence:.8g}"]]
    if result.runs is not None:
        error = result.log_evidence_error
        lines[0].append("no error estimate" if error is None else f"± {error:.2g} (standard error)")
        lines.append(["effective sample size", f"{result.ess:.1f}", f"of {result.runs} {result.counted}"])
    return "\n".join("  ".join(line) for line in lines)


def _rest(rows: int) -> Iterator[Row]:
    if rows > _ROWS:
        yield [f"… {rows - _ROWS} more"]


def _share(probability: Probability) -> Row:
    text = str(probability) if isinstance(probability, Fraction) else ""
    exact = [f"= {text}"] if 0 < len(text) <= _LONGEST_FRACTION else []
    return [f"{float(probability):.6f}", *exact]


def _number(number: float | None) -> str:
    if number is None:
        return ""
    return str(number) if isinstance(number, int) and abs(number) < 10**12 else f"{float(number):.5g}"


def _aligned(rows: list[Row]) -> str:
    """The first column flush left, the others flush right."""
    width = max((len(row) for row in rows), default=0)
    widths = [max(len(row[i]) for row in rows if i < len(row)) for i in range(width)]
    return "\n".join(
        "  ".join(
            cell.rjust(widths[i]) if i else cell.ljust(widths[i]) for i, cell in enumerate(row)
        ).rstrip()
        for row in rows
    )
