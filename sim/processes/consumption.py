"""Consumption and saving: subsistence first, a share of what is above, a buffer that is built up and drawn down."""

from __future__ import annotations

from sim.compiled import compiled, inlined
from sim.processes.capital import QUARTER, Capital, yearly_needs
from sim.processes.rows import row
from sim.state import flows, households
from sim.state.frame import Frame


@inlined
def saved(income: float, needs: float, invested: float, p: Capital) -> float:
    """Saving of a quarter: what investment implies, or the unspent share of the surplus if nothing is invested (E179)."""
    if p.invested_share > 0.0:
        return invested / p.invested_share
    return (1.0 - p.spending_share) * max(income - needs, 0.0)


@inlined
def dissaving(savings: float, income: float, needs: float, p: Capital) -> float:
    """Consumption out of savings (E180): what subsistence lacks, and a part of what exceeds the buffer."""
    lacking = min(savings, max(QUARTER * needs - income, 0.0))
    return lacking + p.drawdown * max(savings - lacking - p.buffer * needs, 0.0)


@compiled
def consumption(lo: int, hi: int, f: Frame, p: Capital) -> None:
    """Consume out of income and savings; what is left over is saved or covers what credit and coping settle."""
    savings, other, earned = f.money[households.SAVINGS], f.flow[flows.OTHER], f.flow[flows.CAPITAL_INCOME]
    invested, consumed = f.flow[flows.INVESTED], f.flow[flows.CONSUMED]
    for k in range(hi - lo):
        i = row(lo, k)
        needs, income = yearly_needs(i, f, p), other[i] + earned[i]
        kept_back = saved(income, QUARTER * needs, invested[i], p)
        consumed[i] = max(income - kept_back, 0.0) + dissaving(savings[i], max(income, 0.0), needs, p)


@inlined
def put_off(consumed: float, needs: float, fall: float, p: Capital) -> float:
    """Consumption put off by a household that foresees a ``fall`` in support (E181), CNY2020/quarter."""
    return fall * p.caution * max(consumed - QUARTER * needs, 0.0)


@compiled
def foresight(lo: int, hi: int, f: Frame, p: Capital, fall: float) -> None:
    """Entitled households save for the end of support, as far as they foresee it."""
    consumed, entitlement = f.flow[flows.CONSUMED], f.count[households.ENTITLEMENT]
    for i in range(lo, hi):
        if entitlement[i] > 0:
            consumed[i] = consumed[i] - put_off(consumed[i], yearly_needs(i, f, p), fall, p)
