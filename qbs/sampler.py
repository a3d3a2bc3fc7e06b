"""`Sampler`: a computation as a tree of draws (paper, Example 5.2), and how a tape runs it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from .enumerator import atoms
from .kind import SAMPLING, Kind
from .measure import Mass
from .program import Return, State
from .representation import Done, More
from .tape import Tape
from .weight import ONE

if TYPE_CHECKING:
    from .distributions.base import Distribution


@dataclass(frozen=True, slots=True)
class Sample:
    """A draw from `distribution`, and what becomes of its value.

    The rest of the tree is kept as the functions X -> Sam Y to run in turn, so that binds
    nest to the left without deepening Python's stack.
    """

    distribution: Distribution
    then: tuple[Callable[[Any], Tree], ...] = ()

    def resume(self, drawn: Any) -> Tree:
        """The subtree for one value of the draw."""
        return _through(self.then, drawn)


@dataclass(frozen=True, slots=True)
class Together:
    """Trees that run side by side, some of which draw, and what becomes of the tuple of their values.

    As a law it is their product. Seen as a single tree (`distribution`, `resume`) it draws from
    left to right; a run may give each part a tape of its own.
    """

    parts: tuple[Tree, ...]
    then: tuple[Callable[[Any], Tree], ...] = ()

    @property
    def distribution(self) -> Distribution:
        """The first draw of the first part that has not ended."""
        return self._next()[1].distribution

    def resume(self, drawn: Any) -> Tree:
        """The subtree for one value of that draw."""
        place, part = self._next()
        parts = (*self.parts[:place], part.resume(drawn), *self.parts[place + 1 :])
        if any(not isinstance(p, Return) for p in parts):
            return Together(parts, self.then)
        return self.after(tuple(p.value for p in parts if isinstance(p, Return)))

    def after(self, values: tuple[Any, ...]) -> Tree:
        """The subtree for the values of the parts."""
        return _through(self.then, values)

    def _next(self) -> tuple[int, Sample | Together]:
        return next((i, p) for i, p in enumerate(self.parts) if not isinstance(p, Return))


Tree: TypeAlias = Return | Sample | Together


def _through(functions: tuple[Callable[[Any], Tree], ...], value: Any) -> Tree:
    """The functions in turn, from the value to the next draw."""
    for position, function in enumerate(functions, start=1):
        tree = function(value)
        if not isinstance(tree, Return):
            rest = functions[position:]
            return _put_off(tree, rest) if rest else tree
        value = tree.value
    return Return(value)


@dataclass(frozen=True, slots=True)
class Sampler:
    """Sam X = Return X | Sample(d, X_d -> Sam X): it can draw, but not score.

    Over finite distributions it is the discrete sampler of Example 3.9.
    Source: Ścibior et al. 2018, Example 5.2, with any distribution in place of the uniform.
    """

    def __repr__(self) -> str:
        return "Sampler"

    @property
    def kind(self) -> Kind:
        """It draws; every tree has mass one."""
        return SAMPLING

    def ret(self, value: Any) -> Tree:
        """The leaf that holds `value`."""
        return Return(value)

    def bind(self, computation: Tree, then: Callable[[Any], Tree]) -> Tree:
        """Graft the tree `then(x)` onto every leaf x."""
        if isinstance(computation, Return):
            return then(computation.value)
        return _put_off(computation, (then,))

    def sample(self, distribution: Distribution) -> Tree:
        """One draw and a leaf."""
        return Sample(distribution)

    def iterate(self, body: Callable[[State], Tree], state: State) -> Tree:
        """Runs `body` until it draws; a million turns without a draw use no stack."""

        def follow(turn: Done | More) -> Tree:
            while isinstance(turn, More):
                tree = body(turn.state)
                if not isinstance(tree, Return):
                    return _put_off(tree, (follow,))
                turn = tree.value
            return Return(turn.value)

        return follow(More(state))

    def together(self, computations: Sequence[Tree]) -> Tree:
        """The product: trees run side by side, to the tuple of their values."""
        if any(not isinstance(tree, Return) for tree in computations):
            return Together(tuple(computations))
        return Return(tuple(tree.value for tree in computations if isinstance(tree, Return)))

    def meaning(self, computation: Tree) -> Mass[Any]:
        """The measure of a tree of finite draws. Raises NotFinite for another draw."""
        finished: list[tuple[Any, Any]] = []
        pending: list[tuple[Any, Tree]] = [(ONE, computation)]
        while pending:
            weight, tree = pending.pop()
            if isinstance(tree, Return):
                finished.append((tree.value, weight))
            else:
                pending += [(weight * p, tree.resume(value)) for value, p in atoms(tree.distribution)]
        return Mass(finished)


def run(tree: Tree, tape: Tape) -> Any:
    """The value of a tree at the end of the path that the tape chooses."""
    while not isinstance(tree, Return):
        if isinstance(tree, Sample):
            tree = tree.resume(draw(tree.distribution, tape))
        else:
            tree = tree.after(tuple(run(part, tape) for part in tree.parts))
    return tree.value


def draw(distribution: Distribution, tape: Tape) -> Any:
    """The value of a distribution at the next uniforms of the tape."""
    return distribution.from_uniforms(tape.uniforms(distribution.num_uniforms))


def _put_off(tree: Sample | Together, functions: tuple[Callable[[Any], Tree], ...]) -> Tree:
    then = tree.then + functions
    return Sample(tree.distribution, then) if isinstance(tree, Sample) else Together(tree.parts, then)
