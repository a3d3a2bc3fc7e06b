"""`check` holds what preserves the meaning, refutes what does not, and shows the smallest program."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import strategies as st

from quasiborel import inference as inf
from quasiborel import proofs
from quasiborel.inference.block import PROGRAM, Block, transformation
from quasiborel.inference.kernels import TraceKernel, mhg, prefix, single_site
from quasiborel.inference.kernels.prefix import prefix_proposal
from quasiborel.proofs.equality import enter, measure_by_paths
from quasiborel.proofs.report import Counterexample
from quasiborel.proofs.run_law import check_runs
from quasiborel.proofs.zoo import ZOO
from quasiborel.qbs.enumerator import Enumerator
from quasiborel.qbs.list_t import ListT
from quasiborel.qbs.meaning import MASS
from quasiborel.qbs.measure import Mass
from quasiborel.qbs.population import Population
from quasiborel.qbs.probability import Probability
from quasiborel.qbs.representation import Done
from quasiborel.qbs.sampler import Sampler
from quasiborel.qbs.suspension import Suspension
from quasiborel.qbs.weight import ONE
from quasiborel.qbs.weighted import Weighted

POP = Population(inf.T)
ENUMERATOR = Enumerator()


def on_particles(kernel: Any) -> Block:
    return transformation(
        "kernel", POP, POP, lambda base: lambda a: base.bind(a, lambda ps: kernel(ps, base))
    )


def keep_the_best(particles: Any, base: Any) -> Any:
    total = sum((weight for weight, _ in particles), Fraction(0))
    best = max(particles, key=lambda particle: particle[0], default=(0, None))
    return base.ret(tuple((total / len(particles), best[1]) for _ in particles))


@pytest.mark.parametrize(
    "block",
    [
        inf.exact(),
        inf.aggregate(),
        inf.spawn(2),
        inf.resample("residual"),
        inf.push_evidence() >> inf.apply_weight(),
        inf.finish(),
        inf.smc(particles=2, steps=1),
        inf.marginal(),
        inf.interpretation(Weighted(Sampler())),
    ],
    ids=lambda block: block.name,
)
def test_valid_blocks_hold(block: Block) -> None:
    report = proofs.check(block, max_examples=15, seconds=30)
    assert report.verdict == "holds"
    assert report.cases >= 12


def test_a_resampling_that_keeps_the_best_is_refuted_within_five_lines() -> None:
    report = proofs.check(on_particles(keep_the_best), seconds=30, max_examples=300)
    print(report)
    assert report.verdict == "refuted"
    assert report.seconds < 30
    assert isinstance(report.counterexample, Counterexample)
    assert report.counterexample.source.count("\n") <= 5
    assert report.counterexample.difference.expected != report.counterexample.difference.found


def test_a_counterexample_is_shown_with_both_measures() -> None:
    doubled = Block("doubled", ENUMERATOR, ENUMERATOR, lambda a, _: a + a)
    text = str(proofs.check(doubled, max_examples=50))
    assert "doubled : Enumerator -> Enumerator: refuted" in text
    assert "expected  Mass({" in text
    assert "found     Mass({" in text
    assert "model " in text


def test_any_counterexample_will_do() -> None:
    doubled = Block("doubled", ENUMERATOR, ENUMERATOR, lambda a, _: a + a)
    report = proofs.check(doubled, smallest=False)
    assert report.verdict == "refuted"
    assert report.cases == 1


def test_an_exception_is_a_counterexample() -> None:
    def broken(outcomes: Any, _: object) -> Any:
        return tuple((weight / (2 - len(outcomes)), value) for weight, value in outcomes)

    report = proofs.check(Block("broken", ENUMERATOR, ENUMERATOR, broken), max_examples=50)
    assert report.verdict == "refuted"
    assert "ZeroDivisionError" in str(report)


def test_a_block_over_particles_sees_several_of_unequal_weights() -> None:
    seen = set()

    def kernel(particles: Any, base: Any) -> Any:
        seen.add(tuple(weight for weight, _ in particles if weight))
        return base.ret(particles)

    assert proofs.check(on_particles(kernel), max_examples=30)
    assert any(len(set(weights)) > 1 for weights in seen)
    assert any(len(weights) == 3 for weights in seen)


def test_a_sampling_end_has_no_exact_meaning() -> None:
    with pytest.raises(proofs.NoExactMeaning, match=r"independent_runs\(3\) ends in WeightedDraws"):
        proofs.check(inf.independent_runs(3), max_examples=1)


def test_only_programs_without_scores_enter_what_cannot_score() -> None:
    lift = Block("lift", Sampler(), Weighted(Sampler()), lambda a, _: Weighted(Sampler()).lift(a))
    assert proofs.check(lift, max_examples=20).cases >= 20


def test_nothing_tried_is_no_verdict() -> None:
    report = proofs.check(inf.exact(), seconds=1e-9)
    assert report.verdict == "untested"
    assert not report


def test_time_is_kept_even_inside_one_long_case() -> None:
    def endless(_a: Any, _context: Any) -> Any:
        while True:
            MASS.ret(())

    report = proofs.check(Block("endless", PROGRAM, MASS, endless), seconds=1.0)
    assert report.verdict == "untested"
    assert report.left_out > 0
    assert report.seconds < 3


def test_a_seed_repeats_a_check() -> None:
    first, second = (
        proofs.check(Block("x", ENUMERATOR, ENUMERATOR, lambda a, _: a[:1]), zoo=(), seed=5) for _ in range(2)
    )
    assert first.cases == second.cases
    assert first.counterexample == second.counterexample


@pytest.mark.parametrize(("name", "value"), [("max_examples", 0), ("seconds", 0.0)])
def test_a_budget_of_nothing_is_refused(name: str, value: Any) -> None:
    with pytest.raises(ValueError, match=name):
        proofs.check(inf.exact(), **{name: value})


def test_users_give_programs_of_their_own() -> None:
    program = proofs.FiniteProgram("model mine() {\n  let x ~ flip(1/7);\n  return x\n}\n")
    dropped = Block("dropped", ENUMERATOR, ENUMERATOR, lambda a, _: a[1:])
    report = proofs.check(dropped, programs=st.just(program), zoo=())
    assert isinstance(report.counterexample, Counterexample)
    assert report.counterexample.source.startswith("model mine()")


def test_assert_preserves_is_one_line() -> None:
    proofs.assert_preserves(inf.collapse(), max_examples=20)
    with pytest.raises(AssertionError, match="refuted"):
        proofs.assert_preserves(Block("none", ENUMERATOR, ENUMERATOR, lambda a, _: ()), max_examples=20)


@pytest.mark.parametrize("program", ZOO, ids=lambda program: program.source.split("(")[0])
def test_the_measure_by_paths_is_that_of_enumeration(program: proofs.FiniteProgram) -> None:
    assert measure_by_paths(program.program) == MASS.meaning(enter(MASS, program.program))


@pytest.mark.parametrize(
    "rep",
    [ENUMERATOR, Weighted(Sampler()), ListT(Probability()), Suspension(MASS), Population(Sampler())],
    ids=repr,
)
def test_representations_hold_their_laws(rep: Any) -> None:
    assert proofs.check_representation(rep, max_examples=10, seconds=20)


def test_a_representation_whose_iterate_forgets_is_refuted() -> None:
    class Forgetful(Enumerator):
        def iterate(self, body: Any, state: Any) -> Any:
            ends = [turn.value for _, turn in body(state) if isinstance(turn, Done)]
            return tuple((ONE, value) for value in ends)

    report = proofs.check_representation(Forgetful(), max_examples=30)
    assert report.verdict == "refuted"
    assert "by the law of" in str(report)


def test_kernels_hold_or_are_refuted() -> None:
    assert proofs.check_kernel(prefix(), max_examples=15)
    assert proofs.check_kernel(single_site(), max_examples=15)
    always: TraceKernel = mhg("always", prefix_proposal, lambda *_: ONE)
    report = proofs.check_kernel(always, max_examples=30)
    assert report.verdict == "refuted"
    assert "by the law of invariance" in str(report)


def test_a_kernel_that_claims_balance_has_to_keep_it() -> None:
    """A deterministic cycle through the traces of a uniform draw preserves it, and is not reversible."""

    def turn(trace: Any) -> Any:
        return Sampler().ret(((trace[0] + 1) % 3,) if trace else trace)

    die = proofs.FiniteProgram("model die() {\n  let n ~ discrete_uniform(0, 2);\n  return n\n}\n")
    for claimed, verdict in ((False, "holds"), (True, "refuted")):
        kernel = TraceKernel("turn", lambda _: turn, reversible=claimed)
        assert proofs.check_kernel(kernel, programs=st.just(die), zoo=()).verdict == verdict


def test_the_law_of_runs() -> None:
    assert check_runs(inf.independent_runs(2), 2, max_examples=20)
    wrong = check_runs(inf.independent_runs(1), 2, max_examples=5)
    assert wrong.verdict == "refuted"


def test_particles_multiply_the_meaning() -> None:
    program = ZOO[1].program
    stack = Suspension(Population(Probability()))
    weights = (Fraction(1, 3), Fraction(1))
    expected: Mass[Any] = measure_by_paths(program).scale(Fraction(4, 3))
    assert stack.meaning(enter(stack, program, weights)) == expected
