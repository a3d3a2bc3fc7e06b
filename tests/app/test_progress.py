"""Progress is shown on a terminal, cleared at the end, and written nowhere else."""

import io

import pytest

from quasiborel.app.progress import progress_on


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_sees_progress_that_is_cleared_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quasiborel.app.progress._PATIENCE", 0.0)
    terminal = Terminal()
    with progress_on(terminal) as progress:
        assert progress is not None
        progress(1200, 20000)
        assert terminal.getvalue().endswith("1,200 of 20,000")
        progress(1201, None)
        assert terminal.getvalue().endswith("1,201")
    assert terminal.getvalue().endswith("\r\x1b[K")


def test_a_short_run_shows_none() -> None:
    terminal = Terminal()
    with progress_on(terminal) as progress:
        assert progress is not None
        progress(1, 2)
    assert "1 of 2" not in terminal.getvalue()


def test_a_file_sees_nothing() -> None:
    file = io.StringIO()
    with progress_on(file) as progress:
        assert progress is None
    assert file.getvalue() == ""
