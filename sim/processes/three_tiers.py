"""Who pays which part of a medical bill: basic insurance, serious-illness insurance, medical aid, the lever, the patient."""

from __future__ import annotations

from operator import sub
from typing import Annotated, NamedTuple

from sim import sources
from sim.compiled import inlined
from sim.spec import Param, Rule

TIERS = sources.assumed(
    "The Pengshui plan names the three tiers without any rate (S3-071); ranges proposed from a reading of the documents: basic "
    "0.55-0.75, serious illness 0.5-0.7 and medical aid 0.5-0.9 of the rest, not covered 0.05-0.35 of a bill",
    "彭水规划只列出三重制度，未给出比例（S3-071）；按文件研读建议：基本医保0.55-0.75，大病保险为余额的0.5-0.7，"
    "医疗救助为余额的0.5-0.9，目录外占0.05-0.35",
)
DEDUCTIBLES = sources.assumed(
    "No source document gives deductibles; resident insurance has one for each admission and a yearly threshold of "
    "serious-illness insurance for each person",
    "来源文件未给出起付线；居民医保按次设住院起付线，大病保险按人设年起付线",
)
LEVELS = sources.assumed(
    "That rates fall and deductibles rise with the level of the hospital is the rule of resident insurance; amounts, and which "
    "bills are treated where, are not in the documents (share treated locally proposed from their reading: 0.6-0.95)",
    "医院级别越高报销比例越低、起付线越高是居民医保通行规则；具体数额和就医去向来源文件未给出（按文件研读建议基层和县域内就医0.6-0.95）",
)
CLASSES = sources.from_memory(
    "Medical aid and serious-illness insurance lean towards tekun, dibao and monitored households (national rules of 2021); the "
    "source documents give no share",
    "医疗救助和大病保险向特困人员、低保对象、监测对象倾斜（2021年国家规定，凭记忆）；来源文件未给出比例",
)
SETTLING = sources.assumed(
    "How many bills the normal system settles on the spot, and how fast deferred ones are repaid, is not documented; Lanzhou's "
    "one-stop settlement (S1-063) was a measure for the registered poor",
    "常态下即时结算的比例和缓付费用的归还进度没有文件依据；兰州“一站式”即时结报（S1-063）面向建档立卡贫困人口",
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
            "CNY2020",
            (0, 1e5),
            (100, 1000),
            DEDUCTIBLES,
            "deductible of an admission to a county hospital",
            "县级医院每次住院起付线",
        ),
    ] = 300.0
    basic_rate: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.55, 0.75),
            TIERS,
            "reimbursement rate of basic insurance in a county hospital",
            "县级医院基本医保报销比例",
        ),
    ] = 0.65
    level_deductible: Annotated[
        float,
        Param(
            "ratio",
            (1, 10),
            (1.5, 3.0),
            LEVELS,
            "deductible of one level of hospital over that of the level below",
            "相邻两级医院起付线之比",
        ),
    ] = 2.0
    level_rate: Annotated[
        float,
        Param(
            "share",
            (0, 0.5),
            (0.05, 0.15),
            LEVELS,
            "fall of the reimbursement rate from one level of hospital to the next",
            "医院每高一级报销比例的降幅",
        ),
    ] = 0.1
    township_ceiling: Annotated[
        float,
        Param(
            "CNY2020",
            (0, 1e7),
            (1500, 5000),
            LEVELS,
            "bill below which a township hospital can treat",
            "乡镇卫生院可收治的费用上限",
        ),
    ] = 3000.0
    city_floor: Annotated[
        float,
        Param(
            "CNY2020",
            (0, 1e7),
            (10000, 40000),
            LEVELS,
            "bill above which a city hospital is needed",
            "需到市级医院就医的费用下限",
        ),
    ] = 20000.0
    local_share: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.6, 0.95),
            LEVELS,
            "patients treated at the level that their bill calls for; others go one level higher",
            "按病情在相应级别就医的比例（其余上转一级）",
        ),
    ] = 0.8
    outpatient_rate: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.4, 0.7),
            TIERS,
            "reimbursement rate of the running cost of chronic illness and disability",
            "门诊慢特病及失能照护费用报销比例",
        ),
    ] = 0.5
    serious_threshold: Annotated[
        float,
        Param(
            "CNY2020/(person·year)",
            (0, 1e6),
            (8000, 20000),
            DEDUCTIBLES,
            "a patient's own compliant cost of the year above which serious-illness insurance pays",
            "大病保险年起付线（按人）",
        ),
    ] = 12000.0
    serious_rate: Annotated[
        float,
        Param(
            "share", (0, 1), (0.5, 0.7), TIERS, "reimbursement rate of serious-illness insurance", "大病保险报销比例"
        ),
    ] = 0.60
    low_income_threshold: Annotated[
        float,
        Param(
            "ratio",
            (0, 1),
            (0.5, 1.0),
            CLASSES,
            "threshold of serious-illness insurance for tekun, dibao and monitored households over the normal one",
            "特困、低保和监测对象大病保险起付线与普通人员之比",
        ),
    ] = 0.5
    aid_tekun: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.7, 1.0),
            CLASSES,
            "share of the rest paid by medical aid for tekun households",
            "特困人员报销后剩余部分的医疗救助比例",
        ),
    ] = 0.9
    aid_dibao: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.5, 0.9),
            TIERS,
            "the same for dibao households",
            "低保户报销后剩余部分的医疗救助比例",
        ),
    ] = 0.7
    aid_monitored: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.5, 0.9),
            TIERS,
            "the same for monitored households",
            "监测对象报销后剩余部分的医疗救助比例",
        ),
    ] = 0.6
    one_stop: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.4, 1.0),
            SETTLING,
            "part of the funds' payments settled on the spot; for the rest the patient pays in advance",
            "“一站式”即时结算比例（其余由患者垫付）",
        ),
    ] = 0.7
    instalment: Annotated[
        float,
        Param(
            "1/quarter",
            (0, 1),
            (0.1, 1.0),
            SETTLING,
            "share of deferred medical cost repaid in a quarter",
            "缓付医疗费每季归还比例",
        ),
    ] = 0.25
    least_instalment: Annotated[
        float,
        Param(
            "CNY2020/(household·quarter)",
            (1, 1e6),
            (100, 500),
            SETTLING,
            "least instalment of deferred medical cost; the last one is what is left",
            "缓付医疗费每季最低归还额（余额不足时一次结清）",
        ),
    ] = 200.0


RULES = (
    Rule(
        ("three_tiers.city_floor", "three_tiers.township_ceiling"),
        sub,
        "bills that need a city hospital are larger than those that a township hospital can treat",
        "需到市级医院就医的费用下限不低于乡镇卫生院可收治的费用上限",
    ),
)


@inlined
def care_level(bill: float, u: float, p: ThreeTiers) -> int:
    """Level of hospital: 0 township, 1 county, 2 city, by the size of the bill; some go one level higher (E159)."""
    called_for = 0 if bill < p.township_ceiling else (2 if bill > p.city_floor else 1)
    return called_for + 1 if u >= p.local_share and called_for < 2 else called_for


@inlined
def basic_rate(level: int, p: ThreeTiers) -> float:
    """Reimbursement rate of basic insurance at a level of hospital (E160)."""
    return min(max(p.basic_rate + p.level_rate * (1.0 - level), 0.0), 1.0)


@inlined
def deductible(level: int, p: ThreeTiers) -> float:
    """Deductible of one admission at a level of hospital (E161), CNY2020."""
    higher = p.deductible if level == 1 else p.deductible * p.level_deductible
    return p.deductible / p.level_deductible if level == 0 else higher


@inlined
def own_after_funds(compliant: float, before: float, level: int, threshold: float, p: ThreeTiers) -> float:
    """Compliant cost of an admission left after basic and serious-illness insurance (E162).

    ``before`` is the patient's own compliant cost since January, ``threshold`` that of serious-illness insurance.
    """
    rest = compliant - basic_rate(level, p) * max(compliant - deductible(level, p), 0.0)
    above = max(before + rest - threshold, 0.0) - max(before - threshold, 0.0)
    return rest - p.serious_rate * above


@inlined
def aid_share(tekun: bool, dibao: bool, monitored: bool, p: ThreeTiers) -> float:
    """Share of what the funds leave that medical aid pays, by low-income class (E163)."""
    watched = p.aid_monitored if monitored else 0.0
    assisted = max(p.aid_dibao, watched) if dibao else watched
    return max(p.aid_tekun, assisted) if tekun else assisted


@inlined
def own_under_lever(own: float, compliant: float, before: float, rate: float, cap: float) -> float:
    """Own compliant cost when at least ``rate`` is reimbursed and ``cap`` limits the patient's year (E164)."""
    return min(min(own, (1.0 - rate) * compliant), max(cap - before, 0.0))


@inlined
def prepaid(funds: float, on_the_spot: float, p: ThreeTiers) -> float:
    """What the patient pays in place of the funds until the next quarter (E165), CNY2020."""
    return (1.0 - p.one_stop) * (1.0 - on_the_spot) * funds


@inlined
def instalment(debt: float, p: ThreeTiers) -> float:
    """Deferred medical cost repaid in a quarter, without interest (E166), CNY2020."""
    return min(debt, max(p.instalment * debt, p.least_instalment))
