"""The command answers without loading what it does not need: reading a model is a matter of milliseconds."""

import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[1] / "examples"
NEVER = {"jax", "pandas", "polars", "pyarrow", "hypothesis", "scipy.stats"}
NUMERICAL = {"numpy", "scipy"}

LOADED_BY = """
import sys
from quasiborel.app.main import main
try:
    code = main(sys.argv[1:])
except SystemExit as end:
    code = end.code
print("\\n".join(sys.modules), file=sys.stderr)
sys.exit(code)
"""


def loaded_by(*words: str) -> set[str]:
    """The modules that are in memory after the command has run."""
    command = [sys.executable, "-W", "error", "-c", LOADED_BY, *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return set(done.stderr.split())


@pytest.mark.parametrize(
    "words",
    [
        ("--help",),
        ("run", "--help"),
        ("explain",),
        ("check", str(EXAMPLES / "nile_exact.qbl")),
        ("fmt", "--check", str(EXAMPLES / "nile_exact.qbl")),
    ],
    ids=lambda words: " ".join(Path(word).name for word in words),
)
def test_reading_a_model_loads_no_numerical_library(words: tuple[str, ...]) -> None:
    loaded = loaded_by(*words)
    assert "quasiborel.app.main" in loaded
    assert loaded.isdisjoint(NEVER | NUMERICAL)


def test_a_run_on_the_reference_loads_neither_jax_nor_a_data_frame_library() -> None:
    model, data = EXAMPLES / "nile_exact.qbl", EXAMPLES / "nile.csv"
    assert loaded_by("run", str(model), "--data", str(data), "--method", "exact()").isdisjoint(NEVER)
