"""Where things stand in a JSON text: a slow walk over its tokens, made only to report a mistake."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .source import Path

_TOKEN = re.compile(r'[{}\[\]:,]|"(?:[^"\\]|\\.)*"|[^\s{}\[\]:,"]+')
_CLOSING = {"{": "}", "[": "]"}

Range = tuple[int, int]


@dataclass(slots=True)
class _Open:
    """An object or array being walked: its bracket, where it starts, the key or index of the next value."""

    bracket: str
    start: int
    step: str | int
    at_key: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A key or value of a JSON text, and the range of its characters."""

    path: Path
    range: Range
    is_key: bool


def parts(text: str) -> Iterator[Part]:
    """The keys, numbers, texts and words of a JSON text in order, and each array and object at its end.

    >>> [(part.path, part.range) for part in parts('{"y": [1, 25]}') if not part.is_key]
    [(('y', 0), (7, 8)), (('y', 1), (10, 12)), (('y',), (6, 13)), ((), (0, 14))]
    """
    stack: list[_Open] = []
    for token in _TOKEN.finditer(text):
        word, start, end = token[0], token.start(), token.end()
        top = stack[-1] if stack else None
        if word in "{[":
            stack.append(_Open(word, start, 0, word == "{"))
        elif word in "}]":
            if top is not None and word == _CLOSING[top.bracket]:
                stack.pop()
                yield Part(_path(stack), (top.start, end), False)
        elif word == ":":
            if top is not None:
                top.at_key = False
        elif word == ",":
            if top is not None and isinstance(top.step, int):
                top.step += 1
            elif top is not None:
                top.at_key = True
        elif top is not None and top.at_key:
            top.step = json.loads(word, strict=False) if word[0] == '"' else word
            yield Part(_path(stack), (start, end), True)
        else:
            yield Part(_path(stack), (start, end), False)


def _path(stack: list[_Open]) -> Path:
    return tuple([frame.step for frame in stack])


def find_paths(text: str, paths: Sequence[Path]) -> list[Range | None]:
    """The ranges of the values at some paths, in one walk."""
    found: dict[Path, Range] = {}
    missing = set(paths)
    for part in parts(text):
        if not part.is_key and part.path in missing:
            found[part.path] = part.range
            missing.remove(part.path)
            if not missing:
                break
    return [found.get(path) for path in paths]


def find_repeated_key(text: str) -> Range | None:
    """The range of the first key that stands in its object for the second time."""
    seen: set[Path] = set()
    for part in parts(text):
        if part.is_key:
            if part.path in seen:
                return part.range
            seen.add(part.path)
    return None


def find_word(text: str, is_meant: re.Pattern[str]) -> Range | None:
    """The range of the first number or word that matches as a whole."""
    for part in parts(text):
        word = text[slice(*part.range)]
        if not part.is_key and word[0] not in '{["' and is_meant.fullmatch(word):
            return part.range
    return None
