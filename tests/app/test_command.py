"""The command as a process: what a shell, a pipe and a script see of it."""

import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

Command = Callable[..., Any]

PROGRAM = Path(sys.executable).with_name("quasiborel")
COIN = "model coin() {\n  let x ~ flip(0.5);\n  return x\n}\n"


def process(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [PROGRAM, *map(str, words)], capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )


def test_the_script_is_installed_and_runs_a_model(tmp_path: Path) -> None:
    (tmp_path / "coin.qbl").write_text(COIN)
    done = process("run", tmp_path / "coin.qbl", "--method", "exact()")
    assert (done.returncode, done.stderr) == (0, "")
    assert "= 1/2" in done.stdout


def test_a_pipe_sees_no_progress(tmp_path: Path) -> None:
    (tmp_path / "coin.qbl").write_text(COIN)
    done = process("run", tmp_path / "coin.qbl", "--method", "importance(samples=30000)")
    assert (done.returncode, done.stderr) == (0, "")
    assert "\r" not in done.stdout


def test_a_reader_that_leaves_early_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "coin.qbl").write_text(COIN)
    call = [PROGRAM, "run", tmp_path / "coin.qbl"]
    with subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        said = running.stderr.read()
    assert (running.returncode, said) == (141, b"")


def test_help_documents_the_exit_codes(capsys: pytest.CaptureFixture[str], command: Command) -> None:
    for words in (["--help"], ["run", "--help"]):
        with pytest.raises(SystemExit) as end:
            command(*words)
        assert end.value.code == 0
        text = capsys.readouterr().out
        assert "exit codes:" in text
        assert all(f"  {code}  " in text for code in range(5))


def test_version(command: Command) -> None:
    assert command("--version").out == f"quasiborel {version('quasiborel')}\n"


def test_no_subcommand_is_a_wrong_call(command: Command) -> None:
    done = command()
    assert done.code == 2
    assert "run, check, fmt, verify or explain" in done.err


def test_an_interrupted_run_ends_quietly(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("quasiborel.app.explain.execute", interrupt)
    done = command("explain")
    assert (done.code, done.out, done.err) == (130, "", "interrupted\n")
