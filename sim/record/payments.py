"""Money flows of households summed by village, and by the firm that households are linked to, in row order."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.compiled import compiled
from sim.processes.rows import mark_of, place_of, row
from sim.state import flows, households
from sim.state.frame import Floats, Frame

EIGHTS = (flows.FIRST_RARE - flows.FIRST_PAYMENT) // 8  # times that eight payments are summed together, with none left
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


@compiled
def link_payments(
    link: NDArray[np.int32], touched: NDArray[np.int64], flow: Floats, columns: NDArray[np.int64], firms: int
) -> Floats:
    """Some flows summed by firm, shape (columns, firms); ``link`` is each household's firm, -1 for none.

    The rare ones among them are found in one walk over the marks.
    """
    sums, rare = np.zeros((columns.size, 1 + firms)), 0  # the first place takes what is nobody's: quicker than a branch
    for k in range(columns.size):
        if columns[k] >= flows.FIRST_RARE:
            rare |= mark_of(columns[k])
            continue
        for i in range(link.size):
            sums[k, 1 + link[i]] += flow[columns[k], i]
    for i in range(link.size if rare != 0 else 0):
        if touched[i] & rare != 0:
            for k in range(columns.size):
                if columns[k] >= flows.FIRST_RARE and touched[i] & mark_of(columns[k]) != 0:
                    sums[k, 1 + link[i]] += flow[columns[k], i]
    return sums[:, 1:]
