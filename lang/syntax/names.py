"""Where a declaration gives its name."""

from __future__ import annotations

import re

from . import tree as s
from .span import Span


def name_span(node: s.Declaration) -> Span:
    """Where a declaration gives its name: behind its first word."""
    keyword = re.match(r"\w+(\s|#.*)*", node.span.text)
    start = node.span.start + (keyword.end() if keyword is not None else 0)
    return Span(node.span.source, start, start + len(node.name))
