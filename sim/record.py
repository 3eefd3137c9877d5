"""What a quarter leaves: sums per village and group of households, in row order, then county measures."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.compiled import compiled
from sim.government.monitoring import returned
from sim.mathematics import log
from sim.processes.income import assistance, farm_income, property_income, wages
from sim.processes.welfare import four_quarters, mean_members, per_person
from sim.state import flows, households
from sim.state.frame import Frame

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
    "linked_persons",  # at risk of return, with a line of income on a firm
    "linked_returned",
)
(
    PERSONS, HOUSEHOLDS, POOR, GAP, GAP_SQUARED, WATTS, POOR_INCOME, POOR_CONSUMPTION, POOR_BEFORE, BELOW_MONITORING,
    BELOW_DIBAO, AT_RISK, RETURNED, REGISTERED, EVER, MONITORED, HELPED_EVER, REMOVED, DETECTED, DELAY, CATASTROPHIC,
    DEBT_STRESS, INCOME, WELFARE, WAGE, BUSINESS, PROPERTY, TRANSFER, LINKED, LINKED_RETURNED,
) = range(len(SUMS))  # fmt: skip


class Terms(NamedTuple):
    """Lines and thresholds of the record, CNY2020 a person and year, or shares."""

    poverty: float
    monitoring: float
    dibao: float
    subsistence: float  # of capacity to pay
    watts_floor: float = 1.0  # welfare is raised to this before its logarithm
    catastrophic: float = 0.4  # own medical cost over capacity to pay
    debt_stress: float = 1.0  # debt over yearly income


@compiled
def record(lo: int, hi: int, f: Frame, quarter: int, t: Terms, sums: NDArray[np.float64]) -> None:
    """Add rows lo..hi to ``sums`` of shape (sums, groups, villages)."""
    for i in range(lo, hi):
        members = (
            int(f.count[households.CHILDREN, i])
            + int(f.count[households.ADULTS, i])
            + int(f.count[households.ELDERS, i])
        )
        if members > 0:
            group = 1 if f.count[households.EX_POOR, i] != 0 else 0
            village = int(f.link[households.VILLAGE, i])
            add_poverty(i, float(members), f, t, sums[:, group, village])
            add_monitoring(i, float(members), quarter, f, t, sums[:, group, village])
            add_income(i, float(members), f, t, sums[:, group, village])
            if f.count[households.RELOCATED, i] != 0:
                add_poverty(i, float(members), f, t, sums[:, 2, village])
                add_monitoring(i, float(members), quarter, f, t, sums[:, 2, village])
                add_income(i, float(members), f, t, sums[:, 2, village])


@compiled
def add_poverty(i: int, n: float, f: Frame, t: Terms, out: NDArray[np.float64]) -> None:
    """Person-weighted poverty sums of one household, strict < at each line."""
    welfare, income = f.flow[flows.WELFARE, i], f.flow[flows.INCOME, i]
    members = mean_members(i, f)
    out[PERSONS] += n
    out[HOUSEHOLDS] += 1.0
    if welfare < t.poverty:
        gap = (t.poverty - welfare) / t.poverty
        out[POOR] += n
        out[GAP] += n * gap
        out[GAP_SQUARED] += n * gap * gap
        out[WATTS] += n * log(t.poverty / max(welfare, t.watts_floor))
    if income < t.poverty:
        out[POOR_INCOME] += n
    if per_person(four_quarters(households.CONSUMPTION, i, f), members) < t.poverty:
        out[POOR_CONSUMPTION] += n
    if welfare - per_person(four_quarters(households.ASSISTANCE, i, f), members) < t.poverty:
        out[POOR_BEFORE] += n
    if welfare < t.monitoring:
        out[BELOW_MONITORING] += n
    if welfare < t.dibao:
        out[BELOW_DIBAO] += n


@compiled
def add_monitoring(i: int, n: float, quarter: int, f: Frame, t: Terms, out: NDArray[np.float64]) -> None:
    """Return, detection and hardship of one household."""
    history = int(f.when[households.POOR_HISTORY, i])
    monitored = f.count[households.MONITOR, i] == 2
    was_safe = (history // 16) % 2 == 0
    back = returned(history)
    linked = f.count[households.EMPLOYED, i] > 0 or f.link[households.ENTERPRISE, i] >= 0
    if was_safe:
        out[AT_RISK] += n
        if linked:
            out[LINKED] += n
    if back:
        out[RETURNED] += n
        if monitored:
            out[REGISTERED] += n
        if linked:
            out[LINKED_RETURNED] += n
    if f.count[households.EVER_RETURNED, i] != 0:
        out[EVER] += n
    if monitored:
        out[MONITORED] += n
    removed = f.count[households.RISK_REMOVED, i] != 0
    if monitored or removed:
        out[HELPED_EVER] += n
    if removed:
        out[REMOVED] += n
    if f.count[households.MONITOR, i] >= 1 and int(f.when[households.DETECTED_AT, i]) == quarter:
        since = int(f.when[households.AT_RISK_SINCE, i])
        if since >= 0:  # a false alarm has no delay
            out[DETECTED] += 1.0
            out[DELAY] += float(quarter - since)


@compiled
def add_income(i: int, n: float, f: Frame, t: Terms, out: NDArray[np.float64]) -> None:
    """Income, its four sources (quarter), catastrophic health spending and debt stress of one household."""
    members = mean_members(i, f)
    income, medical = f.flow[flows.INCOME, i], per_person(four_quarters(households.MEDICAL, i, f), members)
    out[INCOME] += n * income
    out[WELFARE] += n * f.flow[flows.WELFARE, i]
    out[WAGE] += wages(i, f)
    out[BUSINESS] += farm_income(i, f) + f.flow[flows.CAPITAL_INCOME, i]
    out[PROPERTY] += property_income(i, f)
    out[TRANSFER] += f.flow[flows.PENSION, i] + assistance(i, f) - f.flow[flows.PREMIUM, i]
    capacity = max(per_person(four_quarters(households.CONSUMPTION, i, f), members) + medical - t.subsistence, 0.0)
    if medical > 0.0 and medical >= t.catastrophic * capacity:
        out[CATASTROPHIC] += 1.0
    debt = f.money[households.MICROCREDIT, i] + f.money[households.INFORMAL_DEBT, i]
    if debt > t.debt_stress * max(income * members, 0.0) and debt > 0.0:
        out[DEBT_STRESS] += 1.0


@compiled
def village_payments(lo: int, hi: int, f: Frame, sums: NDArray[np.float64]) -> None:
    """Add every money flow of rows lo..hi to ``sums`` of shape (flows, villages)."""
    village = f.link[households.VILLAGE]
    column = flows.FIRST_PAYMENT
    while column + 4 <= sums.shape[0]:
        four_by_village(lo, hi, village, f.flow[column : column + 4], sums[column : column + 4])
        column += 4
    while column < sums.shape[0]:
        for i in range(lo, hi):
            sums[column, village[i]] += f.flow[column, i]
        column += 1


@compiled
def four_by_village(
    lo: int, hi: int, village: NDArray[np.int32], four: NDArray[np.float64], sums: NDArray[np.float64]
) -> None:
    """Sum four flows at once: four independent chains of additions, each in row order."""
    if lo >= hi:
        return
    first, second, third, fourth = four[0], four[1], four[2], four[3]
    here = village[lo]
    a, b, c, d = sums[0, here], sums[1, here], sums[2, here], sums[3, here]
    for i in range(lo, hi):
        if village[i] != here:
            sums[0, here], sums[1, here], sums[2, here], sums[3, here] = a, b, c, d
            here = village[i]
            a, b, c, d = sums[0, here], sums[1, here], sums[2, here], sums[3, here]
        a = a + first[i]
        b = b + second[i]
        c = c + third[i]
        d = d + fourth[i]
    sums[0, here], sums[1, here], sums[2, here], sums[3, here] = a, b, c, d
