"""Relocated households: what living at a concentrated site costs more. Income from the land they left is in `property`."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from sim import sources
from sim.compiled import compiled, inlined
from sim.processes.rows import enter, members, moved
from sim.spec import Param
from sim.state import channels, flows, households
from sim.state.frame import Frame

CONCENTRATED, WENT_BACK = 1, 3  # values of the column ``relocated``; 2 is scattered, 3 has left its site again
LIVING = sources.assumed(
    "The Pengshui plan wants living cost lowered in the years of adjustment (chapter 8, section 2) and so says that it has "
    "risen; the range proposed from a reading of the documents is 1.0-1.4 times; no source document gives an amount",
    "彭水规划要求落实降低搬迁群众过渡期和巩固期生活成本的政策（第八章第二节），可见搬迁后生活成本上升；按文件研读建议为原来的1.0-1.4倍，来源文件未给出金额",
)


class Relocation(NamedTuple):
    """What relocation changes in a household's living."""

    enabled: Annotated[
        bool,
        Param("switch", (0, 1), (0, 1), LIVING, "relocation raises living cost", "模拟搬迁后的生活成本"),
    ] = True
    living_cost: Annotated[
        float,
        Param(
            "share",
            (0, 5),
            (0.0, 0.4),
            LIVING,
            "further living cost at a concentrated site, as a share of subsistence",
            "集中安置户新增生活支出占最低消费的比例",
        ),
    ] = 0.1


@inlined
def moved_away(relocated: int) -> bool:
    """Whether a household lives away from its old homestead and land."""
    return relocated != 0 and relocated != WENT_BACK


@inlined
def further_cost(persons: float, subsistence: float, p: Relocation) -> float:
    """What living at a site costs more in a quarter (E148), CNY2020; ``subsistence`` in CNY2020/(person·year)."""
    return 0.25 * p.living_cost * subsistence * persons


@compiled
def relocation(lo: int, hi: int, f: Frame, p: Relocation, subsistence: float) -> None:
    """Pay the further living cost of a concentrated site, less what support pays of it."""
    relocated, cash = f.count[households.RELOCATED], f.flow[flows.CASH]
    for i in range(lo, hi):
        if relocated[i] == CONCENTRATED and members(i, f) > 0:
            cost = further_cost(float(members(i, f)), subsistence, p)
            relief = moved(i, f, channels.LIVING_COST) * cost
            enter(i, f, flows.SITE_COST, cost)
            enter(i, f, flows.SITE_RELIEF, relief)
            cash[i] = cash[i] + (relief - cost)
