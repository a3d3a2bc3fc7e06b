"""Strict JSON: no NaN, no key twice, numbers exact."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from ..errors.data_files import (
    JsonConstant,
    JsonSyntax,
    NestedTooDeeply,
    NotAnObject,
    RepeatedKey,
    UnreadableNumber,
)
from ..syntax.span import Source, Span
from .describe import describe, shortened
from .json_places import Range, find_paths, find_repeated_key, find_word
from .source import Data, Path

_KEYS_QUOTED = "JSON has double quotation marks around its keys"
_WORD = re.compile(r"[^\s,:\[\]{}\"']+|.")
_CONSTANT = re.compile(r"NaN|-?Infinity")
_LONG_NUMBER = re.compile(r"-?\d{4301,}|-?[\d.]+[eE][-+]?\d{7,}")


class _Repeated(Exception):
    pass


class _NoConstant(Exception):
    pass


def read_json(text: str, file: str) -> Data:
    """The data in a JSON text: an object from names to values, with decimals as Decimal.

    Raises DataError with the place of the first mistake.
    """
    source = Source(file, text)

    def span(found: Range | None) -> Span | None:
        return Span(source, *found) if found else None

    try:
        values = json.loads(
            text, parse_float=Decimal, parse_constant=_refuse_constant, object_pairs_hook=_object
        )
    except json.JSONDecodeError as error:
        raise _syntax(source, error) from None
    except _Repeated as repeated:
        raise RepeatedKey(span(find_repeated_key(text)), file, shortened(str(repeated))) from None
    except _NoConstant as constant:
        raise JsonConstant(span(find_word(text, _CONSTANT)), file, str(constant)) from None
    except RecursionError:
        raise NestedTooDeeply(None, file) from None
    except (InvalidOperation, ValueError):
        place = find_word(text, _LONG_NUMBER)
        word = text[slice(*place)] if place else "another"
        raise UnreadableNumber(span(place), file, shortened(word)) from None
    if not isinstance(values, dict):
        raise NotAnObject(None, file, describe(values))

    def locate(paths: Sequence[Path]) -> list[Span | None]:
        return [span(place) for place in find_paths(text, paths)]

    return Data(values, file, locate=locate)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) < len(pairs):
        counts = Counter(key for key, _ in pairs)
        raise _Repeated(next(key for key, count in counts.items() if count > 1))
    return values


def _refuse_constant(name: str) -> Any:
    raise _NoConstant(name)


def _syntax(source: Source, error: json.JSONDecodeError) -> JsonSyntax:
    """The mistake in our words: Python's own differ from version to version."""
    text, at, said = source.text, error.pos, error.msg
    at += len(text[at:]) - len(text[at:].lstrip())
    comma = len(text[:at].rstrip()) - 1
    if said.startswith("Illegal trailing comma"):
        comma, at = at, at + len(text[at + 1 :]) - len(text[at + 1 :].lstrip()) + 1

    def mistake(expected: str, start: int, found: str | None = None, advice: str | None = None) -> JsonSyntax:
        word = _WORD.match(text, start)
        end = word.end() if word else start
        shown = found or (f"`{shortened(word[0])}`" if word else "the end of the file")
        return JsonSyntax(Span(source, start, end), source.name, expected, shown, advice)

    if said.startswith("Unterminated string"):
        return mistake('a closing `"`', at, "a text without an end")
    if said.startswith("Invalid control"):
        return mistake("`\\n` or `\\t` for a line break or tab in a text", error.pos, "the character itself")
    if said.startswith("Invalid"):
        return mistake("an escape of JSON, like `\\n`", at)
    if said.startswith("Extra data"):
        return mistake("the end of the file", at, advice="a data file is one object `{…}`")
    if text[at : at + 1] in ("]", "}") and text[comma : comma + 1] == ",":
        return mistake("another value after the comma", comma, f"`{text[at]}`", "remove the last comma")
    if "property name" in said:
        advice = _advice(text[at:]) if text[at : at + 1] in ("/", "#") else _KEYS_QUOTED
        return mistake('a key in `"…"` or `}`', at, advice=advice if at < len(text) else None)
    if "delimiter" in said:
        return mistake("`:`" if "':'" in said else "`,` or a closing bracket", at)
    return mistake("a value", at, advice=_advice(text[at:]))


def _advice(rest: str) -> str | None:
    word = re.match(r"[A-Za-z/#]+", rest)
    known = {"True": "true", "TRUE": "true", "False": "false", "FALSE": "false", "None": "null"}
    if rest[:1] == "'":
        return "JSON has double quotation marks"
    if rest[:1] == ".":
        return "a number has a digit before its point"
    if word is None:
        return None
    if word[0] in known:
        return f"JSON writes `{known[word[0]]}`"
    if word[0].lower() in ("nan", "na", "inf", "infinity"):
        return "data are finite numbers, and a model sees complete data"
    return "JSON has no comments" if word[0][0] in "/#" else "a text stands in double quotation marks"
