"""Idle houses: what outsiders pay for the house of a household that is wholly away, let through the village collective."""

from __future__ import annotations

from typing import Annotated, NamedTuple

import numpy as np

from sim import sources
from sim.compiled import compiled, inlined
from sim.draws import HOUSES, Key, uniform, words
from sim.processes.rows import enter, gathered, members, row
from sim.spec import Param
from sim.state import collective, flows, households
from sim.state.frame import Frame

DANGEROUS = 2  # value of the column ``house``

IDLE = sources.assumed(
    "Guizhou's plan lets collectives use idle homesteads and houses and names no number; range proposed from a reading of the "
    "documents: 0-0.1 of them a year",
    "贵州方案提出盘活利用闲置宅基地和闲置农房，未给出数量；按文件研读建议每年盘活0-0.1",
)
WANTED = sources.assumed(
    "Outsiders want houses where they like to be and where a road leads; how many is not stated, less away from tourism villages",
    "外来需求取决于景观和交通；文件未给出需求量，旅游村以外假定较小",
)
RENT = sources.assumed(
    "Range proposed from a reading of the documents: 500-8,000 yuan a house and year; how household and collective share it is not stated",
    "房屋租金按文件研读建议区间每年500-8000元；农户与村集体分成比例未给出",
)
CLEARED = sources.assumed(
    "Guizhou's plan orders a clean-up of illegal building; how often it ends leases is a guess",
    "贵州方案要求清理整治违法违规建设；因此终止租约的频率为推测",
)


class Houses(NamedTuple):
    """How idle houses come into use, and what that brings."""

    enabled: Annotated[
        bool,
        Param(
            "switch", (0, 1), (0, 1), IDLE, "idle houses are let through the collective", "模拟闲置农房（宅基地）盘活"
        ),
    ] = True
    use_rate: Annotated[
        float,
        Param(
            "1/year",
            (0, 1),
            (0, 0.1),
            IDLE,
            "share of a village's idle houses that comes into use (or out of it) in a year at most",
            "每年盘活（或退出）的闲置农房比例上限",
        ),
    ] = 0.05
    demand: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0, 0.2),
            WANTED,
            "idle houses that outsiders want where no visitors come, with roads as built",
            "非旅游村闲置农房的外来需求比例（道路完好时）",
        ),
    ] = 0.05
    demand_visited: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.1, 0.7),
            WANTED,
            "the same in villages that visitors come to, at the usual number of visitors",
            "旅游村闲置农房的外来需求比例（游客正常时）",
        ),
    ] = 0.4
    rent: Annotated[
        float,
        Param("CNY2020/(house·year)", (0, 1e6), (500, 8000), RENT, "rent of a house", "每座农房年租金"),
    ] = 3000.0
    share: Annotated[
        float,
        Param("share", (0.05, 1), (0.3, 0.9), RENT, "part of it that the household gets", "租金中农户所得比例"),
    ] = 0.6
    clean_up: Annotated[
        float,
        Param(
            "1/year",
            (0, 10),
            (0, 0.1),
            CLEARED,
            "villages in which a clean-up of illegal building ends all leases",
            "清理整治违建致全村租约终止的年发生率",
        ),
    ] = 0.02


@inlined
def stands_idle(persons: int, migrants: int, relocated: int, house: int) -> float:
    """1 where all members of a household work away and leave a safe house behind (E136), else 0; the relocated left theirs for good."""
    return 1.0 if persons > 0 and persons == migrants and relocated == 0 and house != DANGEROUS else 0.0


@inlined
def house_rent(growth: float, p: Houses) -> float:
    """What a household gets of a quarter's rent (E137), CNY2020."""
    return 0.25 * p.share * p.rent * growth


@compiled
def let_houses(lo: int, hi: int, f: Frame, initial: Key, p: Houses) -> None:
    """Rent for the idle houses in use: those whose draw, always the same, lies below the village's share."""
    idle, rows, count = f.luck[0], np.empty(hi - lo + 1, dtype=np.int64), f.count
    migrants, relocated, house = count[households.MIGRANTS], count[households.RELOCATED], count[households.HOUSE]
    for k in range(hi - lo):
        i = row(lo, k)
        idle[i] = stands_idle(members(i, f), int(migrants[i]), int(relocated[i]), int(house[i]))
    rent = house_rent(f.county[collective.GROWTH], p)
    for k in range(gathered(lo, hi, idle, rows)):
        i = rows[k]
        in_use = f.village[collective.HOUSES_IN_USE, int(f.link[households.VILLAGE, i])]
        if in_use > 0.0 and uniform(words(initial, f.id[i], HOUSES, 0)[0]) < in_use:
            enter(i, f, flows.HOUSE_RENT, rent)
            f.flow[flows.PROPERTY, i] = f.flow[flows.PROPERTY, i] + rent
