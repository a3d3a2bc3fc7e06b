"""The syntax tree. Every node carries its span; nodes compare by content, spans left out."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from .node import Node

# ---- types


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class NamedType(Node):
    """`Real`, `List[A]`, a type of the program, or a type parameter."""

    name: str
    arguments: tuple[TypeSyntax, ...] = ()


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class TupleType(Node):
    """`(A, B)`; `()` is Unit."""

    items: tuple[TypeSyntax, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class RecordType(Node):
    """`{ a: A, b: B }`."""

    fields: tuple[tuple[str, TypeSyntax], ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ArrowType(Node):
    """`(A, B) -> C`, pure, or `(A, B) ~> C`, which may draw or weigh."""

    parameters: tuple[TypeSyntax, ...]
    result: TypeSyntax
    random: bool


TypeSyntax = NamedType | TupleType | RecordType | ArrowType

# ---- patterns


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class NamePattern(Node):
    """A variable, or a constructor without arguments if one of that name is in scope."""

    name: str


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Wildcard(Node):
    """`_`."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class LiteralPattern(Node):
    """An integer or a truth value."""

    value: int | bool


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class TuplePattern(Node):
    """`(p, q)`; `()` matches Unit."""

    items: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ConstructorPattern(Node):
    """`Add(p, q)`."""

    name: str
    arguments: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ListPattern(Node):
    """`[p, q]`, or `[p, q, ..rest]` for a list with at least these elements."""

    items: tuple[Pattern, ...]
    rest: Pattern | None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class RecordPattern(Node):
    """`{ a, b: p }`; every field of the record must be named."""

    fields: tuple[tuple[str, Pattern], ...]


Pattern = (
    NamePattern | Wildcard | LiteralPattern | TuplePattern | ConstructorPattern | ListPattern | RecordPattern
)

# ---- expressions


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Name(Node):
    """A variable, function or constructor."""

    name: str


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Literal(Node):
    """A number or a truth value; a decimal number is an exact rational."""

    value: int | bool | Fraction


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class TupleExpression(Node):
    """`(a, b)`; `()` is the value of Unit."""

    items: tuple[Expression, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ListExpression(Node):
    """`[a, b]`: a list, or a vector where one is expected."""

    items: tuple[Expression, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class RecordExpression(Node):
    """`{ a, b: e }`; a field without a value takes the variable of its name."""

    fields: tuple[tuple[str, Expression], ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Unary(Node):
    """`-a` or `!a`."""

    operator: str
    operand: Expression


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Binary(Node):
    """Two operands joined by an operator."""

    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Argument(Node):
    """An argument of a call, named or by position."""

    name: str | None
    value: Expression


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class CallExpression(Node):
    """`f(a, b)` or `normal(mean = a, sd = b)`."""

    function: Expression
    arguments: tuple[Argument, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class IndexExpression(Node):
    """`xs[i]` or `m[i, j]`, counted from 0."""

    subject: Expression
    indices: tuple[Expression, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class FieldExpression(Node):
    """`r.name`."""

    subject: Expression
    field: str


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Parameter(Node):
    """A parameter with its type, if given."""

    pattern: Pattern
    annotation: TypeSyntax | None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Lambda(Node):
    """`fn (x) => e`."""

    parameters: tuple[Parameter, ...]
    body: Expression


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class IfExpression(Node):
    """`if c { a } else { b }`; without `else` its value is ()."""

    condition: Expression
    then: Block
    orelse: Block | IfExpression | None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Arm(Node):
    """`pattern => body`."""

    pattern: Pattern
    body: Expression


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class MatchExpression(Node):
    """`match e { arms }`."""

    subject: Expression
    arms: tuple[Arm, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ForExpression(Node):
    """`for p in xs { body }`: the list of the body's values, or () if these are all ()."""

    pattern: Pattern
    items: Expression
    body: Block


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class SampleExpression(Node):
    """`sample d`: a draw."""

    distribution: Expression


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Block(Node):
    """`{ statements result }`; without a result its value is ()."""

    statements: tuple[Statement, ...]
    result: Expression | None
    returned: bool


Expression = (
    Name
    | Literal
    | TupleExpression
    | ListExpression
    | RecordExpression
    | Unary
    | Binary
    | CallExpression
    | IndexExpression
    | FieldExpression
    | Lambda
    | IfExpression
    | MatchExpression
    | ForExpression
    | SampleExpression
    | Block
)

# ---- statements


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Let(Node):
    """`let p: T = e;`, or `let p ~ e;` if `drawn`."""

    pattern: Pattern
    annotation: TypeSyntax | None
    value: Expression
    drawn: bool


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ObserveStatement(Node):
    """`observe v ~ d;`."""

    value: Expression
    distribution: Expression


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class WeighStatement(Node):
    """`score w;`, or `factor lw;` if `log`."""

    weight: Expression
    log: bool


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ExpressionStatement(Node):
    """`e;`, or an `if`, `match`, `for` or block that ends at its brace (`terminated` is false)."""

    expression: Expression
    terminated: bool


# ---- declarations


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Constructor(Node):
    """One alternative of a type declaration."""

    name: str
    fields: tuple[TypeSyntax, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class TypeDeclaration(Node):
    """`type Tree[A] = Leaf | Node(Tree[A], A, Tree[A])`."""

    name: str
    parameters: tuple[str, ...]
    constructors: tuple[Constructor, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class FunctionDeclaration(Node):
    """`fn f[A](p: T) -> R { … }`."""

    name: str
    type_parameters: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    result: TypeSyntax | None
    body: Block


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ModelDeclaration(Node):
    """`model m(p: T) { … }`; its parameters are the data."""

    name: str
    parameters: tuple[Parameter, ...]
    body: Block


Declaration = TypeDeclaration | FunctionDeclaration | ModelDeclaration
Statement = Let | ObserveStatement | WeighStatement | ExpressionStatement | FunctionDeclaration


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class SourceFile(Node):
    """All declarations of a file."""

    declarations: tuple[Declaration, ...]
