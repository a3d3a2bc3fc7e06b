"""What tests of the language share: `st.from_type(SourceFile)` gives random trees, of all kinds of nodes.

The trees are those that a parser can give. Their spans are empty, but for those of numbers, which hold
the number's text.
"""

from collections.abc import Callable
from fractions import Fraction
from random import Random
from typing import Any, TypeVar

from hypothesis import strategies as st

from quasiborel.lang.syntax import tree as s
from quasiborel.lang.syntax.build import ungroup
from quasiborel.lang.syntax.span import Source, Span

T = TypeVar("T")
NOWHERE = Span(Source("made", ""), 0, 0)
NAMES = ["x", "y", "z", "rest", "_rest", "matched", "Some", "größe", "a_name_of_some_length"]
INTS = ["0", "1", "42", "007", "123456789012345678901234567890"]
REALS = ["0.5", "0.50", "1e3", "12.25E-3", "1.0e+10"]
OPERATORS = ["||", "&&", "==", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "//", "%", "@", "^"]
BLOCK_LIKE = (s.Block, s.IfExpression, s.MatchExpression, s.ForExpression)


def spelled(text: str) -> Span:
    return Span(Source("made", text), 0, len(text))


class Grower:
    """Makes random trees; with nothing `left` to spend, all that is still open becomes a leaf."""

    def __init__(self, random: Random, left: int) -> None:
        self.random, self.left = random, left

    def one(self, leaves: list[Callable[[], T]], others: list[Callable[[], T]]) -> T:
        self.left -= 1
        return self.random.choice(leaves + others if self.left > 0 else leaves)()

    def coin(self) -> bool:
        return self.random.random() < 0.5

    def maybe(self, make: Callable[[], T]) -> T | None:
        return make() if self.coin() else None

    def many(self, make: Callable[[], T], least: int = 0) -> tuple[T, ...]:
        return tuple(make() for _ in range(self.random.randint(least, 3)))

    def not_one(self, make: Callable[[], T]) -> tuple[T, ...]:
        return self.many(make, 2) if self.coin() else ()

    def name(self) -> str:
        return self.random.choice(NAMES)

    def fields(self, make: Callable[[], Any], short: Callable[[str], Any]) -> tuple[tuple[str, Any], ...]:
        names = self.random.sample(NAMES, self.random.randint(1, 3))
        return tuple((name, make() if self.coin() else short(name)) for name in names)

    # ---- types and patterns

    def type(self) -> s.TypeSyntax:
        return self.one(
            [lambda: s.NamedType(NOWHERE, self.name())],
            [
                lambda: s.NamedType(NOWHERE, self.name(), self.many(self.type, 1)),
                lambda: s.TupleType(NOWHERE, self.many(self.type)),
                lambda: s.RecordType(NOWHERE, self.fields(self.type, lambda _: self.type())),
                lambda: s.ArrowType(NOWHERE, self.many(self.bare), self.bare(), self.coin()),
            ],
        )

    def bare(self) -> s.TypeSyntax:
        return ungroup(self.type())

    def pattern(self) -> s.Pattern:
        return self.one(
            [
                lambda: s.NamePattern(NOWHERE, self.name()),
                lambda: s.Wildcard(NOWHERE),
                lambda: s.LiteralPattern(NOWHERE, self.coin()),
                self.int_pattern,
            ],
            [
                lambda: s.TuplePattern(NOWHERE, self.not_one(self.pattern)),
                lambda: s.ConstructorPattern(NOWHERE, self.name(), self.many(self.pattern, 1)),
                lambda: s.ListPattern(NOWHERE, self.many(self.pattern), self.maybe(self.pattern)),
                lambda: s.RecordPattern(
                    NOWHERE, self.fields(self.pattern, lambda name: s.NamePattern(NOWHERE, name))
                ),
            ],
        )

    def int_pattern(self) -> s.LiteralPattern:
        text = self.random.choice(["", "-", "- "]) + self.random.choice(INTS)
        return s.LiteralPattern(spelled(text), int(text.replace(" ", "")))

    def parameter(self) -> s.Parameter:
        return s.Parameter(NOWHERE, self.pattern(), self.maybe(self.type))

    # ---- expressions

    def literal(self) -> s.Literal:
        kind, text = self.random.choice([(int, t) for t in INTS] + [(Fraction, t) for t in REALS])
        return s.Literal(spelled(text), kind(text))

    def truth(self) -> s.Literal:
        value = self.coin()
        return s.Literal(spelled("true" if value else "false"), value)

    def expression(self) -> s.Expression:
        expression, many = self.expression, self.many
        return self.one(
            [lambda: s.Name(NOWHERE, self.name()), self.literal, self.truth],
            [
                lambda: s.Binary(NOWHERE, self.random.choice(OPERATORS), expression(), expression()),
                lambda: s.Binary(NOWHERE, self.random.choice(OPERATORS), expression(), expression()),
                lambda: s.Unary(NOWHERE, self.random.choice("-!"), expression()),
                lambda: s.CallExpression(NOWHERE, expression(), many(self.argument)),
                lambda: s.IndexExpression(NOWHERE, expression(), many(expression, 1)),
                lambda: s.FieldExpression(NOWHERE, expression(), self.name()),
                lambda: s.SampleExpression(NOWHERE, expression()),
                lambda: s.TupleExpression(NOWHERE, self.not_one(expression)),
                lambda: s.ListExpression(NOWHERE, many(expression)),
                lambda: s.RecordExpression(
                    NOWHERE, self.fields(expression, lambda name: s.Name(NOWHERE, name))
                ),
                lambda: s.Lambda(NOWHERE, many(self.parameter), expression()),
                lambda: s.MatchExpression(NOWHERE, expression(), many(self.arm, 1)),
                lambda: s.ForExpression(NOWHERE, self.pattern(), expression(), self.block()),
                self.conditional,
                self.block,
            ],
        )

    def argument(self) -> s.Argument:
        return s.Argument(NOWHERE, self.maybe(self.name), self.expression())

    def arm(self) -> s.Arm:
        return s.Arm(NOWHERE, self.pattern(), self.expression())

    def conditional(self) -> s.IfExpression:
        orelse = self.random.choice([lambda: None, self.block, self.conditional])
        return s.IfExpression(NOWHERE, self.expression(), self.block(), orelse())

    def block(self) -> s.Block:
        statements, result = self.many(self.statement), self.maybe(self.expression)
        last = statements[-1] if statements else None
        if result is None and isinstance(last, s.ExpressionStatement) and not last.terminated:
            return s.Block(NOWHERE, statements[:-1], last.expression, False)
        return s.Block(NOWHERE, statements, result, result is not None and self.coin())

    # ---- statements and declarations

    def statement(self) -> s.Statement:
        self.left -= 1
        make = self.random.choice(
            [self.let, self.let, self.observe, self.weigh, self.evaluate, self.function]
        )
        return make()

    def let(self) -> s.Let:
        return s.Let(NOWHERE, self.pattern(), self.maybe(self.type), self.expression(), self.coin())

    def observe(self) -> s.ObserveStatement:
        return s.ObserveStatement(NOWHERE, self.expression(), self.expression())

    def weigh(self) -> s.WeighStatement:
        return s.WeighStatement(NOWHERE, self.expression(), self.coin())

    def evaluate(self) -> s.ExpressionStatement:
        expression = self.expression()
        return s.ExpressionStatement(
            NOWHERE, expression, self.coin() or not isinstance(expression, BLOCK_LIKE)
        )

    def function(self) -> s.FunctionDeclaration:
        head = self.name(), self.many(self.name), self.many(self.parameter), self.maybe(self.type)
        return s.FunctionDeclaration(NOWHERE, *head, self.block())

    def model(self) -> s.ModelDeclaration:
        return s.ModelDeclaration(NOWHERE, self.name(), self.many(self.parameter), self.block())

    def inductive(self) -> s.TypeDeclaration:
        return s.TypeDeclaration(NOWHERE, self.name(), self.many(self.name), self.many(self.constructor, 1))

    def constructor(self) -> s.Constructor:
        return s.Constructor(NOWHERE, self.name(), self.many(self.type))

    def file(self) -> s.SourceFile:
        makers: list[Callable[[], s.Declaration]] = [self.function, self.model, self.inductive]
        return s.SourceFile(NOWHERE, self.many(lambda: self.random.choice(makers)()))


@st.composite
def source_files(draw: st.DrawFn) -> s.SourceFile:
    return Grower(draw(st.randoms(use_true_random=False)), left=draw(st.integers(0, 60))).file()


st.register_type_strategy(s.SourceFile, source_files())
