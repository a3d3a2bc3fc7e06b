"""Cholesky factors of random correlation matrices: lkj_cholesky(dimension, shape)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..errors import DomainError
from .base import Arguments, Distribution, Family, Parameter, register
from .continuous import to_float
from .domains import POSITIVE, POSITIVE_INTEGER, TOLERANCE, is_number
from .scalar import INF, NAN, SCALAR


@dataclass(frozen=True, slots=True)
class CorrelationFactors:
    """Lower triangular matrices with rows of length 1 (up to 1e-9) and a diagonal > 0."""

    dimension: int

    def contains(self, x: Any) -> bool:
        """Whether x is such a tuple of rows."""
        return _is_square(x, self.dimension) and all(
            abs(math.fsum(v * v for v in row) - 1.0) <= TOLERANCE and row[i] > 0.0 and not any(row[i + 1 :])
            for i, row in enumerate(x)
        )

    def __str__(self) -> str:
        return f"Cholesky factors of correlation matrices of dimension {self.dimension}"


def _is_square(x: Any, dimension: int) -> bool:
    return (
        isinstance(x, tuple)
        and len(x) == dimension
        and all(isinstance(r, tuple) and len(r) == dimension and all(map(is_number, r)) for r in x)
    )


@dataclass(frozen=True, slots=True, repr=False)
class LKJCholesky(Distribution):
    """L with L L' = R, the density of R being proportional to det(R)^(shape - 1).

    The density is with respect to the entries below the diagonal of L.
    Source: Lewandowski, Kurowicka & Joe 2009, section 2.4 (the C-vine).
    """

    family: Family
    parameters: Arguments

    @property
    def discrete(self) -> bool:
        """False."""
        return False

    @property
    def finite(self) -> bool:
        """False."""
        return False

    @property
    def num_uniforms(self) -> int:
        """One for each entry below the diagonal."""
        dimension: int = self.parameters[0]
        return dimension * (dimension - 1) // 2

    @property
    def support(self) -> CorrelationFactors:
        """The Cholesky factors of correlation matrices."""
        return CorrelationFactors(self.parameters[0])

    def _concentration(self, column: int) -> float:
        """(p + 1) / 2 is beta(c, c) for the partial correlation p of a row with this column."""
        return float(to_float(self.parameters[1]) + 0.5 * (self.parameters[0] - 2 - column))

    def from_uniforms(self, us: Sequence[float]) -> tuple[tuple[float, ...], ...]:
        """Row by row: L_ij = p_ij prod_{k<j} sqrt(1 - p_ik^2), p_ij by a beta quantile."""
        dimension, position = self.parameters[0], 0
        rows = []
        for i in range(dimension):
            entries, left = [], 1.0
            for column in range(i):
                partial, cosine = _partial(us[position], self._concentration(column))
                position += 1
                entries.append(partial * left)
                left *= cosine
            rows.append((*entries, left, *(0.0,) * (dimension - 1 - i)))
        return tuple(rows)

    def log_density(self, x: Any) -> float:
        """sum_i (dimension - i + 2 shape - 2) log L_ii - log of the constant, rows counted from 1."""
        dimension, shape = self.parameters[0], to_float(self.parameters[1])
        if not _is_square(x, dimension):
            raise DomainError(self.family.name, "value", f"a Matrix of dimension {dimension}", x)
        if not self.support.contains(x):
            return NAN if any(v != v for row in x for v in row) else -INF
        powers = sum((dimension - 1 - i + 2.0 * shape - 2.0) * math.log(x[i][i]) for i in range(1, dimension))
        return float(powers - self._log_constant())

    def _log_constant(self) -> float:
        total = 0.0
        for column in range(self.parameters[0] - 1):
            c = self._concentration(column)
            rows = self.parameters[0] - 1 - column
            total += rows * (float(SCALAR.betaln(c, c)) + (2.0 * c - 1.0) * math.log(2.0))
        return total


def _partial(u: float, c: float) -> tuple[float, float]:
    """p = 2 b - 1 and sqrt(1 - p^2) for the u-quantile b of beta(c, c), from the nearer end."""
    nearer = float(SCALAR.betaincinv(c, c, min(u, 1.0 - u)))
    partial = 1.0 - 2.0 * nearer
    return 0.0 - partial if u <= 0.5 else partial, 2.0 * math.sqrt(nearer * (1.0 - nearer))


lkj_cholesky = register(
    Family(
        "lkj_cholesky",
        (Parameter("dimension", "Int", POSITIVE_INTEGER), Parameter("shape", "Real", POSITIVE)),
        "Matrix",
        "prod_i L_ii^(dimension - i + 2 shape - 2) / constant",
        LKJCholesky,
    )
)
