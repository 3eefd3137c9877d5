"""Commands in this process or another, and how they ended."""

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import sim

ROOT = Path(sim.__file__).resolve().parent.parent
SMALL = ("--households", "1", "--quarters", "4", "--replicates", "2", "--workers", "1")


class Ended(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def problems(self) -> list[str]:
        """Lines on standard error, progress and the pointer to --help left out."""
        return [line for line in self.err.splitlines() if "--help" not in line and not line.endswith(("……", " ..."))]


def environment(**more: str) -> dict[str, str]:
    """Variables of a child that must find this source tree from any folder."""
    kept = {name: value for name, value in os.environ.items() if name not in ("LC_ALL", "LC_MESSAGES", "LANG")}
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**kept, "PYTHONPATH": os.pathsep.join(paths), "LANG": "en_US.UTF-8", "COLUMNS": "120", **more}


def child(*arguments: object, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "sim", *map(str, arguments)],
        cwd=folder,
        env=environment(**variables),
        capture_output=True,
        encoding="utf-8",
        timeout=300,
    )
