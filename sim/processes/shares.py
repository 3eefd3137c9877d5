"""Shares of households in co-operatives and enterprises: dividends, what is left when the holder ends, grants turned into shares."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.compiled import compiled, inlined
from sim.draws import SUPPORT, Key, words
from sim.processes.rows import enter, gathered, moved, row
from sim.state import channels, collective, flows, households
from sim.state.forms import TRUSTEE
from sim.state.frame import Floats, Frame

Rows = NDArray[np.int32]
Flags = NDArray[np.int8]


@inlined
def dividend(principal: float, rate: float, trustee_rate: float, able: int) -> float:
    """Dividend of a quarter (E133): at the trustee's rate where nobody in the household can work; CNY2020."""
    return principal * (rate if able > 0 else trustee_rate)


@compiled
def shares(lo: int, hi: int, f: Frame) -> None:
    """Dividends of the holders that live; what is left of the principal of those that have ended."""
    flow = f.flow
    paid, also_paid, owned = flow[flows.DIVIDEND_COOPERATIVE], flow[flows.DIVIDEND_ENTERPRISE], flow[flows.PROPERTY]
    member, in_cooperative = f.link[households.COOPERATIVE], f.money[households.COOPERATIVE_SHARES]
    holder, in_enterprise = f.link[households.ENTERPRISE], f.money[households.ENTERPRISE_SHARES]
    rate, trustee = f.cooperative[collective.COOPERATIVE_DIVIDEND], f.cooperative[collective.TRUSTEE_RATE]
    other = f.enterprise[collective.ENTERPRISE_DIVIDEND]
    dividends(lo, hi, f, member, in_cooperative, f.cooperative_alive, rate, trustee, paid, f.luck[0])
    dividends(lo, hi, f, holder, in_enterprise, f.enterprise_alive, other, other, also_paid, f.luck[1])
    for k in range(hi - lo):
        i = row(lo, k)
        owned[i] = owned[i] + (paid[i] + also_paid[i])
    for i in range(lo, hi):
        if f.luck[0, i] + f.luck[1, i] > 0.0:
            lose_shares(i, f)


@compiled
def dividends(
    lo: int,
    hi: int,
    f: Frame,
    link: Rows,
    principal: Floats,
    alive: Flags,
    rate: Floats,
    trustee: Floats,
    paid: Floats,
    failed: Floats,
) -> None:
    """Dividend on the principal that living firms hold; ``failed`` marks with 1 whose firm is no more."""
    able, rows = f.count[households.ABLE], np.empty(hi - lo + 1, dtype=np.int64)
    for k in range(hi - lo):
        i = row(lo, k)
        paid[i] = 0.0
        failed[i] = 1.0 if link[i] >= 0 else 0.0
    for k in range(gathered(lo, hi, failed, rows)):
        i = rows[k]
        at = int(link[i])
        lives = int(alive[at]) != 0
        paid[i] = dividend(principal[i], rate[at], trustee[at], int(able[i])) if lives else 0.0
        failed[i] = 0.0 if lives else 1.0


@inlined
def lose_shares(i: int, f: Frame) -> None:
    """Principal and link of one household gone with the firms that have ended; some of it may come back in cash."""
    money, link, lost, back = f.money, f.link, 0.0, 0.0
    if f.luck[0, i] > 0.0:
        held = money[households.COOPERATIVE_SHARES, i]
        back = back + held * f.cooperative[collective.COOPERATIVE_RECOVERY, int(link[households.COOPERATIVE, i])]
        lost = lost + held
        money[households.COOPERATIVE_SHARES, i] = 0.0
        link[households.COOPERATIVE, i] = -1
    if f.luck[1, i] > 0.0:
        held = money[households.ENTERPRISE_SHARES, i]
        back = back + held * f.enterprise[collective.ENTERPRISE_RECOVERY, int(link[households.ENTERPRISE, i])]
        lost = lost + held
        money[households.ENTERPRISE_SHARES, i] = 0.0
        link[households.ENTERPRISE, i] = -1
    enter(i, f, flows.SHARE_LOST, lost - back)
    enter(i, f, flows.SHARE_RECOVERED, back)
    f.flow[flows.CASH, i] = f.flow[flows.CASH, i] + back


@compiled
def grants(lo: int, hi: int, f: Frame, key: Key) -> None:
    """Industry grants: productive capital, or principal in the co-operative, else in an enterprise; else capital."""
    for i in range(lo, hi):
        if f.count[households.ENTITLEMENT, i] > 0:
            in_kind, principal = moved(i, f, channels.CAPITAL), moved(i, f, channels.SHARES)
            if in_kind > 0.0 or principal > 0.0:  # once a year
                give(i, f, in_kind, principal, key)


@inlined
def entrusts(i: int, f: Frame) -> bool:
    """Whether nobody in household ``i`` can work and its co-operative keeps things in trust."""
    at = int(f.link[households.COOPERATIVE, i])
    if at < 0 or int(f.count[households.ABLE, i]) > 0 or f.cooperative_alive[at] == 0:
        return False
    return int(f.cooperative_link[collective.OFFERED, at]) & TRUSTEE != 0


@inlined
def give(i: int, f: Frame, in_kind: float, principal: float, key: Key) -> None:
    """Give one household its grant; who cannot work entrusts all of it to the co-operative where that is offered."""
    money, link, firms = f.money, f.link, f.enterprise_alive.size
    if principal > 0.0 and firms > 0 and link[households.COOPERATIVE, i] < 0 and link[households.ENTERPRISE, i] < 0:
        receiver = words(key, f.id[i], SUPPORT, 1)[2] % firms
        if f.enterprise_alive[receiver] != 0:
            link[households.ENTERPRISE, i] = receiver
    entrusted = in_kind if entrusts(i, f) else 0.0
    in_kind, principal = in_kind - entrusted, principal + entrusted
    to_cooperative = principal if link[households.COOPERATIVE, i] >= 0 else 0.0
    to_enterprise = principal if link[households.COOPERATIVE, i] < 0 and link[households.ENTERPRISE, i] >= 0 else 0.0
    as_capital = in_kind + (principal - to_cooperative - to_enterprise)
    enter(i, f, flows.GRANT, as_capital)
    enter(i, f, flows.SHARE_GRANT, to_cooperative + to_enterprise)
    money[households.CAPITAL, i] = money[households.CAPITAL, i] + as_capital
    money[households.COOPERATIVE_SHARES, i] = money[households.COOPERATIVE_SHARES, i] + to_cooperative
    money[households.ENTERPRISE_SHARES, i] = money[households.ENTERPRISE_SHARES, i] + to_enterprise
