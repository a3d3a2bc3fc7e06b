"""Matrices against NumPy, and exactly over the rationals."""

import math
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quasiborel.lang.primitives.fault import PrimitiveError
from quasiborel.lang.primitives.table import implementation
from quasiborel.lang.values.values import list_from

RNG = np.random.default_rng(3)
A, B = RNG.normal(size=(4, 4)), RNG.normal(size=(4, 3))
V = RNG.normal(size=4)
S = A @ A.T + np.eye(4)
TRIANGLE = np.tril(A) + 5 * np.eye(4)


def do(name: str, types: str, *arguments: Any, exact: bool = False) -> Any:
    return implementation(name, tuple(types.split()), exact=exact)(*map(plain, arguments))


def plain(x: Any) -> Any:
    if isinstance(x, np.ndarray):
        return tuple(map(plain, x.tolist())) if x.ndim > 1 else tuple(x.tolist())
    return tuple(x) if isinstance(x, list) else x


CASES = [
    ("@", "Matrix Matrix", (A, B), A @ B),
    ("@", "Matrix Vector", (A, V), A @ V),
    ("@", "Vector Matrix", (V, A), V @ A),
    ("outer", "Vector Vector", (V, V), np.outer(V, V)),
    ("transpose", "Matrix", (B,), B.T),
    ("inverse", "Matrix", (A,), np.linalg.inv(A)),
    ("cholesky", "Matrix", (S,), np.linalg.cholesky(S)),
    ("solve", "Matrix Vector", (A, V), np.linalg.solve(A, V)),
    ("solve", "Matrix Matrix", (A, B), np.linalg.solve(A, B)),
    ("solve_lower", "Matrix Vector", (TRIANGLE, V), np.linalg.solve(TRIANGLE, V)),
    ("solve_lower", "Matrix Matrix", (TRIANGLE, B), np.linalg.solve(TRIANGLE, B)),
    ("identity_matrix", "Int", (3,), np.eye(3)),
    ("diagonal_matrix", "Vector", (V,), np.diag(V)),
    ("diagonal", "Matrix", (A,), np.diag(A)),
    ("column", "Matrix Int", (B, 1), B[:, 1]),
    ("[]", "Matrix Int", (B, 1), B[1]),
    ("log_determinant", "Matrix", (S,), np.linalg.slogdet(S)[1]),
]


@pytest.mark.parametrize(
    ("name", "types", "arguments", "expected"), CASES, ids=[f"{c[0]} {c[1]}" for c in CASES]
)
def test_floats_agree_with_numpy(name: str, types: str, arguments: Any, expected: Any) -> None:
    result = do(name, types, *arguments)
    np.testing.assert_allclose(np.array(result), expected, rtol=1e-12, atol=1e-13)
    flat = np.array(result, dtype=object).ravel()
    assert all(type(x) is float for x in flat)


def test_shapes() -> None:
    assert (do("rows", "Matrix", B), do("columns", "Matrix", B)) == (4, 3)
    assert (do("rows", "Matrix", []), do("columns", "Matrix", [])) == (0, 0)
    assert do("matrix", "List[Vector]", list_from([(1.0, 2.0), (3.0, 4.0)])) == ((1.0, 2.0), (3.0, 4.0))
    assert do("transpose", "Matrix", []) == ()


def test_products_without_an_overflow_that_cancels() -> None:
    assert do("@", "Matrix Matrix", ((1e300, 1.0),), ((1e300,), (1.0,))) == ((math.inf,),)
    with pytest.raises(PrimitiveError, match="not a number"):
        do("@", "Matrix Matrix", ((math.inf, 1.0),), ((0.0,), (1.0,)))


ENTRIES = st.fractions(min_value=-5, max_value=5, max_denominator=6)


@given(st.lists(st.lists(ENTRIES, min_size=3, max_size=3), min_size=3, max_size=3))
def test_rational_matrices_are_inverted_exactly(rows: list[list[Fraction]]) -> None:
    matrix = tuple(map(tuple, rows))
    identity = do("identity_matrix", "Int", 3, exact=True)
    a, b, c = rows
    determinant = (
        a[0] * (b[1] * c[2] - b[2] * c[1])
        - a[1] * (b[0] * c[2] - b[2] * c[0])
        + a[2] * (b[0] * c[1] - b[1] * c[0])
    )
    if determinant == 0:
        with pytest.raises(PrimitiveError, match="singular"):
            do("inverse", "Matrix", matrix, exact=True)
    else:
        inverse = do("inverse", "Matrix", matrix, exact=True)
        assert do("@", "Matrix Matrix", matrix, inverse, exact=True) == identity
        assert do("solve", "Matrix Matrix", matrix, identity, exact=True) == inverse


def test_rational_forward_substitution_is_exact() -> None:
    lower = ((Fraction(2), Fraction(0)), (Fraction(1), Fraction(3)))
    right = (Fraction(1), Fraction(1))
    assert do("solve_lower", "Matrix Vector", lower, right, exact=True) == (Fraction(1, 2), Fraction(1, 6))


BAD = [
    ("@", "Matrix Matrix", (A, B.T), "4x4 and 3x4"),
    ("@", "Matrix Vector", (B, V), "4x3 and 4"),
    ("@", "Vector Matrix", (V, B.T), "4 and 3x4"),
    ("inverse", "Matrix", (B,), "a square matrix, found a 4x3 one"),
    ("inverse", "Matrix", (np.ones((2, 2)),), "singular"),
    ("solve", "Matrix Vector", (A, V[:3]), "right side of 4 rows, found 3"),
    ("solve_lower", "Matrix Vector", (A, V), "above the diagonal"),
    ("solve_lower", "Matrix Vector", (np.diag([1.0, 0.0]), V[:2]), "singular"),
    ("cholesky", "Matrix", (A,), "symmetric"),
    ("cholesky", "Matrix", (-S,), "positive definite"),
    ("cholesky", "Matrix", (np.array([[math.inf]]),), "finite"),
    ("log_determinant", "Matrix", (np.diag([1.0, -1.0]),), "a negative one"),
    ("log_determinant", "Matrix", (np.ones((2, 2)),), "found 0"),
    ("matrix", "List[Vector]", (list_from([(1.0,), (1.0, 2.0)]),), "lengths 1 and 2"),
    ("column", "Matrix Int", (B, 3), "no column 3"),
    ("identity_matrix", "Int", (-1,), "size >= 0"),
]


@pytest.mark.parametrize(("name", "types", "arguments", "message"), BAD, ids=[f"{c[0]}: {c[3]}" for c in BAD])
def test_domain_errors(name: str, types: str, arguments: Any, message: str) -> None:
    with pytest.raises(PrimitiveError, match=message):
        do(name, types, *arguments)
