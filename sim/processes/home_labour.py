"""Labour at home: who works on the own farm, tends the herd or runs a small side industry."""

from __future__ import annotations

from sim.compiled import compiled, inlined
from sim.processes.farming import Farming
from sim.processes.rows import row
from sim.state import flows, households
from sim.state.frame import Frame


@inlined
def labour_at_home(free: float, present: float, elders: float, p: Farming) -> float:
    """Labour at home, in adults (E71): free able adults for the time that they work by E52, and elders in part."""
    return max(free, 0.0) * present + p.elder_labour * elders


@compiled
def home_labour(lo: int, hi: int, f: Frame, p: Farming) -> None:
    """Write the labour of those who do not work for wages."""
    count, hands, present = f.count, f.flow[flows.FARM_LABOUR], f.flow[flows.PRESENT]
    able, elders, migrants = count[households.ABLE], count[households.ELDERS], count[households.MIGRANTS]
    local, employed = count[households.LOCAL_WORKERS], count[households.EMPLOYED]
    for k in range(hi - lo):
        i = row(lo, k)
        free = float(int(able[i]) - (int(migrants[i]) + int(local[i]) + int(employed[i])))
        hands[i] = labour_at_home(free, present[i], float(int(elders[i])), p)
