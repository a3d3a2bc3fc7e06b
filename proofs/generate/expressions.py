"""Expressions, by type: literals and variables first, then what every type has, then its own operations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TypeAlias

from .calls import calls
from .maker import Code, Maker, Scope, braces
from .types import (
    BOOL,
    DRAW,
    FREE,
    INT,
    PROBABILITY,
    WEIGHT,
    Cost,
    DistOf,
    Function,
    ListOf,
    OptionOf,
    Pair,
    Plain,
    Tree,
    Type,
    written,
)

Alternative: TypeAlias = Callable[[], Code]

WEIGHTS = ("2.0", "1/2", "3.0", "2/3")
PROBABILITIES = ("1/2", "1/3", "3/4", "2/5")
INTS = ("0", "1", "2")
CATEGORIES = ("[1/2, 1/2]", "[1/3, 2/3]", "[1/2, 1/3, 1/6]", "[1/5, 1/5, 3/5]")
CATEGORIES_WITH_ZERO = (*CATEGORIES, "[0.0, 1/4, 3/4]")
RANGES = ("0, 1", "0, 2", "1, 3")


def test(maker: Maker, scope: Scope, budget: Cost, fuel: int) -> Code:
    """A condition that is no constant, if anything in scope varies."""
    return _Place(maker, scope, budget, fuel).test()


def expression(maker: Maker, scope: Scope, type_: Type, budget: Cost, fuel: int) -> Code:
    """An expression of the type; see `Maker.expression`."""
    here = _Place(maker, scope, budget, fuel)
    compound = here.compound(type_) if fuel > 0 else []
    variables = scope.fitting(type_)
    leaves = (1 if isinstance(type_, Plain) else 4) * [lambda: here.literal(type_)]
    if variables:
        leaves += (3 + len(compound) // 2) * [lambda: Code(maker.choose(variables).name)]
    return maker.one_of(leaves + compound)


class _Place:
    """Where an expression is asked for: what is in scope, and how much it may cost."""

    def __init__(self, maker: Maker, scope: Scope, budget: Cost, fuel: int) -> None:
        self.maker, self.scope, self.budget, self.fuel = maker, scope, budget, fuel

    def inner(self, type_: Type, spent: Cost = FREE, scope: Scope | None = None) -> Code:
        """A part of the expression, after parts that cost `spent`."""
        within = self.scope if scope is None else scope
        return self.maker.expression(within, type_, self.budget - spent, max(self.fuel - 1, 0))

    def compound(self, type_: Type) -> list[Alternative]:
        """What the type offers beyond literals and variables."""
        varies = self.budget >= DRAW or bool(self.scope.fitting(BOOL) or self.scope.fitting(INT))
        found = self.own(type_)
        if varies:
            found += (5 if type_ in (WEIGHT, PROBABILITY) else 1) * [lambda: self.conditional(type_)]
        found += calls(self.maker, self.scope, type_, self.budget, self.fuel)
        if not isinstance(type_, DistOf):
            found += self.matches(type_)
        if self.budget != FREE and not isinstance(type_, DistOf):
            found.append(lambda: self.block(type_))
        if isinstance(type_, Plain):
            found.append(lambda: self.fold(type_))
        return found

    # ---- literals

    def literal(self, type_: Type) -> Code:
        """A value written out; its parts may be any expressions while there is fuel."""
        maker = self.maker
        match type_:
            case Plain():
                return Code(maker.choose(self._literals(type_)))
            case Pair(first, second):
                return self.parts("({}, {})", first, second)
            case ListOf(element, most):
                count = most - maker.below(most) if most else 0
                return self.parts(f"[{', '.join(count * ['{}'])}]", *count * [element])
            case OptionOf(element):
                return Code("None") if maker.below(3) == 0 else self.parts("Some({})", element)
            case Tree(nodes):
                if nodes == 0 or maker.below(4) == 0:
                    return Code("Leaf")
                left = nodes - 1 - maker.below(nodes)
                return self.parts("Node({}, {}, {})", Tree(left), INT, Tree(nodes - 1 - left))
            case DistOf(value):
                return self.distribution(value)
            case Function(parameters, result, cost):
                return self.function(parameters, result, cost)
            case _:
                raise AssertionError(f"declared only: {type_}")

    def _literals(self, type_: Plain) -> tuple[str, ...]:
        zero = self.maker.zero_weights
        if type_ == WEIGHT:
            return (*WEIGHTS, "0.0") if zero else WEIGHTS
        if type_ == PROBABILITY:
            return (*2 * PROBABILITIES, "0.0", "1.0") if zero else PROBABILITIES
        return ("true", "false") if type_ == BOOL else INTS

    def parts(self, template: str, *types: Type, atomic: bool = True) -> Code:
        """The template with an expression of each type in its holes, evaluated in turn."""
        spent, texts = FREE, []
        for type_ in types:
            part = self.inner(type_, spent)
            spent += part.cost
            texts.append(part.text if atomic else part.operand)
        return Code(template.format(*texts), spent, atomic)

    def distribution(self, value: Type) -> Code:
        """A distribution of two or three values."""
        maker = self.maker
        if value == BOOL:
            return self.parts("flip({})", PROBABILITY)
        categories = CATEGORIES_WITH_ZERO if maker.zero_weights else CATEGORIES
        return maker.one_of(
            [
                lambda: Code(f"categorical({maker.choose(categories)})"),
                lambda: Code(f"discrete_uniform({maker.choose(RANGES)})"),
                lambda: self.parts("bernoulli({})", PROBABILITY),
            ]
        )

    def function(self, parameters: tuple[Type, ...], result: Type, cost: Cost) -> Code:
        """fn (x: A) => e, whose body costs `cost` at most."""
        scope, named = self.scope, []
        for parameter in parameters:
            name, scope = scope.add(parameter)
            named.append(f"{name}: {written(parameter)}")
        body = self.maker.expression(scope, result, cost, max(self.fuel - 1, 0))
        return Code(f"fn ({', '.join(named)}) => {body.text}", FREE, atomic=False)

    # ---- what every type has

    def conditional(self, type_: Type) -> Code:
        condition = self.test()
        yes = self.inner(type_, condition.cost)
        no = self.inner(type_, condition.cost)
        text = f"if {condition.text} {braces([], yes.text)} else {braces([], no.text)}"
        return Code(text, condition.cost + (yes.cost | no.cost), atomic=False)

    def test(self) -> Code:
        """A condition that is no constant, if anything here varies."""
        found: list[Alternative] = []
        for variable in (*self.scope.fitting(BOOL)[:3], *self.scope.fitting(INT)[:2]):
            relation = "" if variable.type == BOOL else self.maker.choose((" == 0", " == 1", " < 2"))
            found.append(partial(Code, variable.name + relation, FREE, not relation))
        if self.budget >= DRAW:
            found.append(lambda: self.sample(BOOL))
        return self.maker.one_of([*found, lambda: self.inner(BOOL)])

    def block(self, type_: Type) -> Code:
        return replace(self.maker.block(self.scope, type_, self.budget, self.fuel - 1, least=1), atomic=False)

    def matches(self, type_: Type) -> list[Alternative]:
        """match on a variable of each kind that has parts."""
        found: list[Alternative] = []
        for variable in reversed(self.scope.variables):
            name, of = variable.name, variable.type
            if isinstance(of, OptionOf | ListOf | Tree | Pair) or of == INT:
                found.append(partial(self.match, name, of, type_))
        return found[:2]

    def match(self, name: str, of: Type, type_: Type) -> Code:
        arms = [self.arm(pattern, types, type_) for pattern, types in _patterns(of)]
        cost = FREE
        for arm in arms:
            cost |= arm.cost
        return Code(f"match {name} {{\n" + "\n".join(f"  {arm.text}," for arm in arms) + "\n}", cost, False)

    def arm(self, pattern: str, types: tuple[Type, ...], result: Type) -> Code:
        scope, names = self.scope, []
        for type_ in types:
            name, scope = scope.add(type_)
            names.append(name)
        body = self.inner(result, scope=scope)
        text = body.text.replace("\n", "\n  ")
        return Code(f"{pattern.format(*names)} => {text}", body.cost)

    def fold(self, type_: Type) -> Code:
        """fold over a list, whose length bounds how often the function is called."""
        most = 1 + self.maker.below(2)
        element = self.maker.choose((BOOL, INT))
        over = self.inner(ListOf(element, most))
        start = self.inner(type_, over.cost)
        each = (self.budget - over.cost - start.cost) // most
        function = self.maker.expression(
            self.scope, Function((type_, element), type_, each), FREE, self.fuel - 1
        )
        cost = over.cost + start.cost + each * most
        return Code(f"fold({function.text}, {start.text}, {over.text})", cost)

    # ---- operations of one type

    def own(self, type_: Type) -> list[Alternative]:
        """The operations whose result is of the type."""
        found: list[Alternative] = []
        if type_ in (BOOL, INT) and self.budget >= DRAW:
            found += 2 * [lambda: self.sample(type_)]
        if type_ == BOOL:
            found += [
                lambda: self.parts("!{}", BOOL, atomic=False),
                lambda: self.parts("{} && {}", BOOL, BOOL, atomic=False),
                lambda: self.parts("{} || {}", BOOL, BOOL, atomic=False),
                lambda: self.parts("{} == {}", *2 * [self.maker.choose((BOOL, INT))], atomic=False),
                lambda: self.parts("{} < {}", INT, INT, atomic=False),
            ]
        elif type_ == INT:
            found += [
                lambda: self.parts("{} + {}", INT, INT, atomic=False),
                lambda: self.parts("{} - {}", INT, INT, atomic=False),
                lambda: self.parts("length({})", ListOf(self.maker.choose((BOOL, INT)), 2)),
                lambda: self.parts("sum({})", ListOf(INT, 2)),
            ]
        elif type_ == WEIGHT:
            found += [
                lambda: self.parts("{} * {}", WEIGHT, WEIGHT, atomic=False),
                lambda: self.parts("{} + {}", WEIGHT, WEIGHT, atomic=False),
                lambda: self.parts("1.0 - {}", PROBABILITY, atomic=False),
            ]
        elif isinstance(type_, ListOf):
            found += [lambda: self.map(type_), lambda: self.comprehension(type_)]
        return found

    def sample(self, value: Type) -> Code:
        distribution = self.inner(DistOf(value), DRAW)
        return Code(f"sample {distribution.operand}", distribution.cost + DRAW, atomic=False)

    def map(self, type_: ListOf) -> Code:
        element = self.maker.choose((BOOL, INT))
        over = self.inner(ListOf(element, type_.most))
        each = (self.budget - over.cost) // max(type_.most, 1)
        function = self.maker.expression(
            self.scope, Function((element,), type_.element, each), FREE, self.fuel - 1
        )
        return Code(f"map({function.text}, {over.text})", over.cost + each * type_.most)

    def comprehension(self, type_: ListOf) -> Code:
        """for x in xs { e }, as the list of its values."""
        element = self.maker.choose((BOOL, INT))
        over = self.inner(ListOf(element, type_.most))
        name, scope = self.scope.add(element)
        each = (self.budget - over.cost) // max(type_.most, 1)
        body = self.maker.block(scope, type_.element, each, self.fuel - 1)
        return Code(f"for {name} in {over.text} {body.text}", over.cost + body.cost * type_.most, False)


def _patterns(of: Type) -> list[tuple[str, tuple[Type, ...]]]:
    """Patterns that fit every value of the type, with the types of their variables."""
    match of:
        case OptionOf(element):
            return [("None", ()), ("Some({})", (element,))]
        case ListOf(element, most):
            return [("[]", ()), ("[{}, ..{}]", (element, ListOf(element, max(most - 1, 0))))]
        case Tree(nodes):
            below = Tree(max(nodes - 1, 0))
            return [("Leaf", ()), ("Node({}, {}, {})", (below, INT, below))]
        case Pair(first, second):
            return [("({}, {})", (first, second))]
        case _:
            return [("0", ()), ("1", ()), ("_", ())]
