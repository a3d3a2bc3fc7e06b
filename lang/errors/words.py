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


def _calls(names: str, meant: str) -> dict[str, str]:
    return dict.fromkeys(names.split(), meant)


NAMES = {
    "True": "write `true`",
    "False": "write `false`",
    **_calls("len size count_of numel", "write `length(xs)`"),
    **_calls("float double fromIntegral to_real", "write `real(n)`; an Int fits where a Real is asked for"),
    **_calls("int trunc fromEnum", "write `floor(x)` or `round(x)`"),
    **_calls("pow power", "a power is written `x ^ y`"),
    **_calls("fabs", "write `abs(x)`"),
    **_calls("ln log_e", "write `log(x)`, the natural logarithm"),
    **_calls("reduce foldl foldr accumulate", "write `fold(f, start, xs)`"),
    **_calls("gaussian norm rnorm dnorm Gaussian", "write `normal(mean, sd)`"),
    **_calls("bern coin", "write `flip(p)` for true or false, `bernoulli(p)` for 1 or 0"),
    **_calls("unif runif rand random", "write `uniform(low, high)`"),
    **_calls("println printf show str", "a model has no output but the value it returns"),
    **_calls("inf Inf oo INFINITY", "write `infinity`"),
    **_calls("nil null none Nothing undefined NULL", "write `None`, and `Some(x)` for a value"),
    **_calls("Just", "write `Some(x)`, and `None` for no value"),
    **_calls("concatMap flatMap", "write `flatten(map(f, xs))`"),
    **_calls("head first", "take a list apart with `match xs { [x, ..rest] => …, [] => … }`"),
    **_calls("sigmoid expit", "write `inv_logit(x)`"),
    **_calls("target increment_log_prob", "the log weight is raised by a statement of its own: `factor e;`"),
}
"""Names of other languages in an expression."""

_REAL, _INT, _LIST = "did you mean `Real`?", "did you mean `Int`?", "did you mean `List`?"
TYPES = {
    **_calls("int integer Integer long Nat nat", _INT),
    **_calls("float Float double Double real Number number", _REAL),
    **_calls("bool boolean Boolean", "did you mean `Bool`?"),
    **_calls("list Array array Seq Vec", _LIST),
    **_calls("vector", "did you mean `Vector`?"),
    **_calls("matrix", "did you mean `Matrix`?"),
    **_calls("Maybe Optional", "did you mean `Option`?"),
    **_calls("Distribution Measure Prob Random", "did you mean `Dist`?"),
    **_calls("void Void None", "did you mean `Unit`?"),
    **_calls("str string String Text char Char", "there are no strings; use an inductive type"),
}
"""Types of other languages."""
