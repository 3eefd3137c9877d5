"""Keeps the columns of chosen households, quarter by quarter, by id: rows move when others dissolve or split off."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from sim.county import County
from sim.explain.returns import Birth, Return
from sim.explain.track import AROUND, BEFORE, NAMES, STATES, WINDOW, Track
from sim.state.store import Store

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Watcher:
    """Watches each household from eight quarters before its return to four after it; call it after every quarter.

    Before a split the household watched is the one that it split from.
    """

    def __init__(self, returns: Iterable[Return], births: Mapping[int, Birth]) -> None:
        self.returns, self.births = list(returns), births
        self.values = np.full((len(self.returns), WINDOW, len(NAMES)), np.nan)

    def __call__(self, county: County) -> None:
        """See one quarter."""
        now = county.number
        due = [k for k, r in enumerate(self.returns) if r.quarter - BEFORE <= now < r.quarter - BEFORE + WINDOW]
        wanted = np.array([self.living(self.returns[k].household, now) for k in due], dtype=np.int64)
        rows = rows_of(county.households.id, wanted)
        there = np.flatnonzero(rows >= 0)
        seen = columns(county, rows[there])
        for place, k in enumerate(there.tolist()):
            life = due[k]
            self.values[life, now - (self.returns[life].quarter - BEFORE)] = seen[place]

    def living(self, household: int, quarter: int) -> int:
        """Id under which the household lived in a quarter."""
        while household in self.births and quarter < self.births[household].quarter:
            household = self.births[household].parent
        return household

    def tracks(self) -> list[Track]:
        """What was seen, one track a return."""
        return [
            Track(
                r.household,
                r.quarter,
                r.quarter - BEFORE,
                self.values[k],
                self.births[r.household].quarter if r.household in self.births else None,
            )
            for k, r in enumerate(self.returns)
        ]


def rows_of(ids: Ints, wanted: Ints) -> Ints:
    """Rows of the wanted ids, -1 where there is none."""
    if not wanted.size:
        return wanted
    order = np.argsort(ids, kind="stable")
    place = np.minimum(np.searchsorted(ids, wanted, sorter=order), ids.size - 1)
    rows = order[place]
    return np.where(ids[rows] == wanted, rows, -1)


def columns(county: County, rows: Ints) -> Floats:
    """All named columns of the rows, shape (rows, names)."""
    h = county.households
    states = [h[name][rows].astype(np.float64) for name in STATES]
    flows = county.flows_of(rows)
    near = around(county, rows)
    return np.vstack([*states, flows, *(near[name] for name in AROUND)]).T


def around(county: County, rows: Ints) -> dict[str, Floats]:
    """What is around the households: their village, their firms, the county, the lines."""
    h, c, lines = county.households, county.county, county.p["lines"]
    village = h["village"][rows]

    def same(value: float) -> Floats:
        return np.full(rows.size, float(value))

    return {
        "village_product": county.villages["product"][village].astype(np.float64),
        "product_kind": county.products["kind"][h["product"][rows]].astype(np.float64),
        "yield_log": county.villages["yield_log"][village],
        "disaster": county.villages["disaster"][village],
        "road": county.villages["road"][village],
        "employer_alive": alive(county.enterprises, h["employer"][rows]),
        "holder_alive": alive(county.enterprises, h["enterprise"][rows]),
        "cooperative_alive": alive(county.cooperatives, h["cooperative"][rows]),
        "crisis": same(c["crisis"][0]),
        "visitors": same(c["visitors"][0]),
        "policy": same(county.strengths.policy),
        "poverty_line": same(lines.poverty),
        "monitoring_line": same(lines.monitoring_multiple * lines.poverty),
    }


def alive(firms: Store, link: NDArray[np.int32]) -> Floats:
    """1 where the firm that a household is linked to operates, 0 where it has failed, -1 without a link."""
    if firms.n == 0:
        return np.full(link.size, -1.0)
    return np.where(link >= 0, firms["alive"][np.maximum(link, 0)], -1).astype(np.float64)
