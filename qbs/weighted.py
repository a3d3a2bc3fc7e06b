"""`Weighted`: adds scores to a representation (paper, Examples 3.9 and 5.4, Figure 8b)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, final

from .kind import Kind
from .measure import Mass
from .program import State
from .representation import ConditioningRep, Done, More, SamplingRep, Transformation
from .weight import ONE, ZERO, Weight

if TYPE_CHECKING:
    from .distributions.base import Distribution


@final
@dataclass(frozen=True, slots=True)
class Dead:
    """The value of a run that was stopped when its weight became zero.

    Zero absorbs: 0 ⊙ δ_x is the zero measure whatever x is, so the meaning is unchanged,
    and the rest of the program, which need not be defined there, is not run:
    `condition(x > 0); sqrt(x)` is safe.
    """


DEAD = Dead()


@dataclass(frozen=True, slots=True)
class Weighted:
    """W T X = T([0, ∞) × X): a computation of T that also returns the product of its scores.

    m(a) = ∮ r ⊙ δ_x m_T(a)(dr, dx). A run of weight zero returns (0, DEAD) at once.
    Source: Ścibior et al. 2018, Figure 8b; Example 5.4.
    """

    base: SamplingRep

    def __repr__(self) -> str:
        return f"Weighted({self.base!r})"

    @property
    def kind(self) -> Kind:
        """What the base can, and scoring."""
        return replace(self.base.kind, scores=True, affine=False)

    def ret(self, value: Any) -> Any:
        """T's return of (1, value)."""
        return self.base.ret((ONE, value))

    def bind(self, computation: Any, then: Callable[[Any], Any]) -> Any:
        """Weights multiply; nothing runs after weight zero."""
        base = self.base

        def after(weighted: tuple[Weight, Any]) -> Any:
            weight, value = weighted
            if not weight:
                return base.ret((ZERO, DEAD))
            if weight is ONE:
                return then(value)
            return base.bind(then(value), lambda rest: base.ret((_times(weight, rest[0]), rest[1])))

        return base.bind(computation, after)

    def sample(self, distribution: Distribution) -> Any:
        """T's draw, with weight one."""
        return self.lift(self.base.sample(distribution))

    def score(self, weight: Weight, result: Any = ()) -> Any:
        """T's return of (weight, result)."""
        return self.base.ret((weight, result))

    def iterate(self, body: Callable[[State], Any], state: State) -> Any:
        """T's iteration, with the weight so far beside the state."""
        base = self.base

        def turn(weighted: tuple[Weight, State]) -> Any:
            weight, current = weighted

            def count(result: tuple[Weight, Done | More]) -> Any:
                factor, following = result
                total = _times(weight, factor)
                if not total:
                    return base.ret(Done((ZERO, DEAD)))
                if isinstance(following, More):
                    return base.ret(More((total, following.state)))
                return base.ret(Done((total, following.value)))

            return base.bind(body(current), count)

        return base.iterate(turn, (ONE, state))

    def lift(self, computation: Any) -> Any:
        """T X -> W T X with weight one. Source: Ścibior et al. 2018, Definition 3.8."""
        base = self.base
        return base.bind(computation, lambda value: base.ret((ONE, value)))

    def tmap(self, transformation: Transformation) -> Transformation:
        """W T X -> W S X for t : T -> S, which is t at [0, ∞) × X. Source: Definition 3.8, Example 3.9."""
        return transformation

    def meaning(self, computation: Any) -> Mass[Any]:
        """Σ r · m_T(a)({(r, x)}) ⊙ δ_x."""
        return Mass(
            (value, weight * mass) for (weight, value), mass in self.base.meaning(computation).items()
        )


def _times(weight: Weight, factor: Weight) -> Weight:
    if factor is ONE:  # most factors are: a product with a Fraction costs more than all the rest
        return weight
    return factor if weight is ONE else weight * factor


def apply_weight(computation: Any, base: ConditioningRep) -> Any:
    """W T X -> T X: (r, x) <- a; score r; return x (the paper's `waggr`).

    Preserves the meaning. Source: Ścibior et al. 2018, Example 5.4.
    """
    return base.bind(computation, lambda weighted: base.score(*weighted))
