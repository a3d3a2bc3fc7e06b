"""What is installed is what is in the checkout: no folder, module or data file is left out of the wheel."""

import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SETUPTOOLS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
FOLDERS: dict[str, str] = SETUPTOOLS["package-dir"]


def files_of_packages() -> dict[str, Path]:
    """Every file of the packages by its place in the wheel, read off the disk."""
    return {
        f"{package.replace('.', '/')}/{path.relative_to(ROOT / folder).as_posix()}": path
        for package, folder in FOLDERS.items()
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }


def test_every_folder_with_code_is_a_listed_package() -> None:
    on_disk = {str(Path(place).parent).replace("/", ".") for place in files_of_packages()}
    assert sorted(SETUPTOOLS["packages"]) == sorted(on_disk)


def test_every_top_level_package_is_mapped() -> None:
    top_level = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "examples"}
    assert top_level == set(FOLDERS.values())


@pytest.mark.parametrize("package", SETUPTOOLS["packages"])
def test_every_package_has_an_init_file(package: str) -> None:
    assert f"{package.replace('.', '/')}/__init__.py" in files_of_packages()


@pytest.mark.parametrize("package", FOLDERS)
def test_every_top_level_package_is_marked_as_typed(package: str) -> None:
    assert f"{package.replace('.', '/')}/py.typed" in files_of_packages()


def test_the_wheel_holds_every_module_and_data_file(tmp_path: Path) -> None:
    source = tmp_path / "source"  # a copy: an old build/ folder in the checkout would leak into the wheel
    for folder in FOLDERS.values():
        shutil.copytree(ROOT / folder, source / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source / name)
    build = [
        sys.executable,
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "--outdir",
        str(tmp_path),
        str(source),
    ]
    done = subprocess.run(build, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = tmp_path.glob("quasiborel-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        in_wheel = {name for name in archive.namelist() if not name.split("/")[0].endswith(".dist-info")}
    assert in_wheel == set(files_of_packages())
