"""Which part of its idle houses a village has in use: what outsiders want, how fast it comes, what a clean-up ends."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.draws import WEATHER, Key, uniforms
from sim.processes.hazard import within_quarter
from sim.processes.houses import Houses
from sim.state.store import Store

Floats = NDArray[np.float64]
WORD = 3  # of the block WEATHER


def wanted(villages: Store, visitors: float, p: Houses) -> Floats:
    """Share of idle houses that outsiders want (E139): more where visitors come and while they come; none without a road."""
    liked = np.where(villages["visited"] != 0, p.demand_visited * min(visitors, 1.0), p.demand)
    return villages["road"] * liked


def next_in_use(in_use: Floats, wanted: Floats, p: Houses) -> Floats:
    """Share in use next quarter (E140): on its way to what is wanted, by at most ``use_rate`` a year."""
    step = 0.25 * p.use_rate
    return in_use + np.minimum(np.maximum(wanted - in_use, -step), step)


def use_houses(villages: Store, visitors: float, key: Key, p: Houses) -> None:
    """Move the share in use; where building is cleaned up, all leases of the village end."""
    cleared = uniforms(key, villages.id, WEATHER, 0)[WORD] < within_quarter(p.clean_up)
    moved = next_in_use(villages["houses_in_use"], wanted(villages, visitors, p), p)
    villages["houses_in_use"][:] = np.where(cleared, 0.0, moved)


def collectives_part(rents: Floats, p: Houses) -> Floats:
    """What collectives get beside the ``rents`` that their households get (E138), shape (villages,), CNY2020."""
    return rents * ((1.0 - p.share) / p.share)
