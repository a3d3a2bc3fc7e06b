"""Hints for what speakers of other languages write: Stan, Python, Haskell, R, JavaScript, C.

Each rule looks at one slip and has one thing to say, or None; the first that speaks is heard.
"""

from __future__ import annotations

from collections.abc import Callable

from . import words
from .slip import Slip
from .terminals import DECLARATION, KEYWORDS, OPERAND, STATEMENT

Rule = Callable[[Slip], str | None]
TYPES = {"Real", "Int", "Bool", "Unit", "Vector", "Matrix", "List", "Dist"}
_VALUE = "values are never changed; write `let x = …;` for a new one"
_LOOP = "values are never changed; to carry a value from turn to turn use `fold` or `scan`"


def advice(slip: Slip) -> str | None:
    """A hint for a slip, where one is known."""
    if slip.found is None:
        return None
    return next((text for rule in RULES if (text := rule(slip)) is not None), None)


def comment(slip: Slip) -> str | None:
    """`// …`, `/* … */`, `-- …`."""
    line_start = slip.at
    while line_start and slip.tokens[line_start - 1].span.line == slip.tokens[slip.at].span.line:
        line_start -= 1
    row = [token.type for token in slip.tokens[line_start : slip.at + 1]]
    text = "a comment starts with `#`"
    if row[-1] == "DOUBLE_SLASH" and OPERAND <= slip.accepted:
        return text
    if row[-2:] == ["SLASH", "STAR"] and slip.adjacent(0):
        return text
    if "DOUBLE_SLASH" in row[:-1] and row[-1] in ("NAME", *KEYWORDS):
        return f"{text}; `//` divides whole numbers"
    return f"{text}; `--` is two minus signs" if row[:2] == ["MINUS", "MINUS"] else None


def word_here(slip: Slip) -> str | None:
    """A word of another language in the place of an operator, or just before."""
    for offset in (0, -1):
        token = slip.token(slip.at + offset)
        if token is not None and token.type == "NAME" and token in words.INNER:
            return words.INNER[token]
    return None


def word_first(slip: Slip) -> str | None:
    """A statement or declaration that starts with a word of another language."""
    head = slip.token(slip.head)
    if head is None or head.type != "NAME" or head not in words.STARTING:
        return None
    return words.STARTING[head] if slip.at <= slip.head + 1 or head in ("while", "def", "function") else None


def typed_name(slip: Slip) -> str | None:
    """`real x;`, `vector[n] y;`, `Real x = 3;`, `int<lower=0> n;`."""
    head = slip.token(slip.head)
    if head is None or head.capitalize() not in TYPES | {"Float", "Double", "Array", "Simplex"}:
        return None
    if slip.found is None or not {"SEMICOLON", "COMMA", "EQUAL"} & slip.accepted or "COLON" in slip.accepted:
        is_constraint = slip.kind() == "EQUALS" and slip.kind(-2) == "LESS"
        if not is_constraint:
            return None
    if slip.kind() not in ("NAME", "EQUALS"):
        return None
    name = slip.found if slip.kind() == "NAME" else "x"
    return f"a draw is named with `let {name} ~ d;`, a value with `let {name} = e;`, and data are parameters of the model"


def assignment(slip: Slip) -> str | None:
    """`x = 3;`, `x += 1;`, `target += lp;`."""
    head = slip.token(slip.head)
    compound = (
        slip.kind() == "EQUALS" and slip.kind(-1) in ("PLUS", "MINUS", "STAR", "SLASH") and slip.adjacent(0)
    )
    if compound and head == "target":
        return "the log weight is raised by a statement of its own: `factor e;`"
    plain = slip.kind() == "EQUALS" and "SEMICOLON" in slip.accepted and not _is_field(slip)
    in_statement = slip.open_brackets[-1:] == ["{"] and slip.at - slip.head > 1
    if not plain and not (compound and in_statement):
        return None
    if "EQUALS" in slip.kinds(1 + slip.head - slip.at, -1) or slip.token(slip.head) == "let":
        return "a comparison is written `==`"
    return _LOOP if _inside_for(slip) else _VALUE


def _inside_for(slip: Slip) -> bool:
    kinds = [getattr(symbol, "type", "") for symbol in slip.prefix]
    after = kinds[len(kinds) - kinds[::-1].index("FN") :] if "FN" in kinds else kinds
    return "IN" in after


def _is_field(slip: Slip) -> bool:
    """Whether `{ a = …` goes on like a record, with a comma."""
    if "COLON" not in slip.accepted:
        return False
    depth = 0
    for token in slip.tokens[slip.at :]:
        depth += (token in ("(", "[", "{")) - (token in (")", "]", "}"))
        if depth < 0 or (depth == 0 and token in (",", ";")):
            return token != ";"
    return False


def field_sign(slip: Slip) -> str | None:
    """`{ a = 1, b = 2 }`."""
    in_record = "COLON" in slip.accepted and "record" in slip.where
    return "a field is written `name: value`" if slip.kind() == "EQUALS" and in_record else None


def tilde(slip: Slip) -> str | None:
    """`y ~ normal(0, 1);`."""
    if slip.kind() != "TILDE" or "SEMICOLON" not in slip.accepted:
        return None
    first, last = slip.token(slip.head), slip.before
    if first is None or last is None or first.type in KEYWORDS:
        return None
    left = first.span.source.text[first.span.start : last.span.end]
    observe = f"write `observe {left} ~ …;` to condition on data"
    return f"{observe}, or `let {left} ~ …;` to draw" if first is last else observe


def observe_call(slip: Slip) -> str | None:
    """`observe(d, y);`."""
    is_call = slip.kind() == "SEMICOLON" and slip.where == "after the value of this `observe`"
    return "write the value first, then its distribution: `observe y ~ d;`" if is_call else None


def comparison(slip: Slip) -> str | None:
    """`if x = 3`, `===`, `<>`, `/=`, `=/=`."""
    pair = slip.kinds(-1, 0)
    if slip.adjacent(0) and pair in (["LESS", "MORE"], ["SLASH", "EQUALS"]):
        return "`not equal` is written `!=`"
    if pair in (["EQUAL", "EQUALS"], ["NOT_EQUAL", "EQUALS"]) and slip.adjacent(0):
        return "equality is `==`, its opposite `!=`"
    in_condition = {"OR", "EQUAL"} <= slip.accepted and "EQUALS" not in slip.accepted
    if slip.kind() == "EQUALS" and in_condition:
        return "a comparison is written `==`"
    return None


def doubled(slip: Slip) -> str | None:
    """`a ** b`, `xs ++ ys`, `i++`."""
    if not slip.adjacent(0):
        return None
    if slip.kinds(-1, 0) == ["STAR", "STAR"]:
        return "a power is written `x ^ y`"
    if slip.kinds(-1, 0) == ["PLUS", "PLUS"]:
        return "there is no `++`: lists are joined by `concat(xs, ys)`, and values are never changed"
    return None


def bar(slip: Slip) -> str | None:
    """`a | b`, `A | B => …`, `| A => …`, `[x | x <- xs]`, `|x| x + 1`."""
    if slip.kind() != "BAR":
        return None
    if slip.where in ("in this list",):
        return "there are no comprehensions; write `for x in xs { f(x) }`, whose value is a list"
    if (
        "arm" in slip.where
        or "match" in slip.where
        or slip.where == "in this pattern"
        or "FAT_ARROW" in slip.accepted
    ):
        return "each arm has one pattern, and arms are separated by `,`"
    if slip.token(slip.head) is not None and slip.token(slip.head) in ("match", "case"):
        return "each arm has one pattern, and arms are separated by `,`"
    if slip.accepted >= OPERAND:
        return "a function value is written `fn (x) => e`"
    return "`or` is written `||`" if "OR" in slip.accepted else None


def comprehension(slip: Slip) -> str | None:
    """`[f(x) for x in xs]`, `[1..10]`, `xs[1:3]`."""
    if slip.kind() == "FOR" and slip.accepted & {"RSQB", "RPAR", "RBRACE"} and "COMMA" in slip.accepted:
        return "there are no comprehensions; write `for x in xs { f(x) }`, whose value is a list"
    if slip.kind() == "DOTDOT" and "OR" in slip.accepted:
        return "the whole numbers from a up to, not including, b are `range(a, b)`"
    if slip.kind() == "COLON" and slip.where in ("in this index", "after `[`"):
        return "parts of a list are `take(n, xs)` and `drop(n, xs)`; a part of a Vector is `slice(v, a, b)`"
    return None


def arrows(slip: Slip) -> str | None:
    """`fn (x) -> e`, `x -> e`, `(x) => e`, `A -> 1` in an arm."""
    if slip.kind() in ("ARROW", "COLON", "EQUALS") and slip.where == "after the pattern of this arm":
        return "an arm is written `pattern => value`"
    if (
        slip.kind() in ("ARROW", "FAT_ARROW", "LBRACE")
        and slip.where == "after the parameters of this function"
    ):
        if slip.accepted == {"FAT_ARROW"}:
            return "a function value is written `fn (x) => e`"
        return (
            "write `fn f(x) -> T { … }`: `->` gives the type of the result"
            if slip.kind() != "LBRACE"
            else None
        )
    if slip.kind() in ("ARROW", "FAT_ARROW") and "OR" in slip.accepted:
        between_arms = "between the arms" in slip.where
        return "arms are separated by `,`" if between_arms else "a function value is written `fn (x) => e`"
    return None


def separator(slip: Slip) -> str | None:
    """`;` between arms or elements, a guard in an arm, `,` at the end of a statement."""
    if slip.kind() == "SEMICOLON" and "COMMA" in slip.accepted and "RBRACE" in slip.accepted:
        return f"{'arms' if 'arms' in slip.where else 'fields'} are separated by `,`"
    if slip.kind() in ("IF", "AND") and slip.where == "after the pattern of this arm":
        return "an arm has no condition; write an `if` behind its `=>`"
    if slip.kind() == "IF" and slip.where == "between the arms of this `match`":
        return "arms are separated by `,`"
    if slip.kind() == "ELSE" and slip.kind(-1) == "SEMICOLON":
        return "there is no `;` between `}` and `else`"
    if slip.kind() == "COMMA" and slip.where in ("in this `let`", "after the pattern of this `for`"):
        return "several names in one pattern stand in parentheses: `(a, b)`"
    if slip.kind() == "COMMA" and slip.where == "at the end of this `let`":
        return "one `let` names one value; a tuple stands in parentheses: `(a, b)`"
    return None


def colon(slip: Slip) -> str | None:
    """`if c:`, `for i in 1:n`, `f(x): Real {`, `x : Real = 1`, `x :: Real`, `A(x: Real)`, `x := 1`."""
    if slip.kind() == "EQUALS" and slip.kind(-1) == "COLON":
        return "write `let x = e;`"
    if slip.kind() != "COLON":
        return None
    if slip.kind(-1) == "COLON":
        return "a type is given by one colon: `x: T`"
    if slip.where == "in the fields of this constructor":
        return "the fields of a constructor have types only, no names: `A(Real, Int)`"
    if (
        slip.where == "after the list of this `for`"
        and slip.kind(1) in ("INT", "NAME")
        and not _ends_line(slip)
    ):
        return "the whole numbers from a up to, not including, b are `range(a, b)`"
    if slip.where == "after the parameters of this function" and not _ends_line(slip):
        return "the type of the result is written `-> T`" if "LBRACE" in slip.accepted else None
    if "LBRACE" in slip.accepted and not slip.accepted >= OPERAND:
        return "a block stands in braces: `{ … }`"
    return (
        "a value is named with `let`: `let x: T = e;`"
        if slip.kind(-1) == "NAME" and "SEMICOLON" in slip.accepted
        else None
    )


def _ends_line(slip: Slip) -> bool:
    found, following = slip.found, slip.token(slip.at + 1)
    return found is None or following is None or following.span.line > found.span.line


def braces(slip: Slip) -> str | None:
    """`if c x else y`, `fn f(x) = e`, `for (x in xs)`, `f<A>`, `List<A>`."""
    if slip.kind() == "LESS" and slip.where == "after the name of this function":
        return "type parameters stand in brackets: `fn f[A](x: A) { … }`"
    if slip.kind() == "LESS" and slip.kind(-1) == "NAME" and "RANDOM_ARROW" in slip.accepted:
        return "type arguments stand in brackets: `List[A]`"
    if slip.kind() == "IN" and slip.token(slip.at - 1) is not None and "FOR" in slip.kinds(-3, -1):
        return "`for` takes no parentheses: `for x in xs { … }`"
    if slip.kind() == "EQUALS" and "LBRACE" in slip.accepted:
        return "the body of a function stands in braces: `fn f(x) { … }`"
    if slip.where in ("after the condition of this `if`", "after `else`") and slip.kind() in OPERAND | {
        "RETURN"
    }:
        return "the branches stand in braces: `if c { a } else { b }`"
    return None


def juxtaposition(slip: Slip) -> str | None:
    """`f x y`."""
    operand = slip.kind() in ("NAME", "INT", "REAL")
    if (
        not operand
        or slip.kind(-1) != "NAME"
        or slip.starts_line
        or slip.accepted & {"TILDE", "LBRACE", "COLON"}
    ):
        return None
    if slip.kind(-2) in ("DOT", "NAME", "INT") or "OR" not in slip.accepted:
        return None
    return f"a call has parentheses and commas: `{slip.before}({slip.found})`"


def typing(slip: Slip) -> str | None:
    """`type T = (A, B)`, `x: fn(A) -> B`, `model {`."""
    if slip.where == "after `=`" and "BAR" in slip.accepted and slip.kind() in ("LPAR", "LBRACE", "INT"):
        return "a type declaration lists constructors, each with a name: `type T = A(Real) | B`"
    if slip.kind() == "FN" and "a type" in slip.expected:
        return "the type of a function is written `A -> B`, or `A ~> B` if it draws or weighs"
    if slip.where in ("after `model`", "after the name of this model") and slip.kind() == "LBRACE":
        return "a model has a name, and the data are its parameters: `model m(y: List[Real]) { … }`"
    return None


def top_level(slip: Slip) -> str | None:
    """Statements and definitions outside of any function."""
    if "MODEL" not in slip.accepted and slip.accepted != {"$END"}:
        return None
    if slip.kind() == "SEMICOLON":
        return "no `;` stands after a declaration"
    if slip.kind() in STATEMENT - DECLARATION and slip.kind() != "LBRACE":
        return "statements stand inside a model or function: `model m() { … }`, `fn f(x) { … }`"
    return None


def surplus(slip: Slip) -> str | None:
    """A closing bracket without an opening one."""
    opener = {"RPAR": "(", "RSQB": "[", "RBRACE": "{"}.get(slip.kind())
    if opener is None or opener in slip.open_brackets:
        return None
    return f"there is no `{opener}` for it to close"


def keyword(slip: Slip) -> str | None:
    """`score` and the like in the middle of an expression."""
    if (
        slip.kind() in ("SCORE", "FACTOR", "OBSERVE", "LET", "RETURN")
        and "OR" not in slip.accepted
        and slip.accepted >= OPERAND
    ):
        return f"`{slip.found}` starts a statement, and a statement is no expression; a block of them is: `{{ … }}`"
    return None


RULES: tuple[Rule, ...] = (
    comment,
    word_here,
    typed_name,
    word_first,
    assignment,
    field_sign,
    tilde,
    observe_call,
    comparison,
    doubled,
    bar,
    comprehension,
    arrows,
    separator,
    colon,
    braces,
    juxtaposition,
    typing,
    keyword,
    surplus,
    top_level,
)
