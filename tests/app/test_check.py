"""`quasiborel check`: errors of every file, types on request, nothing run."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

Command = Callable[..., Any]
Write = Callable[[str, str], Path]

TREES = """type Tree = Leaf | Node(Tree, Tree)
fn grow() -> Tree {
  if sample flip(0.3) { Node(grow(), grow()) } else { Leaf }
}
fn twice(f, x) { f(f(x)) }
fn double(x) { x + x }
model tree(level: Real) {
  return { t: grow(), y: twice(fn (x) => double(x), level) }
}
"""


def test_a_good_model_is_ok(command: Command, write: Write) -> None:
    path = write("m.qbl", TREES)
    done = command("check", path)
    assert (done.code, done.out, done.err) == (0, f"{path}: ok\n", "")


def test_types_shows_every_declaration_with_its_effects(command: Command, write: Write) -> None:
    path = write("m.qbl", TREES)
    assert command("check", "--types", path).out.splitlines() == [
        f"{path}: ok",
        "  grow: () ~> Tree",
        "  twice: (a -> a, a) -> a",
        "  double: a -> b where a + a : b",
        "  tree: (level: Real) ~> { t: Tree, y: Real }",
    ]


def test_every_file_is_checked_and_every_declaration_reported(command: Command, write: Write) -> None:
    bad = write("bad.qbl", "fn f(x: Int) -> Bool { x + 1 }\nmodel m() {\n  return z\n}\n")
    good = write("good.qbl", TREES)
    done = command("check", bad, good)
    assert done.code == 1
    assert done.out == f"{good}: ok\n"
    assert f"{bad}:1:" in done.err
    assert f"{bad}:3:10" in done.err


def test_a_file_that_is_not_text_is_named(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "m.qbl"
    path.write_bytes(b"model m() { return \xff }")
    done = command("check", path)
    assert done.code == 1
    assert str(path) in done.err
    assert "UTF-8" in done.err
