"""`Mass` as a representation: exact enumeration that merges equal states.

A hidden Markov chain of 200 steps and 3 states is 600 states here, not 3^200 paths: merging
makes enumeration the forward algorithm.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeAlias

from .errors import LimitReached, NotFinite
from .kind import INFERENCE, Kind
from .measure import Mass, merged
from .program import State
from .representation import Done
from .weight import ZERO, Weight, exact

if TYPE_CHECKING:
    from .distributions.base import Distribution

_FIRST_CHUNK = 16  # values of an endless draw taken in its first layer; doubled in each one after
_REPORT_EVERY = 1000
_LARGE = 2**1000


@dataclass(frozen=True, slots=True)
class Countable:
    """A measure with countable support, listed on demand; `atoms()` starts the list afresh."""

    atoms: Callable[[], Iterator[tuple[Any, Weight]]]


Measure: TypeAlias = Mass[Any] | Countable


class EnumerationLimit(LimitReached):
    """Exact enumeration met its limit; `mass` is the measure of the runs finished by then.

    It is a lower bound: every set has at least the weight that `mass` gives it.
    """

    def __init__(self, bound: int, mass: Mass[Any]) -> None:
        total = mass.total
        super().__init__("states", bound, float(total) if total < _LARGE else math.inf)
        self.mass = mass


@dataclass(frozen=True, slots=True)
class Enumeration:
    """M X = measures on X of finite or listed countable support; m is the identity.

    `max_states` bounds the states expanded by `iterate`, and the values taken of an endless
    draw; `infinite=False` refuses draws from infinite distributions. Weight zero ends a path: the rest of the
    program is not run there.
    Source: the mass monad of Ścibior et al. 2018, section 3.1.
    """

    max_states: int = field(default=1_000_000, compare=False)
    infinite: bool = field(default=True, compare=False)
    progress: Callable[[int, int], None] | None = field(default=None, compare=False)

    def __repr__(self) -> str:
        return "Mass"

    @property
    def kind(self) -> Kind:
        """It draws and scores."""
        return INFERENCE

    def ret(self, value: Any) -> Mass[Any]:
        """δ_value."""
        return Mass.point(value)

    def bind(self, computation: Measure, then: Callable[[Any], Measure]) -> Measure:
        """∮ f(x) μ(dx)."""
        if isinstance(computation, Mass):
            parts = [(weight, then(value)) for value, weight in computation.items()]
            if all(isinstance(part, Mass) for _, part in parts):
                return Mass((y, w * v) for w, part in parts for y, v in _atoms(part))
            return Countable(lambda: _fairly(_scaled(w, _atoms(part)) for w, part in parts))
        listed = computation.atoms
        return Countable(lambda: _fairly(_scaled(w, _atoms(then(x))) for x, w in listed() if w))

    def sample(self, distribution: Distribution) -> Measure:
        """The distribution itself. Raises NotFinite if its values cannot be listed."""
        if not distribution.finite and not (distribution.discrete and self.infinite):
            raise NotFinite(distribution)
        if distribution.finite:
            listed = list(islice(distribution.enumerate(), self.max_states + 1))
            if len(listed) <= self.max_states:
                return Mass(listed)
        return Countable(distribution.enumerate)

    def score(self, weight: Weight, result: Any = ()) -> Mass[Any]:
        """weight ⊙ δ_result."""
        return Mass(((result, weight),))

    def iterate(self, body: Callable[[State], Measure], state: State) -> Mass[Any]:
        """The measure of the finished runs, by layers of equally many turns.

        Equal states of a layer are one. Raises EnumerationLimit past `max_states`.
        """
        return _Exploration(self, body).run(state)

    def meaning(self, computation: Measure) -> Mass[Any]:
        """The measure itself. Raises EnumerationLimit if its support is too long to list."""
        if isinstance(computation, Mass):
            return computation
        listed = list(islice(computation.atoms(), self.max_states + 1))
        if len(listed) > self.max_states:
            raise EnumerationLimit(self.max_states, Mass(listed[:-1]))
        return Mass(listed)


MASS = Enumeration()


class _Exploration:
    """One run of `iterate`: the current layer, the finished runs and the unread infinite draws."""

    def __init__(self, rep: Enumeration, body: Callable[[State], Measure]) -> None:
        self.rep = rep
        self.body = body
        self.expanded = 0
        self.finished: dict[Any, Weight] = {}
        self.unread: list[tuple[Weight, Iterator[tuple[Any, Weight]], int]] = []

    def run(self, start: State) -> Mass[Any]:
        layer: dict[State, Weight] = {start: exact(1)}
        while layer or self.unread:
            layer = merged(self._next_layer(layer))
        return Mass(self.finished)

    def _next_layer(self, layer: dict[State, Weight]) -> Iterator[tuple[State, Weight]]:
        unread, self.unread = self.unread, []
        for state, weight in layer.items():
            self._count(1)
            following = self.body(state)
            if isinstance(following, Mass):
                yield from self._continuing(weight, following.items())
            else:
                unread.append((weight, following.atoms(), _FIRST_CHUNK))
        for weight, listed, chunk in unread:
            taken = list(islice(listed, chunk))
            self._count(len(taken))
            if len(taken) == chunk:
                self.unread.append((weight, listed, 2 * chunk))
            yield from self._continuing(weight, taken)

    def _continuing(
        self, weight: Weight, turns: Iterable[tuple[Any, Weight]]
    ) -> Iterator[tuple[State, Weight]]:
        for turn, rest in turns:
            total = weight * rest
            if not isinstance(turn, Done):
                yield turn.state, total
            elif total:
                self.finished[turn.value] = self.finished.get(turn.value, ZERO) + total

    def _count(self, states: int) -> None:
        limit, before = self.rep.max_states, self.expanded
        self.expanded += states
        if self.expanded > limit:
            raise EnumerationLimit(limit, Mass(self.finished))
        if self.rep.progress and self.expanded // _REPORT_EVERY > before // _REPORT_EVERY:
            self.rep.progress(self.expanded, limit)


def _atoms(measure: Measure) -> Iterator[tuple[Any, Weight]]:
    return iter(measure.items()) if isinstance(measure, Mass) else measure.atoms()


def _scaled(factor: Weight, listed: Iterator[tuple[Any, Weight]]) -> Iterator[tuple[Any, Weight]]:
    return ((value, factor * weight) for value, weight in listed)


def _fairly(lists: Iterable[Iterator[tuple[Any, Weight]]]) -> Iterator[tuple[Any, Weight]]:
    """Every entry of countably many lists, each after finitely many others (dovetailing)."""
    arriving, active = iter(lists), []
    while True:
        newcomer = next(arriving, None)
        if newcomer is not None:
            active.append(newcomer)
        elif not active:
            return
        for listed in tuple(active):
            entry = next(listed, None)
            if entry is None:
                active.remove(listed)
            else:
                yield entry
