"""What a published result consists of, and its runs. Nothing else writes ``results/``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

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


class Size(NamedTuple):
    """How large a variant is."""

    replicates: int
    households: int | None
    folder: str  # below the result's folder


class Published(NamedTuple):
    """A published result."""

    name: str
    title: Text
    full: Size
    small: Size  # what is checked often
    scenarios: Callable[[], Scenarios]
    tables: Callable[[Runs, Scenarios], dict[str, bytes]]
    figures: Callable[[Tables, Scenarios, Size], dict[str, bytes]]


def runs_of(
    published: Published, size: Size, workers: int, threads: int, tell: Progress | None, parts: Parts | None
) -> tuple[Scenarios, Runs]:
    """Scenarios and their runs."""
    scenarios = published.scenarios()
    keys = list(scenarios)
    jobs = [
        Job(scenarios[key], Luck.of(SEED, r), size.households, threads=threads)
        for r in range(size.replicates)
        for key in keys
    ]
    runs = simulate_all(jobs, workers, tell, parts)
    found: Runs = {key: [] for key in keys}
    for position, run in enumerate(runs):
        found[keys[position % len(keys)]].append(run)
    return scenarios, found


def label(variant: Variant) -> str:
    """A variant as text, for instance kept@0.02."""
    return "@".join(str(part) for part in variant)
