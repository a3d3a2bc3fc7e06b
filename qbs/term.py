"""`Term`: weighted trees of draws, the programs as data that every representation receives."""

from __future__ import annotations

from typing import Any, TypeAlias

from .enumerator import atoms
from .program import Return
from .representation import Done, InferenceRep, More, SamplingRep
from .sampler import Sampler, Tree
from .weighted import Weighted, apply_weight

TERM = Weighted(Sampler())
"""Term = W Sam, the free representation; over finite draws, the paper's discrete weighted sampler."""

Path: TypeAlias = tuple[tuple[Any, Any], ...]  # (distribution, value drawn), in the order of drawing


def from_sampler(tree: Tree, rep: SamplingRep) -> Any:
    """Sam X -> T X: the transformation that makes the draws of a tree in T.

    Source: Ścibior et al. 2018, Example 5.2 (Sam is initial among sampling monads).
    """

    def turn(current: Tree) -> Any:
        if isinstance(current, Return):
            return rep.ret(Done(current.value))
        return rep.bind(rep.sample(current.distribution), lambda drawn: rep.ret(More(current.resume(drawn))))

    return rep.iterate(turn, tree)


def from_term(term: Tree, rep: InferenceRep) -> Any:
    """Term X -> T X: the transformation t_T into any representation that draws and scores.

    Source: Ścibior et al. 2018, Example 3.6.
    """
    return apply_weight(from_sampler(term, rep), rep)


def paths(tree: Tree) -> tuple[tuple[Path, Any], ...]:
    """Every path of a tree of finite draws, left to right, with the value at its end.

    Two finite trees are equal, draw for draw, iff these are. Raises NotFinite.
    """
    found: list[tuple[Path, Any]] = []
    pending: list[tuple[Path, Tree]] = [((), tree)]
    while pending:
        path, current = pending.pop()
        if isinstance(current, Return):
            found.append((path, current.value))
            continue
        distribution = current.distribution
        branches = [((*path, (distribution, v)), current.resume(v)) for v, _ in atoms(distribution)]
        pending += reversed(branches)
    return tuple(found)
