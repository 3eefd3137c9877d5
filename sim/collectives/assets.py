"""Operating assets of village collectives: the ledger, losses outside it, yearly inventory, market operation, wear."""

from __future__ import annotations

from typing import Annotated, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim import sources
from sim.draws import SYSTEMS, VILLAGE_CADRES, Key, uniforms
from sim.processes.hazard import within_quarter
from sim.spec import Param
from sim.state.store import Store

LEDGER = sources.assumed(
    "Share of assets outside the ledger is not stated; the range proposed from a reading of the documents for their loss is 2-15 % a year",
    "未确权登记资产比例文件未给出；其流失按文件研读建议每年2-15%",
)
INVENTORY = sources.figure("S3-125")
FOUND = sources.assumed("What an inventory finds and registers is not stated", "资产清查能查实登记的比例文件未给出")
MARKET = sources.assumed(
    "The plan has assets run under contract, lease or as shares, and allows to pledge them; neither share, gain nor risk is stated; "
    "the range proposed from a reading of the documents for the pledged part is 0-0.5",
    "规划提出承包、租赁、股份合作等市场化运营并允许抵押；比例、增益和风险未给出；抵押比例按文件研读建议0-0.5",
)
WEAR = sources.assumed(
    "Wear of operating assets and what prevents it; no source document gives it",
    "经营性资产折旧及维护为假定；来源文件未给出",
)

Floats = NDArray[np.float64]


class Assets(NamedTuple):
    """What becomes of the assets of village collectives."""

    loss_unregistered: Annotated[
        float, Param("1/year", (0, 4), (0.02, 0.15), LEDGER, "loss of assets outside the ledger", "未登记资产年流失率")
    ] = 0.08
    slipping: Annotated[
        float,
        Param(
            "1/year",
            (0, 4),
            (0.0, 0.10),
            LEDGER,
            "registered assets of which the ledger loses track",
            "已登记资产脱离台账年比例",
        ),
    ] = 0.03
    inventory_years: Annotated[
        int,
        Param(
            "years",
            (1, 100),
            (1, 3),
            INVENTORY,
            "years between inventories, at the end of a year",
            "资产清查间隔（年末开展）",
        ),
    ] = 1
    found: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.5, 1),
            FOUND,
            "unregistered assets that an inventory registers",
            "清查查实登记的未登记资产比例",
        ),
    ] = 0.8
    market_share: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0, 1),
            MARKET,
            "villages whose assets are run by a company or under contract",
            "集体资产市场化运营的村比例",
        ),
    ] = 0.3
    market_gain: Annotated[
        float,
        Param("share", (0, 5), (0, 0.5), MARKET, "gain in yield under market operation", "市场化运营收益提高比例"),
    ] = 0.2
    market_failure: Annotated[
        float, Param("1/year", (0, 4), (0.01, 0.10), MARKET, "operators that fail and leave a loss", "运营主体年失败率")
    ] = 0.03
    pledged: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0, 0.5),
            MARKET,
            "part of the assets that is pledged and lost if the operator fails",
            "抵押资产比例（运营失败即损失）",
        ),
    ] = 0.2
    depreciation: Annotated[
        float,
        Param(
            "1/year",
            (0, 2),
            (0.005, 0.05),
            WEAR,
            "wear of the assets unless it is paid for",
            "经营性资产年折旧率（不维护时）",
        ),
    ] = 0.01
    pv_net: Annotated[
        float,
        Param(
            "CNY2020/(kW·year)",
            (0, 1e5),
            (400, 900),
            sources.assumed(
                "Net yield of a photovoltaic plant: the range proposed from a reading of the documents is 400-900 yuan; cloudy hills "
                "lie at its lower end",
                "光伏电站净收益按文件研读建议每千瓦每年400-900元；多云山区取低值",
            ),
            "net income of a photovoltaic plant",
            "光伏电站年净收益",
        ),
    ] = 500.0
    pv_degradation: Annotated[
        float,
        Param(
            "1/year",
            (0, 1),
            (0.005, 0.03),
            sources.assumed(
                "Range proposed from a reading of the documents: 0.5-3 % a year", "按文件研读建议区间每年0.5-3%"
            ),
            "wear of photovoltaic plants",
            "光伏电站年衰减率",
        ),
    ] = 0.015


def operating_income(asset: Floats, rate: float, market: NDArray[np.bool_], gain: float) -> Floats:
    """Income of a quarter from operating assets at a yearly ``rate``, more where they are run by the market (E212), CNY2020."""
    return 0.25 * rate * asset * np.where(market, 1.0 + gain, 1.0)


def after_loss(asset: Floats, registered: Floats, p: Assets) -> tuple[Floats, Floats]:
    """Assets and their registered share a quarter later (E213): only what the ledger does not hold is lost."""
    left = asset * (1.0 - min(0.25 * p.loss_unregistered, 1.0) * (1.0 - registered))
    share = np.where(left > 0.0, asset * registered / np.where(left > 0.0, left, 1.0), registered)
    return left, np.minimum(share, 1.0)


def ledger(registered: Floats, inventory: bool, p: Assets) -> Floats:
    """Registered share (E214): the ledger loses track of some, an inventory finds most of what it lacks."""
    slipped = registered * (1.0 - min(0.25 * p.slipping, 1.0))
    return slipped + (p.found * (1.0 - slipped) if inventory else 0.0)


def inventory_due(quarter: int, p: Assets) -> bool:
    """Whether an inventory is made: in the last quarter of every ``inventory_years``-th year."""
    return quarter % 4 == 3 and quarter // 4 % p.inventory_years == 0


def maintained(asset: Floats, purse: Floats, p: Assets) -> tuple[Floats, Floats]:
    """Assets after wear, and what is paid against it (E215), CNY2020: as much as ``purse`` allows."""
    wear = min(0.25 * p.depreciation, 1.0) * asset
    paid = np.minimum(wear, purse)
    return asset - (wear - paid), paid


def market_run(villages: Store, initial: Key, p: Assets) -> NDArray[np.bool_]:
    """Villages whose assets are run by the market, by a fixed draw: a larger share contains the smaller one's."""
    return uniforms(initial, villages.id, VILLAGE_CADRES, 0)[2] < p.market_share


def keep_assets(villages: Store, key: Key, initial: Key, p: Assets) -> None:
    """Losses outside the ledger, inventory, failures of operators, wear of photovoltaic plants."""
    left, registered = after_loss(villages["asset"], villages["registered"], p)
    villages["registered"][:] = ledger(registered, inventory_due(key.quarter, p), p)
    market = market_run(villages, initial, p)
    fails = market & (uniforms(key, villages.id, SYSTEMS, 1)[1] < within_quarter(p.market_failure))
    villages["market_run"][:] = market
    villages["asset"][:] = left * np.where(fails, 1.0 - p.pledged, 1.0)
    villages["pv_kw"][:] = villages["pv_kw"] * (1.0 - 0.25 * p.pv_degradation)
