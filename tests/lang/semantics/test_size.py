"""Deep recursion, long lists, and what has no end: it works, or it meets a limit that says so."""

from collections.abc import Callable
from fractions import Fraction
from math import comb
from typing import Any

import pytest

from quasiborel.inference.run import run
from quasiborel.lang.errors.runtime import LimitFault
from quasiborel.lang.model import loads
from quasiborel.qbs.meaning import EnumerationLimit

F = Fraction
Law = Callable[..., dict[str, Fraction]]
Value = Callable[..., str]

MILLION = 1_000_000
COUNT = "fn sum_to(n: Int) -> Int { if n == 0 { 0 } else { n + sum_to(n - 1) } }"
LOOP = "fn loop(n: Int, total: Int) -> Int { if n == 0 { total } else { loop(n - 1, total + n) } }"
EVEN = """
  fn even(n) { if n == 0 { true } else { odd(n - 1) } }
  fn odd(n) { if n == 0 { false } else { even(n - 1) } }
"""
UNARY = """
  type N = Z | S(N)
  fn build(n: Int, done: N) -> N { if n == 0 { done } else { build(n - 1, S(done)) } }
  fn depth(n: N, done: Int) -> Int { match n { Z => done, S(m) => depth(m, done + 1) } }
"""
POWER = """
  fn power(n: Int, f: Int -> Int) -> (Int -> Int) {
    if n == 0 { f } else { power(n - 1, fn (x) => f(x) + 1) }
  }
"""


@pytest.mark.parametrize(
    ("declarations", "expression", "known"),
    [
        (COUNT, f"sum_to({MILLION})", str(MILLION * (MILLION + 1) // 2)),
        (LOOP, f"loop({MILLION}, 0)", str(MILLION * (MILLION + 1) // 2)),
        (EVEN, f"even({MILLION})", "true"),
        ("", "fold(fn (a, x) => a + x, 0, range(0, 200000))", str(200_000 * 199_999 // 2)),
        ("", f"sum(for x in range(0, {MILLION}) {{ 2 * x }})", str(MILLION * (MILLION - 1))),
        ("", "length(reverse(filter(fn (x) => x % 2 == 0, range(0, 100000))))", "50000"),
        ("", "length(take(100000, range(0, 200000)))", "100000"),
        ("", "{ let xs = range(0, 200000); xs == map(fn (x) => x, xs) }", "true"),
        (UNARY, "depth(build(100000, Z), 0)", "100000"),
        (UNARY, "build(100000, Z) == build(100000, Z)", "true"),
        (POWER, "power(100000, fn (x) => x)(7)", "100007"),
    ],
)
def test_deep_and_long(declarations: str, expression: str, known: str, value: Value) -> None:
    assert value(expression, declarations) == known


@pytest.mark.parametrize(
    ("declarations", "body", "known"),
    [
        (
            "fn f(n: Int) -> Int { if n == 0 { sample bernoulli(1/3) } else { 1 + f(n - 1) } }",
            "return f(100000)",
            {"100000": F(2, 3), "100001": F(1, 3)},
        ),
        (
            UNARY,
            "let x ~ flip(1/3); let n = build(100000, Z); condition(x); return depth(n, 0)",
            {"100000": F(1, 3)},
        ),
        (
            POWER,
            "let f = power(100000, fn (x) => x); let y ~ flip(1/3); return if y { f(1) } else { 0 }",
            {"0": F(2, 3), "100001": F(1, 3)},
        ),
        (
            "",
            "let xs = range(0, 100000); let i ~ discrete_uniform(0, 1); return xs[i] + sum(xs)",
            {"4999950000": F(1, 2), "4999950001": F(1, 2)},
        ),
    ],
)
def test_a_draw_under_a_deep_state(
    declarations: str, body: str, known: dict[str, Fraction], law: Law
) -> None:
    assert law(f"{declarations} model m() {{ {body} }}") == known


@pytest.mark.parametrize(
    "declaration", ["fn f(n: Int) -> Int { f(n + 1) }", "fn f(n: Int) -> Int { 1 + f(n + 1) }"]
)
def test_recursion_without_end_meets_a_limit(
    declaration: str, value: Value, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quasiborel.lang.machine.machine.CALL_LIMIT", 20_000)
    monkeypatch.setattr("quasiborel.lang.machine.machine.FRAME_LIMIT", 10_000)
    with pytest.raises(LimitFault, match=r"does it ever end\?"):
        value("f(0)", declaration)


WAIT = "fn wait(n: Int) -> Int { if sample flip(1/3) { n } else { wait(n + 1) } }"


def explored(body: str, max_states: int) -> tuple[dict[Any, Fraction], Fraction]:
    """What `exact` had found when it met its limit: the finished runs, and their mass."""
    with pytest.raises(EnumerationLimit) as limit:
        run(f"exact(max_states={max_states})", loads(f"{WAIT} model m() {{ {body} }}")())
    mass: Any = limit.value.mass
    assert limit.value.explored == float(mass.total)
    return dict(mass.items()), mass.total


@pytest.mark.parametrize("body", ["return wait(0)", "let n ~ geometric(1/3); return n"])
def test_unbounded_support_gives_what_was_explored(body: str) -> None:
    """The finished values have their exact mass, the first of them are all there."""
    found, total = explored(body, 100)
    for n, weight in found.items():
        assert weight == F(1, 3) * F(2, 3) ** n
    assert set(range(20)) <= set(found)
    assert F(99, 100) < total < 1


def test_more_states_explore_more() -> None:
    masses = [explored("return wait(0)", max_states)[1] for max_states in (20, 40, 80)]
    assert masses[0] < masses[1] < masses[2] < 1


def test_unbounded_recursion_under_a_condition() -> None:
    """P(even n) under the condition approaches 3/5 of the law (2/3)^n / 3."""
    found, total = explored("let n = wait(0); condition(n % 2 == 0); return n", 400)
    assert all(n % 2 == 0 and weight == F(1, 3) * F(2, 3) ** n for n, weight in found.items())
    assert F(3, 5) - F(1, 10**6) < total < F(3, 5)


def test_random_trees_have_catalan_sizes() -> None:
    """P(n inner nodes) = C(n) (3/5)^(n + 1) (2/5)^n; runs that are not finished only add to larger sizes."""
    text = """
    fn grow(open: Int, nodes: Int) -> Int {
      if open == 0 {
        nodes
      } else if sample flip(3/5) {
        grow(open - 1, nodes)
      } else {
        grow(open + 1, nodes + 1)
      }
    }
    model m() { return grow(1, 0) }"""
    with pytest.raises(EnumerationLimit) as limit:
        run("exact(max_states=2000)", loads(text)())
    mass: Any = limit.value.mass
    for n in range(20):
        assert mass[n] == F(comb(2 * n, n), n + 1) * F(3, 5) ** (n + 1) * F(2, 5) ** n


def test_two_infinite_draws_are_explored_fairly() -> None:
    text = "model m() { let a ~ geometric(1/2); let b ~ geometric(1/2); condition(a + b == 3); return a }"
    with pytest.raises(EnumerationLimit) as limit:
        run("exact(max_states=5000)", loads(text)())
    assert dict(limit.value.mass.items()) == {a: F(1, 2**5) for a in range(4)}


def test_a_run_that_never_ends_has_no_mass() -> None:
    text = "fn f() -> Int { let x ~ flip(1/2); condition(x); f() } model m() { return f() }"
    with pytest.raises(EnumerationLimit) as limit:
        run("exact(max_states=100)", loads(text)())
    assert limit.value.mass.total == 0


MOVE = [["7/10", "2/10", "1/10"], ["2/10", "6/10", "2/10"], ["1/10", "3/10", "6/10"]]
SHOW = [["8/10", "1/10", "1/10"], ["1/10", "8/10", "1/10"], ["1/10", "2/10", "7/10"]]
CHAIN = f"""
fn row(rows: List[Vector], i: Int) -> Dist[Int] {{ categorical(rows[i]) }}
model chain(ys: List[Int]) {{
  let move: List[Vector] = [{", ".join(f"[{', '.join(r)}]" for r in MOVE)}];
  let show: List[Vector] = [{", ".join(f"[{', '.join(r)}]" for r in SHOW)}];
  let first ~ discrete_uniform(0, 2);
  let last = fold(
    fn (x, y) => {{
      let next ~ row(move, x);
      observe y ~ row(show, next);
      next
    }},
    first,
    ys,
  );
  return last
}}
"""


def test_a_hidden_chain_of_200_steps_is_a_forward_pass() -> None:
    """3 states, 200 symbols: exact rationals by 1,800 states in place of 3^200 paths."""
    ys = [(t * t // 3 + t // 7) % 3 for t in range(200)]
    alpha = [F(1, 3)] * 3
    for y in ys:
        alpha = [sum(alpha[i] * F(MOVE[i][j]) for i in range(3)) * F(SHOW[j][y]) for j in range(3)]
    result = run("exact(max_states=1900)", loads(CHAIN)(ys=ys))
    assert result.arithmetic == "rational"
    assert result.probabilities("last") == {j: weight / sum(alpha) for j, weight in enumerate(alpha)}
