"""Blocks compose when their ends meet, and say what they are made of."""

import pytest

from quasiborel.inference import Block, Context, Mismatch, importance, independent_runs, interpretation
from quasiborel.qbs.enumerator import Enumerator
from quasiborel.qbs.sampler import Sampler
from quasiborel.qbs.weighted import Weighted

double = Block("double", "Number", "Number", lambda x, _: 2 * x)
increment = Block("increment", "Number", "Number", lambda x, _: x + 1)
show = Block("show", "Number", "Text", lambda x, _: str(x))


def test_composition_runs_from_left_to_right() -> None:
    assert (double >> increment >> show).action(3, Context(0)) == "7"
    assert (double >> (increment >> show)).action(3, Context(0)) == "7"


def test_composition_is_associative_as_a_description() -> None:
    assert (double >> increment) >> show == double >> (increment >> show)
    assert repr(double >> increment >> show) == "double >> increment >> show : Number -> Text"


def test_a_name_hides_the_pipeline_in_compositions_and_repr_shows_it() -> None:
    named = (double >> increment).named("affine")
    assert repr(named) == "affine = double >> increment : Number -> Number"
    assert repr(named >> show) == "double >> increment >> show : Number -> Text"


def test_importance_reads_as_its_definition() -> None:
    assert importance(samples=100) == (interpretation(Weighted(Sampler())) >> independent_runs(100)).named(
        "importance(samples=100)"
    )


def test_a_mismatch_names_both_types() -> None:
    with pytest.raises(Mismatch, match=r"gives Enumerator, .* takes Weighted\(Sampler\)"):
        interpretation(Enumerator()) >> independent_runs(10)


def test_only_blocks_compose() -> None:
    with pytest.raises(TypeError):
        double >> (lambda x: x)  # type: ignore[operator]


def test_every_request_for_randomness_is_a_new_epoch() -> None:
    context = Context(5)
    assert [context.epoch().index for _ in range(3)] == [0, 1, 2]


def test_a_seed_out_of_range_is_refused_before_anything_runs() -> None:
    with pytest.raises(ValueError, match="seed must be a whole number"):
        Context(-1)
