"""What types programs get, and which programs get none: literals, widening, effects, generality, patterns."""

import pytest

from quasiborel.lang import Errors, LanguageError, loads
from quasiborel.lang.errors.patterns import NotExhaustive

MODEL = "\nmodel m() { return 1 }"


def type_of(program: str, name: str = "f") -> str:
    return loads(program + MODEL).signatures()[name]


def mistakes(program: str) -> list[LanguageError]:
    with pytest.raises(Errors) as raised:
        loads(program + MODEL)
    return list(raised.value.errors)


WELL_TYPED = {
    "literals": [
        ("fn f(x: Real) { x + 1 }", "Real -> Real"),
        ("fn f(n: Int) { n + 1 }", "Int -> Int"),
        ("fn f(n: Int) { n + 0.5 }", "Int -> Real"),
        ("fn f() { let x = 3; let y: Real = x; let z: Int = x; y + z }", "() -> Real"),
        ("fn f() { let x = 3; let v: Vector = [x, x]; v[x] }", "() -> Real"),
        ("fn f(b: Bool) { if b { 1 } else { 2.5 } }", "Bool -> Real"),
        ("fn f() { let p: Option[Real] = Some(1); p }", "() -> Option[Real]"),
        ("fn f(xs: List[Real]) { fold(fn (s, x) => s + x, 0, xs) }", "List[Real] -> Real"),
        ("fn f(xs: List[Int]) { fold(fn (s, x) => s + x / 2, 0, xs) }", "List[Int] -> Real"),
    ],
    "division": [
        ("fn f(n: Int) { n / 2 }", "Int -> Real"),
        ("fn f(n: Int) { n // 2 }", "Int -> Int"),
        ("fn f(n: Int) { n ^ 2 }", "Int -> Int"),
        ("fn f(n: Int) { n ^ 0.5 }", "Int -> Real"),
    ],
    "widening": [
        ("fn f(n: Int) -> Real { n }", "Int -> Real"),
        ("fn f(n: Int) -> List[Real] { [n] }", "Int -> List[Real]"),
        ("fn f(n: Int) -> (Real, Real) { (n, n) }", "Int -> (Real, Real)"),
        ("fn f(n: Int) -> { a: Real } { { a: n } }", "Int -> { a: Real }"),
        ("fn f(b: Bool, n: Int, x: Real) { if b { n } else { x } }", "(Bool, Int, Real) -> Real"),
        ("fn f(n: Int, x: Real) { match n { 0 => n, _ => x } }", "(Int, Real) -> Real"),
        ("fn f(n: Int, x: Real) { [n, x] }", "(Int, Real) -> List[Real]"),
        ("fn f(n: Int, x: Real) { n == x }", "(Int, Real) -> Bool"),
        ("fn f(n: Int) { let g: Int -> Real = fn (k) => k; g(n) }", "Int -> Real"),
        ("fn f(n: Int) { tabulate(n, fn (i) => if i > 0 { i } else { 1 }) }", "Int -> Vector"),
        (
            "fn f(x: Real, n: Int) -> Real { if n == 0 { x } else { f(n, n - 1) } }",
            "(Real, Int) -> Real",
        ),
    ],
    "vectors": [
        ("fn f() { let v: Vector = [1, 2, 3]; v }", "() -> Vector"),
        ("fn f() { dot([1, 2], [3, 4]) }", "() -> Real"),
        ("fn f(v: Vector) { 2 * v + 1 }", "Vector -> Vector"),
        ("fn f(m: Matrix, v: Vector) { m @ v }", "(Matrix, Vector) -> Vector"),
        ("fn f() { multivariate_normal([0, 0], matrix([[1, 0], [0, 1]])) }", "() -> Dist[Vector]"),
        ("fn f(v: Vector) { normal(v, 1) }", "Vector -> Dist[Vector]"),
        ("fn f(n: List[Int]) { binomial(n, 0.5) }", "List[Int] -> Dist[List[Int]]"),
        ("fn f(v: Vector) { for x in v { x } }", "Vector -> List[Real]"),
    ],
    "functions last": [
        ("fn f(ps: List[{ a: Int, b: Real }]) { map(fn (p) => p.a * p.b, ps) }", None),
        ("fn f(xs: List[Real]) { map(fn ((i, x)) => i * x, enumerate(xs)) }", "List[Real] -> List[Real]"),
        ("fn f(xs: List[Int]) { filter(fn (x) => x > 1, xs) }", "List[Int] -> List[Int]"),
        ("fn f(xs: List[Int]) { map(sqrt, xs) }", "List[Int] -> List[Real]"),
    ],
    "records": [
        ("fn f(p: { b: Real, a: Int }) { p.a + p.b }", "{ a: Int, b: Real } -> Real"),
        ("fn f() { let { a, b } = { a: 1, b: true }; b }", "() -> Bool"),
        ("fn f(p: (Int, Real), q: (Int, Real)) { p == q }", "((Int, Real), (Int, Real)) -> Bool"),
    ],
    "effects": [
        ("fn f() { sample normal(0, 1) }", "() ~> Real"),
        ("fn f(x: Real) { observe x ~ normal(0, 1); }", "Real ~> Unit"),
        ("fn f(b: Real) { score b; }", "Real ~> Unit"),
        ("fn f() { fn (x: Real) => sample normal(x, 1) }", "() -> Real ~> Real"),
        ("fn f(xs: List[Real]) { map(fn (x) => sample normal(x, 1), xs) }", "List[Real] ~> List[Real]"),
        ("fn f(xs: List[Real]) { map(fn (x) => x + 1, xs) }", "List[Real] -> List[Real]"),
        ("fn f() { for i in range(0, 3) { let x ~ normal(0, 1); x } }", "() ~> List[Real]"),
        ("fn f(g: Real -> Real) { g(1) }", "(Real -> Real) -> Real"),
        ("fn f(b: Bool) { let g = if b { sqrt } else { exp }; g(2.0) }", "Bool -> Real"),
        (
            "fn f(b: Bool) -> (Real ~> Real) { if b { sqrt } else { fn (x) => sample normal(x, 1) } }",
            "Bool -> Real ~> Real",
        ),
    ],
    "memo": [
        ("fn f() { memo(fn (n: Int) => sample normal(n, 1)) }", "() ~> Int -> Real"),
        ("fn f() { let g = memo(fn (t: (Int, Bool)) => sample flip(0.5)); g((1, true)) }", "() ~> Bool"),
        ("fn f() { memo(fn (xs: List[Option[Int]]) => length(xs)) }", "() ~> List[Option[Int]] -> Int"),
    ],
    "observations": [
        ("fn f(xs: List[Int]) { observe xs ~ poisson(3); }", "List[Int] ~> Unit"),
        ("fn f(xs: List[Bool]) { observe xs ~ flip(0.5); }", "List[Bool] ~> Unit"),
        ("fn f(v: Vector) { observe v ~ normal(0, 1); }", "Vector ~> Unit"),
        ("fn f(v: Vector) { observe v ~ normal(v, 1); }", "Vector ~> Unit"),
        ("fn f(n: Int) { observe n ~ normal(0, 1); }", "Int ~> Unit"),
    ],
    "recursion": [
        ("fn f(n: Int) -> Bool { if n == 0 { true } else { g(n - 1) } } fn g(n: Int) { !f(n) }", None),
        ("fn f(n: Int) { fn go(k, acc) { if k == 0 { acc } else { go(k - 1, 2 * acc) } } go(n, 1.0) }", None),
        ("fn f(g) { fn go(x) { g(go)(x) } go }", "((a -> b) -> a -> b) -> a -> b"),
    ],
}


@pytest.mark.parametrize(
    ("program", "type_"),
    [case for cases in WELL_TYPED.values() for case in cases],
    ids=[f"{area}: {program}" for area, cases in WELL_TYPED.items() for program, _ in cases],
)
def test_type(program: str, type_: str | None) -> None:
    found = type_of(program)
    assert type_ is None or found == type_


ILL_TYPED = {
    "widening stops at constructors": [
        ("fn f(xs: List[Int]) -> List[Real] { xs }", "QB0301"),
        ("fn f(n: Int) -> Option[Real] { Some(n) }", "QB0301"),
        ("fn g(x: Real) { x } fn f(xs: List[Int]) { map(g, xs) }", "QB0301"),
        ("fn f(x: Real) -> Int { x }", "QB0301"),
        ("fn f(n: Int) { n + 0.5 } fn g(xs: List[Real]) { xs[f(1)] }", "QB0302"),
    ],
    "a draw is not widened": [
        ("fn f() { let x: Real ~ poisson(3); x }", "QB0301"),
        ("fn f(x: Real) { observe x ~ poisson(3); }", "QB0302"),
        ("fn f(xs: List[Real]) { observe xs ~ binomial(3, 0.5); }", "QB0302"),
    ],
    "value restriction": [
        ("fn id(x) { x } fn f(b: Bool) { let g = if b { id } else { id }; (g(1), g(true)) }", "QB0301"),
        ("fn f(g) { (g(1), g(true)) }", "QB0301"),
    ],
    "one type inside": [
        ("fn f(x) { let y = f((x, x)); 1 }", "QB0301"),
        ("fn f(x) { if f(x) { 1 } else { 2 } }", "QB0317"),
        ("fn f(n: Int) -> Real { if n == 0 { 1 } else { f(n, n) } }", "QB0304"),
    ],
    "generality": [
        ("fn f[A](x: A) -> A { 1 }", "QB0312"),
        ("fn f[A, B](x: A, y: B) -> List[A] { [x, y] }", "QB0312"),
        ("fn f(a) { fn g[B](b: B) -> B { a } g(1) }", "QB0312"),
        ("fn f(g: Real -> Real) { g(0) } fn h(k: Real ~> Real) { f(k) }", "QB0403"),
    ],
    "effects": [
        ("fn p(g: Real -> Real) { g(0) } fn f() { p(fn (x) => sample normal(x, 1)) }", "QB0401"),
        ("fn p(g: Real -> Real) { g(0) } fn d(x: Real) { sample normal(x, 1) } fn f() { p(d) }", "QB0401"),
        (
            "fn p(g: Real -> Real) { g(0) } fn a(g) { p(g) } fn f() { a(fn (x) => sample normal(x, 1)) }",
            "QB0401",
        ),
        ("fn f() -> (Real -> Real) { fn (x) => sample normal(x, 1) }", "QB0401"),
        ("fn f() { memo(fn (n: Int) => { factor -1; n }) }", "QB0402"),
    ],
    "equality": [
        ("fn f(g: Int -> Int) { g == g }", "QB0309"),
        ("fn f(x) { x == x } fn g() { f(sqrt) }", "QB0309"),
        ("type T = T(Int -> Int) fn f(x: T) { x == x }", "QB0309"),
        ("fn f(a: Int, b: Bool) { a == b }", "QB0302"),
    ],
    "memo": [
        ("fn f() { memo(fn (x: Real) => sample normal(x, 1)) }", "QB0310"),
        ("fn f() { memo(fn (p: (Int, Real)) => 1) }", "QB0310"),
        ("type T = T(Vector) fn f() { memo(fn (p: T) => 1) }", "QB0310"),
        ("fn f() { memo(fn (g: Int -> Int) => 1) }", "QB0310"),
    ],
    "records have exactly their fields": [
        ("fn f(p: { a: Int }) { p } fn g() { f({ a: 1, b: 2 }) }", "QB0301"),
        ("fn f(p: { a: Int, b: Int }) { p } fn g() { f({ a: 1 }) }", "QB0301"),
        ("fn f(p) { p.a }", "QB0307"),
    ],
    "no set": [
        ("type T = T(T -> Int)", "QB0313"),
        ("type W[A] = W(A -> Int) type T = T(W[T])", "QB0313"),
        ("type A = A(B -> Int) type B = B(A)", "QB0313"),
    ],
}


@pytest.mark.parametrize(
    ("program", "code"),
    [case for cases in ILL_TYPED.values() for case in cases],
    ids=[f"{area}: {program}" for area, cases in ILL_TYPED.items() for program, _ in cases],
)
def test_mistake(program: str, code: str) -> None:
    assert code in {mistake.code for mistake in mistakes(program)}


def test_an_overloaded_function_is_used_at_every_type_it_fits() -> None:
    program = """
    fn double(x) { x + x }
    fn f(n: Int, x: Real, v: Vector, m: Matrix) { (double(n), double(x), double(v), double(m)) }
    """
    assert type_of(program) == "(Int, Real, Vector, Matrix) -> (Int, Real, Vector, Matrix)"
    (mistake,) = mistakes(program + "fn g(b: Bool) { double(b) }")
    assert mistake.code == "QB0302"


def test_a_local_function_may_do_what_its_argument_does() -> None:
    program = """
    fn f() {
      fn twice(g, x) { g(g(x)) }
      (twice(fn (x) => x + 1.0, 0.0), twice(fn (x) => sample normal(x, 1), 0.0))
    }
    """
    assert type_of(program) == "() ~> (Real, Real)"


def test_a_type_with_one_constructor_that_holds_itself_is_checked() -> None:
    assert type_of("type S = S(Int, S) fn f(s: S) { match s { S(n, _) => n } }") == "S -> Int"


COVERED = [
    "fn f(x: Bool) { match x { true => 1, false => 2 } }",
    "fn f(x: Unit) { match x { () => 1 } }",
    "fn f(x: Int) { match x { 0 => 1, -1 => 2, _ => 3 } }",
    "fn f(x: List[Int]) { match x { [] => 0, [_] => 1, [_, _, .._] => 2 } }",
    "fn f(x: Option[Option[Bool]]) { match x { None => 0, Some(None) => 1, Some(Some(_)) => 2 } }",
    "fn f(x: (Bool, Bool)) { match x { (true, _) => 0, (_, true) => 1, (false, false) => 2 } }",
    "fn f(x: { a: Bool, b: Int }) { match x { { a: true, b: _ } => 0, { a: _, b } => b } }",
    "type E = N(Int) | P(E, E) fn f(x: E) { match x { P(N(0), _) => 0, P(_, N(_)) => 1, P(_, _) => 2, _ => 3 "
    "} }",
    "fn f(n: Int, b: Bool) { match (n, b) { (0, true) => 1, (0, _) => 2, (_, true) => 3, (n, _) => n } }",
    "fn f(p: (Int, Bool)) { let (n, b) = p; n }",
]


@pytest.mark.parametrize("program", COVERED)
def test_patterns_that_cover_everything(program: str) -> None:
    type_of(program)


NOT_COVERED = [
    ("fn f(x: Bool) { match x { true => 1 } }", ("false",)),
    ("fn f(x: Int) { match x { 0 => 1, 1 => 2 } }", ("2",)),
    ("fn f(x: List[Int]) { match x { [] => 0, [_] => 1 } }", ("[_, _, .._]",)),
    ("fn f(x: List[Bool]) { match x { [] => 0, [true, .._] => 1 } }", ("[false, .._]",)),
    (
        "fn f(x: (Bool, Bool)) { match x { (true, true) => 0, (false, false) => 1 } }",
        ("(true, false)", "(false, true)"),
    ),
    (
        "fn f(x: Option[Option[Bool]]) { match x { None => 0, Some(Some(true)) => 2 } }",
        ("Some(None)", "Some(Some(false))"),
    ),
    ("fn f(n: Int, b: Bool) { match (n, b) { (0, _) => 1, (_, true) => 3 } }", ("(1, false)",)),
]


@pytest.mark.parametrize(("program", "missing"), NOT_COVERED)
def test_patterns_that_leave_out_some_values(program: str, missing: tuple[str, ...]) -> None:
    (mistake,) = mistakes(program)
    assert isinstance(mistake, NotExhaustive)
    assert mistake.missing == missing


NOT_REACHED = [
    "fn f(x: Bool) { match x { true => 1, false => 2, _ => 3 } }",
    "fn f(x: Int) { match x { 1 => 1, n => 2, 2 => 3 } }",
    "fn f(x: List[Int]) { match x { [x, ..xs] => 1, [] => 2, [x, y] => 3 } }",
    "fn f(x: (Bool, Bool)) { match x { (true, _) => 1, (_, true) => 2, (true, true) => 3, _ => 4 } }",
    "fn f(x: Option[Int]) { match x { Some(0) => 1, Some(_) => 2, Some(1) => 3, None => 4 } }",
]


@pytest.mark.parametrize("program", NOT_REACHED)
def test_arms_that_no_value_reaches(program: str) -> None:
    assert [mistake.code for mistake in mistakes(program)] == ["QB0502"]
