"""What levers can move: the channel columns of households, and the county's pools."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.compiled import compiled
from sim.draws import Key
from sim.state.flows import CHANNEL_NEUTRAL
from sim.state.frame import Floats
from sim.state.store import Store

RANKS = 32768  # ranks of access are 0..RANKS-1


@dataclass
class Pools:
    """Common pools and county-wide terms of a quarter; the defaults are neutral."""

    posts_per_village: float = 0.0
    post_wage: float = 0.0  # CNY2020/year
    training_places: float = 0.0  # persons/quarter, for the whole county
    floor: float = 0.0  # floor price over the expected price
    floor_weight: float = 0.0  # how far co-operatives' own floors are lifted towards it


Rows = NDArray[np.int64]
Moves = dict[int, list[tuple[Rows, float]]]  # by channel: rows of households, ascending, and the value set there


class Reach(NamedTuple):
    """What a lever sees: households, the pools, the draw key, its strength in [0, 1]; and what levers have moved."""

    households: Store
    moves: Moves
    pools: Pools
    key: Key
    strength: float

    def move(self, channel: int, rows: Rows, value: float) -> None:
        """Set a channel of the chosen households for this quarter; of two levers the later one holds."""
        self.moves.setdefault(channel, []).append((rows, value))


@compiled
def put(column: Floats, rows: Rows, value: float) -> None:
    """Write one value to the chosen rows of a column."""
    for k in range(rows.size):
        column[rows[k]] = value


@compiled
def only_in(rows: Rows, others: Rows) -> Rows:
    """Rows that the others, ascending like them, lack."""
    found, n, k = np.empty(rows.size, dtype=np.int64), 0, 0
    for i in range(rows.size):
        while k < others.size and others[k] < rows[i]:
            k += 1
        if k == others.size or others[k] != rows[i]:
            found[n] = rows[i]
            n += 1
    return found[:n]


def all_neutral(channel: Floats) -> None:
    """Set every channel of every household to its neutral value."""
    for row, value in enumerate(CHANNEL_NEUTRAL):
        channel[row] = value


def settle(channel: Floats, before: Moves, now: Moves) -> None:
    """Make the channel columns, which hold last quarter's moves, hold this quarter's.

    Most households are reached by the same value as a quarter ago: only what differs is written.
    """
    known: dict[tuple[int, int], tuple[Rows, Rows]] = {}  # channels of one lever share their rows
    for row in sorted(before.keys() | now.keys()):
        old, new = before.get(row, []), now.get(row, [])
        if len(old) == len(new) == 1 and old[0][1] == new[0][1]:
            a, b = old[0][0], new[0][0]
            if (id(a), id(b)) not in known:
                known[id(a), id(b)] = only_in(a, b), only_in(b, a)
            gone, come = known[id(a), id(b)]
            put(channel[row], gone, CHANNEL_NEUTRAL[row])
            put(channel[row], come, new[0][1])
        else:
            for rows, _ in old:
                put(channel[row], rows, CHANNEL_NEUTRAL[row])
            for rows, value in new:
                put(channel[row], rows, value)


def covered(households: Store, access: str, coverage: float) -> Rows:
    """Rows of ex-poor and monitored households whose rank of access lies within ``coverage`` (share)."""
    limit = math.ceil(coverage * RANKS)
    within = (households[access] < limit) if limit < RANKS else True
    return np.flatnonzero((households["entitlement"] > 0) & within)
