"""Both sides of meaning(block(x)) == meaning(x), exactly.

The ends of a block are representations, programs, or what a sampling run gives, which has no
exact meaning. The measure of a program is computed here apart from all representations.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..inference.block import PROGRAM, Block, Context
from ..inference.shape import variable_of
from ..qbs.errors import NotFinite
from ..qbs.interpret import interpret
from ..qbs.measure import Mass
from ..qbs.population import Population
from ..qbs.probability import Probability
from ..qbs.program import Program, Return, Score
from ..qbs.weight import ONE, Weight
from .report import Difference


class NoExactMeaning(TypeError):
    """An end of a block at which there is no measure to compute."""

    def __init__(self, block: str, end: object) -> None:
        super().__init__(
            f"{block} ends in {end}, which is a sample and has no exact meaning: "
            f"check the blocks before that one, and the sampler by its law"
        )


def paths(program: Program) -> tuple[tuple[Any, Weight], ...]:
    """The value and weight at the end of every path, each by itself; a path ends at weight zero.

    The weight is the product of the probabilities of the draws and of the scores. Nothing is
    merged and no representation is used. Raises NotFinite.
    """
    finished: list[tuple[Any, Weight]] = []
    pending: list[tuple[Weight, Any]] = [(ONE, program.start())]
    while pending:
        weight, state = pending.pop()
        effect = program.step(state)
        if isinstance(effect, Return):
            finished.append((effect.value, weight))
        elif isinstance(effect, Score):
            total = weight * effect.weight
            if total:
                pending.append((total, effect.state))
            else:
                finished.append((None, total))
        elif not effect.distribution.finite:
            raise NotFinite(effect.distribution)
        else:
            following = effect.distribution.enumerate()
            pending += [(weight * p, program.resume(effect.state, x)) for x, p in following if p]
    return tuple(finished)


def measure_by_paths(program: Program) -> Mass[Any]:
    """The measure that a program denotes: the sum over its paths. Raises NotFinite."""
    return Mass(paths(program))


def stand(block: Block, base: object | None = None) -> Block:
    """The block over a base that enumerates: `base` if given, else one of the kind that it asks for.

    Raises CannotStand.
    """
    variable = variable_of(block.source, block.target)
    if variable is None:
        return block
    enumerating = Population(Probability()) if variable.kind.scores else Probability()
    return block.at(enumerating if base is None else base)


def has_meaning(end: object) -> bool:
    """Whether an end of a block has an exact meaning."""
    return end == PROGRAM or hasattr(end, "meaning")


def holds_particles(end: object) -> bool:
    """Whether a population is somewhere in a stack."""
    if isinstance(end, Population):
        return True
    return holds_particles(getattr(end, "base", None)) if hasattr(end, "base") else False


def splits(end: object) -> bool:
    """Whether a computation of the stack can be built that holds several particles.

    Programs never do; a population at the bottom is lifted up to the top, which needs `lift`.
    """
    if isinstance(end, Population):
        return True
    return splits(getattr(end, "base", None)) if hasattr(end, "lift") else False


def enter(end: Any, program: Program, particles: Sequence[Weight] = ()) -> Any:
    """The program as a computation at the source of a block.

    With `particles`, as many runs of it side by side, of these weights: its meaning is then the
    program's times Σ particles. Only for stacks that hold particles.
    """
    if end == PROGRAM:
        return program
    if not particles:
        return interpret(program, end)
    return end.bind(side_by_side(end, particles), lambda _: interpret(program, end))


def side_by_side(rep: Any, weights: Sequence[Weight]) -> Any:
    """A population of units with these weights, lifted to the top of the stack."""
    match rep:
        case Population():
            return rep.base.ret(tuple((weight, ()) for weight in weights))
        case _:
            return rep.lift(side_by_side(rep.base, weights))


def meaning(end: Any, computation: Any) -> Mass[Any]:
    """The measure that a computation at an end of a block denotes."""
    found: Mass[Any] = measure_by_paths(computation) if end == PROGRAM else end.meaning(computation)
    return found


def difference(
    block: Block, program: Program, *, particles: Sequence[Weight] = (), seed: int = 0
) -> Difference | None:
    """The two sides of meaning(block(x)) == meaning(x) for x the program at the block's source.

    The block stands on a base. None if the sides are equal; what the block raises on x is a
    difference too. Raises NoExactMeaning.
    """
    for end in (block.source, block.target):
        if not has_meaning(end):
            raise NoExactMeaning(block.name, end)
    given = enter(block.source, program, particles)
    expected = meaning(block.source, given)
    try:
        found: Mass[Any] | str = meaning(block.target, block.action(given, Context(seed)))
    except Exception as error:  # whatever it is, the block fails on x
        found = f"{type(error).__name__}: {error}"
    return None if found == expected else Difference(expected, found)
