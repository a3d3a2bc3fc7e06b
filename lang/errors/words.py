"""Words of other languages, and what to write instead."""

_FUNCTION = "functions are declared with `fn name(x) { … }`"
_TYPE_DECLARATION = "a new type is declared with `type T = A(Real) | B`"
_SECTION = "there are no sections: data are the model's parameters, and draws are made with `let x ~ d;`"
_LET = "values are named with `let x = …;` and never changed"
DATA = "data are the parameters of a model: `model m(y: List[Real]) { … }`"
STARTING = {
    "def": _FUNCTION,
    "function": _FUNCTION,
    "functions": "there are no sections; functions are declared with `fn name(x) { … }`",
    "fun": _FUNCTION,
    "func": _FUNCTION,
    "data": _TYPE_DECLARATION,
    "parameters": _SECTION,
    "transformed": _SECTION,
    "generated": _SECTION,
    "newtype": _TYPE_DECLARATION,
    "class": _TYPE_DECLARATION,
    "struct": _TYPE_DECLARATION,
    "enum": _TYPE_DECLARATION,
    "import": "there are no imports; declarations of one file see each other",
    "from": "there are no imports; declarations of one file see each other",
    "module": "a file has no header; it starts with its declarations",
    "var": _LET,
    "const": _LET,
    "val": _LET,
    "while": "there is no `while`; use `for`, `fold` or a recursive function",
    "switch": "write `match e { pattern => value, … }`",
    "case": "write `match e { pattern => value, … }`",
    "print": "a model has no output but the value it returns",
    "assert": "write `condition(b);` to reject runs in which b does not hold",
}
"""Words that start statements and declarations of other languages."""

INNER = {
    "lambda": "a function value is written `fn (x) => e`",
    "elif": "write `else if`",
    "elseif": "write `else if`",
    "elsif": "write `else if`",
    "and": "`and` is written `&&`",
    "or": "`or` is written `||`",
    "not": "`not` is written `!`",
    "is": "equality is written `==`",
    "mod": "the remainder is written `%`",
    "then": "write `if c { a } else { b }`",
    "do": "a block stands in braces: `{ … }`",
    "where": "name the parts with `let` before they are used",
    "with": "write `match e { pattern => value, … }`",
    "of": "write `match e { pattern => value, … }`",
    "mut": "values are never changed; leave `mut` out",
    "rec": "a recursive function is declared with `fn f(x) { … }`",
}
"""Words that other languages have inside of statements."""
