"""Co-operatives: buy under order at a floor price, resell, hold share funds, pay dividends, fail."""

from __future__ import annotations

from typing import Annotated, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim import sources
from sim.collectives.environment import exponentials, lognormal_logs
from sim.draws import COOPERATIVE, Key, uniforms
from sim.processes.hazard import within_quarter
from sim.spec import Param
from sim.state.store import Store

TRADE = sources.assumed(
    "Margins and costs of a co-operative; no source document gives them", "合作社毛利与成本为假定；来源文件未给出"
)
FLOOR = sources.assumed(
    "Whether co-operatives promise a floor price without support is not documented; below the floor of supported orders",
    "合作社在无扶持时是否保底收购没有文件依据；假定低于有扶持时的保底价",
)
DIVIDENDS = sources.assumed(
    "Range proposed from a reading of the documents: 4-10 % of principal a year; no source document gives a ratio",
    "年分红率按文件研读建议区间4-10%；来源文件未给出",
)
FAILURES = sources.assumed(
    "Range proposed from a reading of the documents: 0.02-0.15 a year for receivers of share funds",
    "入股承接主体年倒闭率按文件研读建议区间0.02-0.15",
)
INSOLVENCY = sources.assumed(
    "How much debt a co-operative survives is not known; the range is wide",
    "合作社能承受多大负债没有依据，区间取宽",
)
ENTRY = sources.assumed(
    "No source document says how soon a failed co-operative is replaced; a new one after one to ten years",
    "来源文件未给出倒闭合作社多久有新社替补；假定1至10年",
)


class Cooperatives(NamedTuple):
    """Trade, dividends and failure of co-operatives."""

    enabled: Annotated[bool, Param("switch", (0, 1), (0, 1), TRADE, "co-operatives trade", "模拟合作社经营")] = True
    own_floor: Annotated[
        float,
        Param(
            "ratio",
            (0, 1.5),
            (0, 0.9),
            FLOOR,
            "floor price that co-operatives offer unaided, over the expected price",
            "无扶持时订单保底价与预期价之比",
        ),
    ] = 0.6
    margin: Annotated[float, Param("share", (0, 1), (0.02, 0.15), TRADE, "margin on resale", "转售毛利率")] = 0.06
    margin_spread: Annotated[
        float, Param("log", (0, 2), (0.02, 0.2), TRADE, "spread of the resale price", "转售价格波动（对数标准差）")
    ] = 0.08
    overhead: Annotated[
        float,
        Param("share", (0, 1), (0.0, 0.1), TRADE, "cost of running, share of what is bought", "运营成本占收购额比例"),
    ] = 0.03
    asset_return: Annotated[
        float, Param("1/year", (0, 1), (0.03, 0.12), TRADE, "return on invested principal", "股金投资年收益率")
    ] = 0.08
    dividend: Annotated[
        float, Param("1/year", (0, 1), (0.04, 0.10), DIVIDENDS, "dividend on the principal", "股金年分红率")
    ] = 0.06
    failure_rate: Annotated[
        float,
        Param(
            "1/year",
            (0, 5),
            (0.02, 0.15),
            FAILURES,
            "failures for reasons outside the books",
            "经营亏损以外原因的年倒闭率",
        ),
    ] = 0.05
    entry_rate: Annotated[
        float,
        Param("1/year", (0, 5), (0.1, 1.0), ENTRY, "failed co-operatives replaced by new ones", "倒闭合作社年替补率"),
    ] = 0.4
    loss_limit: Annotated[
        float,
        Param(
            "ratio",
            (0, 10),
            (0.1, 1),
            INSOLVENCY,
            "debt over principal and yearly turnover at which it fails",
            "倒闭界限：负债与（股金加年营业额）之比",
        ),
    ] = 0.25


class Trade(NamedTuple):
    """What co-operatives did in a quarter, arrays of shape (co-operatives,), CNY2020/quarter."""

    bought: NDArray[np.float64]
    resold: NDArray[np.float64]
    overhead: NDArray[np.float64]
    returns: NDArray[np.float64]
    dividends: NDArray[np.float64]
    liquidated: NDArray[np.float64]  # cash left (or missing) when a co-operative fails
    shares_lost: NDArray[np.float64]


def floors(cooperatives: Store, enterprises: Store, floor: float, weight: float, p: Cooperatives) -> None:
    """Set this quarter's floor price ratio (E20); no orders where the co-operative or its buyer has failed."""
    offered = p.own_floor + weight * max(floor - p.own_floor, 0.0)
    buyer = cooperatives["buyer"]
    backed = np.where(buyer >= 0, enterprises["alive"][np.maximum(buyer, 0)] != 0, True) if enterprises.n else buyer < 0
    cooperatives["floor"][:] = np.where((cooperatives["alive"] != 0) & backed, offered, 0.0)


def closed(store: Store) -> None:
    """Co-operatives that are switched off take no orders and pay no dividends."""
    store["floor"][:] = 0.0
    store["dividend_rate"][:] = 0.0


def cooperatives_pass(
    store: Store, ordered: NDArray[np.float64], price: NDArray[np.float64], forced: int, key: Key, p: Cooperatives
) -> Trade:
    """Trade of a quarter: ``ordered`` at expected prices by co-operative, ``price`` by product; then dividends, then failure (E69).

    A scenario may force the failure of row ``forced``.
    """
    alive = store["alive"] != 0
    market = price[store["product"]]
    luck = uniforms(key, store.id, COOPERATIVE, 0)
    bought = ordered * np.maximum(market, store["floor"])
    resold = ordered * market * (1.0 + p.margin) * exponentials(lognormal_logs(p.margin_spread, luck[1]))
    overhead = p.overhead * bought
    returns = np.where(alive, 0.25 * p.asset_return * store["principal"], 0.0)
    cash = store["cash"] + resold + returns - bought - overhead
    limit = p.loss_limit * (store["principal"] + 4.0 * bought)
    unlucky = luck[0] < within_quarter(p.failure_rate)
    fails = alive & (unlucky | (cash < -limit))
    if forced >= 0:
        fails[forced] = alive[forced]
    rate = np.where(alive & ~fails & (cash > 0.0), 0.25 * p.dividend, 0.0)
    dividends = rate * store["principal"]
    cash = cash - dividends
    liquidated = np.where(fails, cash, 0.0)
    shares_lost = np.where(fails, store["principal"], 0.0)
    store["dividend_rate"][:] = rate
    store["cash"][:] = np.where(fails, 0.0, cash)
    store["principal"][:] = store["principal"] - shares_lost
    store["bought"][:] = bought
    store["alive"][fails] = 0
    store["failed_at"][fails] = key.quarter
    return Trade(bought, resold, overhead, returns, dividends, liquidated, shares_lost)
