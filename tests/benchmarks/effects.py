"""What interpretation costs: python tests/benchmarks/effects.py

Microseconds for one draw and one score of a weighted sampler beyond what the program itself
takes, for one uniform, and milliseconds for a hidden Markov chain of 200 steps and 3 states
enumerated with rational weights. Medians of interleaved repetitions.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from quasiborel.qbs.distributions import FAMILIES
from quasiborel.qbs.interpret import interpret
from quasiborel.qbs.meaning import MASS
from quasiborel.qbs.program import Draw, Effect, Return, Score
from quasiborel.qbs.sampler import Sampler, run
from quasiborel.qbs.tape import Epoch
from quasiborel.qbs.weight import ScaledFloat
from quasiborel.qbs.weighted import Weighted

STEPS, REPETITIONS = 20_000, 15
UNIFORM, WEIGHT = FAMILIES["uniform"](0.0, 1.0), ScaledFloat.exp(-1.3)


@dataclass(frozen=True, slots=True)
class Counter:
    """STEPS draws, or STEPS scores, and nothing else."""

    draws: bool
    outputs: tuple[()] = ()

    def start(self) -> int:
        return 0

    def step(self, state: int) -> Effect:
        if state == STEPS:
            return Return(state)
        return Draw(UNIFORM, state) if self.draws else Score(WEIGHT, state + 1)

    def resume(self, state: int, drawn: Any) -> int:
        return state + 1

    def exact(self) -> Counter:
        return self

    def alone(self) -> None:
        """The program without a representation; draws are made, since they are no overhead."""
        state, tape = 0, Epoch(0, 0).tape(0)
        while not isinstance(effect := self.step(state), Return):
            if isinstance(effect, Draw):
                state = self.resume(effect.state, UNIFORM.from_uniforms(tape.uniforms(1)))
            else:
                state = effect.state

    def interpreted(self) -> None:
        run(interpret(self, Weighted(Sampler())), Epoch(0, 0).tape(0))


class Chain:
    """A hidden Markov chain: states (time, hidden state, whether it has been scored)."""

    outputs = ()
    rows = tuple(
        FAMILIES["categorical"](tuple(Fraction(n, 10) for n in row))
        for row in ((8, 1, 1), (2, 5, 3), (1, 4, 5))
    )

    def start(self) -> Any:
        return (0, 0, False)

    def step(self, state: Any) -> Effect:
        t, x, scored = state
        if t == 200:
            return Return(x)
        if scored:
            return Draw(self.rows[x], (t + 1,))
        return Score(Fraction(2 if x == t * t % 3 else 1, 4), (t, x, True))

    def resume(self, state: Any, drawn: Any) -> Any:
        return (*state, drawn, False)

    def exact(self) -> Chain:
        return self


def main() -> None:
    draws, scores, chain = Counter(True), Counter(False), Chain()
    jobs: dict[str, Callable[[], Any]] = {
        "draws alone": draws.alone,
        "draws": draws.interpreted,
        "scores alone": scores.alone,
        "scores": scores.interpreted,
        "uniforms": _uniforms,
        "chain": lambda: interpret(chain, MASS),
    }
    times: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(REPETITIONS):
        for name, job in jobs.items():
            start = time.perf_counter()
            job()
            times[name].append(time.perf_counter() - start)
    median = {name: statistics.median(found) for name, found in times.items()}
    each = 1e6 / STEPS
    print(f"a draw beyond the program   {(median['draws'] - median['draws alone']) * each:6.2f} µs")
    print(f"a score beyond the program  {(median['scores'] - median['scores alone']) * each:6.2f} µs")
    print(f"a uniform                   {median['uniforms'] * each:6.2f} µs")
    print(f"200-step chain, enumerated  {median['chain'] * 1e3:6.1f} ms")


def _uniforms() -> None:
    tape = Epoch(0, 0).tape(0)
    for _ in range(STEPS):
        tape.uniforms(1)


if __name__ == "__main__":
    main()
