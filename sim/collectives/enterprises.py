"""Enterprises and workshops: jobs, share funds, sales, failure that takes along all that hangs on it."""

from __future__ import annotations

from typing import Annotated, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim import sources
from sim.collectives.environment import exponentials, lognormal_logs
from sim.draws import ENTERPRISE, Key, uniforms
from sim.processes.hazard import within_quarter
from sim.spec import Param
from sim.state.store import Store

FIRMS = sources.assumed(
    "Mark-up, costs and returns of small rural firms; no source document gives them",
    "农村小企业加价、成本与收益为假定；来源文件未给出",
)
DIVIDENDS = sources.assumed(
    "Range proposed from a reading of the documents: 4-10 % of principal a year; no source document gives a ratio",
    "年分红率按文件研读建议区间4-10%；来源文件未给出",
)
FAILURES = sources.assumed(
    "Range proposed from a reading of the documents: 0.02-0.12 a year for leading firms",
    "龙头企业年倒闭率按文件研读建议区间0.02-0.12；来源文件未给出",
)
WORKSHOP_FAILURES = sources.assumed(
    "The plan rectifies or closes workshops below the standard (S3-093) without a number; the range proposed from a reading of the "
    "documents is 0.1-0.4 a year",
    "规划要求整改清理不达标的扶贫车间（S3-093），未给出数量；按文件研读建议年倒闭率0.1-0.4",
)
INSOLVENCY = sources.assumed(
    "How much debt a small rural firm survives is not known; the range is wide",
    "农村小企业能承受多大负债没有依据，区间取宽",
)
ENTRY = sources.assumed(
    "No source document says how soon a failed firm or workshop is replaced; a new one after one to ten years",
    "来源文件未给出倒闭企业（车间）多久有新主体替补；假定1至10年",
)


class Enterprises(NamedTuple):
    """Trade, dividends and failure of enterprises and workshops."""

    enabled: Annotated[bool, Param("switch", (0, 1), (0, 1), FIRMS, "enterprises operate", "模拟企业经营")] = True
    mark_up: Annotated[
        float, Param("ratio", (0, 5), (1.1, 1.5), FIRMS, "value added per yuan of wages", "每元工资创造的增加值")
    ] = 1.25
    margin_spread: Annotated[
        float,
        Param("log", (0, 2), (0.05, 0.4), FIRMS, "spread of value added, per quarter", "增加值季度波动（对数标准差）"),
    ] = 0.15
    price_share: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.2, 1),
            FIRMS,
            "part of value added that moves with the price of its product",
            "增加值中随产品价格变动的部分",
        ),
    ] = 0.5
    overhead: Annotated[
        float,
        Param(
            "ratio",
            (0, 5),
            (0.05, 0.4),
            FIRMS,
            "fixed cost over the wage bill of a full workforce",
            "固定成本与满员工资之比",
        ),
    ] = 0.15
    asset_return: Annotated[
        float, Param("1/year", (0, 1), (0.03, 0.15), FIRMS, "return on share funds", "股金投资年收益率")
    ] = 0.09
    dividend: Annotated[
        float, Param("1/year", (0, 1), (0.04, 0.10), DIVIDENDS, "dividend on share funds", "股金年分红率")
    ] = 0.06
    failure_rate: Annotated[
        float, Param("1/year", (0, 5), (0.02, 0.12), FAILURES, "failures of leading firms", "龙头企业年倒闭率")
    ] = 0.06
    workshop_failure_rate: Annotated[
        float, Param("1/year", (0, 5), (0.1, 0.4), WORKSHOP_FAILURES, "failures of workshops", "车间年倒闭率")
    ] = 0.15
    loss_limit: Annotated[
        float,
        Param(
            "ratio",
            (0, 20),
            (0.25, 2),
            INSOLVENCY,
            "debt over share funds and yearly wages at which it fails",
            "倒闭界限：负债与（股金加年工资）之比",
        ),
    ] = 0.75
    entry_rate: Annotated[
        float,
        Param(
            "1/year",
            (0, 5),
            (0.1, 1.0),
            ENTRY,
            "failed firms and workshops replaced by new ones",
            "倒闭企业（车间）年替补率",
        ),
    ] = 0.4


class Operation(NamedTuple):
    """What enterprises did in a quarter, arrays of shape (enterprises,), CNY2020/quarter."""

    wages: NDArray[np.float64]
    revenue: NDArray[np.float64]
    overhead: NDArray[np.float64]
    returns: NDArray[np.float64]
    dividends: NDArray[np.float64]
    liquidated: NDArray[np.float64]
    shares_lost: NDArray[np.float64]


def closed(store: Store, households: Store) -> None:
    """Enterprises that are switched off employ nobody and pay no dividends."""
    store["dividend_rate"][:] = 0.0
    households["employed"][:] = 0
    households["employer"][:] = -1
    households["offered_job"][:] = -1


def enterprises_pass(
    store: Store,
    wages: NDArray[np.float64],
    full_wage: float,
    price: NDArray[np.float64],
    forced: int | NDArray[np.int64],
    key: Key,
    p: Enterprises,
) -> Operation:
    """One quarter: sell, pay wages and dividends, fail by chance, by debt, or because a scenario says so, rows ``forced`` (E70)."""
    alive = store["alive"] != 0
    luck = uniforms(key, store.id, ENTERPRISE, 0)
    revenue = (
        wages
        * p.mark_up
        * exponentials(lognormal_logs(p.margin_spread, luck[1]))
        * ((1.0 - p.price_share) + p.price_share * price[store["product"]])
    )
    overhead = np.where(alive, p.overhead * 0.25 * full_wage * store["jobs"], 0.0)
    returns = np.where(alive, 0.25 * p.asset_return * store["principal"], 0.0)
    cash = store["cash"] + revenue + returns - wages - overhead
    rate = np.where(alive & (cash > 0.0), 0.25 * p.dividend, 0.0)
    limit = p.loss_limit * (store["principal"] + full_wage * store["jobs"])
    hazard = np.where(store["workshop"] != 0, within_quarter(p.workshop_failure_rate), within_quarter(p.failure_rate))
    fails = alive & ((luck[0] < hazard) | (cash < -limit))
    rows = np.atleast_1d(forced)
    rows = rows[rows >= 0]
    fails[rows] = alive[rows]
    rate = np.where(fails, 0.0, rate)
    dividends = rate * store["principal"]
    cash = cash - dividends
    liquidated = np.where(fails, cash, 0.0)
    shares_lost = np.where(fails, store["principal"], 0.0)
    store["dividend_rate"][:] = rate
    store["revenue"][:] = revenue
    store["cash"][:] = np.where(fails, 0.0, cash)
    store["principal"][:] = store["principal"] - shares_lost
    store["alive"][fails] = 0
    store["filled"][fails] = 0
    store["failed_at"][fails] = key.quarter
    return Operation(wages, revenue, overhead, returns, dividends, liquidated, shares_lost)


def entry(store: Store, key: Key, block: int, rate: float) -> None:
    """New firms (``rate`` a year) take over the place of failed ones, at the earliest when all old links are cut."""
    due = (store["alive"] == 0) & (store["failed_at"] < key.quarter - 1)
    if due.any():
        opens = due & (uniforms(key, store.id, block, 1)[0] < within_quarter(rate))
        store["alive"][opens] = 1
        store["failed_at"][opens] = -1
