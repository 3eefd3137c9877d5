"""What is kept on disk: result folders, whole or not at all, and finished runs of work that was cut off."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import time
import zipfile
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sim import compiled
from sim.spec import Invalid, Problem

if TYPE_CHECKING:
    from sim.runs import Job, Run

MANIFEST = "manifest.json"
FOLLOWED = "followed_"  # before the names of what a follower has seen, in the file of a finished run
STALE = 3600.0  # seconds after which a leftover of a killed process is nobody's any more


def written_whole(path: Path, data: bytes) -> None:
    """Write a file whole or not at all: temporary name, fsync, rename."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        _written(temporary, data)
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def _written(path: Path, data: bytes) -> None:
    """Write a file and wait until it is on the disk."""
    with open(path, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def occupied(folder: Path) -> list[str]:
    """Names in ``folder`` that no earlier result wrote."""
    if not folder.exists():
        return []
    names = {entry.name for entry in folder.iterdir()}
    try:
        ours = set(json.loads((folder / MANIFEST).read_text("utf-8"))["outputs"]) | {MANIFEST}
    except (OSError, ValueError, KeyError, TypeError):
        ours = set()
    return sorted(names - ours)


def holds_another(folder: Path, manifest: Mapping[str, Any]) -> bool:
    """Whether a result stands in ``folder`` that was asked for otherwise: by another command, scenario or setting."""
    try:
        found = json.loads((folder / MANIFEST).read_text("utf-8"))
        return asked(found) != asked(json.loads(json.dumps(manifest)))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False  # no result: other content has been looked for before


def asked(manifest: Mapping[str, Any]) -> tuple[Any, ...]:
    """What decides the numbers of a result, by its manifest."""
    settings = {key: value for key, value in manifest["settings"].items() if key not in ("lane", "explain")}
    if "population" in settings:
        settings["population"] = settings["population"]["sha256"]
    return manifest["command"], settings, {name: s["digest"] for name, s in manifest["scenarios"].items()}


def check_folder(folder: Path, force: bool) -> None:
    """Refuse a folder with other content, or a place where none can be made, before anything runs."""
    restore(folder)
    problems = [_refused(folder, *wrong) for wrong in _unfit(folder)]
    if not problems and not force and (other := occupied(folder)):
        shown = ", ".join(other[:3]) + (", ..." if len(other) > 3 else "")
        problems.append(
            _refused(
                folder,
                f"holds other files ({shown}); choose another folder, or add --force to write beside them",
                f"中已有其他文件（{shown}）；请换一个文件夹，或加 --force（保留原有文件并写入）",
            )
        )
    if problems:
        raise Invalid(problems)


def _unfit(folder: Path) -> list[tuple[str, str]]:
    """Why no result can stand there, whatever the folder holds."""
    whole = folder.absolute()
    try:
        standing = next(path for path in (whole, *whole.parents) if path.exists())
        here = Path.cwd().is_relative_to(whole.resolve())
    except OSError as wrong:
        return [(f"cannot be a folder: {wrong.strerror}", f"不能用作文件夹：{wrong.strerror}")]
    if not standing.is_dir():
        what = "" if standing == whole else f" {standing}"
        return [
            (
                f"cannot be made: {standing} is a file",
                f"不能用作文件夹：{standing} 是文件" if what else "是文件，不是文件夹",
            )
        ]
    if here:
        return [
            (
                "is the folder that you are in; name one inside it, such as result",
                "就是当前所在的文件夹；请在其中另取一个名称，如 result",
            )
        ]
    if not os.access(standing, os.W_OK):
        return [(f"cannot be written: no permission in {standing}", f"无法写入：没有 {standing} 的写入权限")]
    return []


def _refused(folder: Path, en: str, zh: str) -> Problem:
    return Problem("--out", "", 0, str(folder), "", "", f"{folder} {en}", f"{folder} {zh}")


def save(folder: Path, files: Mapping[str, bytes], description: Mapping[str, Any]) -> None:
    """Write files and manifest into ``folder``, whole or not at all; other files in it are kept.

    The new folder is made beside the old one and takes its place by renaming. A process killed between the
    two renames leaves no folder, but both of them beside it: ``restore`` brings the earlier one back.
    """
    folder = folder.absolute()
    folder.parent.mkdir(parents=True, exist_ok=True)
    restore(folder)
    fresh, old = (folder.with_name(f".{folder.name}.{kind}-{os.getpid()}") for kind in ("new", "old"))
    try:
        fresh.mkdir()
        for name, data in files.items():
            _written(fresh / name, data)
        outputs = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
        text = json.dumps({**description, "outputs": outputs}, ensure_ascii=False, indent=2, allow_nan=False)
        _written(fresh / MANIFEST, (text + "\n").encode("utf-8", "replace"))
        _keep_others(folder, fresh, {*files, MANIFEST})
        _exchanged(folder, fresh, old)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
        if folder.exists():
            shutil.rmtree(old, ignore_errors=True)


def _keep_others(folder: Path, fresh: Path, written: set[str]) -> None:
    """Copy what is not ours from the old folder to the new one."""
    for name in set(occupied(folder)) - written:
        source = folder / name
        if source.is_dir() and not source.is_symlink():
            shutil.copytree(source, fresh / name, symlinks=True)
        else:
            shutil.copy2(source, fresh / name, follow_symlinks=False)


def _exchanged(folder: Path, fresh: Path, old: Path) -> None:
    """Put ``fresh`` where ``folder`` stands; if that fails, ``folder`` is there as before."""
    if folder.exists():
        folder.rename(old)
    try:
        fresh.rename(folder)
    except OSError:
        if old.exists():
            old.rename(folder)
        raise


def restore(folder: Path) -> None:
    """Repair what a killed process left: bring back a result that had just been set aside, sweep up the rest."""
    folder = folder.absolute()
    try:
        aside = sorted(folder.parent.glob(f".{_literal(folder.name)}.old-*"), key=os.path.getmtime)
        drafts = list(folder.parent.glob(f".{_literal(folder.name)}.new-*"))
        if aside and not folder.exists():
            aside.pop().rename(folder)
        for path in (*aside, *drafts):
            if time.time() - path.stat().st_mtime > STALE:
                shutil.rmtree(path, ignore_errors=True)
    except OSError:
        pass  # somebody else's repair, or a place where nothing can be repaired: what follows will tell


def _literal(name: str) -> str:
    """A name for ``glob`` that stands for itself."""
    return "".join(f"[{sign}]" if sign in "[]*?" else sign for sign in name)


@cache
def _sources() -> str:
    return compiled.source_digest()


class Parts:
    """A folder with one file for each finished run, named by all that decides its bits."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, job: Job) -> Path:
        """File of one job. The lane and the threads are left out: they change no bit."""
        tree = job.scenario.tree.digest(0, 4000)
        text = f"{_sources()}|{tree}|{job.scenario.first}|{job.luck}|{job.households}|{job.horizon}|{job.follow}"
        for table in job.scenario.inputs.values():
            text += f"|{table.sha256}"
        return self.folder / f"{hashlib.sha256(text.encode()).hexdigest()[:32]}.npz"

    def finished(self, jobs: Iterable[Job]) -> int:
        """How many of the jobs are there."""
        return sum(self.path(job).exists() for job in jobs) if self.folder.is_dir() else 0

    def load(self, job: Job) -> Run | None:
        """The finished run, or None. A file that cannot be read counts as missing."""
        from sim.following import Followed
        from sim.runs import Run

        path = self.path(job)
        if not path.exists():
            return None
        try:
            with np.load(path, allow_pickle=False) as data:
                return Run(
                    data["values"],
                    data["returns"],
                    data["worst"],
                    data["digest"].tobytes(),
                    float(data["imbalance"]),
                    int(data["households"]),
                    float(data["scale"]),
                    Followed(*(data[FOLLOWED + name] for name in Followed._fields)) if job.follow else None,
                )
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
            return None

    def save(self, job: Job, run: Run) -> None:
        """Keep a finished run."""
        self.folder.mkdir(parents=True, exist_ok=True)
        buffer = io.BytesIO()
        np.savez(
            buffer,
            values=run.values,
            returns=run.returns,
            worst=run.worst,
            digest=np.frombuffer(run.digest, dtype=np.uint8),
            imbalance=run.imbalance,
            households=run.households,
            scale=run.scale,
            **({FOLLOWED + name: array for name, array in run.followed._asdict().items()} if run.followed else {}),
        )
        written_whole(self.path(job), buffer.getvalue())

    def remove(self) -> None:
        """Delete the folder once the result stands."""
        for file in (*self.folder.glob("*.npz"), *self.folder.glob(".*.npz.*")):
            file.unlink(missing_ok=True)
        if self.folder.exists() and not any(self.folder.iterdir()):
            self.folder.rmdir()
