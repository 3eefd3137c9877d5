"""What levers can move: the channels of households, and the county's pools."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.compiled import compiled
from sim.draws import Key
from sim.language import Text
from sim.state.channels import CHOICES, NEUTRAL
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
def mark_chosen(reach: NDArray[np.int16], chosen: Chosen, bit: int) -> None:
    """Give the chosen households the bit of their choice."""
    for i in range(chosen.size):
        reach[i] = int(reach[i]) | (bit if chosen[i] else 0)


def settle(channel: Floats, reach: NDArray[np.int16], moves: Moves) -> None:
    """Write a quarter's moves into ``channel``, shape (2**CHOICES, channels), and each household's row of it into ``reach``.

    Each different choice of households is a bit of the row's number: a lever moves many channels of the same households,
    so a few values in a small table stand for a column of each channel. ValueError: more than CHOICES different choices.
    """
    bits: dict[int, int] = {}
    for chosen, _ in (move for made in moves.values() for move in made):
        bits.setdefault(id(chosen), len(bits))
    if len(bits) > CHOICES:
        en = f"levers choose {len(bits)} different sets of households, at most {CHOICES} have a place"
        raise ValueError(Text(en, f"各项政策共选取{len(bits)}组不同农户，最多可容{CHOICES}组").both("en"))
    reach[:] = 0
    marked = set[int]()
    combinations = np.arange(1 << len(bits))
    channel[: combinations.size] = NEUTRAL
    for column, made in moves.items():
        for chosen, value in made:  # of two the later one holds
            bit = 1 << bits[id(chosen)]
            channel[np.flatnonzero(combinations & bit), column] = value
            if bit not in marked:
                mark_chosen(reach, chosen, bit)
                marked.add(bit)


def covered(households: Store, access: str, coverage: float) -> Chosen:
    """Ex-poor and monitored households whose rank of access lies within ``coverage`` (share)."""
    limit = math.ceil(coverage * RANKS)
    entitled = households["entitlement"] > 0
    return entitled & (households[access] < limit) if limit < RANKS else entitled
