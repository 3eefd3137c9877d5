"""Answers about a household (poor or not, monitored or not), each a bit of one number."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.compiled import compiled, inlined
from sim.government.monitoring import returned
from sim.processes.medical_burden import capacity_to_pay, catastrophic, impoverishing
from sim.processes.other_lines import DIBAO
from sim.processes.rows import row
from sim.processes.welfare import mean_members, per_person, ring_sum
from sim.record.tally import (
    AT_RISK,
    AT_RISK_DIBAO,
    AT_RISK_MONITORING,
    BELOW_DIBAO,
    BELOW_MONITORING,
    CATASTROPHIC,
    DEBT_STRESS,
    DEPRIVED,
    DEPRIVED_FOOD,
    DEPRIVED_HOUSING,
    DEPRIVED_MEDICAL,
    DEPRIVED_SCHOOLING,
    DEPRIVED_WATER,
    DETECTED,
    EVER,
    FORGONE,
    HELPED_EVER,
    HOUSEHOLDS,
    IMPOVERISHED,
    LEFT_BEHIND,
    MONITORED,
    MULTIDIMENSIONAL,
    PERSONS,
    POOR,
    POOR_BEFORE,
    POOR_CONSUMPTION,
    POOR_INCOME,
    PUPILS,
    REGISTERED,
    REMOVED,
    RETURNED,
    RETURNED_DIBAO,
    RETURNED_MONITORING,
    TEKUN,
)
from sim.record.terms import Terms
from sim.state import flows, households
from sim.state.frame import Frame

Ints = NDArray[np.int64]

MARKS = (  # sum that each bit of a household's marks is counted in
    POOR, POOR_INCOME, BELOW_MONITORING, BELOW_DIBAO, POOR_CONSUMPTION, POOR_BEFORE, AT_RISK, RETURNED,
    MONITORED, REGISTERED, EVER, HELPED_EVER, REMOVED, PERSONS, AT_RISK_MONITORING, AT_RISK_DIBAO,
    RETURNED_MONITORING, RETURNED_DIBAO, DEPRIVED, DEPRIVED_SCHOOLING,  # and those that few households bear
    DEPRIVED_MEDICAL, DEPRIVED_HOUSING, DEPRIVED_WATER, DEPRIVED_FOOD, MULTIDIMENSIONAL, IMPOVERISHED, FORGONE, TEKUN,
    HOUSEHOLDS, CATASTROPHIC, DEBT_STRESS, DETECTED,  # households instead of persons
    LEFT_BEHIND, PUPILS, -1, -1,  # children instead of persons
)  # fmt: skip
(
    B_POOR, B_POOR_INCOME, B_BELOW_MONITORING, B_BELOW_DIBAO, B_POOR_CONSUMPTION, B_POOR_BEFORE, B_AT_RISK, B_RETURNED,
    B_MONITORED, B_REGISTERED, B_EVER, B_HELPED_EVER, B_REMOVED, B_PERSONS, B_AT_RISK_MONITORING, B_AT_RISK_DIBAO,
    B_RETURNED_MONITORING, B_RETURNED_DIBAO, B_DEPRIVED, B_SCHOOLING,
    B_MEDICAL, B_HOUSING, B_WATER, B_FOOD, B_MULTIDIMENSIONAL, B_IMPOVERISHED, B_FORGONE, B_TEKUN,
    B_HOUSEHOLDS, B_CATASTROPHIC, B_DEBT_STRESS, B_DETECTED,
    B_LEFT_BEHIND, B_PUPILS, _, _,
) = range(len(MARKS))  # fmt: skip  # the bits, in the order of MARKS
ALWAYS = (1 << B_PERSONS) | (1 << B_HOUSEHOLDS)
COMMON, RARE, WORDS = 4, 7, 9  # words of four counts each: of persons, the rare ones from 4 on; households; children
RARE_MARKS = (1 << 4 * RARE) - (1 << 4 * COMMON)
LOST = (1 << B_SCHOOLING) | (1 << B_MEDICAL) | (1 << B_HOUSING) | (1 << B_WATER) | (1 << B_FOOD)
ANY_SHORTFALL = (
    (1 << B_POOR) | (1 << B_DETECTED) | (1 << B_BELOW_MONITORING) | (1 << B_BELOW_DIBAO) | (1 << B_MULTIDIMENSIONAL)
)
ALL_CHILDREN = 1 << 16  # field of PUPILS in the word of children
DIMENSIONS = 6  # those of LOST, and welfare


@compiled
def marks_of(lo: int, hi: int, f: Frame, quarter: int, t: Terms) -> Ints:
    """The marks of rows lo..hi, shape (hi - lo,)."""
    bits = np.zeros(hi - lo, dtype=np.int64)
    eating(lo, hi, f)
    mark_poverty(lo, hi, f, t, bits)
    mark_hardship(lo, hi, f, t, bits)
    mark_monitoring(lo, hi, f, quarter, bits)
    mark_lines(lo, hi, f, bits)
    mark_guarantees(lo, hi, f, bits)
    mark_dimensions(lo, hi, t, bits)
    return bits


@compiled
def eating(lo: int, hi: int, f: Frame) -> None:
    """Mean members and consumption of the last four quarters per mean member, in the luck columns 0 and 1."""
    members, eaten = f.luck[0], f.luck[1]
    ring_sum(lo, hi, f.money[households.CONSUMPTION : households.CONSUMPTION + 4], eaten)
    for k in range(hi - lo):
        i = row(lo, k)
        members[i] = mean_members(i, f)
    for k in range(hi - lo):
        i = row(lo, k)
        eaten[i] = per_person(eaten[i], members[i])


@inlined
def bit(answer: bool, position: int) -> int:
    """The answer as a bit of a household's marks."""
    return 1 << position if answer else 0


@compiled
def mark_poverty(lo: int, hi: int, f: Frame, t: Terms, bits: Ints) -> None:
    """Below which line, by which concept: strict <, all lines a person and year."""
    welfare, income, eaten, assisted = f.flow[flows.WELFARE], f.flow[flows.INCOME], f.luck[1], f.flow[flows.ASSISTED]
    for k in range(hi - lo):
        i = row(lo, k)
        bits[k] = (
            (bit(welfare[i] < t.poverty, B_POOR) | bit(income[i] < t.poverty, B_POOR_INCOME))
            | (bit(welfare[i] < t.monitoring, B_BELOW_MONITORING) | bit(welfare[i] < t.dibao, B_BELOW_DIBAO))
        )  # fmt: skip
    for k in range(hi - lo):
        i = row(lo, k)
        bits[k] = (
            bits[k]
            | bit(eaten[i] < t.poverty, B_POOR_CONSUMPTION)
            | bit(impoverishing(welfare[i], income[i], t.poverty), B_IMPOVERISHED)
            | bit(welfare[i] - assisted[i] < t.poverty, B_POOR_BEFORE)
            | ALWAYS
        )


@compiled
def mark_hardship(lo: int, hi: int, f: Frame, t: Terms, bits: Ints) -> None:
    """Catastrophic health spending and debt stress."""
    members, eaten, income, medical = f.luck[0], f.luck[1], f.flow[flows.INCOME], f.flow[flows.MEDICAL_COST]
    microcredit, informal = f.money[households.MICROCREDIT], f.money[households.INFORMAL_DEBT]
    for k in range(hi - lo):
        i = row(lo, k)
        capacity = capacity_to_pay(eaten[i], medical[i], t.subsistence)
        bits[k] = bits[k] | bit(catastrophic(medical[i], capacity, t.catastrophic), B_CATASTROPHIC)
    for k in range(hi - lo):
        i = row(lo, k)
        debt = microcredit[i] + informal[i]
        stressed = debt > t.debt_stress * max(income[i] * members[i], 0.0) and debt > 0.0
        bits[k] = bits[k] | bit(stressed, B_DEBT_STRESS)


@compiled
def mark_monitoring(lo: int, hi: int, f: Frame, quarter: int, bits: Ints) -> None:
    """Return and what monitoring knows of it; a false alarm has no delay, so it is not a detection here."""
    histories, state = f.link[households.POOR_HISTORY], f.count[households.MONITOR]
    risk_removed, ever = f.count[households.RISK_REMOVED], f.count[households.EVER_RETURNED]
    since, detected_at = f.when[households.AT_RISK_SINCE], f.when[households.DETECTED_AT]
    for k in range(hi - lo):
        i = row(lo, k)
        history, monitored = int(histories[i]), state[i] == 2
        back = returned(history)
        bits[k] = (
            bits[k]
            | bit((history // 16) % 2 == 0, B_AT_RISK)
            | bit(back, B_RETURNED)
            | bit(back and monitored, B_REGISTERED)
        )
    for k in range(hi - lo):
        i = row(lo, k)
        monitored, removed = state[i] == 2, risk_removed[i] != 0
        known = (
            bit(monitored, B_MONITORED)
            | bit(ever[i] != 0, B_EVER)
            | bit(monitored or removed, B_HELPED_EVER)
            | bit(removed, B_REMOVED)
        )
        bits[k] = bits[k] | known
    for k in range(hi - lo):
        i = row(lo, k)
        found = state[i] >= 1 and int(detected_at[i]) == quarter and int(since[i]) >= 0
        bits[k] = bits[k] | bit(found, B_DETECTED)


@compiled
def mark_lines(lo: int, hi: int, f: Frame, bits: Ints) -> None:
    """Return below the monitoring line and the dibao line: below now, and not four quarters ago."""
    histories = f.link[households.LINE_HISTORY]
    for k in range(hi - lo):
        i = row(lo, k)
        history = int(histories[i])
        safe, secure = (history >> 4) & 1 == 0, (history >> (DIBAO + 4)) & 1 == 0
        bits[k] = (
            bits[k]
            | (bit(safe, B_AT_RISK_MONITORING) | bit(secure, B_AT_RISK_DIBAO))
            | bit(safe and history & 1 != 0, B_RETURNED_MONITORING)
            | bit(secure and (history >> DIBAO) & 1 != 0, B_RETURNED_DIBAO)
        )


@compiled
def mark_guarantees(lo: int, hi: int, f: Frame, bits: Ints) -> None:
    """Schooling, medical security, safe housing and water, food; tekun support; able adults who are all away."""
    count = f.count
    out, insured, untreated = count[households.OUT_OF_SCHOOL], count[households.INSURED], count[households.UNTREATED]
    house, water, hungry, tekun = (
        count[households.HOUSE],
        count[households.WATER],
        count[households.HUNGRY],
        count[households.TEKUN],
    )
    able, migrants = count[households.ABLE], count[households.MIGRANTS]
    for k in range(hi - lo):
        i = row(lo, k)
        forgone = untreated[i] != 0
        bits[k] = (
            bits[k]
            | bit(out[i] != 0, B_SCHOOLING)
            | bit(insured[i] == 0 or forgone, B_MEDICAL)
            | bit(forgone, B_FORGONE)
        )
    for k in range(hi - lo):
        i = row(lo, k)
        bits[k] = (
            (bits[k] | bit(house[i] == 2, B_HOUSING))
            | (bit(water[i] != 0, B_WATER) | bit(hungry[i] != 0, B_FOOD))
            | bit(tekun[i] != 0, B_TEKUN)
        )  # fmt: skip
    for k in range(hi - lo):
        i = row(lo, k)
        bits[k] = bits[k] | bit(able[i] > 0 and migrants[i] >= able[i], B_LEFT_BEHIND)


@inlined
def deprivations(marks: int) -> int:
    """In how many of the six equal dimensions a household is deprived: five guarantees, and welfare below the line (E240)."""
    return (
        ((marks >> B_SCHOOLING) & 1)
        + ((marks >> B_MEDICAL) & 1)
        + ((marks >> B_HOUSING) & 1)
        + ((marks >> B_WATER) & 1)
        + ((marks >> B_FOOD) & 1)
        + ((marks >> B_POOR) & 1)
    )


@inlined
def needed(cutoff: float) -> int:
    """Smallest number of deprivations whose share of the six dimensions reaches the cutoff."""
    least = 0
    for count in range(DIMENSIONS):
        least = count + 1 if float(count) / DIMENSIONS < cutoff else least
    return least


@compiled
def mark_dimensions(lo: int, hi: int, t: Terms, bits: Ints) -> None:
    """Any guarantee lost; multidimensionally poor."""
    least = needed(t.cutoff)
    for k in range(hi - lo):
        marks = bits[k]
        bits[k] = marks | bit(marks & LOST != 0, B_DEPRIVED) | bit(deprivations(marks) >= least, B_MULTIDIMENSIONAL)
