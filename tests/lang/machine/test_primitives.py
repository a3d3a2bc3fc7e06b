"""The table of primitives: complete, and each entry what its name says."""

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special

from quasiborel.lang.primitives.elementary import ELEMENTARY
from quasiborel.lang.primitives.fault import PrimitiveError
from quasiborel.lang.primitives.table import implementation
from quasiborel.lang.types.families import signatures
from quasiborel.lang.types.show_type import show_type
from quasiborel.lang.types.signatures import FUNCTIONS, OPERATORS, A, Signature
from quasiborel.lang.types.types import INT, REAL, Con, Type, list_of
from quasiborel.lang.values.values import Data, list_from
from quasiborel.qbs.distributions import FAMILIES

F = Fraction


def do(name: str, types: str, *arguments: Any, exact: bool = False) -> Any:
    return implementation(name, tuple(types.split()), exact=exact)(*arguments)


def instances(signature: Signature) -> list[tuple[str, ...]]:
    """The argument types with several types in the place of A."""

    def put(type_: Type, inside: Type) -> Type:
        if type_ is A:
            return inside
        if isinstance(type_, Con):
            return Con(type_.name, tuple(put(t, inside) for t in type_.arguments))
        return type_

    choices = (INT, REAL, list_of(REAL), Con("Expr"))
    return [tuple(show_type(put(t, inside)) for t in signature.parameters) for inside in choices]


@pytest.mark.parametrize("exact", [False, True])
def test_every_signature_is_implemented(exact: bool) -> None:
    for name, overloads in (OPERATORS | FUNCTIONS | signatures()).items():
        for signature in overloads:
            for types in instances(signature):
                assert callable(implementation(name, types, exact=exact)), (name, types)


def test_unknown_names_are_refused() -> None:
    with pytest.raises(KeyError):
        implementation("no_such_function", ("Real",), exact=False)


ELEMENTWISE: dict[str, tuple[Any, Sequence[float]]] = {
    "exp": (np.exp, (-800.0, -1.0, 0.0, 1e-20, 700.0)),
    "log": (np.log, (1e-320, 0.5, 1.0, 1e300)),
    "log1p": (np.log1p, (-0.999, 1e-20, 5.0)),
    "expm1": (np.expm1, (-40.0, 1e-20, 5.0)),
    "sqrt": (np.sqrt, (0.0, 2.0, 1e300)),
    "sin": (np.sin, (-3.0, 0.0, 100.0)),
    "cos": (np.cos, (-3.0, 0.0, 100.0)),
    "tan": (np.tan, (-3.0, 0.0, 1.0)),
    "asin": (np.arcsin, (-1.0, 0.3, 1.0)),
    "acos": (np.arccos, (-1.0, 0.3, 1.0)),
    "atan": (np.arctan, (-10.0, 0.3, 1e10)),
    "sinh": (np.sinh, (-3.0, 1e-10, 300.0)),
    "cosh": (np.cosh, (-3.0, 0.0, 300.0)),
    "tanh": (np.tanh, (-30.0, 1e-10, 3.0)),
    "inv_logit": (special.expit, (-800.0, -30.0, 0.0, 30.0, 800.0)),
    "logit": (special.logit, (1e-300, 0.1, 0.4999999, 0.6, 1 - 2.0**-53)),
    "log_gamma": (special.gammaln, (1e-10, 0.5, 3.0, -1.5, 1e10)),
    "log1p_exp": (lambda x: np.logaddexp(0.0, x), (-800.0, -30.0, 0.0, 30.0, 800.0)),
    "normal_cdf": (special.ndtr, (0.0, 0.5, 5.0)),
}


def test_the_table_of_elementary_functions_is_tested() -> None:
    assert {name for name, types in ELEMENTARY if types == ("Vector",)} == set(ELEMENTWISE)


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_elementary_functions_agree_with_scipy(name: str) -> None:
    reference, points = ELEMENTWISE[name]
    expected = pytest.approx([float(reference(x)) for x in points], rel=4e-15, abs=1e-300)
    assert [do(name, "Real", x) for x in points] == expected
    assert list(do(name, "Vector", tuple(map(Fraction, points)))) == expected


@pytest.mark.parametrize("x", [-37.0, -20.0, -5.0, -1.0])
def test_normal_cdf_in_the_tail_is_as_accurate_as_its_condition_allows(x: float) -> None:
    exact = mpmath.ncdf(mpmath.mpf(x))
    condition = 2.0 + x * x  # of log Φ at x < 0, and a rounding of the result
    assert abs(do("normal_cdf", "Real", x) / exact - 1) <= condition * 2.0**-52


@pytest.mark.parametrize(
    ("name", "argument", "value"),
    [
        ("exp", 1e4, math.inf),
        ("exp", -math.inf, 0.0),
        ("exp", Fraction(-(10**400)), 0.0),
        ("expm1", -1e4, -1.0),
        ("sinh", -1e4, -math.inf),
        ("cosh", -1e4, math.inf),
        ("log", 0.0, -math.inf),
        ("log", math.inf, math.inf),
        ("log1p", -1.0, -math.inf),
        ("logit", 0.0, -math.inf),
        ("logit", 1.0, math.inf),
        ("log_gamma", 1e306, math.inf),
        ("log1p_exp", math.inf, math.inf),
    ],
)
def test_limits(name: str, argument: Any, value: float) -> None:
    assert do(name, "Real", argument) == value


BAD: list[tuple[str, str, tuple[Any, ...], str]] = [
    ("log", "Real", (-1.0,), "log needs a number >= 0, found -1.0"),
    ("log1p", "Real", (-2.0,), "log1p needs"),
    ("sqrt", "Real", (-1.0,), "sqrt needs"),
    ("sqrt", "Vector", ((1.0, -1.0),), "sqrt needs"),
    ("asin", "Real", (1.5,), "asin needs"),
    ("logit", "Real", (1.5,), "logit needs"),
    ("log_gamma", "Real", (-2.0,), "log_gamma needs"),
    ("sin", "Real", (math.inf,), "sin needs a finite number"),
    ("floor", "Real", (math.inf,), "floor needs a finite number, found infinity"),
    ("/", "Real Real", (1.0, 0.0), "division by zero"),
    ("/", "Real Real", (0.0, 0.0), "division by zero"),
    ("/", "Vector Real", ((1.0,), 0.0), "division by zero"),
    ("//", "Int Int", (1, 0), "division by zero"),
    ("%", "Int Int", (1, 0), "division by zero"),
    ("^", "Int Int", (2, -1), "exponent >= 0, found -1"),
    ("^", "Int Int", (3, 10**9), "bits"),
    ("^", "Real Int", (0.0, -1), "negative power"),
    ("^", "Real Real", (0.0, -0.5), "negative power"),
    ("^", "Real Real", (-8.0, 1 / 3), "whole power"),
    ("-", "Real Real", (math.inf, math.inf), "infinity - infinity is not a number"),
    ("*", "Real Real", (0.0, math.inf), "not a number"),
    ("+", "Vector Vector", ((1.0,), (1.0, 2.0)), "equal length, found 1 and 2"),
    ("*", "Matrix Matrix", (((1.0,),), ((1.0, 2.0),)), "1x1 and 1x2"),
    ("[]", "List[Int] Int", (list_from([1]), 1), "an index from 0 to 0, found 1"),
    ("[]", "List[Int] Int", (list_from([1]), -1), "found -1"),
    ("[]", "List[Int] Int", (list_from([]), 0), "empty"),
    ("[]", "Vector Int", ((1.0,), -1), "found -1"),
    ("[]", "Matrix Int", (((1.0,),), 1), "1 rows"),
    ("[]", "Matrix Int Int", (((1.0,),), 0, 1), "1 columns"),
    ("mean", "Vector", ((),), "at least one element"),
    ("minimum", "List[Int]", (list_from([]),), "at least one element"),
    ("maximum", "Vector", ((),), "at least one element"),
    ("normalize", "Vector", ((0.0, 0.0),), "sum > 0"),
    ("normalize", "Vector", ((2.0, -1.0),), "elements >= 0"),
    ("softmax", "Vector", ((),), "above -infinity"),
    ("softmax", "Vector", ((math.inf,),), "below infinity"),
    ("zeros", "Int", (-1,), "length >= 0"),
    ("slice", "Vector Int Int", ((1.0, 2.0), 1, 3), "stop <= 2, found 1 and 3"),
    ("dot", "Vector Vector", ((1.0,), ()), "equal length"),
]


@pytest.mark.parametrize(("name", "types", "arguments", "message"), BAD)
def test_domain_errors_say_what_is_wrong(
    name: str, types: str, arguments: tuple[Any, ...], message: str
) -> None:
    with pytest.raises(PrimitiveError, match=message):
        do(name, types, *arguments)


RATIONALS = st.fractions(min_value=-10, max_value=10, max_denominator=20)


@given(RATIONALS, RATIONALS, st.integers(-3, 6))
def test_rationals_stay_rational(x: Fraction, y: Fraction, n: int) -> None:
    assert do("+", "Real Real", x, y, exact=True) == x + y
    assert do("-", "Real Real", x, y, exact=True) == x - y
    assert do("*", "Real Real", x, y, exact=True) == x * y
    results = [do("max", "Real Real", x, y, exact=True), do("abs", "Real", x, exact=True)]
    if y:
        results.append(do("/", "Real Real", x, y, exact=True))
        assert results[-1] * y == x
    if x or n >= 0:
        assert do("^", "Real Int", x, n, exact=True) == x**n
        assert do("^", "Real Real", x, Fraction(n), exact=True) == x**n
        results.append(do("^", "Real Int", x, n, exact=True))
    assert all(isinstance(result, Fraction) for result in results)
    assert do("<", "Real Real", x, y, exact=True) is (x < y)
    assert do("floor", "Real", x, exact=True) == math.floor(x)


@given(st.lists(RATIONALS, min_size=1, max_size=6))
def test_rational_summaries(xs: list[Fraction]) -> None:
    vector, ones = tuple(xs), (Fraction(1),) * len(xs)
    assert do("sum", "Vector", vector, exact=True) == sum(xs)
    assert do("sum", "List[Real]", list_from(xs), exact=True) == sum(xs)
    assert do("product", "Vector", vector, exact=True) == math.prod(xs)
    assert do("mean", "Vector", vector, exact=True) == Fraction(sum(xs), len(xs))
    assert do("dot", "Vector Vector", vector, ones, exact=True) == sum(xs)
    assert do("cumulative_sum", "Vector", vector, exact=True)[-1] == sum(xs)
    assert do("square", "Vector", vector, exact=True) == tuple(x * x for x in xs)
    positive = tuple(abs(x) + 1 for x in xs)
    assert do("normalize", "Vector", positive, exact=True) == tuple(x / sum(positive) for x in positive)


def test_an_int_becomes_the_real_of_the_run() -> None:
    for exact, kind in ((False, float), (True, Fraction)):
        results = [
            do("real", "Int", 3, exact=exact),
            *do("vector", "List[Int]", list_from([1, 2]), exact=exact),
            *do("ones", "Int", 1, exact=exact),
            *do("zeros", "Int", 1, exact=exact),
            do("sum", "Vector", (), exact=exact),
            do("product", "List[Real]", list_from([]), exact=exact),
            do("identity_matrix", "Int", 1, exact=exact)[0][0],
        ]
        assert list(map(type, results)) == [kind] * len(results)


def test_floats_overflow_to_infinity() -> None:
    assert do("^", "Real Int", 10.0, 400) == math.inf
    assert do("^", "Real Int", -10.0, 401) == -math.inf
    assert do("^", "Real Int", 0.5, 10**400) == 0.0
    assert do("^", "Real Int", -1.0, 10**400 + 1) == -1.0
    assert do("^", "Real Real", 10.0, 400.0) == math.inf
    assert do("^", "Real Real", -10.0, 401.0) == -math.inf
    assert do("*", "Real Real", 1e300, -1e300) == -math.inf
    assert do("sum", "Vector", (1e308, 1e308, 1e308)) == math.inf
    assert do("^", "Real Int", F(10), 400, exact=True) == F(10) ** 400


def test_sums_of_floats_are_rounded_once() -> None:
    assert do("sum", "Vector", (1e16, 1.0, -1e16)) == 1.0
    assert do("dot", "Vector Vector", (1e16, 1.0, 1e16), (1.0, 1.0, -1.0)) == 1.0
    assert do("sum", "List[Real]", list_from([0.1] * 10)) == 1.0


def test_integers_floor_and_grow() -> None:
    assert (do("//", "Int Int", -7, 2), do("%", "Int Int", -7, 2)) == (-4, 1)
    assert do("^", "Int Int", 2, 200) == 2**200
    assert do("^", "Int Int", -1, 10**12) == 1
    assert do("sum", "List[Int]", list_from([2**70, 1])) == 2**70 + 1
    assert [do("round", "Real", x) for x in (0.5, 1.5, -2.5, 2.6)] == [0, 2, -2, 3]
    assert (do("floor", "Real", -0.5), do("ceil", "Real", -0.5)) == (-1, 0)


def test_vectors_and_matrices_by_place() -> None:
    v, m = (1.0, 2.0), ((1.0, 2.0), (3.0, 4.0))
    assert do("-", "Vector Real", v, 1.0) == (0.0, 1.0)
    assert do("-", "Real Vector", 1.0, v) == (0.0, -1.0)
    assert do("/", "Vector Vector", v, (2.0, 4.0)) == (0.5, 0.5)
    assert do("-", "Real Matrix", 1.0, m) == ((0.0, -1.0), (-2.0, -3.0))
    assert do("/", "Matrix Real", m, 2.0) == ((0.5, 1.0), (1.5, 2.0))
    assert do("*", "Matrix Matrix", m, m) == ((1.0, 4.0), (9.0, 16.0))
    assert do("^", "Vector Int", v, 3) == (1.0, 8.0)
    assert do("negate", "Matrix", m) == ((-1.0, -2.0), (-3.0, -4.0))
    assert do("slice", "Vector Int Int", (1.0, 2.0, 3.0), 1, 3) == (2.0, 3.0)
    assert do("list", "Vector", v) == list_from([1.0, 2.0])


def test_log_sum_exp_and_softmax() -> None:
    xs = (-1000.0, -1001.0, 3.0)
    assert do("log_sum_exp", "Vector", xs) == pytest.approx(special.logsumexp(xs), rel=1e-15)
    assert do("log_sum_exp", "List[Real]", list_from([])) == -math.inf
    assert do("log_sum_exp", "Vector", (-math.inf, -math.inf)) == -math.inf
    assert do("softmax", "Vector", xs) == pytest.approx(tuple(special.softmax(xs)), rel=1e-15)


def test_equality_of_any_type() -> None:
    assert do("==", "Expr Expr", Data("Num", (1.0,)), Data("Num", (1.0,)))
    assert do("!=", "List[Expr] List[Expr]", list_from([Data("A")]), list_from([Data("B")]))
    assert do("==", "(Int,Bool) (Int,Bool)", (1, True), (1, True))
    assert do("==", "Bool Bool", True, True)


def test_lists() -> None:
    assert do("cons", "Int List[Int]", 1, list_from([2])) == list_from([1, 2])
    assert do("length", "List[Expr]", list_from([1, 2])) == 2
    assert do("[]", "List[Expr] Int", list_from("abc"), 2) == "c"


def test_distributions_take_and_give_lists() -> None:
    many = do("poisson", "Vector", (1.0, 2.0))
    x = list_from([3, 4])
    assert many.from_uniforms([0.5, 0.5]) == list_from([1, 2])
    assert many.log_density(x) == sum(
        FAMILIES["poisson"](rate).log_density(k) for rate, k in ((1.0, 3), (2.0, 4))
    )
    assert many.support.contains(x)
    assert not many.support.contains((3, 4))
    assert hash(many) == hash(do("poisson", "Vector", (1.0, 2.0)))
    assert many == do("poisson", "Vector", (1.0, 2.0))
    flips = do("flip", "Vector", (F(1, 2), F(1, 3)), exact=True)
    assert dict(flips.enumerate()) == {
        list_from([a, b]): F(1, 2) * (F(1, 3) if b else F(2, 3)) for a in (False, True) for b in (False, True)
    }
    assert flips.density(list_from([True, True])) == F(1, 6)
    assert (flips.finite, flips.discrete, flips.num_uniforms) == (True, True, 2)
    binomials = do("binomial", "List[Int] Real", list_from([3, 4]), 0.5)
    assert binomials.from_uniforms([0.5, 0.5]) == list_from([1, 2])


def test_distributions_on_vectors_and_values_stay_as_they_are() -> None:
    normals = do("normal", "Vector Real", (0.0, 1.0), 1.0)
    assert normals.from_uniforms([0.5, 0.5]) == (0.0, 1.0)
    value = list_from([1, 2])
    assert do("dirac", "List[Int]", value).from_uniforms([]) == value
    assert do("log_density", "Dist[Real] Real", FAMILIES["normal"](0.0, 1.0), 0.0) == pytest.approx(
        -0.9189385332046727
    )
