"""`Sampler`: a computation as a tree of draws (paper, Example 5.2), and how a tape runs it."""

from __future__ import annotations

from collections.abc import Callable
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
        value = drawn
        for position, function in enumerate(self.then, start=1):
            tree = function(value)
            if not isinstance(tree, Return):
                rest = self.then[position:]
                return Sample(tree.distribution, tree.then + rest) if rest else tree
            value = tree.value
        return Return(value)


Tree: TypeAlias = Return | Sample


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
        return Sample(computation.distribution, (*computation.then, then))

    def sample(self, distribution: Distribution) -> Tree:
        """One draw and a leaf."""
        return Sample(distribution)

    def iterate(self, body: Callable[[State], Tree], state: State) -> Tree:
        """Runs `body` until it draws; a million turns without a draw use no stack."""

        def follow(turn: Done | More) -> Tree:
            while isinstance(turn, More):
                tree = body(turn.state)
                if not isinstance(tree, Return):
                    return Sample(tree.distribution, (*tree.then, follow))
                turn = tree.value
            return Return(turn.value)

        return follow(More(state))

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
    while isinstance(tree, Sample):
        distribution = tree.distribution
        tree = tree.resume(distribution.from_uniforms(tape.uniforms(distribution.num_uniforms)))
    return tree.value
