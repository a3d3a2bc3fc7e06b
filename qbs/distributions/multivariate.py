"""The multivariate normal law, given by its covariance or by the Cholesky factor of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import fsum, log
from operator import mul
from typing import Any, TypeAlias

from ..errors import DomainError
from .base import Arguments, Distribution, Family, Parameter, register
from .continuous import REALS, to_float
from .domains import SQUARE_MATRIX, TOLERANCE, VECTOR
from .location_scale import HALF_LOG_2PI
from .product import ProductSupport
from .scalar import INF, SCALAR

Row: TypeAlias = tuple[float, ...]
Matrix: TypeAlias = tuple[Row, ...]


@dataclass(frozen=True, slots=True, repr=False)
class MultivariateNormal(Distribution):
    """mean + L z with z standard normal; `factor` is the lower triangular L, row i of length i + 1."""

    family: Family
    parameters: Arguments
    mean: Row = field(compare=False)
    factor: Matrix = field(compare=False)

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
        """The dimension."""
        return len(self.mean)

    @property
    def support(self) -> ProductSupport:
        """All Vectors of the dimension."""
        return ProductSupport((REALS,) * len(self.mean))

    def from_uniforms(self, us: Sequence[float]) -> Row:
        """mean + L z, z_i the normal quantile of us[i]."""
        z = [SCALAR.ndtri(u) if u <= 0.5 else -SCALAR.ndtri(1.0 - u) for u in us]
        return tuple(m + sum(map(mul, row, z)) for m, row in zip(self.mean, self.factor, strict=True))

    def log_density(self, x: Any) -> float:
        """-|z|^2 / 2 - log det L - (d/2) log 2 pi with L z = x - mean, by forward substitution."""
        if not isinstance(x, tuple) or len(x) != len(self.mean):
            found = f"length {len(x)}" if isinstance(x, tuple) else x
            raise DomainError(self.family.name, "value", f"a Vector of length {len(self.mean)}", found)
        if any(abs(v) == INF for v in x):
            return -INF
        z: list[float] = []
        for value, m, row in zip(x, self.mean, self.factor, strict=True):
            z.append((to_float(value) - m - sum(map(mul, row, z))) / row[-1])
        log_det = fsum(log(row[-1]) for row in self.factor)
        return float(-0.5 * sum(map(mul, z, z)) - log_det - len(z) * HALF_LOG_2PI)


def _same_size(mean: Any, matrix: Any) -> tuple[str, str] | None:
    return None if len(mean) == len(matrix) else ("mean", f"a Vector of length {len(matrix)}")


def _from_covariance(family: Family, args: Arguments) -> Distribution:
    # linear algebra is NumPy's, which the commands without a run should not pay for
    import numpy as np

    covariance = np.array([[to_float(v) for v in row] for row in args[1]])
    size = np.sqrt(np.abs(np.diag(covariance)))
    if np.any(np.abs(covariance - covariance.T) > TOLERANCE * np.outer(size, size)):
        raise DomainError(family.name, "covariance", "a symmetric Matrix", args[1])
    try:
        lower = np.linalg.cholesky(covariance).tolist()
    except np.linalg.LinAlgError:
        raise DomainError(family.name, "covariance", "a positive definite Matrix", args[1]) from None
    return MultivariateNormal(family, args, tuple(map(to_float, args[0])), _triangle(lower))


def _from_factor(family: Family, args: Arguments) -> Distribution:
    return MultivariateNormal(family, args, tuple(map(to_float, args[0])), _triangle(args[1]))


def _triangle(rows: Sequence[Sequence[Any]]) -> Matrix:
    return tuple(tuple(map(to_float, row[: i + 1])) for i, row in enumerate(rows))


def _factor_relation(mean: Any, cholesky: Any) -> tuple[str, str] | None:
    for i, row in enumerate(cholesky):
        if not row[i] > 0 or any(row[i + 1 :]):
            return "cholesky", "lower triangular with a diagonal > 0"
    return _same_size(mean, cholesky)


FORMULA = "exp(-(x - mean)' S^-1 (x - mean) / 2) / sqrt(det(2 pi S))"

multivariate_normal = register(
    Family(
        "multivariate_normal",
        (Parameter("mean", "Vector", VECTOR), Parameter("covariance", "Matrix", SQUARE_MATRIX)),
        "Vector",
        f"{FORMULA} with S = covariance",
        _from_covariance,
        _same_size,
    )
)

multivariate_normal_cholesky = register(
    Family(
        "multivariate_normal_cholesky",
        (Parameter("mean", "Vector", VECTOR), Parameter("cholesky", "Matrix", SQUARE_MATRIX)),
        "Vector",
        f"{FORMULA} with S = cholesky cholesky'",
        _from_factor,
        _factor_relation,
    )
)
