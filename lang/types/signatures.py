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
        "exp log log1p expm1 sqrt sin cos tan asin acos atan sinh cosh tanh inv_logit logit log_gamma",
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
OBSERVE = tuple(Signature((value, of), UNIT) for value, of in _OBSERVABLE)
"""A value, or a list of independent values, and the type that the distribution is of."""

DESCRIPTIONS = {
    "+": "sum",
    "-": "difference",
    "*": "product, element by element",
    "/": "quotient",
    "//": "quotient rounded down",
    "%": "remainder, with the sign of the divisor",
    "^": "power",
    "@": "matrix product, or inner product",
    "negate": "prefix `-`",
    "!": "not",
    "<": "less",
    "<=": "less or equal",
    ">": "greater",
    ">=": "greater or equal",
    "==": "equal",
    "!=": "not equal",
    "[]": "`xs[i]`, `m[i, j]`: an element, counted from 0",
    "exp": "e^x",
    "log": "natural logarithm; log(0) is -infinity",
    "log1p": "log(1 + x)",
    "expm1": "e^x - 1",
    "sqrt": "square root",
    "sin": "sine",
    "cos": "cosine",
    "tan": "tangent",
    "asin": "inverse sine",
    "acos": "inverse cosine",
    "atan": "inverse tangent",
    "sinh": "hyperbolic sine",
    "cosh": "hyperbolic cosine",
    "tanh": "hyperbolic tangent",
    "inv_logit": "1 / (1 + e^-x)",
    "logit": "log(p / (1 - p))",
    "log_gamma": "log Γ(x)",
    "log1p_exp": "log(1 + e^x)",
    "normal_cdf": "distribution function of the standard normal",
    "atan2": "angle of the point (x, y), as atan2(y, x)",
    "abs": "absolute value",
    "square": "x²",
    "min": "the smaller of two numbers",
    "max": "the larger of two numbers",
    "floor": "largest Int below or equal",
    "ceil": "smallest Int above or equal",
    "round": "nearest Int, halves to the even one",
    "real": "an Int as a Real",
    "length": "number of elements",
    "sum": "sum of all elements",
    "product": "product of all elements",
    "mean": "arithmetic mean",
    "minimum": "smallest element",
    "maximum": "largest element",
    "log_sum_exp": "log Σ exp(x)",
    "softmax": "exp(x) / Σ exp(x)",
    "normalize": "x / Σ x",
    "cumulative_sum": "sums of the first 1, 2, … elements",
    "vector": "a List as a Vector",
    "list": "a Vector as a List",
    "zeros": "n zeros",
    "ones": "n ones",
    "constant": "n times x",
    "slice": "elements from one place up to, not including, another",
    "dot": "inner product",
    "outer": "outer product",
    "matrix": "the matrix with these rows",
    "rows": "number of rows",
    "columns": "number of columns",
    "column": "column j",
    "transpose": "transpose",
    "inverse": "inverse",
    "cholesky": "lower triangular L with L @ transpose(L) = m",
    "identity_matrix": "n by n identity",
    "diagonal_matrix": "the matrix with this diagonal",
    "diagonal": "the diagonal",
    "log_determinant": "log |det m|",
    "cons": "the list with x in front",
    "log_density": "log density or mass of a distribution at a value",
    "solve": "solve(a, b) = inverse(a) @ b",
    "solve_lower": "the same for a lower triangular a",
    "pi": "π",
    "infinity": "∞",
}
"""What each built-in means, for the reference."""
