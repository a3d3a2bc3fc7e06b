"""Combinatorial probability: `classics/NAME.qbl` against closed forms."""

from collections.abc import Callable
from fractions import Fraction
from itertools import permutations, product
from math import comb, factorial, prod
from typing import Any

F = Fraction
Classic = Callable[..., Any]


def yes(p: Fraction) -> dict[str, Fraction]:
    return {"true": p, "false": 1 - p}


def onto(n: int, k: int) -> int:
    """The functions from n points onto k points, by inclusion and exclusion."""
    return sum((-1) ** i * comb(k, i) * (k - i) ** n for i in range(k + 1))


def rising(x: Fraction | int, n: int) -> Fraction:
    """x (x + 1) … (x + n - 1)."""
    return prod((F(x) + i for i in range(n)), start=F(1))


def at_least(k: int, dice: int) -> Fraction:
    """P(k sixes or more)."""
    return sum((comb(dice, i) * F(1, 6) ** i * F(5, 6) ** (dice - i) for i in range(k, dice + 1)), F(0))


def test_coupons(classic: Classic) -> None:
    assert classic("coupons").posterior == {str(k): F(comb(6, k) * onto(10, k), 6**10) for k in range(1, 7)}


def test_birthday_23(classic: Classic) -> None:
    all_differ = prod((F(365 - i, 365) for i in range(23)), start=F(1))
    assert 1 - all_differ > F(1, 2)
    assert classic("birthday_23").posterior == yes(1 - all_differ)


def test_polya_urn(classic: Classic) -> None:
    """Beta-binomial with parameters 2/2 and 3/2."""
    red, black = F(2, 2), F(3, 2)
    assert classic("polya_urn").posterior == {
        str(k): comb(6, k) * rising(red, k) * rising(black, 6 - k) / rising(red + black, 6) for k in range(7)
    }


def test_hats(classic: Classic) -> None:
    """The rencontres numbers C(6, k) · D(6 - k)."""
    deranged = [sum((-1) ** i * factorial(n) // factorial(i) for i in range(n + 1)) for n in range(7)]
    known = {str(k): F(comb(6, k) * deranged[6 - k], factorial(6)) for k in range(7)}
    assert classic("hats").posterior == {k: p for k, p in known.items() if p}


def test_prisoners(classic: Classic) -> None:
    """All live if no cycle is longer than half."""
    assert classic("prisoners").posterior == yes(1 - F(1, 4) - F(1, 5) - F(1, 6))


def test_restaurant(classic: Classic) -> None:
    """2^k c(7, k) / 2 (2 + 1) … (2 + 6), where Σ_k c(7, k) x^k = x (x + 1) … (x + 6)."""
    cycles = [1]
    for n in range(7):
        cycles = [a + n * b for a, b in zip([0, *cycles], [*cycles, 0], strict=True)]
    assert classic("restaurant").posterior == {
        str(k): F(2**k * cycles[k]) / rising(2, 7) for k in range(1, 8)
    }


def test_table_of_two(classic: Classic) -> None:
    """All four at one table has probability 3!/4!, two pairs 1/4!."""
    found = classic("table_of_two")
    assert found.evidence == F(1, 2)
    assert found.posterior == yes((F(6, 24) + F(1, 24)) / F(1, 2))


def test_random_function(classic: Classic) -> None:
    assert classic("random_function").posterior == {
        str(k): F(comb(4, k) * onto(4, k), 4**4) for k in range(1, 5)
    }


def test_secretary(classic: Classic) -> None:
    """r/n Σ_{k = r + 1}^n 1/(k - 1), with r = 3 of n = 8 let go."""
    assert classic("secretary").posterior == yes(F(3, 8) * sum(F(1, k - 1) for k in range(4, 9)))


def test_de_mere(classic: Classic) -> None:
    one, pair = yes(1 - F(5, 6) ** 4), yes(1 - F(35, 36) ** 24)
    assert classic("de_mere").posterior == {
        f"{{ one: {a}, pair: {b} }}": one[a] * pair[b] for a, b in product(one, pair)
    }


def test_newton_pepys(classic: Classic) -> None:
    laws = [yes(at_least(k, 6 * k)) for k in (1, 2, 3)]
    assert laws[0]["true"] > laws[1]["true"] > laws[2]["true"]
    assert classic("newton_pepys").posterior == {
        f"{{ a: {a}, b: {b}, c: {c} }}": laws[0][a] * laws[1][b] * laws[2][c] for a, b, c in product(*laws)
    }


def test_efron_dice(classic: Classic) -> None:
    assert classic("efron_dice").posterior == {
        f"[{', '.join(row)}]": F(2, 3) ** row.count("true") * F(1, 3) ** row.count("false")
        for row in product(("true", "false"), repeat=4)
    }


def test_sicherman_dice(classic: Classic) -> None:
    assert classic("sicherman_dice").posterior == {str(s): F(6 - abs(s - 7), 36) for s in range(2, 13)}


def test_flush(classic: Classic) -> None:
    assert classic("flush").posterior == yes(F(4 * comb(13, 5), comb(52, 5)))


def test_queens(classic: Classic) -> None:
    solutions = [
        list(columns)
        for columns in permutations(range(6))
        if len({c + i for i, c in enumerate(columns)}) == len({c - i for i, c in enumerate(columns)}) == 6
    ]
    found = classic("queens")
    assert found.evidence == F(len(solutions), 6**6)
    assert found.posterior == {str(columns): F(1, len(solutions)) for columns in solutions}
