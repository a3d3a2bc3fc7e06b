"""Bayesian networks and random graphs: `classics/NAME.qbl` against sums over their whole joint tables."""

from collections.abc import Callable
from fractions import Fraction
from itertools import combinations, product
from typing import Any

F = Fraction
Classic = Callable[..., Any]
BITS = (True, False)


def chance(p: Fraction | str, event: bool) -> Fraction:
    return F(p) if event else 1 - F(p)


def posterior(table: list[tuple[str, Fraction]]) -> tuple[dict[str, Fraction], Fraction]:
    """The rows added up by what is asked for, and their total."""
    total = sum((weight for _, weight in table), F(0))
    added: dict[str, Fraction] = {}
    for asked, weight in table:
        added[asked] = added.get(asked, F(0)) + weight / total
    return {asked: weight for asked, weight in added.items() if weight}, total


def shown(**fields: Any) -> str:
    return "{ " + ", ".join(f"{name}: {value}" for name, value in sorted(fields.items())).lower() + " }"


def test_noisy_or(classic: Classic) -> None:
    """P(no fever | diseases) is the product of the failures: 0.99 · 0.2^a · 0.4^b · 0.05^c."""
    table = []
    for a, b, c in product(BITS, repeat=3):
        healthy = F("0.99") * F("0.2") ** a * F("0.4") ** b * F("0.05") ** c
        prior = chance("0.1", a) * chance("0.2", b) * chance("0.05", c)
        table.append((str([a, b, c]).lower(), prior * (1 - healthy) * (not b)))
    found = classic("noisy_or")
    assert (found.posterior, found.evidence) == posterior(table)


def test_student(classic: Classic) -> None:
    grades = {
        (False, False): ("0.3", "0.4", "0.3"),
        (False, True): ("0.05", "0.25", "0.7"),
        (True, False): ("0.9", "0.08", "0.02"),
        (True, True): ("0.5", "0.3", "0.2"),
    }
    good_letter = {1: "0.9", 2: "0.6", 3: "0.01"}
    table = [
        (
            shown(difficult=difficult, grade=grade, intelligent=intelligent),
            chance("0.4", difficult)
            * chance("0.3", intelligent)
            * F(grades[intelligent, difficult][grade - 1])
            * chance("0.8" if intelligent else "0.05", False)
            * F(good_letter[grade]),
        )
        for difficult, intelligent, grade in product(BITS, BITS, (1, 2, 3))
    ]
    found = classic("student")
    assert (found.posterior, found.evidence) == posterior(table)


def test_asia(classic: Classic) -> None:
    breathless = {(True, True): "0.9", (True, False): "0.7", (False, True): "0.8", (False, False): "0.1"}
    table = []
    for tuberculosis, smoker, cancer, bronchitis in product(BITS, repeat=4):
        either = tuberculosis or cancer
        weight = (
            chance("0.05", tuberculosis)
            * chance("0.5", smoker)
            * chance("0.1" if smoker else "0.01", cancer)
            * chance("0.6" if smoker else "0.3", bronchitis)
            * F("0.98" if either else "0.05")
            * F(breathless[either, bronchitis])
        )
        asked = shown(bronchitis=bronchitis, cancer=cancer, smoker=smoker, tuberculosis=tuberculosis)
        table.append((asked, weight))
    found = classic("asia")
    assert (found.posterior, found.evidence) == posterior(table)


def test_bridge(classic: Classic) -> None:
    """The reliability polynomial of the bridge, 2p² + 2p³ - 5p⁴ + 2p⁵."""
    p = F(9, 10)
    works = 2 * p**2 + 2 * p**3 - 5 * p**4 + 2 * p**5
    assert classic("bridge").posterior == {"true": works, "false": 1 - works}


def test_random_graph(classic: Classic) -> None:
    lines = list(combinations(range(4), 2))
    chosen = [[line for line, on in zip(lines, row, strict=True) if on] for row in product(BITS, repeat=6)]
    connected = F(sum(map(is_connected, chosen)), len(chosen))
    assert classic("random_graph").posterior == {"true": connected, "false": 1 - connected}


def is_connected(lines: list[tuple[int, int]]) -> bool:
    reached = {0}
    for _ in range(3):
        reached |= {b for line in lines for a, b in (line, line[::-1]) if a in reached}
    return len(reached) == 4
