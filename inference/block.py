"""Blocks: named maps between representations that leave the meaning unchanged (paper, Definition 3.5)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any, final

from ..qbs.representation import Transformation
from ..qbs.tape import Epoch
from .shape import Shape, meet, substituted, variable_of

Progress = Callable[[int, int | None], None]
"""Told how much is done, and of how much, None where nobody knows."""


@final
class Context:
    """What a run hands to its blocks: the base they stand on, fresh randomness, whom to tell of progress."""

    __slots__ = ("_epochs", "base", "progress", "seed")

    def __init__(self, seed: int, progress: Progress | None = None, base: Shape = None) -> None:
        Epoch(seed, 0)  # refuses a seed out of range before anything runs
        self.seed = seed
        self.progress = progress
        self.base = base
        self._epochs = count()

    def epoch(self) -> Epoch:
        """An epoch that nothing else in this run draws from."""
        return Epoch(self.seed, next(self._epochs))

    def over(self, base: Shape) -> Context:
        """The same run, for a block whose variable stands for `base`."""
        same = Context(self.seed, self.progress, base)
        same._epochs = self._epochs
        return same


Action = Callable[[Any, Context], Any]
"""(a, context) -> t(a), at the base that the context says."""


class Mismatch(TypeError):
    """Two blocks do not fit: the first gives what the second does not take."""

    def __init__(self, first: Block, second: Block) -> None:
        super().__init__(
            f"cannot compose {first.name} >> {second.name}: "
            f"{first.name} gives {first.target}, {second.name} takes {second.source}"
        )


@final
@dataclass(frozen=True, slots=True)
class Block:
    """A map t from `source` to `target` with meaning(t(a)) = meaning(a); a frozen description.

    `source` and `target` are representations, mostly over a variable, or the names of what
    stands at the ends of a pipeline. `a >> b` runs a, then b: variables are chosen so that a
    gives what b takes, and where no choice does it raises Mismatch.
    """

    name: str
    source: Shape
    target: Shape
    action: Action = field(repr=False, compare=False)
    parts: tuple[Block, ...] = ()

    def __rshift__(self, following: Block) -> Block:
        if not isinstance(following, Block):
            return NotImplemented
        chosen = meet(self.target, following.source)
        if chosen is None:
            raise Mismatch(self, following)
        before, after = self.put(chosen[0]), following.put(chosen[1])
        first, second = before.action, after.action

        def both(computation: Any, context: Context) -> Any:
            return second(first(computation, context), context)

        parts = (*(self.parts or (self,)), *(following.parts or (following,)))
        name = " >> ".join(part.name for part in parts)
        return Block(name, before.source, after.target, both, parts)

    def __call__(self, computation: Any) -> Any:
        """t(a). The block has to stand on a base: see `at`."""
        variable = variable_of(self.source, self.target)
        if variable is not None:
            raise TypeError(f"{self.name} is a block over any {variable}: choose one with .at(…)")
        return self.action(computation, Context(0))

    def at(self, base: Shape) -> Block:
        """The block over this base, `Probability()` to check it. Raises CannotStand for a wrong kind."""
        return self.put(base)

    def put(self, value: Shape | None) -> Block:
        """The block with a type, perhaps over another variable, in the place of its own; None keeps it."""
        variable = variable_of(self.source, self.target)
        if value is None or variable is None:
            return self
        action, inner = self.action, variable_of(value)

        def on(computation: Any, context: Context) -> Any:
            return action(computation, context.over(substituted(value, inner, context.base)))

        source, target = (substituted(shape, variable, value) for shape in (self.source, self.target))
        return replace(self, source=source, target=target, action=on)

    def named(self, name: str) -> Block:
        """The same map under a name of its own; `repr` still shows what it is made of."""
        return replace(self, name=name)

    def __repr__(self) -> str:
        pipeline = " >> ".join(part.name for part in self.parts)
        definition = f" = {pipeline}" if pipeline and pipeline != self.name else ""
        return f"{self.name}{definition} : {self.source} -> {self.target}"


def transformation(name: str, source: Shape, target: Shape, at: Callable[[Any], Transformation]) -> Block:
    """The block that is at(T) for every T that its variable stands for."""
    return Block(name, source, target, lambda computation, context: at(context.base)(computation))


PROGRAM = "Program"
