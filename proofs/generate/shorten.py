"""Shorter texts near a program: what a reader would try to leave out of a counterexample.

Hypothesis shrinks the choices that made a program; a text can often be cut where no choice can.
Many of the texts are no programs: whoever uses them tries.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_OPEN, _CLOSE = "([{", ")]}"


def shorter(source: str) -> Iterator[str]:
    """Every text with one statement or declaration, arm, branch or returned part less."""
    lines = source.splitlines()
    for start in reversed(range(len(lines))):
        end = _balanced_end(lines, start)
        if end is not None:
            yield _text([*lines[:start], *lines[end:]])
    for match in re.finditer(r"\bif ", source):
        yield from _one_branch(source, match.start())
    for match in re.finditer(r"return \(", source):
        end_of_tuple = _closing(source, match.end() - 1)
        for part in source[match.end() : end_of_tuple].split(", "):
            yield f"{source[: match.start()]}return {part}{source[end_of_tuple + 1 :]}"


def _balanced_end(lines: list[str], start: int) -> int | None:
    """The first place after `start` up to which the brackets balance; None if they never do."""
    depth = 0
    for place in range(start, len(lines)):
        for letter in lines[place]:
            depth += (letter in _OPEN) - (letter in _CLOSE)
            if depth < 0:
                return None
        if depth == 0:
            return place + 1
    return None


def _one_branch(source: str, start: int) -> Iterator[str]:
    """if c { a } else { b } replaced by a, and by b."""
    first = source.find("{", start)
    middle = _closing(source, first)
    if source[middle + 1 : middle + 8] != " else {":
        return
    second = middle + 7
    end = _closing(source, second)
    for left, right in ((first, middle), (second, end)):
        yield source[:start] + source[left + 1 : right].strip() + source[end + 1 :]


def _closing(source: str, start: int) -> int:
    """The place of the bracket that closes the one at `start`."""
    depth = 0
    for place in range(start, len(source)):
        depth += (source[place] in _OPEN) - (source[place] in _CLOSE)
        if depth == 0:
            return place
    return len(source)


def _text(lines: list[str]) -> str:
    return "\n".join(lines).strip("\n") + "\n"
