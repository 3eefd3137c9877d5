"""The command line as a person meets it: in a folder of their own, at the smallest size."""

from collections.abc import Callable
from pathlib import Path

import pytest
from command_line import Ended, child

from sim.cli import main


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to stand in, with a space and Chinese characters in its name."""
    folder = tmp_path / "我的 文件"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("COLUMNS", "120")
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    return folder


@pytest.fixture
def fanpin(here: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Ended]:
    """Run a command in this process."""

    def run(*arguments: object) -> Ended:
        code = main([str(argument) for argument in arguments])
        return Ended(code, *capsys.readouterr())

    return run


@pytest.fixture
def fanpin_process(here: Path) -> Callable[..., Ended]:
    """Run a command in a process of its own; keywords are variables of its environment."""

    def run(*arguments: object, **variables: str) -> Ended:
        ended = child(*arguments, folder=here, **variables)
        return Ended(ended.returncode, ended.stdout, ended.stderr)

    return run
