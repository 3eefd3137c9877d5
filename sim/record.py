"""What a quarter leaves: sums per village and group of households, in row order, then county measures."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.compiled import compiled, inlined
from sim.government.monitoring import returned
from sim.mathematics import log
from sim.processes.income import assistance
from sim.processes.rows import members, row
from sim.processes.welfare import add_ring, mean_members, per_person
from sim.state import flows, households
from sim.state.frame import Floats, Frame

if TYPE_CHECKING:
    from sim.county import County

AT_ONCE = 16  # rows
EIGHTS = 5  # times that eight payments are summed together, before the few that are left
GROUPS = ("ordinary", "ex_poor", "relocated")  # relocated households are counted in ex_poor, too

SUMS = (
    "persons",
    "households",
    "poor",
    "gap",
    "gap_squared",
    "watts",
    "poor_income",
    "poor_consumption",
    "poor_before_assistance",
    "below_monitoring_line",
    "below_dibao_line",
    "at_risk_persons",  # not poor four quarters ago
    "returned",
    "registered_returned",
    "ever_returned",
    "monitored",
    "helped_ever",
    "risk_removed",
    "detected",
    "detection_delay",
    "catastrophic",
    "debt_stress",
    "income",
    "welfare",
    "wage",
    "business",
    "property",
    "transfer",
)
(
    PERSONS, HOUSEHOLDS, POOR, GAP, GAP_SQUARED, WATTS, POOR_INCOME, POOR_CONSUMPTION, POOR_BEFORE, BELOW_MONITORING,
    BELOW_DIBAO, AT_RISK, RETURNED, REGISTERED, EVER, MONITORED, HELPED_EVER, REMOVED, DETECTED, DELAY, CATASTROPHIC,
    DEBT_STRESS, INCOME, WELFARE, WAGE, BUSINESS, PROPERTY, TRANSFER,
) = range(len(SUMS))  # fmt: skip


class Terms(NamedTuple):
    """Lines of the record, CNY2020 a person and year, and its thresholds (``measures.thresholds``)."""

    poverty: float
    monitoring: float
    dibao: float
    subsistence: float  # of capacity to pay
    watts_floor: float  # welfare is raised to this before its logarithm
    catastrophic: float  # own medical cost over capacity to pay
    debt_stress: float  # debt over yearly income


def terms(c: County) -> Terms:
    """Lines and thresholds of this quarter."""
    lines, capital = c.p["lines"], c.p["capital"]
    monitoring = lines.poverty * lines.monitoring_multiple
    return Terms(lines.poverty, monitoring, c.p["safety_net"].line, capital.subsistence, *c.p["measures"])


@compiled
def record(lo: int, hi: int, f: Frame, quarter: int, t: Terms, sums: Floats) -> None:
    """Add rows lo..hi to ``sums`` of shape (sums, groups, villages).

    A village's sums lie side by side while its rows are added, and everybody adds something, if only zero: a branch
    that half of the households take costs more than all additions.
    """
    yearly(lo, hi, f)
    add_rows(lo, hi, f, quarter, t, sums, np.zeros((len(GROUPS), len(SUMS))), np.zeros((AT_ONCE, len(SUMS))))


@compiled
def yearly(lo: int, hi: int, f: Frame) -> None:
    """Mean members and, per mean member and year, consumption, assistance and medical cost, in the luck columns."""
    members, eaten, assisted, medical = f.luck[0], f.luck[1], f.luck[2], f.luck[3]
    for k in range(hi - lo):
        i = row(lo, k)
        members[i] = mean_members(i, f)
    for first, total in (
        (households.CONSUMPTION, eaten),
        (households.ASSISTANCE, assisted),
        (households.MEDICAL, medical),
    ):
        for k in range(hi - lo):
            total[row(lo, k)] = 0.0
        add_ring(lo, hi, f.money[first : first + 4], total)
        for k in range(hi - lo):
            i = row(lo, k)
            total[i] = per_person(total[i], members[i])


@compiled
def add_rows(lo: int, hi: int, f: Frame, quarter: int, t: Terms, sums: Floats, own: Floats, several: Floats) -> None:
    """The same with memory for a village and for a few rows: a function that makes arrays counts references to all.

    A few rows are written before the first of them is read again: a processor waits for what it has just stored.
    """
    here, first = -1, lo
    while first < hi:
        last = first + AT_ONCE if first + AT_ONCE < hi else hi
        for i in range(first, last):
            one, n = several[i - first], persons_of(i, f)
            poverty_of(i, n, f, t, one)
            monitoring_of(i, n, quarter, f, one)
            income_of(i, n, f, t, one)
        for i in range(first, last):
            village = int(f.link[households.VILLAGE, i])
            if village != here:
                keep(here, own, sums)
                here = village
                fetch(here, own, sums)
            if persons_of(i, f) > 0.0:
                add(several[i - first], own[1 if f.count[households.EX_POOR, i] != 0 else 0])
                if f.count[households.RELOCATED, i] != 0:
                    add(several[i - first], own[2])
        first = last
    keep(here, own, sums)


@inlined
def persons_of(i: int, f: Frame) -> float:
    """Members now."""
    return float(members(i, f))


@inlined
def fetch(village: int, own: Floats, sums: Floats) -> None:
    """Take up a village's sums so far."""
    for group in range(own.shape[0]):
        for k in range(own.shape[1]):
            own[group, k] = sums[k, group, village]


@inlined
def keep(village: int, own: Floats, sums: Floats) -> None:
    """Put a village's sums back; -1 is none."""
    if village >= 0:
        for group in range(own.shape[0]):
            for k in range(own.shape[1]):
                sums[k, group, village] = own[group, k]


@inlined
def add(one: Floats, own: Floats) -> None:
    """Add a household to its group."""
    for k in range(own.size):
        own[k] = own[k] + one[k]


@inlined
def where(flag: bool, n: float) -> float:
    """``n`` where the flag holds, else zero."""
    return n if flag else 0.0


@inlined
def poverty_of(i: int, n: float, f: Frame, t: Terms, out: Floats) -> None:
    """Person-weighted poverty sums of one household, strict < at each line."""
    welfare, income = f.flow[flows.WELFARE, i], f.flow[flows.INCOME, i]
    poor = welfare < t.poverty
    gap = (t.poverty - welfare) / t.poverty
    out[PERSONS] = n
    out[HOUSEHOLDS] = 1.0
    out[POOR] = where(poor, n)
    out[GAP] = where(poor, n * gap)
    out[GAP_SQUARED] = where(poor, n * gap * gap)
    out[WATTS] = n * log(t.poverty / max(welfare, t.watts_floor)) if poor else 0.0
    out[POOR_INCOME] = where(income < t.poverty, n)
    out[POOR_CONSUMPTION] = where(f.luck[1, i] < t.poverty, n)
    out[POOR_BEFORE] = where(welfare - f.luck[2, i] < t.poverty, n)
    out[BELOW_MONITORING] = where(welfare < t.monitoring, n)
    out[BELOW_DIBAO] = where(welfare < t.dibao, n)


@inlined
def monitoring_of(i: int, n: float, quarter: int, f: Frame, out: Floats) -> None:
    """Return, detection and hardship of one household."""
    history = int(f.when[households.POOR_HISTORY, i])
    state = int(f.count[households.MONITOR, i])
    monitored, removed = state == 2, f.count[households.RISK_REMOVED, i] != 0
    back = where(returned(history), n)
    out[AT_RISK] = where((history // 16) % 2 == 0, n)
    out[RETURNED] = back
    out[REGISTERED] = where(monitored, back)
    out[EVER] = where(f.count[households.EVER_RETURNED, i] != 0, n)
    out[MONITORED] = where(monitored, n)
    out[HELPED_EVER] = where(monitored or removed, n)
    out[REMOVED] = where(removed, n)
    since = int(f.when[households.AT_RISK_SINCE, i])  # a false alarm has no delay
    found = state >= 1 and int(f.when[households.DETECTED_AT, i]) == quarter and since >= 0
    out[DETECTED] = where(found, 1.0)
    out[DELAY] = where(found, float(quarter - since))


@inlined
def income_of(i: int, n: float, f: Frame, t: Terms, out: Floats) -> None:
    """Income, its four sources (quarter), catastrophic health spending and debt stress of one household."""
    members, eaten, medical, income = f.luck[0, i], f.luck[1, i], f.luck[3, i], f.flow[flows.INCOME, i]
    out[INCOME] = n * income
    out[WELFARE] = n * f.flow[flows.WELFARE, i]
    out[WAGE] = f.flow[flows.WAGES, i]
    out[BUSINESS] = f.flow[flows.FARM_INCOME, i] + f.flow[flows.CAPITAL_INCOME, i]
    out[PROPERTY] = f.flow[flows.PROPERTY, i]
    assisted = assistance(f.flow[flows.DIBAO_PAID, i], f.flow[flows.RELIEF, i])
    out[TRANSFER] = f.flow[flows.PENSION, i] + assisted - f.flow[flows.PREMIUM, i]
    capacity = max(eaten + medical - t.subsistence, 0.0)
    out[CATASTROPHIC] = where(medical > 0.0 and medical >= t.catastrophic * capacity, 1.0)
    debt = f.money[households.MICROCREDIT, i] + f.money[households.INFORMAL_DEBT, i]
    out[DEBT_STRESS] = where(debt > t.debt_stress * max(income * members, 0.0) and debt > 0.0, 1.0)


@compiled
def village_payments(lo: int, hi: int, f: Frame, sums: Floats) -> None:
    """Add every money flow of rows lo..hi to ``sums`` of shape (flows, villages)."""
    village = f.link[households.VILLAGE]
    for k in range(EIGHTS):
        column = flows.FIRST_PAYMENT + 8 * k
        eight_by_village(lo, hi, village, f.flow[column : column + 8], sums[column : column + 8])
    for column in range(flows.FIRST_PAYMENT + 8 * EIGHTS, sums.shape[0]):
        for i in range(lo, hi):
            sums[column, village[i]] += f.flow[column, i]


@compiled
def eight_by_village(lo: int, hi: int, village: NDArray[np.int32], flow: Floats, sums: Floats) -> None:
    """Sum eight flows at once: as many independent chains of additions as a processor can keep going, in row order."""
    first = lo
    while first < hi:
        here, last = village[first], first
        while last < hi and village[last] == here:
            last += 1
        a, b, c, d = sums[0, here], sums[1, here], sums[2, here], sums[3, here]
        e, g, h, j = sums[4, here], sums[5, here], sums[6, here], sums[7, here]
        for k in range(last - first):
            i = row(first, k)
            a, b, c, d = a + flow[0, i], b + flow[1, i], c + flow[2, i], d + flow[3, i]
            e, g, h, j = e + flow[4, i], g + flow[5, i], h + flow[6, i], j + flow[7, i]
        sums[0, here], sums[1, here], sums[2, here], sums[3, here] = a, b, c, d
        sums[4, here], sums[5, here], sums[6, here], sums[7, here] = e, g, h, j
        first = last
