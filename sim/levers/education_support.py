"""Education support (教育帮扶): drop-out control, relief of the cost of schooling, aid for vocational school."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from sim import sources
from sim.levers.channels import Reach, covered
from sim.spec import Param
from sim.state import channels

COVERAGE = sources.derived(
    "All with a need for skills were to get vocational education in Lanzhou (S1-057); the Pengshui plan wants no school-age child "
    "of an ex-poor family out of school (S3-069); taken as full coverage",
    "兰州要求有技能需求的贫困人口职业教育全覆盖（S1-057）；彭水规划要求脱贫家庭义务教育阶段适龄儿童少年不失学辍学（S3-069）；按全覆盖取值",
    sources.figure("S1-057"),
    sources.figure("S3-069"),
)
RELIEF = sources.assumed(
    "Two exemptions and one subsidy (S1-054), aid for students from ex-poor families: the range proposed from a reading of the "
    "documents is 0.3-1.0 of the cost; no source document gives it",
    "“两免一补”（S1-054）与脱贫家庭学生资助（含雨露计划）占教育支出的比例按文件研读建议为0.3-1.0；来源文件未给出",
)
CONTROL = sources.assumed(
    "The plan reports no pupil out of school for poverty (S3-006) and does not say by how much control lowers drop-out",
    "规划报告无因贫失学辍学（S3-006），未给出控辍保学使辍学减少的幅度",
)


class EducationSupport(NamedTuple):
    """Help of the entitled with schooling."""

    enabled: Annotated[
        bool,
        Param("switch", (0, 1), (0, 1), sources.figure("S3-069"), "education support is on", "教育帮扶政策开启"),
    ] = False
    coverage: Annotated[
        float, Param("share", (0, 1), (0.5, 1), COVERAGE, "entitled households that are covered", "应享户覆盖率")
    ] = 1.0
    cost_relief: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.3, 1.0),
            RELIEF,
            "share of the cost of schooling that is paid, from nursery school to college",
            "教育支出资助比例（学前至大专及以上）",
        ),
    ] = 0.5
    dropout_control: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.3, 0.95),
            CONTROL,
            "fall in the hazard of leaving school early",
            "控辍保学使辍学概率下降的幅度",
        ),
    ] = 0.7


def education_support(reach: Reach, p: EducationSupport) -> None:
    """Pay a part of the cost of schooling of covered households and keep their children at school."""
    chosen = covered(reach.households, "access_education", p.coverage)
    reach.move(channels.EDUCATION_RELIEF, chosen, p.cost_relief * reach.strength)
    reach.move(channels.SCHOOLING_CONTROL, chosen, p.dropout_control * reach.strength)
