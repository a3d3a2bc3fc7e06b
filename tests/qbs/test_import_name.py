"""From the checkout's root `import qbs` would make a second copy of every class; it is refused."""

import subprocess
import sys
from pathlib import Path


def test_the_bare_name_is_refused() -> None:
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", "import qbs"], cwd=root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "ImportError: import quasiborel.qbs" in done.stderr
