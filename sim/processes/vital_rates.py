"""Vital rates, and what they make of one uniform: steps of age, deaths, departures of members."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from sim import sources
from sim.compiled import inlined
from sim.processes.hazard import within_quarter
from sim.spec import Param

CENSUS = sources.assumed(
    "Order of magnitude of rural vital rates around 2020; no source document gives them",
    "按2020年前后农村人口动态的量级假定；来源文件未给出",
)
LEAVING = sources.assumed(
    "How many adults settle in town for good is not documented; ranges are wide",
    "成年人进城落户等永久离户的多少没有文件依据，区间取宽",
)
WEDDINGS = sources.assumed(
    "Of the order of five weddings a year and 1,000 persons around 2022, each of which concerns two households; not in the documents",
    "按2022年前后每千人每年约5对婚姻、每对涉及两户假定；来源文件未给出",
)
SPLITS = sources.assumed(
    "How often a household with two couples or more divides is not documented; ranges are wide",
    "两对及以上夫妇同住的农户分户快慢没有文件依据，区间取宽",
)
KIN = sources.assumed(
    "How long ties with a member who has settled in town last is not documented",
    "进城落户成员与原户的经济联系维持多久没有文件依据",
)


class Demography(NamedTuple):
    """Vital rates of household members."""

    enabled: Annotated[
        bool,
        Param("switch", (0, 1), (0, 1), CENSUS, "births, ageing, deaths and leaving happen", "模拟人口变动"),
    ] = True
    birth_rate: Annotated[
        float,
        Param(
            "1/(adult·year)", (0, 0.5), (0.01, 0.04), CENSUS, "births per adult aged 16-59", "每名16-59岁成员年生育率"
        ),
    ] = 0.02
    child_death_rate: Annotated[
        float,
        Param("1/(child·year)", (0, 1), (0.0002, 0.003), CENSUS, "death rate, ages 0-15", "0-15岁年死亡率"),
    ] = 0.0008
    adult_death_rate: Annotated[
        float,
        Param("1/(adult·year)", (0, 1), (0.001, 0.006), CENSUS, "death rate, ages 16-59", "16-59岁年死亡率"),
    ] = 0.003
    elder_death_rate: Annotated[
        float,
        Param("1/(elder·year)", (0, 1), (0.03, 0.07), CENSUS, "death rate, ages 60 and over", "60岁及以上年死亡率"),
    ] = 0.045
    leaving_rate: Annotated[
        float,
        Param(
            "1/(adult·year)",
            (0, 1),
            (0.0, 0.05),
            LEAVING,
            "adults who leave for good (settling in town) where enough of them are present",
            "成年人足够多的户中成年人永久离户（进城落户）年概率",
        ),
    ] = 0.015
    leaving_adults: Annotated[
        int,
        Param(
            "adults",
            (1, 20),
            (2, 4),
            LEAVING,
            "adults present from which on one may leave",
            "有人离户所需的在户成年人数",
        ),
    ] = 3
    wedding_rate: Annotated[
        float,
        Param(
            "1/(adult·year)",
            (0, 1),
            (0.006, 0.025),
            WEDDINGS,
            "weddings of adults in households of two adults or more; half of them move in, half move out",
            "有两名及以上成年人的户中成年人年婚嫁率（嫁入、嫁出各半）",
        ),
    ] = 0.014
    split_rate: Annotated[
        float,
        Param(
            "1/(household·year)",
            (0, 4),
            (0.01, 0.15),
            SPLITS,
            "households with enough adults in which a couple founds a household of its own",
            "成年人足够多的户年分户率",
        ),
    ] = 0.06
    split_adults: Annotated[
        int,
        Param("adults", (3, 20), (4, 5), SPLITS, "adults from which on a household may divide", "分户所需的成年人数"),
    ] = 4
    kin_fading: Annotated[
        float,
        Param(
            "1/(person·year)",
            (0, 10),
            (0.03, 0.3),
            KIN,
            "members settled in town with whom ties end",
            "离户亲属与原户经济联系中断的年概率",
        ),
    ] = 0.1


FIRST_AGES, SCHOOL_AGES, YOUTH, PRIME = 6.0, 10.0, 7.0, 37.0  # years of ages 0-5, 6-15, 16-22, 23-59


@inlined
def step_of_life(u: float, infants: int, pupils: int, youths: int, grown: int) -> int:
    """At most one step of age a quarter (E34): 1 a child of 6, 2 of 16, 3 a youth of 23, 4 an adult of 60, else 0."""
    first = within_quarter(infants / FIRST_AGES)
    second = first + within_quarter(pupils / SCHOOL_AGES)
    third = second + within_quarter(youths / YOUTH)
    fourth = third + within_quarter(grown / PRIME)
    early = 1 if u < first else 2
    late = 3 if u < third else 4
    return (early if u < second else late) if u < fourth else 0


@inlined
def death(u: float, children: int, adults: int, elders: int, p: Demography) -> int:
    """At most one death a quarter (E35): 1 of an elder, 2 of an adult, 3 of a child, else 0."""
    first = within_quarter(p.elder_death_rate * elders)
    second = first + within_quarter(p.adult_death_rate * adults)
    third = second + within_quarter(p.child_death_rate * children)
    return (1 if u < first else (2 if u < second else 3)) if u < third else 0


@inlined
def departure(u: float, adults: int, kin: int, p: Demography) -> int:
    """At most one of these a quarter (E36): 1 an adult settles in town, 2 weds, 3 a couple decides to split off, 4 a tie of kin ends."""
    first = within_quarter(p.leaving_rate * adults) if adults >= p.leaving_adults else 0.0
    second = first + (within_quarter(p.wedding_rate * adults) if adults >= 2 else 0.0)
    third = second + (within_quarter(p.split_rate) if adults >= p.split_adults else 0.0)
    ends = 1.0 - u < within_quarter(p.kin_fading * kin)
    early = 1 if u < first else 2
    return (early if u < second else 3) if u < third else (4 if ends else 0)


@inlined
def left_behind(children: int, elders: int, able: int, migrants: int) -> bool:
    """Whether children or elders stay at home while every able adult works outside the county (E37)."""
    return children + elders > 0 and able > 0 and migrants >= able
