"""Income of a quarter by official source: totals that each process adds to, and what they make together."""

from __future__ import annotations

from sim.compiled import compiled, inlined
from sim.processes.rows import row
from sim.state import flows
from sim.state.frame import Floats, Frame


@compiled
def clear(lo: int, hi: int, f: Frame) -> None:
    """Begin the quarter: totals and frequent payments are zero until a process writes them, and no rare one is marked."""
    for column in range(flows.FIRST_TOTAL, flows.FIRST_PAYMENT):
        zero(lo, hi, f.flow[column])
    for column in range(flows.FIRST_FREQUENT, flows.FIRST_RARE):
        zero(lo, hi, f.flow[column])
    for k in range(hi - lo):
        f.touched[row(lo, k)] = 0


@inlined
def zero(lo: int, hi: int, amounts: Floats) -> None:
    """Write zeros."""
    for k in range(hi - lo):
        amounts[row(lo, k)] = 0.0


@inlined
def other_income(wages: float, business: float, property: float, transfer: float, assistance: float) -> float:
    """Disposable income of a household from everything but capital (E172), CNY2020/quarter."""
    return wages + business + property + transfer + assistance


@compiled
def income_pass(lo: int, hi: int, f: Frame) -> None:
    """Income from everything but capital, as a column that later passes share."""
    flow, other = f.flow, f.flow[flows.OTHER]
    wage, business, owned = flow[flows.WAGES], flow[flows.BUSINESS], flow[flows.PROPERTY]
    transfer, assisted = flow[flows.TRANSFER], flow[flows.ASSISTANCE]
    for k in range(hi - lo):
        i = row(lo, k)
        other[i] = other_income(wage[i], business[i], owned[i], transfer[i], assisted[i])
