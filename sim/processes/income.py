"""Income of a quarter from everything but productive capital, by official source."""

from __future__ import annotations

from sim.compiled import compiled, inlined
from sim.processes.rows import row
from sim.state import flows
from sim.state.frame import Frame


@inlined
def wages(migrant: float, local: float, enterprise: float, post: float) -> float:
    """Wage income of a household (E29), CNY2020/quarter."""
    return migrant + local + enterprise + post


@inlined
def farm_income(order: float, market: float, cost: float) -> float:
    """Net farm income of a household: sales less inputs (E30), CNY2020/quarter."""
    return order + market - cost


@inlined
def property_income(from_cooperative: float, from_enterprise: float, collective: float) -> float:
    """Property income of a household (E31), CNY2020/quarter."""
    return from_cooperative + from_enterprise + collective


@inlined
def assistance(dibao: float, relief: float) -> float:
    """Dibao and temporary relief of a household (E32), CNY2020/quarter."""
    return dibao + relief


@inlined
def other_income(earned: float, pension: float, assisted: float, premium: float) -> float:
    """Disposable income from everything but capital (E33); ``earned`` is E29 + E30 + E31; CNY2020/quarter."""
    return earned + pension + assisted - premium


@compiled
def income_pass(lo: int, hi: int, f: Frame) -> None:
    """The official sources of the quarter, capital income aside, as columns that later passes share."""
    flow, earned = f.flow, f.luck[0]
    wage, farm, owned, other = flow[flows.WAGES], flow[flows.FARM_INCOME], flow[flows.PROPERTY], flow[flows.OTHER]
    migrant, local = flow[flows.WAGE_MIGRANT], flow[flows.WAGE_LOCAL]
    enterprise, post = flow[flows.WAGE_ENTERPRISE], flow[flows.WAGE_POST]
    order, market, cost = flow[flows.SALES_ORDER], flow[flows.SALES_MARKET], flow[flows.FARM_COST]
    from_cooperative, from_enterprise = flow[flows.DIVIDEND_COOPERATIVE], flow[flows.DIVIDEND_ENTERPRISE]
    shared, pension, premium = flow[flows.COLLECTIVE], flow[flows.PENSION], flow[flows.PREMIUM]
    dibao, relief = flow[flows.DIBAO_PAID], flow[flows.RELIEF]
    for k in range(hi - lo):
        i = row(lo, k)
        wage[i] = wages(migrant[i], local[i], enterprise[i], post[i])
    for k in range(hi - lo):
        i = row(lo, k)
        farm[i] = farm_income(order[i], market[i], cost[i])
    for k in range(hi - lo):
        i = row(lo, k)
        owned[i] = property_income(from_cooperative[i], from_enterprise[i], shared[i])
    for k in range(hi - lo):
        i = row(lo, k)
        earned[i] = wage[i] + farm[i] + owned[i]
    for k in range(hi - lo):
        i = row(lo, k)
        other[i] = other_income(earned[i], pension[i], assistance(dibao[i], relief[i]), premium[i])
