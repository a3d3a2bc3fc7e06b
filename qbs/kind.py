"""Kinds of representation, checked when a stack is built (paper 5.1, Definition 5.3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, final


@final
@dataclass(frozen=True, slots=True)
class Kind:
    """Whether a representation can draw and score, and whether it is affine.

    Affine: every computation has mass one, m(a)(X) = 1. What can score is never affine, and
    neither are lists, whose mass is their expected length.
    """

    samples: bool
    scores: bool
    affine: bool

    @property
    def name(self) -> str:
        """The paper's word for what it can do."""
        if self.samples:
            return "inference" if self.scores else "sampling"
        return "conditioning" if self.scores else "plain"

    def __str__(self) -> str:
        return f"{self.name}, affine" if self.affine else self.name


SAMPLING = Kind(samples=True, scores=False, affine=True)
INFERENCE = Kind(samples=True, scores=True, affine=False)


class HasKind(Protocol):
    """Anything that a transformer can ask for its kind."""

    @property
    def kind(self) -> Kind:
        """What it can do."""
        ...


class KindError(TypeError):
    """A transformer was put on a base over which it is no representation."""

    def __init__(self, transformer: str, base: object, needs: str, found: str) -> None:
        super().__init__(
            f"cannot build {transformer}({base}): {transformer} needs a base {needs}, and {base} {found}"
        )


def check_affine(transformer: str, base: HasKind) -> None:
    """Raise KindError unless every program of `base` has mass one.

    The particles of a list run one after another in the base. Were a mass other than one
    possible there, a particle would also be weighed by the masses of all the others.
    """
    if not base.kind.affine:
        found = "can score" if base.kind.scores else "has programs of any mass"
        raise KindError(transformer, base, "whose programs have mass one", found)


def check_scores(transformer: str, base: HasKind) -> None:
    """Raise KindError unless `base` can score."""
    if not base.kind.scores:
        raise KindError(transformer, base, "that can score", "cannot")
