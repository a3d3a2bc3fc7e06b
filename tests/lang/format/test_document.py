"""Groups break together, from the outside in, and only where the line is too short."""

import pytest

from quasiborel.lang.format.document import Break, Extra, Item, Mark, Open, Remark, render


def group(*items: Item, hugs: bool = False) -> list[Item]:
    return [Open(hugs), *items, Mark.CLOSE]


def listed(*words: str) -> list[Item]:
    """`[a, b]`, which ends in a comma when it breaks."""
    items: list[Item] = ["[", Break()]
    for word in words:
        items += [word, ",", Break(" ")]
    return group(*items[:-2], Extra(",", broken=True), Break(shift=-2), "]")


@pytest.mark.parametrize(("width", "text"), [(6, "[a, b]\n"), (5, "[\n  a,\n  b,\n]\n")])
def test_a_group_breaks_if_it_does_not_fit(width: int, text: str) -> None:
    assert render(listed("a", "b"), width) == text


def test_what_follows_a_group_counts_up_to_the_next_break() -> None:
    items: list[Item] = [*listed("a", "b"), ";", Break(" ", hard=True), "c"]
    assert render(items, 7) == "[a, b];\nc\n"
    assert render(items, 6) == "[\n  a,\n  b,\n];\nc\n"


def test_an_inner_group_stays_whole_if_it_fits_on_its_own_line() -> None:
    items = group("(", Break(), *listed("a", "b"), ",", Break(" "), *listed("c", "d"), Break(shift=-2), ")")
    assert render(items, 12) == "(\n  [a, b],\n  [c, d]\n)\n"
    assert render(items, 8) == "(\n  [\n    a,\n    b,\n  ],\n  [c, d]\n)\n"


def test_a_group_hugs_its_last_member_if_the_others_fit() -> None:
    items = group(
        "f(", Break(), "x,", Break(" "), Mark.LAST, *listed("a", "b"), Break(shift=-2), ")", hugs=True
    )
    assert render(items, 12) == "f(x, [a, b])\n"
    assert render(items, 11) == "f(x, [\n  a,\n  b,\n])\n"
    assert render(items, 5) == "f(\n  x,\n  [\n    a,\n    b,\n  ]\n)\n"


def test_filling_breaks_end_a_line_when_it_is_full() -> None:
    numbers: list[Item] = ["11,", Break(" ", fill=True), "22,", Break(" ", fill=True), "33"]
    items = group("[", Break(), *numbers, Extra(",", broken=True), Break(shift=-2), "]")
    assert render(items, 12) == "[11, 22, 33]\n"
    assert render(items, 9) == "[\n  11, 22,\n  33,\n]\n"


def test_a_comment_ends_its_line_and_breaks_the_groups_around_it() -> None:
    remarks = (Remark("# behind", own=False, blank=False), Remark("# above", own=True, blank=True))
    items = group("[", Break(), "a,", Break(" ", hard=True, remarks=remarks), "b", Break(shift=-2), "]")
    assert render(items) == "[\n  a,  # behind\n\n  # above\n  b\n]\n"


def test_a_joined_break_ends_a_line_only_if_it_must() -> None:
    assert render(["a", Break(" ", joined=True), "b"], 1) == "a b\n"
    assert render(["a", Break(" ", joined=True, hard=True), "b"], 9) == "a\nb\n"


def test_no_blanks_at_the_ends_of_lines_or_around_the_text() -> None:
    assert render([Break(), "a ", Break(" ", hard=True, blank=True), " b", Break()]) == "a\n\nb\n"
