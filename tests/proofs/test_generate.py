"""Generated programs are well-typed, small on every path, varied, and shrink to a few lines."""

import re
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from quasiborel.proofs import FiniteProgram, programs
from quasiborel.proofs.equality import measure_by_paths, paths
from quasiborel.proofs.generate.shorten import shorter
from quasiborel.proofs.search import Budget, search
from quasiborel.proofs.zoo import ZOO
from quasiborel.qbs.measure import Mass
from quasiborel.qbs.program import Draw, Return, Score

FEATURES = {
    "draw": r"~|sample",
    "score": r"\bscore|observe|condition",
    "early end": r"condition|0\.0",
    "branch": r"\bif\b|match",
    "three values": r"uniform\(0, 2|uniform\(1, 3|1/6|3/5|3/4\]",
    "function declared": r"(?m)^fn",
    "local function": r"(?m)^ +fn",
    "closure": r"fn \(",
    "higher-order function": r"\w ~> \w",
    "recursion": r"loop\(|walk\(",
    "inductive data": r"Node|Some",
    "list": r"\[\w",
    "memo": r"memo",
    "loop": r"\bfor\b|fold|map",
}


def generated(strategy: st.SearchStrategy[FiniteProgram], number: int) -> list[FiniteProgram]:
    found: list[FiniteProgram] = []

    @settings(max_examples=number, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(strategy)
    def collect(program: FiniteProgram) -> None:
        found.append(program)

    collect()
    return found


@pytest.fixture(scope="module")
def sample() -> list[FiniteProgram]:
    return generated(programs(), 200)


def costs(program: Any) -> set[tuple[int, int]]:
    """Draws and scores of every path."""
    found, pending = set(), [(0, 0, program.start())]
    while pending:
        draws, scores, state = pending.pop()
        match program.step(state):
            case Return():
                found.add((draws, scores))
            case Score(weight, following):
                scores += 1
                if weight:
                    pending.append((draws, scores, following))
                else:
                    found.add((draws, scores))
            case Draw(distribution, waiting):
                for value, p in distribution.enumerate():
                    if p:
                        pending.append((draws + 1, scores, program.resume(waiting, value)))
    return found


def test_no_path_draws_or_scores_more_than_allowed(sample: list[FiniteProgram]) -> None:
    for generated_program in sample:
        for draws, scores in costs(generated_program.program):
            assert (draws, scores) <= (4, 3)
            assert draws <= 4
            assert scores <= 3


@settings(max_examples=40)
@given(programs(max_draws=1, max_scores=0))
def test_the_limits_are_options(program: FiniteProgram) -> None:
    assert all(draws <= 1 and scores == 0 for draws, scores in costs(program.program))


@settings(max_examples=60)
@given(programs(zero_weights=False))
def test_without_zero_weights_no_run_is_rejected(program: FiniteProgram) -> None:
    assert all(weight for _, weight in paths(program.program))


def test_weights_are_rational_and_draws_have_few_values(sample: list[FiniteProgram]) -> None:
    for program in sample:
        assert all(isinstance(weight, Fraction) for _, weight in paths(program.program))
        assert len(paths(program.program)) <= 3**4


@pytest.mark.parametrize("feature", FEATURES)
def test_every_feature_is_met(feature: str, sample: list[FiniteProgram]) -> None:
    share = sum(bool(re.search(FEATURES[feature], program.source)) for program in sample) / len(sample)
    print(f"{feature}: {share:.2f} of programs")
    assert share >= 0.05


def test_there_are_programs_without_scores_and_with_a_different_number_on_each_path(
    sample: list[FiniteProgram],
) -> None:
    numbers = [{scores for _, scores in costs(program.program)} for program in sample]
    assert sum(found == {0} for found in numbers) >= 10
    assert sum(len(found) > 1 for found in numbers) >= 10


def test_most_programs_are_different(sample: list[FiniteProgram]) -> None:
    assert len({program.source for program in sample}) >= 0.7 * len(sample)


@pytest.mark.parametrize("seed", range(3))
def test_a_failure_of_four_conditions_shrinks_to_five_lines(seed: int) -> None:
    """Two values or more, of unequal weights, a mass other than one, and a branch."""

    def fails(program: FiniteProgram) -> Mass[Any] | None:
        mass = measure_by_paths(program.program)
        weights = {weight for _, weight in mass.items()}
        return mass if len(weights) > 1 and mass.total != 1 and "if" in program.source else None

    found = search(programs(), fails, Budget(seed=seed), size=lambda p: p.size, shorter=FiniteProgram.shorter)
    assert found.failure is not None
    print(found.failure[0])
    assert found.failure[0].source.count("\n") <= 5


def test_shorter_texts_leave_out_statements_branches_and_parts_of_the_result() -> None:
    source = "model m() {\n  let x = 1;\n  score if x == 1 { 2.0 } else { 3.0 };\n  return (x, x)\n}\n"
    texts = list(shorter(source))
    assert "model m() {\n  score if x == 1 { 2.0 } else { 3.0 };\n  return (x, x)\n}\n" in texts
    assert source.replace("if x == 1 { 2.0 } else { 3.0 }", "3.0") in texts
    assert source.replace("(x, x)", "x") in texts
    assert all(len(text) < len(source) for text in texts)


@pytest.mark.parametrize("program", ZOO, ids=lambda program: program.source.split("(")[0])
def test_the_zoo_is_finite(program: FiniteProgram) -> None:
    assert 1 < len(paths(program.program)) <= 16


@pytest.mark.slow
def test_thousands_of_programs_are_well_typed() -> None:
    for program in generated(programs(), 3000):
        assert paths(program.program)
