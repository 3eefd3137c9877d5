"""Property income: dividends and grants (`shares`), collective income, rent of land that nobody farms."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from sim import sources
from sim.compiled import compiled, inlined
from sim.draws import Key
from sim.processes.linkage import let_to_cooperative
from sim.processes.relocation import moved_away
from sim.processes.rows import members, row
from sim.processes.shares import grants, shares
from sim.spec import Param
from sim.state import collective, flows, households
from sim.state.frame import Frame

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
    """1 where nobody is left at home who could farm: no able adult without wage work, no elder (E134); else 0."""
    return 1.0 if able <= away and elders <= 0 else 0.0


@inlined
def land_rent(land: float, unfarmed: float, let: float, rent: float) -> float:
    """Rent of a quarter for the part of unfarmed land that finds a tenant, at ``rent`` a mu and quarter (E135), CNY2020."""
    return rent * (unfarmed * let * land)


@compiled
def property_income(lo: int, hi: int, f: Frame, key: Key, p: Property) -> None:
    """Collective income, rent, shares and dividends, grants."""
    share_collective(lo, hi, f)
    let_land(lo, hi, f, p)
    shares(lo, hi, f)
    if key.quarter % 4 == 3:
        grants(lo, hi, f, key)


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
        rents[i] = land_rent(land[i], idle[i], p.let, rent) + (origin if moved_away(int(relocated[i])) else 0.0)
    for k in range(hi - lo):
        i = row(lo, k)
        rents[i] = rents[i] if members(i, f) > 0 else 0.0
        owned[i] = owned[i] + rents[i]
    let_to_cooperative(lo, hi, f, idle, p.let, rent)
