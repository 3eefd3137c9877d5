"""A result that can be made again: summary, tidy table, manifest; a folder written whole or not at all."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import platform
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np

from sim.measures.intervals import mean_ci
from sim.measures.sums import total
from sim.outcomes import GROUP_TITLES, MEASURES, PLACE_OF
from sim.runs import Job, Run
from sim.scenario import Scenario
from sim.spec import Invalid, Problem, quarter_name

LIBRARIES = ("numpy", "numba", "llvmlite", "scipy", "SALib", "mesa", "matplotlib", "pyarrow")
MANIFEST = "manifest.json"


def interval(values: Sequence[float] | np.ndarray, share: bool = False) -> dict[str, Any]:
    """Mean over replicates and its 95 % interval (luck only); null bounds with one replicate.

    The interval of a ``share`` is Student's, cut to [0, 1].
    """
    found = mean_ci(np.asarray(values, dtype=np.float64))
    if found.low is None or found.high is None:
        return {"mean": found.mean, "ci95": [None, None]}
    low, high = (max(found.low, 0.0), min(found.high, 1.0)) if share else (found.low, found.high)
    return {"mean": found.mean, "ci95": [low, high]}


def measures(runs: Sequence[Run], first: int) -> dict[str, Any]:
    """Every measure: unit, meaning, mean over all quarters, and each quarter with its interval, by group."""
    stacked = np.stack([run.values for run in runs])
    result = {}
    for measure in MEASURES.values():
        groups = {}
        share = measure.unit.startswith("share")
        for group in measure.groups:
            series = stacked[:, :, PLACE_OF[group, measure.name]]
            quarters = {quarter_name(first + k): interval(series[:, k], share) for k in range(series.shape[1])}
            means = [total(np.ascontiguousarray(row)) / row.size for row in series]
            groups[group] = {**interval(means, share), "by_quarter": quarters}
        result[measure.name] = {
            "unit": measure.unit,
            "en": measure.en,
            "zh": measure.zh,
            "group": measure.groups[0],
            **groups[measure.groups[0]],
            "groups": {group: groups[group] for group in measure.groups[1:]},
        }
    return result


def state_sha256(runs: Sequence[Run]) -> str:
    """SHA-256 over the replicates' digests, in order of replicates."""
    sha = hashlib.sha256()
    for run in runs:
        sha.update(run.digest)
    return sha.hexdigest()


def commit() -> str:
    """Commit of the source tree, "unknown" outside a checkout."""
    try:
        found = subprocess.run(
            ["git", "rev-parse", "HEAD"],
            cwd=Path(__file__).parent,
            capture_output=True,
            text=True,
            timeout=5,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return "unknown"
    return found.stdout.strip() or "unknown"


def versions() -> dict[str, str]:
    """Versions of Python, the platform, the project and its libraries."""
    found = {"python": platform.python_version(), "platform": platform.platform()}
    for name in ("fanpin", *LIBRARIES):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "unknown"
    return found


def file_sha256(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def manifest(command: str, scenarios: Sequence[Scenario], settings: Mapping[str, Any]) -> dict[str, Any]:
    """All that is needed to make a result again."""
    return {
        "command": command,
        "settings": dict(settings),
        "versions": versions(),
        "commit": commit(),
        "scenarios": {
            s.name: {
                "title": dict(s.title),
                "start": s.start,
                "end": s.end,
                "digest": s.digest,
                "parameters": s.tree.as_json(),
            }
            for s in scenarios
        },
        "inputs": {f"{s.name}/{path.name}": file_sha256(path) for s in scenarios for path in s.files if path.exists()},
    }


def tidy(runs: Mapping[str, Sequence[Run]], first: int, replicates: Sequence[int]) -> dict[str, list[Any]]:
    """Columns scenario, replicate, quarter, group, measure, value."""
    columns: dict[str, list[Any]] = {
        name: [] for name in ("scenario", "replicate", "quarter", "group", "measure", "value")
    }
    for scenario, own in runs.items():
        for replicate, run in zip(replicates, own, strict=False):
            for k in range(run.values.shape[0]):
                for (group, measure), place in PLACE_OF.items():
                    for name, cell in zip(
                        columns,
                        (scenario, replicate, quarter_name(first + k), group, measure, float(run.values[k, place])),
                        strict=True,
                    ):
                        columns[name].append(cell)
    return columns


def parquet(columns: Mapping[str, Sequence[Any]]) -> bytes:
    """A table as Parquet bytes."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    sink = pa.BufferOutputStream()
    pq.write_table(pa.table(dict(columns)), sink, compression="zstd")
    return sink.getvalue().to_pybytes()


def rounded(value: Any) -> Any:
    """A number to nine significant digits, as text; anything else as it is."""
    if isinstance(value, float):
        return f"{value:.9g}"
    return "" if value is None else value


def csv_bytes(rows: Sequence[Mapping[str, Any]]) -> bytes:
    """Rows as CSV that Excel reads (UTF-8 with signature), numbers to nine significant digits."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]) if rows else [], lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: rounded(value) for name, value in row.items()})
    return text.getvalue().encode("utf-8-sig")


def as_json(content: Any) -> bytes:
    """Indented UTF-8 JSON; NaN and infinity are refused."""
    return (json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode()


def occupied(folder: Path) -> list[str]:
    """Names in ``folder`` that no earlier result of this command wrote."""
    if not folder.exists():
        return []
    names = {entry.name for entry in folder.iterdir()}
    try:
        ours = set(json.loads((folder / MANIFEST).read_text("utf-8"))["outputs"]) | {MANIFEST}
    except (OSError, ValueError, KeyError, TypeError):
        ours = set()
    return sorted(names - ours)


def check_folder(folder: Path, force: bool) -> None:
    """Refuse a folder with other content, or a place where no folder can be made, before anything runs."""
    other = occupied(folder) if folder.is_dir() else []
    problems = []
    if folder.exists() and not folder.is_dir():
        problems.append(_folder_problem(folder, "is a file, not a folder", "是文件，不是文件夹"))
    elif other and not force:
        shown = ", ".join(other[:3])
        problems.append(
            _folder_problem(
                folder,
                f"holds other files ({shown}); choose another folder or add --force to keep them and write beside them",
                f"中已有其他文件（{shown}）；请换一个文件夹，或加 --force（保留原有文件并写入）",
            )
        )
    parent = next(p for p in (folder.absolute(), *folder.absolute().parents) if p.exists())
    if not os.access(parent, os.W_OK):
        problems.append(_folder_problem(parent, "cannot be written", "没有写入权限"))
    if problems:
        raise Invalid(problems)


def _folder_problem(folder: Path, en: str, zh: str) -> Problem:
    return Problem("--out", "", 0, str(folder), "", "", f"{folder} {en}", f"{folder} {zh}")


def save(folder: Path, files: Mapping[str, bytes], description: Mapping[str, Any]) -> None:
    """Write files and manifest into ``folder``, whole or not at all; other files in it are kept.

    The new folder is made beside the old one and takes its place by renaming.
    """
    folder = folder.absolute()
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = folder.with_name(f".{folder.name}.new-{os.getpid()}")
    old = folder.with_name(f".{folder.name}.old-{os.getpid()}")
    try:
        fresh.mkdir()
        outputs = {}
        for name, data in files.items():
            (fresh / name).write_bytes(data)
            outputs[name] = hashlib.sha256(data).hexdigest()
        (fresh / MANIFEST).write_bytes(as_json({**description, "outputs": outputs}))
        for name in occupied(folder):
            source = folder / name
            if source.is_dir():
                shutil.copytree(source, fresh / name)
            elif name not in files:
                shutil.copy2(source, fresh / name)
        if folder.exists():
            folder.rename(old)
        try:
            fresh.rename(folder)
        except OSError:
            if old.exists():
                old.rename(folder)
            raise
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)


def group_title(group: str, lang: str) -> str:
    """Name of a group of households."""
    return GROUP_TITLES[group][0 if lang == "en" else 1]


def describe_jobs(jobs: Sequence[Job]) -> dict[str, Any]:
    """Settings that all jobs share."""
    job = jobs[0]
    return {
        "seed": job.luck.seed,
        "replicates": len({j.luck for j in jobs}),
        "households": job.households,
        "quarters": job.horizon,
    }
