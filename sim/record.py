"""What a quarter leaves: sums per village and group of households, in row order, then county measures."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.compiled import compiled, inlined
from sim.government.monitoring import returned
from sim.mathematics import log
from sim.processes.other_lines import DIBAO
from sim.processes.rows import members, place_of, row
from sim.processes.welfare import mean_members, per_person, ring_sum
from sim.state import flows, households
from sim.state.frame import Floats, Frame

Ints = NDArray[np.int64]

if TYPE_CHECKING:
    from sim.county import County

EIGHTS = (flows.FIRST_RARE - flows.FIRST_PAYMENT) // 8  # times that eight payments are summed together, with none left
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
    "gap_monitoring",
    "gap_dibao",
    "at_risk_monitoring",
    "returned_monitoring",
    "at_risk_dibao",
    "returned_dibao",
    "deprived",  # of at least one guarantee
    "deprived_schooling",
    "deprived_medical",
    "deprived_housing",
    "deprived_water",
    "deprived_food",
    "multidimensional",
    "deprivations",  # share of dimensions of the multidimensionally poor
    "impoverished_by_illness",
    "care_forgone",
    "tekun",
    "children",
    "left_behind",
)
(
    PERSONS, HOUSEHOLDS, POOR, GAP, GAP_SQUARED, WATTS, POOR_INCOME, POOR_CONSUMPTION, POOR_BEFORE, BELOW_MONITORING,
    BELOW_DIBAO, AT_RISK, RETURNED, REGISTERED, EVER, MONITORED, HELPED_EVER, REMOVED, DETECTED, DELAY, CATASTROPHIC,
    DEBT_STRESS, INCOME, WELFARE, WAGE, BUSINESS, PROPERTY, TRANSFER, GAP_MONITORING, GAP_DIBAO, AT_RISK_MONITORING,
    RETURNED_MONITORING, AT_RISK_DIBAO, RETURNED_DIBAO, DEPRIVED, DEPRIVED_SCHOOLING, DEPRIVED_MEDICAL, DEPRIVED_HOUSING,
    DEPRIVED_WATER, DEPRIVED_FOOD, MULTIDIMENSIONAL, DEPRIVATIONS, IMPOVERISHED, FORGONE, TEKUN, PUPILS, LEFT_BEHIND,
) = range(len(SUMS))  # fmt: skip


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
POOR_OR_POOR_INCOME = (1 << B_POOR) | (1 << B_POOR_INCOME)
ANY_SHORTFALL = (
    (1 << B_POOR) | (1 << B_DETECTED) | (1 << B_BELOW_MONITORING) | (1 << B_BELOW_DIBAO) | (1 << B_MULTIDIMENSIONAL)
)
ALL_CHILDREN = 1 << 16  # field of PUPILS in the word of children
DIMENSIONS = 6  # those of LOST, and welfare
AMOUNTS = (
    INCOME, WELFARE, WAGE, BUSINESS, PROPERTY, TRANSFER, GAP, GAP_SQUARED, WATTS, DELAY, GAP_MONITORING, GAP_DIBAO, DEPRIVATIONS,
)  # fmt: skip
HELD = 170  # rows of at most 3 x 127 persons, so that a count stays below 2**16


class Terms(NamedTuple):
    """Lines of the record, CNY2020 a person and year, and its thresholds (``measures.thresholds``)."""

    poverty: float
    monitoring: float
    dibao: float
    subsistence: float  # of capacity to pay
    watts_floor: float  # welfare is raised to this before its logarithm
    catastrophic: float  # own medical cost over capacity to pay
    debt_stress: float  # debt over yearly income
    cutoff: float  # share of dimensions from which on deprivation is multidimensional poverty


def terms(c: County) -> Terms:
    """Lines and thresholds of this quarter."""
    lines, capital = c.p["lines"], c.p["capital"]
    monitoring = lines.poverty * lines.monitoring_multiple
    return Terms(lines.poverty, monitoring, c.p["safety_net"].line, capital.subsistence, *c.p["measures"])


@compiled
def record(lo: int, hi: int, f: Frame, quarter: int, t: Terms, sums: Floats) -> None:
    """Add rows lo..hi to ``sums`` of shape (sums, groups, villages).

    Answers (poor or not, monitored or not) become bits of one number a household, and ``add_rows`` counts four of them
    with one addition; amounts are added one by one in row order.
    """
    bits, counts = np.zeros(hi - lo, dtype=np.int64), np.zeros((len(GROUPS), WORDS), dtype=np.int64)
    eating(lo, hi, f)
    mark_poverty(lo, hi, f, t, bits)
    mark_hardship(lo, hi, f, t, bits)
    mark_monitoring(lo, hi, f, quarter, bits)
    mark_lines(lo, hi, f, bits)
    mark_guarantees(lo, hi, f, bits)
    mark_dimensions(lo, hi, t, bits)
    add_rows(lo, hi, f, quarter, t, bits, counts, np.zeros((len(GROUPS), len(AMOUNTS))), sums)


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
        capacity = max(eaten[i] + medical[i] - t.subsistence, 0.0)
        bits[k] = bits[k] | bit(medical[i] > 0.0 and medical[i] >= t.catastrophic * capacity, B_CATASTROPHIC)
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
    """In how many of the six equal dimensions a household is deprived: five guarantees, and welfare below the line (E148)."""
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
    """Any guarantee lost; multidimensionally poor; poor through medical cost alone: welfare < line <= income."""
    least = needed(t.cutoff)
    for k in range(hi - lo):
        marks = bits[k]
        bits[k] = (
            marks
            | bit(marks & LOST != 0, B_DEPRIVED)
            | bit(marks & POOR_OR_POOR_INCOME == 1 << B_POOR, B_IMPOVERISHED)
            | bit(deprivations(marks) >= least, B_MULTIDIMENSIONAL)
        )


@compiled
def add_rows(
    lo: int, hi: int, f: Frame, quarter: int, t: Terms, bits: Ints, counts: Ints, own: Floats, sums: Floats
) -> None:
    """Add up village by village; ``counts`` and ``own`` hold one village's counts, packed, and amounts."""
    here, held = -1, 0
    for i in range(lo, hi):
        village = int(f.link[households.VILLAGE, i])
        if village != here or held == HELD:
            keep(here, counts, own, sums)
            here, held = village, 0
            fetch(here, own, sums)
        held += 1
        persons = members(i, f)
        if persons > 0:
            group = 1 if f.count[households.EX_POOR, i] != 0 else 0
            children = int(f.count[households.CHILDREN, i])
            count(bits[i - lo], persons, children, counts[group])
            add_amounts(i, float(persons), bits[i - lo], quarter, f, t, own[group])
            if f.count[households.RELOCATED, i] != 0:
                count(bits[i - lo], persons, children, counts[2])
                add_amounts(i, float(persons), bits[i - lo], quarter, f, t, own[2])
    keep(here, counts, own, sums)


@inlined
def spread(four: int) -> int:
    """Four bits as the lowest bits of four fields of 16 bits."""
    return (four | (four << 15) | (four << 30) | (four << 45)) & 0x0001000100010001


@inlined
def count(marks: int, persons: int, children: int, counts: Ints) -> None:
    """Count a household's persons for its marks of persons, the household for those of households, its children for theirs."""
    for word in range(COMMON):
        counts[word] = counts[word] + spread((marks >> (4 * word)) & 15) * persons
    if marks & RARE_MARKS != 0:
        for word in range(COMMON, RARE):
            counts[word] = counts[word] + spread((marks >> (4 * word)) & 15) * persons
    counts[RARE] = counts[RARE] + spread((marks >> (4 * RARE)) & 15)
    counts[RARE + 1] = counts[RARE + 1] + (((marks >> B_LEFT_BEHIND) & 1) + ALL_CHILDREN) * children


@inlined
def add_amounts(i: int, n: float, marks: int, quarter: int, f: Frame, t: Terms, own: Floats) -> None:
    """Add a household's amounts, in the order of ``AMOUNTS``."""
    flow, welfare = f.flow, f.flow[flows.WELFARE, i]
    own[0] = own[0] + n * flow[flows.INCOME, i]
    own[1] = own[1] + n * welfare
    own[2] = own[2] + flow[flows.WAGES, i]
    own[3] = own[3] + (flow[flows.BUSINESS, i] + flow[flows.CAPITAL_INCOME, i])
    own[4] = own[4] + flow[flows.PROPERTY, i]
    own[5] = own[5] + (flow[flows.TRANSFER, i] + flow[flows.ASSISTANCE, i])
    if marks & ANY_SHORTFALL != 0:
        add_shortfalls(i, n, marks, quarter, f, t, own)


@inlined
def add_shortfalls(i: int, n: float, marks: int, quarter: int, f: Frame, t: Terms, own: Floats) -> None:
    """Add what few households have: gaps to the lines, deprivations, the delay of a detection."""
    welfare = f.flow[flows.WELFARE, i]
    if (marks >> B_POOR) & 1 != 0:
        gap = (t.poverty - welfare) / t.poverty
        own[6] = own[6] + n * gap
        own[7] = own[7] + n * gap * gap
        own[8] = own[8] + n * log(t.poverty / max(welfare, t.watts_floor))
    if (marks >> B_DETECTED) & 1 != 0:
        own[9] = own[9] + float(quarter - int(f.when[households.AT_RISK_SINCE, i]))
    own[10] = own[10] + n * max(t.monitoring - welfare, 0.0) / t.monitoring
    own[11] = own[11] + (n * max(t.dibao - welfare, 0.0) / t.dibao if t.dibao > 0.0 else 0.0)
    if (marks >> B_MULTIDIMENSIONAL) & 1 != 0:
        own[12] = own[12] + n * (float(deprivations(marks)) / DIMENSIONS)


@inlined
def fetch(village: int, own: Floats, sums: Floats) -> None:
    """Take up a village's amounts so far."""
    for group in range(own.shape[0]):
        for k in range(own.shape[1]):
            own[group, k] = sums[AMOUNTS[k], group, village]


@inlined
def keep(village: int, counts: Ints, own: Floats, sums: Floats) -> None:
    """Put a village's amounts back and add its counts, which begin anew; -1 is no village."""
    if village >= 0:
        for group in range(own.shape[0]):
            for k in range(own.shape[1]):
                sums[AMOUNTS[k], group, village] = own[group, k]
            for k in range(len(MARKS)):
                if MARKS[k] >= 0:
                    field = (counts[group, k // 4] >> (16 * (k % 4))) & 0xFFFF
                    sums[MARKS[k], group, village] += float(field)
            for word in range(counts.shape[1]):
                counts[group, word] = 0


MONEY = sum(
    1 << k for k, flow in enumerate(flows.RARE) if flow.name not in ("admission", "own_counted")
)  # what is summed


@compiled
def village_payments(lo: int, hi: int, f: Frame, sums: Floats) -> None:
    """Add every money flow of rows lo..hi to ``sums`` of shape (flows, villages): by eights, the rare ones where marked."""
    village = f.link[households.VILLAGE]
    for k in range(EIGHTS):
        column = flows.FIRST_PAYMENT + 8 * k
        eight_by_village(lo, hi, village, f.flow[column : column + 8], sums[column : column + 8])
    for i in range(lo, hi):
        marks = int(f.touched[i]) & MONEY
        while marks != 0:
            column = flows.FIRST_RARE + place_of(marks & -marks)
            sums[column, village[i]] += f.flow[column, i]
            marks = marks & (marks - 1)


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
