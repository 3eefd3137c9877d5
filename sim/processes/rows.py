"""The rows of a pass, counted so that its loop vectorises."""

from __future__ import annotations

from sim.compiled import inlined


@inlined
def row(lo: int, k: int) -> int:
    """Row ``k`` of a stretch that begins at ``lo`` >= 0: ``for k in range(hi - lo): i = row(lo, k)``.

    Said like this LLVM knows that no row is negative, drops numba's wrapping of negative indices, and vectorises.
    """
    return (lo if lo > 0 else 0) + k
