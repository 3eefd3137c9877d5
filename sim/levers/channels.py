"""What levers can move: the channel columns of households, and the county's pools."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.compiled import compiled
from sim.draws import Key
from sim.state.channels import NEUTRAL
from sim.state.frame import Floats
from sim.state.store import Store

RANKS = 32768  # ranks of access are 0..RANKS-1


@dataclass
class Pools:
    """Common pools and county-wide terms of a quarter; the defaults are neutral."""

    posts_per_village: float = 0.0
    post_wage: float = 0.0  # CNY2020/year
    training_places: float = 0.0  # persons/quarter, for the whole county
    relief_places: float = 0.0  # persons who work for relief in the quarter, for the whole county
    relief_wage: float = 0.0  # CNY2020/(person·quarter)
    anti_return: float = 0.0  # share of cover that the county buys from anti-return insurance
    floor: float = 0.0  # floor price over the expected price
    floor_weight: float = 0.0  # how far co-operatives' own floors are lifted towards it


Rows = NDArray[np.int64]
Chosen = NDArray[np.bool_]  # which households, shape (households,)
Moves = dict[int, list[tuple[Chosen, float]]]  # by channel: households and the value set there


class Reach(NamedTuple):
    """What a lever sees: households, the pools, the draw key, its strength in [0, 1]; and what levers have moved."""

    households: Store
    moves: Moves
    pools: Pools
    key: Key
    strength: float

    def move(self, channel: int, chosen: Chosen, value: float) -> None:
        """Set a channel of the chosen households for this quarter; of two levers the later one holds."""
        self.moves.setdefault(channel, []).append((chosen, value))


@compiled
def put(column: Floats, rows: Rows, value: float) -> None:
    """Write one value to the chosen rows of a column."""
    for k in range(rows.size):
        column[rows[k]] = value


def all_neutral(channel: Floats) -> None:
    """Set every channel of every household to its neutral value."""
    for row, value in enumerate(NEUTRAL):
        channel[row] = value


def settle(channel: Floats, before: Moves, now: Moves) -> None:
    """Make the channel columns, which hold last quarter's moves, hold this quarter's.

    Most households are reached by the same value as a quarter ago: only what differs is written.
    """
    known: dict[tuple[int, int], Rows] = {}  # channels of one lever share the choice of households
    for row in sorted(before.keys() | now.keys()):
        old, new = before.get(row, []), now.get(row, [])
        if len(old) == len(new) == 1 and old[0][1] == new[0][1]:
            a, b = old[0][0], new[0][0]
            if (id(a), id(b)) not in known:
                known[id(a), id(b)] = np.flatnonzero(a != b)
            differs = known[id(a), id(b)]
            put(channel[row], differs[a[differs]], NEUTRAL[row])
            put(channel[row], differs[b[differs]], new[0][1])
        else:
            for chosen, value in (*((chosen, NEUTRAL[row]) for chosen, _ in old), *new):
                if (id(chosen), 0) not in known:
                    known[id(chosen), 0] = np.flatnonzero(chosen)
                put(channel[row], known[id(chosen), 0], value)


def covered(households: Store, access: str, coverage: float) -> Chosen:
    """Ex-poor and monitored households whose rank of access lies within ``coverage`` (share)."""
    limit = math.ceil(coverage * RANKS)
    entitled = households["entitlement"] > 0
    return entitled & (households[access] < limit) if limit < RANKS else entitled
