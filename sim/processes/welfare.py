"""Income and welfare over the last four quarters; who is poor."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from sim import sources
from sim.compiled import compiled, inlined
from sim.draws import Key
from sim.processes.income import assistance, farm_income, property_income, wages
from sim.processes.rows import row
from sim.spec import Param
from sim.state import flows, households
from sim.state.frame import Frame

HISTORY = 32768  # 2**15, one bit a quarter


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
            sources.figure("S3-077"),
            "monitoring line over the poverty line",
            "监测线与贫困线之比",
        ),
    ] = 1.5


@inlined
def four_quarters(first: int, i: int, f: Frame) -> float:
    """Sum of a ring of four quarterly columns that starts at row ``first``."""
    return f.money[first, i] + f.money[first + 1, i] + f.money[first + 2, i] + f.money[first + 3, i]


@inlined
def mean_members(i: int, f: Frame) -> float:
    """Mean number of members over the last four quarters."""
    total = (
        int(f.count[households.PERSONS, i])
        + int(f.count[households.PERSONS + 1, i])
        + int(f.count[households.PERSONS + 2, i])
        + int(f.count[households.PERSONS + 3, i])
    )
    return 0.25 * total


@inlined
def per_person(total: float, members: float) -> float:
    """A household's yearly amount per mean member; zero for a household without members."""
    return total / members if members > 0.0 else 0.0


@inlined
def market_income(i: int, f: Frame) -> float:
    """Income of the last four quarters before assistance, per mean member (E43), CNY2020/year."""
    return per_person(four_quarters(households.MARKET_INCOME, i, f), mean_members(i, f))


@inlined
def income(i: int, f: Frame) -> float:
    """Disposable income of the last four quarters per mean member (E44), CNY2020/year."""
    total = four_quarters(households.MARKET_INCOME, i, f) + four_quarters(households.ASSISTANCE, i, f)
    return per_person(total, mean_members(i, f))


@inlined
def welfare(i: int, f: Frame) -> float:
    """Income less own-paid medical cost of the last four quarters per mean member (E45), CNY2020/year."""
    return income(i, f) - per_person(four_quarters(households.MEDICAL, i, f), mean_members(i, f))


@compiled
def welfare_pass(lo: int, hi: int, f: Frame, key: Key, p: Lines) -> None:
    """Roll the four-quarter rings and mark who is poor: welfare strictly below the line."""
    money, count, flow, when = f.money, f.count, f.flow, f.when
    now = key.quarter % 4
    for k in range(hi - lo):
        i = row(lo, k)
        persons = (
            int(count[households.CHILDREN, i]) + int(count[households.ADULTS, i]) + int(count[households.ELDERS, i])
        )
        unaided = (
            wages(i, f) + farm_income(i, f) + property_income(i, f) + flow[flows.PENSION, i] - flow[flows.PREMIUM, i]
        )
        money[households.MARKET_INCOME + now, i] = unaided + flow[flows.CAPITAL_INCOME, i]
        money[households.ASSISTANCE + now, i] = assistance(i, f)
        money[households.MEDICAL + now, i] = flow[flows.OWN_PAID, i]
        money[households.CONSUMPTION + now, i] = flow[flows.CONSUMED, i]
        count[households.PERSONS + now, i] = persons
        flow[flows.INCOME, i] = income(i, f)
        flow[flows.WELFARE, i] = welfare(i, f)
        poor = 1 if persons > 0 and flow[flows.WELFARE, i] < p.poverty else 0
        count[households.POOR, i] = poor
        when[households.POOR_HISTORY, i] = (2 * int(when[households.POOR_HISTORY, i]) + poor) % HISTORY
