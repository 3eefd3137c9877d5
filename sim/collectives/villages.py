"""Village collectives: income from assets, distribution, upkeep of shared infrastructure."""

from __future__ import annotations

from typing import Annotated, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim import sources
from sim.draws import WEATHER, Key, uniforms
from sim.processes.hazard import within_quarter
from sim.spec import Param
from sim.state.people import migrant_shares
from sim.state.store import Store

COLLECTIVE = sources.assumed(
    "The Pengshui plan states no income or distribution of village collectives",
    "彭水规划未给出村集体经济收入及分配比例",
)
YIELD = sources.assumed(
    "Range proposed from a reading of the documents: 2-8 % of the assets a year; no source document gives a yield",
    "集体资产年收益率按文件研读建议区间2-8%；来源文件未给出",
)
UPKEEP = sources.assumed(
    "Outages, repair and their cost; no source document gives them",
    "村基础设施中断、修复及费用为假定；来源文件未给出",
)
DECAY = sources.assumed(
    "Range proposed from a reading of the documents for village roads: 2-8 % a year",
    "村基础设施年损耗按文件研读对农村道路的建议取2-8%",
)


class Villages(NamedTuple):
    """Collective income and infrastructure."""

    enabled: Annotated[
        bool, Param("switch", (0, 1), (0, 1), COLLECTIVE, "village collectives operate", "模拟村集体经济")
    ] = True
    asset_return: Annotated[
        float, Param("1/year", (0, 1), (0.02, 0.08), YIELD, "income from collective assets", "集体资产年收益率")
    ] = 0.05
    distributed: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.3, 0.9),
            COLLECTIVE,
            "share of the collective's cash distributed in a quarter",
            "集体收益季度分配比例",
        ),
    ] = 0.4
    decay: Annotated[
        float, Param("1/year", (0, 2), (0.02, 0.08), DECAY, "decay of infrastructure", "基础设施年损耗率")
    ] = 0.05
    outage_rate: Annotated[
        float,
        Param(
            "1/(village·year)",
            (0, 2),
            (0.01, 0.2),
            UPKEEP,
            "village-wide outages of water, road or power",
            "整村水、路、电中断年发生率",
        ),
    ] = 0.05
    outage_loss: Annotated[
        float, Param("share", (0, 1), (0.1, 0.5), UPKEEP, "infrastructure lost in an outage", "中断造成的设施损失")
    ] = 0.3
    repair: Annotated[
        float,
        Param(
            "1/quarter",
            (0, 1),
            (0.05, 0.5),
            UPKEEP,
            "share of the damage repaired in a quarter at full responsibility",
            "责任落实到位时每季修复受损设施的比例",
        ),
    ] = 0.25
    repair_cost: Annotated[
        float,
        Param(
            "CNY2020/village",
            (0, 1e8),
            (100000, 2000000),
            UPKEEP,
            "cost of rebuilding a village's infrastructure",
            "重建一村基础设施费用",
        ),
    ] = 500000.0


class Upkeep(NamedTuple):
    """Village flows of a quarter, arrays of shape (villages,), CNY2020/quarter."""

    income: NDArray[np.float64]
    repairs: NDArray[np.float64]  # paid by the county


def villages_pass(
    store: Store,
    paid: NDArray[np.float64],
    entitled: NDArray[np.float64],
    growth: float,
    responsibility: float,
    key: Key,
    p: Villages,
) -> Upkeep:
    """Book what was distributed, earn, set the next distribution per entitled person, decay and repair (E136)."""
    income = 0.25 * p.asset_return * growth * store["asset"]
    cash = store["cash"] - paid + income
    store["cash"][:] = cash
    share = p.distributed * np.maximum(cash, 0.0)
    store["distribution"][:] = np.where(entitled > 0.0, share / np.maximum(entitled, 1.0), 0.0)
    outage = uniforms(key, store.id, WEATHER, 0)[2] < within_quarter(p.outage_rate)
    worn = store["infrastructure"] * (1.0 - 0.25 * p.decay) * np.where(outage, 1.0 - p.outage_loss, 1.0)
    mended = p.repair * responsibility * (1.0 - worn)
    store["infrastructure"][:] = worn + mended
    return Upkeep(income, p.repair_cost * mended)


def networks(households: Store, villages: int) -> NDArray[np.float64]:
    """Share of each village's able adults who work outside the county, shape (villages,)."""
    h = households
    return migrant_shares(h["village"], h["migrants"], h["adults"], h["disabled"], h["students"], villages)
