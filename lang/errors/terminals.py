"""How messages speak of tokens: names for the terminals, and for the sets of them that may follow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..tokens import Token

_SIGNS = {
    "LPAR": "(", "RPAR": ")", "LSQB": "[", "RSQB": "]", "LBRACE": "{", "RBRACE": "}", "COMMA": ",",
    "COLON": ":", "SEMICOLON": ";", "DOT": ".", "DOTDOT": "..", "EQUALS": "=", "TILDE": "~", "ARROW": "->",
    "RANDOM_ARROW": "~>", "FAT_ARROW": "=>", "BAR": "|", "OR": "||", "AND": "&&", "NOT": "!", "EQUAL": "==",
    "NOT_EQUAL": "!=", "LESS": "<", "LESS_EQUAL": "<=", "MORE": ">", "MORE_EQUAL": ">=", "PLUS": "+",
    "MINUS": "-", "STAR": "*", "SLASH": "/", "DOUBLE_SLASH": "//", "PERCENT": "%", "AT": "@", "CARET": "^",
    "UNDERSCORE": "_",
}  # fmt: skip
_OPERATORS = {
    "OR", "AND", "EQUAL", "NOT_EQUAL", "LESS", "LESS_EQUAL", "MORE", "MORE_EQUAL", "PLUS", "MINUS", "STAR",
    "SLASH", "DOUBLE_SLASH", "PERCENT", "AT", "CARET",
}  # fmt: skip
_EXPRESSION = {
    "NAME", "INT", "REAL", "TRUE", "FALSE", "LPAR", "LSQB", "LBRACE", "IF", "MATCH", "FOR", "SAMPLE", "MINUS",
    "NOT", "FN",
}  # fmt: skip
_STATEMENT = _EXPRESSION | {"LET", "OBSERVE", "SCORE", "FACTOR"}
_PATTERN = {"NAME", "UNDERSCORE", "INT", "MINUS", "TRUE", "FALSE", "LPAR", "LSQB", "LBRACE"}
_TYPE = {"NAME", "LPAR", "LBRACE"}
_GROUPS = [
    ({"TYPE", "FN", "MODEL"}, "a declaration (`type`, `fn` or `model`)"),
    (_STATEMENT, "a statement"),
    (_EXPRESSION, "an expression"),
    (_EXPRESSION - {"FN"}, "an operand"),
    (_PATTERN, "a pattern"),
    (_TYPE, "a type"),
    (_OPERATORS, "an operator"),
    (_OPERATORS - {"EQUAL", "NOT_EQUAL", "LESS", "LESS_EQUAL", "MORE", "MORE_EQUAL"}, "an operator"),
]
_CONTINUATIONS = {"LPAR", "LSQB", "DOT"}


def name_of(terminal: str) -> str:
    """A terminal as a message names it."""
    if terminal in _SIGNS:
        return f"`{_SIGNS[terminal]}`"
    kinds = {"NAME": "a name", "INT": "a whole number", "REAL": "a number", "$END": "the end of the file"}
    return kinds.get(terminal, f"`{terminal.lower()}`")


def describe(token: Token) -> str:
    """A token as a message names it."""
    match token.type:
        case "NAME":
            return f"the name `{token}`"
        case "INT" | "REAL":
            return f"the number `{token if len(token) < 24 else token[:20] + '…'}`"
        case _:
            return f"`{token}`"


def expected_things(accepted: set[str]) -> Iterator[str]:
    """What may follow, the largest named groups first, single signs after them."""
    left = set(accepted)
    if left >= _OPERATORS - {"EQUAL", "NOT_EQUAL", "LESS", "LESS_EQUAL", "MORE", "MORE_EQUAL"}:
        left -= _CONTINUATIONS
    groups = []
    for group, name in _GROUPS:
        if group <= left:
            left -= group
            groups.append(name)
    order = sorted(left, key=lambda t: (t == "$END", name_of(t)))
    yield from [name_of(t) for t in order if t != "$END"]
    yield from groups
    yield from [name_of(t) for t in order if t == "$END"]


WORDS = {
    "def": "functions are declared with `fn name(x) { … }`",
    "function": "functions are declared with `fn name(x) { … }`",
    "fun": "functions are declared with `fn name(x) { … }`",
    "func": "functions are declared with `fn name(x) { … }`",
    "lambda": "a function value is written `fn (x) => e`",
    "elif": "write `else if`",
    "elseif": "write `else if`",
    "and": "`and` is written `&&`",
    "or": "`or` is written `||`",
    "not": "`not` is written `!`",
    "then": "write `if c { a } else { b }`",
    "do": "a block stands in braces: `{ … }`",
    "where": "name the parts with `let` before they are used",
    "of": "write `match e { pattern => value, … }`",
    "case": "write `match e { pattern => value, … }`",
    "while": "there is no `while`; use `for`, `fold` or a recursive function",
    "data": "data are the parameters of a model: `model m(y: List[Real]) { … }`, "
    "and a new type is declared with `type T = A | B`",
    "parameters": "there are no sections; a parameter is drawn where it is used: `let mu ~ normal(0, 1);`",
    "import": "there are no imports; declarations of one file see each other",
    "class": "a new type is declared with `type T = A(Real) | B`",
    "var": "values are never changed; write `let x = …;`",
    "const": "write `let x = …;`",
    "real": "a draw or value is named with `let`; types come after the name: `let x: Real = …;`",
    "int": "a draw or value is named with `let`; types come after the name: `let n: Int = …;`",
    "print": "a model has no output but the value it returns",
}


def foreign_word(tokens: Sequence[Token], at: int, accepted: set[str]) -> str | None:
    """Advice for what speakers of other languages write."""
    token = tokens[at]
    before = tokens[at - 1] if at else None
    for word in (token, before):
        if word is not None and word.type == "NAME" and word in WORDS:
            return WORDS[word]
    if "SEMICOLON" in accepted:
        if token.type == "TILDE":
            return "write `let x ~ d;` to draw, or `observe x ~ d;` to condition on data"
        if token.type == "EQUALS":
            return "values are never changed; write `let x = …;` for a new one, `==` to compare"
        if before is not None and token.span.line > before.span.line:
            return f"a statement ends with `;`: put one after `{before}`"
    if token.type in ("LESS", "LESS_EQUAL", "MORE", "MORE_EQUAL", "EQUAL", "NOT_EQUAL"):
        return "comparisons do not chain; write `a < b && b < c`"
    if token.type == "COLON" and "LBRACE" in accepted:
        return "a block stands in braces: `{ … }`"
    if token.type == "EQUALS" and "TILDE" not in accepted:
        return "a comparison is written `==`"
    if token.type == "EQUALS" and "COLON" in accepted:
        return "a field is written `name: value`"
    return None
