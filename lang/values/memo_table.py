"""The memo table of a state: what lazily drawn random functions have answered so far.

An immutable map with O(log n) insertion, equal and hashed by content whatever the order of insertion,
so that runs which asked the same questions in another order are merged.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .tree import equal
from .values import Closure, MemoFunction

_BITS = 4
_WIDTH = 1 << _BITS
_MASK = _WIDTH - 1


@dataclass(frozen=True, slots=True)
class _Leaf:
    """Entries whose keys have one hash."""

    hash: int
    entries: tuple[tuple[Any, Any], ...]


# A trie over the bits of the keys' hashes: nothing, a leaf, or 16 children.
_Trie = None | _Leaf | tuple[Any, ...]


def _insert(trie: _Trie, hash_: int, shift: int, entry: tuple[Any, Any]) -> _Trie:
    if trie is None:
        return _Leaf(hash_, (entry,))
    if isinstance(trie, _Leaf):
        if trie.hash == hash_:
            return _Leaf(hash_, (*trie.entries, entry))
        children: list[_Trie] = [None] * _WIDTH
        children[trie.hash >> shift & _MASK] = trie
    else:
        children = list(trie)
    index = hash_ >> shift & _MASK
    children[index] = _insert(children[index], hash_, shift + _BITS, entry)
    return tuple(children)


def _entries(trie: _Trie) -> Iterator[tuple[Any, Any]]:
    if isinstance(trie, _Leaf):
        yield from trie.entries
    elif trie is not None:
        for child in trie:
            yield from _entries(child)


class MemoTable:
    """The memoised functions, by number, and the answers given: (number, argument) ↦ value.

    >>> table, coin = EMPTY.with_function(Closure("toss"))
    >>> table = table.with_answer(coin.number, 7, True)
    >>> table.answer(coin.number, 7), table.answer(coin.number, 8)
    ((True,), None)
    """

    __slots__ = ("_answers", "_hash", "_size", "functions")

    def __init__(self, functions: tuple[Closure, ...], answers: _Trie, size: int, answers_hash: int) -> None:
        self.functions = functions
        self._answers = answers
        self._size = size
        self._hash = answers_hash

    def with_function(self, function: Closure) -> tuple[MemoTable, MemoFunction]:
        """The table with one more function, which has answered nothing yet."""
        table = MemoTable((*self.functions, function), self._answers, self._size, self._hash)
        return table, MemoFunction(len(self.functions))

    def with_answer(self, number: int, argument: Any, value: Any) -> MemoTable:
        """The table with one more answer, to a question not asked before."""
        key = number, argument
        answers = _insert(self._answers, hash(key), 0, (key, value))
        # a sum over the entries does not depend on their order
        return MemoTable(self.functions, answers, self._size + 1, self._hash + hash((key, value)))

    def answer(self, number: int, argument: Any) -> tuple[Any] | None:
        """The answer in a tuple of its own, or None if the question is new."""
        key = number, argument
        hash_ = rest = hash(key)
        trie = self._answers
        while isinstance(trie, tuple):
            trie, rest = trie[rest & _MASK], rest >> _BITS
        if trie is not None and trie.hash == hash_:
            for known, value in trie.entries:
                if equal(known, key):
                    return (value,)
        return None

    def __hash__(self) -> int:
        return hash((self.functions, self._hash))

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if not isinstance(other, MemoTable):
            return NotImplemented
        if (self._size, self._hash) != (other._size, other._hash):
            return False
        if not equal(self.functions, other.functions):
            return False
        answers = ((other.answer(*key), value) for key, value in _entries(self._answers))
        return all(found is not None and equal(found[0], value) for found, value in answers)

    def __reduce__(self) -> tuple[Any, ...]:
        return _table, (self.functions, tuple(_entries(self._answers)))

    def __repr__(self) -> str:
        return f"MemoTable({self.functions!r}, {dict(_entries(self._answers))!r})"


EMPTY = MemoTable((), None, 0, 0)


def _table(functions: tuple[Closure, ...], entries: tuple[tuple[Any, Any], ...]) -> MemoTable:
    table = MemoTable(functions, None, 0, 0)
    for (number, argument), value in entries:
        table = table.with_answer(number, argument, value)
    return table
