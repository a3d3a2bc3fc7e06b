"""Blocks: named maps between representations that leave the meaning unchanged (paper, Definition 3.5)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any, final

from ..qbs.tape import Epoch

Progress = Callable[[int, int], None]


@final
class Context:
    """What a run hands to its blocks: fresh randomness, and whom to tell of progress."""

    __slots__ = ("_epochs", "progress", "seed")

    def __init__(self, seed: int, progress: Progress | None = None) -> None:
        Epoch(seed, 0)  # refuses a seed out of range before anything runs
        self.seed = seed
        self.progress = progress
        self._epochs = count()

    def epoch(self) -> Epoch:
        """An epoch that nothing else in this run draws from."""
        return Epoch(self.seed, next(self._epochs))


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

    `source` and `target` are representations, or the names of what stands at the ends of a
    pipeline. `a >> b` runs a, then b, and raises Mismatch unless a.target == b.source.
    """

    name: str
    source: object
    target: object
    action: Callable[[Any, Context], Any] = field(repr=False, compare=False)
    parts: tuple[Block, ...] = ()

    def __rshift__(self, following: Block) -> Block:
        if not isinstance(following, Block):
            return NotImplemented
        if self.target != following.source:
            raise Mismatch(self, following)
        parts = (*(self.parts or (self,)), *(following.parts or (following,)))
        first, second = self.action, following.action

        def both(computation: Any, context: Context) -> Any:
            return second(first(computation, context), context)

        name = " >> ".join(part.name for part in parts)
        return Block(name, self.source, following.target, both, parts)

    def named(self, name: str) -> Block:
        """The same map under a name of its own; `repr` still shows what it is made of."""
        return replace(self, name=name)

    def __repr__(self) -> str:
        pipeline = " >> ".join(part.name for part in self.parts)
        definition = f" = {pipeline}" if pipeline and pipeline != self.name else ""
        return f"{self.name}{definition} : {self.source} -> {self.target}"


PROGRAM = "Program"
