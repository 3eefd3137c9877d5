"""What the failure of the largest enterprise does: to the households linked to it, and to all others."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial
from itertools import count
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.analysis.paired import compare
from sim.county import County, Luck
from sim.government.monitoring import returned
from sim.lanes import CompiledLane
from sim.network import ENTERPRISE, LINES, lines_of
from sim.results import mean_of_known
from sim.runs import in_processes
from sim.scenario import Scenario
from sim.shocks import NEVER, forced_failure
from sim.spec import quarter_number
from sim.start import start_of

Ids = NDArray[np.int64]


GROUPS = ("linked", "orders", "others")  # a line of their own on the enterprise; only orders for it; neither
ON_ENTERPRISES = tuple(line for line in LINES if line.kind == ENTERPRISE)
OWN = tuple(line.name for line in ON_ENTERPRISES if not line.behind)  # such as a job or shares


class Traced(NamedTuple):
    """Mean fourth-quarter return rates after the failure by group of ex-poor persons, without and with it."""

    without: tuple[float, ...]
    failed: tuple[float, ...]
    linked_households: int
    by_line: dict[str, int]  # households with each line on the enterprise; one may have several


def when(scenario: Scenario) -> int | None:
    """Quarter of the forced failure, None where the scenario has none."""
    text = scenario.tree.at(scenario.first)["shocks"].largest_enterprise_fails
    return None if text == NEVER else quarter_number(text)


def rates(county: County, linked: Ids, orders: Ids) -> tuple[float, ...]:
    """Return rate of the ex-poor persons of each group, now; NaN where nobody is at risk."""
    h, persons = county.households, county.members()
    history = h["poor_history"].astype(np.int64)
    at_risk = (h["ex_poor"] != 0) & (persons > 0) & (history // 16 % 2 == 0)
    back = at_risk & np.array([returned(bits) for bits in range(32)])[history % 32]
    direct, ordered = np.isin(h.id, linked), np.isin(h.id, orders)
    found = []
    for group in (direct, ordered & ~direct, ~direct & ~ordered):
        exposed = int(persons[at_risk & group].sum())
        found.append(int(persons[back & group].sum()) / exposed if exposed else math.nan)
    return tuple(found)


def linked_ids(county: County) -> dict[str, Ids]:
    """Ids of the households with each line of income on the enterprise with most linked households."""
    h, shocks = county.households, county.p["shocks"]
    row = forced_failure(when_now(county), h, county.enterprises, shocks)
    network = lines_of(county)
    return {line.name: h.id[(network.on(line.name) == row) & (row >= 0)] for line in ON_ENTERPRISES}


def when_now(county: County) -> int:
    """Quarter in which this county's scenario forces the failure."""
    return quarter_number(county.p["shocks"].largest_enterprise_fails)


def traced(scenario: Scenario, luck: Luck, households: int | None, last: int) -> Traced:
    """Live one replicate with and without the failure and follow the same households in both."""
    failure = when(scenario)
    assert failure is not None
    calm = scenario._replace(tree=scenario.tree.with_values({"shocks.largest_enterprise_fails": NEVER}))
    start = start_of(scenario, luck, households)
    counties = [County(start.copy(), s.tree, luck, scenario.first, CompiledLane()) for s in (scenario, calm)]
    linked: Ids = np.zeros(0, dtype=np.int64)
    by_line: dict[str, Ids] = {}
    seen: list[list[tuple[float, ...]]] = [[], []]
    for quarter in range(scenario.first, last + 1):
        if quarter == failure:
            counties[0].p = scenario.tree.at(quarter)
            by_line = linked_ids(counties[0])
            linked = np.unique(np.concatenate([by_line[name] for name in OWN]))
        for k, county in enumerate(counties):
            county.step()
            if quarter >= failure and quarter % 4 == 3:
                seen[k].append(rates(county, linked, by_line["buyer"]))
    means = [tuple(mean_of_known(x) for x in np.array(part).reshape(-1, len(GROUPS)).T) for part in seen]
    counts = {kind: int(ids.size) for kind, ids in by_line.items()}
    return Traced(means[1], means[0], int(linked.size), counts)


def effect(
    scenario: Scenario,
    lucks: Sequence[Luck],
    households: int | None,
    last: int,
    workers: int = 1,
    tell: Callable[[int], None] = lambda done: None,
) -> dict[str, Any]:
    """Effect of the failure on the return rate of ex-poor persons by group, paired over replicates.

    ``tell`` hears how many replicates are finished.
    """
    lean = scenario._replace(warnings=(), applied=())
    calls = [partial(traced, lean, luck, households, last) for luck in lucks]
    done = count(1)
    runs = all_of(calls, workers, lambda _: tell(next(done)))
    base, other = np.array([run.without for run in runs]), np.array([run.failed for run in runs])
    rows = [row.row() for row in compare(base, other, GROUPS, undefined=True)] if len(runs) > 1 else []
    return {
        "linked_households": [run.linked_households for run in runs],
        "by_line": {kind: [run.by_line[kind] for run in runs] for kind in (runs[0].by_line if runs else ())},
        "return_rate": rows,
    }


def all_of(calls: Sequence[Callable[[], Traced]], workers: int, finished: Callable[[int], None]) -> list[Traced]:
    """Results of the calls, made here or by several workers."""
    if workers > 1 and len(calls) > 1:
        return in_processes(calls, workers, finished)
    runs = []
    for k, call in enumerate(calls):
        runs.append(call())
        finished(k)
    return runs
