"""A source cut into stretches, one per declaration, for files in which not all of them can be read."""

from __future__ import annotations

import re
from collections.abc import Iterator

_DECLARATION = re.compile(r"(?:fn\s+\w|model\b|type\b)")
_FOREIGN = re.compile(
    r"(?:@|(?:def|func|fun|function|functions|class|struct|enum|data|parameters|transformed|generated|newtype"
    r"|import|from|module|let)\b)"
)


def stretches(text: str) -> list[tuple[int, int]]:
    """Where each declaration starts and ends.

    A cut is made before a line that starts, not indented, with what begins a declaration here or in
    another language; outside of brackets also after an empty line or a closing brace. What a brace
    still open joins, and a later stretch closes, is put together again.
    """
    cuts = list(_cuts(text))
    starts = [start for start, _ in cuts]
    depths = [depth for _, depth in cuts[1:]] + [_depth(text[starts[-1] :])]
    merged: list[tuple[int, int]] = []
    index = 0
    while index < len(starts):
        last = _partner(depths, index)
        end = starts[last + 1] if last + 1 < len(starts) else len(text)
        merged.append((starts[index], end))
        index = last + 1
    return merged


def _partner(depths: list[int], index: int) -> int:
    """The stretch that closes what stretch `index` leaves open; itself, if there is none."""
    total = depths[index]
    if total <= 0:
        return index
    for later in range(index + 1, len(depths)):
        total += depths[later]
        if total == 0 and depths[later] < 0:
            return later
    return index


def _cuts(text: str) -> Iterator[tuple[int, int]]:
    """Where stretches start, each with the depth of brackets that the one before it leaves open."""
    yield 0, 0
    depth, last, blank, offset = 0, "", True, 0
    for line in text.splitlines(keepends=True):
        code = line.partition("#")[0].rstrip()
        if code and re.match(r"[^\W\d]|@", code) and last and _starts(code, depth, last, blank):
            yield offset, depth
            depth = 0
        depth += _depth(code)
        last = "@" if code.startswith("@") else code[-1] if code else last
        blank = not line.strip()
        offset += len(line)


def _starts(code: str, depth: int, last: str, blank: bool) -> bool:
    if _DECLARATION.match(code):
        return True
    return depth <= 0 and last != "@" and (bool(_FOREIGN.match(code)) or blank or last in "};")


def _depth(code: str) -> int:
    code = re.sub(r"#[^\n]*", "", code)
    return sum(map(code.count, "([{")) - sum(map(code.count, ")]}"))
