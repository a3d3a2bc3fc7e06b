"""Chains and walks: `classics/NAME.qbl` against closed forms and matrix recursions."""

import math
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise, product
from math import comb
from typing import Any

F = Fraction
Classic = Callable[..., Any]


def yes(p: Fraction) -> dict[str, Fraction]:
    return {"true": p, "false": 1 - p}


def test_ruin(classic: Classic) -> None:
    """Paths between two barriers by reflection: Σ_j N(k - 3 + 14 j) - N(-k - 3 + 14 j).

    N(d) = C(n, (n + d) / 2) paths of n steps go from anywhere to d further up.
    """
    start, wall, throws, win = 3, 7, 12, F(2, 5)

    def paths(n: int, d: int) -> int:
        return comb(n, (n + d) // 2) if abs(d) <= n and (n + d) % 2 == 0 else 0

    def alive(n: int, k: int) -> Fraction:
        images = range(-throws, throws + 1)
        count = sum(paths(n, k - start + 2 * wall * j) - paths(n, -k - start + 2 * wall * j) for j in images)
        won, lost = (n + k - start) // 2, (n - k + start) // 2
        return count * win**won * (1 - win) ** lost if count else F(0)

    known = {str(k): alive(throws, k) for k in range(1, wall)}
    known["0"] = (1 - win) * sum(alive(n, 1) for n in range(throws))
    known[str(wall)] = win * sum(alive(n, wall - 1) for n in range(throws))
    assert sum(known.values()) == 1
    assert classic("ruin").posterior == {coins: p for coins, p in known.items() if p}


def test_ehrenfest(classic: Classic) -> None:
    """A walk on the corners of a cube: P(distance d) = C(n, d) 2^-n Σ_k (1 - 2k/n)^t K_k(d).

    K_k is the Krawtchouk polynomial.
    """
    n, ticks = 6, 9

    def krawtchouk(k: int, d: int) -> int:
        return sum((-1) ** i * comb(d, i) * comb(n - d, k - i) for i in range(k + 1))

    known = {
        str(n - d): F(comb(n, d), 2**n)
        * sum(F(n - 2 * k, n) ** ticks * krawtchouk(k, d) for k in range(n + 1))
        for d in range(n + 1)
    }
    assert classic("ehrenfest").posterior == {fleas: p for fleas, p in known.items() if p}


def test_random_walk(classic: Classic) -> None:
    """Turned by 45° the walk is two independent ones: x + y = 2 B - 8, where B is binomial(8, 1/2)."""
    found = classic("random_walk")
    assert found.posterior == {str(b - 4): F(comb(8, b), 2**8) for b in range(9)}
    assert found.evidence == F(comb(8, 4), 2**8)


def test_wright_fisher(classic: Classic) -> None:
    law = [F(0), F(1), F(0), F(0), F(0)]
    for _ in range(5):
        law = [
            sum((law[i] * comb(4, j) * F(i, 4) ** j * F(4 - i, 4) ** (4 - j) for i in range(5)), F(0))
            for j in range(5)
        ]
    assert classic("wright_fisher").posterior == {str(j): p for j, p in enumerate(law)}


def test_galton_watson(classic: Classic) -> None:
    """The generating function of the sons, five times over."""
    extinct = F(0)
    for _ in range(5):
        extinct = F(1, 4) + extinct / 4 + extinct**2 / 2
    assert classic("galton_watson").posterior == yes(extinct)


def test_ballot(classic: Classic) -> None:
    assert classic("ballot").posterior == yes(F(7 - 4, 7 + 4))


def test_matchboxes(classic: Classic) -> None:
    assert classic("matchboxes").posterior == {str(k): F(comb(20 - k, 10), 2 ** (20 - k)) for k in range(11)}


def test_ice_cream(classic: Classic) -> None:
    cones = {True: ("0", "0.1", "0.2", "0.7"), False: ("0", "0.7", "0.2", "0.1")}
    weights = {}
    for days in product((True, False), repeat=3):
        weight = F(1, 2)
        for before, hot in pairwise(days):
            warm = F("0.8") if before else F("0.1")
            weight *= warm if hot else 1 - warm
        for hot, eaten in zip(days, (3, 1, 3), strict=True):
            weight *= F(cones[hot][eaten])
        weights["[" + ", ".join(f"Some({str(hot).lower()})" for hot in days) + "]"] = weight
    found = classic("ice_cream")
    assert found.evidence == sum(weights.values())
    assert found.posterior == {days: weight / found.evidence for days, weight in weights.items()}


def test_ising_ring(classic: Classic) -> None:
    """The trace of the eighth power of the transfer matrix, whose eigenvalues are 3 + 1 and 3 - 1."""
    counts = dict.fromkeys(map(str, range(9)), F(0))
    for spins in product((0, 1), repeat=8):
        alike = sum(a == b for a, b in pairwise((*spins, spins[0])))
        counts[str(sum(spins))] += F(3**alike, 2**8)
    found = classic("ising_ring")
    assert found.evidence == F((3 + 1) ** 8 + (3 - 1) ** 8, 2**8) == sum(counts.values())
    assert found.posterior == {up: weight / found.evidence for up, weight in counts.items()}


def test_independent_set(classic: Classic) -> None:
    """n / (n - k) · C(n - k, k) sets of k points; all together the Lucas number L(10) = 123."""
    counts = {k: F(10, 10 - k) * comb(10 - k, k) for k in range(6)}
    found = classic("independent_set")
    assert found.evidence == F(123, 2**10)
    assert found.posterior == {str(k): count / 123 for k, count in counts.items()}


READINGS = [-1, -1, 0.3, 0.2, 6, 0.45, 0.13, 0, -0.1, -2, -5, -0.025, 0, 0.7, 0.8, 0.9]
MOVE = [[0.1, 0.4, 0.5], [0.2, 0.6, 0.2], [0.15, 0.7, 0.15]]
STATES = range(3)


def test_noisy_chain(classic: Classic) -> None:
    """Forward and backward recursions in floats, and the log evidence that the suite's case has.

    16 factors of relative error 2^-52 each on either side: 1e-12 is far above both.
    """
    density = [[math.exp(-((y - m) ** 2) / 2) / math.sqrt(2 * math.pi) for m in (-1, 1, 0)] for y in READINGS]
    forward = [[1 / 3] * 3]
    for likelihood in density:
        last = forward[-1]
        forward.append([sum(last[i] * MOVE[i][j] for i in STATES) * likelihood[j] for j in STATES])
    backward = [[1.0] * 3]
    for likelihood in reversed(density):
        after = backward[0]
        backward.insert(0, [sum(MOVE[i][j] * likelihood[j] * after[j] for j in STATES) for i in STATES])
    evidence = sum(forward[-1])
    assert math.isclose(math.log(evidence), -44.89566016626513, rel_tol=1e-14)
    for t in (0, 1, 5, 11, 16):
        found = classic("noisy_chain_16", readings=READINGS, t=t)
        assert math.isclose(float(found.evidence), evidence, rel_tol=1e-12)
        for state in STATES:
            known = forward[t][state] * backward[t][state] / evidence
            assert math.isclose(float(found.posterior[str(state)]), known, rel_tol=1e-12)
