"""The types of the built-in operations and functions; what they do is in `primitives`.

A name with several signatures is overloaded; the overload is chosen by the argument types, an Int
fitting where a Real is wanted if nothing fits better. The order here is the order of preference.
"""

from __future__ import annotations

from dataclasses import dataclass

from .types import BOOL, INT, MATRIX, REAL, UNIT, VECTOR, Type, TypeVar, dist_of, list_of


@dataclass(frozen=True, slots=True)
class Signature:
    """One type of a built-in: parameters → result. `A` stands for any type."""

    parameters: tuple[Type, ...]
    result: Type


A = TypeVar(level=1 << 30, name="A")
REALS = list_of(REAL)
INTS = list_of(INT)


def _table(*rows: tuple[str, list[tuple[list[Type], Type]]]) -> dict[str, tuple[Signature, ...]]:
    return {
        name: tuple(Signature(tuple(parameters), result) for parameters, result in signatures)
        for names, signatures in rows
        for name in names.split()
    }


_SAME: list[tuple[list[Type], Type]] = [
    ([INT, INT], INT),
    ([REAL, REAL], REAL),
    ([VECTOR, VECTOR], VECTOR),
    ([VECTOR, REAL], VECTOR),
    ([REAL, VECTOR], VECTOR),
    ([MATRIX, MATRIX], MATRIX),
    ([MATRIX, REAL], MATRIX),
    ([REAL, MATRIX], MATRIX),
]
_ELEMENTWISE: list[tuple[list[Type], Type]] = [([REAL], REAL), ([VECTOR], VECTOR)]

OPERATORS = _table(
    ("+ - *", _SAME),
    (
        "/",
        [
            ([REAL, REAL], REAL),
            ([VECTOR, VECTOR], VECTOR),
            ([VECTOR, REAL], VECTOR),
            ([REAL, VECTOR], VECTOR),
            ([MATRIX, REAL], MATRIX),
        ],
    ),
    ("// %", [([INT, INT], INT)]),
    ("^", [([INT, INT], INT), ([REAL, INT], REAL), ([REAL, REAL], REAL), ([VECTOR, INT], VECTOR)]),
    (
        "@",
        [
            ([MATRIX, MATRIX], MATRIX),
            ([MATRIX, VECTOR], VECTOR),
            ([VECTOR, MATRIX], VECTOR),
            ([VECTOR, VECTOR], REAL),
        ],
    ),
    ("negate", [([INT], INT), ([REAL], REAL), ([VECTOR], VECTOR), ([MATRIX], MATRIX)]),
    ("!", [([BOOL], BOOL)]),
    ("< <= > >=", [([INT, INT], BOOL), ([REAL, REAL], BOOL)]),
    ("== !=", [([INT, INT], BOOL), ([REAL, REAL], BOOL), ([A, A], BOOL)]),
    (
        "[]",
        [
            ([list_of(A), INT], A),
            ([VECTOR, INT], REAL),
            ([MATRIX, INT], VECTOR),
            ([MATRIX, INT, INT], REAL),
        ],
    ),
)
"""Operators by their symbol; `negate` is the unary minus and `[]` indexing (from 0)."""

FUNCTIONS = _table(
    (
        "exp log log1p expm1 sqrt sin cos tan asin acos atan sinh cosh tanh logistic logit log_gamma",
        _ELEMENTWISE,
    ),
    ("log1p_exp normal_cdf", _ELEMENTWISE),
    ("atan2", [([REAL, REAL], REAL)]),
    ("abs square", [([INT], INT), ([REAL], REAL), ([VECTOR], VECTOR)]),
    ("min max", [([INT, INT], INT), ([REAL, REAL], REAL)]),
    ("floor ceil round", [([REAL], INT)]),
    ("real", [([INT], REAL)]),
    ("length", [([list_of(A)], INT), ([VECTOR], INT)]),
    ("sum", [([INTS], INT), ([REALS], REAL), ([VECTOR], REAL)]),
    ("product", [([INTS], INT), ([REALS], REAL), ([VECTOR], REAL)]),
    ("mean", [([REALS], REAL), ([VECTOR], REAL)]),
    ("minimum maximum", [([INTS], INT), ([REALS], REAL), ([VECTOR], REAL)]),
    ("log_sum_exp", [([VECTOR], REAL), ([REALS], REAL)]),
    ("softmax normalize cumulative_sum", [([VECTOR], VECTOR)]),
    ("vector", [([REALS], VECTOR), ([INTS], VECTOR)]),
    ("list", [([VECTOR], REALS)]),
    ("zeros ones", [([INT], VECTOR)]),
    ("constant", [([INT, REAL], VECTOR)]),
    ("slice", [([VECTOR, INT, INT], VECTOR)]),
    ("dot", [([VECTOR, VECTOR], REAL)]),
    ("outer", [([VECTOR, VECTOR], MATRIX)]),
    ("matrix", [([list_of(VECTOR)], MATRIX)]),
    ("rows columns", [([MATRIX], INT)]),
    ("column", [([MATRIX, INT], VECTOR)]),
    ("transpose inverse cholesky", [([MATRIX], MATRIX)]),
    ("identity_matrix", [([INT], MATRIX)]),
    ("diagonal_matrix", [([VECTOR], MATRIX)]),
    ("diagonal", [([MATRIX], VECTOR)]),
    ("log_determinant", [([MATRIX], REAL)]),
    ("cons", [([A, list_of(A)], list_of(A))]),
    ("log_density", [([dist_of(A), A], REAL)]),
    ("solve solve_lower", [([MATRIX, VECTOR], VECTOR), ([MATRIX, MATRIX], MATRIX)]),
)
"""Built-in functions; `solve(a, b)` is a⁻¹ b, `solve_lower` the same for a lower triangular a."""

CONSTANTS: dict[str, Type] = {"pi": REAL, "infinity": REAL}

FOR = (Signature((list_of(A),), A), Signature((VECTOR,), REAL))
"""What `for` runs over, and the type of its elements."""

_OBSERVABLE: list[tuple[Type, Type]] = [
    (INT, INT),
    (REAL, REAL),
    (VECTOR, REAL),
    (list_of(A), A),
    (A, A),
]
OBSERVE = tuple(
    Signature((value, of), UNIT)
    for value, of in _OBSERVABLE
)
"""A value, or a list of independent values, and the type that the distribution is of."""
