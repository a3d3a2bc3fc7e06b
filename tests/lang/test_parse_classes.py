"""Every way in which a program can fail to parse is shown by a wrong program under `bad/`.

The parser's states and the places where they stand are enumerated from Lark's tables by a breadth-
first search over token sequences. Two sequences are taken for one if the parser's innermost states,
what it accepts next and the place in words agree. A class of parse error is what a message says:
what was expected, and where.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from quasiborel.lang.errors import advice, words
from quasiborel.lang.errors.base import LanguageError
from quasiborel.lang.errors.expected import expectation, place
from quasiborel.lang.errors.parsing import syntax_error
from quasiborel.lang.errors.slip import Slip
from quasiborel.lang.errors.terminals import name_of
from quasiborel.lang.syntax.parser import parse_all
from quasiborel.lang.syntax.span import Source, Span
from quasiborel.lang.syntax.tables import lark
from quasiborel.lang.syntax.tokens import Token

PROGRAMS = sorted((Path(__file__).parent / "bad").rglob("*.qbl"))
SAMPLES = {"NAME": "x", "INT": "1", "REAL": "0.5"}
INNERMOST = 2
Stack = tuple[tuple[int, Token | str], ...]
Class = tuple[tuple[str, ...], str]


@cache
def table() -> Any:
    """The parse table: for each state, what each symbol does there."""
    return lark().parser.parser._parse_table  # type: ignore[attr-defined]


def token(terminal: str) -> Token:
    made = Token(SAMPLES.get(terminal, name_of(terminal).strip("`")))
    made.type = terminal
    return made


def feed(stack: Stack, terminal: str) -> Stack | None:
    """The parser's stack after one more terminal, None if it cannot follow."""
    while True:
        row = table().states[stack[-1][0]]
        if terminal not in row:
            return None
        action, argument = row[terminal]
        if str(action) == "Shift":
            return (*stack, (argument, token(terminal)))
        stack = stack[: len(stack) - len(argument.expansion)]
        _, state = table().states[stack[-1][0]][argument.origin.name]
        stack = (*stack, (state, str(argument.alias or argument.origin.name)))
        if terminal == "$END" and state == table().end_states["start"]:
            return stack


@dataclass(frozen=True)
class Situation:
    """The parser after a shortest sequence of tokens that leads there."""

    tokens: tuple[str, ...]
    stack: Stack
    accepted: frozenset[str]

    @property
    def prefix(self) -> list[Token | str]:
        return [symbol for _, symbol in self.stack[1:]]

    @property
    def key(self) -> tuple[object, ...]:
        states = tuple(state for state, _ in self.stack[-INNERMOST:])
        return states, self.accepted, place(self.prefix)

    @property
    def kind(self) -> Class:
        return expectation(self.prefix, set(self.accepted))


def situation(tokens: tuple[str, ...], stack: Stack) -> Situation:
    terminals = [t for t in table().states[stack[-1][0]] if t.isupper() or t == "$END"]
    return Situation(tokens, stack, frozenset(t for t in terminals if feed(stack, t) is not None))


@cache
def sentences() -> dict[int, tuple[str, ...]]:
    """For each state a shortest sequence of tokens, put together to symbols, that leads there."""
    yields = shortest_yields()
    found: dict[int, tuple[str, ...]] = {table().start_states["start"]: ()}
    changed = True
    while changed:
        changed = False
        for state, tokens in list(found.items()):
            for symbol, (action, argument) in table().states[state].items():
                longer = (*tokens, *yields[symbol]) if str(action) == "Shift" else ()
                if longer and (argument not in found or len(longer) < len(found[argument])):
                    found[argument] = longer
                    changed = True
    return found


def shortest_yields() -> dict[str, tuple[str, ...]]:
    """For each symbol of the grammar a shortest sequence of tokens that it stands for."""
    found: dict[str, tuple[str, ...]] = {terminal.name: (terminal.name,) for terminal in lark().terminals}
    found["$END"] = ()
    changed = True
    while changed:
        changed = False
        for rule in lark().rules:
            parts = [found.get(symbol.name) for symbol in rule.expansion]
            whole = tuple(token for part in parts if part is not None for token in part)
            shorter = rule.origin.name not in found or len(whole) < len(found[rule.origin.name])
            if None not in parts and shorter:
                found[rule.origin.name] = whole
                changed = True
    return found


@cache
def situations() -> dict[tuple[object, ...], Situation]:
    found: dict[tuple[object, ...], Situation] = {}
    todo = deque(sorted((after(tokens) for tokens in sentences().values()), key=lambda s: len(s.tokens)))
    while todo:
        here = todo.popleft()
        if here.key in found:
            continue
        found[here.key] = here
        for terminal in sorted(here.accepted - {"$END"}):
            stack = feed(here.stack, terminal)
            assert stack is not None
            todo.append(situation((*here.tokens, terminal), stack))
    return found


def after(tokens: tuple[str, ...]) -> Situation:
    stack: Stack | None = ((table().start_states["start"], ""),)
    for terminal in tokens:
        assert stack is not None
        stack = feed(stack, terminal)
    assert stack is not None
    return situation(tokens, stack)


def shortest() -> dict[Class, Situation]:
    """For each class of parse error a shortest way there."""
    found: dict[Class, Situation] = {}
    for here in situations().values():
        found.setdefault(here.kind, here)
    return found


def slip_texts(here: Situation) -> Iterator[str]:
    """Programs that fail in a situation, one for each terminal that is an error there."""
    terminals = sorted({terminal.name for terminal in lark().terminals} - {"WS", "COMMENT"})
    for terminal in terminals:
        if terminal not in here.accepted:
            yield " ".join(token(t) for t in (*here.tokens, terminal))


def class_of(error: LanguageError) -> Class | None:
    """What a parse error says, if it is one that says what it expected."""
    expected = getattr(error, "expected", None)
    where = getattr(error, "where", None)
    return (expected, where) if expected is not None and where is not None else None


@cache
def golden_errors() -> tuple[LanguageError, ...]:
    texts = [Source(path.name, path.read_text(encoding="utf-8")) for path in PROGRAMS]
    return tuple(error for source in texts for error in parse_all(source).errors)


def test_every_state_of_the_table_has_a_sentence() -> None:
    assert set(table().states) - set(sentences()) == {table().end_states["start"]}


def test_every_class_of_parse_error_has_a_wrong_program() -> None:
    shown = {class_of(error) for error in golden_errors()}
    missing = {}
    for kind in shortest().keys() - shown:
        for text in slip_texts(shortest()[kind]):
            if kind in {class_of(error) for error in parse_all(Source("", text)).errors}:
                missing[kind] = text
    assert missing == {}
    assert len(shown) > 100


def test_every_class_shown_was_enumerated() -> None:
    assert {class_of(error) for error in golden_errors()} - {None} <= set(shortest())


def test_every_rule_of_advice_speaks_in_a_wrong_program(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: set[str] = set()

    def listened(rule: advice.Rule) -> advice.Rule:
        def speak(slip: Slip) -> str | None:
            text = rule(slip)
            heard.update({rule.__name__} if text is not None else ())
            return text

        return speak

    rules = {rule.__name__ for rule in advice.RULES}
    monkeypatch.setattr(advice, "RULES", tuple(map(listened, advice.RULES)))
    golden_errors.cache_clear()
    golden_errors()
    assert heard == rules


def test_every_foreign_word_gets_its_advice() -> None:
    for word, text in words.STARTING.items():
        for program in (f"fn f(x) {{ {word} x }}", f"{word} x"):
            (error, *_) = parse_all(Source("", program)).errors
            assert error.hint == text, program
    for word, text in words.INNER.items():
        (error, *_) = parse_all(Source("", f"fn f(x) {{ x {word} x }}")).errors
        assert error.hint == text


def test_syntax_error_of_nothing() -> None:
    slip = Slip([], 0, frozenset({"NAME"}), [])
    source = Source("", "")
    error = syntax_error(slip, source, 0)
    assert error.message == "expected a name, found the end of the file"
    assert error.span == Span(source, 0, 0)
