"""Acute illness with a heavy-tailed bill, chronic illness, lost labour."""

from __future__ import annotations

from typing import Annotated, NamedTuple

import numpy as np

from sim import sources
from sim.compiled import compiled, inlined
from sim.draws import HEALTH, Key
from sim.mathematics import exp, log, normal_quantile
from sim.processes.hazard import within_quarter
from sim.processes.luck import draw
from sim.processes.rows import gathered, row
from sim.spec import Param
from sim.state import collective, flows, households
from sim.state.frame import Frame

ADMISSIONS = sources.derived(
    "Mean of about 0.16 admissions per insured person and year (2022), spread over ages by assumption",
    "由2022年人均住院约0.16次推得，年龄分布为假定",
    sources.ADMISSIONS_2022,
)
BILLS = sources.assumed(
    "Median and spread of an in-patient bill in a county hospital; no source document gives a cost distribution",
    "县级住院费用中位数与离散度为假定；来源文件未给出费用分布",
)
LABOUR = sources.assumed(
    "How much work an illness costs is not documented; taken in proportion to its bill",
    "患病损失多少劳动没有文件依据；假定与费用成比例",
)
CHRONIC = sources.assumed(
    "Onset, recovery and running cost of chronic illness; no source document gives them",
    "慢性病发生、康复与经常性费用为假定；来源文件未给出",
)


class Health(NamedTuple):
    """Hazards and costs of illness."""

    enabled: Annotated[bool, Param("switch", (0, 1), (0, 1), ADMISSIONS, "illness happens", "模拟疾病")] = True
    child_rate: Annotated[
        float,
        Param("1/(child·year)", (0, 2), (0.05, 0.15), ADMISSIONS, "acute illness, ages 0-15", "0-15岁急病年发生率"),
    ] = 0.09
    adult_rate: Annotated[
        float,
        Param("1/(adult·year)", (0, 2), (0.06, 0.16), ADMISSIONS, "acute illness, ages 16-59", "16-59岁急病年发生率"),
    ] = 0.10
    elder_rate: Annotated[
        float,
        Param(
            "1/(elder·year)", (0, 2), (0.2, 0.45), ADMISSIONS, "acute illness, 60 and over", "60岁及以上急病年发生率"
        ),
    ] = 0.30
    chronic_rate: Annotated[
        float,
        Param(
            "1/(person·year)",
            (0, 2),
            (0.1, 0.5),
            ADMISSIONS,
            "further acute episodes of a chronically ill member",
            "慢性病成员附加急病年发生率",
        ),
    ] = 0.25
    median_bill: Annotated[
        float, Param("CNY2020", (0, 1e6), (3000, 8000), BILLS, "median bill of an acute illness", "急病费用中位数")
    ] = 5000.0
    bill_spread: Annotated[
        float,
        Param("log", (0, 3), (0.6, 1.1), BILLS, "standard deviation of the log bill", "费用对数标准差", r"\sigma"),
    ] = 0.85
    tail_share: Annotated[
        float,
        Param(
            "share", (0.0001, 0.5), (0.01, 0.1), BILLS, "share of bills in the Pareto tail", "帕累托尾部占比", r"\tau"
        ),
    ] = 0.03
    tail_index: Annotated[
        float, Param("1", (1.05, 20), (1.6, 3.0), BILLS, "Pareto index of the tail", "帕累托尾部指数", r"\alpha")
    ] = 2.2
    bill_of_a_lost_quarter: Annotated[
        float,
        Param(
            "CNY2020",
            (1, 1e6),
            (10000, 60000),
            LABOUR,
            "bill at which one working member loses a whole quarter; smaller bills lose in proportion",
            "使一名劳动力损失整季劳动的费用水平，较小费用按比例折算",
        ),
    ] = 25000.0
    chronic_onset: Annotated[
        float,
        Param(
            "1/(person·year)",
            (0, 1),
            (0.005, 0.03),
            CHRONIC,
            "onset of chronic illness per person",
            "人均慢性病年发生率",
        ),
    ] = 0.012
    chronic_recovery: Annotated[
        float,
        Param(
            "1/(person·year)",
            (0, 4),
            (0.03, 0.2),
            CHRONIC,
            "recovery or control of a chronic illness",
            "慢性病康复或得到控制的年概率",
        ),
    ] = 0.09
    chronic_cost: Annotated[
        float,
        Param(
            "CNY2020/(person·year)",
            (0, 1e5),
            (500, 4000),
            CHRONIC,
            "running cost of one chronic illness",
            "每名慢性病成员年经常性费用",
        ),
    ] = 1500.0


@inlined
def bill(u: float, p: Health) -> float:
    r"""Bill of an acute illness: lognormal body, Pareto tail above its :math:`1-\tau` quantile (E13), CNY2020."""
    body = u if u < 1.0 - p.tail_share else 1.0 - p.tail_share
    amount = p.median_bill * exp(p.bill_spread * normal_quantile(body))
    if u > 1.0 - p.tail_share:
        amount = amount * exp(-log((1.0 - u) / p.tail_share) / p.tail_index)
    return amount


@inlined
def illness_rate(children: int, adults: int, elders: int, chronic: int, p: Health) -> float:
    """Acute illnesses a year in the household (E14)."""
    return p.child_rate * children + p.adult_rate * adults + p.elder_rate * elders + p.chronic_rate * chronic


@compiled
def health(lo: int, hi: int, f: Frame, key: Key, p: Health) -> None:
    """Draw illness, its bill and the labour it costs; start and end chronic illness."""
    draw(lo, hi, f, key, HEALTH)
    fall_ill(lo, hi, f, p)
    acute, size, bills, lost = f.luck[0], f.luck[1], f.flow[flows.BILL], f.flow[flows.LOST_LABOUR]
    amounts, ill = np.empty(hi - lo), np.empty(hi - lo + 1, dtype=np.int64)
    n = gathered(lo, hi, acute, ill)  # one household in ten: their bills vectorise
    for k in range(n):
        amounts[k] = size[ill[k]]
    for k in range(n):
        amounts[k] = bill(amounts[k], p)
    for k in range(n):
        bills[ill[k]] = amounts[k] + bills[ill[k]]
        lost[ill[k]] = min(amounts[k] / p.bill_of_a_lost_quarter, 1.0)


@compiled
def fall_ill(lo: int, hi: int, f: Frame, p: Health) -> None:
    """Who falls ill (1 in the first luck column, else 0), chronic illness and its running cost."""
    children, adults, elders = f.count[households.CHILDREN], f.count[households.ADULTS], f.count[households.ELDERS]
    chronic, bills, lost = f.count[households.CHRONIC], f.flow[flows.BILL], f.flow[flows.LOST_LABOUR]
    acute, onset, recovery = f.luck[0], f.luck[2], f.luck[3]
    epidemic, running_cost = f.county[collective.EPIDEMIC], 0.25 * p.chronic_cost
    for k in range(hi - lo):
        i = row(lo, k)
        c, a, e, ill = int(children[i]), int(adults[i]), int(elders[i]), int(chronic[i])
        falls = within_quarter(epidemic * illness_rate(c, a, e, ill, p))
        begins, ends = within_quarter(p.chronic_onset * (c + a + e)), within_quarter(p.chronic_recovery * ill)
        bills[i] = running_cost * ill
        lost[i] = 0.0
        acute[i] = 1.0 if acute[i] < falls else 0.0
        more = 1 if onset[i] < begins and ill < c + a + e else 0
        fewer = 1 if recovery[i] < ends and ill > 0 else 0
        chronic[i] = ill + more - fewer
