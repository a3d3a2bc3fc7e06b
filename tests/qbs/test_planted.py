"""Wrong twins of the representations: each breaks an equation that the right one satisfies.

A twin is the right class with one method replaced; its other methods call the wrong one.
Twins that differ in what no measure shows are controls: they must pass.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction as F
from typing import Any

import pytest

from quasiborel.qbs.distributions import FAMILIES
from quasiborel.qbs.list_t import ListT, concatenated
from quasiborel.qbs.meaning import MASS
from quasiborel.qbs.measure import Mass
from quasiborel.qbs.program import Return
from quasiborel.qbs.representation import Done, More
from quasiborel.qbs.resumption import Yield
from quasiborel.qbs.sampler import Sampler
from quasiborel.qbs.suspension import Suspension
from quasiborel.qbs.term import TERM, from_term
from quasiborel.qbs.weight import ONE
from quasiborel.qbs.weighted import Weighted

flip = FAMILIES["flip"]


@pytest.fixture(scope="session")
def examples(programs: Any) -> dict[Any, tuple[Any, ...]]:
    """For each representation a program, and where it may go on from 0, 1 and 2."""
    leaf, toss, weigh, split = programs.Leaf, programs.Flip, programs.Weigh, programs.Split
    coin = toss(F(1, 3), (leaf(0), leaf(1)))
    dying = toss(F(1, 4), (leaf(1), weigh(F(0), leaf(1))))
    scores = toss(F(1, 3), (weigh(F(1, 2), weigh(F(1, 3), coin)), dying))
    lists = toss(F(1, 3), (split((leaf(0), coin, split((leaf(2), leaf(2))))), split(())))
    return {
        Weighted(Sampler()): (scores, coin, leaf(2)),
        ListT(Sampler()): (lists, coin, leaf(2)),
        Suspension(MASS): (scores, coin, weigh(F(1, 5), leaf(2))),
    }


def laws(rep: Any, kernel: tuple[Any, ...], programs: Any) -> bool:
    """m of a program, of a bind and of a loop of binds, of a lift, and of each layer advanced."""
    by_hand, denote = programs.by_hand, programs.denote
    program, means = denote(kernel[0], rep), by_hand(kernel[0])
    bound = rep.bind(program, lambda x: denote(kernel[x], rep))
    if rep.meaning(program) != means or rep.meaning(bound) != means.bind(lambda x: by_hand(kernel[x])):
        return False

    def body(state: tuple[int, int]) -> Any:
        left, x = state
        following = denote(kernel[x], rep)
        return rep.bind(following, lambda y: rep.ret(More((left - 1, y)) if left else Done(y)))

    looped = by_hand(kernel[0]).bind(lambda y: by_hand(kernel[y]))
    lifted = rep.meaning(rep.lift(rep.base.sample(flip(F(1, 3))))).map(int)
    if rep.meaning(rep.iterate(body, (1, 0))) != looped or lifted != Mass({0: F(2, 3), 1: F(1, 3)}):
        return False
    while hasattr(rep, "advance") and any(isinstance(layer, Yield) for layer in program):
        program = rep.advance(program)
        if rep.meaning(program) != means:
            return False
    return True


def twin(right: Any, method: str, wrong: Callable[[Any], Any]) -> Any:
    """`right` with `method` replaced by wrong(the twin)."""

    def replaced(self: Any, *arguments: Any) -> Any:
        return wrong(self)(*arguments)

    return type("Twin", (type(right),), {method: replaced})(right.base)


def weighing(combine: Callable[[Any, Any], Any]) -> Callable[[Any], Any]:
    """A bind of Weighted that combines the two weights in some other way."""

    def wrong(rep: Any) -> Any:
        base = rep.base

        def bind(a: Any, f: Callable[[Any], Any]) -> Any:
            def after(first: Any) -> Any:
                if not first[0]:
                    return base.ret(first)
                return base.bind(
                    f(first[1]), lambda second: base.ret((combine(first[0], second[0]), second[1]))
                )

            return base.bind(a, after)

        return bind

    return wrong


def last_turn_only(rep: Any) -> Any:
    def settle(weighted: Any) -> Any:
        weight, turn = weighted
        return rep.base.ret(turn if isinstance(turn, More) else Done((weight, turn.value)))

    return lambda body, state: rep.base.iterate(lambda s: rep.base.bind(body(s), settle), state)


def listing(choose: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """A bind of ListT that runs other entries than those there are."""
    return lambda rep: (
        lambda a, f: rep.base.bind(a, lambda xs: concatenated(rep.base, [f(x) for x in choose(xs)]))
    )


def finished_are_lost(rep: Any) -> Any:
    def iterate(body: Any, state: Any) -> Any:
        def generation(states: Any) -> Any:
            return rep.base.bind(
                concatenated(rep.base, [body(s) for s in states]),
                lambda turns: rep.base.ret(
                    More(tuple(t.state for t in turns if isinstance(t, More)))
                    if any(isinstance(t, More) for t in turns)
                    else Done(tuple(t.value for t in turns))
                ),
            )

        return rep.base.iterate(generation, (state,))

    return iterate


def layered(
    on_return: Callable[[Any, Any], Any], on_yield: Callable[[Any, Any], Any]
) -> Callable[[Any], Any]:
    """An operation of Suspension by what it does with the two ends of a layer."""
    return lambda rep: (
        lambda a: rep.base.bind(
            a, lambda layer: (on_return if isinstance(layer, Return) else on_yield)(rep, layer)
        )
    )


def scores_twice(rep: Any) -> Any:
    return lambda weight, result=(): rep.base.bind(
        rep.base.score(weight), lambda _: Suspension.score(rep, weight, result)
    )


def bind_forgets(rep: Any) -> Any:
    return lambda a, f: rep.base.bind(
        a, lambda layer: f(layer.value) if isinstance(layer, Return) else rep.base.ret(layer)
    )


def resume(rep: Any, layer: Any) -> Any:
    return rep.resume(layer.resumption)


def keep(rep: Any, layer: Any) -> Any:
    return rep.base.ret(layer)


def nothing(rep: Any, layer: Any) -> Any:
    return Mass()


BUGS: list[tuple[str, Any, str, Callable[[Any], Any]]] = [
    ("no score", Weighted, "score", lambda rep: lambda weight, result=(): rep.base.ret((ONE, result))),
    ("weights added", Weighted, "bind", weighing(lambda r, s: r + s)),
    ("only the last weight", Weighted, "bind", weighing(lambda r, s: s)),
    ("only the first weight", Weighted, "bind", weighing(lambda r, s: r)),
    ("weights squared", Weighted, "bind", weighing(lambda r, s: r * s * s)),
    ("only the last turn's weight", Weighted, "iterate", last_turn_only),
    (
        "lift weighs",
        Weighted,
        "lift",
        lambda rep: lambda a: rep.base.bind(a, lambda x: rep.base.ret((F(2), x))),
    ),
    (
        "the mass omitted (E2)",
        Weighted,
        "meaning",
        lambda rep: lambda a: Mass((x, r) for r, x in rep.base.meaning(a)),
    ),
    ("the first entry only", ListT, "bind", listing(lambda xs: xs[:1])),
    ("the last entry lost", ListT, "bind", listing(lambda xs: xs[:-1] or xs)),
    ("entries run twice", ListT, "bind", listing(lambda xs: xs + xs)),
    ("equal entries merged", ListT, "bind", listing(dict.fromkeys)),
    ("finished entries lost", ListT, "iterate", finished_are_lost),
    (
        "the mean in place of the sum",
        ListT,
        "meaning",
        lambda rep: lambda a: Mass((x, p / len(xs)) for xs, p in rep.base.meaning(a).items() for x in xs),
    ),
    ("scores and waits to score", Suspension, "score", scores_twice),
    (
        "never scores",
        Suspension,
        "score",
        lambda rep: lambda weight, result=(): Suspension.score(rep, ONE, result),
    ),
    ("finished runs lost", Suspension, "advance", layered(nothing, resume)),
    ("waiting runs lost", Suspension, "advance", layered(keep, nothing)),
    ("one layer only", Suspension, "finish", layered(lambda rep, e: MASS.ret(e.value), nothing)),
    ("the rest forgotten", Suspension, "bind", bind_forgets),
    (
        "resumed after the score",
        Suspension,
        "resume",
        lambda rep: lambda r: rep._run(type(r)(ONE, r.result, r.frames)),
    ),
    (
        "resumed twice over",
        Suspension,
        "resume",
        lambda rep: lambda r: MASS.bind(MASS.score(r.weight), lambda _: rep._run(r)),
    ),
]

CONTROLS: list[tuple[str, Any, str, Callable[[Any], Any]]] = [
    ("weights the other way round", Weighted, "bind", weighing(lambda r, s: s * r)),
    ("entries in reverse", ListT, "bind", listing(lambda xs: xs[::-1])),
    (
        "all layers at once",
        Suspension,
        "advance",
        lambda rep: lambda a: Suspension.lift(rep, Suspension.finish(rep, a)),
    ),
    ("waiting runs left alone", Suspension, "finish", lambda rep: Suspension(MASS).finish),
]


def named(cases: list[tuple[str, Any, str, Callable[[Any], Any]]]) -> Any:
    params = [pytest.param(r, m, w, id=f"{r.__name__}.{m}: {name}") for name, r, m, w in cases]
    return pytest.mark.parametrize(("transformer", "method", "wrong"), params)


@pytest.fixture
def verdict(programs: Any, examples: dict[Any, tuple[Any, ...]]) -> Callable[[Any, str, Any], bool]:
    """Whether the twin keeps the laws; the right representation does."""

    def verdict(transformer: Any, method: str, wrong: Callable[[Any], Any]) -> bool:
        (right,) = (rep for rep in examples if isinstance(rep, transformer))
        assert laws(right, examples[right], programs)
        return laws(twin(right, method, wrong), examples[right], programs)

    return verdict


@named(BUGS)
def test_planted_bugs_are_caught(verdict: Any, transformer: Any, method: str, wrong: Any) -> None:
    assert not verdict(transformer, method, wrong)


@named(CONTROLS)
def test_harmless_changes_pass(verdict: Any, transformer: Any, method: str, wrong: Any) -> None:
    assert verdict(transformer, method, wrong)


def test_a_change_of_base_must_reach_every_layer(programs: Any, examples: Any) -> None:
    """tmap_first with t : Term -> Mass leaves layers of Term to a run over Mass."""
    over, onto = Suspension(TERM), Suspension(MASS)

    def t(a: Any) -> Any:
        return from_term(a, MASS)

    scores = examples[Suspension(MASS)][0]
    a = programs.denote(scores, over)
    assert onto.meaning(over.tmap(t)(a)) == programs.by_hand(scores)
    with pytest.raises(AttributeError, match="no attribute 'atoms'"):
        onto.meaning(over.tmap_first(t)(a))
