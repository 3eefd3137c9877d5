"""What illness does to a household's year: catastrophic and impoverishing health expenditure, care forgone."""

from __future__ import annotations

from sim.compiled import inlined


@inlined
def capacity_to_pay(consumption: float, medical: float, subsistence: float) -> float:
    """Spending of the year beyond subsistence, own medical cost included, per mean member (E168), CNY2020/year."""
    return max(consumption + medical - subsistence, 0.0)


@inlined
def catastrophic(medical: float, capacity: float, threshold: float) -> bool:
    """Whether own medical cost of the year takes at least ``threshold`` of capacity to pay (E169)."""
    return medical > 0.0 and medical >= threshold * capacity


@inlined
def impoverishing(welfare: float, income: float, line: float) -> bool:
    """Whether own medical cost takes a household below the line: welfare < line <= income (E170)."""
    return welfare < line and income >= line


@inlined
def forgone_part(forgone: float, bill: float) -> float:
    """Part of the care needed that was not taken (E171): ``bill`` is that of the care taken, both CNY2020/quarter."""
    needed = forgone + bill
    return forgone / needed if needed > 0.0 else 0.0
