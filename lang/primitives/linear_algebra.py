"""Matrices: products, solutions and factorisations. Over rationals exact where the result is rational.

A matrix is a tuple of rows. Floats go through NumPy, which is imported at the first use.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from ..values.values import List
from .arithmetic import Matrix, Vector, multiply, shape
from .fault import PrimitiveError
from .sequences import Number, at_row, total

_SYMMETRY = 1e-9  # relative to the largest entry
_SAFE = 1e150


def matrix_product(x: Matrix, y: Matrix, number: Number) -> Matrix:
    """Σⱼ xᵢⱼ yⱼₖ."""
    if _columns(x) != len(y):
        found = f"{shape(x)} and {shape(y)}"
        raise PrimitiveError(f"@ needs as many columns on the left as rows on the right, found {found}")
    if x and y and all(map(_in_floats, (*x, *y))):
        return _tuples(_array(x) @ _array(y))
    by_column = transpose(y)
    return tuple(tuple(total(map(multiply, row, column), number) for column in by_column) for row in x)


def matrix_vector(x: Matrix, y: Vector, number: Number) -> Vector:
    """Σⱼ xᵢⱼ yⱼ."""
    if _columns(x) != len(y):
        found = f"{shape(x)} and {len(y)}"
        raise PrimitiveError(f"@ needs as many columns on the left as elements on the right, found {found}")
    return tuple(total(map(multiply, row, y), number) for row in x)


def vector_matrix(x: Vector, y: Matrix, number: Number) -> Vector:
    """Σᵢ xᵢ yᵢⱼ."""
    if len(x) != len(y):
        found = f"{len(x)} and {shape(y)}"
        raise PrimitiveError(f"@ needs as many elements on the left as rows on the right, found {found}")
    return tuple(total(map(multiply, x, column), number) for column in transpose(y))


def transpose(x: Matrix) -> Matrix:
    """xⱼᵢ."""
    return tuple(zip(*x, strict=True))


def outer(x: Vector, y: Vector) -> Matrix:
    """xᵢ yⱼ."""
    return tuple(tuple([multiply(a, b) for b in y]) for a in x)


def from_rows(rows: List) -> Matrix:
    """The matrix with these rows, all of one length."""
    result = tuple(rows)
    lengths = sorted({len(row) for row in result})
    if len(lengths) > 1:
        found = f"{lengths[0]} and {lengths[-1]}"
        raise PrimitiveError(f"a matrix needs rows of equal length, found lengths {found}")
    return result


def column(x: Matrix, index: int) -> Vector:
    """Column `index`, counted from 0."""
    if not 0 <= index < _columns(x):
        raise PrimitiveError(f"a {shape(x)} matrix has no column {index}: columns count from 0")
    return tuple(row[index] for row in x)


def identity(size: int, number: Number) -> Matrix:
    """δᵢⱼ."""
    if size < 0:
        raise PrimitiveError(f"a matrix needs a size >= 0, found {size}")
    return diagonal_matrix((number(1),) * size, number)


def diagonal_matrix(entries: Vector, number: Number) -> Matrix:
    """The square matrix with these entries on its diagonal, else 0."""
    zero = number(0)
    size = len(entries)
    return tuple((zero,) * i + (entry,) + (zero,) * (size - i - 1) for i, entry in enumerate(entries))


def diagonal(x: Matrix) -> Vector:
    """xᵢᵢ, as far as there are rows and columns."""
    return tuple(x[i][i] for i in range(min(len(x), _columns(x))))


def solve(a: Matrix, b: Matrix) -> Matrix:
    """a⁻¹ b for a regular square a."""
    _square("solve", a)
    _fits("solve", a, b)
    if _rational(a) and _rational(b):
        return _eliminate(a, b)
    from numpy.linalg import LinAlgError
    from numpy.linalg import solve as solve_floats

    try:
        return _tuples(solve_floats(_finite("solve", a), _finite("solve", b)))
    except LinAlgError:
        raise _singular(a) from None


def _eliminate(a: Matrix, b: Matrix) -> Matrix:
    """Gauss–Jordan elimination over the rationals."""
    rows = [[*left, *right] for left, right in zip(a, b, strict=True)]
    for i in range(len(rows)):
        pivot = next((k for k in range(i, len(rows)) if rows[k][i]), None)
        if pivot is None:
            raise _singular(a)
        rows[i], rows[pivot] = rows[pivot], rows[i]
        rows[i] = [entry / rows[i][i] for entry in rows[i]]
        for k, row in enumerate(rows):
            if k != i and row[i]:
                rows[k] = [x - row[i] * y for x, y in zip(row, rows[i], strict=True)]
    return tuple(tuple(row[len(rows) :]) for row in rows)


def solve_lower(a: Matrix, b: Matrix) -> Matrix:
    """a⁻¹ b for a lower triangular a, by forward substitution."""
    _square("solve_lower", a)
    _fits("solve_lower", a, b)
    if any(any(row[i + 1 :]) for i, row in enumerate(a)):
        raise PrimitiveError("solve_lower needs 0 above the diagonal, found another entry there")
    if not all(row[i] for i, row in enumerate(a)):
        raise _singular(a)
    if not (_rational(a) and _rational(b)) and a:
        from scipy.linalg import solve_triangular

        return _tuples(solve_triangular(_finite("solve_lower", a), _finite("solve_lower", b), lower=True))
    done: list[Vector] = []
    for i, (row, right) in enumerate(zip(a, b, strict=True)):
        known = [total((row[j] * done[j][k] for j in range(i)), Fraction) for k in range(len(right))]
        done.append(tuple((x - y) / row[i] for x, y in zip(right, known, strict=True)))
    return tuple(done)


def inverse(a: Matrix, number: Number) -> Matrix:
    """a⁻¹ for a regular square a."""
    _square("inverse", a)
    return solve(a, identity(len(a), Fraction if _rational(a) else number))


def cholesky(a: Matrix) -> Matrix:
    """The lower triangular l with positive diagonal and l lᵀ = a, for a symmetric positive definite a."""
    _square("cholesky", a)
    if not a:
        return a
    from numpy.linalg import LinAlgError
    from numpy.linalg import cholesky as factorise

    array = _finite("cholesky", a)
    if abs(array - array.T).max() > _SYMMETRY * abs(array).max():
        raise PrimitiveError("cholesky needs a symmetric matrix, found one that is not")
    try:
        return _tuples(factorise(array))
    except LinAlgError:
        raise PrimitiveError("cholesky needs a positive definite matrix, found one that is not") from None


def log_determinant(a: Matrix) -> float:
    """log det a for a square a with det a > 0."""
    _square("log_determinant", a)
    if not a:
        return 0.0
    from numpy.linalg import slogdet

    sign, log_size = slogdet(_finite("log_determinant", a))
    if sign <= 0:
        found = "0" if sign == 0 else "a negative one"
        raise PrimitiveError(f"log_determinant needs a matrix with a positive determinant, found {found}")
    return float(log_size)


def _columns(x: Matrix) -> int:
    return len(x[0]) if x else 0


def _square(name: str, x: Matrix) -> None:
    if len(x) != _columns(x):
        raise PrimitiveError(f"{name} needs a square matrix, found a {shape(x)} one")


def _fits(name: str, a: Matrix, b: Matrix) -> None:
    if len(a) != len(b):
        raise PrimitiveError(f"{name} needs a right side of {len(a)} rows, found {len(b)}")


def _singular(a: Matrix) -> PrimitiveError:
    return PrimitiveError(f"a regular matrix is needed, found a singular {shape(a)} one")


def _in_floats(row: Vector) -> bool:
    """Whether NumPy can multiply it without overflow or infinities, which need the checks of `add`."""
    return all(type(x) is float and abs(x) < _SAFE for x in row)


def _rational(x: Matrix) -> bool:
    return all(isinstance(entry, Fraction) for row in x for entry in row)


def _array(x: Matrix) -> Any:
    from numpy import array

    return array([[float(entry) for entry in row] for row in x])


def _finite(name: str, x: Matrix) -> Any:
    result = _array(x)
    if not all(math.isfinite(entry) for row in x for entry in row):
        raise PrimitiveError(f"{name} needs finite numbers, found an infinite one")
    return result


def _tuples(x: Any) -> Matrix:
    return tuple(map(tuple, x.tolist()))


def _on_vectors(solver: Callable[[Matrix, Matrix], Matrix]) -> Callable[[Matrix, Vector], Vector]:
    """The solver for a right side of one column."""
    return lambda a, b: tuple(row[0] for row in solver(a, tuple((entry,) for entry in b)))


def linear_algebra_table(number: Number) -> dict[tuple[str, tuple[str, ...]], Callable[..., Any]]:
    """Implementations by name and argument types, for one kind of Real."""
    return {
        ("@", ("Matrix", "Matrix")): lambda x, y: matrix_product(x, y, number),
        ("@", ("Matrix", "Vector")): lambda x, y: matrix_vector(x, y, number),
        ("@", ("Vector", "Matrix")): lambda x, y: vector_matrix(x, y, number),
        ("outer", ("Vector", "Vector")): outer,
        ("matrix", ("List[Vector]",)): from_rows,
        ("rows", ("Matrix",)): len,
        ("columns", ("Matrix",)): _columns,
        ("column", ("Matrix", "Int")): column,
        ("row", ("Matrix", "Int")): at_row,
        ("transpose", ("Matrix",)): transpose,
        ("inverse", ("Matrix",)): lambda a: inverse(a, number),
        ("cholesky", ("Matrix",)): cholesky,
        ("identity_matrix", ("Int",)): lambda size: identity(size, number),
        ("diagonal_matrix", ("Vector",)): lambda entries: diagonal_matrix(entries, number),
        ("diagonal", ("Matrix",)): diagonal,
        ("log_determinant", ("Matrix",)): log_determinant,
        ("solve", ("Matrix", "Matrix")): solve,
        ("solve", ("Matrix", "Vector")): _on_vectors(solve),
        ("solve_lower", ("Matrix", "Matrix")): solve_lower,
        ("solve_lower", ("Matrix", "Vector")): _on_vectors(solve_lower),
    }
