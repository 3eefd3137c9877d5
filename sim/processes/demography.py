"""Births, ageing, deaths and leaving: who belongs to the household."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from sim import sources
from sim.compiled import compiled, inlined
from sim.draws import DEMOGRAPHY, Key
from sim.processes.hazard import within_quarter
from sim.processes.luck import draw
from sim.processes.rows import members, row
from sim.spec import Param
from sim.state import flows, households
from sim.state.frame import Frame

CENSUS = sources.assumed(
    "Order of magnitude of rural vital rates around 2020; no source document gives them",
    "按2020年前后农村人口动态的量级假定；来源文件未给出",
)

LEAVING = sources.assumed(
    "How many adults leave for good is not documented; ranges are wide",
    "成年人婚嫁、进城落户等永久离户的多少没有文件依据，区间取宽",
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
            "adults who leave for good (marriage, settling in town) where enough of them are present",
            "成年人足够多的户中成年人离户（婚嫁、进城落户）年概率",
        ),
    ] = 0.02
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


CHILDHOOD = 16.0  # years from birth to 16, the registry's working age
WORKING_LIFE = 44.0  # years from 16 to 60
LARGEST = 20  # persons; no household of the registry grows beyond it


@inlined
def next_members(
    children: int, adults: int, elders: int, luck: tuple[float, float, float, float], p: Demography
) -> tuple[int, int, int]:
    """Members of the three age groups a quarter later (E12): at most one birth, step of age, death, leaving."""
    birth, ageing, death, leaving = luck
    members = children + adults + elders
    born = 1 if birth < within_quarter(p.birth_rate * adults) and members < LARGEST else 0
    grow_up = within_quarter(children / CHILDHOOD)
    retire = within_quarter(adults / WORKING_LIFE)
    grown = 1 if ageing < grow_up else 0
    retired = 1 if grow_up <= ageing < grow_up + retire else 0
    elder_death = within_quarter(p.elder_death_rate * elders)
    adult_death = within_quarter(p.adult_death_rate * adults)
    elder_dies = 1 if death < elder_death else 0
    adult_dies = 1 if elder_death <= death < elder_death + adult_death else 0
    leaves = 1 if adults >= p.leaving_adults and leaving < within_quarter(p.leaving_rate * adults) else 0
    next_adults = adults + grown - retired - adult_dies - leaves
    return (
        children + born - grown,
        next_adults if next_adults > 0 else 0,
        elders + retired - elder_dies,
    )


@compiled
def demography(lo: int, hi: int, f: Frame, key: Key, p: Demography) -> None:
    """Change the members of rows lo..hi; wind up a household whose last member is gone."""
    children, adults, elders = f.count[households.CHILDREN], f.count[households.ADULTS], f.count[households.ELDERS]
    chronic, disabled = f.count[households.CHRONIC], f.count[households.DISABLED]
    draw(lo, hi, f, key, DEMOGRAPHY)
    for k in range(hi - lo):
        i = row(lo, k)
        luck = (f.luck[0, i], f.luck[1, i], f.luck[2, i], f.luck[3, i])
        c, a, e = next_members(int(children[i]), int(adults[i]), int(elders[i]), luck, p)
        children[i] = c
        adults[i] = a
        elders[i] = e
        ill, unable = int(chronic[i]), int(disabled[i])
        chronic[i] = ill if ill < c + a + e else c + a + e
        disabled[i] = unable if unable < a else a
    wind_up(lo, hi, f)


@compiled
def wind_up(lo: int, hi: int, f: Frame) -> None:
    """Pass on what a household without members leaves: savings to heirs elsewhere, debts written off."""
    money, flow, count = f.money, f.flow, f.count
    for k in range(hi - lo):
        i = row(lo, k)
        if members(i, f) == 0:
            flow[flows.ESTATE, i] = money[households.SAVINGS, i]
            flow[flows.ESTATE_MICROCREDIT, i] = money[households.MICROCREDIT, i]
            flow[flows.ESTATE_INFORMAL, i] = money[households.INFORMAL_DEBT, i]
            flow[flows.ESTATE_COOPERATIVE, i] = money[households.COOPERATIVE_SHARES, i]
            flow[flows.ESTATE_ENTERPRISE, i] = money[households.ENTERPRISE_SHARES, i]
            for column in range(households.LAND, households.RELIEF_DUE + 1):
                money[column, i] = 0.0
            count[households.POST, i] = 0
            count[households.DIBAO, i] = 0
            count[households.MONITOR, i] = 0
            count[households.ENTITLEMENT, i] = 0
