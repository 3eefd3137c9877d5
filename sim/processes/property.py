"""Property income: dividends, industry grants that become property, collective income, rent of land that nobody farms."""

from __future__ import annotations

from typing import Annotated, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim import sources
from sim.compiled import compiled, inlined
from sim.draws import SUPPORT, Key, words
from sim.processes.rows import enter, members, moved, row
from sim.spec import Param
from sim.state import channels, collective, flows, households
from sim.state.frame import Floats, Frame

Rows = NDArray[np.int32]
Flags = NDArray[np.int8]

RENT = sources.assumed(
    "Range proposed from a reading of the documents: 200-1,200 yuan a mu and year; no source document gives a rent, and hill "
    "land lies at the low end",
    "土地流转租金按文件研读建议区间每亩每年200-1200元；来源文件未给出租金，山区取低值",
)
LET = sources.assumed(
    "Not every plot finds a tenant in the hills; no source document gives the share that does",
    "山区并非每块地都有人承租；来源文件未给出流转成功的比例",
)
ORIGIN = sources.assumed(
    "Range proposed from a reading of the documents for the income of relocated households from their old land: 0-3,000 yuan a "
    "household and year; no source document gives an amount",
    "搬迁户迁出地资源收益按文件研读建议区间每户每年0-3000元；来源文件未给出金额",
)


class Property(NamedTuple):
    """Land rent and what the village and the programmes turn into property."""

    enabled: Annotated[
        bool,
        Param(
            "switch",
            (0, 1),
            (0, 1),
            RENT,
            "land is let, collective income is distributed, grants arrive",
            "模拟土地流转、村集体收益分配和产业补助",
        ),
    ] = True
    rent: Annotated[
        float,
        Param("CNY2020/(mu·year)", (0, 1e5), (200, 1200), RENT, "rent of a mu", "每亩年流转租金"),
    ] = 400.0
    let: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.2, 0.9),
            LET,
            "land of households without anyone to farm it that finds a tenant",
            "无人耕种农户的土地中得以流转的比例",
        ),
    ] = 0.5
    origin_income: Annotated[
        float,
        Param(
            "CNY2020/(household·year)",
            (0, 1e5),
            (0, 3000),
            ORIGIN,
            "income of a relocated household from its old homestead and land",
            "搬迁户年均迁出地宅基地与土地收益",
        ),
    ] = 300.0


@inlined
def unfarmed(able: int, away: int, elders: int) -> float:
    """1 where nobody is left at home who could farm: no able adult without wage work, no elder (E79); else 0."""
    return 1.0 if able <= away and elders <= 0 else 0.0


@inlined
def land_rent(land: float, unfarmed: float, let: float, rent: float) -> float:
    """Rent of a quarter for the part of unfarmed land that finds a tenant, at ``rent`` a mu and quarter (E80), CNY2020."""
    return rent * (unfarmed * let * land)


@compiled
def property_income(lo: int, hi: int, f: Frame, key: Key, p: Property) -> None:
    """Shares and dividends, grants, collective income, rent."""
    shares(lo, hi, f)
    if key.quarter % 4 == 3:
        grants(lo, hi, f, key)
    share_collective(lo, hi, f)
    let_land(lo, hi, f, p)


@compiled
def share_collective(lo: int, hi: int, f: Frame) -> None:
    """The village's distribution for every person of a household on its list; more for those listed as monitored."""
    listed, village = f.count[households.LISTED], f.link[households.VILLAGE]
    shared, owned = f.flow[flows.COLLECTIVE], f.flow[flows.PROPERTY]
    each, weak = f.village[collective.DISTRIBUTION], f.village[collective.DISTRIBUTION_WEAK]
    for k in range(hi - lo):
        i = row(lo, k)
        persons = float(members(i, f))
        at = int(village[i])
        amount = weak[at] if listed[i] > 1 else each[at]
        shared[i] = amount * (persons if listed[i] > 0 else 0.0)
    for k in range(hi - lo):
        i = row(lo, k)
        owned[i] = owned[i] + shared[i]


@compiled
def let_land(lo: int, hi: int, f: Frame, p: Property) -> None:
    """Rent for land that nobody at home can farm, which yields nothing to the household itself; income from old land."""
    count, idle = f.count, f.luck[0]
    able, elders, relocated = count[households.ABLE], count[households.ELDERS], count[households.RELOCATED]
    migrants, local, employed = (
        count[households.MIGRANTS],
        count[households.LOCAL_WORKERS],
        count[households.EMPLOYED],
    )
    land, rents, owned = f.money[households.LAND], f.flow[flows.LAND_RENT], f.flow[flows.PROPERTY]
    growth = f.county[collective.GROWTH]
    rent, origin = 0.25 * p.rent * growth, 0.25 * p.origin_income * growth
    for k in range(hi - lo):
        i = row(lo, k)
        away = int(migrants[i]) + int(local[i]) + int(employed[i])
        idle[i] = unfarmed(int(able[i]), away, int(elders[i]))
    for k in range(hi - lo):
        i = row(lo, k)
        rents[i] = land_rent(land[i], idle[i], p.let, rent) + (origin if relocated[i] != 0 else 0.0)
    for k in range(hi - lo):
        i = row(lo, k)
        rents[i] = rents[i] if members(i, f) > 0 else 0.0
        owned[i] = owned[i] + rents[i]


@compiled
def shares(lo: int, hi: int, f: Frame) -> None:
    """Dividends of the holders that live; principal gone with those that failed."""
    flow = f.flow
    paid, also_paid, owned = flow[flows.DIVIDEND_COOPERATIVE], flow[flows.DIVIDEND_ENTERPRISE], flow[flows.PROPERTY]
    member, in_cooperative = f.link[households.COOPERATIVE], f.money[households.COOPERATIVE_SHARES]
    holder, in_enterprise = f.link[households.ENTERPRISE], f.money[households.ENTERPRISE_SHARES]
    rate, other_rate = f.cooperative[collective.COOPERATIVE_DIVIDEND], f.enterprise[collective.ENTERPRISE_DIVIDEND]
    dividends(lo, hi, member, in_cooperative, f.cooperative_alive, rate, paid, f.luck[0])
    dividends(lo, hi, holder, in_enterprise, f.enterprise_alive, other_rate, also_paid, f.luck[1])
    for k in range(hi - lo):
        i = row(lo, k)
        owned[i] = owned[i] + (paid[i] + also_paid[i])
    for i in range(lo, hi):
        if f.luck[0, i] + f.luck[1, i] > 0.0:
            lose_shares(i, f)


@compiled
def dividends(
    lo: int, hi: int, link: Rows, principal: Floats, alive: Flags, rate: Floats, paid: Floats, failed: Floats
) -> None:
    """Dividend on the principal that living firms hold; ``failed`` marks with 1 whose firm is no more."""
    firms = alive.size
    for k in range(hi - lo):
        i = row(lo, k)
        paid[i] = 0.0
        failed[i] = 0.0
    if firms > 0:
        for k in range(hi - lo):
            i = row(lo, k)
            at = int(link[i])
            firm = at if at >= 0 else 0
            lives, amount = int(alive[firm]), principal[i] * rate[firm]
            paid[i] = amount if at >= 0 and lives != 0 else 0.0
            failed[i] = 1.0 if at >= 0 and lives == 0 else 0.0


@inlined
def lose_shares(i: int, f: Frame) -> None:
    """Principal and link of one household gone with the firms that failed."""
    money, link, lost = f.money, f.link, 0.0
    if f.luck[0, i] > 0.0:
        lost = lost + money[households.COOPERATIVE_SHARES, i]
        money[households.COOPERATIVE_SHARES, i] = 0.0
        link[households.COOPERATIVE, i] = -1
    if f.luck[1, i] > 0.0:
        lost = lost + money[households.ENTERPRISE_SHARES, i]
        money[households.ENTERPRISE_SHARES, i] = 0.0
        link[households.ENTERPRISE, i] = -1
    enter(i, f, flows.SHARE_LOST, lost)


@compiled
def grants(lo: int, hi: int, f: Frame, key: Key) -> None:
    """Industry grants: productive capital, or principal in the co-operative, else in an enterprise; else capital."""
    for i in range(lo, hi):
        if f.count[households.ENTITLEMENT, i] > 0:
            in_kind, principal = moved(i, f, channels.CAPITAL), moved(i, f, channels.SHARES)
            if in_kind > 0.0 or principal > 0.0:  # once a year
                give(i, f, in_kind, principal, key)


@inlined
def give(i: int, f: Frame, in_kind: float, principal: float, key: Key) -> None:
    """Give one household its grant."""
    money, link, firms = f.money, f.link, f.enterprise_alive.size
    if principal > 0.0 and firms > 0 and link[households.COOPERATIVE, i] < 0 and link[households.ENTERPRISE, i] < 0:
        receiver = words(key, f.id[i], SUPPORT, 1)[2] % firms
        if f.enterprise_alive[receiver] != 0:
            link[households.ENTERPRISE, i] = receiver
    to_cooperative = principal if link[households.COOPERATIVE, i] >= 0 else 0.0
    to_enterprise = principal if link[households.COOPERATIVE, i] < 0 and link[households.ENTERPRISE, i] >= 0 else 0.0
    as_capital = in_kind + (principal - to_cooperative - to_enterprise)
    enter(i, f, flows.GRANT, as_capital)
    enter(i, f, flows.SHARE_GRANT, to_cooperative + to_enterprise)
    money[households.CAPITAL, i] = money[households.CAPITAL, i] + as_capital
    money[households.COOPERATIVE_SHARES, i] = money[households.COOPERATIVE_SHARES, i] + to_cooperative
    money[households.ENTERPRISE_SHARES, i] = money[households.ENTERPRISE_SHARES, i] + to_enterprise
