"""`ListT`: computations that return lists of results (paper, Figure 9)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING, Any, final

from .kind import Kind, check_affine
from .measure import Mass
from .program import State
from .representation import Done, More, SamplingRep, Transformation
from .sampler import Sampler

if TYPE_CHECKING:
    from .distributions.base import Distribution


@final
@dataclass(frozen=True, slots=True)
class ListT:
    """ListT T X = T(List X), lists being tuples: the measure is the sum over the entries.

    m(a) = ∮ Σ_{x ∈ xs} δ_x m_T(a)(dxs). No monad as trees, though it is one under m.
    Raises KindError unless the base is affine.
    Source: Ścibior et al. 2018, Figure 9a.
    """

    base: SamplingRep

    def __post_init__(self) -> None:
        check_affine("ListT", self.base)

    def __repr__(self) -> str:
        return f"ListT({self.base!r})"

    @property
    def kind(self) -> Kind:
        """What the base can; the mass is the expected length."""
        return replace(self.base.kind, affine=False)

    def ret(self, value: Any) -> Any:
        """T's return of [value]."""
        return self.base.ret((value,))

    def bind(self, computation: Any, then: Callable[[Any], Any]) -> Any:
        """Run `then` on the entries from left to right, and concatenate."""

        def each(entries: tuple[Any, ...]) -> Any:
            return concatenated(self.base, [then(entry) for entry in entries])

        return self.base.bind(computation, each)

    def sample(self, distribution: Distribution) -> Any:
        """T's draw, as a list of one."""
        return self.lift(self.base.sample(distribution))

    def iterate(self, body: Callable[[State], Any], state: State) -> Any:
        """In generations: each unfinished entry runs by itself until it ends or splits.

        Runs that never split, as those of programs, draw in the order of `bind`.
        """
        base = self.base

        def turn(current: State) -> Any:
            return base.bind(body(current), _unsplit)

        def _unsplit(turns: tuple[Any, ...]) -> Any:
            alone = len(turns) == 1 and isinstance(turns[0], More)
            return base.ret(turns[0] if alone else Done(turns))

        def generation(turns: tuple[Any, ...]) -> Any:
            runs = [base.iterate(turn, t.state) if isinstance(t, More) else base.ret((t,)) for t in turns]
            return base.bind(concatenated(base, runs), _finished)

        def _finished(turns: tuple[Any, ...]) -> Any:
            if any(isinstance(t, More) for t in turns):
                return base.ret(More(turns))
            return base.ret(Done(tuple(t.value for t in turns)))

        return base.iterate(generation, (More(state),))

    def lift(self, computation: Any) -> Any:
        """T X -> ListT T X: lists of one. Source: Ścibior et al. 2018, Definition 3.8."""
        base = self.base
        return base.bind(computation, lambda value: base.ret((value,)))

    def tmap(self, transformation: Transformation) -> Transformation:
        """ListT T X -> ListT S X for t : T -> S, which is t at List X."""
        return transformation

    def meaning(self, computation: Any) -> Mass[Any]:
        """Σ_xs m_T(a)({xs}) Σ_{x ∈ xs} δ_x."""
        return Mass((x, mass) for xs, mass in self.base.meaning(computation).items() for x in xs)


def concatenated(base: SamplingRep, computations: Sequence[Any]) -> Any:
    """Run computations of lists in turn and concatenate: the paper's `sequence`, then `concat`.

    Halves are run by halves: the depth is log n, and where the base enumerates, the law of
    each half is found once and not once for every outcome of those before it. A tree of draws
    keeps the entries apart, so that each can have a tape of its own.
    """
    if len(computations) < 2:
        return computations[0] if computations else base.ret(())
    if isinstance(base, Sampler):
        return base.bind(
            base.together(computations), lambda lists: base.ret(tuple(chain.from_iterable(lists)))
        )
    middle = len(computations) // 2
    right = concatenated(base, computations[middle:])
    return base.bind(
        concatenated(base, computations[:middle]),
        lambda first: base.bind(right, lambda second: base.ret(first + second)),
    )
