"""Source text → the same program in the standard layout, comments kept."""

from __future__ import annotations

from ..syntax import tree as s
from ..syntax.parser import parse
from ..syntax.span import Source
from . import declarations as format_declarations
from . import expressions as format_expressions
from . import types as format_types
from .comments import with_comments
from .document import render
from .parts import flatten

_LAYOUTS = format_types.LAYOUTS | format_expressions.LAYOUTS | format_declarations.LAYOUTS


def format_source(text: str, name: str = "<text>") -> str:
    """The program in the standard layout: parse(format_source(t)) == parse(t), and nothing changes twice.

    Raises Errors if the text cannot be read or is nested too deep.
    """
    source = Source(name, text)
    return render(with_comments(flatten(parse(source), _LAYOUTS), source))


def format_tree(tree: s.SourceFile) -> str:
    """A tree as text; the spans of its number literals must hold their text.

    Raises Errors if the tree is nested too deep.
    """
    return render(flatten(tree, _LAYOUTS))
