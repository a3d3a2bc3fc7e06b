"""Hints for what speakers of other languages write: Stan, Python, Haskell, R, JavaScript, C.

Each rule looks at one slip and has one thing to say, or None; the first that speaks is heard.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from . import words
from .misreading import TYPES
from .slip import CLOSER, Slip
from .terminals import DECLARATION, KEYWORDS, OPERAND, STATEMENT

if TYPE_CHECKING:
    pass

Rule = Callable[[Slip], str | None]
_VALUE = "values are never changed; write `let x = …;` for a new one"
_COMPREHENSION = "there are no comprehensions; write `for x in xs { f(x) }`, whose value is a list"
_LAMBDA = "a function value is written `fn (x) => e`"
_CONSTRUCTORS = "a type declaration lists constructors, each with a name: `type T = A(Real) | B`"
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
    starts = slip.accepted >= OPERAND or "MODEL" in slip.accepted
    if starts and (row[-1] == "DOUBLE_SLASH" or [row[-1], slip.kind(1)] == ["MINUS", "MINUS"]):
        return text
    if ["SLASH", "STAR"] in (row[-2:], [row[-1], slip.kind(1)]):
        return text
    if "DOUBLE_SLASH" in row[:-1] and row[-1] in ("NAME", *KEYWORDS):
        return f"{text}; `//` divides whole numbers"
    return f"{text}; `--` is two minus signs" if row[:2] == ["MINUS", "MINUS"] else None


def assignment(slip: Slip) -> str | None:
    """`x = 3;`, `x += 1;`, `target += lp;`."""
    kinds = slip.kinds(slip.head - slip.at, -1)
    in_statement = slip.open_brackets[-1:] == ["{"] and not KEYWORDS & set(kinds)
    operated = kinds[-1:] in (["PLUS"], ["MINUS"], ["STAR"], ["SLASH"]) and slip.adjacent(0)
    is_comparison = slip.kind(1) == "LESS" and slip.adjacent(1)
    if slip.kind() != "EQUALS" or is_comparison or not in_statement:
        return None
    if operated and slip.token(slip.head) == "target":
        return "the log weight is raised by a statement of its own: `factor e;`"
    if operated or ("SEMICOLON" in slip.accepted and not _is_field(slip)):
        return _LOOP if _inside_for(slip) else _VALUE
    return None


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
    between = "OR" in slip.accepted and "EQUALS" not in slip.accepted
    if slip.kinds(0, 1) == ["EQUALS", "LESS"] and slip.adjacent(1):
        return "`at most` is written `<=`"
    if slip.kind() == "EQUALS" and between:
        return "a comparison is written `==`"
    outside = slip.open_brackets[-1:] == ["{"] and not slip.where.startswith("between")
    if slip.kind() == "FAT_ARROW" and between and outside:
        return "`=>` stands in functions and arms; `at least` is written `>=`"
    return None


def doubled(slip: Slip) -> str | None:
    """`a ** b`, `xs ++ ys`, `i++`."""
    if not slip.adjacent(0):
        return None
    if slip.kinds(-1, 0) == ["STAR", "STAR"]:
        return "a power is written `x ^ y`"
    if slip.kinds(-1, 0) == ["PLUS", "PLUS"]:
        return "lists are joined by `concat(xs, ys)`" if slip.kind(1) in OPERAND else _VALUE
    return None


def bar(slip: Slip) -> str | None:
    """`a | b`, `A | B => …`, `| A => …`, `[x | x <- xs]`, `|x| x + 1`."""
    if slip.kind() != "BAR":
        return None
    if slip.where == "in this list" and "OR" in slip.accepted:
        return _COMPREHENSION
    if slip.accepted >= OPERAND:
        return _LAMBDA
    if (
        "UNDERSCORE" in slip.accepted
        or "FAT_ARROW" in slip.accepted
        or "arm" in slip.where
        or "pattern" in slip.where
    ):
        return "each arm has one pattern, and arms are separated by `,`"
    return "`or` is written `||`" if "OR" in slip.accepted else None


def comprehension(slip: Slip) -> str | None:
    """`[f(x) for x in xs]`, `[1..10]`, `xs[1:3]`."""
    if slip.kind() == "FOR" and slip.accepted & {"RSQB", "RPAR", "RBRACE"} and "COMMA" in slip.accepted:
        return _COMPREHENSION
    if slip.kind() == "DOTDOT" and "OR" in slip.accepted:
        return "the whole numbers from a up to, not including, b are `range(a, b)`"
    if slip.kind() == "COLON" and slip.where in ("in this index", "after `[`"):
        return "parts of a list are `take(n, xs)` and `drop(n, xs)`; a part of a Vector is `slice(v, a, b)`"
    return None


def arrows(slip: Slip) -> str | None:
    """`fn (x) -> e`, `fn x => e`, `x -> e`, `(x) => e`, `A -> 1` in an arm."""
    if slip.kind() in ("ARROW", "COLON", "EQUALS") and slip.where == "after the pattern of this arm":
        return "an arm is written `pattern => value`"
    is_lambda = slip.accepted == {"FAT_ARROW"} or (slip.where == "after `fn`" and slip.kind(1) != "LPAR")
    if is_lambda and slip.kind() in ("NAME", "ARROW", "LBRACE"):
        return _LAMBDA
    if slip.kind() == "RANDOM_ARROW" and slip.where == "after the parameters of this function":
        return "the type of the result is written `-> T`, whether the function draws or not"
    if slip.kind() == "DOTDOT" and "UNDERSCORE" in slip.accepted:
        return "the rest of a list is named in a list pattern: `[x, ..rest]`"
    if slip.kind() not in ("ARROW", "FAT_ARROW"):
        return None
    if slip.where == "after the parameters of this model":
        return "a model has no result type"
    if slip.where == "in this index":
        return "the arms of a `match` stand in braces: `match e { pattern => value, … }`"
    is_signature = slip.where == "after the name of this function" and slip.kind() == "FAT_ARROW"
    if "OR" in slip.accepted or is_signature:
        return "arms are separated by `,`" if "between the arms" in slip.where else _LAMBDA
    return None


def separator(slip: Slip) -> str | None:
    """`;` between arms or elements, a guard in an arm, `,` at the end of a statement."""
    match slip.kind(), slip.where:
        case "SEMICOLON", "between the arms of this `match`":
            return "arms are separated by `,`"
        case "SEMICOLON", "in this record":
            return "fields are separated by `,`"
        case "SEMICOLON", "" if slip.accepted >= STATEMENT:
            return "there is one `;` too many"
        case "SEMICOLON", "in this `let`":
            return "a `let` gives a value: `let x = e;`, or draws one: `let x ~ d;`"
        case ("IF", _) if "OR" in slip.accepted:
            return "a conditional is written `if c { a } else { b }`"
        case (("IF" | "AND"), "after the pattern of this arm"):
            return "an arm has no condition; write an `if` behind its `=>`"
        case "ELSE", _ if slip.kind(-1) == "SEMICOLON":
            return "there is no `;` between `}` and `else`"
        case "COMMA", ("in this `let`" | "after the pattern of this `for`"):
            return "several names in one pattern stand in parentheses: `(a, b)`"
        case "COMMA", "at the end of this `let`":
            return "one `let` names one value; a tuple stands in parentheses: `(a, b)`"
        case (("COMMA" | "NAME"), "in this type declaration"):
            return "constructors are separated by `|`"
        case _:
            return None


def colon(slip: Slip) -> str | None:
    """`if c:`, `for i in 1:n`, `f(x): Real {`, `x :: Real`, `x := 1`, `A(x: Real)`, `f(x: 1)`."""
    if slip.kind() == "EQUALS" and slip.kind(-1) == "COLON":
        return "write `let x = e;`"
    if slip.kind() != "COLON":
        return None
    if slip.kind(-1) == "COLON":
        return "a type is given by one colon: `x: T`"
    match slip.where:
        case "in the fields of this constructor":
            return "the fields of a constructor have types only, no names: `A(Real, Int)`"
        case "in the arguments of this call" if "EQUALS" in slip.accepted:
            return f"an argument is named with `=`: `{slip.before} = …`"
        case "after the list of this `for`" if not _ends_line(slip):
            return "the whole numbers from a up to, not including, b are `range(a, b)`"
        case "after the parameters of this function" if not _ends_line(slip) and slip.accepted != {
            "FAT_ARROW"
        }:
            return "the type of the result is written `-> T`"
        case where if "LBRACE" in slip.accepted and (
            where.startswith("after the") or where == "after `else`"
        ):
            return "a block stands in braces: `{ … }`"
        case _ if slip.kind(-1) == "NAME" and "SEMICOLON" in slip.accepted:
            return "a value is named with `let`: `let x: T = e;`"
        case _:
            return None


def _ends_line(slip: Slip) -> bool:
    found, following = slip.found, slip.token(slip.at + 1)
    return found is None or following is None or following.span.line > found.span.line


def braces(slip: Slip) -> str | None:
    """`if c x else y`, `fn f(x) = e`, `for (x in xs)`, `match x { }`, `-> {`."""
    operand = slip.kind() in OPERAND | {"RETURN"}
    match slip.where:
        case "in these parentheses" if slip.kind() == "IN" and "FOR" in slip.kinds(-3, -1):
            return "`for` takes no parentheses: `for x in xs { … }`"
        case "after `{`" if slip.kind() == "RBRACE" and "UNDERSCORE" in slip.accepted:
            return "a `match` has at least one arm: `pattern => value`"
        case "after the condition of this `if`" | "after `else`" if operand:
            return "the branches stand in braces: `if c { a } else { b }`"
        case "after the list of this `for`" if operand:
            return "the body stands in braces: `for x in xs { … }`"
        case "after the name of this function" if slip.kind() in ("LBRACE", "EQUALS"):
            return f"a function without parameters is declared with `()`: `fn {slip.before}() {{ … }}`"
        case "after the parameters of this function" | "after the result type of this function" if (
            "LBRACE" in slip.accepted and (operand or slip.kind() == "EQUALS")
        ):
            return "the body of a function stands in braces: `fn f(x) { … }`"
        case "in this record" | "after `{`" if "ARROW" in slip.kinds(-3, -2) and "LBRACE" in slip.kinds(
            -2, -1
        ):
            return "a type stands after `->`; leave the `->` out to have it inferred"
        case "after the parameters of this model" if slip.kind() == "EQUALS":
            return "the body of a model stands in braces: `model m() { … }`"
        case _:
            return None


def juxtaposition(slip: Slip) -> str | None:
    """`f x y`, `x List[Real]`."""
    found = slip.found
    assert found is not None
    is_alone = "SEMICOLON" in slip.accepted and "COMMA" not in slip.accepted and not slip.starts_line
    if slip.kind(-1) in ("INT", "REAL") and slip.kind() == "NAME" and is_alone:
        return f"a product is written with `*`: `{slip.before} * {found}`"
    if slip.kind(-1) != "NAME" or slip.starts_line:
        return None
    if (
        slip.kind() == "NAME"
        and found[0].isupper()
        and "parameters" in slip.where
        and "COLON" in slip.accepted
    ):
        return f"a type stands behind a colon: `{slip.before}: {found}`"
    is_type = slip.before in TYPES or slip.before in words.TYPES or slip.before == "real"
    if slip.kind() == "NAME" and "COLON" in slip.accepted and is_type:
        return f"a type stands behind the name: `{found}: T`"
    is_operand = slip.kind() in ("NAME", "INT", "REAL") and "OR" in slip.accepted
    if (
        not is_operand
        or slip.accepted & {"TILDE", "LBRACE", "COLON"}
        or slip.kind(-2) in ("DOT", "NAME", "INT")
    ):
        return None
    return f"a call has parentheses and commas: `{slip.before}({found})`"


def typing(slip: Slip) -> str | None:
    """`type T = (A, B)`, `x: fn(A) -> B`, `model {`, `f<A>`, `List<A>`, `A()`."""
    match slip.kind(), slip.where:
        case (("LPAR" | "LBRACE" | "LSQB" | "INT"), "after `=`") if "BAR" in slip.accepted:
            return _CONSTRUCTORS
        case "LBRACE", "after the name of this type":
            return _CONSTRUCTORS
        case "FN", _ if "a type" in slip.expected:
            return "the type of a function is written `A -> B`, or `A ~> B` if it draws or weighs"
        case (("LBRACE" | "LPAR"), ("after `model`" | "after the name of this model")):
            return "a model has a name, and the data are its parameters: `model m(y: List[Real]) { … }`"
        case "LESS", "after the name of this function":
            return "type parameters stand in brackets: `fn f[A](x: A) { … }`"
        case "LESS", _ if slip.kind(-1) == "NAME" and "RANDOM_ARROW" in slip.accepted:
            return "type arguments stand in brackets: `List[A]`"
        case "RPAR", "after `(`" if slip.kind(-2) == "NAME" and "RPAR" not in slip.accepted:
            return f"a constructor without fields has no parentheses: `{slip.token(slip.at - 2)}`"
        case _:
            return None


def top_level(slip: Slip) -> str | None:
    """Statements and definitions outside of any function."""
    if "MODEL" not in slip.accepted:
        return None
    if slip.kind() == "SEMICOLON":
        return "no `;` stands after a declaration"
    if slip.kind() == "AT":
        return "there are no decorators"
    if slip.kind() == "NAME" and slip.kind(1) in ("COLON", "EQUALS", "NAME", "LESS"):
        return "functions are declared with `fn name(x) { … }`; statements stand inside of one or of a model"
    if slip.kind() in STATEMENT - DECLARATION and slip.kind() != "LBRACE":
        return "statements stand inside a model or function: `model m() { … }`, `fn f(x) { … }`"
    return None


def surplus(slip: Slip) -> str | None:
    """A closing bracket without an opening one."""
    opener = {"RPAR": "(", "RSQB": "[", "RBRACE": "{"}.get(slip.kind())
    if opener is None or opener in slip.open_brackets:
        return None
    inner = slip.open_brackets[-1] if slip.open_brackets else "{"
    return (
        f"there is no `{opener}` for it to close"
        if inner == "{"
        else f"`{inner}` is closed by `{CLOSER[inner]}`"
    )


def keyword(slip: Slip) -> str | None:
    """`score` and the like in the middle of an expression."""
    if slip.kind() == "ELSE" and slip.where == "at the end of this statement":
        return "the block before it is not closed: `} else {`"
    if slip.kind() == "IN" and slip.where == "at the end of this `let`":
        return "a `let` is a statement; what uses it stands behind its `;`"
    if slip.starts_line:
        return None
    is_statement = slip.kind() in ("SCORE", "FACTOR", "OBSERVE", "LET", "RETURN")
    if not is_statement or "OR" in slip.accepted or not slip.accepted >= OPERAND:
        return None
    return f"`{slip.found}` starts a statement, which has no value; statements stand in a block: `{{ … }}`"


RULES: tuple[Rule, ...] = (
    comment,
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
