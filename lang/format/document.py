"""Documents: text with places where a line may end, laid out within a width.

A document is a flat sequence of items. The breaks of a group become spaces together if the group
fits on its line, and line ends together if not. Nothing here recurses, so groups may nest at will.
Source: Oppen, Prettyprinting, TOPLAS 1980; Wadler, A prettier printer, 2003.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

INDENT = 2


class Mark(Enum):
    """`CLOSE` ends a group; `LAST` stands before the last member of a group that hugs it."""

    CLOSE = auto()
    LAST = auto()


@dataclass(frozen=True, slots=True)
class Open:
    """The start of a group. One that hugs may stay on its line while its last member breaks."""

    hugs: bool = False


@dataclass(frozen=True, slots=True)
class Extra:
    """Text that stands for no token of the source; `broken`: only if the group breaks."""

    text: str
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """What a break keeps of the source: its line end, its blank lines.

    `first`, `last`: whether a blank line stands before the first and the last of the things that
    follow, comments included, whatever the source has.
    """

    line: bool = False
    blank: bool = False
    first: bool | None = None
    last: bool | None = None


PLAIN = Gap()


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment; `own`: on a line of its own; `blank`: with a blank line before it."""

    text: str
    own: bool
    blank: bool


@dataclass(frozen=True, slots=True)
class Break:
    """A place where a line may end, and the comments that stand there.

    `hard`: it must end; `fill`: only if what follows does not fit; `joined`: only if it must.
    The next line and the comments are indented as the group is, plus `shift` and `remark_shift`.
    """

    flat: str = ""
    hard: bool = False
    fill: bool = False
    joined: bool = False
    shift: int = 0
    remark_shift: int = 0
    gap: Gap = PLAIN
    remarks: tuple[Remark, ...] = ()
    blank: bool = False


Item = str | Mark | Open | Extra | Break


def render(items: Sequence[Item], width: int = 100) -> str:
    """The text of a document; lines are longer than the width only where nothing can break."""
    return _Printer(items, width).run()


class _Mode(Enum):
    FLAT = auto()
    HUGGED = auto()
    BROKEN = auto()


@dataclass(slots=True)
class _Group:
    """What is known of a group before printing.

    `hard`: its own breaks must end lines; `tall`: some line ends in it; `last`: where the first
    break within its last member stands, if it hugs that and there is one.
    """

    close: int = 0
    hard: bool = False
    tall: bool = False
    in_last: bool = False
    last: int | None = None


def _measure(items: Sequence[Item]) -> tuple[list[int], dict[int, _Group]]:
    """Width of what stands before each item, all breaks flat, and the groups by where they open."""
    before, groups = [0], {}
    stack, waiting = [_Group()], list[_Group]()
    for at, item in enumerate(items):
        width = 0
        match item:
            case str():
                width = len(item)
            case Extra():
                width = 0 if item.broken else len(item.text)
            case Open():
                groups[at] = _Group()
                stack.append(groups[at])
            case Mark.LAST:
                stack[-1].in_last = True
                waiting.append(stack[-1])
            case Mark.CLOSE:
                group = stack.pop()
                group.close = at
                stack[-1].tall |= group.tall
                stack[-1].hard |= group.tall and not stack[-1].in_last
            case Break():
                width = len(item.flat)
                stack[-1].hard |= item.hard
                stack[-1].tall |= item.hard
                for hugging in waiting:
                    hugging.last = None if hugging is stack[-1] else at
                waiting.clear()
        before.append(before[-1] + width)
    return before, groups


class _Printer:
    def __init__(self, items: Sequence[Item], width: int) -> None:
        self.items, self.width = items, width
        self.before, self.groups = _measure(items)
        self.open = [(_Mode.BROKEN, 0)]  # mode and indentation of each open group
        self.lines: list[str] = []
        self.line: list[str] = []
        self.indent = self.column = 0

    def run(self) -> str:
        for at, item in enumerate(self.items):
            match item:
                case str():
                    self.write(item)
                case Extra():
                    if not item.broken or self.open[-1][0] is _Mode.BROKEN:
                        self.write(item.text)
                case Open():
                    self.open.append(self.opened(at))
                case Mark.CLOSE:
                    self.open.pop()
                case Break():
                    if self.ends(at, item):
                        self.break_line(item)
                    else:
                        self.write(item.flat)
        self.end_line(0)
        return "".join(line + "\n" for line in self.lines)

    def write(self, text: str) -> None:
        if not self.line:
            text = text.lstrip(" ")
        if text:
            self.line.append(text)
            self.column += len(text)

    def end_line(self, indent: int, *, blank: bool = False) -> None:
        if self.line:
            self.lines.append(" " * self.indent + "".join(self.line).rstrip())
        if blank and self.lines:
            self.lines.append("")
        self.line = []
        self.indent = self.column = indent

    def break_line(self, item: Break) -> None:
        indent = self.open[-1][1]
        for remark in item.remarks:
            if remark.own:
                self.end_line(indent + item.remark_shift, blank=remark.blank)
                self.write(remark.text)
            else:
                self.line = ["".join(self.line).rstrip(" "), "  ", remark.text]
        self.end_line(indent + item.shift, blank=item.blank)

    def opened(self, at: int) -> tuple[_Mode, int]:
        mode, indent = self.open[-1]
        group = self.groups[at]
        if mode is _Mode.FLAT or (not group.tall and self.fits(at, group.close, self.after(group.close))):
            return _Mode.FLAT, indent
        if group.last is not None and not group.hard and self.fits(at, group.last, 0):
            return _Mode.HUGGED, indent
        return _Mode.BROKEN, indent + INDENT

    def fits(self, start: int, end: int, more: int) -> bool:
        return self.column + self.before[end] - self.before[start] + more <= self.width

    def after(self, at: int) -> int:
        """Width of what follows item `at`, up to where a line can end."""
        outer, inner, width = len(self.open) - 1, 0, 0
        for k in range(at + 1, len(self.items)):
            item = self.items[k]
            broken = not inner and self.open[outer][0] is _Mode.BROKEN
            match item:
                case Break() if inner or item.hard or (broken and not item.joined):
                    return width
                case Open():
                    inner += 1
                case Mark.CLOSE if inner:
                    inner -= 1
                case Mark.CLOSE:
                    outer -= 1
                case Extra() if item.broken and broken:
                    width += len(item.text)
            width += self.before[k + 1] - self.before[k]
        return width

    def ends(self, at: int, item: Break) -> bool:
        if item.hard or self.open[-1][0] is not _Mode.BROKEN or item.joined:
            return item.hard
        return not item.fill or not self.fits(at, at + 1, self.after(at))
