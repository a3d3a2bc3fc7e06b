"""What a representation of programs offers, and the laws that make it one (paper 3.2, 5.1).

A representation T gives, for every X, a set T X of computations and a meaning
m : T X -> measures on X. Python has no types of that shape, so T X is written `Any`.
Laws (Definition 5.1), where = is equality of measures and w ⊙ μ rescales μ:

    m(ret x)       = δ_x
    m(bind a f)    = m(a) >>= (x -> m(f x))
    m(sample d)    = d
    m(score r x)   = r ⊙ δ_x
    m(iterate f s) = m(f s) >>= (Done x -> δ_x | More s' -> m(iterate f s'))

`iterate` makes T an Elgot monad: loops that need no Python stack.
Monad laws are not required of T itself; they hold under m.

A transformation t : T -> S is a map of computations, at every X, with m_S(t a) = m_T(a)
(Definition 3.5). A transformer F makes a representation F T of T (Definition 3.8), with

    m_FT(lift a)   = m_T(a)
    m_FS(tmap t a) = m_FT(a)                             for every transformation t : T -> S

Values that computations return are hashable, so that bases which enumerate merge equal ones.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from .kind import Kind
from .measure import Mass
from .program import State
from .weight import Weight

if TYPE_CHECKING:
    from .distributions.base import Distribution

Transformation: TypeAlias = Callable[[Any], Any]  # T X -> S X for every X


@dataclass(frozen=True, slots=True)
class Done:
    """An iteration has ended with `value`."""

    value: Any


@dataclass(frozen=True, slots=True)
class More:
    """An iteration goes on from `state`."""

    state: State


class Representation(Protocol):
    """A plain representation: return, bind, iteration and, on finite computations, a meaning."""

    @property
    def kind(self) -> Kind:
        """Whether it draws, scores, and is affine."""
        ...

    def ret(self, value: Any) -> Any:
        """The computation that only returns `value`."""
        ...

    def bind(self, computation: Any, then: Callable[[Any], Any]) -> Any:
        """Run `computation`, then `then` of its value."""
        ...

    def iterate(self, body: Callable[[State], Any], state: State) -> Any:
        """Repeat body : State -> T(Done | More) from `state` until it is Done."""
        ...

    def meaning(self, computation: Any) -> Mass[Any]:
        """The measure denoted by a computation that draws from finite distributions only.

        Raises NotFinite otherwise.
        """
        ...


class SamplingRep(Representation, Protocol):
    """A representation that can draw."""

    def sample(self, distribution: Distribution) -> Any:
        """The computation that returns a draw."""
        ...


class ConditioningRep(Representation, Protocol):
    """A representation that can score."""

    def score(self, weight: Weight, result: Any = ()) -> Any:
        """The computation that multiplies the weight of this run and returns `result`.

        The result spares a bind, whose closure could not be compared in a suspended state.
        """
        ...


class InferenceRep(SamplingRep, ConditioningRep, Protocol):
    """A representation that can draw and score: every program can be interpreted in it."""


class Transformer(Representation, Protocol):
    """A representation F T made of another one, `base`; F is the class."""

    @property
    def base(self) -> Representation:
        """The representation T below."""
        ...

    def lift(self, computation: Any) -> Any:
        """T X -> F T X, a transformation."""
        ...

    def tmap(self, transformation: Transformation) -> Transformation:
        """The transformation F T -> F S that applies T -> S underneath."""
        ...
