"""`Traced`: its laws and its strong invariant, exactly; the paper's weaker one, and what follows from it."""

from __future__ import annotations

import copy
from collections.abc import Callable
from fractions import Fraction as F
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quasiborel.inference.kernels import prefix
from quasiborel.qbs.distributions import FAMILIES
from quasiborel.qbs.enumerator import Enumerator
from quasiborel.qbs.interpret import interpret
from quasiborel.qbs.kind import KindError
from quasiborel.qbs.list_t import ListT
from quasiborel.qbs.meaning import MASS
from quasiborel.qbs.measure import Mass
from quasiborel.qbs.population import Population
from quasiborel.qbs.probability import Probability
from quasiborel.qbs.program import Draw, Effect, Return, Score
from quasiborel.qbs.representation import Done, More
from quasiborel.qbs.sampler import Sampler, run
from quasiborel.qbs.suspension import Suspension
from quasiborel.qbs.tape import Epoch
from quasiborel.qbs.term import TERM
from quasiborel.qbs.trace import NotAPath, Paths, Trace, appended, joined
from quasiborel.qbs.traced import InvalidTraces, Traced, TracedTerm
from quasiborel.qbs.weight import ONE, ZERO
from quasiborel.qbs.weighted import Weighted

flip, normal = FAMILIES["flip"], FAMILIES["normal"]
SAMPLER, TRACED = Sampler(), Traced(MASS)
few = settings(max_examples=12)

STACKS: list[Any] = [
    TRACED,
    Traced(Enumerator()),
    Traced(Weighted(Sampler())),
    Traced(Population(Probability())),
    Traced(Suspension(MASS)),
    Traced(TRACED),
    Weighted(TRACED),
    Suspension(TRACED),
    Suspension(Traced(Population(Probability()))),
]
every_stack = pytest.mark.parametrize("rep", STACKS, ids=repr)


def is_strong(rep: Any, pair: TracedTerm) -> bool:
    """m_T(a) = w_t ⊙ m(pri t)."""
    return bool(rep.base.meaning(pair.traces) == pair.paths.measure())


def holds(rep: Any, computation: Any, means: Mass) -> bool:
    """The meaning, and the invariant of the pairs where `rep` has them at the top."""
    strong = not isinstance(rep, Traced) or is_strong(rep, computation)
    return strong and rep.meaning(computation) == means


@every_stack
@few
@given(data=st.data())
def test_interpretations_and_binds(rep: Any, programs: Any, data: Any) -> None:
    tree, table = data.draw(programs.trees), data.draw(st.tuples(*[programs.trees] * 3))
    assert holds(rep, interpret(programs.Decision(tree), rep), programs.by_hand(tree))
    bound = rep.bind(programs.denote(tree, rep), lambda x: programs.denote(table[x], rep))
    assert holds(rep, bound, programs.by_hand(tree).bind(lambda x: programs.by_hand(table[x])))


@every_stack
@few
@given(data=st.data(), turns=st.integers(0, 2))
def test_iterations(rep: Any, programs: Any, data: Any, turns: int) -> None:
    table = data.draw(st.tuples(*[programs.short_trees | st.builds(programs.Leaf, st.integers(0, 2))] * 3))

    def body(state: tuple[int, int]) -> Any:
        left, x = state
        if left == 0:
            return rep.ret(Done(x))
        return rep.bind(programs.denote(table[x], rep), lambda y: rep.ret(More((left - 1, y))))

    def by_hand(left: int, x: int) -> Mass:
        return programs.by_hand(table[x]).bind(lambda y: by_hand(left - 1, y)) if left else Mass.point(x)

    assert holds(rep, rep.iterate(body, (turns, 0)), by_hand(turns, 0))


@every_stack
def test_return_sample_and_score(rep: Any) -> None:
    assert holds(rep, rep.ret("x"), Mass.point("x"))
    assert holds(rep, rep.sample(flip(F(1, 3))), Mass({True: F(1, 3), False: F(2, 3)}))
    for weight in (ZERO, F(1, 2), F(3)):
        assert holds(rep, rep.score(weight, "x"), Mass.point("x").scale(weight))


@few
@given(data=st.data())
def test_tmap_keeps_the_invariant(programs: Any, data: Any) -> None:
    """Spawning below the term: two particles of half the weight each."""
    tree = data.draw(programs.trees)
    pop = Population(Probability())
    rep = Traced(pop)
    halves = pop.base.ret(((F(1, 2), ()),) * 2)
    spawned = rep.tmap(lambda a: pop.bind(halves, lambda _: a))(interpret(programs.Decision(tree), rep))
    assert holds(rep, spawned, programs.by_hand(tree))


def test_kinds() -> None:
    assert Traced(Population(Sampler())).kind == Population(Sampler()).kind
    assert not hasattr(Traced, "lift"), "a computation of T has no term"
    for base in (Sampler(), ListT(Sampler()), Probability()):
        with pytest.raises(KindError, match="that can score"):
            Traced(base)  # type: ignore[arg-type]


def test_nobody_makes_a_pair() -> None:
    with pytest.raises(TypeError, match=r"Traced\.checked"):
        TracedTerm(TERM.ret(0), MASS.ret(()))
    pair = TRACED.sample(flip(F(1, 2)))
    with pytest.raises(AttributeError, match="immutable"):
        pair.paths = Paths(TERM.ret(0))
    with pytest.raises(AttributeError, match="immutable"):
        copy.copy(pair)


# --- the paper's counterexample to its own invariant: x, y ~ flip; score(x ? 1 : y ? 9/5 : 1/5); return x
@pytest.fixture
def e6(programs: Any) -> Any:
    leaf, toss, weigh = programs.Leaf, programs.Flip, programs.Weigh
    light, heavy = weigh(F(1, 5), leaf(0)), weigh(F(9, 5), leaf(0))
    tree = toss(F(1, 2), (toss(F(1, 2), (light, heavy)), toss(F(1, 2), (leaf(1), leaf(1)))))
    return interpret(programs.Decision(tree), TERM)


LIGHT = Mass({(False, False): F(1, 2), (True, False): F(1, 4), (True, True): F(1, 4)})
HALVES = Mass({0: F(1, 2), 1: F(1, 2)})


def weakly(term: Any, traces: Mass[Trace]) -> bool:
    """The paper's invariant: traces are paths, and their values have the law that the term gives."""
    paths = Paths(term)
    return all(map(paths.is_path, traces)) and traces.map(paths.value_at) == TERM.meaning(term)


def unchecked(term: Any, traces: Any) -> TracedTerm:
    """A pair made past the check: `Traced.checked` with a meaning that agrees with everything."""

    class Agreeable:
        def __getattr__(self, name: str) -> Any:
            return getattr(MASS, name)

        def meaning(self, _: Any) -> Mass[Any]:
            return Paths(term).measure()

    rep: Any = object.__new__(Traced)
    object.__setattr__(rep, "base", Agreeable())
    pair: TracedTerm = rep.checked(term, traces)
    return pair


def test_under_the_weak_invariant_the_kernel_moves_the_meaning(e6: Any) -> None:
    """All the mass of 0 on its light trace: (1/2, 1/2) becomes (7/15, 8/15), as printed in no paper."""
    assert weakly(e6, LIGHT)
    pair = unchecked(e6, LIGHT)
    assert TRACED.meaning(pair) == TERM.meaning(e6) == HALVES
    assert TRACED.meaning(TRACED.move(prefix())(pair)) == Mass({0: F(7, 15), 1: F(8, 15)})


def test_the_strong_invariant_refuses_that_pair(e6: Any) -> None:
    with pytest.raises(InvalidTraces) as caught:
        TRACED.checked(e6, LIGHT)
    assert str(caught.value) == (
        "the trace (False, False) must have weight 1/20 = weight of the term × prior, got 1/2"
    )
    right = TRACED.checked(e6, Paths(e6).measure())
    assert weakly(e6, right.traces), "the strong invariant implies the weak one"
    assert TRACED.meaning(TRACED.move(prefix())(right)) == HALVES


@pytest.mark.parametrize(
    ("traces", "where"),
    [
        (Mass({(False, True): F(9, 20), (True, False): F(1, 4), (True, True): F(1, 4)}), (False, False)),
        (Mass({(True,): F(1)}), (True,)),
        (Mass({(False, True, True): F(9, 20)}), (False, True, True)),
    ],
)
def test_traces_that_are_missing_or_no_paths_are_refused(e6: Any, traces: Any, where: Trace) -> None:
    with pytest.raises(InvalidTraces) as caught:
        TRACED.checked(e6, traces)
    assert caught.value.where == where


# --- paths
@pytest.fixture
def paths(programs: Any) -> Paths:
    leaf, toss, weigh = programs.Leaf, programs.Flip, programs.Weigh
    tree = toss(F(1, 3), (weigh(F(2), leaf(0)), toss(F(1), (leaf(1), weigh(F(0), leaf(2))))))
    return Paths(interpret(programs.Decision(tree), TERM))


def test_paths(paths: Paths) -> None:
    assert paths.is_path((False,))
    assert paths.is_path((True, True))
    assert not paths.is_path((True, False)), "probability zero"
    assert not paths.is_path((True,)), "too short"
    assert not paths.is_path((False, True)), "too long"
    assert not paths.is_path(("heads",)), "no value of this draw"
    assert (paths.weight_at((False,)), paths.value_at((False,))) == (2, 0)
    assert (paths.weight_at((True, False)), paths.value_at((True, False))) == (1, 1)
    assert paths.weight_at((True, True)) == 0
    assert paths.density_at((False,)) == F(4, 3)
    assert [str(law) for law in paths.leaf((True, True)).laws] == ["flip(1/3)", "flip(1)"]
    assert paths.measure() == Mass({(False,): F(4, 3)})


@pytest.mark.parametrize(
    ("trace", "message"),
    [
        ((), "the trace () is no path: at draw 0 the term draws from flip(1/3)"),
        ((True,), "the trace (True,) is no path: at draw 1 the term draws from flip(1)"),
        ((False, True), "the trace (False, True) is no path: at draw 1 the term has ended"),
    ],
)
def test_a_trace_that_is_no_path_is_refused(paths: Paths, trace: Trace, message: str) -> None:
    with pytest.raises(NotAPath) as caught:
        paths.leaf(trace)
    assert str(caught.value) == message


def test_the_prior_puts_every_value_on_the_trace(paths: Paths) -> None:
    """Figure 13c as printed forgets them, so that every trace would be ()."""
    prior = SAMPLER.meaning(paths.prior_path())
    assert prior == Mass({(False,): F(2, 3), (True, True): F(1, 3)})
    assert SAMPLER.meaning(paths.prior_path((True,))) == Mass.point((True, True))
    assert SAMPLER.meaning(paths.subterm((True,))) == Mass.point((ZERO, paths.value_at((True, True))))
    with pytest.raises(NotAPath):
        paths.prior_path((False, True, True))


@given(st.lists(st.lists(st.integers(), max_size=4).map(tuple), max_size=40))
def test_chunks(pieces: list[Trace]) -> None:
    chunks: tuple[Trace, ...] = ()
    for piece in pieces:
        chunks = appended(chunks, piece)
    assert joined(chunks) == sum(pieces, ())
    lengths = [len(chunk) for chunk in chunks]
    assert lengths == sorted(set(lengths), reverse=True)
    assert 0 not in lengths


class Countdown:
    """n draws, with a score after each."""

    outputs = ()

    def __init__(self, n: int) -> None:
        self.n = n

    def start(self) -> Any:
        return ("draw", self.n)

    def step(self, state: Any) -> Effect:
        what, left = state
        if left == 0:
            return Return("end")
        return Draw(normal(0.0, 1.0), left) if what == "draw" else Score(ONE, ("draw", left - 1))

    def resume(self, state: int, drawn: float) -> Any:
        return ("score", state)

    def exact(self) -> Countdown:
        return self


def test_long_traces_use_no_stack() -> None:
    n = 20_000
    rep = Traced(Weighted(Sampler()))
    pair = rep.move(prefix())(interpret(Countdown(n), rep))
    weight, trace = run(pair.traces, Epoch(0, 0).tape(0))
    assert (weight, len(trace)) == (1, n)
    assert pair.paths.value_at(trace) == "end"
    assert pair.paths.is_path(trace)


def test_binds_nested_to_the_left_use_no_stack() -> None:
    pair = TRACED.sample(flip(F(1)))
    for _ in range(5000):
        pair = TRACED.bind(pair, TRACED.ret)
    assert TRACED.meaning(pair) == Mass.point(True)


# --- wrong twins: each breaks the meaning or the invariant on one small program
def twin(**methods: Callable[..., Any]) -> Any:
    return type("Twin", (Traced,), {"__slots__": (), **methods})(MASS)


def with_traces(change: Callable[[TracedTerm], Any]) -> Any:
    """Interpretations whose term is right and whose traces are changed."""

    def iterate(self: Traced, body: Any, state: Any) -> TracedTerm:
        pair = Traced.iterate(self, body, state)
        return unchecked(pair.paths.term, change(pair))

    return twin(iterate=iterate)


TWINS: dict[str, tuple[Any, set[str]]] = {
    "control": (twin(), set()),
    "scores forgotten by the traces": (
        twin(score=lambda self, w, x=(): unchecked(TERM.score(w, x), MASS.ret(()))),
        {"meaning", "strong"},
    ),
    "scores counted twice by the traces": (
        twin(score=lambda self, w, x=(): unchecked(TERM.score(w, x), MASS.score(w * w, ()))),
        {"meaning", "strong"},
    ),
    "draws from another law": (
        twin(
            sample=lambda self, d: unchecked(TERM.sample(d), MASS.sample(flip(F(1, 2))).map(lambda x: (x,)))
        ),
        {"meaning", "strong"},
    ),
    "scores doubled by the traces": (
        twin(score=lambda self, w, x=(): unchecked(TERM.score(w, x), MASS.score(w, ()).scale(2))),
        {"meaning", "strong"},
    ),
    "traces of the prior": (
        with_traces(lambda pair: SAMPLER.meaning(pair.paths.prior_path())),
        {"meaning", "strong"},
    ),
    "all mass of a value on its first trace": (
        with_traces(lambda pair: first_of_each(pair)),
        {"strong"},
    ),
    "the last draw left off": (
        with_traces(lambda pair: pair.traces.map(lambda trace: trace[:-1])),
        {"path", "strong"},
    ),
    "draws in reverse": (
        with_traces(lambda pair: pair.traces.map(lambda trace: trace[::-1])),
        {"meaning", "strong"},
    ),
}


def first_of_each(pair: TracedTerm) -> Mass[Trace]:
    """The weak invariant and no more: one trace for each value."""
    first: dict[Any, Trace] = {}
    for trace in pair.traces:
        first.setdefault(pair.paths.value_at(trace), trace)
    chosen: Mass[Trace] = pair.traces.map(lambda trace: first[pair.paths.value_at(trace)])
    return chosen


@pytest.mark.parametrize("name", TWINS)
def test_wrong_twins_are_found(name: str, programs: Any) -> None:
    leaf, toss, weigh = programs.Leaf, programs.Flip, programs.Weigh
    tree = toss(
        F(1, 3),
        (
            toss(F(1, 4), (weigh(F(2), leaf(0)), weigh(F(5), leaf(1)))),
            toss(F(1, 5), (leaf(0), weigh(F(3), leaf(0)))),
        ),
    )
    rep, broken = TWINS[name]
    pair = interpret(programs.Decision(tree), rep)
    checks = {
        "meaning": lambda: rep.meaning(pair) == programs.by_hand(tree),
        "strong": lambda: is_strong(rep, pair),
    }
    found = set()
    for check, passes in checks.items():
        try:
            found |= set() if passes() else {check}
        except NotAPath:
            found.add("path")
    assert found == broken
