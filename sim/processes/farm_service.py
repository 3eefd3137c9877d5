"""Production service (生产托管): members short of hands on the farm buy service of their co-operative where it pays."""

from __future__ import annotations

import numpy as np

from sim.compiled import compiled, inlined
from sim.draws import Key
from sim.processes.farming import Farming, potential, season
from sim.processes.linkage import Linkage
from sim.processes.rows import enter, gathered, row
from sim.state import collective, flows, households
from sim.state.forms import SERVICE
from sim.state.frame import Frame


@inlined
def service_fee(land: float, missing: float, price: float, p: Linkage) -> float:
    """Fee of a year for replacing ``missing`` of the labour that full service stands for (E72); ``price`` a mu, CNY2020/year."""
    return price * land * (missing / p.service_labour if p.service_labour > 0.0 else 0.0)


@inlined
def worth_of_service(land: float, hands: float, p: Linkage, farm: Farming) -> float:
    """What service adds to a year's output net of inputs at normal prices (E73), CNY2020."""
    return (1.0 - farm.cost_share) * (potential(land, p.service_labour, farm) - potential(land, hands, farm))


@compiled
def farm_service(lo: int, hi: int, f: Frame, key: Key, p: Linkage, farm: Farming) -> None:
    """Members short of hands on the farm buy service of their co-operative where it pays; without any they let their land."""
    hands, land, mark = f.flow[flows.FARM_LABOUR], f.money[households.LAND], f.luck[0]
    member, rows = f.link[households.COOPERATIVE], np.empty(hi - lo + 1, dtype=np.int64)
    growth, share = f.county[collective.GROWTH], season(key.quarter, farm)
    for k in range(hi - lo):
        i = row(lo, k)
        mark[i] = 1.0 if member[i] >= 0 and 0.0 < hands[i] and hands[i] < p.service_labour else 0.0
    for k in range(gathered(lo, hi, mark, rows)):
        i = rows[k]
        at = int(member[i])
        if f.cooperative_alive[at] != 0 and int(f.cooperative_link[collective.OFFERED, at]) & SERVICE != 0:
            fee = service_fee(land[i], p.service_labour - hands[i], p.service_price, p)
            if worth_of_service(land[i], hands[i], p, farm) > fee:
                hands[i] = p.service_labour
                enter(i, f, flows.SERVICE_FEE, share * growth * fee)
                f.flow[flows.BUSINESS, i] = f.flow[flows.BUSINESS, i] - share * growth * fee
