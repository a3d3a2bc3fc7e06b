"""The comments and blank lines of a source, put into the document of its tree.

The tokens of the document are those of the source, in order, without some that say nothing: needless
parentheses, commas before a closing bracket, the `;` after `return e`. So each stretch of source
between two tokens that stay belongs to one stretch of the document, and its comments go there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ..syntax.span import Source
from ..syntax.tokens import comments, lex
from .document import INDENT, Break, Item, Open, Remark
from .parts import Operator

_NEW = Break(joined=True, shift=INDENT, remark_shift=INDENT)


@dataclass(slots=True)
class _Stretch:
    """What the source has before a token that stays: comments, a line end, a blank line."""

    remarks: list[Remark] = field(default_factory=list)
    line: bool = False
    blank: bool = False


def with_comments(items: Sequence[Item], source: Source) -> list[Item]:
    """The document with the comments of its source, each before or after the same token as there."""
    texts = [item for item in items if isinstance(item, str)]
    reader = _Reader(source)
    stretches = [reader.before(text.strip(" ")) for text in texts]
    stretches.append(reader.before(None))
    _move(texts, stretches)
    found: list[Item] = []
    between: list[Item] = []
    following = iter(stretches)
    for item in items:
        if isinstance(item, str):
            found += [*_placed(next(following), between), item]
            between = []
        else:
            between.append(item)
    return found + _placed(next(following), between)


class _Reader:
    def __init__(self, source: Source) -> None:
        self.text = source.text
        self.tokens = iter(lex(source))
        self.comments = comments(source)[::-1]
        self.end = 0  # of the last token that stays

    def before(self, text: str | None) -> _Stretch:
        """The stretch before the next token with this text, or before the end of the file."""
        stretch = _Stretch()
        for token in self.tokens:
            self.take(stretch, token.span.start)
            stretch.blank |= self.blank_before(token.span.start)
            if token == text:
                stretch.line = self.has_line(token.span.start)
                self.end = token.span.end
                return stretch
        assert text is None, f"the source has no {text} here"
        self.take(stretch, len(self.text))
        return stretch

    def take(self, stretch: _Stretch, until: int) -> None:
        while self.comments and self.comments[-1].span.start < until:
            comment = self.comments.pop()
            start = comment.span.start
            own = not self.end or self.has_line(start)
            stretch.remarks.append(Remark(comment.text, own, stretch.blank or self.blank_before(start)))
            stretch.blank = False

    def has_line(self, until: int) -> bool:
        return self.text.find("\n", self.end, until) >= 0

    def blank_before(self, at: int) -> bool:
        start = at
        while start and self.text[start - 1] in " \t\r\n\f":
            start -= 1
        return self.text.count("\n", start, at) > 1


def _move(texts: Sequence[str], stretches: Sequence[_Stretch]) -> None:
    """Comments go behind `,` and `;`, and before an operator, to where a line may end."""
    for at, text in enumerate(texts):
        here, after = stretches[at], stretches[at + 1]
        if text in (",", ";"):
            after.remarks = here.remarks + after.remarks
            here.remarks = []
        elif isinstance(text, Operator):
            here.remarks += after.remarks
            after.remarks = []


def _placed(stretch: _Stretch, between: list[Item]) -> list[Item]:
    """What stands between two tokens, with the comments at its first break, or at one of their own."""
    for at, item in enumerate(between):
        if isinstance(item, Break):
            return [*between[:at], _filled(item, stretch), *between[at + 1 :]]
    if not stretch.remarks:
        return between
    at = len(between)
    while at and isinstance(between[at - 1], Open):
        at -= 1
    return [*between[:at], _filled(_NEW, stretch), *between[at:]]


def _filled(item: Break, stretch: _Stretch) -> Break:
    """The break with the comments, and the line end and blank lines that it keeps."""
    gap, remarks = item.gap, stretch.remarks
    behind = [remark for remark in remarks[:1] if not remark.own]
    own = remarks[len(behind) :]
    blanks = [gap.blank and blank for blank in (*(remark.blank for remark in own), stretch.blank)]
    if gap.first is not None:
        blanks[0] = gap.first
    if gap.last is not None:
        blanks[-1] = gap.last
    own = [Remark(remark.text, True, blank) for remark, blank in zip(own, blanks, strict=False)]
    hard = item.hard or bool(remarks) or (gap.line and stretch.line)
    return replace(item, hard=hard, remarks=(*behind, *own), blank=blanks[-1])
