"""Income and welfare over the last four quarters; who is poor."""

from __future__ import annotations

from typing import Annotated, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim import sources
from sim.compiled import compiled, inlined
from sim.draws import Key
from sim.processes.rows import row
from sim.spec import Param
from sim.state import flows, households
from sim.state.frame import Floats, Frame

HISTORY = 2147483648  # 2**31, one bit a quarter


class Lines(NamedTuple):
    """Poverty lines, constant real."""

    poverty: Annotated[
        float,
        Param("CNY2020/(person·year)", (1, 1e6), (4000, 4000), sources.POVERTY_LINE_2020, "poverty line", "贫困线"),
    ] = 4000.0
    monitoring_multiple: Annotated[
        float,
        Param(
            "ratio",
            (1, 3),
            (1.5, 2.0),
            sources.derived(
                "The plan's line of 6,000 yuan over the poverty line; the upper variant is Yuanmou's 8,050 yuan of 2023 in yuan of 2020: "
                "8,050 / (1.007 x 1.020 x 1.001) / 4,000 = 1.957 (prices recalled)",
                "规划的监测线6000元与贫困线之比；高方案为元谋2023年8050元折2020年价格：8050/(1.007×1.020×1.001)/4000=1.957（价格凭记忆）",
                sources.figure("S3-077"),
                sources.MONITORING_LINE_2023,
                sources.RURAL_CPI,
            ),
            "monitoring line over the poverty line",
            "监测线与贫困线之比",
        ),
    ] = 1.5


@inlined
def four_quarters(first: int, i: int, f: Frame) -> float:
    """Sum of a ring of four quarterly columns that starts at row ``first``."""
    return f.money[first, i] + f.money[first + 1, i] + f.money[first + 2, i] + f.money[first + 3, i]


@inlined
def mean_of(first: int, second: int, third: int, fourth: int) -> float:
    """Mean number of members over four quarters."""
    return 0.25 * (first + second + third + fourth)


@inlined
def mean_members(i: int, f: Frame) -> float:
    """Mean number of members of household ``i`` over the last four quarters."""
    count, first = f.count, households.PERSONS
    return mean_of(int(count[first, i]), int(count[first + 1, i]), int(count[first + 2, i]), int(count[first + 3, i]))


@inlined
def per_person(total: float, members: float) -> float:
    """A household's yearly amount per mean member; zero for a household without members."""
    return total / members if members > 0.0 else 0.0


@inlined
def market_income(market: float, members: float) -> float:
    """Income of the last four quarters before assistance, per mean member (E226), CNY2020/year."""
    return per_person(market, members)


@inlined
def income(market: float, assisted: float, members: float) -> float:
    """Disposable income of the last four quarters per mean member (E227), CNY2020/year."""
    return per_person(market + assisted, members)


@inlined
def welfare(income: float, medical: float, members: float) -> float:
    """Income less own-paid medical cost of the last four quarters per mean member (E228), CNY2020/year."""
    return income - per_person(medical, members)


@compiled
def book_quarter(lo: int, hi: int, f: Frame, key: Key) -> None:
    """Enter the quarter's income, assistance, medical cost and consumption in the rings of four quarters."""
    money, flow, now = f.money, f.flow, key.quarter % 4
    market, assisted = money[households.MARKET_INCOME + now], money[households.ASSISTANCE + now]
    medical, consumption = money[households.MEDICAL + now], money[households.CONSUMPTION + now]
    other, capital, help = flow[flows.OTHER], flow[flows.CAPITAL_INCOME], flow[flows.ASSISTANCE]
    own_paid, consumed = flow[flows.OWN_PAID], flow[flows.CONSUMED]
    for k in range(hi - lo):
        i = row(lo, k)
        market[i] = other[i] - help[i] + capital[i]
    for k in range(hi - lo):
        i = row(lo, k)
        assisted[i] = help[i]
        medical[i] = own_paid[i]
        consumption[i] = consumed[i]


@compiled
def ring_sum(lo: int, hi: int, ring: Floats, total: Floats) -> None:
    """Sum of a ring's four columns."""
    first, second, third, fourth = ring[0], ring[1], ring[2], ring[3]
    for k in range(hi - lo):
        i = row(lo, k)
        total[i] = first[i] + second[i] + third[i] + fourth[i]


@compiled
def welfare_pass(lo: int, hi: int, f: Frame, key: Key, p: Lines) -> None:
    """Income and welfare over the rings, and who is poor: welfare strictly below the line."""
    members, market, assisted, medical = f.luck[0], f.luck[1], f.flow[flows.ASSISTED], f.flow[flows.MEDICAL_COST]
    incomes, welfares = f.flow[flows.INCOME], f.flow[flows.WELFARE]
    poor, history = f.count[households.POOR], f.link[households.POOR_HISTORY]
    persons = f.count[households.PERSONS + key.quarter % 4]
    count_members(lo, hi, f, persons, members)
    ring_sum(lo, hi, f.money[households.MARKET_INCOME : households.MARKET_INCOME + 4], market)
    ring_sum(lo, hi, f.money[households.ASSISTANCE : households.ASSISTANCE + 4], assisted)
    ring_sum(lo, hi, f.money[households.MEDICAL : households.MEDICAL + 4], medical)
    for k in range(hi - lo):
        i = row(lo, k)
        incomes[i] = income(market[i], assisted[i], members[i])
        welfares[i] = welfare(incomes[i], medical[i], members[i])
    for k in range(hi - lo):
        i = row(lo, k)
        assisted[i] = per_person(assisted[i], members[i])
        medical[i] = per_person(medical[i], members[i])
    for k in range(hi - lo):
        i = row(lo, k)
        below = 1 if int(persons[i]) > 0 and welfares[i] < p.poverty else 0
        poor[i] = below
        history[i] = (2 * int(history[i]) + below) % HISTORY


@compiled
def count_members(lo: int, hi: int, f: Frame, persons: NDArray[np.int8], mean: Floats) -> None:
    """Members now, and their mean over the last four quarters."""
    children, adults, elders = f.count[households.CHILDREN], f.count[households.ADULTS], f.count[households.ELDERS]
    ring = f.count[households.PERSONS : households.PERSONS + 4]
    first, second, third, fourth = ring[0], ring[1], ring[2], ring[3]
    for k in range(hi - lo):
        i = row(lo, k)
        persons[i] = int(children[i]) + int(adults[i]) + int(elders[i])
    for k in range(hi - lo):
        i = row(lo, k)
        mean[i] = mean_of(int(first[i]), int(second[i]), int(third[i]), int(fourth[i]))
