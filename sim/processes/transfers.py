"""Property and transfer income, support in kind, and the yearly medical premium."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from sim import sources
from sim.compiled import compiled, inlined
from sim.draws import SAFETY_NET, SUPPORT, Key, uniform, words
from sim.processes.rows import members, row
from sim.spec import Param
from sim.state import channels, collective, flows, households
from sim.state.frame import Frame

PAYMENTS = sources.assumed(
    "A switch of the model: pensions and premiums exist, their amounts have sources of their own",
    "模型开关；养老金和医保缴费客观存在，金额另有出处",
)
PENSION = sources.from_memory(
    "Basic resident pension around 2020; no source document gives it",
    "2020年前后城乡居民基本养老金水平；来源文件未给出",
)
PREMIUM = sources.from_memory(
    "Personal premium of resident medical insurance in 2020, 280 yuan; the range proposed from a reading of the documents is 180-400",
    "2020年居民医保个人缴费280元；区间按文件研读建议为180-400元",
)
ENROLMENT = sources.assumed(
    "Not measured: the plan's 95 % of rural persons and more is a target for 2025 that includes help with the premium (S3-021), "
    "as was Lanzhou's 100 % of the poor (S1-058); without help fewer may enrol",
    "没有实测：规划的95%以上是2025年目标，且含资助参保（S3-021），兰州对贫困人口的100%亦然（S1-058）；无资助时参保率可能更低",
)


class Transfers(NamedTuple):
    """Pensions, premium and enrolment."""

    enabled: Annotated[
        bool,
        Param(
            "switch",
            (0, 1),
            (0, 1),
            PAYMENTS,
            "pensions, premiums, grants and collective income are paid",
            "模拟养老金、医保缴费、补助与集体收益分配",
        ),
    ] = True
    pension: Annotated[
        float,
        Param(
            "CNY2020/(person·year)",
            (0, 1e5),
            (1200, 2400),
            PENSION,
            "basic pension of a person aged 60 and over",
            "60岁及以上人员年基本养老金",
        ),
    ] = 1500.0
    premium: Annotated[
        float,
        Param(
            "CNY2020/(person·year)",
            (0, 1e4),
            (180, 400),
            PREMIUM,
            "personal premium of medical insurance",
            "居民医保个人年缴费",
        ),
    ] = 280.0
    enrolment: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.90, 1.0),
            ENROLMENT,
            "households that enrol without help with the premium",
            "无资助时农户参保比例",
        ),
    ] = 0.95


@inlined
def enrolment_share(unaided: float, subsidy: float) -> float:
    """Share of households that enrol when ``subsidy`` of the premium is paid for them (E26)."""
    return unaided + (1.0 - unaided) * subsidy


@compiled
def transfers(lo: int, hi: int, f: Frame, key: Key, p: Transfers) -> None:
    """Shares, dividends, grants, pension, collective income, then the premium in January."""
    shares(lo, hi, f)
    grants(lo, hi, f, key)
    count, flow = f.count, f.flow
    for k in range(hi - lo):
        i = row(lo, k)
        persons = float(members(i, f))
        flow[flows.PENSION, i] = 0.25 * p.pension * float(count[households.ELDERS, i])
        entitled = persons if count[households.ENTITLEMENT, i] > 0 else 0.0
        shared = f.village[collective.DISTRIBUTION, int(f.link[households.VILLAGE, i])] * entitled
        flow[flows.COLLECTIVE, i] = shared
        flow[flows.PROPERTY, i] = flow[flows.PROPERTY, i] + shared
        flow[flows.TRANSFER, i] = flow[flows.TRANSFER, i] + flow[flows.PENSION, i]
    if key.quarter % 4 == 0:
        enrol(lo, hi, f, key, p)


@compiled
def enrol(lo: int, hi: int, f: Frame, key: Key, p: Transfers) -> None:
    """Decide on enrolment for the year and pay the premium; the year's own medical cost starts anew."""
    count, flow = f.count, f.flow
    for k in range(hi - lo):
        i = row(lo, k)
        persons = float(members(i, f))
        subsidy = f.channel[channels.PREMIUM, i]
        insured = uniform(words(key, f.id[i], SAFETY_NET, 0)[0]) < enrolment_share(p.enrolment, subsidy)
        due = p.premium * persons if insured else 0.0
        flow[flows.PREMIUM, i] = due * (1.0 - subsidy)
        flow[flows.PREMIUM_SUBSIDY, i] = due * subsidy
        flow[flows.TRANSFER, i] = flow[flows.TRANSFER, i] - due * (1.0 - subsidy)
        count[households.INSURED, i] = 1 if insured else 0
        f.money[households.COMPLIANT_OWN, i] = 0.0


@compiled
def shares(lo: int, hi: int, f: Frame) -> None:
    """Dividends of the holders that live; principal gone with those that failed."""
    money, flow, link = f.money, f.flow, f.link
    for k in range(hi - lo):
        i = row(lo, k)
        member, holder = int(link[households.COOPERATIVE, i]), int(link[households.ENTERPRISE, i])
        lost, from_cooperative, from_enterprise = 0.0, 0.0, 0.0
        if member >= 0:
            if f.cooperative_alive[member] != 0:
                from_cooperative = (
                    money[households.COOPERATIVE_SHARES, i] * f.cooperative[collective.COOPERATIVE_DIVIDEND, member]
                )
            else:
                lost = lost + money[households.COOPERATIVE_SHARES, i]
                money[households.COOPERATIVE_SHARES, i] = 0.0
                link[households.COOPERATIVE, i] = -1
        if holder >= 0:
            if f.enterprise_alive[holder] != 0:
                from_enterprise = (
                    money[households.ENTERPRISE_SHARES, i] * f.enterprise[collective.ENTERPRISE_DIVIDEND, holder]
                )
            else:
                lost = lost + money[households.ENTERPRISE_SHARES, i]
                money[households.ENTERPRISE_SHARES, i] = 0.0
                link[households.ENTERPRISE, i] = -1
        flow[flows.DIVIDEND_COOPERATIVE, i] = from_cooperative
        flow[flows.DIVIDEND_ENTERPRISE, i] = from_enterprise
        flow[flows.SHARE_LOST, i] = lost
        flow[flows.PROPERTY, i] = flow[flows.PROPERTY, i] + (from_cooperative + from_enterprise)


@compiled
def grants(lo: int, hi: int, f: Frame, key: Key) -> None:
    """Industry grants: productive capital, or principal in the co-operative, else in an enterprise; else capital."""
    for i in range(lo, hi):
        if f.count[households.ENTITLEMENT, i] > 0:
            in_kind, principal = f.channel[channels.CAPITAL, i], f.channel[channels.SHARES, i]
            if in_kind > 0.0 or principal > 0.0:  # once a year
                give(i, f, in_kind, principal, key)


@inlined
def give(i: int, f: Frame, in_kind: float, principal: float, key: Key) -> None:
    """Give one household its grant."""
    money, flow, link, firms = f.money, f.flow, f.link, f.enterprise_alive.size
    if principal > 0.0 and firms > 0 and link[households.COOPERATIVE, i] < 0 and link[households.ENTERPRISE, i] < 0:
        receiver = words(key, f.id[i], SUPPORT, 1)[2] % firms
        if f.enterprise_alive[receiver] != 0:
            link[households.ENTERPRISE, i] = receiver
    to_cooperative = principal if link[households.COOPERATIVE, i] >= 0 else 0.0
    to_enterprise = principal if link[households.COOPERATIVE, i] < 0 and link[households.ENTERPRISE, i] >= 0 else 0.0
    flow[flows.GRANT, i] = in_kind + (principal - to_cooperative - to_enterprise)
    flow[flows.SHARE_GRANT, i] = to_cooperative + to_enterprise
    money[households.CAPITAL, i] = money[households.CAPITAL, i] + flow[flows.GRANT, i]
    money[households.COOPERATIVE_SHARES, i] = money[households.COOPERATIVE_SHARES, i] + to_cooperative
    money[households.ENTERPRISE_SHARES, i] = money[households.ENTERPRISE_SHARES, i] + to_enterprise
