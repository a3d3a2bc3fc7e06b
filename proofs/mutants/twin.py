"""Wrong twins of objects: the right one with some methods replaced."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from types import FunctionType
from typing import Any, final


@final
class Twin:
    """`original` with methods replaced by functions of (twin, *arguments); its others call those."""

    def __init__(self, original: object, **wrong: Callable[..., Any]) -> None:
        self._original = original
        self._wrong = wrong

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if name in self._wrong:
            return partial(self._wrong[name], self)
        right = getattr(type(self._original), name, None)
        if isinstance(right, FunctionType):
            return partial(right, self)
        return getattr(self._original, name)

    def __repr__(self) -> str:
        return f"{self._original!r} with another {', '.join(self._wrong)}"
