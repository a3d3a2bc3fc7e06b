"""States of a run: where it stands, the live variables, the calls that wait for it, the memo table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..values.memo_table import MemoTable
from ..values.tree import equal


class Frame:
    """A call that waits: `place` says where it goes on, `values` are its live variables.

    `depth` counts the frames below. Chains are as deep as the recursion: hash and equality walk them.
    """

    __slots__ = ("_hash", "depth", "parent", "place", "values")

    def __init__(self, place: int, values: tuple[Any, ...], parent: Frame | None, depth: int) -> None:
        self.place = place
        self.values = values
        self.parent = parent
        self.depth = depth
        self._hash: int | None = None

    def __hash__(self) -> int:
        chain: list[Frame] = []
        frame: Frame | None = self
        while frame is not None and frame._hash is None:
            chain.append(frame)
            frame = frame.parent
        below = 0 if frame is None else frame._hash
        for frame in reversed(chain):
            below = frame._hash = hash((frame.place, frame.values, below))
        assert below is not None
        return below

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Frame):
            return NotImplemented
        if self.depth != other.depth:
            return False
        left: Frame | None = self
        right: Frame | None = other
        while left is not right:
            if left is None or right is None or left.place != right.place:
                return False
            if left._hash is not None and right._hash is not None and left._hash != right._hash:
                return False
            if not equal(left.values, right.values):
                return False
            left, right = left.parent, right.parent
        return True

    def __reduce__(self) -> tuple[Any, ...]:
        rows = []
        frame: Frame | None = self
        while frame is not None:
            rows.append((frame.place, frame.values))
            frame = frame.parent
        return _chain, (tuple(reversed(rows)),)

    def __repr__(self) -> str:
        return f"Frame({self.place}, {self.values!r}, depth={self.depth})"


def _chain(rows: Iterable[tuple[int, tuple[Any, ...]]]) -> Frame | None:
    frame: Frame | None = None
    for depth, (place, values) in enumerate(rows):
        frame = Frame(place, values, frame, depth)
    return frame


class State:
    """A run between two effects; immutable, equal by content, hashed when first asked for."""

    __slots__ = ("_hash", "memo", "parent", "place", "values")

    def __init__(self, place: int, values: tuple[Any, ...], parent: Frame, memo: MemoTable) -> None:
        self.place = place
        self.values = values
        self.parent = parent
        self.memo = memo
        self._hash: int | None = None

    def __hash__(self) -> int:
        if self._hash is None:
            self._hash = hash((self.place, self.values, self.parent, self.memo))
        return self._hash

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, State):
            return NotImplemented
        return self is other or (
            self.place == other.place
            and hash(self) == hash(other)
            and equal(self.values, other.values)
            and self.parent == other.parent
            and self.memo == other.memo
        )

    def __reduce__(self) -> tuple[Any, ...]:
        return State, (self.place, self.values, self.parent, self.memo)

    def __repr__(self) -> str:
        return f"State({self.place}, {self.values!r}, {self.parent!r}, {self.memo!r})"
