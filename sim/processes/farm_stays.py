"""Farm stays: households of villages that visitors come to, which take them in; all of them live off the same visitors."""

from __future__ import annotations

from typing import Annotated, NamedTuple

import numpy as np

from sim import sources
from sim.compiled import compiled, inlined
from sim.draws import Key
from sim.processes.rows import enter, gathered, row
from sim.spec import Param
from sim.state import collective, flows, households
from sim.state.frame import Frame
from sim.state.households import FARM_STAY

STAYS = sources.derived(
    "Lanzhou aims at 1,000 farm stays in 34 tourism villages, 29 a village; range proposed from a reading of the documents: 0-50",
    "兰州目标为34个旅游专业村建成农家乐1000户，每村29户；按文件研读建议区间0-50户",
    sources.figure("S1-024"),
    sources.figure("S1-026"),
)
EARNED = sources.assumed(
    "No source document says what a farm stay earns, when guests come, or how many open and close; orders of magnitude, swept",
    "来源文件未给出农家乐收益、淡旺季和开办停办情况；按量级假定并参与扫描",
)
VISITORS = sources.assumed(
    "The Pengshui plan names COVID-19 and no number of visitors; how far visitors vary, and how many stay away in an epidemic, is a guess",
    "彭水规划提到新冠肺炎疫情，未给出游客量；游客波动和疫情期间减少的比例为推测",
)


class Tourism(NamedTuple):
    """Visitors of the county and the farm stays that live off them."""

    enabled: Annotated[
        bool, Param("switch", (0, 1), (0, 1), STAYS, "households run farm stays for visitors", "模拟乡村旅游与农家乐")
    ] = True
    farm_stays: Annotated[
        float,
        Param(
            "households/village",
            (0, 1000),
            (0, 50),
            STAYS,
            "farm stays that a village visitors come to has guests for, fully equipped",
            "设施齐备的旅游村可容纳的农家乐户数",
        ),
    ] = 29.0
    unaided: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.1, 1),
            EARNED,
            "of these, how many it has guests for without the facilities that support builds",
            "其中无扶持设施时可容纳的比例",
        ),
    ] = 0.4
    income: Annotated[
        float,
        Param(
            "CNY2020/(household·year)",
            (0, 1e6),
            (5000, 40000),
            EARNED,
            "net income of a farm stay, after what was spent on setting it up",
            "农家乐年净收入（扣除开办投入摊销）",
        ),
    ] = 15000.0
    hands: Annotated[
        float,
        Param("adults", (0.01, 10), (0.5, 2), EARNED, "labour at home that a farm stay takes", "农家乐所需在家劳动力"),
    ] = 1.0
    season_1: Annotated[
        float, Param("weight", (0, 10), (0.05, 0.3), EARNED, "weight of the first quarter", "第一季度权重")
    ] = 0.15
    season_2: Annotated[
        float, Param("weight", (0, 10), (0.1, 0.4), EARNED, "weight of the second quarter", "第二季度权重")
    ] = 0.25
    season_3: Annotated[
        float, Param("weight", (0, 10), (0.2, 0.5), EARNED, "weight of the third quarter", "第三季度权重")
    ] = 0.35
    season_4: Annotated[
        float, Param("weight", (0, 10), (0.1, 0.4), EARNED, "weight of the fourth quarter", "第四季度权重")
    ] = 0.25
    road_share: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.3, 0.9),
            EARNED,
            "income lost when the village's roads are gone",
            "村道路完全损坏时的收入损失",
        ),
    ] = 0.6
    power_share: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.2, 0.7),
            EARNED,
            "income lost when its power is gone",
            "村电力设施完全损坏时的收入损失",
        ),
    ] = 0.4
    opening: Annotated[
        float,
        Param(
            "1/year",
            (0, 10),
            (0.03, 0.3),
            EARNED,
            "households with a free hand that would open a farm stay, at the usual number of visitors",
            "有闲置劳动力的农户开办农家乐年发生率（游客正常时）",
        ),
    ] = 0.10
    closing: Annotated[
        float,
        Param("1/year", (0, 10), (0.03, 0.2), EARNED, "farm stays given up", "农家乐年停办率"),
    ] = 0.08
    deserted: Annotated[
        float,
        Param(
            "1/year",
            (0, 20),
            (0, 2),
            EARNED,
            "further farm stays given up where all visitors stay away",
            "游客全无时停办率的增加值",
        ),
    ] = 0.5
    visitor_spread: Annotated[
        float,
        Param("log", (0, 2), (0.1, 0.4), VISITORS, "spread of the number of visitors", "游客量波动（对数标准差）"),
    ] = 0.2
    visitor_persistence: Annotated[
        float,
        Param("1/quarter", (0, 0.999), (0.5, 0.95), VISITORS, "persistence of it", "游客量波动的季度延续程度"),
    ] = 0.8
    epidemic_loss: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.2, 0.9),
            VISITORS,
            "visitors who stay away in an epidemic quarter",
            "疫病季度减少的游客比例",
        ),
    ] = 0.5


@inlined
def guest_season(quarter: int, p: Tourism) -> float:
    """Share of the year's guests who come in this quarter (E90); the four weights need not sum to one."""
    total = p.season_1 + p.season_2 + p.season_3 + p.season_4
    q = quarter % 4
    weight = p.season_1 if q == 0 else (p.season_2 if q == 1 else (p.season_3 if q == 2 else p.season_4))
    return weight / total if total > 0.0 else 0.25


@inlined
def reachable(road: float, power: float, p: Tourism) -> float:
    """What the state of the village's roads and power leaves of a farm stay's income (E91): all where both are as built."""
    return (1.0 - p.road_share * (1.0 - road)) * (1.0 - p.power_share * (1.0 - power))


@inlined
def farm_stay_income(guests: float, labour: float, p: Tourism) -> float:
    """Net income of a farm stay in a quarter (E92), CNY2020: in part where few hands are at home, none where nobody is.

    ``guests``: the quarter's part of a usual year's guests who come and can reach it.
    """
    return p.income * guests * min(labour / p.hands, 1.0)


@compiled
def farm_stays(lo: int, hi: int, f: Frame, key: Key, p: Tourism) -> None:
    """What the farm stays earn; few households run one."""
    runs, runs_one, rows = f.count[households.SIDE], f.luck[1], np.empty(hi - lo + 1, dtype=np.int64)
    for k in range(hi - lo):
        i = row(lo, k)
        runs_one[i] = 1.0 if runs[i] == FARM_STAY else 0.0
    come = guest_season(key.quarter, p) * f.county[collective.VISITORS] * f.county[collective.GROWTH]
    for k in range(gathered(lo, hi, runs_one, rows)):
        i = rows[k]
        at = int(f.link[households.VILLAGE, i])
        guests = come * reachable(f.village[collective.ROAD, at], f.village[collective.POWER, at], p)
        earned = farm_stay_income(guests, f.flow[flows.FARM_LABOUR, i], p)
        enter(i, f, flows.FARM_STAY_INCOME, earned)
        f.flow[flows.BUSINESS, i] = f.flow[flows.BUSINESS, i] + earned
