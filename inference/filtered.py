"""A particle filter as a program: its draws are those of its particles, its scores their evidence."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, TypeAlias, final

from ..qbs.distributions import FAMILIES, Distribution
from ..qbs.measure import add_all
from ..qbs.program import Draw, Effect, LazyProgram, Output, Program, Return, Score, State
from ..qbs.trace import Trace
from ..qbs.weight import ZERO, Weight
from ..qbs.weighted import DEAD
from .population import at_least_one
from .resampling import SCHEMES, Criterion, EssBelow, Scheme, conditional, multinomial
from .suffix import continued

HALF = EssBelow(0.5)

Particle: TypeAlias = tuple[Weight, Effect]  # its weight, and what it is about to do


@final
@dataclass(frozen=True, slots=True)
class Crowd:
    """The particles of a filter, their weights summing to one; those before `turn` wait or have ended.

    `resampled`, and its ancestor `sampled`: since the last scores. `pin`: the slot of the
    retained particle, and how many of the retained draws have been made; None where nobody is
    retained, or has no slot yet.
    """

    particles: tuple[Particle, ...]
    turn: int = 0
    resampled: bool = False
    pin: tuple[int, int] | None = None
    sampled: bool = False

    @property
    def weights(self) -> list[Weight]:
        """(n,), by the number of the particle."""
        return [weight for weight, _ in self.particles]

    @property
    def waits(self) -> bool:
        """Whether some particle waits before a score."""
        return any(isinstance(effect, Score) for _, effect in self.particles)


@final
@dataclass(frozen=True, slots=True)
class Filtered:
    """What `filtered` makes; given a trace `retained`, conditional on one particle that draws it.

    The retained particle begins in a slot drawn uniformly. Resampling moves it by the law of
    `resampling.conditional`; it keeps its slot where there is none. Its weight must be positive.
    With `ancestor_sampling`, its slot before each of its scores is first drawn anew, by the
    weights with which each particle would go on with the draws that are left.
    """

    program: Program
    particles: int
    scheme: Scheme
    when: Criterion
    retained: Trace | None = None
    ancestor_sampling: bool = False

    @property
    def outputs(self) -> tuple[Output, ...]:
        """Those of the program."""
        return self.program.outputs

    def start(self) -> State:
        """n particles at the first effect of the program."""
        first = self.program.step(self.program.start())
        return self._turned(Crowd(((Fraction(1, self.particles), first),) * self.particles))

    def step(self, state: State) -> Effect:
        """The next draw of a particle, of ancestors or of the result, or the scores of all at once."""
        if isinstance(state, Return):
            return state
        law = self._law(state)
        return self._weighed(state) if law is None else Draw(law, state)

    def resume(self, state: State, drawn: Any) -> State:
        """The crowd after that draw; Return(value) in its place after the last."""
        if self._unpinned(state):
            return self._turned(self._replayed(replace(state, pin=(drawn, 0))))
        if state.turn < self.particles:
            return self._drawn(state, drawn)
        if self._unsampled(state):
            return replace(state, pin=(drawn[0], state.pin[1]), sampled=True)
        if state.waits:
            return self._resampled(state, drawn)
        return state.particles[drawn[0]][1]

    def exact(self) -> Filtered:
        """The filter of the exact program."""
        return replace(self, program=self.program.exact())

    def with_key(self, value: Any, key: int) -> Any:
        """What the program makes of the value, if it makes something of it."""
        return self.program.with_key(value, key) if isinstance(self.program, LazyProgram) else value

    def _law(self, crowd: Crowd) -> Distribution | None:
        """The law of the next draw; None if the scores come first."""
        if self._unpinned(crowd):
            return FAMILIES["discrete_uniform"](0, self.particles - 1)
        if crowd.turn < self.particles:
            effect = crowd.particles[crowd.turn][1]
            assert isinstance(effect, Draw)
            return effect.distribution
        if not crowd.waits:
            return multinomial(crowd.weights, 1)
        if self._unsampled(crowd):
            return multinomial(self._onward_weights(crowd), 1)
        if crowd.resampled or not self.when(crowd.weights):
            return None
        if crowd.pin is None:
            return self.scheme(crowd.weights, self.particles)
        return conditional(self.scheme)(crowd.weights, self.particles, crowd.pin[0])

    def _unpinned(self, crowd: Crowd) -> bool:
        return self.retained is not None and crowd.pin is None

    def _unsampled(self, crowd: Crowd) -> bool:
        return self.ancestor_sampling and crowd.pin is not None and crowd.waits and not crowd.sampled

    def _onward_weights(self, crowd: Crowd) -> list[Weight]:
        """w_i γ(what is left of the retained draws | particle i), zero where draws are of other kinds."""
        assert crowd.pin is not None
        assert self.retained is not None
        slot, used = crowd.pin
        left = self.retained[used:]
        onward = [
            continued(self.program, effect, left) if weight else (ZERO, ())
            for weight, effect in crowd.particles
        ]
        kinds = onward[slot][1]
        return [
            weight * factor if found == kinds else ZERO
            for weight, (factor, found) in zip(crowd.weights, onward, strict=True)
        ]

    def _drawn(self, crowd: Crowd, drawn: Any) -> Crowd:
        """Its turn's particle goes on to its next effect."""
        weight, effect = crowd.particles[crowd.turn]
        assert isinstance(effect, Draw)
        following = self.program.step(self.program.resume(effect.state, drawn))
        return self._turned(_put(crowd, crowd.turn, (weight, following)))

    def _resampled(self, crowd: Crowd, drawn: Any) -> Crowd:
        """Offspring of equal weights in the place of their ancestors."""
        ancestors, pin = drawn, None
        if crowd.pin is not None:
            slot, ancestors = drawn
            pin = slot, crowd.pin[1]
        share = Fraction(1, self.particles)
        offspring = tuple((share, crowd.particles[i][1]) for i in ancestors)
        return replace(crowd, particles=offspring, resampled=True, pin=pin)

    def _weighed(self, crowd: Crowd) -> Score:
        """Score(W_t / W_{t-1}): what the particles wait for, weighed; the weights sum to one again."""
        scored = [
            weight * effect.weight if isinstance(effect, Score) else weight
            for weight, effect in crowd.particles
        ]
        total = add_all(scored)
        if not total:
            return Score(ZERO, Return(DEAD))
        particles = tuple(
            self._onwards(weight / total, effect)
            for weight, (_, effect) in zip(scored, crowd.particles, strict=True)
        )
        following = replace(crowd, particles=particles, turn=0, resampled=False, sampled=False)
        return Score(total, self._turned(self._replayed(following)))

    def _onwards(self, weight: Weight, effect: Effect) -> Particle:
        """A particle after its score; what has died is not run any further."""
        if not weight:
            return ZERO, Return(DEAD)
        return weight, self.program.step(effect.state) if isinstance(effect, Score) else effect

    def _replayed(self, crowd: Crowd) -> Crowd:
        """The retained particle makes its retained draws, up to its next score or end."""
        if crowd.pin is None or self.retained is None:
            return crowd
        slot, used = crowd.pin
        weight, effect = crowd.particles[slot]
        while isinstance(effect, Draw):
            effect = self.program.step(self.program.resume(effect.state, self.retained[used]))
            used += 1
        return replace(_put(crowd, slot, (weight, effect)), pin=(slot, used))

    def _turned(self, crowd: Crowd) -> Crowd:
        """The turn goes to the next particle that draws."""
        turn, last = crowd.turn, self.particles
        while turn < last and not isinstance(crowd.particles[turn][1], Draw):
            turn += 1
        return replace(crowd, turn=turn)


def filtered(
    program: Program,
    particles: int,
    *,
    scheme: Scheme | str = "systematic",
    when: Criterion = HALF,
) -> Filtered:
    """The program that runs a particle filter on `program` and returns one particle, drawn by weight.

    Its draws are those of the n particles and their ancestors; it scores W_t / W_{t-1} when
    all particles have come to a score or ended, W being the sum of their weights. So its weight
    is the estimate of the evidence by `smc`, and E[W δ_x] = m(program): both denote the same
    measure, for every n >= 1. Raises ValueError unless n >= 1, and for an unknown scheme.
    Source: Andrieu, Doucet & Holenstein 2010, Theorem 2.
    """
    n = at_least_one("filtered", "particles", particles)
    if isinstance(scheme, str):
        if scheme not in SCHEMES:
            raise ValueError(f"filtered: scheme must be one of {', '.join(SCHEMES)}, got {scheme!r}")
        scheme = SCHEMES[scheme]
    return Filtered(program, n, scheme, when)


def options(scheme: Scheme | str, when: Criterion) -> list[str]:
    """What of a filter's options is not the default, as it is written in a METHOD."""
    shown = [f"scheme={str(scheme)!r}"] * (str(scheme) != "systematic")
    if isinstance(when, EssBelow):
        return shown + [f"ess={when.fraction}"] * (when != HALF)
    return [*shown, f"when={when}"]


def _put(crowd: Crowd, place: int, particle: Particle) -> Crowd:
    before, after = crowd.particles[:place], crowd.particles[place + 1 :]
    return replace(crowd, particles=(*before, particle, *after))
