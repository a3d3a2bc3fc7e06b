"""`check`: does a block preserve the measure that a program denotes?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias, final

from hypothesis import strategies as st

from ..inference.block import PROGRAM, Block
from ..qbs.kind import INFERENCE
from . import generate
from .equality import difference, holds_particles, paths, splits, stand
from .generate import FiniteProgram
from .report import Counterexample, Difference, Report
from .search import Budget, search
from .zoo import ZOO

Programs: TypeAlias = st.SearchStrategy[FiniteProgram]
Particles: TypeAlias = tuple[Fraction, ...]

STATEMENT = "meaning(block(x)) == meaning(x), in exact rational arithmetic"
MOST_OUTCOMES = 16
_PARTICLES: tuple[Particles, ...] = (
    (),
    (Fraction(1), Fraction(1)),
    (Fraction(1, 3), Fraction(1)),
    (Fraction(0), Fraction(2)),
    (Fraction(1), Fraction(1, 2), Fraction(1, 4)),
)


@final
@dataclass(frozen=True, slots=True)
class Example:
    """A program, and the weights of the particles that run it; () for one of weight one."""

    program: FiniteProgram
    particles: Particles = ()

    @property
    def size(self) -> tuple[int, int, int]:
        """How hard it is to read."""
        return *self.program.size, len(self.particles)

    def shorter(self) -> Iterator[Example]:
        """The same with a shorter program, or without particles."""
        if self.particles:
            yield Example(self.program)
        for program in self.program.shorter():
            yield Example(program, self.particles)


def check(
    block: Block,
    *,
    base: object | None = None,
    programs: Programs | None = None,
    zoo: Sequence[FiniteProgram] = ZOO,
    most_outcomes: int = MOST_OUTCOMES,
    max_examples: int = 1000,
    seconds: float = 60.0,
    seed: int = 0,
    smallest: bool = True,
) -> Report:
    """Compare both sides of meaning(block(x)) == meaning(x) for finite programs x.

    First those of `zoo`, then random ones, up to `max_examples` or `seconds`. The smallest
    counterexample is shown, for which it may take as long again, 10 s at most; the first one
    found unless `smallest`. Where the source holds particles, x is also several runs of a
    program side by side. A block over any base stands on `base`; without one, on Probability()
    or populations over it. A block on particles gets x of at most `most_outcomes`: if it makes
    n particles of one, 16^n are met. Raises NoExactMeaning if an end of the block is a sample.
    Source: Ścibior et al. 2018, Definition 3.5.
    """
    block = stand(block, base)

    def failure(example: Example) -> Difference | None:
        program = example.program.program
        return difference(block, program, particles=example.particles, seed=seed)

    strategy = programs_for(block) if programs is None else programs
    found = search(
        _examples(strategy, block, most_outcomes),
        failure,
        Budget(max_examples, seconds, seed, smallest),
        size=lambda example: example.size,
        shorter=Example.shorter,
        first=[example for example in _each(zoo, block) if _suits(example, block, most_outcomes)],
    )
    refuted = None if found.failure is None else _counterexample(*found.failure)
    return Report(repr(block), STATEMENT, found.tried, found.seconds, seed, refuted, found.left_out)


def assert_preserves(
    block: Block,
    *,
    base: object | None = None,
    programs: Programs | None = None,
    max_examples: int = 300,
    seconds: float = 20.0,
    seed: int = 0,
) -> None:
    """One line in a test: raise AssertionError, with the counterexample, unless `check` holds."""
    __tracebackhide__ = True
    report = check(block, base=base, programs=programs, max_examples=max_examples, seconds=seconds, seed=seed)
    if not report:
        raise AssertionError(str(report))


def programs_for(block: Block) -> Programs:
    """Programs that the source can hold, small where the block makes particles of them."""
    max_scores = 3 if _can_score(block.source) else 0
    return generate.programs(max_draws=3 if _multiplies(block) else 4, max_scores=max_scores)


def _can_score(source: object) -> bool:
    return source == PROGRAM or bool(getattr(source, "kind", INFERENCE).scores)


def _multiplies(block: Block) -> bool:
    """Whether the block, or a part of it, works on particles."""
    return any(holds_particles(end) for part in (block, *block.parts) for end in (part.source, part.target))


def _suits(example: Example, block: Block, most: int) -> bool:
    """Whether the source can hold the example, and its outcomes are few enough to be multiplied."""
    outcomes = paths(example.program.program)
    if _multiplies(block) and len(outcomes) ** max(1, len(example.particles)) > most:
        return False
    return _can_score(block.source) or not example.program.scores


def _examples(programs: Programs, block: Block, most: int) -> st.SearchStrategy[Example]:
    if not _multiplies(block):
        return programs.map(Example)
    particles = st.sampled_from(_PARTICLES) if splits(block.source) else st.just(())
    return st.builds(Example, programs, particles).filter(lambda example: _suits(example, block, most))


def _each(zoo: Sequence[FiniteProgram], block: Block) -> Iterator[Example]:
    particles = _PARTICLES if splits(block.source) else ((),)
    return (Example(program, weights) for weights in particles for program in zoo)


def _counterexample(example: Example, difference: Difference) -> Counterexample:
    weights = ", ".join(map(str, example.particles))
    note = f"run by particles of weights {weights}" if example.particles else ""
    return Counterexample(example.program.source, difference, note)
