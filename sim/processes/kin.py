"""Sharing among kin: a part of all income is pooled, and those who can help those who cannot make ends meet."""

from __future__ import annotations

from typing import Annotated, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim import sources
from sim.compiled import compiled, inlined
from sim.processes.rows import members
from sim.spec import Param
from sim.state import flows, households
from sim.state.frame import Floats, Frame

SHARING = sources.assumed(
    "That sharing within villages is partial is published (Townsend 1994; Ravallion & Chaudhuri 1997); how far kin share in "
    "south-west China is not known, and the source documents are silent",
    "村内风险分担不完全有文献依据（Townsend，1994；Ravallion与Chaudhuri，1997）；西南农村亲族互助程度未知，来源文件未涉及",
)


class Kin(NamedTuple):
    """Pooling of income and help in need."""

    enabled: Annotated[
        bool,
        Param("switch", (0, 1), (0, 1), sources.TOWNSEND_1994, "kin share income and help in need", "模拟亲族互助"),
    ] = True
    pooled: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0, 0.3),
            SHARING,
            "share of each household's income that is pooled and divided by persons among kin",
            "收入中由亲族共享并按人均分的比例",
            r"\varphi",
        ),
    ] = 0.02
    spared: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0, 0.5),
            SHARING,
            "share of the money beyond its reserve that a household spares for kin in need, a quarter",
            "亲族困难时每季愿意拿出的余钱比例",
        ),
    ] = 0.1
    reserve: Annotated[
        float,
        Param(
            "CNY2020/person",
            (0, 1e6),
            (1000, 10000),
            SHARING,
            "money that a household keeps for itself before it helps",
            "帮助亲族之前自留的现金（每人）",
        ),
    ] = 4000.0


@inlined
def received(income: float, persons: float, mean: float, pooled: float) -> float:
    r"""What pooling gives a household, :math:`\varphi(\bar y\, n - y)` (E173): negative for those above the mean; CNY2020/quarter."""
    return pooled * (mean * persons - income)


@inlined
def rationed(amount: float, on_this_side: float, on_the_other: float) -> float:
    """Part of an ``amount`` wanted (or offered) that changes hands, given all that is wanted and all that is offered (E194); CNY2020."""
    return amount * (min(on_this_side, on_the_other) / on_this_side) if on_this_side > 0.0 else 0.0


@inlined
def village_end(first: int, hi: int, village: NDArray[np.int32]) -> int:
    """One past the last row of the village in which row ``first`` lies."""
    last = first
    while last < hi and village[last] == village[first]:
        last += 1
    return last


@compiled
def largest_group(lo: int, hi: int, group: NDArray[np.int16]) -> int:
    """Highest number of a group of kin among the rows."""
    largest = 0
    for i in range(lo, hi):
        if int(group[i]) > largest:
            largest = int(group[i])
    return largest


@compiled
def pooling(lo: int, hi: int, f: Frame, p: Kin) -> None:
    """Pool a share of income within each group of kin. Rows lo..hi are whole villages; sums are in row order."""
    village, group = f.link[households.VILLAGE], f.when[households.KIN_GROUP]
    sums = np.zeros((2, largest_group(lo, hi, group) + 1))
    first = lo
    while first < hi:
        last = village_end(first, hi, village)
        sums[:] = 0.0
        for i in range(first, last):
            g = int(group[i])
            sums[0, g] += f.flow[flows.OTHER, i]
            sums[1, g] += float(members(i, f))
        divide(first, last, f, p.pooled, sums)
        first = last


@inlined
def divide(first: int, last: int, f: Frame, pooled: float, sums: Floats) -> None:
    """Give and take within one village; ``sums`` holds income and persons by group."""
    kin, other, transfer = f.flow[flows.KIN], f.flow[flows.OTHER], f.flow[flows.TRANSFER]
    for i in range(first, last):
        g = int(f.when[households.KIN_GROUP, i])
        mean = sums[0, g] / sums[1, g] if sums[1, g] > 0.0 else 0.0
        given = received(other[i], float(members(i, f)), mean, pooled)
        kin[i] = given
        other[i] = other[i] + given
        transfer[i] = transfer[i] + given


@compiled
def kin_help(lo: int, hi: int, f: Frame, p: Kin) -> None:
    """Those with money beyond their reserve help those of their kin who lack it; ``luck`` column 0 holds what is left."""
    village, group, cash = f.link[households.VILLAGE], f.when[households.KIN_GROUP], f.luck[0]
    sums = np.zeros((2, largest_group(lo, hi, group) + 1))
    first = lo
    while first < hi:
        last = village_end(first, hi, village)
        sums[:] = 0.0
        needed = False
        for i in range(first, last):
            g = int(group[i])
            needed = needed or cash[i] < 0.0
            sums[0, g] += max(-cash[i], 0.0)
            sums[1, g] += p.spared * max(cash[i] - p.reserve * float(members(i, f)), 0.0)
        if needed:
            hand_over(first, last, f, p, sums)
        first = last


@inlined
def hand_over(first: int, last: int, f: Frame, p: Kin, sums: Floats) -> None:
    """Move the money within one village; ``sums`` holds what is lacking and what is spared by group."""
    cash = f.luck[0]
    for i in range(first, last):
        g = int(f.when[households.KIN_GROUP, i])
        if sums[0, g] > 0.0 and sums[1, g] > 0.0:
            spare = p.spared * max(cash[i] - p.reserve * float(members(i, f)), 0.0)
            got, gave = rationed(max(-cash[i], 0.0), sums[0, g], sums[1, g]), rationed(spare, sums[1, g], sums[0, g])
            f.flow[flows.KIN_HELP, i] = got - gave
            cash[i] = cash[i] + (got - gave)
