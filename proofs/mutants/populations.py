"""Bugs in blocks: outcomes merged wrongly, evidence lost in resampling, the best particle kept."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from ... import inference as inf
from ...inference.block import Block, transformation
from ...inference.resampling import multinomial
from ...qbs.enumerator import Enumerator, Outcomes
from ...qbs.measure import add_all
from ...qbs.population import Population
from ...qbs.weighted import Weighted
from .mutant import Control, Mutant, Planted

Particles = Any
Offspring = Callable[[Particles, Any, tuple[int, ...]], Particles]
POP = Population(inf.T)


def on_particles(name: str, kernel: Callable[[Particles, Any], Any]) -> Block:
    """The block of a kernel particles -> T(particles)."""
    return transformation(name, POP, POP, lambda base: lambda a: base.bind(a, lambda ps: kernel(ps, base)))


def resampling(name: str, offspring: Offspring) -> Callable[[], Block]:
    """Multinomial resampling: offspring(particles, their total weight W, ancestors)."""

    def kernel(ps: Particles, base: Any) -> Any:
        weights = [weight for weight, _ in ps]
        if not any(weights):
            return base.ret(ps)
        law, total = multinomial(weights, len(ps)), add_all(weights)
        return base.bind(base.sample(law), lambda ancestors: base.ret(offspring(ps, total, ancestors)))

    return lambda: on_particles(name, kernel)


def keep_the_best(ps: Particles, base: Any) -> Any:
    """Every particle becomes a copy of one of the largest weight, the total weight kept."""
    total = add_all(weight for weight, _ in ps)
    best = max(ps, key=lambda particle: particle[0])[1] if ps else None
    return base.ret(tuple((total / len(ps), best) for _ in ps))


def _aggregating(combine: Callable[[Any, Any], Any]) -> Callable[[], Block]:
    """Equal outcomes become one, their weights combined in another way."""

    def aggregate(outcomes: Outcomes, _: object) -> Outcomes:
        merged: dict[Any, Any] = {}
        for weight, value in outcomes:
            merged[value] = combine(merged[value], weight) if value in merged else weight
        return tuple((weight, value) for value, weight in merged.items())

    return lambda: Block("aggregate", Enumerator(), Enumerator(), aggregate)


def _spawning(*weights: Fraction) -> Callable[[], Block]:
    def at(base: Any) -> Callable[[Any], Any]:
        start = base.ret(tuple((weight, ()) for weight in weights))
        return lambda a: Population(base).bind(start, lambda _: a)

    return lambda: transformation("spawn", POP, POP, at)


def _applying(times: int) -> Callable[[], Block]:
    """Weighted(M) -> M that scores so many times."""

    def at(base: Any) -> Callable[[Any], Any]:
        def score(pair: Any) -> Any:
            weight, value = pair
            return base.score(weight**times, value) if weight else base.score(weight, value)

        return lambda a: base.bind(a, score)

    return lambda: transformation("apply_weight", Weighted(inf.M), inf.M, at)


PLANTED: tuple[Planted, ...] = (
    Mutant(
        "first weight kept",
        "aggregate keeps an outcome's first weight",
        "setdefault",
        "preserves",
        _aggregating(lambda r, s: r),
    ),
    Mutant(
        "last weight kept",
        "aggregate keeps an outcome's last weight",
        "a dictionary filled by assignment",
        "preserves",
        _aggregating(lambda r, s: s),
    ),
    Mutant(
        "weights multiplied",
        "aggregate multiplies the weights",
        "log-sum-exp left out",
        "preserves",
        _aggregating(lambda r, s: r * s),
    ),
    Mutant("weight applied twice", "apply_weight scores twice", "M28", "preserves", _applying(2)),
    Mutant("weight not applied", "apply_weight does not score", "M29", "preserves", _applying(0)),
    Mutant(
        "spawn without 1/n",
        "each particle weighs as much as the one",
        "M24",
        "preserves",
        _spawning(Fraction(1), Fraction(1)),
    ),
    Mutant(
        "spawn one short",
        "two particles of weight 1/3",
        "off by one",
        "preserves",
        _spawning(Fraction(1, 3), Fraction(1, 3)),
    ),
    Mutant(
        "evidence dropped",
        "resampling gives weights 1/n",
        "monad-bayes, section 6; nine projects",
        "preserves",
        resampling("resample", lambda ps, total, a: tuple((Fraction(1, len(ps)), ps[i][1]) for i in a)),
    ),
    Mutant(
        "weights not reset",
        "the offspring keep their ancestors' weights",
        "Birch, Turing",
        "preserves",
        resampling("resample", lambda ps, total, a: tuple(ps[i] for i in a)),
    ),
    Mutant(
        "ancestors not applied",
        "weights are reset, but nobody is copied",
        "M27",
        "preserves",
        resampling("resample", lambda ps, total, a: tuple((total / len(ps), x) for _, x in ps)),
    ),
    Mutant(
        "best kept",
        "resampling copies the particle of the largest weight",
        "greedy selection",
        "preserves",
        lambda: on_particles("keep_the_best", keep_the_best),
    ),
    Control(
        "resampling written apart",
        "multinomial resampling by hand",
        "preserves",
        resampling("resample", lambda ps, total, a: tuple((total / len(ps), ps[i][1]) for i in a)),
    ),
    Control(
        "resampling twice",
        "one more resampling changes no expected count",
        "preserves",
        lambda: inf.resample() >> inf.resample("stratified"),
    ),
    Control(
        "unequal spawn",
        "weights 1/3 and 2/3 sum to one",
        "preserves",
        _spawning(Fraction(1, 3), Fraction(2, 3)),
    ),
)
