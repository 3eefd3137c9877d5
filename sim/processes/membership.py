"""Who joins a co-operative, and what it pays in."""

from __future__ import annotations

from sim.compiled import compiled, inlined
from sim.draws import SUPPORT, Key, uniform, words
from sim.processes.farming import Farming
from sim.processes.hazard import within_quarter
from sim.processes.linkage import Linkage
from sim.processes.rows import enter, row
from sim.state import collective, flows, households
from sim.state.frame import Frame


@compiled
def join(lo: int, hi: int, f: Frame, key: Key, p: Farming, c: Linkage) -> None:
    """Households without a co-operative join one of their village, or the one that it has joined."""
    member, joining = f.link[households.COOPERATIVE], f.luck[0]
    ex_poor_joins, other_joins = within_quarter(p.joining_ex_poor), within_quarter(p.joining)
    most = max(ex_poor_joins, other_joins)
    for k in range(hi - lo):
        i = row(lo, k)
        joining[i] = uniform(words(key, f.id[i], SUPPORT, 1)[0])
    for i in range(lo, hi):
        if joining[i] < most and member[i] < 0:
            chance = ex_poor_joins if f.count[households.EX_POOR, i] != 0 else other_joins
            offered = cooperative_of(i, f, words(key, f.id[i], SUPPORT, 1)[1])
            if joining[i] < chance and offered >= 0:
                admit(i, offered, f, c)


@inlined
def cooperative_of(i: int, f: Frame, word: int) -> int:
    """Living co-operative of the village that household ``i`` turns to, -1 none; of several one is drawn."""
    at = int(f.link[households.VILLAGE, i])
    many = int(f.village_link[collective.COOPERATIVES, at])
    if many <= 0:
        return -1
    chosen = int(f.village_link[collective.FIRST_COOPERATIVE, at]) + (word % many if many > 0 else 0)
    joined = int(f.cooperative_link[collective.JOINED_TO, chosen])
    chosen = joined if joined >= 0 else chosen
    return chosen if f.cooperative_alive[chosen] != 0 else -1


@inlined
def own_contribution(savings: float, free_of_charge: bool, asked: float) -> float:
    """What a household pays in when it joins (E97), CNY2020; -1 where it cannot, with less than twice as much in savings."""
    if free_of_charge or asked <= 0.0:
        return 0.0
    return asked if savings >= 2.0 * asked else -1.0


@inlined
def admit(i: int, cooperative: int, f: Frame, c: Linkage) -> None:
    """Make household ``i`` a member, if it can pay what is asked; what it pays becomes its principal."""
    free = c.requires_membership and f.count[households.EX_POOR, i] != 0
    paid = own_contribution(f.money[households.SAVINGS, i], free, c.contribution)
    if paid >= 0.0:
        f.link[households.COOPERATIVE, i] = cooperative
        f.money[households.COOPERATIVE_SHARES, i] = f.money[households.COOPERATIVE_SHARES, i] + paid
        enter(i, f, flows.SHARE_PAID, paid)
        f.flow[flows.CASH, i] = f.flow[flows.CASH, i] - paid
