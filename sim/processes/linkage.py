"""What ties a household to its co-operative (利益联结): the terms of contracts, days of work for it, land rented to it."""

from __future__ import annotations

from typing import Annotated, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim import sources
from sim.compiled import compiled, inlined
from sim.processes.rows import enter, gathered, row
from sim.spec import Param
from sim.state import collective, flows, households
from sim.state.forms import RENT
from sim.state.frame import Floats, Frame

Rows = NDArray[np.int64]

FORMS = sources.derived(
    "Gansu counts orders, floor prices, land transfer, share dividends and wage work (S4-033), Pengshui floor dividends, joint shares "
    "and return of profit (S3-086); how many co-operatives offer which is assumed",
    "甘肃列举订单、保底收购、土地流转、入股分红、务工等形式（S4-033），彭水列举保底分红、股份合作、利润返还（S3-086）；各形式占比为假定",
    sources.figure("S4-033"),
)
TERMS = sources.assumed(
    "Ranges proposed from a reading of the documents: 2-10 jobs a million yuan of capital; what a day of work or a mu of service costs is assumed",
    "按文件研读建议每百万元资产带动务工2-10人；工日报酬与托管服务价格为假定",
)


def _share(en: str, zh: str, low: float, high: float) -> Param:
    return Param("share", (0, 1), (low, high), FORMS, f"co-operatives that offer {en}", f"提供{zh}的合作社比例")


ADMISSION = sources.derived(
    "A co-operative that takes up household funds must admit the poor who hold them, or gets no fiscal support (S4-028); what others pay to "
    "join is assumed",
    "吸纳到户资金的合作社须无条件接纳入股贫困户为社员，否则不予财政扶持（S4-028）；其他农户入社出资额为假定",
    sources.figure("S4-028"),
)


class Linkage(NamedTuple):
    """Which forms co-operatives offer, and on what terms."""

    enabled: Annotated[
        bool,
        Param(
            "switch",
            (0, 1),
            (0, 1),
            FORMS,
            "co-operatives are tied to members by more than dividends",
            "模拟分红以外的利益联结",
        ),
    ] = True
    orders: Annotated[float, _share("orders", "订单", 0.4, 1.0)] = 0.8
    rents: Annotated[float, _share("to rent members' land", "土地流转", 0.2, 0.7)] = 0.4
    profit: Annotated[float, _share("return of profit", "利润返还", 0.1, 0.7)] = 0.4
    work: Annotated[float, _share("wage work", "务工岗位", 0.2, 0.8)] = 0.5
    service: Annotated[float, _share("production service", "生产托管服务", 0.0, 0.6)] = 0.25
    trustees: Annotated[float, _share("trusteeship", "托管代养", 0.1, 0.6)] = 0.3
    jobs_for_capital: Annotated[
        float,
        Param(
            "persons/10^6 CNY2020",
            (0, 1000),
            (2, 10),
            TERMS,
            "members at work for a million yuan of productive assets, full time",
            "每百万元资产带动务工人数（折全时）",
        ),
    ] = 5.0
    work_value: Annotated[
        float,
        Param(
            "ratio", (0, 10), (1.0, 1.4), TERMS, "value that a yuan of members' wages creates", "每元社员工资创造的产值"
        ),
    ] = 1.15
    longest_work: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.2, 1.0),
            TERMS,
            "part of full working time that one member works for the co-operative at most",
            "单个社员为合作社务工占全时的上限",
        ),
    ] = 0.5
    land_value: Annotated[
        float,
        Param(
            "ratio",
            (0, 10),
            (1.0, 1.5),
            TERMS,
            "what rented land earns the co-operative at normal prices, over the rent",
            "流转土地正常价格下收益与租金之比",
        ),
    ] = 1.2
    service_labour: Annotated[
        float,
        Param(
            "adults",
            (0, 5),
            (0.4, 0.9),
            TERMS,
            "labour on the farm up to which service replaces missing hands",
            "生产托管可补足到的农业劳动力",
        ),
    ] = 0.6
    service_price: Annotated[
        float,
        Param(
            "CNY2020/(mu·year)",
            (0, 1e5),
            (150, 500),
            TERMS,
            "price of full service for a mu and year",
            "全程托管每亩年服务价格",
        ),
    ] = 300.0
    service_cost: Annotated[
        float,
        Param("share", (0, 2), (0.7, 1.0), TERMS, "cost of service over its price", "托管服务成本占价格比例"),
    ] = 0.85
    requires_membership: Annotated[
        bool,
        Param(
            "switch",
            (0, 1),
            (0, 1),
            ADMISSION,
            "co-operatives that hold public share funds admit ex-poor households without a contribution",
            "承接到户资金的合作社无条件接纳脱贫户入社",
        ),
    ] = True
    contribution: Annotated[
        float,
        Param(
            "CNY2020/household",
            (0, 1e6),
            (0, 3000),
            ADMISSION,
            "own money that other households pay in when they join",
            "其他农户入社自筹股金",
        ),
    ] = 500.0


@inlined
def has_free_hand(i: int, f: Frame) -> bool:
    """Whether an able adult of household ``i`` has no wage work."""
    count = f.count
    away = int(count[households.MIGRANTS, i]) + int(count[households.LOCAL_WORKERS, i])
    return int(count[households.ABLE, i]) > away + int(count[households.EMPLOYED, i])


@compiled
def free_members(n: int, f: Frame, cooperatives: int) -> Rows:
    """Member households with a free hand by co-operative, of the first ``n`` households."""
    found, member = np.zeros(1 + cooperatives, dtype=np.int64), f.link[households.COOPERATIVE]
    for i in range(n):
        found[1 + int(member[i])] += 1 if has_free_hand(i, f) else 0  # the first place counts those of none
    return found[1:]


@compiled
def cooperative_work(lo: int, hi: int, f: Frame) -> None:
    """Days of work for the co-operative: each member household with a free hand earns the same."""
    member, mark, rows = f.link[households.COOPERATIVE], f.luck[0], np.empty(hi - lo + 1, dtype=np.int64)
    for k in range(hi - lo):
        i = row(lo, k)
        mark[i] = 1.0 if member[i] >= 0 else 0.0
    for k in range(gathered(lo, hi, mark, rows)):
        i = rows[k]
        pay = f.cooperative[collective.DAY_WAGE, int(member[i])]
        if pay > 0.0 and has_free_hand(i, f):
            enter(i, f, flows.WAGE_COOPERATIVE, pay)
            f.flow[flows.WAGES, i] = f.flow[flows.WAGES, i] + pay


@compiled
def let_to_cooperative(lo: int, hi: int, f: Frame, idle: Floats, let: float, rent: float) -> None:
    """Rent that the co-operative pays for members' land, in place of another tenant; nothing if it has just ended.

    ``idle`` is 1 for households that cannot farm, ``let`` the part of their land that finds a tenant, ``rent`` a mu and quarter.
    """
    member, land, rows = f.link[households.COOPERATIVE], f.money[households.LAND], np.empty(hi - lo + 1, dtype=np.int64)
    rents, owned = f.flow[flows.LAND_RENT], f.flow[flows.PROPERTY]
    for k in range(gathered(lo, hi, idle, rows)):
        i = rows[k]
        at = int(member[i])
        if at >= 0 and int(f.cooperative_link[collective.OFFERED, at]) & RENT != 0:
            part = min(rent * (let * land[i]), rents[i])
            rents[i] = rents[i] - part
            if f.cooperative_alive[at] != 0:
                enter(i, f, flows.RENT_COOPERATIVE, part)
            else:
                owned[i] = owned[i] - part
