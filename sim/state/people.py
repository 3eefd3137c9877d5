"""What collectives ask of all households at once: persons, who is entitled, what has been granted."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.compiled import compiled
from sim.state.frame import Floats

Bytes = NDArray[np.int8]


@compiled
def persons(children: Bytes, adults: Bytes, elders: Bytes) -> NDArray[np.int64]:
    """Persons of each household, shape (households,)."""
    found = np.empty(children.size, dtype=np.int64)
    for i in range(children.size):
        found[i] = int(children[i]) + int(adults[i]) + int(elders[i])
    return found


@compiled
def counted(column: Bytes) -> int:
    """Sum of a column of small numbers; numpy's own takes ten times as long."""
    found = 0
    for i in range(column.size):
        found += int(column[i])
    return found


@compiled
def without_members(children: Bytes, adults: Bytes, elders: Bytes) -> NDArray[np.int64]:
    """Rows of households without members, ascending."""
    count = 0
    for i in range(children.size):
        count += 1 if int(children[i]) + int(adults[i]) + int(elders[i]) == 0 else 0
    rows, n = np.empty(count, dtype=np.int64), 0
    for i in range(children.size):
        if int(children[i]) + int(adults[i]) + int(elders[i]) == 0:
            rows[n] = i
            n += 1
    return rows


@compiled
def rows_with(touched: NDArray[np.int64], place: int) -> NDArray[np.int64]:
    """Rows whose mark at a place is set, ascending."""
    count = 0
    for i in range(touched.size):
        count += (touched[i] >> place) & 1
    rows, n = np.empty(count + 1, dtype=np.int64), 0
    for i in range(touched.size):
        rows[n] = i  # and written over by the next one unless it counts: quicker than a branch
        n += (touched[i] >> place) & 1
        if n == count:
            break
    return rows[:count].copy()


@compiled
def places_of(
    village: NDArray[np.int32], identity: NDArray[np.int64], to: NDArray[np.int32], new: NDArray[np.int64]
) -> NDArray[np.int64]:
    """First row by (village, id) before which each of the new households belongs; both are in that order."""
    rows = np.empty(new.size, dtype=np.int64)
    for k in range(new.size):
        low, high = 0, village.size
        while low < high:
            middle = (low + high) // 2
            earlier = village[middle] < to[k] or (village[middle] == to[k] and identity[middle] < new[k])
            low, high = (middle + 1, high) if earlier else (low, middle)
        rows[k] = low if k == 0 or low > rows[k - 1] else rows[k - 1]
    return rows


@compiled
def last_of_run(village: NDArray[np.int32], first: int) -> int:
    """One past the last of the neighbouring rows that share the village of row ``first``; rows of a village stand together."""
    here, step = village[first], 1
    while first + step < village.size and village[first + step] == here:
        step *= 2
    low, high = first + step // 2, min(first + step, village.size)
    while high - low > 1:  # the run goes on at low, and has ended at high
        middle = (low + high) // 2
        low, high = (middle, high) if village[middle] == here else (low, middle)
    return high


@compiled
def entitled_by_village(
    village: NDArray[np.int32], entitlement: Bytes, children: Bytes, adults: Bytes, elders: Bytes, villages: int
) -> Floats:
    """Persons of ex-poor and monitored households, shape (villages,)."""
    found = np.zeros(villages)
    first = 0
    while first < village.size:
        last, held = last_of_run(village, first), 0
        for i in range(first, last):
            members = int(children[i]) + int(adults[i]) + int(elders[i])
            held += members if entitlement[i] > 0 else 0
        found[village[first]] += float(held)
        first = last
    return found


@compiled
def count_by_link(link: NDArray[np.int32], firms: int) -> NDArray[np.int64]:
    """Households linked to each firm, shape (firms,); -1 links to none."""
    found = np.zeros(firms, dtype=np.int64)
    for i in range(link.size):
        if link[i] >= 0:
            found[link[i]] += 1
    return found


@compiled
def count_by_links(link: NDArray[np.int32], other: NDArray[np.int32], firms: int) -> NDArray[np.int64]:
    """Households with one link or the other to each firm, those with both counted once, shape (firms,)."""
    found = np.zeros(firms, dtype=np.int64)
    for i in range(link.size):
        if link[i] >= 0:
            found[link[i]] += 1
        if other[i] >= 0 and other[i] != link[i]:
            found[other[i]] += 1
    return found


@compiled
def entitled_workers(employer: NDArray[np.int32], employed: Bytes, entitlement: Bytes, firms: int) -> NDArray[np.int64]:
    """Ex-poor and monitored households at work in each enterprise, shape (enterprises,)."""
    found = np.zeros(firms, dtype=np.int64)
    for i in range(employer.size):
        if employer[i] >= 0 and employed[i] > 0 and entitlement[i] > 0:
            found[employer[i]] += 1
    return found


@compiled
def rows_above(column: Bytes) -> NDArray[np.int64]:
    """Rows where a column of small numbers is above zero, ascending; numpy's own takes several times as long."""
    rows, n = np.empty(column.size + 1, dtype=np.int64), 0
    for i in range(column.size):
        rows[n] = i  # and written over by the next one unless it counts: quicker than a branch
        n += 1 if column[i] > 0 else 0
    return rows[:n].copy()


@compiled
def rows_linked(link: NDArray[np.int32], chosen: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Rows linked to one of the chosen firms, ascending; -1 links to none."""
    rows, n = np.empty(link.size, dtype=np.int64), 0
    for i in range(link.size):
        if link[i] >= 0 and chosen[link[i]]:
            rows[n] = i
            n += 1
    return rows[:n].copy()


@compiled
def counted_among(column: Bytes, chosen: NDArray[np.bool_]) -> int:
    """Sum of a column of small numbers over the chosen households."""
    found = 0
    for i in range(column.size):
        found += int(column[i]) if chosen[i] else 0
    return found


@compiled
def granted_support(dibao: Bytes, tekun: Bytes, amount: Floats, relief: Floats) -> float:
    """Dibao or tekun support of its receivers and relief due, added in row order, CNY2020/quarter."""
    total = 0.0
    for i in range(dibao.size):
        total += (amount[i] if dibao[i] != 0 or tekun[i] != 0 else 0.0) + relief[i]
    return total


@compiled
def migrant_shares(
    village: NDArray[np.int32], migrants: Bytes, adults: Bytes, disabled: Bytes, students: Bytes, villages: int
) -> Floats:
    """Able adults who work outside the county over all of the village's, shape (villages,); 0 where there are none."""
    away, able = np.zeros(villages), np.zeros(villages)
    first = 0
    while first < village.size:
        last, gone, hands = last_of_run(village, first), 0, 0
        for i in range(first, last):
            left = int(adults[i]) - int(disabled[i]) - int(students[i])
            gone += int(migrants[i])
            hands += left if left > 0 else 0
        away[village[first]] += float(gone)
        able[village[first]] += float(hands)
        first = last
    for here in range(villages):
        away[here] = min(away[here] / able[here], 1.0) if able[here] > 0.0 else 0.0
    return away
