"""Where a result comes from: versions, commit, parameters, inputs. All that is needed to make it again."""

from __future__ import annotations

import hashlib
import platform
import subprocess
from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from sim import __version__
from sim.runs import Job
from sim.scenario import Scenario, search_paths

LIBRARIES = ("numpy", "numba", "llvmlite", "scipy", "SALib", "mesa", "matplotlib", "pyarrow")
DECISIVE = ("sim", "scenarios", "experiments", "pyproject.toml", "requirements.lock")  # what numbers depend on
DIRTY = "-dirty"


def commit() -> str:
    """Commit of the source tree, "-dirty" after it where files that numbers depend on were changed or added since;
    "unknown" outside a checkout."""
    package = Path(__file__).resolve().parent
    top = _git(package, "rev-parse", "--show-toplevel")
    if not top or Path(top).resolve() / package.name != package:  # installed inside somebody else's checkout
        return "unknown"
    found = _git(package, "rev-parse", "HEAD")
    changed = _git(Path(top), "status", "--porcelain", "--", *DECISIVE)
    return found + (DIRTY if changed else "") if found else "unknown"


def _git(folder: Path, *arguments: str) -> str:
    """What git prints, nothing where it fails or is missing."""
    command = ["git", *arguments]
    try:
        found = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", timeout=5, check=False)
    except (OSError, subprocess.TimeoutExpired, UnicodeDecodeError):
        return ""
    return found.stdout.strip() if found.returncode == 0 else ""


def versions() -> dict[str, str]:
    """Versions of Python, the platform, the project and its libraries."""
    found = {"python": platform.python_version(), "platform": platform.platform(), "fanpin": __version__}
    for name in LIBRARIES:
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
    tables = {table.place for s in scenarios for table in s.inputs.values()}
    inputs = [*files, *(path for s in scenarios for path in s.files), *sorted(tables)]
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


def describe_jobs(jobs: Sequence[Job]) -> dict[str, Any]:
    """Settings that all jobs share."""
    job = jobs[0]
    return {
        **job.scenario.inputs_as_json(),
        "seed": job.luck.seed,
        "replicates": len({j.luck for j in jobs}),
        "households": job.households,
        "quarters": job.horizon,
    }
