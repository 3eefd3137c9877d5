"""What every pass asks: the rows, counted so that its loop vectorises, and how many members a household has."""

from __future__ import annotations

from sim.compiled import inlined
from sim.state import households
from sim.state.frame import Frame


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
