"""Finished runs on disk, so that work that was cut off goes on where it stopped."""

from __future__ import annotations

import hashlib
import os
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from sim import compiled

if TYPE_CHECKING:
    from sim.runs import Job, Run


def written_whole(path: Path, data: bytes) -> None:
    """Write a file whole or not at all: temporary name, fsync, rename."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with open(temporary, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


class Parts:
    """A folder with one file for each finished run, named by all that decides its bits."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, job: Job) -> Path:
        """File of one job. The lane and the threads are left out: they change no bit."""
        tree = job.scenario.tree.digest(0, 4000)
        text = f"{compiled.source_digest()}|{tree}|{job.scenario.first}|{job.luck}|{job.households}|{job.horizon}"
        return self.folder / f"{hashlib.sha256(text.encode()).hexdigest()[:32]}.npz"

    def load(self, job: Job) -> Run | None:
        """The finished run, or None. A file that cannot be read counts as missing."""
        from sim.runs import Run

        path = self.path(job)
        if not path.exists():
            return None
        try:
            with np.load(path, allow_pickle=False) as data:
                return Run(
                    data["values"],
                    data["returns"],
                    data["digest"].tobytes(),
                    float(data["imbalance"]),
                    int(data["households"]),
                    float(data["scale"]),
                )
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
            return None

    def save(self, job: Job, run: Run) -> None:
        """Keep a finished run."""
        import io

        self.folder.mkdir(parents=True, exist_ok=True)
        buffer = io.BytesIO()
        np.savez(
            buffer,
            values=run.values,
            returns=run.returns,
            digest=np.frombuffer(run.digest, dtype=np.uint8),
            imbalance=run.imbalance,
            households=run.households,
            scale=run.scale,
        )
        written_whole(self.path(job), buffer.getvalue())

    def remove(self) -> None:
        """Delete the folder once the result stands."""
        for file in self.folder.glob("*.npz"):
            file.unlink(missing_ok=True)
        if self.folder.exists() and not any(self.folder.iterdir()):
            self.folder.rmdir()
