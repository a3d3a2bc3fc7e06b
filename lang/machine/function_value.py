"""Functions that a model returns, as Python values: frozen, hashable, equal by content, callable."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from ...qbs.program import Draw, Score
from ..errors.runtime import ImpureFault, RuntimeFault
from ..types.show_type import show_type
from ..types.types import Arrow, Con, Type, children, resolve
from ..values.memo_table import EMPTY, MemoTable
from ..values.show_value import show_untyped
from ..values.tree import leaves, rebuild
from ..values.typed_parts import BUILT_IN, Constructors, typed_parts
from ..values.values import Closure, MemoFunction
from .call_arguments import from_python
from .code import STORE
from .frames import Frame, State

if TYPE_CHECKING:
    from .machine import Export, Machine

_FUNCTIONS = (Closure, MemoFunction)


@dataclass(frozen=True, slots=True, repr=False)
class FunctionValue:
    """A function that a run returned, with what its lazily drawn parts have answered so far.

    Two are equal if they have the same code, captured values and answers. A question that was not asked
    during the run is answered by a draw from `key`: the same answer whenever it is asked.
    """

    machine: Machine = field(compare=False)
    function: Closure | MemoFunction
    memo: MemoTable
    type: Arrow = field(compare=False)
    constructors: Constructors = field(compare=False)
    key: int = field(default=0, compare=False)

    def with_key(self, key: int) -> FunctionValue:
        """The same function with its own randomness for questions not asked yet."""
        return replace(self, key=key)

    def __call__(self, *arguments: Any) -> Any:
        """The value at some arguments.

        Raises TypeError for arguments that do not fit, RuntimeFault if the call fails or has an effect
        other than the first draws of a memoised function.
        """
        types = self.type.parameters
        if len(arguments) != len(types):
            raise TypeError(f"{self!r} takes {len(types)} arguments, got {len(arguments)}")
        exact = self.machine.code.exact
        values = [from_python(x, t, exact=exact) for x, t in zip(arguments, types, strict=True)]
        result, memo = self._run(self.machine.invoke(self.function, values, self.memo))
        return exported(self.machine, result, memo, self.type.result, self.constructors, self.key)

    def _run(self, state: State) -> tuple[Any, MemoTable]:
        tapes: dict[Any, random.Random] = {}
        raw = self.machine.raw
        while True:
            effect = raw.step(state)
            if isinstance(effect, Draw):
                question = _question(effect.state.parent)
                if question is None:
                    raise self._impure(effect.state, "draws")
                if question not in tapes:
                    tapes[question] = random.Random(_seed(self.key, question))
                uniforms = [_open_uniform(tapes[question]) for _ in range(effect.distribution.num_uniforms)]
                state = raw.resume(effect.state, effect.distribution.from_uniforms(uniforms))
            elif isinstance(effect, Score):
                raise self._impure(effect.state, "scores")
            else:
                result, memo = effect.value
                return result, memo

    def _impure(self, state: State, does: str) -> RuntimeFault:
        span = self.machine.code.places[state.place].span
        return ImpureFault(span, f"a function called from outside must be pure, this one {does}")

    def __repr__(self) -> str:
        return f"<{show_type(self.type)}>"


def _question(frame: Frame | None) -> tuple[int, Any] | None:
    """The question to a memoised function that is being answered, the innermost if there are several."""
    while frame is not None and frame.place != STORE:
        frame = frame.parent
    return frame.values if frame is not None else None


def _seed(key: int, question: tuple[int, Any]) -> int:
    """A seed of its own for every question, the same in every process."""
    text = f"{key} {question[0]} {show_untyped(question[1])}"
    return int.from_bytes(hashlib.sha256(text.encode()).digest())


def _open_uniform(generator: random.Random) -> float:
    """Uniform on the multiples of 2^-53 strictly between 0 and 1."""
    return (generator.getrandbits(52) + 0.5) * 2.0**-52


def contains_function(type_: Type, constructors: Constructors) -> bool:
    """Whether a value of this type may have functions inside."""
    seen: set[Type] = set()
    todo = [resolve(type_)]
    while todo:
        this = todo.pop()
        if isinstance(this, Arrow):
            return True
        if this not in seen:
            seen.add(this)
            todo.extend(map(resolve, _inside(this, constructors)))
    return False


def _inside(type_: Type, constructors: Constructors) -> Iterator[Type]:
    yield from children(type_)
    if isinstance(type_, Con) and type_.name not in BUILT_IN:
        for fields in constructors(type_).values():
            yield from fields


def exporter(type_: Type, constructors: Constructors) -> Export | None:
    """What makes the functions in results of this type callable from Python; None if there are none."""
    if not contains_function(type_, constructors):
        return None
    return lambda machine, result, memo: exported(machine, result, memo, type_, constructors, 0)


def exported(
    machine: Machine, result: Any, memo: MemoTable, type_: Type, constructors: Constructors, key: int
) -> Any:
    """The value with every function inside replaced by a FunctionValue."""
    parts = typed_parts(result, type_, constructors)
    types = {id(part): of for part, of in parts if type(part) in _FUNCTIONS}

    def wrap(part: Any) -> Any:
        if id(part) not in types:
            return part
        of, table = types[id(part)], memo if _asks(part) else EMPTY
        assert isinstance(of, Arrow)
        return FunctionValue(machine, part, table, of, constructors, key)

    return rebuild(result, wrap, lambda node: type(node) is Closure) if types else result


def keyed(value: Any, key: int) -> Any:
    """A returned value whose functions answer new questions from `key`: one key for each draw of a result."""
    return rebuild(value, lambda leaf: leaf.with_key(key) if isinstance(leaf, FunctionValue) else leaf)


def _asks(function: Closure | MemoFunction) -> bool:
    """Whether a function may ask the memo table; if not, the table is no part of its content."""
    if isinstance(function, MemoFunction):
        return True
    return any(isinstance(leaf, MemoFunction) for leaf in leaves(function))
