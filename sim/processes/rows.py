"""What passes ask: the rows, counted so that a loop vectorises; the few that are marked; a household's members."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.compiled import compiled, inlined, wrapping_product
from sim.state import channels, flows, households
from sim.state.frame import Floats, Frame

LAST_REACH = channels.COMBINATIONS - 1  # said where rows are read, LLVM knows that no row is negative


@inlined
def row(lo: int, k: int) -> int:
    """Row ``k`` of a stretch that begins at ``lo`` >= 0: ``for k in range(hi - lo): i = row(lo, k)``.

    Said like this LLVM knows that no row is negative, drops numba's wrapping of negative indices, and vectorises.
    """
    return (lo if lo > 0 else 0) + k


@inlined
def members(i: int, f: Frame) -> int:
    """Members of household ``i`` now."""
    count = f.count
    return int(count[households.CHILDREN, i]) + int(count[households.ADULTS, i]) + int(count[households.ELDERS, i])


@inlined
def moved(i: int, f: Frame, channel: int) -> float:
    """What levers have made of a channel for household ``i``."""
    return f.channel[int(f.reach[i]) & LAST_REACH, channel]


@inlined
def gathered(lo: int, hi: int, mark: Floats, rows: NDArray[np.int64]) -> int:
    """Put the rows of lo..hi whose mark is above zero at the front of ``rows``, shape (hi - lo + 1,); return how many."""
    n = 0
    for i in range(lo, hi):
        rows[n] = i  # and written over by the next one unless it counts: quicker than a branch
        n += 1 if mark[i] > 0.0 else 0
    return n


@inlined
def listed(lo: int, mark: Floats, rows: NDArray[np.int64]) -> int:
    """The same where ``mark`` is shorter: its first place stands for row ``lo``; shapes (n,) and (n + 1,)."""
    n = 0
    for k in range(mark.size):
        rows[n] = lo + k
        n += 1 if mark[k] > 0.0 else 0
    return n


@inlined
def marked(lo: int, hi: int, f: Frame, column: int, rows: NDArray[np.int64]) -> int:
    """The rows of lo..hi in which a rare flow has been written this quarter; as `gathered`."""
    bit, n = mark_of(column), 0
    for i in range(lo, hi):
        rows[n] = i
        n += 1 if int(f.touched[i]) & bit != 0 else 0
    return n


@inlined
def mark_of(column: int) -> int:
    """The bit of a rare flow among the marks of a household."""
    return 1 << (column - flows.FIRST_RARE)


@inlined
def enter(i: int, f: Frame, column: int, amount: float) -> None:
    """Write a rare flow of household ``i`` and mark that there is one: what is not marked counts as zero."""
    f.flow[column, i] = amount
    f.touched[i] = int(f.touched[i]) | (mark_of(column) if amount != 0.0 else 0)


@inlined
def entered(i: int, f: Frame, column: int) -> float:
    """A rare flow of household ``i``, zero unless it has been written this quarter."""
    return f.flow[column, i] if int(f.touched[i]) & mark_of(column) != 0 else 0.0


@compiled
def mark_rows(lo: int, hi: int, f: Frame, column: int) -> None:
    """Mark the rare flow of every row of lo..hi that has been written with an amount."""
    amounts, touched, bit = f.flow[column], f.touched, mark_of(column)
    for k in range(hi - lo):
        i = row(lo, k)
        touched[i] = touched[i] | (bit if amounts[i] != 0.0 else 0)


PLACES = np.zeros(64, dtype=np.int64)  # of the only bit that is set, found by the number that tells them apart
TELLS_APART = 0x03F79D71B4CB0A89  # a de Bruijn sequence
for _place in range(64):
    PLACES[((TELLS_APART << _place) >> 58) & 63] = _place


@inlined
def place_of(bit: int) -> int:
    """Place of the only bit that is set, 0 = lowest."""
    return int(PLACES[(wrapping_product(bit, TELLS_APART) >> 58) & 63])
