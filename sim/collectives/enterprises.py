"""Enterprises and workshops: jobs, processing of co-operatives' produce, share funds, growth, lay-off, failure."""

from __future__ import annotations

from typing import Annotated, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim import sources
from sim.collectives.environment import exponentials, lognormal_logs
from sim.collectives.settlement import Means, Settled, settle
from sim.collectives.share_funds import (
    Conditions,
    ShareFunds,
    hazard_factor,
    quarterly,
    return_factor,
    reviewed_rate,
    share,
)
from sim.draws import ENTERPRISE, Key, uniforms
from sim.processes.hazard import within_quarter
from sim.spec import Param
from sim.state.store import Store

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

FIRMS = sources.assumed(
    "Mark-up, costs and returns of small rural firms; no source document gives them",
    "农村小企业加价、成本与收益为假定；来源文件未给出",
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
ENTRY = sources.assumed(
    "No source document says how soon a failed firm or workshop is replaced; a new one after one to ten years",
    "来源文件未给出倒闭企业（车间）多久有新主体替补；假定1至10年",
)
GROWTH = sources.assumed(
    "How fast rural firms take on and lay off people as their margins change is not in the source documents",
    "企业随盈亏增减用工的快慢，来源文件未给出",
)
CLEANUP = sources.derived(
    "Workshops that are badly run or take on too few are rectified or closed (S3-093); the yearly share that is closed is assumed",
    "对经营不佳、管理不善、吸纳就业不达标的原扶贫车间及时整改清理（S3-093）；每年清理比例为假定",
    sources.figure("S3-093"),
)


class Enterprises(NamedTuple):
    """Trade, jobs and failure of enterprises and workshops."""

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
        float,
        Param(
            "1/year",
            (0, 2),
            (0.08, 0.25),
            FIRMS,
            "return on the assets bought with share funds before wear, at usual quality",
            "股金所购资产年收益率（未扣折旧，一般经营水平）",
        ),
    ] = 0.16
    processing_margin: Annotated[
        float,
        Param(
            "share",
            (0, 2),
            (0.03, 0.25),
            FIRMS,
            "margin on produce bought from co-operatives, costs of processing taken off",
            "收购合作社产品加工后的净毛利率",
        ),
    ] = 0.08
    owner_capital: Annotated[
        float,
        Param(
            "CNY2020/job",
            (0, 1e7),
            (3000, 60000),
            FIRMS,
            "productive assets of the owners for a job",
            "业主自有生产性资产（每岗位）",
        ),
    ] = 12000.0
    failure_rate: Annotated[
        float,
        Param(
            "1/year",
            (0, 5),
            (0.02, 0.12),
            FAILURES,
            "failures of leading firms for reasons outside the books, at usual quality",
            "龙头企业经营亏损以外原因的年倒闭率（一般经营水平）",
        ),
    ] = 0.06
    workshop_failure_rate: Annotated[
        float,
        Param(
            "1/year",
            (0, 5),
            (0.05, 0.4),
            WORKSHOP_FAILURES,
            "failures of workshops for reasons outside the books, at usual quality",
            "车间经营亏损以外原因的年倒闭率（一般经营水平）",
        ),
    ] = 0.15
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
    growth: Annotated[
        float,
        Param(
            "ratio",
            (0, 10),
            (0.1, 1.0),
            GROWTH,
            "yearly change in jobs for each unit by which the margin over wages differs from the normal one",
            "利润率每偏离正常1个单位时岗位的年变动幅度",
        ),
    ] = 0.4
    largest_change: Annotated[
        float,
        Param("share", (0, 1), (0.05, 0.4), GROWTH, "largest change of jobs in a year", "岗位年变动幅度上限"),
    ] = 0.2
    cleanup_rate: Annotated[
        float,
        Param(
            "1/year",
            (0, 5),
            (0, 0.5),
            CLEANUP,
            "workshops below the standard that are closed",
            "不达标车间年清理率",
        ),
    ] = 0.1
    cleanup_workers: Annotated[
        int,
        Param(
            "workers",
            (0, 1000),
            (3, 10),
            CLEANUP,
            "workers below which a workshop is below the standard",
            "车间达标的最低在岗人数",
        ),
    ] = 5


class Operation(NamedTuple):
    """What enterprises did in a quarter, arrays of shape (enterprises,), CNY2020/quarter."""

    wages: Floats
    revenue: Floats  # sales of what workers made and of processed produce
    purchases: Floats  # paid to co-operatives
    overhead: Floats
    returns: Floats
    settled: Settled


def closed(store: Store, households: Store) -> None:
    """Enterprises that are switched off employ nobody and pay no dividends."""
    store["dividend_rate"][:] = 0.0
    store["recovery"][:] = 0.0
    households["employed"][:] = 0
    households["employer"][:] = -1
    households["offered_job"][:] = -1


def enterprises_pass(
    store: Store,
    wages: Floats,
    full_wage: float,
    deliveries: Floats,
    now: Conditions,
    forced: tuple[int, ...],
    key: Key,
    p: Enterprises,
    r: ShareFunds,
    spared: int = -1,
) -> Operation:
    """One quarter: sell, pay co-operatives and dividends, fail by chance, by debt, or because a scenario says so, rows ``forced`` (E106).

    ``wages`` are paid already, ``deliveries`` is what co-operatives ask for their produce; the row ``spared`` has no bad
    luck this quarter.
    """
    alive = store["alive"] != 0
    luck, more = uniforms(key, store.id, ENTERPRISE, 0), uniforms(key, store.id, ENTERPRISE, 1)
    moved = exponentials(lognormal_logs(p.margin_spread, luck[1]))
    made = wages * p.mark_up * moved * ((1.0 - p.price_share) + p.price_share * now.price[store["product"]])
    revenue = made + deliveries * (1.0 + p.processing_margin)
    overhead = np.where(alive, p.overhead * 0.25 * full_wage * store["jobs"], 0.0)
    own = owners_part(store, p)
    held = np.maximum(store["capital"] - own, 0.0)
    returns = np.where(alive, 0.25 * p.asset_return * return_factor(store["quality"], r) * held, 0.0)
    profit = (
        revenue
        + returns
        - wages
        - overhead
        - deliveries
        - np.where(alive, 0.25 * r.depreciation * store["capital"], 0.0)
    )
    leading = reviewed_rate(np.full(store.n, p.failure_rate), now.reviewed)
    rate = np.where(store["workshop"] != 0, p.workshop_failure_rate, leading)
    unlucky = luck[0] < quarterly(rate * hazard_factor(store["quality"], r))
    unlucky[list(forced)] = True
    if spared >= 0:
        unlucky[spared] = False
    nobody = np.zeros(store.n)
    has = Means(store["cash"] + revenue + returns - wages - overhead, nobody, nobody, deliveries, profit,
                np.zeros(store.n, dtype=np.bool_), own + store["principal"], cleaned_up(store, now.scale, key, p))  # fmt: skip
    settled = settle(store, has, unlucky, more[0], now.supply, key.quarter, r)
    store["revenue"][:] = revenue
    store["honoured"][:] = share(settled.owed_paid, deliveries, 1.0)
    store["filled"][settled.ends] = 0
    ratio = share(made - wages - overhead, wages, 0.0)
    store["margin"][:] = np.where(settled.ends, 0.0, store["margin"] + 0.25 * (ratio - store["margin"]))
    return Operation(wages, revenue, settled.owed_paid, overhead, returns, settled)


def owners_part(store: Store, p: Enterprises) -> Floats:
    """Productive assets that belong to the owners of an enterprise, CNY2020."""
    return p.owner_capital * store["jobs"].astype(np.float64)


def normal_margin(p: Enterprises) -> float:
    """Profit over wages of an enterprise that is fully staffed, at normal prices and without deliveries (E31)."""
    return p.mark_up - 1.0 - p.overhead


def next_jobs(jobs: Floats, margin: Floats, normal: float, u: Floats, p: Enterprises) -> Ints:
    """Jobs offered in the next year (E32): more where the margin has been above the normal one, fewer where below; at least one.

    Fractions of a job are decided by the uniform ``u``.
    """
    change = np.minimum(np.maximum(p.growth * (margin - normal), -p.largest_change), p.largest_change)
    return np.maximum(np.floor(jobs * (1.0 + change) + u), 1.0).astype(np.int64)


def resize(store: Store, key: Key, p: Enterprises) -> None:
    """In January living enterprises take on or lay off by last year's margin; workshops below the standard may be closed."""
    u = uniforms(key, store.id, ENTERPRISE, 2)
    goes_on = (store["alive"] != 0) & (store["filled"] > 0)
    wanted = next_jobs(store["jobs"].astype(np.float64), store["margin"], normal_margin(p), u[0], p)
    store["jobs"][:] = np.where(goes_on, wanted, store["jobs"])


def cleaned_up(store: Store, scale: float, key: Key, p: Enterprises) -> NDArray[np.bool_]:
    """Workshops below the standard that the county closes this quarter (E107); jobs and standard shrink by ``scale``."""
    below = (store["alive"] != 0) & (store["workshop"] != 0) & (store["filled"] < p.cleanup_workers * scale)
    return below & (uniforms(key, store.id, ENTERPRISE, 2)[1] < within_quarter(p.cleanup_rate))


def opens(store: Store, key: Key, block: int, rate: float) -> NDArray[np.bool_]:
    """Places of failed firms that new ones take over this quarter (``rate`` a year), at the earliest when all old links are cut."""
    due = (store["alive"] == 0) & (store["failed_at"] < key.quarter - 1)
    due[due] = uniforms(key, store.id[due], block, 1)[2] < within_quarter(rate)
    return due
