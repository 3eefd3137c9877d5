"""Sums of a quarter by village and group of households, added in row order."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.compiled import compiled, inlined
from sim.mathematics import log
from sim.processes.rows import members
from sim.record.marks import (
    ALL_CHILDREN,
    ANY_SHORTFALL,
    B_DETECTED,
    B_LEFT_BEHIND,
    B_MULTIDIMENSIONAL,
    B_POOR,
    COMMON,
    DIMENSIONS,
    MARKS,
    RARE,
    RARE_MARKS,
    WORDS,
    deprivations,
    marks_of,
)
from sim.record.tally import (
    BUSINESS,
    DELAY,
    DEPRIVATIONS,
    GAP,
    GAP_DIBAO,
    GAP_MONITORING,
    GAP_SQUARED,
    GROUPS,
    INCOME,
    PROPERTY,
    TRANSFER,
    WAGE,
    WATTS,
    WELFARE,
)
from sim.record.terms import Terms
from sim.state import flows, households
from sim.state.frame import Floats, Frame

Ints = NDArray[np.int64]
AMOUNTS = (
    INCOME, WELFARE, WAGE, BUSINESS, PROPERTY, TRANSFER, GAP, GAP_SQUARED, WATTS, DELAY, GAP_MONITORING, GAP_DIBAO, DEPRIVATIONS,
)  # fmt: skip
HELD = 170  # rows of at most 3 x 127 persons, so that a count stays below 2**16


@compiled
def record(lo: int, hi: int, f: Frame, quarter: int, t: Terms, sums: Floats) -> None:
    """Add rows lo..hi to ``sums`` of shape (sums, groups, villages).

    `add_rows` counts four marks of a household with one addition; amounts are added one by one in row order.
    """
    bits, counts = marks_of(lo, hi, f, quarter, t), np.zeros((len(GROUPS), WORDS), dtype=np.int64)
    add_rows(lo, hi, f, quarter, t, bits, counts, np.zeros((len(GROUPS), len(AMOUNTS))), sums)


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
