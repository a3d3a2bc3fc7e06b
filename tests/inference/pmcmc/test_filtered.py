"""`filtered(p, n)` denotes what p denotes, exactly, and its weight is the evidence that `smc` estimates."""

from __future__ import annotations

from fractions import Fraction as F
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quasiborel import inference as inf
from quasiborel.inference.filtered import filtered
from quasiborel.inference.resampling import SCHEMES, Criterion
from quasiborel.qbs.interpret import interpret
from quasiborel.qbs.meaning import MASS
from quasiborel.qbs.measure import Mass, add_all
from quasiborel.qbs.probability import Probability
from quasiborel.qbs.program import Draw, Score
from quasiborel.qbs.weighted import Weighted

UNEVEN = inf.ess_below(F(9, 10))
CRITERIA = [inf.always, inf.never, UNEVEN]


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("when", CRITERIA, ids=str)
def test_the_filter_of_two_particles_denotes_the_program(
    tree: Any, when: Criterion, scheme: str, exactly: Any
) -> None:
    program = filtered(exactly.Walk(tree), 2, scheme=scheme, when=when)
    assert interpret(program, MASS) == exactly.by_hand(tree)


def test_the_filter_of_one_particle_denotes_the_program(tree: Any, exactly: Any) -> None:
    assert interpret(filtered(exactly.Walk(tree), 1, when=inf.always), MASS) == exactly.by_hand(tree)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("name", ["chain", "uneven scores", "half dies"])
def test_the_filter_of_three_particles_denotes_the_program(name: str, scheme: str, exactly: Any) -> None:
    program = filtered(exactly.Walk(exactly.named[name]), 3, scheme=scheme, when=UNEVEN)
    assert interpret(program, MASS) == exactly.by_hand(exactly.named[name])


@settings(max_examples=40)
@given(data=st.data())
def test_the_filter_denotes_random_programs(data: Any, exactly: Any) -> None:
    tree = data.draw(exactly.trees)
    assert interpret(filtered(exactly.Walk(tree), 2, when=UNEVEN), MASS) == exactly.by_hand(tree)


def test_the_filter_of_a_filter_denotes_the_program(tree: Any, exactly: Any) -> None:
    assert interpret(filtered(filtered(exactly.Walk(tree), 2), 1), MASS) == exactly.by_hand(tree)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("when", CRITERIA, ids=str)
def test_its_weight_has_the_law_of_the_evidence_of_smc(
    tree: Any, when: Criterion, scheme: str, exactly: Any
) -> None:
    rep = Weighted(Probability())
    ours = interpret(filtered(exactly.Walk(tree), 2, scheme=scheme, when=when), rep).map(lambda run: run[0])
    populations = (inf.interpretation() >> inf.smc(particles=2, scheme=scheme, when=when)).at(Probability())
    assert ours == populations(exactly.Walk(tree)).map(lambda particles: add_all(w for w, _ in particles))


def test_it_scores_once_for_all_particles_at_each_suspension(exactly: Any) -> None:
    program = filtered(exactly.Walk(exactly.named["chain"]), 2, when=inf.never)
    state, effects = program.start(), []
    for _ in range(6):
        effect = program.step(state)
        effects.append(type(effect))
        assert isinstance(effect, Draw | Score)
        state = program.resume(effect.state, False) if isinstance(effect, Draw) else effect.state
    assert effects == [Draw, Draw, Score, Draw, Draw, Score]


def test_the_rest_of_a_dead_particle_is_not_run(exactly: Any) -> None:
    dying = exactly.Walk(exactly.undefined_after_zero)
    for particles in (1, 2, 3):
        assert interpret(filtered(dying, particles), MASS) == Mass({"alive": F(1, 2)})


@pytest.mark.parametrize("particles", [0, -1, True, 1.5])
def test_a_number_of_particles_is_refused(particles: Any, exactly: Any) -> None:
    with pytest.raises(ValueError, match="filtered: particles must be a whole number >= 1"):
        filtered(exactly.Walk(exactly.named["chain"]), particles)


def test_a_scheme_is_refused(exactly: Any) -> None:
    with pytest.raises(ValueError, match="filtered: scheme must be one of multinomial"):
        filtered(exactly.Walk(exactly.named["chain"]), 2, scheme="best")
