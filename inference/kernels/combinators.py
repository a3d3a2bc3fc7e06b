"""Trace kernels made of trace kernels."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from fractions import Fraction
from functools import reduce

from ...qbs.distributions import FAMILIES
from ...qbs.sampler import Tree
from ...qbs.trace import SAMPLER, Paths, Trace
from .kernel import TraceKernel

Bound = Callable[[Trace], Tree]


def cycle(*kernels: TraceKernel) -> TraceKernel:
    """One after the other, k_n ∘ … ∘ k_1: preserves what all preserve; not reversible in general."""
    name = f"cycle({', '.join(kernel.name for kernel in kernels)})"
    return TraceKernel(name, lambda paths: _in_turn([kernel(paths) for kernel in kernels]), False)


def repeat(kernel: TraceKernel, times: int) -> TraceKernel:
    """The same kernel `times` times; reversible if it is.

    Raises ValueError if times < 0.
    """
    if times < 0:
        raise ValueError(f"repeat: times must be >= 0, got {times}")
    name = f"repeat({kernel.name}, {times})"
    return TraceKernel(name, lambda paths: _in_turn([kernel(paths)] * times), kernel.reversible)


def mixture(*kernels: TraceKernel, weights: tuple[Fraction | int, ...] | None = None) -> TraceKernel:
    """Σ_i w_i k_i / Σ w: a kernel drawn by its weight, which the trace must not influence.

    Reversible if all are. Raises ValueError unless there is a weight for each kernel.
    """
    chances = weights or (1,) * len(kernels)
    if not kernels or len(chances) != len(kernels):
        raise ValueError(f"mixture: {len(kernels)} kernels and {len(chances)} weights")
    choice = FAMILIES["categorical"](tuple(Fraction(chance) / sum(chances) for chance in chances))

    def at(paths: Paths) -> Bound:
        bound = [kernel(paths) for kernel in kernels]
        return lambda trace: SAMPLER.bind(SAMPLER.sample(choice), lambda i: bound[i](trace))

    names = [kernel.name for kernel in kernels]
    shown = ", ".join(names if weights is None else [*names, f"weights={tuple(map(str, weights))}"])
    return TraceKernel(f"mixture({shown})", at, all(kernel.reversible for kernel in kernels))


def conditional(kernel: TraceKernel, part: Callable[[Paths, Trace], Hashable], name: str) -> TraceKernel:
    """The kernel, except that a move that changes `part` is not made; so the part stays as it is.

    Reversible if the kernel is: both directions of a flow are stopped together. A kernel that
    only preserves the measure would lose it, so ValueError unless it is reversible.
    """
    if not kernel.reversible:
        raise ValueError(f"conditional: the kernel must be reversible, {kernel.name} does not claim to be")

    def at(paths: Paths) -> Bound:
        bound = kernel(paths)

        def move(trace: Trace) -> Tree:
            kept = part(paths, trace)
            return SAMPLER.bind(
                bound(trace), lambda new: SAMPLER.ret(new if part(paths, new) == kept else trace)
            )

        return move

    return TraceKernel(f"conditional({kernel.name}, {name})", at)


def _in_turn(kernels: list[Bound]) -> Bound:
    def move(trace: Trace) -> Tree:
        return reduce(SAMPLER.bind, kernels, SAMPLER.ret(trace))

    return move
