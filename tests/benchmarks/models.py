"""What a model costs beside the same arithmetic by hand: python tests/benchmarks/models.py

Two workloads, each with a hand-written Python twin in the same run, interleaved, medians and
intervals: runs of the Nile model (3 continuous draws, 100 observations) and the exact enumeration of a
hidden Markov chain with 3 states and 200 steps.
"""

from __future__ import annotations

import math
import random
import statistics
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

from quasiborel import inference as inf
from quasiborel import lang

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
RUNS, REPETITIONS, STEPS = 200, 15, 200

CHAIN = """
fn next(x: Int) -> Int {
  sample categorical(match x {
    0 => [1 / 2, 3 / 10, 1 / 5],
    1 => [2 / 5, 1 / 5, 2 / 5],
    _ => [3 / 10, 1 / 5, 1 / 2],
  })
}
model chain(ys: List[Bool]) {
  let last = fold(fn (x, y) => {
    let now = next(x);
    observe y ~ flip(if now == 0 { 1/2 } else if now == 1 { 1/5 } else { 1/10 });
    now
  }, 0, ys);
  return last
}
"""
MOVE = [[Fraction(n, 10) for n in row] for row in ([5, 3, 2], [4, 2, 4], [3, 2, 5])]
EMIT = [Fraction(1, 2), Fraction(1, 5), Fraction(1, 10)]
OBSERVED = [random.Random(0).random() < 0.3 for _ in range(STEPS)]


def nile_by_hand(flows: list[float]) -> None:
    """The same runs as plain Python: draws by random, the log density written out."""
    generator = random.Random(0)
    for _ in range(RUNS):
        change = generator.randrange(1, len(flows))
        before, after = generator.gauss(1000, 300), generator.gauss(1000, 300)
        sd = abs(generator.gauss(0, 200))
        total = 0.0
        for t, y in enumerate(flows):
            z = (y - (before if t < change else after)) / sd
            total += -0.5 * z * z - math.log(sd) - 0.9189385332046727


def chain_by_hand() -> Fraction:
    """The forward algorithm in rational arithmetic."""
    mass = [Fraction(1), Fraction(0), Fraction(0)]
    for y in OBSERVED:
        moved = [sum((m * row[x] for m, row in zip(mass, MOVE, strict=True)), Fraction(0)) for x in range(3)]
        mass = [m * (p if y else 1 - p) for m, p in zip(moved, EMIT, strict=True)]
    return sum(mass, Fraction(0))


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def compare(
    name: str, ours: Callable[[], object], by_hand: Callable[[], object], unit: float, label: str
) -> None:
    """Interleaved repetitions; the ratio is taken pair by pair."""
    ours()
    pairs = [(seconds(ours), seconds(by_hand)) for _ in range(REPETITIONS)]
    ratios = sorted(a / b for a, b in pairs)
    mine, hand = (statistics.median(side) * unit for side in zip(*pairs, strict=True))
    print(f"{name}: {mine:.3g} {label}, by hand {hand:.3g}, ratio {statistics.median(ratios):.1f} "
          f"({ratios[1]:.1f} to {ratios[-2]:.1f})")  # fmt: skip


def main() -> None:
    data = lang.load_data(EXAMPLES / "nile.csv")
    nile = lang.load(EXAMPLES / "nile.qbl").bind(data)
    flows = [float(line.split(",")[1]) for line in (EXAMPLES / "nile.csv").read_text().split()[1:]]
    method = inf.importance(samples=RUNS)
    compare(
        "Nile, 100 observations",
        lambda: inf.run(method, nile),
        lambda: nile_by_hand(flows),
        1e3 / RUNS,
        "ms a run",
    )
    chain = lang.loads(CHAIN)(ys=OBSERVED)
    result = inf.run("exact()", chain)
    assert math.isclose(result.log_evidence or 0.0, math.log(chain_by_hand()), rel_tol=1e-12)
    compare("hidden Markov chain, 200 steps", lambda: inf.run("exact()", chain), chain_by_hand, 1e3, "ms")


if __name__ == "__main__":
    main()
