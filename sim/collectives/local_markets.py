"""Markets of the townships (农贸市场、商贸综合服务中心): a short way for what people nearby buy, and no more than that."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.collectives.outlets import Outlets
from sim.draws import TOWNSHIP_TRAITS, Key, uniforms
from sim.levers.channels import Pools
from sim.measures.sums import summed, total
from sim.state.store import Store

Floats = NDArray[np.float64]


def townships(villages: Store) -> int:
    """Number of townships that the villages name."""
    return int(villages["township"].max()) + 1


def markets_of(number: int, initial: Key, density: float) -> NDArray[np.int64]:
    """Markets of each township (E101): the whole number that all have, and one more where a draw made once says so.

    A denser network holds all markets of a sparser one.
    """
    drawn = uniforms(initial, np.arange(number, dtype=np.int64), TOWNSHIP_TRAITS, 0)[1]
    return np.floor(density + drawn).astype(np.int64)


def served(markets: NDArray[np.int64], p: Outlets) -> Floats:
    """Share of a township's people who buy at its markets (E102): each further market serves its share of the rest."""
    missed = np.ones(markets.size)
    for k in range(int(markets.max(initial=0))):
        missed = np.where(markets > k, missed * (1.0 - p.market_people), missed)
    return 1.0 - missed


def sold_nearby(villages: Store, persons: Floats, initial: Key, season: int, density: float, p: Outlets) -> Floats:
    """Share of what a village takes to market that goes to one of its township (E103), shape (villages,).

    Demand is thin: what ``persons``, by village, spend there in a quarter, over what all villages of the township brought in
    this season a year ago. The rest goes the long way; where nothing is known of last year, everything does.
    """
    number, township = townships(villages), villages["township"]
    demand = (
        0.25 * p.market_demand * served(markets_of(number, initial, density), p) * summed(township, persons, number)
    )
    brought = summed(township, villages[f"brought_{season}"], number)
    known = brought > 0.0
    share = np.where(known, np.minimum(demand / np.where(known, brought, 1.0), 1.0), 0.0)
    return share[township]


def remember_brought(villages: Store, worth: Floats, season: int, growth: float) -> None:
    """What each village took to market this season, before losses, at expected prices of 2020.

    ``worth`` is that at the farm gate, by village; nothing is remembered where a gate is worth nothing.
    """
    gate = villages["farm_gate"]
    villages[f"brought_{season}"][:] = np.where(gate > 0.0, worth / np.where(gate > 0.0, gate, 1.0), 0.0) / growth


def build(county: Store, number: float, pools: Pools) -> float:
    """Build on the markets that are planned (E104), in ``number`` townships; return what that costs, CNY2020.

    Works are paid as they proceed; a township's market opens when the county's density passes its draw. None is torn down.
    """
    more = min(pools.market_works, max(pools.new_markets - float(county["markets_built"][0]), 0.0))
    county["markets_built"][0] += more
    return more * number * pools.market_cost


def nearby_of_arrived(villages: Store, p: Outlets) -> Floats:
    """Of what arrives at any market, the share that arrives at one of the township, shape (villages,)."""
    near, kept = villages["nearby"], villages["kept"]
    shorter = 1.0 - near * p.way_saved  # losses over those with the whole way for everything
    lost = np.where(shorter > 0.0, (1.0 - kept) / np.where(shorter > 0.0, shorter, 1.0), 0.0)
    arrived = near * (1.0 - (1.0 - p.way_saved) * lost)
    return np.where(kept > 0.0, arrived / np.where(kept > 0.0, kept, 1.0), 0.0)


def nearby_share(villages: Store, season: int, p: Outlets) -> float:
    """Share of the county's produce at the market that arrives at markets of the townships; NaN without any."""
    arrived = villages[f"brought_{season}"] * villages["kept"]
    whole = total(arrived)
    return total(arrived * nearby_of_arrived(villages, p)) / whole if whole > 0.0 else float("nan")
