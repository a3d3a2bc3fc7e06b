"""Theorems 7.2 and 7.3, exactly: meaning(block(program)) == meaning(program), and wrong twins that break it.

Over `Probability` the model's draws, the ancestors and the moves have their exact finite laws.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction as F
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quasiborel import inference as inf
from quasiborel import lang
from quasiborel.inference import transformation
from quasiborel.inference.kernels import TraceKernel, cycle, generic, mhg, prefix, repeat, single_site
from quasiborel.inference.kernels.prefix import prefix_proposal, prefix_ratio
from quasiborel.inference.pilot import repeat_as_piloted
from quasiborel.inference.shape import T
from quasiborel.qbs.interpret import interpret
from quasiborel.qbs.meaning import MASS
from quasiborel.qbs.measure import Mass
from quasiborel.qbs.population import Population
from quasiborel.qbs.probability import Probability
from quasiborel.qbs.resumption import Yield
from quasiborel.qbs.suspension import Suspension
from quasiborel.qbs.term import from_sampler
from quasiborel.qbs.trace import SAMPLER, Paths
from quasiborel.qbs.traced import Traced

BASE = Probability()
POP = Population(BASE)
STEPS = Suspension(Traced(Population(T)))


def after(block: inf.Block, program: Any) -> Mass[Any]:
    """The meaning of a block's image of a program."""
    whole = (inf.interpretation() >> block).at(BASE)
    return POP.meaning(whole(program))


KERNELS = [prefix(), single_site(), generic(), repeat(prefix(), 2), cycle(prefix(), single_site())]


@pytest.mark.parametrize("kernel", KERNELS, ids=repr)
@pytest.mark.parametrize(("n", "k", "moves"), [(1, 2, 1), (2, 0, 1), (2, 1, 2), (2, 2, 1), (2, None, 1)])
def test_rmsmc_preserves_the_meaning(
    kernel: TraceKernel, n: int, k: int | None, moves: int, chosen: Any, programs: Any
) -> None:
    method = inf.rmsmc(particles=n, steps=k, moves=moves, kernel=kernel)
    assert after(method, programs.Walk(chosen)) == programs.by_hand(chosen)


@pytest.mark.parametrize("scheme", ["multinomial", "stratified", "residual"])
@pytest.mark.parametrize("when", [inf.always, inf.ess_below(F(9, 10)), inf.never], ids=str)
def test_rmsmc_with_every_scheme_and_criterion(scheme: str, when: Any, chosen: Any, programs: Any) -> None:
    method = inf.rmsmc(particles=2, steps=2, scheme=scheme, when=when, kernel=prefix())
    assert after(method, programs.Walk(chosen)) == programs.by_hand(chosen)


def test_rmsmc_with_three_particles(programs: Any) -> None:
    tree = programs.named["three traces"]
    assert after(inf.rmsmc(particles=3, steps=2), programs.Walk(tree)) == programs.by_hand(tree)


@settings(max_examples=20)
@given(data=st.data())
def test_rmsmc_on_random_programs(programs: Any, data: Any) -> None:
    tree = data.draw(programs.trees.filter(lambda tree: len(programs.paths_of(tree).measure()) < 9))
    assert after(inf.rmsmc(particles=2, steps=1), programs.Walk(tree)) == programs.by_hand(tree)


@settings(max_examples=20)
@given(data=st.data(), kernel=st.sampled_from(KERNELS), steps=st.integers(0, 3))
def test_trace_mh_preserves_the_meaning(programs: Any, data: Any, kernel: TraceKernel, steps: int) -> None:
    """Theorem 7.2: marginal ∘ (η^Tr)^steps."""
    tree = data.draw(programs.trees)
    method = inf.repeat(inf.move(kernel), steps) >> inf.marginal()
    assert MASS.meaning((inf.interpretation() >> method).at(MASS)(programs.Walk(tree))) == programs.by_hand(
        tree
    )


def test_every_step_keeps_the_strong_invariant(chosen: Any, programs: Any) -> None:
    rep = Traced(POP)
    pair = interpret(programs.Walk(chosen), Suspension(rep))
    step = inf.tmap_first(inf.tmap_traces(inf.resample())) >> inf.tmap_first(inf.move(generic()))
    blocks = [inf.tmap_first(inf.tmap_traces(inf.spawn(2))), step, inf.advance(), step, inf.advance()]
    for block in blocks:
        pair = block.at(BASE if "Population" in str(block.source) else rep)(pair)
        assert POP.meaning(pair.traces) == pair.paths.measure()


SOURCE = """
model gaps() {
  let x ~ flip(1/2);
  score if x { 1/5 } else { 1/2 };
  let y = if x { let z ~ flip(1/2); score if z { 1/3 } else { 2 }; z } else { false };
  return (x, y)
}"""


def test_the_model_on_which_rejuvenation_goes_wrong_elsewhere() -> None:
    """Branches with one score and with two."""
    program = lang.loads(SOURCE)().exact()
    truth = MASS.meaning(interpret(program, MASS))
    for method in (inf.rmsmc(particles=2, steps=2), inf.rmsmc(particles=2), inf.rmsmc(particles=1, steps=3)):
        assert after(method, program) == truth


# --- wrong twins of the composition
def composed(step: inf.Block, k: int = 3, n: int = 2) -> inf.Block:
    """marginal ∘ finish ∘ step^k ∘ tmap_first tmap_Tr spawn(n)."""
    return (
        inf.tmap_first(inf.tmap_traces(inf.spawn(n))) >> inf.repeat(step, k) >> inf.finish() >> inf.marginal()
    )


RESAMPLE = inf.tmap_first(inf.tmap_traces(inf.resample()))
MOVE, ADVANCE = inf.tmap_first(inf.move(prefix())), inf.advance()
Particles = tuple[tuple[Any, Any], ...]


def all_finished(paths: Paths, particles: Particles) -> bool:
    return not any(w and isinstance(paths.value_at(trace), Yield) for w, trace in particles)


def uneven(paths: Paths, particles: Particles) -> bool:
    weights = [w for w, _ in particles]
    return any(weights) and inf.ess_below(F(9, 10))(weights)


def moved_unless(skip: Callable[[Paths, Particles], bool]) -> inf.Block:
    """Moves that are not made on some populations."""

    def at(base: Any) -> Any:
        pop = Population(base)

        def act(pair: Any) -> Any:
            kernel = prefix()(pair.paths)

            def chosen(particles: Particles) -> Any:
                if skip(pair.paths, particles):
                    return base.ret(particles)
                return pop.bind(base.ret(particles), lambda trace: from_sampler(kernel(trace), pop))

            return Traced(pop).tmap(lambda a: base.bind(a, chosen))(pair)

        return act

    return transformation("move", STEPS, STEPS, at)


def on_particles(change: Callable[[Particles, Any], Any]) -> inf.Block:
    """A change of the particles that looks at one population."""

    def at(base: Any) -> Any:
        return Traced(Population(base)).tmap(lambda a: base.bind(a, lambda ps: change(ps, base)))

    return transformation("change", STEPS, STEPS, at)


def evened(particles: Particles, base: Any) -> Any:
    share = F(1, len(particles))
    return base.ret(tuple((share * bool(w), trace) for w, trace in particles))


def best_kept(particles: Particles, base: Any) -> Any:
    alive = [particle for particle in particles if particle[0]]
    if not alive:
        return base.ret(particles)
    share = sum(w for w, _ in particles) / len(particles)
    best = max(alive, key=lambda particle: particle[0])
    return base.ret(tuple((share, best[1]) for _ in particles))


def weights_left_behind(particles: Particles, base: Any) -> Any:
    """Weights stay in their places while the traces change theirs."""
    if not all(w for w, _ in particles):
        return base.ret(particles)
    turned = [trace for _, trace in particles[1:]] + [particles[0][1]]
    return base.ret(tuple((w, trace) for (w, _), trace in zip(particles, turned, strict=True)))


def lengthless() -> TraceKernel:
    def ratio(paths: Paths, old: Any, new: Any) -> Any:
        return prefix_ratio(paths, old, new) * F(len(new) + 1, len(old) + 1)

    return mhg("lengthless", prefix_proposal, ratio)


def unless_finished() -> TraceKernel:
    """A kernel that leaves finished runs as they are, though others can become finished ones."""

    def at(paths: Paths) -> Any:
        bound = prefix()(paths)
        return lambda trace: bound(trace) if isinstance(paths.value_at(trace), Yield) else SAMPLER.ret(trace)

    return TraceKernel("unless_finished", at)


TWINS: dict[str, inf.Block] = {
    "moves skipped when all particles have finished (E12)": composed(
        RESAMPLE >> moved_unless(all_finished) >> ADVANCE
    ),
    "moves where the weights are uneven": composed(moved_unless(uneven) >> RESAMPLE >> ADVANCE),
    "moves where the weights are even": composed(
        moved_unless(lambda t, ps: not uneven(t, ps)) >> RESAMPLE >> ADVANCE
    ),
    "moves skipped when the first particle has finished": composed(
        RESAMPLE >> moved_unless(lambda t, ps: all_finished(t, ps[:1])) >> ADVANCE
    ),
    "only unfinished particles moved": composed(
        RESAMPLE >> inf.tmap_first(inf.move(unless_finished())) >> ADVANCE
    ),
    "weights forgotten": composed(on_particles(evened) >> MOVE >> ADVANCE),
    "the best particle kept": composed(on_particles(best_kept) >> MOVE >> ADVANCE),
    "weights left behind": composed(on_particles(weights_left_behind) >> MOVE >> ADVANCE, k=2),
    "lengths left out of the ratio": composed(RESAMPLE >> inf.tmap_first(inf.move(lengthless())) >> ADVANCE),
}
CONTROLS: dict[str, inf.Block] = {
    "as in the theorem": composed(RESAMPLE >> MOVE >> ADVANCE),
    "moved before resampling": composed(MOVE >> RESAMPLE >> ADVANCE),
    "resampled twice": composed(RESAMPLE >> RESAMPLE >> MOVE >> ADVANCE, k=2),
    "moved after advancing": composed(RESAMPLE >> ADVANCE >> MOVE),
    "moves at every other step": composed(RESAMPLE >> MOVE >> ADVANCE >> RESAMPLE >> ADVANCE, k=1),
    "never resampled": composed(MOVE >> ADVANCE),
    "as often as pilot runs score": inf.tmap_first(inf.tmap_traces(inf.spawn(2)))
    >> repeat_as_piloted(RESAMPLE >> MOVE >> ADVANCE)
    >> inf.finish()
    >> inf.marginal(),
}


def refuted_on(block: inf.Block, programs: Any) -> set[str]:
    return {
        name
        for name, tree in programs.named.items()
        if after(block, programs.Walk(tree)) != programs.by_hand(tree)
    }


@pytest.mark.parametrize("twin", TWINS)
def test_wrong_twins_are_refuted(twin: str, programs: Any) -> None:
    assert refuted_on(TWINS[twin], programs)


@pytest.mark.parametrize("control", CONTROLS)
def test_controls_pass(control: str, programs: Any) -> None:
    assert refuted_on(CONTROLS[control], programs) == set()


def test_the_skipped_moves_need_branches_of_different_numbers_of_scores(programs: Any) -> None:
    """On programs whose branches all score once the bug is not seen."""
    skipped = TWINS["moves skipped when all particles have finished (E12)"]
    refuted = refuted_on(skipped, programs)
    assert "jumpy" in refuted
    assert "shifting" not in refuted


def test_a_pipeline_prints_as_the_theorem() -> None:
    assert repr(inf.rmsmc(particles=2, steps=3, kernel=prefix())) == (
        "rmsmc(particles=2, moves=1, kernel=prefix, steps=3) = tmap_first(tmap_traces(spawn(2))) >> "
        "repeat(tmap_first(tmap_traces(resample(systematic))) >> repeat(tmap_first(move(prefix)), 1) >> "
        "advance, 3) >> finish >> marginal : Suspension(Traced(Population(T))) -> Population(T)"
    )


def test_pieces_that_do_not_fit() -> None:
    with pytest.raises(inf.Mismatch, match=r"resample\(systematic\) takes Population\(T\)"):
        inf.move(prefix()) >> inf.resample()
    with pytest.raises(inf.Mismatch):
        repeat_as_piloted(inf.marginal())
