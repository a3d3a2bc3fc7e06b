"""`Probability`: the measures of mass one, as the exact base of a stack (paper 4.1, P below M)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .kind import SAMPLING, Kind
from .meaning import MASS, Enumeration, Measure
from .measure import Mass
from .program import State

if TYPE_CHECKING:
    from .distributions.base import Distribution


@dataclass(frozen=True, slots=True)
class Probability:
    """P X = the measures on X of mass one: `Mass` without scores, so populations may stand on it.

    What a stack over `Sampler` runs, the same stack over `Probability` enumerates, merging
    equal states. `measures` sets the limits of enumeration.
    Source: the probability submonad of Ścibior et al. 2018, section 4.1.
    """

    measures: Enumeration = MASS

    def __repr__(self) -> str:
        return "Probability"

    @property
    def kind(self) -> Kind:
        """It draws; every measure here has mass one."""
        return SAMPLING

    def ret(self, value: Any) -> Mass[Any]:
        """δ_value."""
        return self.measures.ret(value)

    def bind(self, computation: Measure, then: Callable[[Any], Measure]) -> Measure:
        """∮ f(x) μ(dx)."""
        return self.measures.bind(computation, then)

    def sample(self, distribution: Distribution) -> Measure:
        """The distribution itself. Raises NotFinite if its values cannot be listed."""
        return self.measures.sample(distribution)

    def iterate(self, body: Callable[[State], Measure], state: State) -> Mass[Any]:
        """The law of the finished runs, by layers. Raises EnumerationLimit."""
        return self.measures.iterate(body, state)

    def meaning(self, computation: Measure) -> Mass[Any]:
        """The measure itself. Raises EnumerationLimit if its support is too long to list."""
        return self.measures.meaning(computation)
