"""What levers can move: the channel columns of households, and the county's pools."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.draws import Key
from sim.state.flows import CHANNEL_NEUTRAL
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


class Reach(NamedTuple):
    """What a lever sees: households, their channel columns, the pools, the draw key, its strength in [0, 1]."""

    households: Store
    channel: NDArray[np.float64]  # (channels, households)
    pools: Pools
    key: Key
    strength: float


def neutral(channel: NDArray[np.float64]) -> None:
    """Set every channel of every household to its neutral value."""
    for row, value in enumerate(CHANNEL_NEUTRAL):
        channel[row] = value


def covered(households: Store, access: str, coverage: float) -> NDArray[np.int64]:
    """Rows of ex-poor and monitored households whose rank of access lies within ``coverage`` (share)."""
    entitled = np.flatnonzero(households["entitlement"] > 0)
    return entitled[households[access][entitled] < coverage * RANKS]
