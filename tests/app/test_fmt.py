"""`quasiborel fmt`: rewrites in place what is not in the standard layout, and nothing else."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Command = Callable[..., Any]
Write = Callable[[str, str], Path]

MESSY = "# a coin\nmodel coin( ){let x~flip( 0.5 );return   x}\n"


def test_it_rewrites_in_place_once(command: Command, write: Write) -> None:
    path = write("m.qbl", MESSY)
    assert command("fmt", path).out == f"formatted {path}\n"
    tidy = path.read_text(encoding="utf-8")
    assert tidy == "# a coin\nmodel coin() { let x ~ flip(0.5); return x }\n"
    assert command("fmt", path).out == ""
    assert path.read_text(encoding="utf-8") == tidy


def test_check_changes_nothing_and_says_what_would_change(command: Command, write: Write) -> None:
    path = write("m.qbl", MESSY)
    done = command("fmt", "--check", path)
    assert done.code == 1
    assert str(path) in done.err
    assert path.read_text(encoding="utf-8") == MESSY
    command("fmt", path)
    assert command("fmt", "--check", path).code == 0


def test_a_file_with_errors_is_left_alone_and_the_others_are_done(command: Command, write: Write) -> None:
    bad, messy = write("bad.qbl", "model {"), write("m.qbl", MESSY)
    done = command("fmt", bad, messy)
    assert done.code == 1
    assert str(bad) in done.err
    assert bad.read_text(encoding="utf-8") == "model {"
    assert messy.read_text(encoding="utf-8") != MESSY


def test_stdin_to_stdout(command: Command, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write("m.qbl", MESSY)
    command("fmt", path)
    monkeypatch.setattr("sys.stdin", io.StringIO(MESSY))
    assert command("fmt", "-").out == path.read_text(encoding="utf-8")


def test_line_ends_of_other_systems_become_plain(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "m.qbl"
    path.write_bytes(MESSY.replace("\n", "\r\n").encode())
    command("fmt", path)
    assert b"\r" not in path.read_bytes()


def test_the_examples_are_in_the_standard_layout(command: Command) -> None:
    examples = sorted((Path(__file__).parents[2] / "examples").glob("*.qbl"))
    assert examples
    done = command("fmt", "--check", *examples)
    assert (done.code, done.err) == (0, "")


def test_a_file_that_is_not_text_is_named(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "m.qbl"
    path.write_bytes(b"\xff")
    done = command("fmt", path)
    assert done.code == 1
    assert str(path) in done.err
    assert path.read_bytes() == b"\xff"
