"""Small side industries of a courtyard (the "five small"): started alone or for an award, run by whoever is at home."""

from __future__ import annotations

from typing import Annotated, NamedTuple

import numpy as np

from sim import sources
from sim.compiled import compiled, inlined
from sim.processes.hazard import within_quarter
from sim.processes.rows import enter, gathered, moved, row
from sim.spec import Param
from sim.state import channels, collective, flows, households
from sim.state.frame import Frame
from sim.state.households import SMALL_INDUSTRY

SIDE = sources.assumed(
    "Gansu promotes five small industries of a household (S4-003) and tells neither how many run one nor what it earns",
    "甘肃推进“五小”产业（S4-003），未给出经营户数与收益",
)


class SideIndustries(NamedTuple):
    """Starting, running and giving up a small side industry."""

    enabled: Annotated[
        bool, Param("switch", (0, 1), (0, 1), SIDE, "households run small side industries", "模拟“五小”产业")
    ] = True
    income: Annotated[
        float,
        Param(
            "CNY2020/(household·year)",
            (0, 1e6),
            (800, 5000),
            SIDE,
            "net income of a side industry",
            "“五小”产业年净收入",
        ),
    ] = 2000.0
    hands: Annotated[
        float,
        Param(
            "adults",
            (0.01, 10),
            (0.1, 0.7),
            SIDE,
            "labour at home that a side industry takes",
            "“五小”产业所需在家劳动力",
        ),
    ] = 0.3
    starting: Annotated[
        float,
        Param(
            "1/year",
            (0, 10),
            (0.01, 0.08),
            SIDE,
            "households that start one by themselves",
            "自发开办“五小”产业年发生率",
        ),
    ] = 0.03
    award_effect: Annotated[
        float,
        Param(
            "1/year",
            (0, 10),
            (0.005, 0.06),
            SIDE,
            "rise of that hazard with an award of a tenth of a year's income",
            "奖补每达到年净收入一成，开办发生率的提高幅度",
        ),
    ] = 0.02
    giving_up: Annotated[
        float,
        Param("1/year", (0, 10), (0.1, 0.5), SIDE, "side industries given up", "“五小”产业年停办率"),
    ] = 0.20
    power_share: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.1, 0.6),
            SIDE,
            "income lost when the village's power is gone: processing and cooling stand still",
            "村电力设施完全损坏时的收入损失（加工、冷藏停顿）",
        ),
    ] = 0.3


@inlined
def powered(power: float, p: SideIndustries) -> float:
    """What the state of the village's power leaves of a side industry's income (E84): all where it is as built."""
    return 1.0 - p.power_share * (1.0 - power)


@inlined
def starting_rate(award: float, p: SideIndustries) -> float:
    """Hazard of starting a side industry with an award in sight (E82), 1/year; an award beyond a year's income adds no more."""
    tenths = 10.0 * min(award / p.income if p.income > 0.0 else 0.0, 1.0)
    return p.starting + p.award_effect * tenths


@inlined
def side_income(runs: float, labour: float, growth: float, p: SideIndustries) -> float:
    """Net income of a side industry in a quarter (E83), CNY2020: in part where few hands are at home, none where nobody is."""
    return 0.25 * p.income * growth * runs * min(labour / p.hands, 1.0)


@compiled
def side_industries(lo: int, hi: int, f: Frame, p: SideIndustries) -> None:
    """Earn; then a few start, with an award if one is offered, or give up; their FIELDS uniform stands in luck column 2."""
    runs, hands, business = f.count[households.SIDE], f.flow[flows.FARM_LABOUR], f.flow[flows.BUSINESS]
    income, growth = f.flow[flows.SIDE_INCOME], f.county[collective.GROWTH]
    power, village = f.village[collective.POWER], f.link[households.VILLAGE]
    for k in range(hi - lo):
        i = row(lo, k)
        supplied = powered(power[int(village[i])], p)
        earned = side_income(1.0 if runs[i] == SMALL_INDUSTRY else 0.0, hands[i], growth, p) * supplied
        income[i] = earned
        business[i] = business[i] + earned
    most, moves = 0.25 * max(p.starting + 10.0 * p.award_effect, p.giving_up), f.luck[1]
    luck, rows = f.luck[2], np.empty(hi - lo + 1, dtype=np.int64)
    for k in range(hi - lo):
        i = row(lo, k)
        moves[i] = 1.0 if luck[i] < most else 0.0
    for k in range(gathered(lo, hi, moves, rows)):
        begin_or_end(rows[k], luck[rows[k]], f, p)


@inlined
def begin_or_end(i: int, u: float, f: Frame, p: SideIndustries) -> None:
    """Start or give up, household ``i``; an award is paid to whoever starts."""
    award = moved(i, f, channels.SIDE_AWARD)
    if f.count[households.SIDE, i] == SMALL_INDUSTRY:
        if u < within_quarter(p.giving_up):
            f.count[households.SIDE, i] = 0
    elif (
        f.count[households.SIDE, i] == 0
        and f.flow[flows.FARM_LABOUR, i] > 0.0
        and u < within_quarter(starting_rate(award, p))
    ):
        f.count[households.SIDE, i] = SMALL_INDUSTRY
        enter(i, f, flows.SIDE_AWARD, award)
        f.flow[flows.TRANSFER, i] = f.flow[flows.TRANSFER, i] + award
