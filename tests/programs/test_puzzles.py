"""Puzzles of conditioning: `classics/NAME.qbl` against the answer by hand."""

from collections.abc import Callable
from fractions import Fraction
from itertools import product
from math import comb
from typing import Any

F = Fraction
Classic = Callable[..., Any]


def yes(p: Fraction) -> dict[str, Fraction]:
    return {"true": p, "false": 1 - p}


def normalised(weights: dict[str, Fraction]) -> dict[str, Fraction]:
    total = sum(weights.values())
    return {value: weight / total for value, weight in weights.items()}


def test_monty_hall(classic: Classic) -> None:
    found = classic("monty_hall")
    assert found.posterior == {
        "{ stay: false, switch: true }": F(2, 3),
        "{ stay: true, switch: false }": F(1, 3),
    }
    assert found.evidence == 1


def test_monty_fall(classic: Classic) -> None:
    found = classic("monty_fall")
    assert found.posterior == yes(F(1, 2))
    assert found.evidence == F(2, 3)


def test_two_children(classic: Classic) -> None:
    """27 of 14² pairs have a boy of Tuesday, 13 of them are two boys."""
    found = classic("two_children")
    assert found.posterior == yes(F(13, 27))
    assert found.evidence == F(27, 14**2)


def test_mammography(classic: Classic) -> None:
    found = classic("mammography")
    ill = F(1, 100) * F(80, 100) * F(20, 100)
    well = F(99, 100) * F(96, 1000) * F(904, 1000)
    assert found.posterior == yes(ill / (ill + well))
    assert found.evidence == ill + well


def test_taxi(classic: Classic) -> None:
    found = classic("taxi")
    assert found.posterior == yes(F(12, 29))
    assert found.evidence == F(29, 100)


def test_german_tanks(classic: Classic) -> None:
    """Three numbers have weight 1 / n(n-1)(n-2) from 11 on: a telescoping sum."""
    total = (F(1, 10 * 9) - F(1, 30 * 29)) / 2
    found = classic("german_tanks")
    assert found.posterior == {str(n): 1 / (n * (n - 1) * (n - 2) * total) for n in range(11, 31)}
    assert found.evidence == total / 30


def test_lady_tasting_tea(classic: Classic) -> None:
    found = classic("lady_tasting_tea")
    assert found.posterior == {str(k): F(comb(4, k) ** 2, 70) for k in range(5)}


def test_capture_recapture(classic: Classic) -> None:
    hypergeometric = {str(n): F(comb(5, 2) * comb(n - 5, 4), comb(n, 6)) for n in range(10, 26)}
    found = classic("capture_recapture")
    assert found.posterior == normalised(hypergeometric)
    assert found.evidence == sum(hypergeometric.values()) / 16


def test_rule_of_succession(classic: Classic) -> None:
    """A given sequence of 4 with 3 red has weight 1 / (5 · C(4, 3)), whatever the size of the urn."""
    found = classic("rule_of_succession")
    assert found.posterior == yes(F(3 + 1, 4 + 2))
    assert found.evidence == F(1, 5 * comb(4, 3))


def test_number_game(classic: Classic) -> None:
    sizes = {"Even": 50, "Powers_of_2": 7, "Below_70": 69}
    weights = {concept: F(1, size**4) for concept, size in sizes.items()}
    found = classic("number_game")
    assert found.posterior == normalised(weights)
    assert found.evidence == sum(weights.values()) / 5


CURED = {("A", False): F(81, 87), ("A", True): F(192, 263), ("B", False): F(234, 270), ("B", True): F(55, 80)}
TREATED = {("A", False): 87, ("A", True): 263, ("B", False): 270, ("B", True): 80}


def test_simpson(classic: Classic) -> None:
    """Among those seen B is better, 289 of 350 against 273; by lot A is, in each stratum and in all."""
    table: dict[tuple[Any, ...], Fraction] = {}
    for (seen, large), count in TREATED.items():
        for lot, by_lot, success in product("AB", (True, False), (True, False)):
            weight = F(count, 700) / 2
            weight *= CURED[seen, large] if success else 1 - CURED[seen, large]
            weight *= CURED[lot, large] if by_lot else 1 - CURED[lot, large]
            key = lot, seen, by_lot, success
            table[key] = table.get(key, F(0)) + weight
    found = classic("simpson")
    assert found.posterior == {
        f"{{ lot: {lot}, seen: {seen}, success_by_lot: {str(by_lot).lower()}, "
        f"success_seen: {str(success).lower()} }}": weight
        for (lot, seen, by_lot, success), weight in table.items()
    }
    assert given(table, lambda row: row[3], lambda row: row[1] == "A") == F(273, 350)
    assert given(table, lambda row: row[3], lambda row: row[1] == "B") == F(289, 350)
    strata = [(F(357, 700), False), (F(343, 700), True)]
    by_lot_a = sum(share * CURED["A", large] for share, large in strata)
    assert given(table, lambda row: row[2], lambda row: row[0] == "A") == by_lot_a
    assert given(table, lambda row: row[2], lambda row: row[0] == "B") < by_lot_a


def given(table: dict[Any, Fraction], event: Callable[..., bool], condition: Callable[..., bool]) -> Fraction:
    known = {row: weight for row, weight in table.items() if condition(row)}
    return sum((w for row, w in known.items() if event(row)), F(0)) / sum(known.values())


def test_blood_groups(classic: Classic) -> None:
    """Both parents pass on an O; the father's other allele is any."""
    found = classic("blood_groups")
    assert found.posterior == {"A": F(3, 10), "B": F(1, 10), "O": F(6, 10)}
    assert found.evidence == (2 * F(3, 10) * F(6, 10)) / 2 * F(6, 10)


def test_carrier_sister(classic: Classic) -> None:
    found = classic("carrier_sister")
    assert found.posterior == {
        "{ carrier: true, third_son_ill: true }": F(1, 10),
        "{ carrier: true, third_son_ill: false }": F(1, 10),
        "{ carrier: false, third_son_ill: false }": F(4, 5),
    }
    assert found.evidence == F(1, 2) + F(1, 2) * F(1, 4)


def test_tennis(classic: Classic) -> None:
    """To love, 15 or 30, or from deuce by two rallies in a row."""
    win, lose = F(3, 5), F(2, 5)
    before_deuce = sum(comb(3 + k, k) * win**4 * lose**k for k in range(3))
    deuce = comb(6, 3) * (win * lose) ** 3
    assert classic("tennis").posterior == yes(before_deuce + deuce * win**2 / (win**2 + lose**2))


def test_problem_of_points(classic: Classic) -> None:
    """Four more games decide; the first player needs two of them."""
    assert classic("problem_of_points").posterior == yes(F(sum(comb(4, k) for k in (2, 3, 4)), 2**4))


def test_satisfiable(classic: Classic) -> None:
    models = [
        (a, b, c)
        for a, b, c in product((True, False), repeat=3)
        if (a or b) and (not a or c) and not (b and c)
    ]
    found = classic("satisfiable")
    assert found.posterior == {str(model).lower(): F(1, len(models)) for model in models}
    assert found.evidence == F(len(models), 8)


def test_astronomers(classic: Classic) -> None:
    """The two trees as the book multiplies them out."""
    ears, verb = F("0.0009072"), F("0.0006804")
    found = classic("astronomers")
    assert found.posterior == yes(verb / (ears + verb))
    assert found.evidence == ears + verb
