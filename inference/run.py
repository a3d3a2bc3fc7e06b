"""Run a method on a program."""

from __future__ import annotations

from dataclasses import replace

from ..qbs.errors import LimitReached, NonFiniteWeight, NotFinite
from ..qbs.measure import Mass
from ..qbs.program import LazyProgram, Program
from .block import PROGRAM, Block, Context, Progress
from .chain import Chain
from .chain_result import result_of_chain
from .draws import WeightedDraws
from .exact import enumeration, exact, rationals
from .importance import importance, independent_runs
from .interpretation import interpretation
from .methods import parse_method
from .particles import WeightedParticles, one_population
from .particles_result import result_of_particles
from .result import Result, result_of_draws, result_of_mass
from .shape import M, meet

_AUTOMATIC_STATES = 200_000


def run(
    method: Block | str | None, program: Program, *, seed: int = 0, progress: Progress | None = None
) -> Result:
    """The posterior of a program by a method: a block, the text of a METHOD, or None.

    A block may begin at a program or at any representation of it, and end in a population.
    None: exact() if every draw that is met is finite and 200,000 states are enough, else
    importance(); `notes` says which and why. `progress(done, of)` is called now and then.
    Raises MethodError, LimitReached, NotFinite, and what the program raises; a weight that is
    NaN or infinite ends the run with status "non_finite_weight".
    """
    if method is None:
        return _automatic(program, seed, progress)
    block = parse_method(method) if isinstance(method, str) else method
    return _run(block, program, seed, progress, ())


def _automatic(program: Program, seed: int, progress: Progress | None) -> Result:
    attempt = (rationals() >> enumeration(_AUTOMATIC_STATES, infinite=False)).named(exact().name)
    try:
        return _run(attempt, program, seed, progress, ("no method given: every draw is finite, so exact()",))
    except NotFinite as error:
        reason = f"{error.distribution} has infinitely many values"
    except LimitReached:
        reason = f"exact() needs more than {_AUTOMATIC_STATES} states"
    fallback = importance()
    return _run(fallback, program, seed, progress, (f"no method given: {reason}, so {fallback.name}",))


def _run(
    method: Block, program: Program, seed: int, progress: Progress | None, notes: tuple[str, ...]
) -> Result:
    outputs, pipeline = program.outputs, _complete(method)
    try:
        found = pipeline.action(program, Context(seed, progress))
    except NonFiniteWeight as error:
        return Result(method.name, seed, "non_finite_weight", outputs, warnings=(str(error),), notes=notes)
    if isinstance(program, LazyProgram) and isinstance(found, WeightedDraws | WeightedParticles | Chain):
        values = [program.with_key(value, (seed << 64) + i) for i, value in enumerate(found.values)]
        found = replace(found, values=tuple(values))
    match found:
        case Mass():
            return result_of_mass(method.name, seed, outputs, found, notes)
        case WeightedDraws():
            return result_of_draws(method.name, seed, outputs, found, notes)
        case WeightedParticles():
            return result_of_particles(method.name, seed, outputs, found, notes)
        case Chain():
            return result_of_chain(method.name, seed, outputs, found, notes)
        case _:
            raise TypeError(
                "run: a method ends in Mass, WeightedDraws, Chain, or where a population is drawn; "
                f"{method.name} ends in {pipeline.target}"
            )


def _complete(method: Block) -> Block:
    """The method from a program to what can be reported: the ends that a block leaves open are put on.

    A block between representations is given an interpretation of the program; a population,
    or one weighted draw, is drawn by a `Sampler`.
    """
    pipeline = method if method.source == PROGRAM else interpretation() >> method
    for end in (one_population(), independent_runs(1)):
        if pipeline.target != M and meet(pipeline.target, end.source):
            return pipeline >> end
    return pipeline
