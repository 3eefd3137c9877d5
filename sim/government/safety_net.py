"""Dibao and temporary relief: the normal safety net."""

from __future__ import annotations

from typing import Annotated, NamedTuple

import numpy as np

from sim import sources
from sim.compiled import compiled, inlined
from sim.draws import SAFETY_NET, Key
from sim.mathematics import exp, normal_quantile
from sim.processes.luck import draw
from sim.processes.rows import gathered, members, row
from sim.processes.welfare import four_quarters, market_income, mean_members
from sim.spec import Param
from sim.state import collective, flows, households
from sim.state.frame import Frame

COVERAGE = sources.assumed(
    "Take-up and errors of dibao: the plan keeps the safety net stable (S3-059) and states no amounts, approval times or errors",
    "低保纳入比例与误差为假定；规划要求稳定兜底救助类政策（S3-059），未给出金额、审批时限与误差",
)
RELIEF = sources.assumed(
    "The Pengshui plan orders temporary relief after illness, disability and disaster (S3-081) without an amount",
    "彭水规划要求因病、因残、因灾及时落实临时救助（S3-081），未给出金额",
)


class SafetyNet(NamedTuple):
    """Dibao top-up and temporary relief."""

    enabled: Annotated[
        bool, Param("switch", (0, 1), (0, 1), COVERAGE, "dibao and relief are paid", "模拟低保与临时救助")
    ] = True
    line: Annotated[
        float,
        Param("CNY2020/(person·year)", (0, 1e6), (5000, 7000), sources.DIBAO_LINE, "dibao line", "农村低保标准"),
    ] = 5962.0
    take_up: Annotated[
        float,
        Param(
            "1/quarter",
            (0, 1),
            (0.02, 0.3),
            COVERAGE,
            "eligible households that enter dibao in a quarter",
            "符合条件农户每季纳入低保比例",
        ),
    ] = 0.06
    take_up_monitored: Annotated[
        float,
        Param(
            "1/quarter", (0, 1), (0.15, 0.8), COVERAGE, "the same for monitored households", "监测对象每季纳入低保比例"
        ),
    ] = 0.35
    review: Annotated[
        float,
        Param("1/quarter", (0, 1), (0.1, 0.5), COVERAGE, "recipients reviewed in a quarter", "低保对象每季复核比例"),
    ] = 0.25
    observation_error: Annotated[
        float,
        Param(
            "log",
            (0, 2),
            (0.05, 0.4),
            COVERAGE,
            "error of assessed income (standard deviation of its log)",
            "核定收入误差（对数标准差）",
        ),
    ] = 0.2
    relief_share: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.1, 0.8),
            RELIEF,
            "share of own medical cost above the threshold that relief pays",
            "医疗自付超过起付标准部分的临时救助比例",
        ),
    ] = 0.4
    relief_threshold: Annotated[
        float,
        Param(
            "months",
            (0, 12),
            (0, 3),
            RELIEF,
            "own medical cost of a quarter before relief, in months of the dibao line",
            "临时救助起付标准：全户季度医疗自付超过若干个月低保标准",
        ),
    ] = 1.0
    relief_ceiling: Annotated[
        float,
        Param(
            "CNY2020/(household·quarter)",
            (0, 1e6),
            (3000, 20000),
            RELIEF,
            "largest relief in a quarter",
            "每户临时救助季度上限",
        ),
    ] = 8000.0


@inlined
def top_up(line: float, assessed: float, persons: float) -> float:
    """Dibao of a quarter: what assessed income lacks to the line, for all members (E46), CNY2020/quarter."""
    return 0.25 * max(line - assessed, 0.0) * persons


@compiled
def assist(lo: int, hi: int, f: Frame, key: Key, p: SafetyNet) -> None:
    """Pay granted dibao and relief, as far as the treasury can."""
    funded = f.county[collective.FUNDED]
    for k in range(hi - lo):
        i = row(lo, k)
        receives = 1.0 if f.count[households.DIBAO, i] != 0 else 0.0
        f.flow[flows.DIBAO_PAID, i] = receives * f.money[households.DIBAO_AMOUNT, i] * funded
        f.flow[flows.RELIEF, i] = f.money[households.RELIEF_DUE, i] * funded
        f.flow[flows.ASSISTANCE, i] = f.flow[flows.ASSISTANCE, i] + (
            f.flow[flows.DIBAO_PAID, i] + f.flow[flows.RELIEF, i]
        )
        f.money[households.RELIEF_DUE, i] = 0.0


@compiled
def review(lo: int, hi: int, f: Frame, key: Key, p: SafetyNet) -> None:
    """Assess income with error: admit to dibao, adjust, strike off; grant relief to the monitored."""
    draw(lo, hi, f, key, SAFETY_NET)
    relieve(lo, hi, f, p)
    money, count = f.money, f.count
    error, assessed = np.empty(hi - lo), np.empty(hi - lo + 1, dtype=np.int64)
    n = gathered(lo, hi, f.luck[1], assessed)  # one household in ten: their errors vectorise
    for k in range(n):
        error[k] = f.luck[3, assessed[k]]
    for k in range(n):
        error[k] = exp(p.observation_error * normal_quantile(error[k]))
    for k in range(n):
        i = int(assessed[k])
        persons = float(members(i, f))
        income = market_income(four_quarters(households.MARKET_INCOME, i, f), mean_members(i, f)) * error[k]
        eligible = income < p.line and persons > 0.0
        count[households.DIBAO, i] = 1 if eligible else 0
        money[households.DIBAO_AMOUNT, i] = top_up(p.line, income, persons) if eligible else 0.0


@compiled
def relieve(lo: int, hi: int, f: Frame, p: SafetyNet) -> None:
    """Grant relief; mark in luck column 1 whose income is assessed this quarter (1, else 0)."""
    help_strength = f.county[collective.HELP]
    for k in range(hi - lo):
        i = row(lo, k)
        monitored = f.count[households.MONITOR, i] == 2
        receives = f.count[households.DIBAO, i] != 0
        chance = p.take_up_monitored * help_strength if monitored else 0.0
        admitted = f.luck[1, i] < max(p.take_up, chance) and f.count[households.EXCLUDED, i] == 0
        reviewed = f.luck[2, i] < p.review if receives else admitted
        f.luck[1, i] = 1.0 if reviewed else 0.0
        excess = max(f.flow[flows.OWN_PAID, i] - p.relief_threshold * p.line / 12.0 * float(members(i, f)), 0.0)
        relief = min(p.relief_share * excess, p.relief_ceiling) * help_strength
        f.money[households.RELIEF_DUE, i] = relief if monitored else 0.0
