"""Kernels between finite spaces: Markov, preserving, reversible; their exact matrices (paper 4.2)."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import TypeAlias, TypeVar

from .measure import Mass
from .weight import Weight

X = TypeVar("X", bound=Hashable)
Y = TypeVar("Y", bound=Hashable)
Z = TypeVar("Z", bound=Hashable)

Kernel: TypeAlias = Callable[[X], Mass[Y]]  # k(x) is a measure on Y


def box(measure: Mass[X], kernel: Kernel[X, Y]) -> Mass[tuple[X, Y]]:
    """μ ⊠ k = ∬ δ_(x, y) μ(dx) k(x, dy), the law of a point and where the kernel takes it.

    >>> coin = Mass({0: 1, 1: 2})
    >>> box(coin, lambda x: Mass.point(x + 1))
    Mass({(0, 1): 1, (1, 2): 2})
    """
    return measure.bind(lambda x: kernel(x).map(lambda y: (x, y)))


def swap(pair: tuple[X, Y]) -> tuple[Y, X]:
    """(x, y) -> (y, x)."""
    first, second = pair
    return second, first


def is_markov(kernel: Kernel[X, Y], states: Iterable[X]) -> bool:
    """Whether k(x) has mass one at every state."""
    return all(kernel(x).total == 1 for x in states)


def preserves(kernel: Kernel[X, X], measure: Mass[X]) -> bool:
    """Whether μ >>= k is μ."""
    return measure.bind(kernel) == measure


def reversible(kernel: Kernel[X, X], measure: Mass[X]) -> bool:
    """Detailed balance: swap_* (μ ⊠ k) = μ ⊠ k. A reversible Markov kernel preserves μ."""
    flow = box(measure, kernel)
    return flow.map(swap) == flow


def rescaling(density: Callable[[X], Weight | int]) -> Kernel[X, X]:
    """The kernel x -> w(x) ⊙ δ_x, reversible for every measure."""
    return lambda x: Mass.point(x).rescale(density)


def composed(first: Kernel[X, Y], second: Kernel[Y, Z]) -> Kernel[X, Z]:
    """First one kernel, then the other."""
    return lambda x: first(x).bind(second)


def combined(parts: Iterable[tuple[Weight | int, Kernel[X, Y]]]) -> Kernel[X, Y]:
    """The linear combination Σ r_i k_i; reversible for μ if every k_i is."""
    listed = tuple(parts)

    def combination(x: X) -> Mass[Y]:
        total: Mass[Y] = Mass()
        for weight, kernel in listed:
            total = total + kernel(x).scale(weight)
        return total

    return combination


def transition(kernel: Kernel[X, X], states: Iterable[X]) -> dict[X, Mass[X]]:
    """The matrix of a kernel: its rows at the given states and at all that it reaches from them."""
    rows: dict[X, Mass[X]] = {}
    pending = list(states)
    while pending:
        x = pending.pop()
        if x not in rows:
            rows[x] = kernel(x)
            pending += rows[x]
    return rows
