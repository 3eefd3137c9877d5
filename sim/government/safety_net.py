"""Dibao, tekun support and temporary relief: the normal safety net."""

from __future__ import annotations

from typing import Annotated, NamedTuple

import numpy as np

from sim import sources
from sim.compiled import compiled, inlined
from sim.draws import DWELLING, SAFETY_NET, Key, uniform, words
from sim.mathematics import exp, normal_quantile
from sim.processes.luck import draw
from sim.processes.rows import enter, entered, gathered, members, row
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
ASSETS = sources.from_memory(
    "Local rules refuse dibao to households with money above about two years of the standard, or with valuable vehicles and "
    "machines; the limits differ by place",
    "各地规定家庭金融资产超过约两年低保标准或拥有车辆、大型机具的不纳入低保；标准各地不一",
)
SINGLE = sources.derived(
    "The plan adjusts the rule by which a disabled or gravely ill person of a near-poor household enters dibao alone (S3-066); the "
    "limit of 1.5 times the standard is recalled, not read",
    "规划要求优化“单人户”低保政策（S3-066）；低保边缘1.5倍的界限凭记忆",
    sources.figure("S3-066"),
)
TEKUN = sources.from_memory(
    "Basic living standard of tekun support, commonly 1.3 times the dibao standard or more; range 1.3-1.6 proposed from a reading "
    "of the documents, which give none",
    "特困人员基本生活标准一般不低于低保标准的1.3倍；按文件研读建议区间1.3-1.6，来源文件未给出",
)
SUPPORTERS = sources.assumed(
    "Of households without anyone able to work, those without legal supporters outside the household: not documented; Lanzhou names "
    "severely disabled persons from 16 on (S1-071)",
    "无劳动能力户中户外也无法定赡养、抚养、扶养义务人的比例没有文件依据；兰州提及16周岁以上重度残疾人（S1-071）",
)


class SafetyNet(NamedTuple):
    """Dibao top-up, tekun support and temporary relief."""

    enabled: Annotated[
        bool,
        Param(
            "switch",
            (0, 1),
            (0, 1),
            COVERAGE,
            "dibao, tekun support and relief are paid",
            "模拟低保、特困供养与临时救助",
        ),
    ] = True
    line: Annotated[
        float,
        Param("CNY2020/(person·year)", (0, 1e6), (5000, 7500), sources.DIBAO_LINE_REAL, "dibao line", "农村低保标准"),
    ] = 5962.0
    savings_limit: Annotated[
        float,
        Param(
            "years",
            (0, 1000),
            (1, 4),
            ASSETS,
            "savings of a household, in years of the dibao line for all members, above which dibao is refused",
            "储蓄超过若干年低保标准（按全户人口）的不予纳入",
        ),
    ] = 2.0
    capital_limit: Annotated[
        float,
        Param(
            "years",
            (0, 1000),
            (2, 10),
            ASSETS,
            "the same for productive capital",
            "生产性资本超过若干年低保标准（按全户人口）的不予纳入",
        ),
    ] = 4.0
    single_person: Annotated[
        float,
        Param(
            "ratio",
            (0, 10),
            (1, 2),
            SINGLE,
            "income over the dibao line up to which a member without labour power may enter dibao alone",
            "按“单人户”纳入低保的收入上限（低保标准的倍数）",
        ),
    ] = 1.5
    tekun_standard: Annotated[
        float,
        Param(
            "ratio",
            (0, 10),
            (1.3, 1.6),
            TEKUN,
            "tekun support over the dibao line; 0: there is none",
            "特困供养标准与低保标准之比（0为不设）",
        ),
    ] = 1.3
    unsupported: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.05, 0.4),
            SUPPORTERS,
            "households without anyone able to work that have no legal supporters outside, drawn at the start",
            "无劳动能力户中无法定赡养、抚养、扶养义务人的比例（初始抽取）",
        ),
    ] = 0.15
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
    """Dibao of a quarter: what assessed income lacks to the line, for all members (E229), CNY2020/quarter."""
    return 0.25 * max(line - assessed, 0.0) * persons


@inlined
def within_means(savings: float, capital: float, needs: float, p: SafetyNet) -> bool:
    """Whether assets leave a household eligible (E230); ``needs`` is a year of the line for all members."""
    return savings <= p.savings_limit * needs and capital <= p.capital_limit * needs


@inlined
def alone(line: float, assessed: float, disabled: float, p: SafetyNet) -> float:
    """Dibao of a quarter for members without labour power whose household lies just above the line (E231), CNY2020."""
    near = line <= assessed and assessed < p.single_person * line
    return 0.25 * line * disabled if near else 0.0


@inlined
def full_support(line: float, persons: float, p: SafetyNet) -> float:
    """Tekun support of a quarter for all members, whatever they earn below the line (E232), CNY2020."""
    return 0.25 * p.tekun_standard * line * persons


@inlined
def emergency(own_paid: float, lost: float, struck: float) -> float:
    """What relief answers to (E233), CNY2020 in a quarter: own medical cost, and what a household lost where disaster struck."""
    return own_paid + (lost if struck > 0.0 else 0.0)


@compiled
def assist(lo: int, hi: int, f: Frame, key: Key, p: SafetyNet) -> None:
    """Pay granted dibao, tekun support and relief, as far as the treasury can."""
    dibao, tekun, due = f.count[households.DIBAO], f.count[households.TEKUN], f.money[households.RELIEF_DUE]
    funded, helped = f.county[collective.FUNDED], f.luck[0]
    for k in range(hi - lo):
        i = row(lo, k)
        helped[i] = 1.0 if int(dibao[i]) + int(tekun[i]) != 0 or due[i] > 0.0 else 0.0
    rows = np.empty(hi - lo + 1, dtype=np.int64)
    n = gathered(lo, hi, helped, rows)
    for k in range(n):
        pay(int(rows[k]), f, funded)


@inlined
def pay(i: int, f: Frame, funded: float) -> None:
    """Pay one household what it has been granted."""
    count, money, flow = f.count, f.money, f.flow
    granted = money[households.DIBAO_AMOUNT, i] * funded
    dibao = granted if count[households.DIBAO, i] != 0 else 0.0
    tekun = granted if count[households.TEKUN, i] != 0 else 0.0
    relief = money[households.RELIEF_DUE, i] * funded
    enter(i, f, flows.DIBAO_PAID, dibao)
    enter(i, f, flows.TEKUN_PAID, tekun)
    enter(i, f, flows.RELIEF, relief)
    money[households.RELIEF_DUE, i] = 0.0
    flow[flows.ASSISTANCE, i] = flow[flows.ASSISTANCE, i] + (dibao + tekun + relief)


@compiled
def review(lo: int, hi: int, f: Frame, key: Key, start: Key, p: SafetyNet) -> None:
    """Assess income with error and assets: admit to tekun support or dibao, adjust, strike off; relieve the monitored.

    ``start`` keys what a household has been since the beginning: whether it has legal supporters.
    """
    draw(lo, hi, f, key, SAFETY_NET)
    choose(lo, hi, f, p)
    relieve(lo, hi, f, p)
    error, rows = np.empty(hi - lo), np.empty(hi - lo + 1, dtype=np.int64)
    n = gathered(lo, hi, f.luck[1], rows)  # one household in ten: their errors vectorise
    for k in range(n):
        error[k] = f.luck[3, rows[k]]
    for k in range(n):
        error[k] = exp(p.observation_error * normal_quantile(error[k]))
    for k in range(n):
        assess(int(rows[k]), f, error[k], start, p)


@compiled
def choose(lo: int, hi: int, f: Frame, p: SafetyNet) -> None:
    """Mark in luck column 1 whose income is assessed this quarter (1, else 0): receivers by review, others as they apply."""
    count, by_take_up, by_review = f.count, f.luck[1], f.luck[2]
    monitor, excluded, dibao, tekun = (
        count[households.MONITOR],
        count[households.EXCLUDED],
        count[households.DIBAO],
        count[households.TEKUN],
    )
    helped = max(p.take_up, p.take_up_monitored * f.county[collective.HELP])
    for k in range(hi - lo):
        i = row(lo, k)
        chance = helped if monitor[i] == 2 else p.take_up
        applies = by_take_up[i] < chance and excluded[i] == 0
        receives = int(dibao[i]) + int(tekun[i]) != 0
        by_take_up[i] = 1.0 if (by_review[i] < p.review if receives else applies) else 0.0


@compiled
def relieve(lo: int, hi: int, f: Frame, p: SafetyNet) -> None:
    """Grant relief to the monitored, paid next quarter."""
    flow, monitor, village = f.flow, f.count[households.MONITOR], f.link[households.VILLAGE]
    strength = f.county[collective.HELP]
    for i in range(lo, hi):
        if monitor[i] == 2:
            lost = flow[flows.CAPITAL_LOST, i] + entered(i, f, flows.LIVESTOCK_LOST)
            need = emergency(flow[flows.OWN_PAID, i], lost, f.village[collective.DISASTER, int(village[i])])
            excess = max(need - p.relief_threshold * p.line / 12.0 * float(members(i, f)), 0.0)
            f.money[households.RELIEF_DUE, i] = min(p.relief_share * excess, p.relief_ceiling) * strength


@inlined
def assess(i: int, f: Frame, error: float, start: Key, p: SafetyNet) -> None:
    """Decide on one household: tekun support where nobody can work and nobody must support it, else dibao, else nothing."""
    count, money = f.count, f.money
    persons, able, away = float(members(i, f)), int(count[households.ABLE, i]), int(count[households.KIN_AWAY, i])
    income = market_income(four_quarters(households.MARKET_INCOME, i, f), mean_members(i, f)) * error
    modest = within_means(money[households.SAVINGS, i], money[households.CAPITAL, i], p.line * persons, p)
    poor = modest and persons > 0.0
    in_need = poor and income < p.line and able == 0 and away == 0 and p.tekun_standard > 0.0
    supported_fully = in_need and uniform(words(start, f.id[i], DWELLING, 1)[2]) < p.unsupported
    topped_up = top_up(p.line, income, persons) + alone(p.line, income, float(int(count[households.DISABLED, i])), p)
    amount = full_support(p.line, persons, p) if supported_fully else (topped_up if poor else 0.0)
    count[households.TEKUN, i] = 1 if supported_fully else 0
    count[households.DIBAO, i] = 1 if amount > 0.0 and not supported_fully else 0
    money[households.DIBAO_AMOUNT, i] = amount
