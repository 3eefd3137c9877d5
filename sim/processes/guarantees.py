"""Safe housing and safe water: how they are lost, and how house and water are mended."""

from __future__ import annotations

from typing import Annotated, NamedTuple

import numpy as np

from sim import sources
from sim.compiled import compiled, inlined
from sim.draws import LIVING, Key
from sim.processes.hazard import house_struck, within_quarter
from sim.processes.luck import draw
from sim.processes.rows import enter, gathered, members, moved, row
from sim.spec import Param
from sim.state import channels, collective, flows, households
from sim.state.frame import Floats, Frame

DANGEROUS = 2  # state of a house
WEAR = sources.assumed(
    "Range proposed from a reading of the documents for houses that become unsafe: 0.2-2 % a year; two steps, so each step is "
    "quicker; no source document measures it",
    "住房由安全变为危房按文件研读建议每年0.2-2%，分两级，每级取值更高；来源文件未给出实测值",
)
STRUCK = sources.assumed(
    "How many of the houses that a disaster damages it makes unsafe is not documented",
    "灾害损坏的住房中成为危房的比例没有文件依据",
)
REPAIR = sources.assumed(
    "Range proposed from a reading of the documents for help with a dangerous house: 5,000-40,000 yuan; what a repair costs and "
    "how long it takes is not stated",
    "危房改造补助按文件研读建议区间5000-40000元；修缮费用和工期未给出",
)
WATER = sources.assumed(
    "Range proposed from a reading of the documents for failures of a village's water: 0.01-0.2 a year; the plan aims at tap "
    "water for 88 % of the rural population by 2025 (S3-022)",
    "村级供水故障按文件研读建议每年0.01-0.2次；规划目标为2025年农村自来水普及率88%（S3-022）",
)


class Guarantees(NamedTuple):
    """Wear and repair of houses; loss and return of safe water."""

    enabled: Annotated[
        bool, Param("switch", (0, 1), (0, 1), WEAR, "houses and water can be lost", "模拟住房与饮水安全的变化")
    ] = True
    wear: Annotated[
        float,
        Param(
            "1/year",
            (0, 2),
            (0.005, 0.03),
            WEAR,
            "hazard of a step from safe to damaged, or from damaged to dangerous",
            "住房安全等级下降一级（安全到受损、受损到危房）的年风险率",
        ),
    ] = 0.015
    destroyed: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.05, 0.5),
            STRUCK,
            "houses hit by a disaster that become dangerous at once",
            "受灾住房直接成为危房的比例",
        ),
    ] = 0.2
    repair_cost: Annotated[
        float,
        Param("CNY2020/house", (0, 1e6), (2000, 15000), REPAIR, "repair of a damaged house", "受损住房修缮费用"),
    ] = 6000.0
    rebuilding_cost: Annotated[
        float,
        Param(
            "CNY2020/house",
            (0, 1e6),
            (15000, 80000),
            REPAIR,
            "repair of a dangerous house",
            "危房改造（修缮或重建）费用",
        ),
    ] = 35000.0
    repairing: Annotated[
        float,
        Param(
            "1/quarter",
            (0, 1),
            (0.05, 0.6),
            REPAIR,
            "households able to pay that repair in a quarter",
            "有能力支付的农户每季修房的概率",
        ),
    ] = 0.25
    approval: Annotated[
        float,
        Param(
            "1/quarter",
            (0, 1),
            (0.2, 0.9),
            REPAIR,
            "the same for a dangerous house that the programme helps with",
            "危房改造项目每季审批并完工的概率",
        ),
    ] = 0.5
    water_failure: Annotated[
        float,
        Param(
            "1/year",
            (0, 4),
            (0.001, 0.05),
            WATER,
            "hazard of losing safe water, wells and pipes",
            "户内饮水失去安全保障的年风险率",
        ),
    ] = 0.005
    water_threshold: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.5, 0.9),
            WATER,
            "state of the water supply of a village or site below which it begins to fail",
            "村（安置点）供水设施状态低于此值时供水开始不稳",
        ),
    ] = 0.75
    water_strain: Annotated[
        float,
        Param(
            "1/year",
            (0, 100),
            (1, 10),
            WATER,
            "hazard of losing safe water for each unit that the supply lies below the threshold",
            "供水设施每低于该值一个单位所增加的饮水年风险率",
        ),
    ] = 4.0
    water_repair: Annotated[
        float,
        Param(
            "1/quarter",
            (0, 1),
            (0.2, 0.9),
            WATER,
            "safe water restored in a quarter at full responsibility and whole supply",
            "责任落实到位且设施完好时每季恢复安全饮水的概率",
        ),
    ] = 0.5


@inlined
def worn(house: int, u: float, hit: float, wear: float, p: Guarantees) -> int:
    """State of a house after a quarter (E151): hit by a disaster with ``hit`` of E3, else a step down with ``wear``."""
    step = 1 if house_struck(u, hit) or u < wear else 0
    ruined = house_struck(u, p.destroyed * hit)
    return 2 if ruined or house + step > 2 else house + step


@inlined
def own_part(house: int, aid: float, p: Guarantees) -> float:
    """What the household pays itself for a repair (E152), CNY2020: the programme shares in dangerous houses alone."""
    return p.rebuilding_cost * (1.0 - aid) if house == 2 else p.repair_cost


@inlined
def water_rate(supply: float, p: Guarantees) -> float:
    """Hazard of losing safe water (E153), 1/year: more, and for all of a village or site, once its supply is low."""
    return p.water_failure + p.water_strain * max(p.water_threshold - supply, 0.0)


@inlined
def source_of(village: int, site: int, villages: int) -> int:
    """Place of a household's water supply: that of its village, or of the site where it lives, which come behind them."""
    return village if site <= 0 else villages + site - 1


@compiled
def guarantees(lo: int, hi: int, f: Frame, key: Key, p: Guarantees, responsibility: float, supply: Floats) -> None:
    """Mark the few whose house or water may change, then let it change.

    ``supply`` is the state of the water supply of every village, then of every relocation site.
    """
    draw(lo, hi, f, key, LIVING)
    mark(lo, hi, f, p, supply)
    rows = np.empty(hi - lo + 1, dtype=np.int64)
    n = gathered(lo, hi, f.luck[3], rows)
    wear, restored = within_quarter(p.wear), p.water_repair * responsibility
    for k in range(n):
        i = int(rows[k])
        if members(i, f) > 0:
            keep_house(i, f, wear, p)
            keep_water(i, f, restored, p, supply)


@compiled
def mark(lo: int, hi: int, f: Frame, p: Guarantees, supply: Floats) -> None:
    """Luck column 3: 1 where something is broken or the draw is low enough that it might break (1 - exp(-x) <= x)."""
    house, water, village = f.count[households.HOUSE], f.count[households.WATER], f.link[households.VILLAGE]
    hits, site, villages = f.village[collective.HOUSE_HIT], f.count[households.SITE], f.village.shape[1]
    for_house, for_water, marked = f.luck[0], f.luck[2], f.luck[3]
    for k in range(hi - lo):
        i = row(lo, k)
        at = int(village[i])
        worse = house_struck(for_house[i], hits[at]) or for_house[i] < 0.25 * p.wear
        dry = for_water[i] < 0.25 * water_rate(supply[source_of(at, int(site[i]), villages)], p)
        marked[i] = 1.0 if worse or dry else 0.0
    for k in range(hi - lo):
        i = row(lo, k)
        marked[i] = 1.0 if house[i] != 0 or water[i] != 0 else marked[i]


@inlined
def keep_house(i: int, f: Frame, wear: float, p: Guarantees) -> None:
    """Mend the house where somebody pays, else let it wear; what breaks now is mended a quarter later at the earliest."""
    house, at = int(f.count[households.HOUSE, i]), int(f.link[households.VILLAGE, i])
    aid = moved(i, f, channels.HOUSE_AID) if house == 2 else 0.0
    own = f.county[collective.GROWTH] * own_part(house, aid, p)
    chance = p.approval if aid > 0.0 else p.repairing
    if house > 0 and f.luck[1, i] < chance and f.money[households.SAVINGS, i] >= own:
        f.count[households.HOUSE, i] = 0
        enter(i, f, flows.HOUSE_REPAIR, own)
        enter(i, f, flows.HOUSE_AID, f.county[collective.GROWTH] * p.rebuilding_cost * aid)
        f.flow[flows.CASH, i] = f.flow[flows.CASH, i] - own
    else:
        f.count[households.HOUSE, i] = worn(house, f.luck[0, i], f.village[collective.HOUSE_HIT, at], wear, p)


@inlined
def keep_water(i: int, f: Frame, restored: float, p: Guarantees, supply: Floats) -> None:
    """Safe water fails, or comes back as the village or site answers for it."""
    at = source_of(int(f.link[households.VILLAGE, i]), int(f.count[households.SITE, i]), f.village.shape[1])
    if f.count[households.WATER, i] == 0:
        fails = f.luck[2, i] < within_quarter(water_rate(supply[at], p))
        f.count[households.WATER, i] = 1 if fails else 0
    else:
        f.count[households.WATER, i] = 0 if f.luck[2, i] < restored * supply[at] else 1
