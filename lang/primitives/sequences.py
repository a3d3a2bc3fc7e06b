"""Lists and vectors: indexing, conversion, sums and other summaries."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from fractions import Fraction
from itertools import accumulate
from typing import Any

from ..values.rounding import to_float
from ..values.values import List, list_from
from .arithmetic import Real, Vector, add, divide, multiply, vector_vector
from .fault import PrimitiveError

Number = type[float] | type[Fraction]
"""How an Int becomes a Real."""


def at_list(xs: List, index: int) -> Any:
    """Element `index`, counted from 0."""
    if not 0 <= index < xs.length:
        raise _outside("list", xs.length, index)
    return xs.at(index)  # type: ignore[attr-defined]  # both kinds of list have it


def at_vector(xs: Vector, index: int) -> Any:
    """Element `index` of a vector, or row `index` of a matrix, counted from 0."""
    if not 0 <= index < len(xs):
        raise _outside("vector", len(xs), index)
    return xs[index]


def at_row(x: Any, index: int) -> Any:
    """Row `index` of a matrix, counted from 0."""
    if not 0 <= index < len(x):
        raise _outside("matrix", len(x), index, "rows")
    return x[index]


def at_matrix(x: Any, row: int, column: int) -> Any:
    """The entry in a row and a column, counted from 0."""
    entries = at_row(x, row)
    if not 0 <= column < len(entries):
        raise _outside("matrix", len(entries), column, "columns")
    return entries[column]


def _outside(what: str, length: int, index: int, items: str = "elements") -> PrimitiveError:
    allowed = f"an index from 0 to {length - 1}" if length else "no index, since it is empty"
    return PrimitiveError(f"a {what} of {length} {items} has {allowed}, found {index}")


def total(xs: Iterable[Any], number: Number) -> Real:
    """Σ x: of floats without intermediate rounding, of rationals exactly."""
    values = tuple(xs)
    if not all(type(x) is float and math.isfinite(x) for x in values) or not values:
        result: Any = number(0)
        for x in values:
            result = add(result, x)
        return result
    try:
        return math.fsum(values)
    except OverflowError:
        return math.inf if sum(x / len(values) for x in values) > 0 else -math.inf


def product(xs: Iterable[Any], number: Number) -> Real:
    """Π x."""
    result: Any = number(1)
    for x in xs:
        result = multiply(result, x)
    return result


def mean(xs: Any, number: Number) -> Real:
    """Σ x / n. Raises PrimitiveError for n = 0."""
    _not_empty("mean", xs)
    return divide(total(xs, number), number(len(xs)))


def minimum(xs: Any) -> Any:
    """The least element."""
    _not_empty("minimum", xs)
    return min(xs)


def maximum(xs: Any) -> Any:
    """The greatest element."""
    _not_empty("maximum", xs)
    return max(xs)


def _not_empty(name: str, xs: Any) -> None:
    if not len(xs):
        raise PrimitiveError(f"{name} needs at least one element, found none")


def log_sum_exp(xs: Iterable[Any]) -> float:
    """log Σ exp(x), without overflow; -∞ for no elements."""
    values = tuple(map(to_float, xs))
    top = max(values, default=-math.inf)
    if math.isinf(top):
        return top
    return top + math.log(math.fsum(math.exp(x - top) for x in values))


def softmax(xs: Vector) -> Vector:
    """exp(xᵢ) / Σ exp(xⱼ)."""
    values = tuple(map(to_float, xs))
    if not all(x < math.inf for x in values) or all(x == -math.inf for x in values):
        raise PrimitiveError("softmax needs elements below infinity, and at least one above -infinity")
    top = max(values)
    weights = [math.exp(x - top) for x in values]
    scale = math.fsum(weights)
    return tuple(weight / scale for weight in weights)


def normalize(xs: Vector, number: Number) -> Vector:
    """xᵢ / Σ xⱼ for xᵢ ≥ 0 with a positive finite sum; rational for rationals."""
    scale = total(xs, number)
    if not 0 < scale < math.inf or any(x < 0 for x in xs):
        raise PrimitiveError(f"normalize needs elements >= 0 with a finite sum > 0, found a sum of {scale}")
    return tuple(x / scale for x in xs)


def cumulative_sum(xs: Vector) -> Vector:
    """x₁, x₁ + x₂, …"""
    return tuple(accumulate(xs, add))


def copies(count: int, x: Real) -> Vector:
    """The vector of `count` times x."""
    if count < 0:
        raise PrimitiveError(f"a vector needs a length >= 0, found {count}")
    return (x,) * count


def cut(xs: Vector, start: int, stop: int) -> Vector:
    """Elements start, …, stop - 1."""
    if not 0 <= start <= stop <= len(xs):
        raise PrimitiveError(f"slice needs 0 <= start <= stop <= {len(xs)}, found {start} and {stop}")
    return xs[start:stop]


def dot(x: Vector, y: Vector, number: Number) -> Real:
    """Σ xᵢ yᵢ."""
    return total(_products(x, y), number)


_products = vector_vector(multiply, "dot")


def sequence_table(number: Number) -> dict[tuple[str, tuple[str, ...]], Callable[..., Any]]:
    """Implementations by name and argument types, for one kind of Real."""
    table: dict[tuple[str, tuple[str, ...]], Callable[..., Any]] = {
        ("real", ("Int",)): number,
        ("[]", ("List[A]", "Int")): at_list,
        ("[]", ("Vector", "Int")): at_vector,
        ("[]", ("Matrix", "Int")): at_row,
        ("[]", ("Matrix", "Int", "Int")): at_matrix,
        ("length", ("List[A]",)): len,
        ("length", ("Vector",)): len,
        ("sum", ("List[Int]",)): sum,
        ("product", ("List[Int]",)): math.prod,
        ("minimum", ("List[Int]",)): minimum,
        ("maximum", ("List[Int]",)): maximum,
        ("softmax", ("Vector",)): softmax,
        ("normalize", ("Vector",)): lambda xs: normalize(xs, number),
        ("cumulative_sum", ("Vector",)): cumulative_sum,
        ("vector", ("List[Real]",)): tuple,
        ("vector", ("List[Int]",)): lambda xs: tuple(map(number, xs)),
        ("list", ("Vector",)): list_from,
        ("zeros", ("Int",)): lambda count: copies(count, number(0)),
        ("ones", ("Int",)): lambda count: copies(count, number(1)),
        ("constant", ("Int", "Real")): copies,
        ("slice", ("Vector", "Int", "Int")): cut,
        ("dot", ("Vector", "Vector")): lambda x, y: dot(x, y, number),
        ("@", ("Vector", "Vector")): lambda x, y: dot(x, y, number),
    }
    summaries: dict[str, Callable[[Any], Any]] = {
        "sum": lambda xs: total(xs, number),
        "product": lambda xs: product(xs, number),
        "mean": lambda xs: mean(xs, number),
        "minimum": minimum,
        "maximum": maximum,
        "log_sum_exp": log_sum_exp,
    }
    for name, summary in summaries.items():
        table[name, ("List[Real]",)] = table[name, ("Vector",)] = summary
    return table
