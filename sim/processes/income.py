"""Income of a quarter from everything but productive capital."""

from __future__ import annotations

from sim.compiled import inlined
from sim.state import flows
from sim.state.frame import Frame


@inlined
def wages(i: int, f: Frame) -> float:
    """Wage income of household ``i`` (E29), CNY2020/quarter."""
    flow = f.flow
    return (
        flow[flows.WAGE_MIGRANT, i]
        + flow[flows.WAGE_LOCAL, i]
        + flow[flows.WAGE_ENTERPRISE, i]
        + flow[flows.WAGE_POST, i]
    )


@inlined
def farm_income(i: int, f: Frame) -> float:
    """Net farm income of household ``i`` (E30), CNY2020/quarter."""
    return f.flow[flows.SALES_ORDER, i] + f.flow[flows.SALES_MARKET, i] - f.flow[flows.FARM_COST, i]


@inlined
def property_income(i: int, f: Frame) -> float:
    """Property income of household ``i`` (E31), CNY2020/quarter."""
    return f.flow[flows.DIVIDEND_COOPERATIVE, i] + f.flow[flows.DIVIDEND_ENTERPRISE, i] + f.flow[flows.COLLECTIVE, i]


@inlined
def assistance(i: int, f: Frame) -> float:
    """Dibao and temporary relief of household ``i`` (E32), CNY2020/quarter."""
    return f.flow[flows.DIBAO_PAID, i] + f.flow[flows.RELIEF, i]


@inlined
def other_income(i: int, f: Frame) -> float:
    """Disposable income of the quarter from everything but capital (E33), CNY2020/quarter."""
    unaided = wages(i, f) + farm_income(i, f) + property_income(i, f)
    return unaided + f.flow[flows.PENSION, i] + assistance(i, f) - f.flow[flows.PREMIUM, i]
