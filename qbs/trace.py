"""Traces of a term: its paths, their weights and values, and the prior over them (paper, Figures 12, 13)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any, TypeAlias, final

from .errors import QuasiborelError, repr_short
from .measure import Mass
from .program import Return
from .representation import Done, More
from .sampler import Sampler, Tree
from .weight import Weight

if TYPE_CHECKING:
    from .distributions.base import Distribution

Trace: TypeAlias = tuple[Any, ...]  # the values drawn, in the order of drawing
Chunks: TypeAlias = tuple[Trace, ...]

SAMPLER = Sampler()
_REMEMBERED = 4096


class NotAPath(QuasiborelError):
    """A trace does not lead from the root of a term to a leaf; `position` is where it fails."""

    def __init__(self, trace: Trace, position: int, problem: str) -> None:
        super().__init__(trace, position, problem)
        self.trace = trace
        self.position = position
        self.problem = problem

    def __str__(self) -> str:
        return f"the trace {repr_short(self.trace)} is no path: at draw {self.position} {self.problem}"


@final
@dataclass(frozen=True, slots=True)
class Leaf:
    """The end of a path: its weight and value, and the distributions that it drew from."""

    weight: Weight
    value: Any
    laws: tuple[Distribution, ...]

    def followed_by(self, rest: Leaf) -> Leaf:
        """The end of this path and of one that goes on from its value, which has positive weight."""
        return Leaf(self.weight * rest.weight, rest.value, self.laws + rest.laws)


@final
class Paths:
    """The paths of a term t in W Sam X, replayed from the root; the last few are remembered.

    Replay takes the values as they are: whether they can be drawn at all, `is_path` says.
    Source: Ścibior et al. 2018, Figure 12b, with drawn values in place of uniforms.
    """

    __slots__ = ("_leaves", "term")

    def __init__(self, term: Tree) -> None:
        self.term = term
        self._leaves: dict[Trace, Leaf] = {}

    def leaf(self, trace: Trace) -> Leaf:
        """Where a trace ends. Raises NotAPath if it is too short or too long."""
        known = self._leaves.get(trace)
        if known is None:
            known = self._replay(trace)
            self._remember(trace, known)
        return known

    def weight_at(self, trace: Trace) -> Weight:
        """w_t(p), the product of the scores on the path. Raises NotAPath."""
        return self.leaf(trace).weight

    def value_at(self, trace: Trace) -> Any:
        """v_t(p), the value at the end of the path. Raises NotAPath."""
        return self.leaf(trace).value

    def density_at(self, trace: Trace) -> Weight:
        """w_t(p) · Π_j d_j(p_j), the density of w_t ⊙ m(pri t) at a path. Raises NotAPath."""
        leaf = self.leaf(trace)
        density = leaf.weight
        for law, value in zip(leaf.laws, trace, strict=True):
            density = density * law.density(value)
        return density

    def is_path(self, trace: Trace) -> bool:
        """p ∈ t: the trace ends at a leaf, and every value has positive density where it is drawn."""
        tree = self.term
        for value in trace:
            if isinstance(tree, Return) or not possible(tree.distribution, value):
                return False
            tree = tree.resume(value)
        return isinstance(tree, Return)

    def subterm(self, prefix: Trace) -> Tree:
        """sub(t, p): what is left of the term after these draws. Raises NotAPath if it has fewer."""
        tree = self.term
        for position, value in enumerate(prefix):
            if isinstance(tree, Return):
                raise NotAPath(prefix, position, "the term has ended")
            tree = tree.resume(value)
        return tree

    def prior_path(self, prefix: Trace = ()) -> Tree:
        """pri(t), the law of the traces without scores, in Sam; of those that begin with a prefix.

        do { q <- pri(sub(t, prefix)); return prefix ++ q }.
        Source: Ścibior et al. 2018, Figure 13c, where each value drawn must go on its trace.
        """

        def turn(state: tuple[Chunks, Tree]) -> Tree:
            chunks, tree = state
            if isinstance(tree, Return):
                return SAMPLER.ret(Done(joined(chunks)))
            drawn = SAMPLER.sample(tree.distribution)
            resume = tree.resume
            return SAMPLER.bind(
                drawn, lambda value: SAMPLER.ret(More((appended(chunks, (value,)), resume(value))))
            )

        return SAMPLER.iterate(turn, (appended((), prefix), self.subterm(prefix)))

    def measure(self) -> Mass[Trace]:
        """w_t ⊙ m(pri t), the measure that trace MCMC preserves. Raises NotFinite."""
        return SAMPLER.meaning(self.prior_path()).rescale(self.weight_at)

    def _remember(self, trace: Trace, leaf: Leaf) -> None:
        """Spare a replay that would find this leaf."""
        if len(self._leaves) >= _REMEMBERED:
            del self._leaves[next(iter(self._leaves))]
        self._leaves[trace] = leaf

    def _replay(self, trace: Trace) -> Leaf:
        tree, laws = self.term, []
        for position, value in enumerate(trace):
            if isinstance(tree, Return):
                raise NotAPath(trace, position, "the term has ended")
            laws.append(tree.distribution)
            tree = tree.resume(value)
        if not isinstance(tree, Return):
            raise NotAPath(trace, len(trace), f"the term draws from {tree.distribution}")
        weight, value = tree.value
        return Leaf(weight, value, tuple(laws))


def possible(distribution: Distribution, value: Any) -> bool:
    """Whether a value has positive density."""
    if not distribution.support.contains(value):
        return False
    if distribution.discrete:
        return bool(distribution.density(value))
    return distribution.log_density(value) > float("-inf")


def appended(chunks: Chunks, piece: Trace) -> Chunks:
    """A trace in chunks of falling length, and a piece more: O(log n) copies of each value in all."""
    while chunks and len(chunks[-1]) <= len(piece):
        piece, chunks = chunks[-1] + piece, chunks[:-1]
    return (*chunks, piece) if piece else chunks


def joined(chunks: Chunks) -> Trace:
    """The trace that is kept in chunks.

    >>> joined(appended(appended((), (1, 2)), (3,)))
    (1, 2, 3)
    """
    return chunks[0] if len(chunks) == 1 else tuple(chain.from_iterable(chunks))
