"""What a published result consists of, and its runs. Nothing else writes ``results/``."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from sim import results
from sim.county import Luck
from sim.language import Text
from sim.runs import Job, Progress, Run, simulate_all
from sim.scenario import Scenario
from sim.store import Parts

SEED = 2021
Variant = tuple[str | float, ...]  # what tells the scenarios of a result apart
Scenarios = dict[Variant, Scenario]
Runs = dict[Variant, list[Run]]
Tables = dict[str, list[dict[str, Any]]]
Fingerprints = dict[str, dict[str, str]]


class Size(NamedTuple):
    """How large a variant is."""

    replicates: int
    households: int | None
    folder: str  # below the result's folder


class Workplace(NamedTuple):
    """With what a result is made."""

    workers: int = 1
    threads: int = 1
    tell: Progress | None = None
    parts: Parts | None = None


class Published(NamedTuple):
    """A published result. ``live`` makes what ``tables`` reads, ``fingerprints`` tells of it by variant for the manifest."""

    name: str
    title: Text
    full: Size
    small: Size  # what is checked often
    scenarios: Callable[[], Scenarios]
    tables: Callable[[Any, Scenarios], dict[str, bytes]]
    figures: Callable[[Tables, Scenarios, Size], dict[str, bytes]]
    live: Callable[[Scenarios, Size, Workplace], Any]
    fingerprints: Callable[[Any], Fingerprints]


def runs_of(scenarios: Scenarios, size: Size, at: Workplace) -> Runs:
    """Runs of every scenario under the same luck, by variant."""
    keys = list(scenarios)
    jobs = [
        Job(scenarios[key], Luck.of(SEED, r), size.households, threads=at.threads)
        for r in range(size.replicates)
        for key in keys
    ]
    runs = simulate_all(jobs, at.workers, at.tell, at.parts)
    found: Runs = {key: [] for key in keys}
    for position, run in enumerate(runs):
        found[keys[position % len(keys)]].append(run)
    return found


def of_runs(runs: Runs) -> Fingerprints:
    """Final states and series of runs."""
    named = {label(variant): own for variant, own in runs.items()}
    return {
        "state_sha256": {name: results.state_sha256(own) for name, own in named.items()},
        "quarters_sha256": {name: results.quarters_sha256(own) for name, own in named.items()},
    }


def of_effects(found: Mapping[str, Any]) -> dict[str, str]:
    """SHA-256 of what was found, by name."""
    texts = {name: json.dumps(effect, sort_keys=True) for name, effect in found.items()}
    return {name: hashlib.sha256(text.encode()).hexdigest() for name, text in texts.items()}


def label(variant: Variant) -> str:
    """A variant as text, for instance kept@0.02."""
    return "@".join(str(part) for part in variant)
