"""Where one block application ends and the next begins, for whoever runs a pipeline on tapes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, final

from ..qbs.distributions.base import Distribution
from ..qbs.distributions.product import ProductSupport
from ..qbs.program import Return
from ..qbs.representation import Transformation
from ..qbs.sampler import Sample, Sampler, Tree, draw, run
from ..qbs.tape import Epoch, Tape
from ..qbs.weight import ONE, Weight
from .block import Context


@final
@dataclass(frozen=True, slots=True, eq=False)
class Beginning(Distribution):
    """The point mass on (), drawn from no uniform: the application of `block` to `outcome` begins.

    A draw like any other to whoever reads the tree, so it changes no meaning.
    """

    block: str
    outcome: Any

    @property
    def discrete(self) -> bool:
        """True."""
        return True

    @property
    def finite(self) -> bool:
        """True."""
        return True

    @property
    def num_uniforms(self) -> int:
        """0."""
        return 0

    @property
    def support(self) -> ProductSupport:
        """{()}."""
        return ProductSupport(())

    def from_uniforms(self, us: Sequence[float]) -> tuple[()]:
        """()."""
        return ()

    def log_density(self, x: Any) -> float:
        """0 at ()."""
        return 0.0 if x == () else -float("inf")

    def enumerate(self) -> Iterator[tuple[tuple[()], Weight]]:
        """() with mass one."""
        yield (), ONE

    def __str__(self) -> str:
        return f"beginning of {self.block}"

    __repr__ = __str__


def begun(block: str, rep: Any) -> Transformation:
    """F T X -> F T X: the same computation, with a Beginning at its end; only trees of draws need one.

    The mark is made in the base of the stack `rep`, where a run meets it once for all particles.
    """
    if not hasattr(rep, "base"):
        return _marked(block, rep) if isinstance(rep, Sampler) else _same
    below = begun(block, rep.base)
    # T(…) is how every transformer holds its computations, but for those without `lift`, which pair them
    return below if hasattr(rep, "lift") or below is _same else rep.tmap(below)


def _marked(block: str, base: Sampler) -> Transformation:
    def mark(outcome: Any) -> Tree:
        return base.bind(base.sample(Beginning(block, outcome)), lambda _: base.ret(outcome))

    return lambda computation: base.bind(computation, mark)


def _same(computation: Any) -> Any:
    return computation


Watch = Callable[[Beginning], None]


def run_in_epochs(tree: Tree, context: Context, watch: Watch | None = None) -> Any:
    """The value of a tree whose block applications have an epoch each; `watch` is told of each.

    In an epoch the i-th of the trees that run together draws from the tape of particle i, what
    is drawn for all of them from that of particle 0. What is nested in a particle stays on its tape.
    """
    tapes, begun_so_far = _Tapes(context.epoch()), 0
    while not isinstance(tree, Return):
        if not isinstance(tree, Sample):
            tree = tree.after(tuple(run(part, tapes.tape(i)) for i, part in enumerate(tree.parts)))
        elif isinstance(tree.distribution, Beginning):
            begun_so_far += 1
            if watch:
                watch(tree.distribution)
            if context.progress:
                context.progress(begun_so_far, None)
            tapes = _Tapes(context.epoch())
            tree = tree.resume(())
        else:
            tree = tree.resume(draw(tree.distribution, tapes.tape(0)))
    return tree.value


class _Tapes:
    """The tapes of an epoch, each read on from where it was left."""

    def __init__(self, epoch: Epoch) -> None:
        self._epoch = epoch
        self._open: dict[int, Tape] = {}
        self._key: tuple[int, int] | None = None

    def tape(self, particle: int) -> Tape:
        tape = self._open.get(particle)
        if tape is None:
            self._key = self._key or self._epoch.key
            tape = self._open[particle] = Tape(self._key, particle)
        return tape
