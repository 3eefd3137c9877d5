"""The worst village and township of a fourth quarter: as lived, and with the year's returns dealt out by lot."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.county import County
from sim.draws import raw_words
from sim.measures.scattered import DEALS, SCATTERING, alike, dealt, worst

PLACES = ("village", "township")
SHAPE = (1 + DEALS, len(PLACES))


class Standing(NamedTuple):
    """Ex-poor households, by id, and their welfare of the last four quarters, CNY2020/(person·year)."""

    ids: NDArray[np.int64]
    welfare: NDArray[np.float64]


def standing(c: County) -> Standing:
    """How ex-poor households stand now, from what they remember of four quarters (so also before the first)."""
    h = c.households
    rows = np.flatnonzero(h["ex_poor"] != 0)
    rows = rows[np.argsort(h.id[rows], kind="stable")]
    year, members = np.zeros(rows.size), np.zeros(rows.size)
    for k in range(4):
        year += h[f"market_income_{k}"][rows] + h[f"assistance_{k}"][rows] - h[f"medical_{k}"][rows]
        members += 0.25 * h[f"persons_{k}"][rows]
    return Standing(h.id[rows], np.where(members > 0.0, year / np.where(members > 0.0, members, 1.0), 0.0))


def before(ids: NDArray[np.int64], then: Standing) -> NDArray[np.float64]:
    """Welfare of the households then; infinite, which is the highest band, where there was no such household."""
    place = np.minimum(np.searchsorted(then.ids, ids), max(then.ids.size - 1, 0))
    known = then.ids[place] == ids if then.ids.size else np.zeros(ids.size, dtype=np.bool_)
    welfare = np.full(ids.size, np.inf)
    welfare[known] = then.welfare[place[known]]
    return welfare


def worst_places(c: County, then: Standing) -> NDArray[np.float64]:
    """Highest return rate of ``PLACES``, of shape ``SHAPE``: first as lived, then as dealt out.

    ``then`` is the standing a year before, or at the start of a run that starts inside a year.
    """
    h, persons = c.households, c.members()
    history = h["poor_history"].astype(np.int64)
    rows = np.flatnonzero((h["ex_poor"] != 0) & (persons > 0) & (history // 16 % 2 == 0))
    persons, back, ids = persons[rows], history[rows] % 2 == 1, h.id[rows]
    groups = alike(persons, before(ids, then), c.p["lines"].poverty)
    drawn = dealt(back, groups, raw_words(c.luck, ids, SCATTERING, 0))
    village = h["village"][rows].astype(np.int64)
    places = (village, c.villages["township"][village].astype(np.int64))
    return np.array([[worst(one, persons, place) for place in places] for one in (back, *drawn)])
