"""Medical insurance (医疗保障): special reimbursement, yearly cap on own cost, help with the premium."""

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
    "Lanzhou's rule of 3,000 yuan a person and year, taken over for Pengshui, whose plan states none; the model does not know "
    "which member is ill and applies it to the sum of a household's members",
    "借用兰州规定（每人每年3000元），彭水规划未给出；模型不区分患病成员，封顶线按全户合计执行",
)
REACH = sources.derived(
    "The plan assures insurance for seven low-income classes (S3-070), taken as full coverage; in the model "
    "ex-poor households outside these classes are entitled, too",
    "规划要求七类低收入人群应保尽保（S3-070），按全覆盖取值；模型中七类以外的脱贫户同样享受",
    sources.figure("S3-070"),
)
PREMIUM = sources.assumed(
    "The plan assures enrolment help for seven low-income classes (S3-070) without a share of the premium",
    "规划要求七类低收入人群应保尽保（S3-070），未给出资助比例",
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
            "CNY2020/(household·year)",
            (0, 1e9),
            (1000, 20000),
            sources.derived(*CAP, sources.figure("S1-061")),
            "cap on own compliant cost of a household's members together",
            "全户合计的合规医疗费用年自付封顶线",
        ),
    ] = 3000.0
    premium_subsidy: Annotated[
        float,
        Param("share", (0, 1), (0, 1), PREMIUM, "share of the premium that is paid", "医保缴费资助比例"),
    ] = 0.8


def medical_insurance(reach: Reach, p: MedicalInsurance) -> None:
    """Top up reimbursement for covered households by the lever's strength; subsidise their premium."""
    chosen = covered(reach.households, "access_medical", p.coverage)
    reach.move(channels.REIMBURSEMENT, chosen, p.reimbursement)
    reach.move(channels.OWN_CAP, chosen, p.out_of_pocket_cap)
    reach.move(channels.TOP_UP, chosen, reach.strength)
    reach.move(channels.PREMIUM, chosen, p.premium_subsidy * reach.strength)
