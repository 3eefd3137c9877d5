"""Insurance of crops, prices and houses: bought for a year with a subsidy, paid by an index, a quarter late."""

from __future__ import annotations

from typing import Annotated, NamedTuple

import numpy as np

from sim import sources
from sim.compiled import compiled, inlined
from sim.draws import LIVING, Key, uniform, words
from sim.processes.hazard import house_struck
from sim.processes.rows import enter, gathered, mark_rows, moved, row
from sim.spec import Param
from sim.state import channels, collective, flows, households
from sim.state.frame import Frame

TERMS = sources.assumed(
    "Ranges proposed from a reading of the documents: share of loss paid 0.4-0.9, premium subsidy 0.5-1.0, payment after 1-9 months; "
    "no source document gives the terms of a policy",
    "按文件研读建议区间：赔付比例0.4-0.9，保费补贴0.5-1.0，赔付时滞1-9个月；来源文件未给出保单条款",
)
SUBSIDY = sources.derived(
    "About 80 % of the country's premiums of agricultural insurance are subsidised; taken for house insurance, too",
    "全国农业保险保费财政补贴约80%，农房保险同样取值",
    sources.AGRI_PREMIUM,
)
ENROLMENT = sources.derived(
    "Gansu aimed at 1.83 million insured households in 2020, of them 0.9 million poor (S4-041, S4-042); as a share of its "
    "households a guess",
    "甘肃2020年目标承保农户183万户，其中贫困户90万户（S4-041、S4-042）；折算为参保比例系估计",
    sources.figure("S4-041"),
)
PRICES = sources.assumed(
    "Price insurance was a pilot (S1, S3): cover of 0-0.5 and a trigger of a 10-30 % fall are proposed from a reading of the documents",
    "价格保险为试点（S1、S3）；保障程度0-0.5、跌幅触发10-30%按文件研读建议",
)
HOUSES = sources.assumed(
    "Range proposed from a reading of the documents: 5,000-40,000 yuan a house",
    "农房保险赔款按文件研读建议区间每户5000-40000元",
)
DELIVERY = sources.assumed(
    "The documents order that policies and payments reach the household (S4-039), which is no measurement; 0.8-1.0 is proposed from a "
    "reading of them",
    "文件要求保单及赔付到户（S4-039），无实测；到户率按文件研读建议区间0.8-1.0",
)


class PropertyInsurance(NamedTuple):
    """Terms of the insurance of crops, prices and houses."""

    enabled: Annotated[
        bool,
        Param("switch", (0, 1), (0, 1), TERMS, "crops, prices and houses can be insured", "模拟农业保险与农房保险"),
    ] = True
    crop_sum: Annotated[
        float, Param("CNY2020/(mu·year)", (0, 1e5), (400, 2500), TERMS, "sum insured of a mu", "每亩保额")
    ] = 1200.0
    cover: Annotated[
        float,
        Param("share", (0, 1), (0.4, 0.9), TERMS, "share of the measured loss that is paid", "按核定损失的赔付比例"),
    ] = 0.7
    trigger: Annotated[
        float,
        Param(
            "share",
            (0, 0.99),
            (0.1, 0.3),
            TERMS,
            "measured loss from which on crop insurance pays",
            "起赔点（核定损失率）",
        ),
    ] = 0.2
    index_error: Annotated[
        float,
        Param(
            "log",
            (0, 2),
            (0.1, 0.6),
            TERMS,
            "error in a village's measured loss, drawn for a year",
            "村级损失核定误差（对数标准差，按年）",
        ),
    ] = 0.3
    price_cover: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0, 0.5),
            PRICES,
            "share of a fall in price below the trigger that is paid",
            "价格跌破触发价部分的赔付比例",
        ),
    ] = 0.2
    price_trigger: Annotated[
        float,
        Param(
            "ratio",
            (0, 1.5),
            (0.7, 0.9),
            PRICES,
            "price over the normal one below which price insurance pays",
            "价格保险触发价与正常价之比",
        ),
    ] = 0.8
    house_sum: Annotated[
        float, Param("CNY2020/household", (0, 1e6), (5000, 40000), HOUSES, "paid for a damaged house", "农房受损赔款")
    ] = 15000.0
    loading: Annotated[
        float,
        Param(
            "ratio",
            (-1, 5),
            (0.1, 0.6),
            TERMS,
            "premium above the payments that insurers expect",
            "附加费率（保费高于预期赔付的比例）",
        ),
    ] = 0.3
    subsidy: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.5, 1.0),
            SUBSIDY,
            "share of everybody's premium that the government pays",
            "保费常规财政补贴比例",
        ),
    ] = 0.8
    unaided: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.0, 0.2),
            ENROLMENT,
            "households that would insure without any subsidy",
            "无补贴时的参保比例",
        ),
    ] = 0.05
    willing: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.4, 1.0),
            ENROLMENT,
            "households that insure when the whole premium is paid for them",
            "保费全额补贴时的参保比例",
        ),
    ] = 0.60
    in_time: Annotated[
        float,
        Param(
            "share",
            (0.01, 1),
            (0.5, 1),
            DELIVERY,
            "share of what is due that is paid in the next quarter; the rest waits",
            "次季按时支付比例（其余顺延）",
        ),
    ] = 0.8
    delivered: Annotated[
        float,
        Param(
            "share", (0, 1), (0.8, 1), DELIVERY, "share of a payment that reaches the household at all", "赔款到户率"
        ),
    ] = 0.95


SMALL_CHANGE = 10.0  # CNY2020: what is left below it is paid at once


@inlined
def insured_share(subsidy: float, p: PropertyInsurance) -> float:
    """Share of households that insure when ``subsidy`` of the premium is paid for them (E128)."""
    return p.unaided + max(p.willing - p.unaided, 0.0) * subsidy


@inlined
def whole_subsidy(channel: float, p: PropertyInsurance) -> float:
    """Share of the premium that is paid for a household (E129): the normal one, and of the rest what support pays."""
    return p.subsidy + (1.0 - p.subsidy) * channel


@inlined
def paid_now(due: float, p: PropertyInsurance) -> float:
    """Of the payments due, what arrives this quarter (E130), CNY2020."""
    return due if due < SMALL_CHANGE else p.in_time * due


@compiled
def property_insurance(
    lo: int, hi: int, f: Frame, key: Key, p: PropertyInsurance, crops: float, season: float, houses: float
) -> None:
    """Pay what is due, sell next year's policies in January, note what this quarter's losses make due.

    ``crops`` is 1 if there are crops to insure, else 0; ``season`` is the share of the year's sum insured that is in the fields, 0
    where no index pays; ``houses`` is above 0 where a disaster damages houses.
    """
    pay_due(lo, hi, f, p)
    if key.quarter % 4 == 0:
        insure(lo, hi, f, key, p, crops)
    if season > 0.0:
        settle_crops(lo, hi, f, p, season)
    if houses > 0.0:
        settle_houses(lo, hi, f, key, p)


@compiled
def pay_due(lo: int, hi: int, f: Frame, p: PropertyInsurance) -> None:
    """Last quarter's claims reach the few who have some."""
    rows = np.empty(hi - lo + 1, dtype=np.int64)
    for k in range(gathered(lo, hi, f.money[households.PAYOUT_DUE], rows)):
        i = rows[k]
        due = f.money[households.PAYOUT_DUE, i]
        paid = paid_now(due, p)
        f.money[households.PAYOUT_DUE, i] = due - paid
        enter(i, f, flows.INSURANCE_PAYOUT, paid)
        f.flow[flows.CASH, i] = f.flow[flows.CASH, i] + paid


@compiled
def insure(lo: int, hi: int, f: Frame, key: Key, p: PropertyInsurance, crops: float) -> None:
    """Decide for a year; crops only where there is land. The premium is the insurers' rate times the sum insured."""
    land, cash = f.money[households.LAND], f.flow[flows.CASH]
    with_crops, with_house = f.count[households.INSURED_CROPS], f.count[households.INSURED_HOUSE]
    own, normal = f.flow[flows.INSURANCE_PREMIUM], f.flow[flows.INSURANCE_PREMIUM_NORMAL]
    topped = f.flow[flows.INSURANCE_PREMIUM_SUBSIDY]
    product, crop_premium = f.link[households.PRODUCT], f.county[collective.CROP_PREMIUM]
    sum_insured = crops * p.crop_sum * f.county[collective.GROWTH]  # a mu
    per_house = p.house_sum * f.county[collective.HOUSE_PREMIUM]
    for k in range(hi - lo):
        i = row(lo, k)
        subsidy = whole_subsidy(moved(i, f, channels.INSURANCE_SUBSIDY), p)
        insures = uniform(words(key, f.id[i], LIVING, 0)[3]) < insured_share(subsidy, p)
        rate = crop_premium + f.product[collective.PRICE_PREMIUM, int(product[i])]
        premium = (sum_insured * rate * land[i] + per_house) if insures else 0.0
        own[i] = (1.0 - subsidy) * premium
        normal[i] = p.subsidy * premium
        topped[i] = (subsidy - p.subsidy) * premium
        cash[i] = cash[i] - (1.0 - subsidy) * premium
        with_crops[i] = 1 if insures and crops * land[i] > 0.0 else 0
        with_house[i] = 1 if insures else 0
    for column in (flows.INSURANCE_PREMIUM, flows.INSURANCE_PREMIUM_NORMAL, flows.INSURANCE_PREMIUM_SUBSIDY):
        mark_rows(lo, hi, f, column)


@compiled
def settle_crops(lo: int, hi: int, f: Frame, p: PropertyInsurance, season: float) -> None:
    """Claims by the village's index of loss and the product's price, whatever the household itself has lost (E131)."""
    due, land, insured = f.money[households.PAYOUT_DUE], f.money[households.LAND], f.count[households.INSURED_CROPS]
    village, product = f.link[households.VILLAGE], f.link[households.PRODUCT]
    per_mu = p.delivered * season * p.crop_sum * f.county[collective.GROWTH]
    for k in range(hi - lo):
        i = row(lo, k)
        paid = f.village[collective.INDEMNITY, int(village[i])] + f.product[collective.PRICE_INDEMNITY, int(product[i])]
        due[i] = due[i] + per_mu * land[i] * paid * float(int(insured[i]))


@compiled
def settle_houses(lo: int, hi: int, f: Frame, key: Key, p: PropertyInsurance) -> None:
    """Claims for insured houses that a disaster damaged this quarter."""
    insured, village = f.count[households.INSURED_HOUSE], f.link[households.VILLAGE]
    for i in range(lo, hi):
        hit = f.village[collective.HOUSE_HIT, int(village[i])]
        if hit > 0.0 and insured[i] != 0:
            if house_struck(uniform(words(key, f.id[i], LIVING, 0)[0]), hit):
                f.money[households.PAYOUT_DUE, i] = f.money[households.PAYOUT_DUE, i] + p.delivered * p.house_sum
