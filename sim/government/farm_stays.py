"""Who opens a farm stay and who gives it up: one draw decides both whether a household wants to and its place in the queue."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.collectives.tourism import closing_chance, opening_chance, rooms
from sim.draws import WORD_WIDTH, Key
from sim.government.pools import GUESTS, granted, queue_words
from sim.processes.farm_stays import Tourism
from sim.processes.relocation import CONCENTRATED
from sim.state.households import FARM_STAY
from sim.state.store import Store

Rows = NDArray[np.int64]


def manned(households: Store, rows: Rows) -> NDArray[np.bool_]:
    """Whether somebody is at home who could look after guests: an able adult without wage work, or an elder."""
    return (free_hands(households, rows) > 0) | (households["elders"][rows] > 0)


def free_hands(households: Store, rows: Rows) -> Rows:
    """Able adults without wage work."""
    h = households
    return h["able"][rows].astype(np.int64) - h["migrants"][rows] - h["local_workers"][rows] - h["employed"][rows]


def open_and_close(households: Store, villages: Store, come: float, luck: Key, p: Tourism) -> None:
    """Give up farm stays, then fill the free places of each village with those who want one, in the order of their draws.

    Whoever opens one gives up its small side industry. A place goes only to a household that lives in the village: those at
    concentrated relocation sites do not.
    """
    h = households
    near = np.flatnonzero(villages["visited"][h["village"]] != 0)
    word = queue_words(luck, h, near, GUESTS)
    u = (word + 0.5) * WORD_WIDTH
    runs = h["side"][near] == FARM_STAY
    ends = runs & ((u < closing_chance(come, p)) | ~manned(h, near))
    h["side"][near[ends]] = 0
    held = np.bincount(h["village"][near[runs & ~ends]], minlength=villages.n)
    free = np.maximum(rooms(villages, p) - held, 0).astype(np.int64)
    wants = ~runs & (u < opening_chance(come, p)) & (free_hands(h, near) > 0) & (h["relocated"][near] != CONCENTRATED)
    rows, word = near[wants], word[wants]
    won = granted(h["village"][rows].astype(np.int64), np.zeros(rows.size, dtype=np.int64), word, h.id[rows], free)
    h["side"][rows[won]] = FARM_STAY
