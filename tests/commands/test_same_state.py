"""The command's result is the same for every lane, number of threads and workers, and from any folder."""

import json
import multiprocessing
from typing import Any

import pytest
from command_line import ROOT, child

RUN = (
    "run",
    "pengshui/baseline",
    "--households",
    "500",
    "--quarters",
    "8",
    "--replicates",
    "2",
    "--no-levers",
    "--json",
)


@pytest.fixture(scope="module")
def reference() -> dict[str, Any]:
    """The first way's result."""
    return {}


@pytest.mark.slow
@pytest.mark.parametrize(
    "way",
    [
        ("--workers", "1"),
        ("--threads", "2", "--workers", "1"),
        ("--workers", "2"),
        ("--lane", "agents", "--workers", "2"),
    ],
    ids=" ".join,
)
def test_the_state_does_not_depend_on_the_way(here, reference, way):
    folder = ROOT if not reference else here
    ended = child(*RUN, *way, folder=folder)
    assert ended.returncode == 0, ended.stderr
    summary = json.loads(ended.stdout)
    found = {"state": summary["state_sha256"], "measures": summary["measures"], "risk": summary["large_scale_return"]}
    reference.setdefault("first", found)
    assert found == reference["first"]


@pytest.mark.slow
def test_processes_that_are_spawned_as_on_windows(fanpin, monkeypatch):
    """No fork, no fork server: everything that a worker needs travels to it."""
    changed = (*RUN[:3], "1", "--quarters", "4", *RUN[6:], "--set", "health.median_bill=900", "--quiet")
    here = json.loads(fanpin(*changed, "--workers", "1").out)
    monkeypatch.setattr("sim.runs.context", lambda: multiprocessing.get_context("spawn"))
    there = json.loads(fanpin(*changed, "--workers", "2").out)
    assert there["state_sha256"] == here["state_sha256"] and there["measures"] == here["measures"]
