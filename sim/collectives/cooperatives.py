"""Co-operatives: buy under order, sell to an enterprise or on the market, put some into store, employ members, rent their land."""

from __future__ import annotations

from typing import Annotated, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim import sources
from sim.collectives.contracts import has
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
from sim.draws import COOPERATIVE, Key, uniforms
from sim.processes.linkage import Linkage
from sim.spec import Param
from sim.state import forms
from sim.state.store import Store

Floats = NDArray[np.float64]

TRADE = sources.assumed(
    "Margins and costs of a co-operative; no source document gives them", "合作社毛利与成本为假定；来源文件未给出"
)
FLOOR = sources.assumed(
    "Whether co-operatives promise a floor price without support is not documented; below the floor of supported orders",
    "合作社在无扶持时是否保底收购没有文件依据；假定低于有扶持时的保底价",
)
FAILURES = sources.assumed(
    "Range proposed from a reading of the documents: 0.02-0.15 a year for receivers of share funds",
    "入股承接主体年倒闭率按文件研读建议区间0.02-0.15",
)
ENTRY = sources.assumed(
    "No source document says how soon a failed co-operative is replaced; a new one after one to ten years",
    "来源文件未给出倒闭合作社多久有新社替补；假定1至10年",
)
COLD = sources.assumed(
    "Cold stores were built in 2018-2019 (S4-037) and are planned in townships and villages (S3-089); sizes, losses and how long produce is kept are assumed",
    "2018—2019年建成果蔬保鲜库（S4-037），彭水规划建设乡镇仓储冷库和村级保鲜设施（S3-089）；库容、损耗和存放时间为假定",
)


class Cooperatives(NamedTuple):
    """Trade, work and failure of co-operatives."""

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
        float,
        Param(
            "log",
            (0, 2),
            (0.02, 0.2),
            TRADE,
            "spread of the resale price on the open market",
            "公开市场转售价格波动（对数标准差）",
        ),
    ] = 0.08
    overhead: Annotated[
        float,
        Param("share", (0, 1), (0.0, 0.1), TRADE, "cost of running, share of what is bought", "运营成本占收购额比例"),
    ] = 0.03
    asset_return: Annotated[
        float,
        Param(
            "1/year",
            (0, 2),
            (0.08, 0.25),
            TRADE,
            "return on productive assets before wear, at usual quality",
            "生产性资产年收益率（未扣折旧，一般经营水平）",
        ),
    ] = 0.15
    failure_rate: Annotated[
        float,
        Param(
            "1/year",
            (0, 5),
            (0.02, 0.15),
            FAILURES,
            "failures for reasons outside the books, at usual quality",
            "经营亏损以外原因的年倒闭率（一般经营水平）",
        ),
    ] = 0.04
    entry_rate: Annotated[
        float,
        Param("1/year", (0, 5), (0.1, 1.0), ENTRY, "failed co-operatives replaced by new ones", "倒闭合作社年替补率"),
    ] = 0.4
    stored: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.2, 0.8),
            COLD,
            "part of the harvest's deliveries that goes into a cold store with room",
            "收获季交售产品入库比例（库容允许时）",
        ),
    ] = 0.5
    store_loss: Annotated[
        float, Param("1/quarter", (0, 1), (0.02, 0.15), COLD, "produce lost in the cold store", "冷库季度损耗率")
    ] = 0.05


class Offer(NamedTuple):
    """What co-operatives bring to market in a quarter, arrays of shape (co-operatives,), at expected prices."""

    stored: Floats  # put into store
    released: Floats  # taken out of store
    spoiled: Floats
    sold: Floats  # to the buyer or on the market
    worth: Floats  # price of a unit sold, over the expected price
    buyer: NDArray[np.int32]  # enterprise that takes it, -1 the open market


class Members(NamedTuple):
    """What members bring in a quarter; arrays of shape (co-operatives,)."""

    free: NDArray[np.int64]  # member households with a free hand
    wage: float  # full-time local wage, CNY2020/quarter
    paid_in: Floats  # own money of those who joined
    fees: Floats  # for production service


class Trade(NamedTuple):
    """What co-operatives did in a quarter, arrays of shape (co-operatives,), CNY2020/quarter."""

    bought: Floats  # what members are paid for deliveries
    resold: Floats  # received from enterprises and on the market
    from_enterprises: Floats  # of it, from enterprises
    returns: Floats  # of assets, of members' work and of rented land
    overhead: Floats
    settled: Settled


def terms(cooperatives: Store, enterprises: Store, floor: float, weight: float, p: Cooperatives, q: Linkage) -> None:
    """Set what is offered this quarter and the floor price ratio (E29); no orders where the co-operative or its buyer has failed."""
    offered = p.own_floor + weight * max(floor - p.own_floor, 0.0)
    buyer = cooperatives["buyer"]
    backed = np.where(buyer >= 0, enterprises["alive"][np.maximum(buyer, 0)] != 0, True) if enterprises.n else buyer < 0
    sound = (cooperatives["alive"] != 0) & (cooperatives["shell"] == 0)
    cooperatives["offered"][:] = np.where(sound & q.enabled, cooperatives["forms"], 0)
    takes = has(cooperatives["offered"], forms.ORDERS) if q.enabled else sound
    cooperatives["floor"][:] = np.where(takes & backed, offered, 0.0)
    cooperatives["honoured"][:] = 1.0


def closed(store: Store) -> None:
    """Co-operatives that are switched off take no orders and pay nothing."""
    for name in ("floor", "dividend_rate", "trustee_rate", "day_wage", "rent_paid", "recovery"):
        store[name][:] = 0.0
    store["offered"][:] = 0


def offer(
    store: Store, buying: NDArray[np.bool_], ordered: Floats, price: Floats, growth: float, key: Key, p: Cooperatives
) -> Offer:
    """What is put into store, taken out of it and sold (E105); ``ordered`` at expected prices by co-operative, ``price`` by product.

    ``buying`` says which enterprises are there to buy.

    The store fills in the second half of the year, the harvest, and empties in the first: half of it each quarter, then all.
    """
    held = growth * store["stock"]
    spoiled = p.store_loss * held
    left = held - spoiled
    harvest = key.quarter % 4 >= 2
    room = np.maximum(growth * store["store"] - left, 0.0) * (1.0 if harvest else 0.0)
    stored = np.minimum(p.stored * ordered, room)
    released = left * (0.0 if harvest else (0.5 if key.quarter % 4 == 0 else 1.0))
    buyer = np.full(store.n, -1, dtype=np.int32)
    linked = np.flatnonzero(store["buyer"] >= 0)
    buyer[linked] = np.where(buying[store["buyer"][linked]], store["buyer"][linked], -1)
    luck = exponentials(lognormal_logs(p.margin_spread, uniforms(key, store.id, COOPERATIVE, 0)[1]))
    worth = price[store["product"]] * (1.0 + p.margin) * np.where(buyer >= 0, 1.0, luck)
    return Offer(stored, released, spoiled, ordered - stored + released, worth, buyer)


def day_wages(store: Store, free: NDArray[np.int64], wage: float, q: Linkage) -> Floats:
    """What each member household with a free hand earns at the co-operative in a quarter (E109), shape (co-operatives,).

    ``free`` counts those households, ``wage`` is a quarter's full-time local wage.
    """
    offers = (store["alive"] != 0) & has(store["offered"], forms.WORK)
    work = 1e-6 * q.jobs_for_capital * store["capital"]
    each = np.minimum(work / np.maximum(free, 1), q.longest_work)
    return np.where(offers & (free > 0), each * wage, 0.0)


def cooperatives_pass(
    store: Store,
    ordered: Floats,
    goods: Offer,
    received: Floats,
    members: Members,
    now: Conditions,
    forced: tuple[int, ...],
    key: Key,
    p: Cooperatives,
    q: Linkage,
    r: ShareFunds,
    spared: int = -1,
) -> Trade:
    """Trade of a quarter, what members are paid, failure (E108).

    ``received`` is what enterprises paid for deliveries, ``forced`` the rows that a scenario fails, ``spared`` one that
    has no bad luck this quarter, -1 none.
    """
    alive, growth = store["alive"] != 0, now.growth
    market = now.price[store["product"]]
    luck, more = uniforms(key, store.id, COOPERATIVE, 0), uniforms(key, store.id, COOPERATIVE, 1)
    bought = ordered * np.maximum(market, store["floor"])
    from_enterprises = np.where(goods.buyer >= 0, received, 0.0)
    resold = np.where(goods.buyer >= 0, received, goods.sold * goods.worth)
    overhead = p.overhead * bought
    day_wage = day_wages(store, members.free, members.wage, q)
    wages = day_wage * members.free
    rent = store["rent_paid"]  # of the last quarter: this quarter's is known when members have let their land
    store["principal"][:] = store["principal"] + members.paid_in
    quality = return_factor(store["quality"], r) * np.where(store["shell"] != 0, 0.0, 1.0)
    returns = np.where(alive, 0.25 * p.asset_return * quality * store["capital"], 0.0)
    returns = returns + q.work_value * wages + q.land_value * market * rent
    overhead = overhead + q.service_cost * members.fees
    means = store["cash"] + resold + returns + members.paid_in + members.fees - overhead
    profit = (
        resold
        + returns
        + members.fees
        - overhead
        - bought
        - wages
        - rent
        - np.where(alive, 0.25 * r.depreciation * store["capital"], 0.0)
    )
    rate = reviewed_rate(np.full(store.n, p.failure_rate), now.reviewed)
    unlucky = luck[0] < quarterly(rate * hazard_factor(store["quality"], r))
    unlucky[list(forced)] = True
    if spared >= 0:
        unlucky[spared] = False
    profits = has(store["offered"], forms.PROFIT)
    kept = np.maximum(growth * store["stock"] - goods.spoiled + goods.stored - goods.released, 0.0)
    settled = settle(
        store, Means(means, kept * market, wages + rent, bought, profit, profits, store["principal"], ~alive),
        unlucky, more[0], now.supply, key.quarter, r,
    )  # fmt: skip
    goes_on = store["alive"] != 0
    store["stock"][:] = np.where(settled.ends, 0.0, kept / growth)
    store["bought"][:] = settled.owed_paid
    store["honoured"][:] = share(settled.owed_paid, bought, 1.0)
    store["day_wage"][:] = np.where(goes_on, day_wage, 0.0)
    trusted = goes_on & has(store["offered"], forms.TRUSTEE)
    better = r.trustee_return / r.guaranteed_dividend if r.guaranteed_dividend > 0.0 else 1.0
    store["trustee_rate"][:] = store["dividend_rate"] * np.where(trusted, max(better, 1.0), 1.0)
    return Trade(settled.owed_paid, resold, from_enterprises, returns, overhead, settled)
