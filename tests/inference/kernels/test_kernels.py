"""Every trace kernel preserves w_t ⊙ m(pri t), by exact transition matrices, for every program tried."""

from __future__ import annotations

from fractions import Fraction as F
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quasiborel import lang
from quasiborel.inference.kernels import (
    TraceKernel,
    conditional,
    cycle,
    mixture,
    prefix,
    repeat,
    single_site,
    user,
    user_density,
)
from quasiborel.inference.kernels.prefix import prefix_proposal, prefix_ratio
from quasiborel.inference.kernels.single_site import (
    reusable,
    single_site_proposal,
    single_site_ratio,
    site,
)
from quasiborel.inference.mhg_conditions import mhg_failures
from quasiborel.qbs.distributions import FAMILIES
from quasiborel.qbs.interpret import interpret
from quasiborel.qbs.kernel import box
from quasiborel.qbs.meaning import MASS
from quasiborel.qbs.measure import Mass
from quasiborel.qbs.sampler import Tree
from quasiborel.qbs.term import TERM
from quasiborel.qbs.trace import SAMPLER, Paths, Trace
from quasiborel.qbs.traced import Traced
from quasiborel.qbs.weight import Weight


def flip_one(paths: Paths, trace: Trace) -> Tree:
    """Turn over one Boolean of a short trace; not symmetric: the first with probability 3/4."""
    if len(trace) < 2:
        return SAMPLER.ret(trace)
    first = SAMPLER.sample(FAMILIES["flip"](F(3, 4) if trace[1] else F(1, 2)))
    return SAMPLER.bind(
        first,
        lambda b: SAMPLER.ret((not trace[0], *trace[1:]) if b else (trace[0], not trace[1], *trace[2:])),
    )


def flip_one_density(paths: Paths, old: Trace, new: Trace) -> Weight:
    return SAMPLER.meaning(flip_one(paths, old))[new]


KERNELS: list[TraceKernel] = [
    prefix(),
    single_site(),
    user("the prefix kernel again", prefix_proposal, prefix_ratio),
    user_density("flip_one", flip_one, flip_one_density),
    cycle(prefix(), single_site()),
    cycle(),
    mixture(prefix(), single_site(), weights=(F(1, 3), 2)),
    repeat(single_site(), 2),
    repeat(prefix(), 0),
    conditional(prefix(), lambda paths, trace: len(trace), "length"),
    conditional(mixture(prefix(), single_site()), lambda paths, trace: trace[:1], "first draw"),
]
every_kernel = pytest.mark.parametrize("kernel", KERNELS, ids=repr)


@every_kernel
def test_invariance_on_chosen_programs(kernel: TraceKernel, chosen: Any, programs: Any) -> None:
    assert programs.is_invariant(kernel, chosen)
    assert programs.is_reversible(kernel, chosen) or not kernel.reversible


@every_kernel
@settings(max_examples=40)
@given(data=st.data())
def test_invariance_on_random_programs(kernel: TraceKernel, programs: Any, data: Any) -> None:
    tree = data.draw(programs.trees)
    assert programs.is_invariant(kernel, tree)
    assert programs.is_reversible(kernel, tree) or not kernel.reversible


@every_kernel
@settings(max_examples=15)
@given(data=st.data())
def test_a_moved_pair_keeps_its_invariant_and_its_meaning(
    kernel: TraceKernel, programs: Any, data: Any
) -> None:
    rep, tree = Traced(MASS), data.draw(programs.trees)
    moved = rep.move(kernel)(interpret(programs.Walk(tree), rep))
    assert MASS.meaning(moved.traces) == moved.paths.measure()
    assert rep.meaning(moved) == programs.by_hand(tree)


@settings(max_examples=40)
@given(data=st.data())
def test_the_prefix_proposal_meets_theorem_7_1(programs: Any, data: Any) -> None:
    tree = data.draw(programs.trees)
    assert programs.failed_conditions(tree, prefix_proposal, prefix_ratio) == ()


@settings(max_examples=40)
@given(data=st.data())
def test_the_single_site_proposal_meets_theorem_7_1_with_its_label(programs: Any, data: Any) -> None:
    paths = programs.paths_of(data.draw(programs.trees))
    drawn = Mass((trace, w) for trace, w in paths.measure().items() if trace)
    labelled = box(drawn, lambda trace: SAMPLER.meaning(site(paths, trace)))
    failures = mhg_failures(
        labelled,
        lambda state: SAMPLER.meaning(single_site_proposal(paths, state)),
        lambda x, y: single_site_ratio(paths, x, y),
    )
    assert failures == ()


def test_cycles_are_not_reversible(programs: Any) -> None:
    assert not programs.is_reversible(cycle(prefix(), single_site()), programs.named["jumpy"])


def test_a_conditional_kernel_keeps_its_part(programs: Any) -> None:
    paths = programs.paths_of(programs.named["jumpy"])
    rows = programs.rows_of(conditional(prefix(), lambda _, trace: len(trace), "length"), paths)
    assert all(len(y) == len(x) for x, row in rows.items() for y in row)
    assert any(len(row) > 1 for row in rows.values())


def test_prefix_reaches_every_trace_of_positive_weight(chosen: Any, programs: Any) -> None:
    paths = programs.paths_of(chosen)
    target, rows = paths.measure(), programs.rows_of(prefix(), paths)
    assert all(rows[x].support >= target.support for x in target)


def test_single_site_alone_may_not(programs: Any) -> None:
    paths = Paths(interpret(lang.loads(TWINS)().exact(), TERM))
    rows = programs.rows_of(single_site(), paths)
    assert rows[(True, True)] == Mass.point((True, True))


def test_values_are_reused_where_the_sets_agree(programs: Any) -> None:
    """The second draw stays when the first changes, though its law is another."""
    paths = programs.paths_of(programs.named["shifting"])
    redrawn = SAMPLER.meaning(single_site_proposal(paths, ((False, 2), 0)))
    assert redrawn == Mass({((False, 2), 0): F(1, 2), ((True, 2), 0): F(1, 2)})
    impossible = SAMPLER.meaning(single_site_proposal(paths, ((False, 1), 0)))
    assert impossible == Mass({((False, 1), 0): 1}), "1 has mass zero on the other side: the trace stays"


def test_what_can_be_reused_is_symmetric() -> None:
    f = FAMILIES
    assert reusable(f["normal"](0, 1), f["cauchy"](2, 1))
    assert not reusable(f["normal"](0, 1), f["exponential"](1))
    assert not reusable(f["flip"](F(1, 2)), f["bernoulli"](F(1, 2)))
    assert not reusable(f["discrete_uniform"](0, 1), f["discrete_uniform"](0, 2))


def test_refusals() -> None:
    with pytest.raises(ValueError, match=r"must be reversible, cycle\(prefix, single_site\) does not"):
        conditional(cycle(prefix(), single_site()), lambda _, trace: len(trace), "length")
    with pytest.raises(ValueError, match="times must be >= 0, got -1"):
        repeat(prefix(), -1)
    with pytest.raises(ValueError, match="1 kernels and 2 weights"):
        mixture(prefix(), weights=(1, 2))


TWINS = "model twins() { let x ~ flip(1/2); let y ~ flip(1/2); condition(x == y); return x }"
SOURCES = {
    "twins": TWINS,
    "branches": """
        model branches() {
          let x ~ bernoulli(1/3);
          let n = if x == 1 { 0 } else { let y ~ categorical([1/2, 1/4, 1/4]); score real(y + 1); y };
          let z ~ flip(if n == 2 { 1/5 } else { 2/3 });
          score if z { 2 } else { 1/3 };
          return (x, n, z)
        }""",
    "recursion": """
        fn heads(left: Int) -> Int {
          if left == 0 { 0 } else { if sample flip(2/3) { score 3/2; 1 + heads(left - 1) } else { 0 } }
        }
        model run() { let n = heads(3); condition(n > 0); return n }""",
}


@every_kernel
@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
def test_invariance_on_programs_of_the_language(kernel: TraceKernel, source: str, programs: Any) -> None:
    program = lang.loads(source)().exact()
    paths, rep = Paths(interpret(program, TERM)), Traced(MASS)
    rows = programs.rows_of(kernel, paths)
    assert paths.measure().bind(rows.__getitem__) == paths.measure()
    assert rep.meaning(rep.move(kernel)(interpret(program, rep))) == MASS.meaning(interpret(program, MASS))
