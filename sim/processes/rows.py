"""What passes ask: the rows, counted so that a loop vectorises; the few that are marked; a household's members."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.compiled import inlined
from sim.state import households
from sim.state.frame import Floats, Frame


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
