"""Types of blocks: representations over a variable, and how two of them are made to meet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias, final

from ..qbs.kind import INFERENCE, SAMPLING, Kind

Shape: TypeAlias = Any  # a representation, one over a Variable, a Variable, or a name such as "Program"


@final
@dataclass(frozen=True, slots=True)
class Variable:
    """A representation that is not chosen yet: of a kind, and nothing else.

    `Population(T)` is the type of populations over any T; transformers check its kind as that
    of any other base. A block has at most one variable, and it is the block's own.
    """

    name: str
    kind: Kind

    def __repr__(self) -> str:
        return self.name


T: Shape = Variable("T", SAMPLING)
"""Any affine base that can draw: `Sampler` when a block is run, `Probability` when it is checked."""

M: Shape = Variable("M", INFERENCE)
"""Any representation that can draw and score."""


class CannotStand(TypeError):
    """A representation was given for a variable of a kind that it does not have."""

    def __init__(self, variable: Variable, found: Shape) -> None:
        has = f"is {found.kind}" if hasattr(found, "kind") else "is no representation"
        super().__init__(f"{variable} stands for what is {variable.kind}; {found} {has}")


def variable_of(*shapes: Shape) -> Variable | None:
    """The variable in these types; None if there is none."""
    for shape in shapes:
        while not isinstance(shape, Variable) and hasattr(shape, "base"):
            shape = shape.base
        if isinstance(shape, Variable):
            return shape
    return None


def substituted(shape: Shape, variable: Variable | None, value: Shape) -> Shape:
    """The type with `value` in the place of the variable. Raises CannotStand, and KindError further up."""
    if variable is None:
        return shape
    if shape == variable:
        if not _fits(value, variable):
            raise CannotStand(variable, value)
        return value
    if not hasattr(shape, "base"):
        return shape
    return type(shape)(substituted(shape.base, variable, value))


def meet(given: Shape, taken: Shape) -> tuple[Shape | None, Shape | None] | None:
    """What to put for the variables of `given` and of `taken` to make them equal; None if nothing does.

    A variable for which nothing is to be put keeps standing for anything. The more general
    of the two types gives way, so at most one of the answers is not None.
    """
    if isinstance(taken, Variable) and _fits(given, taken):
        return None, given
    if isinstance(given, Variable) and _fits(taken, given):
        return taken, None
    if given == taken:
        return None, None
    bases = [getattr(shape, "base", None) for shape in (given, taken)]
    return meet(*bases) if type(given) is type(taken) and None not in bases else None


def _fits(shape: Shape, variable: Variable) -> bool:
    found, needed = getattr(shape, "kind", None), variable.kind
    if not isinstance(found, Kind):
        return False
    able = found.samples >= needed.samples and found.scores >= needed.scores
    return able and found.affine >= needed.affine
