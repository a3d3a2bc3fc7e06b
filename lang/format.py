"""Source text → the same program in the standard layout, comments kept."""

from __future__ import annotations

from . import format_declarations, format_expressions, format_types
from . import syntax as s
from .document import render
from .format_comments import with_comments
from .format_parts import flatten
from .parser import parse
from .span import Source

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
