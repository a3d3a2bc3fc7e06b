"""`Enumerator`: a computation as the list of its weighted outcomes (paper, Example 3.4)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from .errors import NotFinite
from .kind import INFERENCE, Kind
from .measure import Mass, merged
from .program import State
from .representation import Done
from .weight import ONE, Weight

if TYPE_CHECKING:
    from .distributions.base import Distribution

Outcomes: TypeAlias = tuple[tuple[Weight, Any], ...]


@dataclass(frozen=True, slots=True)
class Enumerator:
    """Enum X = List([0, ∞) × X): every path apart, in the order of its draws.

    Draws are from finite distributions. Nothing is merged: one entry for each path of
    positive weight. Source: Ścibior et al. 2018, Example 3.4.
    """

    def __repr__(self) -> str:
        return "Enumerator"

    @property
    def kind(self) -> Kind:
        """It draws and scores."""
        return INFERENCE

    def ret(self, value: Any) -> Outcomes:
        """[(1, value)]."""
        return ((ONE, value),)

    def bind(self, computation: Outcomes, then: Callable[[Any], Outcomes]) -> Outcomes:
        """[(r·s, y) | (r, x) <- a, r ≠ 0, (s, y) <- f x].

        A path of weight zero ends there: the rest of the program need not be defined on it.
        """
        return tuple((r * s, y) for r, x in computation if r for s, y in then(x))

    def sample(self, distribution: Distribution) -> Outcomes:
        """Every value with its probability. Raises NotFinite."""
        return tuple((weight, value) for value, weight in atoms(distribution))

    def score(self, weight: Weight, result: Any = ()) -> Outcomes:
        """[(weight, result)]."""
        return ((weight, result),)

    def iterate(self, body: Callable[[State], Outcomes], state: State) -> Outcomes:
        """Depth first with an explicit stack; the order is that of `bind`."""
        finished: list[tuple[Weight, Any]] = []
        pending = list(_reversed(ONE, body(state)))
        while pending:
            weight, turn = pending.pop()
            if not weight:
                continue
            if isinstance(turn, Done):
                finished.append((weight, turn.value))
            else:
                pending.extend(_reversed(weight, body(turn.state)))
        return tuple(finished)

    def meaning(self, computation: Outcomes) -> Mass[Any]:
        """Σ r ⊙ δ_x over the outcomes (r, x)."""
        return Mass((value, weight) for weight, value in computation)


def aggregate(outcomes: Outcomes) -> Outcomes:
    """Enum X -> Enum X: merge equal outcomes by adding their weights, in order of first appearance.

    Preserves the meaning, though it is not natural in X: it needs equality.
    Source: Ścibior et al. 2018, Example 3.7.

    >>> aggregate(((1, "a"), (2, "b"), (3, "a")))
    ((4, 'a'), (2, 'b'))
    """
    return tuple((weight, value) for value, weight in merged((x, r) for r, x in outcomes).items())


def atoms(distribution: Distribution) -> Iterator[tuple[Any, Weight]]:
    """The values of a finite distribution with their probabilities. Raises NotFinite."""
    if not distribution.finite:
        raise NotFinite(distribution)
    return distribution.enumerate()


def _reversed(weight: Weight, outcomes: Outcomes) -> Iterator[tuple[Weight, Any]]:
    return ((weight * rest, value) for rest, value in reversed(outcomes))
