"""Which stacks can be built, what their kinds are, and what goes wrong over the others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction as F
from typing import Any

import pytest

from quasiborel.qbs.enumerator import Enumerator
from quasiborel.qbs.kind import Kind, KindError
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

KINDS = {
    Sampler(): "sampling, affine",
    Probability(): "sampling, affine",
    Enumerator(): "inference",
    MASS: "inference",
    Weighted(Sampler()): "inference",
    ListT(Sampler()): "sampling",
    Weighted(ListT(Sampler())): "inference",
    Population(Probability()): "inference",
    Suspension(MASS): "inference",
    Suspension(Population(Sampler())): "inference",
}


@pytest.mark.parametrize(("rep", "kind"), KINDS.items(), ids=repr)
def test_the_kind_of_a_stack(rep: Any, kind: str) -> None:
    assert str(rep.kind) == kind


def test_names_of_kinds() -> None:
    kinds = [Kind(samples, scores, False).name for samples in (False, True) for scores in (False, True)]
    assert kinds == ["plain", "conditioning", "sampling", "inference"]


@pytest.mark.parametrize("transformer", [Weighted, ListT, Population, Suspension])
def test_lists_stand_on_samplers_and_suspensions_on_what_scores(
    programs: Any, transformer: Callable[[Any], Any]
) -> None:
    for base in [*programs.bases, *programs.one_deep, *programs.two_deep]:
        affine = base in (Sampler(), Probability())
        scores = repr(base).startswith(("Enumerator", "Mass", "Weighted", "Population", "Suspension"))
        if {Weighted: True, ListT: affine, Population: affine, Suspension: scores}[transformer]:
            assert repr(transformer(base)) == f"{transformer.__name__}({base})"
        else:
            with pytest.raises(KindError):
                transformer(base)


def test_the_number_of_stacks(programs: Any) -> None:
    """Two affine bases with 3, 5 and 10 stacks above them, two scoring ones with 2, 4 and 8."""
    assert len(programs.stacks) == 4 + 2 * (3 + 5 + 10) + 2 * (2 + 4 + 8)


@pytest.mark.parametrize(
    ("transformer", "base", "message"),
    [
        (
            Population,
            Weighted(Sampler()),
            "cannot build Population(Weighted(Sampler)): Population needs a base whose programs have "
            "mass one, and Weighted(Sampler) can score",
        ),
        (
            ListT,
            ListT(Sampler()),
            "cannot build ListT(ListT(Sampler)): ListT needs a base whose programs have mass one, and "
            "ListT(Sampler) has programs of any mass",
        ),
        (
            Suspension,
            Sampler(),
            "cannot build Suspension(Sampler): Suspension needs a base that can score, and Sampler cannot",
        ),
    ],
)
def test_a_refusal_names_both(transformer: Any, base: Any, message: str) -> None:
    with pytest.raises(KindError) as caught:
        transformer(base)
    assert str(caught.value) == message


def unchecked_list_t(base: Any) -> ListT:
    """ListT over any base, past the check of kinds."""
    rep = object.__new__(ListT)
    object.__setattr__(rep, "base", base)
    return rep


@pytest.mark.parametrize("base", [MASS, Weighted(Sampler()), Suspension(MASS)], ids=repr)
def test_lists_over_a_scoring_base_do_not_keep_bind(base: Any) -> None:
    """Entries 0 and 1, the first scored 2 in the base: the second is weighed by 2 as well."""
    rep = unchecked_list_t(base)
    both = base.ret((0, 1))
    kernel = {0: rep.lift(base.score(F(2), "heavy")), 1: rep.ret("light")}
    assert rep.meaning(both).bind(lambda x: rep.meaning(kernel[x])) == Mass({"heavy": 2, "light": 1})
    assert rep.meaning(rep.bind(both, kernel.__getitem__)) == Mass({"heavy": 2, "light": 2})


def test_populations_over_a_scoring_base_do_not_keep_bind() -> None:
    """The same with weights: two particles of weight 1/2, of which the first meets a zero score below."""
    base = Weighted(Sampler())
    rep = Weighted(unchecked_list_t(base))
    both = base.ret(((F(1, 2), 0), (F(1, 2), 1)))
    kernel = {0: rep.lift(rep.base.lift(base.score(F(0), "dead"))), 1: rep.ret("alive")}
    assert rep.meaning(both).bind(lambda x: rep.meaning(kernel[x])) == Mass({"alive": F(1, 2)})
    assert rep.meaning(rep.bind(both, kernel.__getitem__)) == Mass()


def test_lists_over_lists_do_not_keep_bind() -> None:
    """A base that is not affine though it cannot score: the first entry doubles, so does the second."""
    base = ListT(Sampler())
    rep = unchecked_list_t(base)
    kernel = {0: rep.lift(Sampler().ret(("twice", "twice"))), 1: rep.ret("once")}
    bound = rep.bind(base.ret((0, 1)), kernel.__getitem__)
    assert rep.meaning(bound) == Mass({"twice": 2, "once": 2})


@dataclass(frozen=True, slots=True)
class Identity:
    """The plain representation T X = X."""

    @property
    def kind(self) -> Kind:
        return Kind(samples=False, scores=False, affine=True)

    def ret(self, value: Any) -> Any:
        return value

    def bind(self, computation: Any, then: Callable[[Any], Any]) -> Any:
        return then(computation)

    def iterate(self, body: Callable[[Any], Any], state: Any) -> Any:
        turn = body(state)
        while not isinstance(turn, Done):
            turn = body(turn.state)
        return turn.value

    def meaning(self, computation: Any) -> Mass[Any]:
        return Mass.point(computation)


def test_a_plain_base_gains_scores_and_lists() -> None:
    base: Any = Identity()
    assert (Weighted(base).kind.name, ListT(base).kind.name) == ("conditioning", "plain")
    assert Suspension(Weighted(base)).kind.name == "conditioning"
    pop = Population(base)
    particles = ((F(1, 4), "a"), (F(3, 4), "b"))
    scored = pop.bind(particles, lambda x: pop.score(F(2), x + x))
    assert scored == ((F(1, 2), "aa"), (F(3, 2), "bb"))
    assert pop.lift("c") == ((ONE, "c"),)
