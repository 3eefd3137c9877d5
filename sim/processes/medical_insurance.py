"""Three tiers of medical insurance: basic, serious illness, medical aid; reimbursement and cap."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from sim import sources
from sim.compiled import compiled, inlined
from sim.draws import Key
from sim.processes.rows import row
from sim.spec import Param
from sim.state import channels, flows, households
from sim.state.frame import Frame

TIERS = sources.assumed(
    "The Pengshui plan names the three tiers without any rate (S3-071); ranges proposed from a reading of the documents: basic "
    "0.55-0.75, serious illness 0.5-0.7 and medical aid 0.5-0.9 of the rest, not covered 0.05-0.35 of a bill",
    "彭水规划只列出三重制度，未给出比例（S3-071）；按文件研读建议：基本医保0.55-0.75，大病保险为余额的0.5-0.7，"
    "医疗救助为余额的0.5-0.9，目录外占0.05-0.35",
)
DEDUCTIBLES = sources.assumed(
    "No source document gives deductibles; insurance sets them for each insured person, the model applies them to the sum of a "
    "household's members",
    "来源文件未给出起付线；医保起付线按参保人计算，模型按全户合计执行",
)


class ThreeTiers(NamedTuple):
    """The normal system, open to everybody who is enrolled."""

    enabled: Annotated[
        bool, Param("switch", (0, 1), (0, 1), TIERS, "the three tiers reimburse", "模拟三重医疗保障")
    ] = True
    noncompliant: Annotated[
        float,
        Param("share", (0, 1), (0.05, 0.35), TIERS, "part of a bill that no tier covers", "目录外费用占比"),
    ] = 0.12
    deductible: Annotated[
        float,
        Param(
            "CNY2020/(household·quarter)",
            (0, 1e5),
            (100, 1000),
            DEDUCTIBLES,
            "deductible of basic insurance for a household's members together",
            "全户合计的基本医保季度起付线",
        ),
    ] = 300.0
    basic_rate: Annotated[
        float,
        Param("share", (0, 1), (0.55, 0.75), TIERS, "reimbursement rate of basic insurance", "基本医保报销比例"),
    ] = 0.65
    serious_threshold: Annotated[
        float,
        Param(
            "CNY2020/(household·year)",
            (0, 1e6),
            (8000, 20000),
            DEDUCTIBLES,
            "own compliant cost of a household's members together above which serious-illness insurance pays",
            "全户合计的大病保险年起付线",
        ),
    ] = 12000.0
    serious_rate: Annotated[
        float,
        Param(
            "share", (0, 1), (0.5, 0.7), TIERS, "reimbursement rate of serious-illness insurance", "大病保险报销比例"
        ),
    ] = 0.60
    aid_rate: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.5, 0.9),
            TIERS,
            "share of the rest paid by medical aid for dibao and monitored households",
            "低保户和监测对象报销后剩余部分的医疗救助比例",
        ),
    ] = 0.65


@inlined
def own_after_funds(compliant: float, before: float, p: ThreeTiers) -> float:
    """Compliant cost left after basic and serious-illness insurance (E27); ``before`` is the year's own cost so far."""
    rest = compliant - p.basic_rate * max(compliant - p.deductible, 0.0)
    above = max(before + rest - p.serious_threshold, 0.0) - max(before - p.serious_threshold, 0.0)
    return rest - p.serious_rate * above


@inlined
def own_under_lever(own: float, compliant: float, before: float, rate: float, cap: float) -> float:
    """Own compliant cost when at least ``rate`` is reimbursed and ``cap`` limits the year (E28)."""
    return min(min(own, (1.0 - rate) * compliant), max(cap - before, 0.0))


@compiled
def medical_insurance(lo: int, hi: int, f: Frame, key: Key, p: ThreeTiers) -> None:
    """Split each bill among the funds, medical aid, the lever and the household."""
    count, flow = f.count, f.flow
    for k in range(hi - lo):
        i = row(lo, k)
        before = f.money[households.COMPLIANT_OWN, i]
        compliant = (1.0 - p.noncompliant) * flow[flows.BILL, i]
        insured = count[households.INSURED, i] != 0
        eligible = count[households.DIBAO, i] != 0 or count[households.MONITOR, i] == 2
        after_funds = own_after_funds(compliant, before, p) if insured else compliant
        aid = p.aid_rate * after_funds if eligible and insured else 0.0
        own = after_funds - aid
        best = own_under_lever(
            own, compliant, before, f.channel[channels.REIMBURSEMENT, i], f.channel[channels.OWN_CAP, i]
        )
        top_up = f.channel[channels.TOP_UP, i] * (own - best) if insured else 0.0
        capped = own - top_up
        flow[flows.FUND_PAID, i] = compliant - after_funds
        flow[flows.AID_PAID, i] = aid
        flow[flows.LEVER_PAID, i] = top_up
        flow[flows.OWN_PAID, i] = flow[flows.BILL, i] - compliant + capped
        f.money[households.COMPLIANT_OWN, i] = before + capped


@compiled
def pay_all(lo: int, hi: int, f: Frame, key: Key, p: ThreeTiers) -> None:
    """Without any insurance the household pays the whole bill."""
    for k in range(hi - lo):
        i = row(lo, k)
        f.flow[flows.OWN_PAID, i] = f.flow[flows.BILL, i]
