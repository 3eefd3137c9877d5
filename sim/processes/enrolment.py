"""Enrolment in basic medical insurance: decided each January by premium, help with it, need, experience and means."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from sim import sources
from sim.compiled import compiled, inlined
from sim.draws import SAFETY_NET, Key
from sim.processes.luck import draw
from sim.processes.rows import mark_rows, moved, row
from sim.processes.welfare import ring_sum
from sim.spec import Param
from sim.state import channels, flows, households
from sim.state.frame import Frame

PREMIUM = sources.from_memory(
    "Personal premium of resident medical insurance in 2020, 280 yuan; the range proposed from a reading of the documents is 180-400",
    "2020年居民医保个人缴费280元；区间按文件研读建议为180-400元",
)
UNAIDED = sources.assumed(
    "Not measured: the plan's 95 % of rural persons and more is a target for 2025 that includes help with the premium (S3-021), "
    "as was Lanzhou's 100 % of the poor (S1-058); without help fewer may enrol",
    "没有实测：规划的95%以上是2025年目标，且含资助参保（S3-021），兰州对贫困人口的100%亦然（S1-058）；无资助时参保率可能更低",
)
CHOICE = sources.assumed(
    "That need, having been paid before and means raise enrolment is plausible and a known finding elsewhere; no source document "
    "gives a size",
    "需要照护、享受过报销、缴费能力强者更愿参保，方向合理，程度没有文件依据",
)
HELP = sources.from_memory(
    "Medical aid pays the premium of tekun persons in full and of dibao and monitored persons in part (national rules of 2021); "
    "the plan assures seven classes (S3-070) without a share",
    "医疗救助全额资助特困人员参保、定额资助低保对象和监测对象（2021年国家规定，凭记忆）；规划要求七类人群应保尽保（S3-070），未给出比例",
)


class Enrolment(NamedTuple):
    """Premium, who is helped with it, and who enrols."""

    enabled: Annotated[
        bool,
        Param("switch", (0, 1), (0, 1), UNAIDED, "households decide on medical insurance", "模拟参保缴费"),
    ] = True
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
    unaided: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.80, 1.0),
            UNAIDED,
            "households that enrol without help, without special need or experience, if the premium weighs nothing",
            "无资助、无特殊需要、未享受过报销且缴费无负担时的农户参保比例",
        ),
    ] = 0.90
    experience: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.0, 0.1),
            CHOICE,
            "more of those for whom insurance has paid since last January enrol",
            "上年以来享受过报销的农户参保比例增量",
        ),
    ] = 0.04
    need: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.0, 0.1),
            CHOICE,
            "more of those with a chronically ill, disabled or elderly member enrol",
            "有慢性病、失能或老年成员的农户参保比例增量",
        ),
    ] = 0.03
    reluctance: Annotated[
        float,
        Param(
            "ratio",
            (0, 20),
            (0.5, 4.0),
            CHOICE,
            "fall of enrolment with the share of the year's means that the premium takes",
            "缴费占全年财力比重每升高1个单位参保比例的降幅",
        ),
    ] = 2.0
    tekun_help: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (1.0, 1.0),
            HELP,
            "share of a tekun household's premium paid by medical aid",
            "特困人员参保资助比例",
        ),
    ] = 1.0
    dibao_help: Annotated[
        float,
        Param("share", (0, 1), (0.3, 0.9), HELP, "the same for dibao households", "低保对象参保资助比例"),
    ] = 0.6
    monitored_help: Annotated[
        float,
        Param("share", (0, 1), (0.0, 0.9), HELP, "the same for monitored households", "监测对象参保资助比例"),
    ] = 0.5


@inlined
def class_help(tekun: bool, dibao: bool, monitored: bool, p: Enrolment) -> float:
    """Share of the premium that medical aid pays, by low-income class (E155)."""
    watched = p.monitored_help if monitored else 0.0
    assisted = max(p.dibao_help, watched) if dibao else watched
    return max(p.tekun_help, assisted) if tekun else assisted


@inlined
def burden(own_premium: float, means: float) -> float:
    """Part of its means of a year, savings included, that a household would pay as premium (E156), in [0, 1]."""
    whole = own_premium + max(means, 0.0)
    return own_premium / whole if whole > 0.0 else 0.0


@inlined
def willing(claimed: bool, in_need: bool, burden: float, p: Enrolment) -> float:
    """Share of households that enrol of their own accord (E157)."""
    share = p.unaided - p.reluctance * burden
    share = share + p.experience if claimed else share
    share = share + p.need if in_need else share
    return min(max(share, 0.0), 1.0)


@inlined
def enrolment_share(unaided: float, subsidy: float) -> float:
    """Share of households that enrol when ``subsidy`` of the premium is paid for them (E158)."""
    return unaided + (1.0 - unaided) * subsidy


@compiled
def enrolment(lo: int, hi: int, f: Frame, key: Key, p: Enrolment) -> None:
    """In January: decide on the year and pay the premium. The lever pays what medical aid leaves of its own share."""
    draw(lo, hi, f, key, SAFETY_NET)
    weigh(lo, hi, f, p)
    decide(lo, hi, f, p)
    pay(lo, hi, f, p)


@compiled
def weigh(lo: int, hi: int, f: Frame, p: Enrolment) -> None:
    """Put into luck columns 1 to 3: weight of the own premium in a year's means, help by class, the full premium."""
    count, savings = f.count, f.money[households.SAVINGS]
    children, adults, elders = count[households.CHILDREN], count[households.ADULTS], count[households.ELDERS]
    tekun, dibao, monitor = count[households.TEKUN], count[households.DIBAO], count[households.MONITOR]
    weight, helped, full = f.luck[1], f.luck[2], f.luck[3]
    ring_sum(lo, hi, f.money[households.MARKET_INCOME : households.MARKET_INCOME + 4], weight)
    ring_sum(lo, hi, f.money[households.ASSISTANCE : households.ASSISTANCE + 4], helped)
    for k in range(hi - lo):
        i = row(lo, k)
        weight[i] = weight[i] + helped[i] + savings[i]
    for k in range(hi - lo):
        i = row(lo, k)
        helped[i] = class_help(tekun[i] != 0, dibao[i] != 0, monitor[i] == 2, p)
        full[i] = p.premium * (float(children[i]) + float(adults[i]) + float(elders[i]))
    for k in range(hi - lo):
        i = row(lo, k)
        weight[i] = burden(full[i] * (1.0 - max(helped[i], moved(i, f, channels.PREMIUM))), weight[i])


@compiled
def decide(lo: int, hi: int, f: Frame, p: Enrolment) -> None:
    """Who is insured this year; what insurance pays from now on is the experience of next January."""
    count, u, share, helped = f.count, f.luck[0], f.luck[1], f.luck[2]
    chronic, disabled, elders = count[households.CHRONIC], count[households.DISABLED], count[households.ELDERS]
    claimed, insured = count[households.CLAIMED], count[households.INSURED]
    for k in range(hi - lo):
        i = row(lo, k)
        needy = int(chronic[i]) + int(disabled[i]) + int(elders[i]) > 0
        share[i] = willing(claimed[i] != 0, needy, share[i], p)
        claimed[i] = 0
    for k in range(hi - lo):
        i = row(lo, k)
        insured[i] = 1 if u[i] < enrolment_share(share[i], max(helped[i], moved(i, f, channels.PREMIUM))) else 0


@compiled
def pay(lo: int, hi: int, f: Frame, p: Enrolment) -> None:
    """The premium of the insured: medical aid, then the lever, then the household."""
    flow, insured, helped, full = f.flow, f.count[households.INSURED], f.luck[2], f.luck[3]
    own, aid, lever, transfer = (
        flow[flows.PREMIUM],
        flow[flows.PREMIUM_AID],
        flow[flows.PREMIUM_SUBSIDY],
        flow[flows.TRANSFER],
    )
    for k in range(hi - lo):
        i = row(lo, k)
        due, paid = full[i] if insured[i] != 0 else 0.0, moved(i, f, channels.PREMIUM)
        aid[i] = due * helped[i]
        lever[i] = due * max(paid - helped[i], 0.0)
        own[i] = due * (1.0 - max(helped[i], paid))
    for k in range(hi - lo):
        i = row(lo, k)
        transfer[i] = transfer[i] - own[i]
    for column in (flows.PREMIUM_AID, flows.PREMIUM_SUBSIDY):
        mark_rows(lo, hi, f, column)
