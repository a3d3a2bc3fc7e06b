"""`Population`: computations that return weighted particles (paper, Figure 9)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, final

from .kind import Kind, check_affine
from .list_t import ListT
from .measure import Mass
from .program import State
from .representation import SamplingRep, Transformation
from .weight import ONE, Weight
from .weighted import Weighted

if TYPE_CHECKING:
    from .distributions.base import Distribution


@final
@dataclass(frozen=True, slots=True)
class Population:
    """Pop = W ∘ ListT: a computation of T that returns a tuple of particles (weight, value).

    m(a) = ∮ Σ_{(r, x) ∈ ps} r ⊙ δ_x m_T(a)(dps). A particle whose weight becomes zero stays
    in its place as (0, DEAD): a particle's number is its place, and the length counts the
    dead. Both () and a population of the dead have mass zero; () is the paper's `fail`.
    Raises KindError unless the base is affine. Source: Ścibior et al. 2018, Figure 9b.
    """

    base: SamplingRep
    _stack: Weighted = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        check_affine("Population", self.base)
        object.__setattr__(self, "_stack", Weighted(ListT(self.base)))

    def __repr__(self) -> str:
        return f"Population({self.base!r})"

    @property
    def kind(self) -> Kind:
        """What the base can, and scoring."""
        return self._stack.kind

    def ret(self, value: Any) -> Any:
        """T's return of [(1, value)]."""
        return self._stack.ret(value)

    def bind(self, computation: Any, then: Callable[[Any], Any]) -> Any:
        """Particle by particle, from left to right; weights multiply, nothing runs after zero."""
        return self._stack.bind(computation, then)

    def sample(self, distribution: Distribution) -> Any:
        """T's draw, as one particle of weight one."""
        return self._stack.sample(distribution)

    def score(self, weight: Weight, result: Any = ()) -> Any:
        """T's return of [(weight, result)]."""
        return self._stack.score(weight, result)

    def iterate(self, body: Callable[[State], Any], state: State) -> Any:
        """T's iteration on tuples of particles (Done | More), each with its weight so far."""
        return self._stack.iterate(body, state)

    def lift(self, computation: Any) -> Any:
        """T X -> Pop T X: one particle of weight one."""
        base = self.base
        return base.bind(computation, lambda value: base.ret(((ONE, value),)))

    def tmap(self, transformation: Transformation) -> Transformation:
        """Pop T X -> Pop S X for t : T -> S, which is t at List([0, ∞) × X)."""
        return transformation

    def meaning(self, computation: Any) -> Mass[Any]:
        """Σ_ps m_T(a)({ps}) Σ_{(r, x) ∈ ps} r ⊙ δ_x."""
        return self._stack.meaning(computation)
