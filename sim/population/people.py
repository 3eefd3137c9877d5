"""Households before the first quarter: how many members of which ages they have, and what they begin with."""

from __future__ import annotations

from typing import Annotated, NamedTuple

import numpy as np

from sim import sources
from sim.population.laws import Floats, Ints
from sim.spec import Param

SIZES = sources.assumed(
    "The plan gives mean sizes only (4.06 persons an ex-poor household, 4.28 a relocated one); shares by size are a "
    "guess with mean 3.5, before members are added to meet the plan's counts",
    "规划只给出户均人数（脱贫户4.06人、搬迁户4.28人）；各规模户占比为假定，按规划人数增减成员前户均3.5人",
)
AGES = sources.assumed(
    "Ages of members are not in the documents; order of magnitude of rural counties that many leave for work",
    "成员年龄构成文件未给出；按劳务输出县农村量级假定",
)
HOMES = sources.assumed(
    "State of houses and water at the beginning of 2016: no source document gives it; by 2020 the plan reports no dangerous house "
    "left (S3-008), which the campaign's help brings about in the burn-in",
    "2016年初住房与饮水状况文件未给出；规划称2020年全面消除危房（S3-008），由预热期内的危房改造实现",
)
EXPECTED = sources.assumed(
    "How registration weighed hands, land and age is not in the documents; only the proportions of the four matter",
    "建档识别时劳动力、土地、老人的权重文件未给出；四项只有相互比例起作用",
)
STAGES = sources.assumed(
    "Ages within childhood and working age, schooling and labour power are not in the documents; ages in proportion to "
    "years, the rest orders of magnitude of rural counties",
    "儿童与劳动年龄人口的年龄段、就学与劳动能力文件未给出；年龄段按年数比例，其余按农村量级假定",
)
BEGINNING = sources.assumed(
    "A first guess for the beginning of 2016, before five years of burn-in; no source document gives it",
    "2016年初的起始假定，其后经过五年预热；来源文件未给出",
)


class People(NamedTuple):
    """Members of households, what registration looks at, and the state before the burn-in."""

    size_1: Annotated[
        float, Param("weight", (0, 10), (0.05, 0.15), SIZES, "weight of households with 1 member", "1人户权重")
    ] = 0.09
    size_2: Annotated[
        float, Param("weight", (0, 10), (0.15, 0.30), SIZES, "weight of households with 2 members", "2人户权重")
    ] = 0.20
    size_3: Annotated[
        float, Param("weight", (0, 10), (0.18, 0.30), SIZES, "weight of households with 3 members", "3人户权重")
    ] = 0.24
    size_4: Annotated[
        float, Param("weight", (0, 10), (0.15, 0.28), SIZES, "weight of households with 4 members", "4人户权重")
    ] = 0.22
    size_5: Annotated[
        float, Param("weight", (0, 10), (0.08, 0.20), SIZES, "weight of households with 5 members", "5人户权重")
    ] = 0.14
    size_6: Annotated[
        float, Param("weight", (0, 10), (0.04, 0.12), SIZES, "weight of households with 6 members", "6人户权重")
    ] = 0.08
    size_7: Annotated[
        float, Param("weight", (0, 10), (0.01, 0.06), SIZES, "weight of households with 7 members", "7人户权重")
    ] = 0.03
    largest: Annotated[
        int,
        Param(
            "persons",
            (7, 20),
            (9, 15),
            SIZES,
            "largest household to which members are added to meet the plan's counts",
            "为符合规划人数而增加成员时的户规模上限",
        ),
    ] = 12
    elders_none: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.40, 0.65),
            AGES,
            "households of two or more members without a person aged 60 or over",
            "两人及以上户中无60岁及以上老人的比例",
        ),
    ] = 0.52
    elders_one: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.20, 0.35),
            AGES,
            "such households with one; the rest have two",
            "其中有一名老人的比例（其余有两名）",
        ),
    ] = 0.28
    elders_alone: Annotated[
        float,
        Param("share", (0, 1), (0.3, 0.8), AGES, "lone persons aged 60 or over", "单人户中60岁及以上者的比例"),
    ] = 0.5
    children_none: Annotated[
        float, Param("share", (0, 1), (0.25, 0.50), AGES, "households without children", "无儿童的户比例")
    ] = 0.38
    children_one: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.25, 0.45),
            AGES,
            "households with one child, where size allows",
            "有一名儿童的户比例（受户规模限制）",
        ),
    ] = 0.34
    children_two: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.15, 0.30),
            AGES,
            "households with two children, where size allows; the rest have three",
            "有两名儿童的户比例（受户规模限制，其余有三名）",
        ),
    ] = 0.23
    infants: Annotated[
        float,
        Param("share", (0, 1), (0.3, 0.45), STAGES, "children aged 0-5, of those aged 0-15", "0-15岁中0-5岁的比例"),
    ] = 0.37
    youths: Annotated[
        float,
        Param(
            "share", (0, 1), (0.1, 0.22), STAGES, "members aged 16-22, of those aged 16-59", "16-59岁中16-22岁的比例"
        ),
    ] = 0.16
    students: Annotated[
        float, Param("share", (0, 1), (0.25, 0.6), STAGES, "members aged 16-22 who are at school", "16-22岁在校比例")
    ] = 0.35
    half_power: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.02, 0.25),
            STAGES,
            "working-age members with half labour power, of those with any",
            "劳动年龄成员（丧失劳动能力者除外）中半劳动力的比例",
        ),
    ] = 0.05
    qualified: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.03, 0.2),
            STAGES,
            "working-age members with a vocational or higher qualification",
            "劳动年龄成员中具有职业教育及以上学历的比例",
        ),
    ] = 0.08
    expected_adult: Annotated[
        float,
        Param(
            "CNY2020/(adult·year)",
            (0, 1e6),
            (8000, 20000),
            EXPECTED,
            "expected income of an able adult at median productivity, as registration sees it",
            "建档识别时每名劳动力的预期收入（中位生产率）",
        ),
    ] = 14000.0
    expected_mu: Annotated[
        float,
        Param("CNY2020/(mu·year)", (0, 1e5), (500, 3000), EXPECTED, "expected income of a mu", "每亩预期收入"),
    ] = 1500.0
    expected_elder: Annotated[
        float,
        Param(
            "CNY2020/(elder·year)", (0, 1e5), (500, 3000), EXPECTED, "expected income of an elder", "每名老人预期收入"
        ),
    ] = 1500.0
    expected_household: Annotated[
        float,
        Param(
            "CNY2020/(household·year)",
            (1, 1e6),
            (100, 2000),
            EXPECTED,
            "expected income of a household, whatever its members and land",
            "每户固定部分的预期收入",
        ),
    ] = 500.0
    wealth_premium: Annotated[
        float,
        Param(
            "ratio",
            (0, 5),
            (0.3, 1.5),
            BEGINNING,
            "how capital, savings and first incomes rise with log productivity",
            "初始资本、储蓄与收入对生产率的弹性",
        ),
    ] = 0.8
    first_migrants: Annotated[
        float,
        Param("share", (0, 1), (0.3, 0.6), BEGINNING, "able adults who work away at first", "初始外出务工劳动力比例"),
    ] = 0.45
    first_income: Annotated[
        float,
        Param(
            "CNY2020/(person·quarter)",
            (0, 1e5),
            (1500, 3500),
            BEGINNING,
            "income of each of the four quarters before the first, at median productivity",
            "起始前四个季度的人均收入（中位生产率）",
        ),
    ] = 2500.0
    house_dangerous: Annotated[
        float,
        Param("share", (0, 1), (0.005, 0.05), HOMES, "households in a dangerous house", "初始住危房的户比例"),
    ] = 0.02
    house_damaged: Annotated[
        float,
        Param("share", (0, 1), (0.02, 0.1), HOMES, "households in a damaged house", "初始住房受损的户比例"),
    ] = 0.05
    water_unsafe: Annotated[
        float,
        Param("share", (0, 1), (0.01, 0.1), HOMES, "households without safe water", "初始饮水不安全的户比例"),
    ] = 0.04
    standard_met: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.5, 1),
            HOMES,
            "part of these shares that is missing among ex-poor households, who had been helped; relocated ones start safe",
            "脱贫户较上述比例减少的部分（已获帮扶）；搬迁户均视为安全",
        ),
    ] = 0.8


def sizes(luck: Floats, p: People) -> Ints:
    """Members of households, 1 to 7, from one uniform each; the seven weights need not sum to one."""
    weights = np.array([p.size_1, p.size_2, p.size_3, p.size_4, p.size_5, p.size_6, p.size_7])
    edges = np.cumsum(weights if weights.any() else np.ones(weights.size))
    return np.minimum(1 + np.searchsorted(edges, luck * edges[-1], side="right"), weights.size)


def composition(sizes: Ints, luck: Floats, p: People) -> tuple[Ints, Ints, Ints]:
    """Children, adults and elders of households of the given sizes, from two uniforms each."""
    alone = sizes == 1
    elders = np.where(luck[1] < p.elders_none, 0, np.where(luck[1] < p.elders_none + p.elders_one, 1, 2))
    elders = np.where(alone, (luck[1] < p.elders_alone).astype(np.int64), np.minimum(elders, sizes))
    room = np.maximum(sizes - elders - 1, 0)
    one, two = p.children_none + p.children_one, p.children_none + p.children_one + p.children_two
    children = np.where(luck[0] < p.children_none, 0, np.where(luck[0] < one, 1, np.where(luck[0] < two, 2, 3)))
    children = np.minimum(children, room)
    return children, sizes - elders - children, elders


def part_of(group: Ints, share: float, luck: Floats) -> Ints:
    """A whole number of each group that is ``share`` of it on average, from one uniform each, and never more than it."""
    return np.minimum(np.floor(share * group + luck).astype(np.int64), group)
