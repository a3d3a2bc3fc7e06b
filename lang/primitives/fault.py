"""What a built-in operation raises, which does not know its place in the source."""

from __future__ import annotations


class PrimitiveError(Exception):
    """A built-in operation outside its domain; the message is one sentence with expected and found."""
