"""Schooling: what it costs, who leaves it early or comes back, who goes on after 16, who is qualified in the end."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from sim import sources
from sim.compiled import inlined
from sim.spec import Param

COSTS = sources.assumed(
    "What a rural family pays for schooling (fees, boarding, meals, transport) by stage is not in the documents; order of magnitude, swept",
    "农村家庭各学段教育支出（学费、住宿、伙食、交通）文件未给出；按量级假定并参与扫描",
)
DROP_OUT = sources.assumed(
    "The range proposed from a reading of the documents is 0.001-0.02 a year; the plan reports no drop-out for poverty (S3-006) "
    "and wants 96 % of a cohort to finish compulsory school (S3-020), without hazards",
    "按文件研读建议辍学率为每年0.001-0.02；规划报告无因贫失学辍学（S3-006），要求义务教育巩固率96%以上（S3-020），未给出概率",
)
STRESS = sources.assumed(
    "How poverty, debt and absent parents raise drop-out is not documented; ranges are wide",
    "贫困、债务和父母外出对辍学的影响没有文件依据，区间取宽",
)
RETURN = sources.assumed(
    "How fast children come back to school is not documented; the documents order lists and return-to-school actions without numbers",
    "失学儿童复学快慢没有文件依据；文件要求建立台账、劝返复学，未给出数值",
)
GOING_ON = sources.assumed(
    "How many of the young go on to general or vocational school, for how long and with which result is not in the documents",
    "初中毕业后升入普通高中或职业学校的比例、年限与结果文件未给出",
)
SKILL = sources.assumed(
    "Of the order of two or three years of schooling at about 7 % each; no source document gives the loss",
    "按少受两三年教育、每年约7%的收入差距假定；来源文件未给出",
)


class Education(NamedTuple):
    """Cost, continuity and result of schooling."""

    enabled: Annotated[
        bool, Param("switch", (0, 1), (0, 1), COSTS, "schooling costs and may end early", "模拟教育支出与辍学升学")
    ] = True
    nursery_cost: Annotated[
        float,
        Param(
            "CNY2020/(child·year)",
            (0, 1e5),
            (500, 4000),
            COSTS,
            "cost of nursery and preschool, mean over ages 0-5",
            "学前教育年支出（0-5岁平均）",
        ),
    ] = 1500.0
    compulsory_cost: Annotated[
        float,
        Param(
            "CNY2020/(child·year)",
            (0, 1e5),
            (300, 3000),
            COSTS,
            "cost of compulsory school, ages 6-15",
            "义务教育阶段年支出（6-15岁）",
        ),
    ] = 1000.0
    secondary_cost: Annotated[
        float,
        Param(
            "CNY2020/(student·year)",
            (0, 1e6),
            (2000, 10000),
            COSTS,
            "cost of senior secondary and vocational school",
            "高中阶段（含中职）年支出",
        ),
    ] = 5000.0
    college_cost: Annotated[
        float,
        Param("CNY2020/(student·year)", (0, 1e6), (8000, 20000), COSTS, "cost of college", "大专及以上年支出"),
    ] = 12000.0
    college_share: Annotated[
        float,
        Param(
            "share", (0, 1), (0.2, 0.6), COSTS, "students of 16-22 who are at college", "16-22岁在校生中大专及以上比例"
        ),
    ] = 0.4
    leaving_school: Annotated[
        float,
        Param(
            "1/(child·year)",
            (0, 1),
            (0.001, 0.02),
            DROP_OUT,
            "hazard of leaving compulsory school early, without stress and control",
            "义务教育阶段辍学年概率（无压力、无控辍措施）",
        ),
    ] = 0.004
    poverty_stress: Annotated[
        float,
        Param(
            "ratio",
            (0, 50),
            (0.5, 4),
            STRESS,
            "how much more of it where the household was poor last quarter",
            "上季贫困使辍学概率增加的倍数",
        ),
    ] = 2.0
    debt_stress: Annotated[
        float,
        Param(
            "ratio",
            (0, 50),
            (0, 2),
            STRESS,
            "how much more where informal debt is heavy",
            "民间债务沉重使辍学概率增加的倍数",
        ),
    ] = 1.0
    heavy_debt: Annotated[
        float,
        Param(
            "CNY2020/person",
            (0, 1e6),
            (1000, 8000),
            STRESS,
            "informal debt per member from which it is heavy",
            "民间债务沉重的标准（人均余额）",
        ),
    ] = 3000.0
    absence_stress: Annotated[
        float,
        Param(
            "ratio",
            (0, 50),
            (0, 2),
            STRESS,
            "how much more where every able adult works outside the county",
            "劳动力全部外出使辍学概率增加的倍数",
        ),
    ] = 0.7
    coming_back: Annotated[
        float,
        Param(
            "1/(child·year)",
            (0, 20),
            (0.1, 1),
            RETURN,
            "hazard of coming back to school, without control",
            "复学年概率（无控辍措施）",
        ),
    ] = 0.4
    brought_back: Annotated[
        float,
        Param(
            "1/(child·year)",
            (0, 50),
            (0.5, 6),
            RETURN,
            "what full control of drop-out adds to it",
            "控辍保学全力推行时增加的复学年概率",
        ),
    ] = 3.0
    going_on: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.5, 0.9),
            GOING_ON,
            "children of 16 who go on to general or vocational school",
            "初中后升入普通高中或职业学校的比例",
        ),
    ] = 0.75
    poverty_deterrent: Annotated[
        float,
        Param("share", (0, 1), (0.1, 0.6), GOING_ON, "how much fewer from poor households", "贫困户升学比例的降幅"),
    ] = 0.3
    relief_gain: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.1, 0.8),
            GOING_ON,
            "those who would not go on and do so if all of the cost is paid",
            "教育支出全额资助时，原不升学者转为升学的比例",
        ),
    ] = 0.5
    duration: Annotated[
        float,
        Param("years", (0.5, 10), (2, 4), GOING_ON, "mean stay at school after 16", "16岁后平均在校年限"),
    ] = 3.0
    qualifying: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.5, 1),
            GOING_ON,
            "school leavers after 16 with a vocational or higher qualification",
            "16岁后离校时取得职业教育及以上学历的比例",
        ),
    ] = 0.8
    skill_loss: Annotated[
        float,
        Param(
            "log",
            (0, 2),
            (0.05, 0.4),
            SKILL,
            "productivity that somebody lacks who turns 16 without having finished school",
            "未完成义务教育者成年时生产率的损失（对数）",
        ),
    ] = 0.2


@inlined
def cost_of_schooling(infants: float, pupils: float, students: float, p: Education) -> float:
    """Cost of the schooling of a household's members in a quarter (E154), CNY2020."""
    beyond = p.college_share * p.college_cost + (1.0 - p.college_share) * p.secondary_cost
    return 0.25 * (p.nursery_cost * infants + p.compulsory_cost * pupils + beyond * students)


@inlined
def leaving_hazard(poor: bool, indebted: bool, alone: bool, far: float, control: float, p: Education) -> float:
    """Hazard of leaving compulsory school early, for one pupil under stress and control (E40), 1/year."""
    more = (p.poverty_stress if poor else 0.0) + (p.debt_stress if indebted else 0.0)
    return p.leaving_school * (1.0 + more + (p.absence_stress if alone else 0.0) + far) * (1.0 - control)


@inlined
def returning_hazard(control: float, p: Education) -> float:
    """Hazard of coming back to school, for one child that has left it (E41), 1/year."""
    return p.coming_back + p.brought_back * control


@inlined
def chance_of_going_on(poor: bool, relief: float, p: Education) -> float:
    """Probability that a child of 16 goes on to school, raised by relief of its cost (E42)."""
    chance = p.going_on * (1.0 - (p.poverty_deterrent if poor else 0.0))
    return chance + (1.0 - chance) * p.relief_gain * relief


@inlined
def skill_with(skill: float, adults: int, p: Education) -> float:
    """The household's log productivity once one of its adults has joined them without finished school (E43)."""
    return skill - p.skill_loss / float(adults) if adults > 0 else skill
