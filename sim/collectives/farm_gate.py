"""What produce is worth at the farm gate: losses and freight on the way, near and far, cold stores, sales over the internet."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.collectives.outlets import Outlets
from sim.draws import LOGISTICS, TOWNSHIP_TRAITS, Key, uniforms
from sim.processes.farming import Farming
from sim.state.store import Store

Floats = NDArray[np.float64]


def kept_on_the_way(road: Floats, p: Farming) -> Floats:
    """Share of what goes to market that arrives without cold stores (E96): better roads keep more."""
    worst = max(p.loss_without_roads, p.loss_after_harvest)
    return 1.0 - (worst - (worst - p.loss_after_harvest) * road)


def stored_cold(villages: Store, initial: Key, p: Outlets) -> Floats:
    """Use of a village's cold store (E98): 0 without one; what is idle, or has no power, cools nothing."""
    has = uniforms(initial, villages.id, LOGISTICS, 0)[1] < p.cold_coverage
    return np.where(has, (1.0 - p.idle_share) * villages["power"], 0.0)


def reached(villages: Store, initial: Key, p: Outlets) -> NDArray[np.bool_]:
    """Villages that parcels reach (E99): the township is reached, and so is the village from there.

    Who is reached first was drawn once, so a larger reach holds the villages of a smaller one.
    """
    townships = np.arange(int(villages["township"].max()) + 1, dtype=np.int64)
    to_township = uniforms(initial, townships, TOWNSHIP_TRAITS, 0)[0] < p.reach_township
    return to_township[villages["township"]] & (uniforms(initial, villages.id, LOGISTICS, 0)[0] < p.reach_village)


def farm_gates(villages: Store, initial: Key, farming: Farming, p: Outlets) -> None:
    """Set what of a unit of produce arrives at the market, and its value there at the expected price (E100).

    The part that is sold ``nearby`` (`sold_nearby`) is spared a part of the way, and of its losses and freight; it is not sold online.
    """
    road = villages["road"]
    kept = kept_on_the_way(road, farming)
    if not p.enabled:
        villages["kept"][:] = villages["farm_gate"][:] = kept
        return
    kept = kept + p.loss_reduction * stored_cold(villages, initial, p) * (1.0 - kept)
    freight = p.logistics_cost * (1.0 - road)
    online = np.where(reached(villages, initial, p), p.adoption * p.price_gain * villages["internet"], 0.0)
    near, way = villages["nearby"], 1.0 - p.way_saved
    kept_near = 1.0 - way * (1.0 - kept)
    villages["kept"][:] = near * kept_near + (1.0 - near) * kept
    villages["farm_gate"][:] = near * (kept_near * (1.0 - way * freight)) + (1.0 - near) * (
        kept * (1.0 - freight) * (1.0 + online)
    )
