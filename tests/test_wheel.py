"""The wheel carries all that a run needs: installed non-editably, it runs from any other folder."""

import json
import os
import site
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
RUN = ["run", "pengshui/baseline", "--households", "300", "--quarters", "2", "--replicates", "1", "--json"]

pytestmark = pytest.mark.slow


def call(*command: str | Path, folder: Path) -> str:
    """Standard output of a command that must succeed; nothing leads it back to the clone."""
    child = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}
    child["PYTHONUTF8"] = "1"
    ended = subprocess.run(command, cwd=folder, env=child, capture_output=True, text=True, encoding="utf-8")
    assert ended.returncode == 0, ended.stderr[-3000:]
    return ended.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "-q",
        "--no-deps",
        "--no-build-isolation",
        "-w",
        str(folder),
        str(ROOT),
    ]
    call(*build, folder=folder)
    (built,) = folder.glob("fanpin-*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Scripts folder of an environment with the wheel; the test's own environment lends the other packages.

    They are lent by a .pth file: it comes after the environment's own packages, and .pth files in the folders
    that it names are not read, so that an editable Fanpin there stays out.
    """
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, with_pip=False, symlinks=os.name != "nt")
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    python = scripts / ("python.exe" if os.name == "nt" else "python")
    target = Path(call(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", folder=folder).strip())
    (target / "lent.pth").write_text("\n".join(site.getsitepackages()) + "\n", encoding="utf-8")
    install = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(python),
        "install",
        "-q",
        "--no-deps",
        "--no-index",
    ]
    call(*install, "--ignore-installed", str(wheel), folder=folder)
    return scripts


def test_the_wheel_carries_scenarios_and_data(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for top in ("scenarios", "experiments"):
        shipped = {f"sim/shipped/{file.relative_to(ROOT).as_posix()}" for file in (ROOT / top).rglob("*.toml")}
        assert shipped <= names
    data = {p for suffix in ("*.csv", "*.otf", "*.md", "OFL.txt") for p in (ROOT / "sim").rglob(suffix)}
    assert {file.relative_to(ROOT).as_posix() for file in data} <= names
    assert "sim/shipped/scenarios/pengshui/baseline.toml" in names
    assert not [name for name in names if "__pycache__" in name or not name.startswith(("sim/", "fanpin-"))]


def test_the_installed_command_runs_from_another_folder(installed: Path, tmp_path: Path) -> None:
    summary = json.loads(call(installed / "fanpin", *RUN, folder=tmp_path))
    assert summary["scenario"] and summary["state_sha256"]
    assert list(tmp_path.iterdir()) == [], "--json without --out leaves nothing behind"
    where = call(installed / "python", "-c", "import sim; print(sim.__file__)", folder=tmp_path).strip()
    assert Path(where).is_relative_to(installed.parent)


def test_a_source_archive_gives_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    call(sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", str(tmp_path), folder=ROOT)
    (archive,) = tmp_path.glob("fanpin-*.tar.gz")
    build = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "-q",
        "--no-deps",
        "--no-build-isolation",
        "-w",
        str(tmp_path),
    ]
    call(*build, str(archive), folder=tmp_path)
    (again,) = tmp_path.glob("fanpin-*.whl")
    first, second = zipfile.ZipFile(wheel), zipfile.ZipFile(again)
    assert sorted(first.namelist()) == sorted(second.namelist())
    assert all(first.read(name) == second.read(name) for name in first.namelist())
