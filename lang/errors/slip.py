"""A parse error before it is put into words: the tokens, the place, and what could have followed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from .expected import Prefix, expectation

if TYPE_CHECKING:
    from ..syntax.tokens import Token

CLOSER = {"(": ")", "[": "]", "{": "}"}


@dataclass(frozen=True)
class Slip:
    """Token number `at` cannot follow those before it; `accepted` are the terminals that can."""

    tokens: Sequence[Token]
    at: int
    accepted: frozenset[str]
    prefix: Prefix

    @property
    def found(self) -> Token | None:
        """The token that cannot stand here, or None at the end."""
        return self.token(self.at)

    @property
    def before(self) -> Token | None:
        """The last token that was read."""
        return self.token(self.at - 1)

    def token(self, index: int) -> Token | None:
        """A token by its number, None outside."""
        return self.tokens[index] if 0 <= index < len(self.tokens) else None

    def kind(self, offset: int = 0) -> str:
        """The terminal of the token `offset` places from the one found; "" outside."""
        token = self.token(self.at + offset)
        return token.type if token is not None else ""

    def kinds(self, first: int, last: int) -> list[str]:
        """The terminals of several tokens, counted from the one found."""
        return [self.kind(offset) for offset in range(first, last + 1)]

    @cached_property
    def expected(self) -> tuple[str, ...]:
        """What could have followed, in words."""
        return expectation(self.prefix, set(self.accepted))[0]

    @cached_property
    def where(self) -> str:
        """In or after what, in words."""
        return expectation(self.prefix, set(self.accepted))[1]

    @cached_property
    def open_brackets(self) -> list[Token]:
        """The brackets before the place that are still open, the innermost last."""
        found: list[Token] = []
        for token in self.tokens[: self.at]:
            if token in CLOSER:
                found.append(token)
            elif found and token == CLOSER[found[-1]]:
                found.pop()
        return found

    @cached_property
    def head(self) -> int:
        """The number of the first token of the statement, or of the declaration outside of any."""
        depth = 0
        for index in range(self.at - 1, -1, -1):
            token = self.tokens[index]
            depth += (token in CLOSER.values()) - (token in CLOSER)
            ends_statement = token in (";", "{", "}") and depth <= (token == "}")
            if depth < 0 or ends_statement:
                return index + 1
        return 0

    @property
    def starts_line(self) -> bool:
        """Whether the token found stands on a later line than the one before it."""
        if self.found is None or self.before is None:
            return False
        between = self.found.span.source.text[self.before.span.end : self.found.span.start]
        return "\n" in between

    def adjacent(self, offset: int) -> bool:
        """Whether nothing stands between a token and the one before it."""
        left, right = self.token(self.at + offset - 1), self.token(self.at + offset)
        return left is not None and right is not None and left.span.end == right.span.start
