"""Core programs written by hand: the fixture `hand` is a small builder of modules."""

import gc
import itertools
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest

from quasiborel.lang.core import calculus as core
from quasiborel.lang.machine.assemble import Assembly
from quasiborel.lang.machine.machine import Machine
from quasiborel.lang.syntax.span import Source, Span
from quasiborel.lang.values.rounding import rounded
from quasiborel.qbs.program import Draw, Return, Score

SOURCE = Source("hand.qbl", "\n".join(f"line {number}" for number in range(1, 1000)))
Body = Callable[..., core.Atom]


class Block:
    """Collects the operations of a block; calling it adds one and gives its slot."""

    def __init__(self, slots: Iterator[int]) -> None:
        self.slots = slots
        self.bindings: list[core.Bind] = []

    def __call__(self, operation: core.Operation, at: int = 0) -> core.Local:
        slot = next(self.slots)
        self.bindings.append(core.Bind(slot, operation, Span(SOURCE, at, at + 1)))
        return core.Local(slot)

    def inner(self, body: Body, *arguments: core.Atom) -> core.Block:
        block = Block(self.slots)
        result = body(block, *arguments)
        return core.Block(tuple(block.bindings), result)

    def do(self, name: str, types: str, *arguments: Any) -> core.Local:
        return self(core.Primitive(name, tuple(types.split()), tuple(map(atom, arguments))))

    def if_(self, condition: core.Atom, then: Body, orelse: Body) -> core.Local:
        return self(core.If(condition, self.inner(then), self.inner(orelse)))

    def cases(
        self, subject: core.Atom, on_tag: bool = True, default: Body | None = None, **of: Body
    ) -> core.Local:
        branches = tuple((key, self.inner(body)) for key, body in of.items())
        rest = self.inner(default) if default else None
        return self(core.Switch(subject, branches, rest, on_tag))

    def for_(self, items: core.Atom, body: Body, vector: bool = False, collect: bool = True) -> core.Local:
        element = next(self.slots)
        return self(core.For(items, vector, element, self.inner(body, core.Local(element)), collect))

    def call(self, label: str, *arguments: Any) -> core.Local:
        return self(core.CallKnown(label, tuple(map(atom, arguments))))

    def apply(self, function: core.Atom, *arguments: Any) -> core.Local:
        return self(core.Call(function, tuple(map(atom, arguments))))

    def draw(self, distribution: core.Atom) -> core.Local:
        return self(core.Draw(distribution, "x"))

    def cons(self, head: Any, tail: Any) -> core.Local:
        return self(core.Construct("Cons", (atom(head), atom(tail))))

    def field(self, subject: core.Atom, index: int) -> core.Local:
        return self(core.Field(subject, index))


def atom(value: Any) -> core.Atom:
    """An atom; a float in a test stands for the rational with its decimals."""
    if isinstance(value, (core.Local, core.Constant)):
        return value
    rational = isinstance(value, float) and math.isfinite(value)
    return core.Constant(Fraction(str(value)) if rational else value)


def function(label: str, arity: int, body: Body, captured: int = 0) -> core.Function:
    slots = itertools.count(arity + captured)
    top = Block(slots)
    result = body(top, *map(core.Local, range(arity + captured)))
    block = core.Block(tuple(top.bindings), result)
    parameters, inside = tuple(range(arity)), tuple(range(arity, arity + captured))
    return core.Function(label, label, parameters, inside, block, next(slots), Span(SOURCE, 0, 4))


def module(*functions: core.Function) -> core.Module:
    """The module of some functions; the first is the model."""
    return core.Module({f.label: f for f in functions}, functions[0].label)


@dataclass(frozen=True)
class Given:
    """Arguments, given over the rationals."""

    rationals: tuple[Any, ...] = ()

    def values(self, *, exact: bool) -> tuple[Any, ...]:
        return self.rationals if exact else rounded(self.rationals)


def machine(*functions: core.Function, data: tuple[Any, ...] = (), exact: bool = False) -> Machine:
    return Machine(Assembly(module(*functions)), Given(data), exact=exact)


def value(program: Machine) -> Any:
    """What a program without draws returns."""
    effect = program.step(program.start())
    while isinstance(effect, Score):
        effect = program.step(effect.state)
    assert isinstance(effect, Return)
    return effect.value


def run(program: Machine, *drawn: Any) -> tuple[Any, list[Any], list[Any]]:
    """The value, the distributions drawn from and the weights, along given draws."""
    values = iter(drawn)
    distributions, weights = [], []
    effect = program.step(program.start())
    while not isinstance(effect, Return):
        if isinstance(effect, Draw):
            distributions.append(effect.distribution)
            effect = program.step(program.resume(effect.state, next(values)))
        else:
            weights.append(effect.weight)
            effect = program.step(effect.state)
    return effect.value, distributions, weights


@pytest.fixture
def collector_paused() -> Iterator[None]:
    """No garbage collection: with millions of values at once it takes most of a test's time."""
    gc.disable()
    yield
    gc.enable()


@pytest.fixture
def hand() -> SimpleNamespace:
    """`hand.function(label, arity, body)`, where body(block, *parameters) adds operations to the block."""
    return SimpleNamespace(
        Given=Given,
        atom=atom,
        function=function,
        module=module,
        machine=machine,
        value=value,
        run=run,
        unit=core.Constant(()),
    )
