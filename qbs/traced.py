"""`Traced`: a term beside a computation of its traces (paper, Figure 13)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NoReturn, TypeAlias, final

from .errors import QuasiborelError, repr_short
from .kind import Kind, KindError, check_scores
from .measure import Mass
from .program import State
from .representation import Done, InferenceRep, More, Transformation
from .sampler import Tree
from .term import TERM, from_sampler
from .trace import Chunks, Paths, Trace, appended, joined
from .weight import Weight

if TYPE_CHECKING:
    from .distributions.base import Distribution

PathKernel: TypeAlias = Callable[[Paths], Callable[[Trace], Tree]]  # at each term, traces -> Sam(traces)

_REMEMBERED = 4096


class InvalidTraces(QuasiborelError):
    """Traces given for a term have another weight than the term gives them, first at `where`."""

    def __init__(self, where: Trace, expected: Weight, found: Weight) -> None:
        super().__init__(where, expected, found)
        self.where = where
        self.expected = expected
        self.found = found

    def __str__(self) -> str:
        return (
            f"the trace {repr_short(self.where)} must have weight {self.expected} = weight of the term × "
            f"prior, got {self.found}"
        )


@final
class TracedTerm:
    """An element (t, a) of Tr T X: the term t by its paths, and a : T(traces) with m(a) = w_t ⊙ m(pri t).

    Only the operations of `Traced` make one, and each of them keeps this equation.
    """

    __slots__ = ("_make", "_source", "_traces", "paths")
    paths: Paths
    _source: TracedTerm | None
    _make: Callable[[Any], Any]
    _traces: Any

    def __init__(self, *_: object) -> None:
        raise TypeError(
            "a TracedTerm is made by the operations of Traced; traces of one's own by Traced.checked"
        )

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"a TracedTerm is immutable: {name} cannot be set")

    @property
    def traces(self) -> Any:
        """a, made when first asked for: a replay of the term alone never asks."""
        pending, pair = list[TracedTerm](), self
        while pair._traces is _NOT_MADE:
            pending.append(pair)
            if pair._source is None:
                break
            pair = pair._source
        for pair in reversed(pending):
            below = None if pair._source is None else pair._source._traces
            object.__setattr__(pair, "_traces", pair._make(below))
        for pair in pending:  # what lies below is needed no longer
            object.__setattr__(pair, "_source", None)
        return self._traces


_NOT_MADE = object()


def _pair(paths: Paths, make: Callable[[Any], Any], source: TracedTerm | None = None) -> TracedTerm:
    """The pair with traces make(traces of the source)."""
    pair = object.__new__(TracedTerm)
    object.__setattr__(pair, "paths", paths)
    object.__setattr__(pair, "_source", source)
    object.__setattr__(pair, "_make", make)
    object.__setattr__(pair, "_traces", _NOT_MADE)
    return pair


@final
@dataclass(frozen=True, slots=True)
class Traced:
    """Tr T X = {(t, a) in W Sam X × T(traces) | m_T(a) = w_t ⊙ m(pri t)}.

    The meaning of a pair is that of do { p <- a; return v_t(p) }, which is that of t. The
    paper asks less of a, only that its image under v_t is right; then its own kernel does not
    preserve the meaning. There is no `lift`: T X has no term. Raises KindError unless the
    base can draw and score. Source: Ścibior et al. 2018, Figure 13.
    """

    base: InferenceRep

    def __post_init__(self) -> None:
        check_scores("Traced", self.base)
        if not self.base.kind.samples:
            raise KindError("Traced", self.base, "that can draw", "cannot")

    def __repr__(self) -> str:
        return f"Traced({self.base!r})"

    @property
    def kind(self) -> Kind:
        """What the base can."""
        return self.base.kind

    def ret(self, value: Any) -> TracedTerm:
        """(return x, return [])."""
        return _pair(Paths(TERM.ret(value)), lambda _: self.base.ret(()))

    def bind(self, computation: TracedTerm, then: Callable[[Any], TracedTerm]) -> TracedTerm:
        """(t >>= fst ∘ f, do { p <- a; q <- snd(f(v_t(p))); return p ++ q })."""
        base, paths = self.base, computation.paths
        longer = Paths(TERM.bind(paths.term, lambda value: then(value).paths.term))

        def onwards(trace: Trace) -> Any:
            leaf = paths.leaf(trace)
            following = then(leaf.value)

            def whole(rest: Trace) -> Any:
                longer._remember(trace + rest, leaf.followed_by(following.paths.leaf(rest)))
                return base.ret(trace + rest)

            return base.bind(following.traces, whole)

        return _pair(longer, lambda a: base.bind(a, lru_cache(_REMEMBERED)(onwards)), computation)

    def sample(self, distribution: Distribution) -> TracedTerm:
        """(sample, do { r <- sample; return [r] })."""
        base = self.base

        def drawn(_: None) -> Any:
            return base.bind(base.sample(distribution), lambda value: base.ret((value,)))

        return _pair(Paths(TERM.sample(distribution)), drawn)

    def score(self, weight: Weight, result: Any = ()) -> TracedTerm:
        """(score r, do { score r; return [] })."""
        return _pair(Paths(TERM.score(weight, result)), lambda _: self.base.score(weight, ()))

    def iterate(self, body: Callable[[State], TracedTerm], state: State) -> TracedTerm:
        """The iterations of both sides, with the trace so far beside the state."""
        base = self.base

        def turn(running: tuple[Chunks, State]) -> Any:
            chunks, current = running
            pair = body(current)

            def onwards(trace: Trace) -> Any:
                longer, following = appended(chunks, trace), pair.paths.value_at(trace)
                more = isinstance(following, More)
                return base.ret(More((longer, following.state)) if more else Done(joined(longer)))

            return base.bind(pair.traces, onwards)

        term = TERM.iterate(lambda current: body(current).paths.term, state)
        return _pair(Paths(term), lambda _: base.iterate(turn, ((), state)))

    def tmap(self, transformation: Transformation) -> Transformation:
        """Tr T X -> Tr S X for t : T -> S: the term stays, t goes to the traces."""
        return lambda pair: _pair(pair.paths, transformation, pair)

    def move(self, kernel: PathKernel) -> Transformation:
        """η^Tr: (t, a) -> (t, do { p <- a; k_t(p) }), for kernels that preserve w_t ⊙ m(pri t).

        Source: Ścibior et al. 2018, Theorem 7.2.
        """
        base = self.base

        def moved(pair: TracedTerm) -> TracedTerm:
            bound = kernel(pair.paths)
            step = lru_cache(_REMEMBERED)(lambda trace: from_sampler(bound(trace), base))
            return _pair(pair.paths, lambda a: base.bind(a, step), pair)

        return moved

    def marginal(self, computation: TracedTerm) -> Any:
        """Tr T X -> T X: do { p <- a; return v_t(p) }. Preserves the meaning."""
        base, value_at = self.base, computation.paths.value_at
        return base.bind(computation.traces, lambda trace: base.ret(value_at(trace)))

    def checked(self, term: Tree, traces: Any) -> TracedTerm:
        """The pair of a term in W Sam X and traces of one's own, if they fit, exactly.

        Raises InvalidTraces if they do not, and NotFinite where it cannot be decided.
        """
        paths, found = Paths(term), self.base.meaning(traces)
        expected = paths.measure()
        for trace in dict.fromkeys((*found, *expected)):
            if found[trace] != expected[trace]:
                raise InvalidTraces(trace, expected[trace], found[trace])
        return _pair(paths, lambda _: traces)

    def meaning(self, computation: TracedTerm) -> Mass[Any]:
        """m_T(marginal a)."""
        return self.base.meaning(self.marginal(computation))
