"""METHOD of the command: a call in Python syntax, read as data and never evaluated."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, TypeAlias

from ..qbs.errors import QuasiborelError
from .block import Block
from .exact import exact
from .importance import importance
from .kernels import KERNELS
from .particle_gibbs import particle_gibbs
from .pmmh import pimh, pmmh
from .pseudo_marginal import PROPOSALS
from .resampling import SCHEMES, ess_below
from .rmsmc import rmsmc
from .smc import smc
from .smc2 import smc2
from .trace_mh import mh

_LONGEST = 1000
_MOST = 2**32 - 1  # particles are numbered by 32 bits


class MethodError(QuasiborelError):
    """A METHOD that cannot be read; the message says what was expected and, if near, what was meant."""

    def __init__(self, problem: str, hint: str | None = None) -> None:
        super().__init__(problem if hint is None else f"{problem}; {hint}")
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Count:
    """An option that is a whole number from `least` on."""

    least: int = 1

    def check(self, name: str, value: Any) -> int:
        """The value, or MethodError."""
        if isinstance(value, bool) or not isinstance(value, int):
            whole = isinstance(value, float) and value.is_integer()
            hint = f"write {name}={int(value)}" if whole else None
            raise MethodError(f"{name} must be a whole number, got {value!r}", hint)
        if not self.least <= value <= _MOST:
            raise MethodError(f"{name} must be from {self.least} to {_MOST}, got {value}")
        return value


@dataclass(frozen=True, slots=True)
class Share:
    """An option that is a number above 0 and up to 1."""

    def check(self, name: str, value: Any) -> float:
        """The value, or MethodError."""
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value <= 1:
            raise MethodError(f"{name} must be a number > 0 and <= 1, got {value!r}")
        return float(value)


@dataclass(frozen=True, slots=True)
class Choice:
    """An option that is one of some words."""

    words: tuple[str, ...]

    def check(self, name: str, value: Any) -> str:
        """The value, or MethodError."""
        if value not in self.words:
            hint = _near(value, dict.fromkeys(self.words)) if isinstance(value, str) else None
            listed = ", ".join(repr(word) for word in self.words)
            raise MethodError(f"{name} must be one of {listed}, got {value!r}", hint)
        return str(value)


@dataclass(frozen=True, slots=True)
class Switch:
    """An option that is True or False."""

    def check(self, name: str, value: Any) -> bool:
        """The value, or MethodError."""
        if not isinstance(value, bool):
            raise MethodError(f"{name} must be True or False, got {value!r}")
        return value


Option: TypeAlias = Count | Share | Choice | Switch


@dataclass(frozen=True, slots=True)
class Method:
    """A method that the command knows: what builds it, and its options."""

    build: Callable[..., Block]
    options: Mapping[str, Option]


def _mh(kernel: str | None = None, **options: Any) -> Block:
    return mh(**options) if kernel is None else mh(**options, kernel=KERNELS[kernel]())


def _rmsmc(ess: float | None = None, kernel: str | None = None, **options: Any) -> Block:
    if ess is not None:
        options["when"] = ess_below(ess)
    return rmsmc(**options) if kernel is None else rmsmc(**options, kernel=KERNELS[kernel]())


def _with_ess(build: Callable[..., Block]) -> Callable[..., Block]:
    def built(ess: float | None = None, **options: Any) -> Block:
        return build(**options) if ess is None else build(**options, when=ess_below(ess))

    return built


def _chain_of_filters(**own: Option) -> dict[str, Option]:
    chain = {"particles": Count(), "steps": Count(), "burn": Count(least=0)}
    return {**chain, **own, "scheme": Choice(tuple(SCHEMES)), "ess": Share()}


METHODS: dict[str, Method] = {
    "exact": Method(exact, {"max_states": Count()}),
    "importance": Method(importance, {"samples": Count()}),
    "smc": Method(
        _with_ess(smc),
        {"particles": Count(), "scheme": Choice(tuple(SCHEMES)), "ess": Share(), "steps": Count(least=0)},
    ),
    "mh": Method(_mh, {"steps": Count(), "burn": Count(least=0), "kernel": Choice(tuple(KERNELS))}),
    "rmsmc": Method(
        _rmsmc,
        {
            "particles": Count(),
            "moves": Count(least=0),
            "kernel": Choice(tuple(KERNELS)),
            "scheme": Choice(tuple(SCHEMES)),
            "ess": Share(),
            "steps": Count(least=0),
        },
    ),
    "pimh": Method(_with_ess(pimh), _chain_of_filters()),
    "pmmh": Method(
        _with_ess(pmmh),
        _chain_of_filters(parameters=Count(least=0), proposal=Choice(tuple(PROPOSALS))),
    ),
    "particle_gibbs": Method(_with_ess(particle_gibbs), _chain_of_filters(ancestor_sampling=Switch())),
    "smc2": Method(
        _with_ess(smc2),
        {
            "particles": Count(),
            "inner": Count(),
            "moves": Count(least=0),
            "parameters": Count(least=0),
            "proposal": Choice(tuple(PROPOSALS)),
            "scheme": Choice(tuple(SCHEMES)),
            "ess": Share(),
            "steps": Count(least=0),
        },
    ),
}


def parse_method(text: str) -> Block:
    """The method that a call such as "importance(samples=20000)" names.

    Raises MethodError for other syntax, an unknown method or option, or a value out of range.

    >>> parse_method("importance(samples=100)")
    importance(samples=100) = interpret(Weighted(Sampler)) >> independent_runs(100) : Program -> WeightedDraws
    """
    call = _call(text)
    assert isinstance(call.func, ast.Name)
    method = METHODS.get(call.func.id)
    if method is None:
        raise MethodError(f"unknown method {call.func.id!r}", _near(call.func.id, METHODS))
    if call.args:
        raise MethodError(f"options are named, got {ast.unparse(call.args[0])}", _listing(method))
    values: dict[str, Any] = {}
    for keyword in call.keywords:
        name = keyword.arg or "**"
        option = method.options.get(name)
        if option is None:
            raise MethodError(f"{call.func.id} has no option {name!r}", _near(name, method.options))
        values[name] = option.check(name, _literal(name, keyword.value))
    return method.build(**values)


def _call(text: str) -> ast.Call:
    """The syntax tree of a call of a plain name."""
    shape = "a method is a call such as importance(samples=20000)"
    if len(text) > _LONGEST:
        raise MethodError(f"{shape}, got {len(text)} characters")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Python's remarks on odd literals are not for the user
            tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise MethodError(f"{shape}, got {text!r}") from None
    if isinstance(tree, ast.Name) and tree.id in METHODS:
        raise MethodError(f"{shape}, got {text!r}", f"write {tree.id}()")
    if not (isinstance(tree, ast.Call) and isinstance(tree.func, ast.Name)):
        raise MethodError(f"{shape}, got {text!r}")
    return tree


def _literal(name: str, node: ast.expr) -> Any:
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
        raise MethodError(f"{name} must be a number or a quoted word, got {ast.unparse(node)}") from None


def _near(name: str, known: Mapping[str, Any]) -> str:
    close = get_close_matches(name, known, n=1)
    return f"did you mean {close[0]}?" if close else f"known: {', '.join(sorted(known))}"


def _listing(method: Method) -> str:
    return f"known: {', '.join(f'{name}=…' for name in method.options)}"
