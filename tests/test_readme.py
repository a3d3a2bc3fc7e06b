"""What the front page says is so: its Python runs, its model is the example's, its files exist."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_python_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    names: dict[str, Any] = {}
    for block in re.findall(r"```python\n(.*?)```", README, re.DOTALL):
        exec(block, names)
    posterior = names["inf"].run("exact()", names["program"])
    assert posterior.probabilities("year")[1898] == pytest.approx(0.759160, abs=1e-6)
    assert names["inf"].run("exact()", names["die"]()).probabilities("n")[3] == Fraction(1, 4)


def test_model_is_the_example() -> None:
    (model,) = re.findall(r"```qbl\n(.*?)```", README, re.DOTALL)
    assert (ROOT / "examples" / "nile.qbl").read_text(encoding="utf-8").endswith(model)


@pytest.mark.parametrize("link", re.findall(r"\]\(([^)#]+)\)", README))
def test_links_lead_somewhere(link: str) -> None:
    assert (ROOT / link).exists()


@pytest.mark.parametrize("path", re.findall(r"\| `([a-z_]+(?:\.py|/))`", README))
def test_files_of_the_table_exist(path: str) -> None:
    assert (ROOT / "inference" / path).exists()
