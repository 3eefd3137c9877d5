"""Medical insurance (医疗保障): special reimbursement, yearly cap on own cost, help with the premium, settlement, deferral."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from sim import sources
from sim.levers.channels import Reach, covered
from sim.spec import Param
from sim.state import channels

LANZHOU = (
    "Lanzhou's rule, taken over for Pengshui, whose plan states none and reports an own share of in-patient cost "
    "within 10 % (S3-007)",
    "借用兰州规定；彭水规划未给出比例，仅报告住院自付比例控制在10%以内（S3-007）",
)
CAP = (
    "Lanzhou's rule of 3,000 yuan a person and year, taken over for Pengshui, whose plan states none; in the model it covers "
    "the admissions of one patient at a time",
    "借用兰州规定（每人每年3000元），彭水规划未给出；模型中按患者累计其住院费用，同一时间只跟踪一名患者",
)
REACH = sources.derived(
    "The plan assures insurance for seven low-income classes (S3-070), taken as full coverage; in the model "
    "ex-poor households outside these classes are entitled, too",
    "规划要求七类低收入人群应保尽保（S3-070），按全覆盖取值；模型中七类以外的脱贫户同样享受",
    sources.figure("S3-070"),
)
PREMIUM = sources.assumed(
    "The plan assures enrolment help for seven low-income classes (S3-070), and Lanzhou wanted all the poor insured (S1-058), "
    "both without a share of the premium",
    "规划要求七类低收入人群应保尽保（S3-070），兰州要求贫困人口参保率100%（S1-058），均未给出资助比例",
)
ONE_STOP = sources.derived(
    "Lanzhou settles the three tiers at one counter at once (S1-063), taken as all bills of the covered",
    "兰州三重保障“一站式”即时结报（S1-063），按覆盖对象全部即时结算取值",
    sources.figure("S1-063"),
)
TREAT_FIRST = sources.derived(
    "Lanzhou asks for no payment before treatment (S1-062); which part of the own share is still open at discharge is assumed",
    "兰州实行先看病后付费（S1-062）；出院时个人自付部分缓付多少为假定",
    sources.figure("S1-062"),
)


class MedicalInsurance(NamedTuple):
    """Special protection of the entitled on top of the three normal tiers."""

    enabled: Annotated[
        bool,
        Param(
            "switch",
            (0, 1),
            (0, 1),
            sources.figure("S3-071"),
            "special medical protection is on",
            "医疗保障倾斜政策开启",
        ),
    ] = False
    coverage: Annotated[
        float,
        Param("share", (0, 1), (0.5, 1), REACH, "entitled households that are covered", "应享户覆盖率"),
    ] = 1.0
    reimbursement: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.5, 0.95),
            sources.derived(*LANZHOU, sources.figure("S1-060")),
            "share of compliant cost reimbursed",
            "合规医疗费用实际报销比例",
        ),
    ] = 0.85
    out_of_pocket_cap: Annotated[
        float,
        Param(
            "CNY2020/(person·year)",
            (0, 1e9),
            (1000, 20000),
            sources.derived(*CAP, sources.figure("S1-061")),
            "cap on a patient's own compliant cost of the year",
            "个人合规医疗费用年自付封顶线",
        ),
    ] = 3000.0
    premium_subsidy: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0, 1),
            PREMIUM,
            "share of the premium that is paid for ex-poor households",
            "脱贫户医保缴费资助比例",
        ),
    ] = 0.8
    monitored_subsidy: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0, 1),
            PREMIUM,
            "the same for monitored households, where it is more",
            "监测对象医保缴费资助比例（高于脱贫户时适用）",
        ),
    ] = 0.8
    low_income_subsidy: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0, 1),
            PREMIUM,
            "the same for covered dibao and tekun households, where it is more",
            "脱贫户和监测对象中低保、特困户医保缴费资助比例（高于前两项时适用）",
        ),
    ] = 1.0
    one_stop: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.5, 1),
            ONE_STOP,
            "share settled on the spot of what would have been paid in advance",
            "原需垫付部分改为“一站式”即时结算的比例",
        ),
    ] = 1.0
    treat_first: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0, 1),
            TREAT_FIRST,
            "share of the own cost of an admission that may be paid later",
            "“先诊疗后付费”住院自付缓付比例",
        ),
    ] = 0.5


def medical_insurance(reach: Reach, p: MedicalInsurance) -> None:
    """Top up reimbursement for covered households by the lever's strength; settle at once, let pay later, help to enrol."""
    chosen = covered(reach.households, "access_medical", p.coverage)
    reach.move(channels.REIMBURSEMENT, chosen, p.reimbursement)
    reach.move(channels.OWN_CAP, chosen, p.out_of_pocket_cap)
    reach.move(channels.TOP_UP, chosen, reach.strength)
    reach.move(channels.ONE_STOP, chosen, p.one_stop * reach.strength)
    reach.move(channels.TREAT_FIRST, chosen, p.treat_first * reach.strength)
    if reach.key.quarter % 4 == 0:  # when households decide on enrolment
        help_to_enrol(reach, p)


def help_to_enrol(reach: Reach, p: MedicalInsurance) -> None:
    """The share of the premium paid by class; of several classes the later and more generous one holds."""
    chosen, h = covered(reach.households, "access_medical", p.coverage), reach.households
    monitored = max(p.premium_subsidy, p.monitored_subsidy)
    reach.move(channels.PREMIUM, chosen, p.premium_subsidy * reach.strength)
    reach.move(channels.PREMIUM, chosen & (h["monitor"] == 2), monitored * reach.strength)
    lowest = chosen & ((h["dibao"] != 0) | (h["tekun"] != 0))
    reach.move(channels.PREMIUM, lowest, max(monitored, p.low_income_subsidy) * reach.strength)
