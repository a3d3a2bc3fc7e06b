"""Every planted bug is refuted by the check that its row names, and every control passes."""

import pytest

from quasiborel.proofs.mutants import ALL, CHECKS, Control, Mutant, Outcome, mutation_table, try_mutants
from quasiborel.proofs.mutants.twin import Twin
from quasiborel.proofs.report import Report

MUTANTS = [planted for planted in ALL if isinstance(planted, Mutant)]
CONTROLS = [planted for planted in ALL if isinstance(planted, Control)]
HOLDS, REFUTED = Report("x", "y", 3, 0.1), Report("x", "y", 3, 0.1, counterexample="z")


def test_there_are_thirty_mutants_at_least_and_each_has_a_name_of_its_own() -> None:
    assert len(MUTANTS) >= 30
    assert len({planted.name for planted in ALL}) == len(ALL)
    assert {planted.check for planted in ALL} == set(CHECKS)


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_mutants_are_refuted(mutant: Mutant) -> None:
    report = CHECKS[mutant.check](mutant.twin(), seconds=20, smallest=False)
    assert report.verdict == "refuted"


@pytest.mark.parametrize("control", CONTROLS, ids=lambda control: control.name)
def test_controls_pass(control: Control) -> None:
    report = CHECKS[control.check](control.twin(), seconds=20, max_examples=15)
    assert report.verdict == "holds", str(report)


def test_the_table_gives_the_score() -> None:
    mutant, control = MUTANTS[0], CONTROLS[0]
    fine = [Outcome(mutant, REFUTED), Outcome(control, HOLDS)]
    assert mutation_table(fine).endswith("1 of 1 mutants refuted, 1 of 1 controls pass")
    wrong = mutation_table([Outcome(mutant, HOLDS), Outcome(control, REFUTED)])
    assert "SURVIVES 3" in wrong
    assert "FALSELY REFUTED" in wrong
    assert wrong.endswith("0 of 1 mutants refuted, 0 of 1 controls pass")


def test_a_mutant_is_tried_by_its_own_check() -> None:
    (outcome,) = try_mutants([MUTANTS[0]], seconds=10)
    assert outcome.as_it_should


def test_a_twin_calls_the_wrong_method() -> None:
    class Right:
        def once(self, x: int) -> int:
            return x + 1

        def twice(self, x: int) -> int:
            return self.once(self.once(x))

    twin = Twin(Right(), once=lambda _twin, x: x * 10)
    assert twin.twice(1) == 100
