"""The equations of Figure 14 hold for `Mass`, and each can fail."""

from fractions import Fraction
from typing import Any

import pytest

from quasiborel.proofs.measure_laws import EQUATIONS, Given, check_measures
from quasiborel.qbs.measure import Mass

F = Fraction


def test_they_hold() -> None:
    assert check_measures(max_examples=100)


@pytest.mark.parametrize("wrong", ["bind", "map", "rescale", "product", "integrate"])
def test_a_wrong_operation_breaks_some_equation(wrong: str, monkeypatch: pytest.MonkeyPatch) -> None:
    right = getattr(Mass, wrong)

    def changed(self: Any, *arguments: Any) -> Any:
        result = right(self, *arguments)
        return result + 1 if wrong == "integrate" else result.scale(F(1, 2)) if len(self) > 1 else result

    monkeypatch.setattr(Mass, wrong, changed)
    report = check_measures(max_examples=50)
    assert report.verdict == "refuted"


def test_equations_are_about_what_they_name() -> None:
    """No equation compares a measure with itself: on a sample both sides are computed, and not all alike."""
    mu, nu = Mass({0: F(1), 1: F(2)}), Mass({0: F(1, 2), 2: F(3)})
    k = (Mass.point(1), nu, mu)
    given = Given(
        mu, nu, (1, 2, 0), (2, 0, 1), (F(1), F(2), F(3)), (F(0), F(1), F(1, 2)), k, k[::-1], F(2), 1
    )
    sides = {name: equation(given) for name, equation in EQUATIONS.items()}
    assert all(left == right for left, right in sides.values())
    assert len({repr(left) for left, _ in sides.values()}) > 15
