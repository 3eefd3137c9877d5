"""The cascade after a failure: those who lost a line of income with one firm, lived with its failure and without it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.county import County
from sim.following import CASCADE, COOPERATIVE, NODES, living
from sim.forced_failures import Spared
from sim.lanes import CompiledLane
from sim.network import Network, lines_of, lost
from sim.runs import Job, Run
from sim.spec import quarter_name
from sim.start import start_of

Floats = NDArray[np.float64]
BEFORE, AFTER = 4, 12  # quarters shown before the failure and after it
TRIES = 5  # cascades looked at: a firm that fails for its debts cannot be spared, and the next one is taken
SIDES = ("with", "without")
SEEN = ("linked", "poor", "welfare", "people")


class Cascade(NamedTuple):
    """One cascade of the followed runs."""

    replicate: int  # place of the job
    quarter: int
    kind: int
    node: int  # id
    households: int


class After(NamedTuple):
    """The same households with the failure and without it; arrays of shape (2, quarters, 4), columns ``SEEN``.

    Shares are of persons: with a line of income on any firm, and poor; welfare is per person and year, CNY2020.
    """

    cascade: Cascade
    quarters: tuple[int, ...]
    seen: Floats
    persons: int  # of the households in the quarter of the failure

    def rows(self) -> list[dict[str, Any]]:
        """One row a quarter, for Excel."""
        kind = list(NODES)[self.cascade.kind]
        return [
            {
                "replicate 重复序号": self.cascade.replicate,
                "node_kind": kind,
                "主体类别": NODES[kind].zh,
                "node 主体编号": self.cascade.node,
                "quarter": quarter_name(quarter),
                "after 距倒闭季度数": quarter - self.cascade.quarter,
                **{
                    f"{name}_{side} {TITLES[name]}（{WORLDS[side]}）": float(self.seen[s, k, SEEN.index(name)])
                    for name in ("linked", "poor", "welfare")
                    for s, side in enumerate(SIDES)
                },
            }
            for k, quarter in enumerate(self.quarters)
        ]


TITLES = {"linked": "仍有利益联结的人口比例", "poor": "贫困人口比例", "welfare": "扣除医疗自付后的人均收入"}
WORLDS = {"with": "倒闭", "without": "未倒闭"}


def largest(runs: Sequence[Run], last: int) -> list[Cascade]:
    """The largest cascades, most households first; those with two years after them before all others."""
    found = []
    for replicate, run in enumerate(runs):
        assert run.followed is not None
        columns = run.followed.cascades[:, [CASCADE.index(x) for x in ("quarter", "kind", "node", "households")]]
        found += [Cascade(replicate, *values) for values in columns.tolist()]
    return sorted(found, key=lambda c: (c.quarter + 8 > last, -c.households, c.replicate, c.quarter, c.kind, c.node))


def after_the_largest(jobs: Sequence[Job], runs: Sequence[Run]) -> After | None:
    """What became of those whom the largest cascade hit whose firm can be spared; None without one."""
    if not jobs:
        return None
    last = jobs[0].scenario.first + jobs[0].horizon - 1
    for cascade in largest(runs, last)[:TRIES]:
        found = after(jobs[cascade.replicate], cascade, last)
        if found is not None:
            return found
    return None


def after(job: Job, cascade: Cascade, last: int) -> After | None:
    """Live the replicate again with the failure and without it; None where the firm fails all the same."""
    scenario = job.scenario
    start = start_of(scenario, job.luck, job.households)
    failing, calm = (
        County(start.copy(), scenario.tree, job.luck, scenario.first, CompiledLane(job.threads)) for _ in SIDES
    )
    past: list[tuple[int, Moment]] = []
    while failing.number < cascade.quarter - 1:
        for county in (failing, calm):
            county.step()
        if failing.number >= cascade.quarter - BEFORE:
            past.append((failing.number, moment(failing)))
    before, node = lines_of(failing), node_of(failing, cascade)
    calm.spared = spared(failing, cascade)
    for county in (failing, calm):
        county.step()
    found = lost(before, failing)
    if not living(calm)[node]:
        return None
    ids = failing.households.id[((found.nodes == node) & found.gone).any(axis=0)]
    quarters = [quarter for quarter, _ in past]
    seen = [[observed(now, ids) for _, now in past] for _ in SIDES]
    while True:
        quarters.append(failing.number)
        for k, county in enumerate((failing, calm)):
            seen[k].append(observed(moment(county), ids))
        if failing.number >= min(last, cascade.quarter + AFTER):
            break
        for county in (failing, calm):
            county.step()
    values = np.array(seen)
    people = int(values[0, len(past), SEEN.index("people")])
    return After(cascade, tuple(quarters), values, people)


def node_of(county: County, cascade: Cascade) -> int:
    """Number of the cascade's node in the network."""
    firms, coops = county.enterprises, county.cooperatives
    if cascade.kind == COOPERATIVE:
        return firms.n + int(np.flatnonzero(coops.id == cascade.node)[0])
    return int(np.flatnonzero(firms.id == cascade.node)[0])


def spared(county: County, cascade: Cascade) -> Spared:
    """The rule that spares the cascade's node."""
    node, firms = node_of(county, cascade), county.enterprises.n
    if cascade.kind == COOPERATIVE:
        return Spared(cascade.quarter, cooperative=node - firms)
    return Spared(cascade.quarter, enterprise=node)


class Moment(NamedTuple):
    """What is looked at of all households at the end of a quarter; arrays of shape (households,)."""

    network: Network
    persons: NDArray[np.int64]
    poor: NDArray[np.bool_]
    welfare: Floats  # CNY2020/(person·year)


def moment(county: County) -> Moment:
    """The end of the quarter just lived."""
    h, people = county.households, county.members()
    year, members = np.zeros(h.n), np.zeros(h.n)
    for k in range(4):
        year += h[f"market_income_{k}"] + h[f"assistance_{k}"] - h[f"medical_{k}"]
        members += 0.25 * h[f"persons_{k}"]
    welfare = np.where(members > 0.0, year / np.where(members > 0.0, members, 1.0), 0.0)
    return Moment(lines_of(county), people, h["poor_history"] % 2 == 1, welfare)


def observed(now: Moment, ids: NDArray[np.int64]) -> list[float]:
    """Of the households with these ids: the shares and the mean of ``SEEN``; NaN where none is left."""
    rows = np.flatnonzero(np.isin(now.network.ids, ids) & (now.persons > 0))
    people = now.persons[rows].astype(np.float64)
    everybody = float(people.sum())
    if everybody == 0.0:
        return [np.nan, np.nan, np.nan, 0.0]
    linked = (now.network.lines[:, rows] >= 0).any(axis=0)
    means = [float((people * column).sum()) / everybody for column in (linked, now.poor[rows], now.welfare[rows])]
    return [*means, everybody]
