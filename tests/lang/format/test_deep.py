"""Long and deep programs are formatted, or refused with a clear limit: Python's stack is never the limit."""

import pytest

from quasiborel.lang.errors.base import Errors
from quasiborel.lang.errors.syntax import NestedTooDeep
from quasiborel.lang.format.formatter import format_source
from quasiborel.lang.syntax.limits import MAX_DEPTH
from quasiborel.lang.syntax.parser import parse
from quasiborel.lang.syntax.span import Source

NESTED = {
    "lists": lambda n: "fn f() {" + "[" * n + "]" * n + "}",
    "tuples": lambda n: "fn f() {" + "(1, " * n + "1" + ")" * n + "}",
    "subtractions": lambda n: "fn f() {" + "x - (" * n + "1" + ")" * n + "}",
    "powers": lambda n: "fn f() {" + "x ^ " * n + "1}",
    "minuses": lambda n: "fn f() {" + "-" * n + "1}",
    "calls": lambda n: "fn f() {" + "f(" * (n // 2) + ")" * (n // 2) + "}",  # an argument is a level too
    "functions": lambda n: "fn f() {" + "fn (x) => " * n + "x}",
    "blocks": lambda n: "fn f() " + "{" * n + "}" * n,
    "branches": lambda n: "fn f() {" + "if x {" * (n // 2) + "}" * (n // 2) + "}",
    "matches": lambda n: "fn f() {" + "match x { _ => " * (n // 2) + "1" + "}" * (n // 2) + "}",
    "types": lambda n: "fn f(x: " + "List[" * n + "Real" + "]" * n + ") {}",
    "arrows": lambda n: "fn f(x: " + "Real -> " * n + "Real) {}",
    "patterns": lambda n: "fn f(" + "[" * n + "]" * n + ") {}",
}
LONG = {
    "a sum": "fn f() {" + " + ".join(["x"] * 20_000) + "}",
    "conditions": "fn f() {" + "if x { 1 } else " * 2_000 + "{ 2 } }",
    "parentheses": "fn f() {" + "(" * 20_000 + "x" + ")" * 20_000 + "}",
    "a list": "fn f() { [" + "1, " * 5_000 + "] }",
    "statements": "fn f() {" + "let x = 1;" * 2_000 + "}",
    "declarations": "fn f() { 1 }\n" * 2_000,
    "comments": "fn f() {" + "\n# a comment" * 20_000 + "\n}",
}


@pytest.mark.parametrize("kind", NESTED)
def test_nested_as_deep_as_allowed(kind: str) -> None:
    text = NESTED[kind](MAX_DEPTH - 10)
    formatted = format_source(text)
    assert parse(Source("", formatted)) == parse(Source("", text))
    assert format_source(formatted) == formatted


@pytest.mark.parametrize("kind", NESTED)
def test_nested_deeper(kind: str) -> None:
    with pytest.raises(Errors) as caught:
        format_source(NESTED[kind](10 * MAX_DEPTH))
    assert [type(error) for error in caught.value.errors] == [NestedTooDeep]


@pytest.mark.parametrize("kind", LONG)
def test_long(kind: str) -> None:
    formatted = format_source(LONG[kind])
    assert parse(Source("", formatted)) == parse(Source("", LONG[kind]))
    assert max(map(len, formatted.split("\n"))) <= 100
