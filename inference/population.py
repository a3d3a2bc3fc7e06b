"""Blocks on populations: spawn, resample, collapse, push_evidence (paper, Figure 10)."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, TypeAlias

from ..qbs.measure import add_all
from ..qbs.population import Population
from ..qbs.representation import SamplingRep, Transformation
from ..qbs.weight import ZERO, Weight
from ..qbs.weighted import DEAD, Weighted
from .block import Block, transformation
from .epochs import begun
from .resampling import SCHEMES, Criterion, Scheme, always, multinomial, systematic
from .shape import T

Particles: TypeAlias = tuple[tuple[Weight, Any], ...]


def spark(n: int, base: SamplingRep) -> Any:
    """Pop T 1: n particles (1/n, ()). Source: Ścibior et al. 2018, Figure 10a."""
    return base.ret(((Fraction(1, n), ()),) * n)


def spawn(num_particles: int) -> Block:
    """Population(T) -> Population(T): do { spark n; a }, n runs of a with 1/n of the weight each.

    Raises ValueError unless n >= 1. Source: Ścibior et al. 2018, Figure 10a.

    >>> spawn(3)
    spawn(3) : Population(T) -> Population(T)
    """
    n = at_least_one("spawn", "num_particles", num_particles)
    name = f"spawn({n})"

    def at(base: SamplingRep) -> Transformation:
        pop, start = Population(base), begun(name, base)(spark(n, base))
        return lambda a: pop.bind(start, lambda _: a)

    return transformation(name, Population(T), Population(T), at)


def resample(
    scheme: Scheme | str = systematic, *, num_particles: int | None = None, when: Criterion = always
) -> Block:
    """Population(T) -> Population(T): n particles drawn by their weights, each of weight W/n.

        do { ps <- a; A ~ scheme(w, n); return [(W/n, x_A0), …, (W/n, x_A(n-1))] },  W = Σ w

    n is the number of particles, unless given. A population on which `when` does not hold
    stays as it is with all its weights, as does one whose weights are all zero, which has
    nobody to draw and nothing to lose: W = 0 (the paper's `fail` is another computation of
    mass zero). Preserves the meaning for every scheme whose expected counts are n w_i / W.
    Source: Ścibior et al. 2018, Figure 10c (multinomial).

    >>> resample("residual")
    resample(residual) : Population(T) -> Population(T)
    """
    law = _scheme(scheme)
    n = None if num_particles is None else at_least_one("resample", "num_particles", num_particles)
    options = [f"num_particles={n}"] * (n is not None) + [f"when={when}"] * (when is not always)
    name = f"resample({', '.join([str(law), *options])})"

    def at(base: SamplingRep) -> Transformation:
        def resampled(particles: Particles) -> Any:
            weights = [weight for weight, _ in particles]
            if not any(weights) or not when(weights):
                return base.ret(particles)
            count = n or len(particles)
            share = add_all(weights) / count

            def offspring(ancestors: tuple[int, ...]) -> Any:
                return base.ret(tuple((share, particles[i][1]) for i in ancestors))

            return base.bind(base.sample(law(weights, count)), offspring)

        return lambda a: base.bind(begun(name, base)(a), resampled)

    return transformation(name, Population(T), Population(T), at)


def collapse() -> Block:
    """Population(T) -> Weighted(T): one particle drawn by its weight, with the weight of them all.

    Source: Ścibior et al. 2018, Figure 10b (dwsample); `collapse` of ICFP 2018.
    """

    def at(base: SamplingRep) -> Transformation:
        return lambda a: base.bind(begun("collapse", base)(a), lambda ps: draw_one(ps, base))

    return transformation("collapse", Population(T), Weighted(T), at)


def draw_one(particles: Particles, base: SamplingRep) -> Any:
    """W T X: a particle with probability w_i / W, weighing W; (0, DEAD) if W = 0, the paper's `Fail`."""
    weights = [weight for weight, _ in particles]
    if not any(weights):
        return base.ret((ZERO, DEAD))
    total = add_all(weights)
    return base.bind(
        base.sample(multinomial(weights, 1)), lambda chosen: base.ret((total, particles[chosen[0]][1]))
    )


def push_evidence() -> Block:
    """Population(T) -> Weighted(Population(T)): weights w_i / W that sum to one, under the weight W.

    A population that has died stays dead. Source: `pushEvidence` of ICFP 2018.
    """

    def at(base: SamplingRep) -> Transformation:
        def pushed(particles: Particles) -> Any:
            total = add_all(weight for weight, _ in particles)
            if not total:
                return base.ret(tuple((ZERO, (ZERO, DEAD)) for _ in particles))
            return base.ret(tuple((weight / total, (total, value)) for weight, value in particles))

        return lambda a: base.bind(a, pushed)

    return transformation("push_evidence", Population(T), Weighted(Population(T)), at)


def at_least_one(block: str, name: str, value: int) -> int:
    """The value. Raises ValueError unless it is a whole number >= 1."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise ValueError(f"{block}: {name} must be a whole number >= 1, got {value!r}")
    return value


def _scheme(scheme: Scheme | str) -> Scheme:
    if isinstance(scheme, Scheme):
        return scheme
    if scheme not in SCHEMES:
        raise ValueError(f"resample: scheme must be one of {', '.join(SCHEMES)}, got {scheme!r}")
    return SCHEMES[scheme]
