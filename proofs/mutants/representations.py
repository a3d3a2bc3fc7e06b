"""Bugs in representations: weights that are lost, repeated or added."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from ...qbs.enumerator import Enumerator
from ...qbs.list_t import ListT
from ...qbs.probability import Probability
from ...qbs.representation import Done, More
from ...qbs.sampler import Sampler
from ...qbs.weighted import DEAD, Weighted
from .mutant import Control, Mutant, Planted
from .twin import Twin


def _weighted(**wrong: Callable[..., Any]) -> Callable[[], Twin]:
    return lambda: Twin(Weighted(Sampler()), **wrong)


def _bind(combine: Callable[[Any, Any], Any]) -> Callable[..., Any]:
    """A bind of Weighted that combines the two weights in another way."""

    def bind(rep: Any, a: Any, f: Callable[[Any], Any]) -> Any:
        def then(pair: Any) -> Any:
            if not pair[0]:
                return rep.base.ret((Fraction(0), DEAD))
            return rep.base.bind(f(pair[1]), lambda rest: rep.base.ret((combine(pair[0], rest[0]), rest[1])))

        return rep.base.bind(a, then)

    return bind


def _last_turn_only(rep: Any, body: Callable[[Any], Any], state: Any) -> Any:
    def turn(pair: Any) -> Any:
        weight, following = pair
        return rep.base.ret(following if isinstance(following, More) else Done((weight, following.value)))

    return rep.base.iterate(lambda current: rep.base.bind(body(current), turn), state)


def _reversed_bind(rep: Any, a: Any, f: Callable[[Any], Any]) -> Any:
    right = ListT(rep.base)
    return right.bind(rep.base.bind(a, lambda xs: rep.base.ret(xs[::-1])), f)


PLANTED: tuple[Planted, ...] = (
    Mutant(
        "score dropped",
        "score returns weight one",
        "PyMC #3146 and others: a factor that never reaches the weight",
        "representation",
        _weighted(score=lambda rep, weight, result=(): rep.base.ret((Fraction(1), result))),
    ),
    Mutant(
        "score applied twice",
        "score returns the square of the weight",
        "bugs of the kind M28: an observation used twice",
        "representation",
        _weighted(score=lambda rep, weight, result=(): rep.base.ret((weight * weight, result))),
    ),
    Mutant(
        "weights added",
        "bind adds the weights of its parts",
        "monad-bayes 32568bb: logarithms and weights confused",
        "representation",
        _weighted(bind=_bind(lambda r, s: r + s)),
    ),
    Mutant(
        "last weight only",
        "bind forgets the weight so far",
        "M25: weights overwritten",
        "representation",
        _weighted(bind=_bind(lambda r, s: s)),
    ),
    Mutant(
        "first weight only",
        "bind forgets the weight of what follows",
        "M25, the other way round",
        "representation",
        _weighted(bind=_bind(lambda r, s: r)),
    ),
    Mutant(
        "iteration keeps the last turn's weight",
        "iterate forgets the weights of the turns before",
        "the same bug in a loop",
        "representation",
        _weighted(iterate=_last_turn_only),
    ),
    Mutant(
        "zero weight made small",
        "a score of zero becomes 1/1000",
        "lazyppl: a score of 0 becomes e^-300",
        "representation",
        _weighted(score=lambda rep, weight, result=(): rep.base.ret((weight or Fraction(1, 1000), result))),
    ),
    Mutant(
        "improbable outcomes left out",
        "sample lists no value of probability below 1/2, and gives the rest its mass",
        "truncated enumeration, for speed",
        "representation",
        lambda: Twin(Enumerator(), sample=_likely),
    ),
    Control(
        "written apart",
        "bind multiplies the weights, written in another way",
        "representation",
        _weighted(bind=_bind(lambda r, s: r * s)),
    ),
    Control(
        "lists in reverse",
        "bind runs the entries of a list from right to left: the sum over them is the same",
        "representation",
        lambda: Twin(ListT(Probability()), bind=_reversed_bind),
    ),
)


def _likely(_rep: Any, distribution: Any) -> Any:
    kept = [(p, x) for x, p in distribution.enumerate() if p >= Fraction(1, 2)]
    return tuple((p / sum(q for q, _ in kept), x) for p, x in kept)
