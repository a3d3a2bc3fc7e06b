"""Bugs in how a program is read or enumerated: effects lost, states confused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, final

from ...inference.block import PROGRAM, Block
from ...qbs.distributions import FAMILIES
from ...qbs.interpret import interpret
from ...qbs.meaning import MASS
from ...qbs.measure import Mass
from ...qbs.program import Draw, Effect, Output, Program, Return, Score, State
from ...qbs.weight import ONE
from .mutant import Control, Mutant, Planted


@final
@dataclass(frozen=True, slots=True)
class Misread:
    """A program each of whose effects is changed on the way."""

    program: Program
    change: Callable[[Program, Effect], Effect]

    @property
    def outputs(self) -> tuple[Output, ...]:
        """Those of the program."""
        return self.program.outputs

    def start(self) -> State:
        """As in the program."""
        return self.program.start()

    def step(self, state: State) -> Effect:
        """The effect, changed."""
        return self.change(self.program, self.program.step(state))

    def resume(self, state: State, drawn: Any) -> State:
        """As in the program."""
        return self.program.resume(state, drawn)

    def exact(self) -> Program:
        """The same of the exact program."""
        return replace(self, program=self.program.exact())


def misreading(change: Callable[[Program, Effect], Effect]) -> Callable[[], Block]:
    """The interpretation in `Mass` of the program misread."""
    return lambda: Block("misread", PROGRAM, MASS, lambda p, _: interpret(Misread(p, change), MASS))


def enumerating(
    key: Callable[[State], Any] = lambda state: state,
    add: Callable[[Any, Any], Any] = lambda one, other: one + other,
    finish: Callable[[Mass[Any]], Mass[Any]] = lambda mass: mass,
) -> Callable[[], Block]:
    """Enumeration by layers, states with equal keys taken for one and their weights added by `add`."""

    def measure(program: Program, _: object) -> Mass[Any]:
        layer: dict[Any, tuple[State, Any]] = {0: (program.start(), ONE)}
        done: list[tuple[Any, Any]] = []
        while layer:
            following: dict[Any, tuple[State, Any]] = {}
            for state, weight in layer.values():
                effect = program.step(state)
                if isinstance(effect, Return):
                    done.append((effect.value, weight))
                    continue
                for later, factor in _successors(program, effect):
                    known, total = following.get(key(later)), weight * factor
                    merged = total if known is None else add(known[1], total)
                    if merged:
                        following[key(later)] = (later if known is None else known[0]), merged
            layer = following
        return finish(Mass(done))

    return lambda: Block("enumerate", PROGRAM, MASS, measure)


def _successors(program: Program, effect: Draw | Score) -> list[tuple[State, Any]]:
    if isinstance(effect, Score):
        return [(effect.state, effect.weight)]
    return [(program.resume(effect.state, x), p) for x, p in effect.distribution.enumerate()]


def _no_score(_program: Program, effect: Effect) -> Effect:
    return replace(effect, weight=ONE) if isinstance(effect, Score) else effect


def _no_last_score(program: Program, effect: Effect) -> Effect:
    last = isinstance(effect, Score) and isinstance(program.step(effect.state), Return)
    return _no_score(program, effect) if last else effect


def _squared(_program: Program, effect: Effect) -> Effect:
    return replace(effect, weight=effect.weight * effect.weight) if isinstance(effect, Score) else effect


def _capped(_program: Program, effect: Effect) -> Effect:
    return replace(effect, weight=min(ONE, effect.weight)) if isinstance(effect, Score) else effect


def _uniform(_program: Program, effect: Effect) -> Effect:
    if isinstance(effect, Draw) and isinstance(next(iter(effect.distribution.enumerate()))[0], bool):
        return replace(effect, distribution=FAMILIES["flip"](Fraction(1, 2)))
    return effect


def _turned(_program: Program, effect: Effect) -> Effect:
    if isinstance(effect, Draw) and isinstance(next(iter(effect.distribution.enumerate()))[0], bool):
        chances = dict(effect.distribution.enumerate())
        return replace(effect, distribution=FAMILIES["flip"](chances[False]))
    return effect


def _without_zero(mass: Mass[Any]) -> Mass[Any]:
    return mass.normalize() if mass else mass


PLANTED: tuple[Planted, ...] = (
    Mutant(
        "scores ignored",
        "every score is one",
        "prior returned for posterior",
        "preserves",
        misreading(_no_score),
    ),
    Mutant(
        "weight discarded at the last score",
        "a score that nothing follows is one",
        "WebPPL and others: weights of the last step never applied",
        "preserves",
        misreading(_no_last_score),
    ),
    Mutant("scores squared", "every score counts twice", "M28", "preserves", misreading(_squared)),
    Mutant(
        "scores capped at one",
        "weights above one are cut, as if they were probabilities",
        "clipping for safety",
        "preserves",
        misreading(_capped),
    ),
    Mutant("fair coins", "every coin is fair", "parameters lost", "preserves", misreading(_uniform)),
    Mutant(
        "coins turned over",
        "true and false are exchanged",
        "off by one in a table",
        "preserves",
        misreading(_turned),
    ),
    Mutant(
        "states by their hash",
        "states whose hashes agree in three bits are one",
        "a key that forgets part of the state",
        "preserves",
        enumerating(key=lambda state: hash(state) % 8),
    ),
    Mutant(
        "states all alike",
        "the first state of a layer stands for all of them",
        "a key that forgets the state",
        "preserves",
        enumerating(key=lambda state: ()),
    ),
    Mutant(
        "merging overwrites",
        "of states that are equal the last one's weight is kept",
        "a dictionary filled by assignment",
        "preserves",
        enumerating(add=lambda one, other: other),
    ),
    Mutant(
        "merging takes the larger",
        "of states that are equal the larger weight is kept",
        "Viterbi in the place of the forward algorithm",
        "preserves",
        enumerating(add=max),
    ),
    Mutant(
        "evidence normalised away",
        "the measure is divided by its mass",
        "monad-bayes, section 6: the total weight not preserved",
        "preserves",
        enumerating(finish=_without_zero),
    ),
    Control("layer by layer", "enumeration written apart", "preserves", enumerating()),
    Control(
        "no merging",
        "no two states are ever taken for one: more work, the same measure",
        "preserves",
        enumerating(key=lambda state: object()),
    ),
)
