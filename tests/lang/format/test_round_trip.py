"""Whatever the program and its comments: formatting keeps both, and does nothing the second time.

The texts are made from random trees: blanks, line ends and comments between any two tokens, needless
parentheses, commas before closing brackets.
"""

from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from quasiborel.lang.format.formatter import format_source, format_tree
from quasiborel.lang.syntax import tree as s
from quasiborel.lang.syntax.node import Node
from quasiborel.lang.syntax.parser import parse
from quasiborel.lang.syntax.span import Source
from quasiborel.lang.syntax.tokens import comments, lex

TREES = st.from_type(s.SourceFile)
WRAPPED = (s.Literal, s.Binary, s.Unary, s.CallExpression, s.IndexExpression, s.FieldExpression, s.Lambda)
BETWEEN = [
    "\n\n",
    "\n \n\n",
    "\t\r\n",
    " #@\n",
    "#@\r\n",
    "\n#@\n",
    "\n\n #@ \n\n",
    " #@\n  #@\n",
    "\n#@\n\n\n#@\n",
]


def parsed(text: str) -> s.SourceFile:
    return parse(Source("text", text))


def nodes(root: Node) -> Iterator[Node]:
    todo: list[object] = [root]
    while todo:
        item = todo.pop()
        if isinstance(item, Node):
            yield item
        todo.extend(item.parts() if isinstance(item, Node) else item if isinstance(item, tuple) else ())


def needless(text: str) -> Iterator[list[tuple[int, str]]]:
    """What can be put into a program without changing it: texts and where they go."""
    for node in nodes(parsed(text)):
        start, end = node.span.start, node.span.end
        match node:
            case (
                s.CallExpression(arguments=(_, *_))
                | s.ListExpression(items=(_, *_))
                | s.TupleExpression(items=(_, *_))
            ):
                yield [(end - 1, ",")]
            case s.RecordPattern() | s.RecordType() | s.MatchExpression():
                yield [(end - 1, ",")]
            case s.Block(returned=True):
                yield [(end - 1, ";")]
        if isinstance(node, WRAPPED):
            yield [(start, "("), (end, ")")]


def loosened(text: str, chosen: list[list[tuple[int, str]]]) -> str:
    edits = sorted((edit for edits in chosen for edit in edits), key=lambda e: (e[0], "),;(".index(e[1])))
    for at, added in reversed(edits):
        if added != "," or not text[:at].rstrip().endswith(","):
            text = text[:at] + added + text[at:]
    return text


def spread(text: str, usual: str, special: dict[int, str]) -> str:
    """The same tokens with other things between them; every `#@` becomes a numbered comment."""
    tokens = lex(Source("text", text))
    between = [usual, *(special.get(at, usual) for at in range(1, len(tokens))), usual] if tokens else [usual]
    pieces = [special.get(0, between[0])]
    for token, after in zip(tokens, between[1:], strict=True):
        pieces += [token, after]
    pieces[-1] = special.get(len(tokens), pieces[-1])
    first, *others = "".join(pieces).split("#@")
    return first + "".join(f"# comment {number}{other}" for number, other in enumerate(others))


@st.composite
def texts(draw: st.DrawFn) -> str:
    text = format_tree(draw(TREES))
    additions = list(needless(text))
    if additions:
        text = loosened(text, draw(st.lists(st.sampled_from(additions), max_size=5, unique_by=id)))
    special = st.dictionaries(st.integers(0, text.count(" ")), st.sampled_from(BETWEEN), max_size=6)
    return spread(text, draw(st.sampled_from([" ", "\n"])), draw(special))


def comments_by_words(text: str) -> list[tuple[str, int]]:
    """Each comment, with how many names, numbers, keywords and braces come before it."""
    source = Source("text", text)
    ends = [t.span.end for t in lex(source) if t[-1].isalnum() or t in "{}[]_"]
    return [(c.text, sum(end <= c.span.start for end in ends)) for c in comments(source)]


@settings(max_examples=400)
@given(TREES)
def test_a_printed_tree_is_read_as_itself(tree: s.SourceFile) -> None:
    assert parsed(format_tree(tree)) == tree


@given(texts())
def test_the_program_stays(text: str) -> None:
    assert parsed(format_source(text)) == parsed(text)


@given(texts())
def test_numbers_stay_as_written(text: str) -> None:
    def numbers(text: str) -> list[str]:
        return [token for token in lex(Source("text", text)) if token.type in ("INT", "REAL")]

    assert numbers(format_source(text)) == numbers(text)


@given(texts())
def test_comments_stay_between_the_same_words(text: str) -> None:
    assert comments_by_words(format_source(text)) == comments_by_words(text)


@given(texts())
def test_twice_is_once(text: str) -> None:
    once = format_source(text)
    assert format_source(once) == once


@given(texts())
def test_lines_end_clean(text: str) -> None:
    formatted = format_source(text)
    assert all(line == line.rstrip() for line in formatted.split("\n"))
    assert "\n\n\n" not in formatted
    assert not formatted.startswith("\n")
    assert formatted.endswith("\n") or not formatted
    assert not formatted.endswith("\n\n")
