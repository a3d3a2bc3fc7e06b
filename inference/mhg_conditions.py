"""The four conditions of Theorem 7.1 as exact checks on finite spaces."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any, TypeAlias, TypeVar

from ..qbs.errors import repr_short
from ..qbs.kernel import Kernel, box, swap, transition
from ..qbs.measure import Mass
from ..qbs.weight import ZERO, Weight, exact

X = TypeVar("X", bound=Hashable)
Number: TypeAlias = Weight | float  # the only float is math.inf


@dataclass(frozen=True, slots=True)
class Failure:
    """A condition of Theorem 7.1 that does not hold, by its number, and a point where it does not."""

    condition: int
    where: Any
    expected: str
    found: str

    def __str__(self) -> str:
        return (
            f"condition ({self.condition}) of Theorem 7.1 fails at {repr_short(self.where)}: "
            f"expected {self.expected}, found {self.found}"
        )


def mhg_failures(
    measure: Mass[X],
    kernel: Kernel[X, X],
    ratio: Callable[[X, X], Number],
    states: Iterable[X] | None = None,
) -> tuple[Failure, ...]:
    """The conditions that fail for m(a) = `measure`, each at the first point where it does.

    With μ = [ρ ≠ 0] ⊙ (m(a) ⊠ k):
    (1) k is Markov; (2) (ρ ∘ swap) · ρ = 1 μ-almost everywhere;
    (3) ρ = d(swap_* μ)/dμ; (4) ρ(x, y) = 0 iff ρ(y, x) = 0, at all x and y.
    `states` is the space; by default, what the kernel reaches from the support of the measure.
    Empty: `mhg_step` preserves the measure. Source: Ścibior et al. 2018, Theorem 7.1.
    """
    space = tuple(dict.fromkeys(transition(kernel, measure) if states is None else states))
    flow = box(measure, kernel).rescale(lambda pair: int(ratio(*pair) != 0))
    checks = (
        _markov(kernel, space),
        _involutive(flow, ratio),
        _density(flow, ratio),
        _same_zeros(space, ratio),
    )
    return tuple(found for failures in checks if (found := next(failures, None)) is not None)


def _markov(kernel: Kernel[X, X], space: tuple[X, ...]) -> Iterator[Failure]:
    for x in space:
        mass = kernel(x).total
        if mass != 1:
            yield Failure(1, x, "a proposal of mass 1", f"mass {mass}")


def _involutive(flow: Mass[tuple[X, X]], ratio: Callable[[X, X], Number]) -> Iterator[Failure]:
    for x, y in flow:
        there, back = ratio(x, y), ratio(y, x)
        if _product(there, back) != 1:
            yield Failure(2, (x, y), "ρ(x, y) ρ(y, x) = 1", f"{there} and {back}")


def _density(flow: Mass[tuple[X, X]], ratio: Callable[[X, X], Number]) -> Iterator[Failure]:
    reverse = flow.map(swap)
    for pair in dict.fromkeys((*flow, *reverse)):
        weight, density = flow[pair], ratio(*pair)
        given = _product(density, weight) if weight else ZERO
        if given != reverse[pair]:
            yield Failure(3, pair, f"ρ μ = swap_* μ = {reverse[pair]}", f"{density} · {weight}")


def _same_zeros(space: tuple[X, ...], ratio: Callable[[X, X], Number]) -> Iterator[Failure]:
    for x, y in product(space, space):
        there, back = ratio(x, y), ratio(y, x)
        if (there == 0) != (back == 0):
            yield Failure(4, (x, y), "both ρ(x, y) and ρ(y, x) zero, or neither", f"{there} and {back}")


def _product(first: Number, second: Number) -> Weight | None:
    """None if one is infinite."""
    if isinstance(first, float) or isinstance(second, float):
        return None
    return exact(first) * exact(second)
