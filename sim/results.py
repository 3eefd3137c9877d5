"""A result that can be made again: summary, tables, manifest."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import platform
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
from sim.scenario import Scenario, search_paths
from sim.spec import quarter_name, unit_zh
from sim.store import MANIFEST as MANIFEST
from sim.store import check_folder as check_folder
from sim.store import save as save

LIBRARIES = ("numpy", "numba", "llvmlite", "scipy", "SALib", "mesa", "matplotlib", "pyarrow")


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
    """Commit of the source tree, "-dirty" after it where files were changed since; "unknown" outside a checkout."""
    package = Path(__file__).resolve().parent
    top = _git(package, "rev-parse", "--show-toplevel")
    if not top or Path(top).resolve() / package.name != package:  # installed inside somebody else's checkout
        return "unknown"
    return _git(package, "describe", "--always", "--abbrev=40", "--dirty", "--exclude=*") or "unknown"


def _git(folder: Path, *arguments: str) -> str:
    """What git prints, nothing where it fails or is missing."""
    command = ["git", *arguments]
    try:
        found = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", timeout=5, check=False)
    except (OSError, subprocess.TimeoutExpired, UnicodeDecodeError):
        return ""
    return found.stdout.strip()


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


def manifest(
    command: str, scenarios: Sequence[Scenario], settings: Mapping[str, Any], files: Sequence[Path] = ()
) -> dict[str, Any]:
    """All that is needed to make a result again; ``files`` are inputs beside those of the scenarios."""
    inputs = [*files, *(path for s in scenarios for path in s.files)]
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
        "inputs": {_input_name(path): file_sha256(path) for path in inputs if path.exists()},
    }


def _input_name(path: Path) -> str:
    """Folder and name as in ``scenarios/pengshui/baseline.toml``, the same on every machine."""
    whole = path.resolve()
    roots = [root.resolve() for folder in ("scenarios", "experiments") for root in search_paths(folder)]
    inside = [whole.relative_to(root.parent) for root in roots if whole.is_relative_to(root)]
    return (inside[0] if inside else Path(whole.parent.name, whole.name)).as_posix()


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
    return text.getvalue().encode("utf-8-sig", "replace")


def as_json(content: Any) -> bytes:
    """Indented UTF-8 JSON; NaN and infinity are refused."""
    text = json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False)
    return (text + "\n").encode("utf-8", "replace")  # a file name may hold bytes that are no text


def yearly(summary: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every measure and group in every fourth quarter, as rows for Excel."""
    rows = []
    for name, measure in summary["measures"].items():
        groups = {measure["group"]: measure, **measure["groups"]}
        for group, found in groups.items():
            for quarter, value in found["by_quarter"].items():
                if quarter.endswith("Q4"):
                    low, high = value["ci95"]
                    rows.append(
                        {"quarter": quarter, **described(group, name), "mean": value["mean"], "low": low, "high": high}
                    )
    return rows


def described(group: str, measure: str) -> dict[str, str]:
    """Names and unit of a series in both languages, as columns of a table."""
    found = MEASURES[measure]
    return {
        "measure": measure,
        "group": group,
        "unit": found.unit,
        "指标": found.zh,
        "人群": group_title(group, "zh"),
        "单位": unit_zh(found.unit),
    }


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
