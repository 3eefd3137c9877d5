"""Who was below the monitoring line and the dibao line in each of the last eight quarters."""

from __future__ import annotations

from sim.compiled import compiled, inlined
from sim.processes.rows import row
from sim.state import flows, households
from sim.state.frame import Frame

KEPT = 0x7F7F  # of two times eight bits: what moves up by one; the oldest of each is dropped
DIBAO = 8  # position of the dibao line's latest bit; the monitoring line's is 0


@inlined
def longer(history: int, below_monitoring: bool, below_dibao: bool) -> int:
    """Both histories with the quarter's answers as their latest bits (E239)."""
    return 2 * (history & KEPT) + (1 if below_monitoring else 0) + (1 << DIBAO if below_dibao else 0)


@compiled
def remember_lines(lo: int, hi: int, f: Frame, monitoring: float, dibao: float) -> None:
    """Enter the quarter in both histories; strict <, lines a person and year."""
    welfare, history = f.flow[flows.WELFARE], f.link[households.LINE_HISTORY]
    for k in range(hi - lo):
        i = row(lo, k)
        history[i] = longer(int(history[i]), welfare[i] < monitoring, welfare[i] < dibao)
