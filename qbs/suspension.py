"""`Suspension`: computations that stop before each score (paper, Figure 11)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, final

from .kind import Kind, check_scores
from .measure import Mass
from .program import Return, State
from .representation import Done, InferenceRep, More, Transformation
from .resumption import Layer, Loop, Mapped, Pending, Resumption, Running, Yield, below, into
from .weight import Weight

if TYPE_CHECKING:
    from .distributions.base import Distribution


@final
@dataclass(frozen=True, slots=True)
class Suspension:
    """Sus T X = T(Return X | Yield(Sus T X)): runs of T that stop *before* each score.

    m(a) = m_T(finish a). What waits in a Yield is a `Resumption`, a plain value: suspended
    runs can be looked at, copied and merged. Raises KindError unless the base can score.
    Source: Ścibior et al. 2018, Figure 11.
    """

    base: InferenceRep

    def __post_init__(self) -> None:
        check_scores("Suspension", self.base)

    def __repr__(self) -> str:
        return f"Suspension({self.base!r})"

    @property
    def kind(self) -> Kind:
        """What the base can."""
        return self.base.kind

    def ret(self, value: Any) -> Any:
        """T's return of Return(value)."""
        return self.base.ret(Return(value))

    def bind(self, computation: Any, then: Callable[[Any], Any]) -> Any:
        """Go on with `then` where the run has ended; put it off where the run waits."""
        base, frames = self.base, (then,)

        def onwards(layer: Layer) -> Any:
            return then(layer.value) if isinstance(layer, Return) else base.ret(below(layer, frames))

        return base.bind(computation, onwards)

    def sample(self, distribution: Distribution) -> Any:
        """T's draw; nothing waits."""
        return self.lift(self.base.sample(distribution))

    def score(self, weight: Weight, result: Any = ()) -> Any:
        """T's return of a run that waits before T's score."""
        return self.base.ret(Yield(Pending(weight, result)))

    def iterate(self, body: Callable[[State], Any], state: State) -> Any:
        """T's iteration up to the first suspension, which puts the rest off."""
        return self._run(Running(More(state), (Loop(body),)))

    def resume(self, resumption: Resumption) -> Any:
        """T(Return | Yield): make the score that was waited for, run on to the next suspension."""
        return self._run(resumption)

    def advance(self, computation: Any) -> Any:
        """Sus T X -> Sus T X: run one more layer; a run that has ended stays as it is.

        Preserves the meaning. Source: Ścibior et al. 2018, Figure 11b.
        """
        base = self.base

        def onwards(layer: Layer) -> Any:
            return base.ret(layer) if isinstance(layer, Return) else self.resume(layer.resumption)

        return base.bind(computation, onwards)

    def finish(self, computation: Any) -> Any:
        """Sus T X -> T X: run all layers, finish(a) = iterate advance.

        Preserves the meaning. Source: Ścibior et al. 2018, Figure 11b.
        """
        base = self.base

        def turn(state: Running | Resumption) -> Any:
            return self._turn(state, _passing)

        def onwards(layer: Layer) -> Any:
            if isinstance(layer, Return):
                return base.ret(layer.value)
            return base.iterate(turn, layer.resumption)

        return base.bind(computation, onwards)

    def lift(self, computation: Any) -> Any:
        """T X -> Sus T X: a single layer; what the computation scores is scored at once."""
        base = self.base
        return base.bind(computation, lambda value: base.ret(Return(value)))

    def tmap(self, transformation: Transformation) -> Transformation:
        """Sus T X -> Sus S X: t : T -> S at *every* layer, at the first now, at others when resumed.

        A t that multiplies a population multiplies it at each layer anew: algorithms use
        `tmap_first`. Source: Ścibior et al. 2018, Figure 11a, where m_S is a misprint for t.
        """

        def at_every_layer(computation: Any) -> Any:
            return transformation(self.base.bind(computation, later_ones_too))

        def later_ones_too(layer: Layer) -> Any:
            if isinstance(layer, Return):
                return self.base.ret(layer)
            return self.base.ret(Yield(Mapped(self, transformation, layer.resumption)))

        return at_every_layer

    def tmap_first(self, transformation: Transformation) -> Transformation:
        """Sus T X -> Sus T X: t : T -> T at the first layer, at Return X | Yield(Sus T X): t itself.

        Preserves the meaning: finish is a bind after the first layer, and m preserves bind.
        Source: `hoistFirst` of Ścibior, Kammar & Ghahramani, ICFP 2018.
        """
        return transformation

    def meaning(self, computation: Any) -> Mass[Any]:
        """m_T(finish a)."""
        return self.base.meaning(self.finish(computation))

    def _run(self, state: Running | Resumption) -> Any:
        """T(Return | Yield): from anywhere in a layer to its end."""
        return self.base.iterate(lambda current: self._turn(current, _stopping), state)

    def _turn(self, state: Running | Resumption, following: Callable[[Running | Layer], Done | More]) -> Any:
        """T(Done | More): one score that was waited for, or one frame."""
        base = self.base
        if isinstance(state, Pending):
            return base.score(state.weight, following(into(state.frames, state.result)))
        if isinstance(state, Mapped):
            layer, frames = state.source.resume(state.resumption), state.frames
            computation = state.source.tmap(state.transformation)(layer)
        else:
            computation, frames = state.call()
        return base.bind(computation, lambda layer: base.ret(following(below(layer, frames))))


def _stopping(layer: Running | Layer) -> Done | More:
    """Go on within a layer; stop at its end."""
    return More(layer) if isinstance(layer, Running) else Done(layer)


def _passing(layer: Running | Layer) -> Done | More:
    """Go on within a layer and into the next; stop at the end of the run."""
    if isinstance(layer, Yield):
        return More(layer.resumption)
    return Done(layer.value) if isinstance(layer, Return) else More(layer)
