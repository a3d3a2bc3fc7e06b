"""The syntax tree of each grammar rule, built bottom-up while the parser runs.

A callback has the name of its rule (or of its alias) in `grammar.lark` and receives everything the
rule matched, punctuation included: tokens, nodes, and lists from rules that only gather things.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, TypeVar

from ..errors.syntax import LeftArrow, RepeatedField, RestNotLast
from . import tree as s
from .node import Node
from .span import Span
from .tokens import Token

N = TypeVar("N", bound=Node)


def _span(children: Sequence[Any]) -> Span:
    first, last = children[0], children[-1]
    left = first.span if isinstance(first, Token | Node) else _span(first)
    right = last.span if isinstance(last, Token | Node) else _span(last)
    return left if left is right else left.to(right)


def _nodes(children: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(child for child in children if isinstance(child, Node))


def _names(children: Sequence[Any]) -> tuple[Token, ...]:
    return tuple(c for c in children if isinstance(c, Token) and c.type == "NAME")


def _gathered(children: Sequence[Any]) -> tuple[Any, ...]:
    """The nodes of the one list among the children, if there is one."""
    return next((_nodes(child) for child in children if isinstance(child, list)), ())


class Builder:
    """One method per rule; see the module's text."""

    # ---- declarations

    def start(self, c: list[Any]) -> s.SourceFile | None:
        """All declarations; an empty file has no place, `parse` gives it one."""
        return s.SourceFile(_span(c), tuple(c)) if c else None

    def type_declaration(self, c: list[Any]) -> s.TypeDeclaration:
        """`type T[A] = …`."""
        parameters = next((child for child in c if isinstance(child, list)), [])
        return s.TypeDeclaration(_span(c), str(c[1]), tuple(map(str, _names(parameters))), _nodes(c))

    def type_parameters(self, c: list[Any]) -> list[Any]:
        """`[A, B]`."""
        return c

    def constructor(self, c: list[Any]) -> s.Constructor:
        """`Node(A, B)`."""
        return s.Constructor(_span(c), str(c[0]), _nodes(c))

    def function_declaration(self, c: list[Any]) -> s.FunctionDeclaration:
        """`fn f[A](x: A) -> B { … }`."""
        lists = [child for child in c if isinstance(child, list)]
        type_parameters = next((_names(x) for x in lists if getattr(x[0], "type", "") == "LSQB"), ())
        result = next((x[1] for x in lists if getattr(x[0], "type", "") == "ARROW"), None)
        parameters = next((_nodes(x) for x in lists if isinstance(x[0], Node)), ())
        return s.FunctionDeclaration(
            _span(c), str(c[1]), tuple(map(str, type_parameters)), parameters, result, c[-1]
        )

    def result_type(self, c: list[Any]) -> list[Any]:
        """`-> T`."""
        return c

    def model_declaration(self, c: list[Any]) -> s.ModelDeclaration:
        """`model m(x: T) { … }`."""
        return s.ModelDeclaration(_span(c), str(c[1]), _gathered(c), c[-1])

    def parameters(self, c: list[Any]) -> list[Any]:
        """`p: T, q`."""
        return c

    def parameter(self, c: list[Any]) -> s.Parameter:
        """`p: T`."""
        return s.Parameter(_span(c), c[0], c[1][1] if len(c) > 1 else None)

    def annotation(self, c: list[Any]) -> list[Any]:
        """`: T`."""
        return c

    # ---- types

    def named_type(self, c: list[Any]) -> s.NamedType:
        """`Real`."""
        return s.NamedType(_span(c), str(c[0]), ())

    def applied_type(self, c: list[Any]) -> s.NamedType:
        """`List[A]`."""
        return s.NamedType(_span(c), str(c[0]), _nodes(c))

    def empty_tuple_type(self, c: list[Any]) -> s.TupleType:
        """`()`."""
        return s.TupleType(_span(c), ())

    def tuple_type(self, c: list[Any]) -> s.TupleType:
        """`(A, B)`."""
        return s.TupleType(_span(c), _nodes(c))

    def grouped_type(self, c: list[Any]) -> s.TupleType:
        """`(A)`: a tuple of one, until its use shows that it is A itself."""
        return s.TupleType(_span(c), (c[1],))

    def record_type(self, c: list[Any]) -> s.RecordType:
        """`{ a: A }`."""
        return s.RecordType(_span(c), _fields(c))

    def field_type(self, c: list[Any]) -> list[Any]:
        """`a: A`."""
        return c

    def pure_arrow(self, c: list[Any]) -> s.ArrowType:
        """`A -> B`."""
        return self._arrow(c, random=False)

    def random_arrow(self, c: list[Any]) -> s.ArrowType:
        """`A ~> B`."""
        return self._arrow(c, random=True)

    def _arrow(self, c: list[Any], *, random: bool) -> s.ArrowType:
        left = c[0]
        parameters = left.items if isinstance(left, s.TupleType) else (left,)
        return s.ArrowType(_span(c), tuple(map(ungroup, parameters)), ungroup(c[2]), random)

    # ---- statements

    def block(self, c: list[Any]) -> s.Block:
        """`{ … }`; a last statement that ends at its brace is the result."""
        statements: list[s.Statement] = []
        result, returned = None, False
        for child in c[1:-1]:
            if isinstance(child, list):
                result, returned = child[1], True
            elif isinstance(child, _STATEMENTS):
                statements.append(child)
            else:
                result = child
        if result is None and statements:
            last = statements[-1]
            if isinstance(last, s.ExpressionStatement) and not last.terminated:
                statements.pop()
                result = last.expression
        return s.Block(_span(c), tuple(statements), result, returned)

    def return_(self, c: list[Any]) -> list[Any]:
        """`return e`."""
        return c

    def let_(self, c: list[Any]) -> s.Let:
        """`let p: T = e;`."""
        return s.Let(_span(c), c[1], c[2][1] if isinstance(c[2], list) else None, c[-2], False)

    def draw(self, c: list[Any]) -> s.Let:
        """`let p: T ~ d;`."""
        return s.Let(_span(c), c[1], c[2][1] if isinstance(c[2], list) else None, c[-2], True)

    def observe(self, c: list[Any]) -> s.ObserveStatement:
        """`observe v ~ d;`."""
        return s.ObserveStatement(_span(c), c[1], c[3])

    def score(self, c: list[Any]) -> s.WeighStatement:
        """`score w;`."""
        return s.WeighStatement(_span(c), c[1], False)

    def factor(self, c: list[Any]) -> s.WeighStatement:
        """`factor lw;`."""
        return s.WeighStatement(_span(c), c[1], True)

    def expression_statement(self, c: list[Any]) -> s.ExpressionStatement:
        """`e;`."""
        expression = c[0]
        if isinstance(expression, s.Binary) and expression.operator == "<":
            arrow = expression.right.span.start - 1
            if expression.span.source.text[arrow : arrow + 2] == "<-" and isinstance(expression.left, s.Name):
                raise LeftArrow(Span(expression.span.source, arrow, arrow + 2), expression.left.name)
        return s.ExpressionStatement(_span(c), expression, True)

    def block_like_statement(self, c: list[Any]) -> s.ExpressionStatement:
        """`if … { … }` and the like, with or without a semicolon."""
        return s.ExpressionStatement(_span(c), c[0], len(c) > 1)

    # ---- expressions

    def lambda_(self, c: list[Any]) -> s.Lambda:
        """`fn (x) => e`."""
        return s.Lambda(_span(c), _gathered(c), c[-1])

    def binary(self, c: list[Any]) -> s.Binary:
        """`a + b`."""
        return s.Binary(_span(c), str(c[1]), c[0], c[2])

    def unary(self, c: list[Any]) -> s.Unary:
        """`-a`."""
        return s.Unary(_span(c), str(c[0]), c[1])

    def sample(self, c: list[Any]) -> s.SampleExpression:
        """`sample d`."""
        return s.SampleExpression(_span(c), c[1])

    def call(self, c: list[Any]) -> s.CallExpression:
        """`f(a, b)`."""
        arguments = tuple(
            a if isinstance(a, s.Argument) else s.Argument(a.span, None, a) for a in _gathered(c)
        )
        return s.CallExpression(_span(c), c[0], arguments)

    def arguments(self, c: list[Any]) -> list[Any]:
        """`a, n = b`."""
        return c

    def named_argument(self, c: list[Any]) -> s.Argument:
        """`n = e`."""
        return s.Argument(_span(c), str(c[0]), c[2])

    def index(self, c: list[Any]) -> s.IndexExpression:
        """`xs[i]`."""
        subject, *indices = _nodes(c)
        return s.IndexExpression(_span(c), subject, tuple(indices))

    def field(self, c: list[Any]) -> s.FieldExpression:
        """`r.a`."""
        return s.FieldExpression(_span(c), c[0], str(c[2]))

    def name(self, c: list[Any]) -> s.Name:
        """`x`."""
        return s.Name(_span(c), str(c[0]))

    def integer(self, c: list[Any]) -> s.Literal:
        """`3`."""
        return s.Literal(_span(c), int(c[0]))

    def real(self, c: list[Any]) -> s.Literal:
        """`0.5`."""
        return s.Literal(_span(c), Fraction(str(c[0])))

    def boolean(self, c: list[Any]) -> s.Literal:
        """`true`."""
        return s.Literal(_span(c), c[0] == "true")

    def unit(self, c: list[Any]) -> s.TupleExpression:
        """`()`."""
        return s.TupleExpression(_span(c), ())

    def parenthesised(self, c: list[Any]) -> Any:
        """`(e)`: the expression or pattern inside, its place with the parentheses.

        A literal keeps its place, which holds the text that the formatter prints.
        """
        inner = c[1]
        return inner if isinstance(inner, s.Literal) else type(inner)(_span(c), *inner.parts())

    def tuple_(self, c: list[Any]) -> s.TupleExpression:
        """`(a, b)`."""
        return s.TupleExpression(_span(c), _nodes(c))

    def list_(self, c: list[Any]) -> s.ListExpression:
        """`[a, b]`."""
        return s.ListExpression(_span(c), _nodes(c))

    def record(self, c: list[Any]) -> s.RecordExpression:
        """`{ a, b: e }`; the first field stands in the rule itself."""
        first = c[1:4] if c[2] == ":" else c[1:2]
        return s.RecordExpression(_span(c), _fields([first, *c]))

    def record_field(self, c: list[Any]) -> list[Any]:
        """`a: e`, or `a` for `a: a`."""
        return c

    def if_(self, c: list[Any]) -> s.IfExpression:
        """`if c { … } else { … }`."""
        return s.IfExpression(_span(c), c[1], c[2], c[4] if len(c) > 3 else None)

    def match_(self, c: list[Any]) -> s.MatchExpression:
        """`match e { … }`."""
        subject, *arms = _nodes(c)
        return s.MatchExpression(_span(c), subject, tuple(arms))

    def arm(self, c: list[Any]) -> s.Arm:
        """`p => e`."""
        return s.Arm(_span(c), c[0], c[2])

    def for_(self, c: list[Any]) -> s.ForExpression:
        """`for p in e { … }`."""
        return s.ForExpression(_span(c), c[1], c[3], c[4])

    # ---- patterns

    def name_pattern(self, c: list[Any]) -> s.NamePattern:
        """`x`, or a constructor without arguments."""
        return s.NamePattern(_span(c), str(c[0]))

    def wildcard(self, c: list[Any]) -> s.Wildcard:
        """`_`."""
        return s.Wildcard(_span(c))

    def integer_pattern(self, c: list[Any]) -> s.LiteralPattern:
        """`-1`."""
        return s.LiteralPattern(_span(c), int("".join(c)))

    def boolean_pattern(self, c: list[Any]) -> s.LiteralPattern:
        """`true`."""
        return s.LiteralPattern(_span(c), c[0] == "true")

    def constructor_pattern(self, c: list[Any]) -> s.ConstructorPattern:
        """`Add(a, b)`."""
        return s.ConstructorPattern(_span(c), str(c[0]), _nodes(c))

    def tuple_pattern(self, c: list[Any]) -> s.TuplePattern:
        """`(a, b)`."""
        return s.TuplePattern(_span(c), _nodes(c))

    def list_pattern(self, c: list[Any]) -> s.ListPattern:
        """`[a, b, ..rest]`."""
        items: list[Any] = [child for child in c if isinstance(child, Node | list)]
        for item in items[:-1]:
            if isinstance(item, list):
                raise RestNotLast(_span(item))
        rest = items.pop()[1] if items and isinstance(items[-1], list) else None
        return s.ListPattern(_span(c), tuple(items), rest)

    def rest_pattern(self, c: list[Any]) -> list[Any]:
        """`..rest`."""
        return c

    def record_pattern(self, c: list[Any]) -> s.RecordPattern:
        """`{ a, b: p }`."""
        return s.RecordPattern(_span(c), _fields(c, s.NamePattern))

    def field_pattern(self, c: list[Any]) -> list[Any]:
        """`a: p`, or `a` for `a: a`."""
        return c


setattr(Builder, "lambda", Builder.lambda_)
_STATEMENTS = (s.Let, s.ObserveStatement, s.WeighStatement, s.ExpressionStatement, s.FunctionDeclaration)


def ungroup(type_: s.TypeSyntax) -> s.TypeSyntax:
    """The type inside `(A)`."""
    while isinstance(type_, s.TupleType) and len(type_.items) == 1:
        type_ = type_.items[0]
    return type_


def _fields(children: Sequence[Any], short: type[Node] = s.Name) -> tuple[tuple[str, Any], ...]:
    """The fields of a record; one without a value stands for the variable of its name."""
    fields: dict[str, Any] = {}
    for child in children:
        if isinstance(child, list):
            name = str(child[0])
            if name in fields:
                raise RepeatedField(child[0].span, name)
            fields[name] = child[2] if len(child) > 1 else short(child[0].span, name)  # type: ignore[call-arg]
    return tuple(fields.items())
