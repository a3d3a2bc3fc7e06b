"""What stops a run: codes QB07xx, and limits: codes QB08xx."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from ...qbs.errors import LimitReached, NonFiniteWeight
from ..syntax.span import Span
from .base import LanguageError

Kind = Literal["operation", "distribution", "weight", "impure", "limit"]


@dataclass(eq=False)
class RuntimeFault(LanguageError):
    """Base of what stops a run: the operation at `span` cannot go on, and `reason` says why.

    `calls` are the functions that were running, innermost first, each with the place of its call.
    """

    kind: ClassVar[Kind]
    reason: str
    calls: tuple[tuple[str, Span], ...] = ()

    @property
    def message(self) -> str:
        return self.reason

    def __str__(self) -> str:
        inside = [f"  in `{name}`, called at {place}" for name, place in self.calls]
        return "\n".join([super().__str__(), *inside])


@dataclass(eq=False)
class OperationFault(RuntimeFault):
    """A built-in operation outside its domain: the logarithm of a negative number, an index that no
    element has, a matrix that is not positive definite, a negative score.

    Only what a run reaches counts: a branch that is not taken, or what follows a failed `condition`,
    may hold anything.
    """

    code: ClassVar[str] = "QB0701"
    kind: ClassVar[Kind] = "operation"


@dataclass(eq=False)
class DistributionFault(RuntimeFault):
    """A parameter of a distribution outside its domain, such as a standard deviation of zero."""

    code: ClassVar[str] = "QB0702"
    kind: ClassVar[Kind] = "distribution"


@dataclass(eq=False)
class WeightFault(RuntimeFault, NonFiniteWeight):
    """A weight that is not a finite number: the density of the data is infinite or not a number.

    Inference has no meaning from here on. A density is infinite at a pole (`beta(0.5, 0.5)` at 0).
    """

    code: ClassVar[str] = "QB0703"
    kind: ClassVar[Kind] = "weight"


@dataclass(eq=False)
class ImpureFault(RuntimeFault):
    """A function that a model returned is called from Python, but it draws or weighs.

    Draw inside the model what the function needs, so that the function itself is pure.
    """

    code: ClassVar[str] = "QB0704"
    kind: ClassVar[Kind] = "impure"


@dataclass(eq=False)
class LimitFault(RuntimeFault, LimitReached):
    """Recursion that went on too long, or too deep, without a draw or a score: does it ever end?"""

    code: ClassVar[str] = "QB0801"
    kind: ClassVar[Kind] = "limit"


FAULTS: dict[Kind, type[RuntimeFault]] = {
    cls.kind: cls for cls in (OperationFault, DistributionFault, WeightFault, ImpureFault, LimitFault)
}
