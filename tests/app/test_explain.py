"""`quasiborel explain`: every code means one thing, and says what."""

import inspect
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from quasiborel.app.explain import COMMAND_CODES
from quasiborel.lang.errors.catalogue import catalogue

Command = Callable[..., Any]
CODES = [mistake.code for mistake in catalogue()]


def test_no_code_is_used_twice() -> None:
    assert {code for code, count in Counter(CODES).items() if count > 1} == set()


@pytest.mark.parametrize("mistake", catalogue(), ids=lambda mistake: mistake.code)
def test_every_mistake_explains_itself(command: Command, mistake: type) -> None:
    own = vars(mistake)["__doc__"]
    assert own is not None
    assert not own.startswith(f"{mistake.__name__}("), "the docstring is the one that dataclass makes up"
    done = command("explain", vars(mistake)["code"])
    assert done.code == 0
    assert (inspect.getdoc(mistake) or "no text") in done.out


def test_without_a_code_all_are_listed(command: Command) -> None:
    listed = [line.split()[0] for line in command("explain").out.splitlines()]
    assert listed == [*CODES, *COMMAND_CODES]


@pytest.mark.parametrize(("code", "said"), [("QB9999", "QB9999"), ("limits", "did you mean limit?")])
def test_an_unknown_code_is_a_wrong_call(command: Command, code: str, said: str) -> None:
    done = command("explain", code)
    assert done.code == 2
    assert said in done.err


def test_case_does_not_matter(command: Command) -> None:
    assert command("explain", CODES[0].lower()).out == command("explain", CODES[0]).out
