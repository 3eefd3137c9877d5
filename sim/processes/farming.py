"""Farm output under village weather, sold under order or on the market."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from sim import sources
from sim.compiled import compiled, inlined
from sim.draws import SUPPORT, Key, uniform, words
from sim.mathematics import exp
from sim.processes.hazard import within_quarter
from sim.processes.rows import row
from sim.spec import Param
from sim.state import channels, collective, flows, households
from sim.state.frame import Frame

YIELDS = sources.derived(
    "Business income of 4,163 yuan a person in poverty-stricken areas in 2019, split between crops and capital by assumption",
    "由2019年贫困地区农村人均经营净收入4163元推得，种植与资本收益的划分为假定",
    sources.LIFTED_COUNTY_INCOME_SOURCES_2019,
)
SHAPE = sources.assumed("Shape of farm output; no source document gives it", "农业产出函数形状为假定；来源文件未给出")
ORDERS = sources.assumed(
    "Order farming: the range proposed from a reading of the documents for the share of output under contract is 0.1-0.8; "
    "no source document gives it",
    "订单比例按文件研读建议区间0.1-0.8；来源文件未给出",
)
JOINING = sources.assumed(
    "No source document says how many households join a co-operative in a year; set so that membership keeps its level",
    "来源文件未给出每年入社户数；按入社比例大体稳定假定",
)


class Farming(NamedTuple):
    """Own-account farming."""

    enabled: Annotated[bool, Param("switch", (0, 1), (0, 1), SHAPE, "land is farmed", "模拟农业生产")] = True
    output_per_mu: Annotated[
        float,
        Param(
            "CNY2020/(mu·year)",
            (0, 1e5),
            (1500, 5000),
            YIELDS,
            "gross output of a mu with ample labour",
            "劳动充足时每亩年产值",
        ),
    ] = 4200.0
    cost_share: Annotated[
        float,
        Param("share", (0, 0.95), (0.25, 0.5), SHAPE, "inputs as a share of normal output", "投入占正常产出比例"),
    ] = 0.35
    labour_half: Annotated[
        float,
        Param(
            "adults",
            (0.01, 10),
            (0.2, 1.0),
            SHAPE,
            "labour with which half of the potential is reached",
            "达到潜在产出一半所需的劳动力",
        ),
    ] = 0.5
    elder_labour: Annotated[
        float,
        Param("adults/elder", (0, 1), (0.2, 0.6), SHAPE, "labour of an elder on the farm", "每名老人折合劳动力"),
    ] = 0.35
    skill_share: Annotated[
        float,
        Param(
            "ratio",
            (0, 2),
            (0.2, 0.8),
            SHAPE,
            "how much of log productivity shows on the farm",
            "劳动生产率对农业产出的影响程度",
        ),
    ] = 0.5
    infrastructure_share: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.1, 0.5),
            SHAPE,
            "output lost when village infrastructure is gone",
            "村基础设施完全损坏时的产出损失",
        ),
    ] = 0.25
    order_share: Annotated[
        float,
        Param(
            "share", (0, 1), (0.1, 0.8), ORDERS, "share of a member's output under order", "社员产品按订单收购的比例"
        ),
    ] = 0.4
    joining_ex_poor: Annotated[
        float,
        Param("1/year", (0, 10), (0.03, 0.3), JOINING, "ex-poor households that join a co-operative", "脱贫户年入社率"),
    ] = 0.10
    joining: Annotated[
        float,
        Param(
            "1/year", (0, 10), (0.005, 0.06), JOINING, "other households that join a co-operative", "其他农户年入社率"
        ),
    ] = 0.018
    season_1: Annotated[
        float, Param("weight", (0, 10), (0, 1), SHAPE, "output weight, January-March", "一季度产出权重")
    ] = 0.15
    season_2: Annotated[
        float, Param("weight", (0, 10), (0, 1), SHAPE, "output weight, April-June", "二季度产出权重")
    ] = 0.20
    season_3: Annotated[
        float, Param("weight", (0, 10), (0, 1), SHAPE, "output weight, July-September", "三季度产出权重")
    ] = 0.35
    season_4: Annotated[
        float, Param("weight", (0, 10), (0, 1), SHAPE, "output weight, October-December", "四季度产出权重")
    ] = 0.30


@inlined
def season(quarter: int, p: Farming) -> float:
    """Share of the yearly output that falls into this quarter (E19); the four weights need not sum to one."""
    total = p.season_1 + p.season_2 + p.season_3 + p.season_4
    q = quarter % 4
    weight = p.season_1 if q == 0 else (p.season_2 if q == 1 else (p.season_3 if q == 2 else p.season_4))
    return weight / total if total > 0.0 else 0.25


@inlined
def potential(land: float, labour: float, p: Farming) -> float:
    r"""Normal yearly output, :math:`y_0 A \, L / (L + L_{1/2})` (E20), CNY2020."""
    return p.output_per_mu * land * labour / (labour + p.labour_half)


@compiled
def farming(lo: int, hi: int, f: Frame, key: Key, p: Farming) -> None:
    """Plan and harvest: output at the expected price, the part under order, the inputs (E21)."""
    plant(lo, hi, f, p)
    fields(lo, hi, f, p)
    harvest(lo, hi, f, p, season(key.quarter, p) * f.county[collective.GROWTH])
    join(lo, hi, f, key, p)
    contract(lo, hi, f, p)


@compiled
def plant(lo: int, hi: int, f: Frame, p: Farming) -> None:
    """Labour on the own farm: able adults at home for the time that illness leaves, and elders in part."""
    count, hands, present = f.count, f.flow[flows.FARM_LABOUR], f.flow[flows.PRESENT]
    able, elders = count[households.ABLE], count[households.ELDERS]
    migrants, local, employed = (
        count[households.MIGRANTS],
        count[households.LOCAL_WORKERS],
        count[households.EMPLOYED],
    )
    for k in range(hi - lo):
        i = row(lo, k)
        hands[i] = float(int(able[i]) - (int(migrants[i]) + int(local[i]) + int(employed[i])))
    for k in range(hi - lo):
        i = row(lo, k)
        hands[i] = max(hands[i], 0.0) * present[i] + p.elder_labour * float(int(elders[i]))


@compiled
def fields(lo: int, hi: int, f: Frame, p: Farming) -> None:
    """What a village's weather, disaster and infrastructure do to its fields, by household, in luck columns 0 to 2."""
    village, weather, damage, access = f.link[households.VILLAGE], f.luck[0], f.luck[1], f.luck[2]
    for i in range(lo, hi):
        at = int(village[i])
        weather[i] = f.village[collective.YIELD_LOG, at]
        damage[i] = 1.0 - f.village[collective.DISASTER, at]
        access[i] = 1.0 - p.infrastructure_share * (1.0 - f.village[collective.INFRASTRUCTURE, at])


@compiled
def harvest(lo: int, hi: int, f: Frame, p: Farming, share: float) -> None:
    """Output and inputs; ``share`` of the normal yearly output falls into this quarter."""
    weather, damage, access, normal = f.luck[0], f.luck[1], f.luck[2], f.luck[3]
    skill, shock, land = f.money[households.SKILL], f.money[households.PERSISTENCE], f.money[households.LAND]
    hands, passing = f.flow[flows.FARM_LABOUR], f.flow[flows.TRANSITORY]
    output, cost, gain = f.flow[flows.OUTPUT], f.flow[flows.FARM_COST], f.channel[channels.OUTPUT]
    for k in range(hi - lo):
        i = row(lo, k)
        normal[i] = share * potential(land[i], hands[i], p)
        cost[i] = p.cost_share * normal[i]
    for k in range(hi - lo):
        i = row(lo, k)
        weather[i] = p.skill_share * (skill[i] + shock[i]) + (weather[i] + passing[i])
    for k in range(hi - lo):
        i = row(lo, k)
        output[i] = normal[i] * exp(weather[i]) * damage[i] * access[i] * (1.0 + gain[i])


@compiled
def join(lo: int, hi: int, f: Frame, key: Key, p: Farming) -> None:
    """Households without a co-operative join one of their village; co-operatives are rows by village."""
    per_village = f.cooperative_alive.size // f.village.shape[1] if f.village.shape[1] > 0 else 0
    if per_village == 0:
        return
    member, joining = f.link[households.COOPERATIVE], f.luck[0]
    ex_poor_joins, other_joins = within_quarter(p.joining_ex_poor), within_quarter(p.joining)
    for k in range(hi - lo):
        i = row(lo, k)
        joining[i] = uniform(words(key, f.id[i], SUPPORT, 1)[0])
    for i in range(lo, hi):
        if joining[i] < ex_poor_joins or joining[i] < other_joins:
            chance = ex_poor_joins if f.count[households.EX_POOR, i] != 0 else other_joins
            if member[i] < 0 and joining[i] < chance:
                which = words(key, f.id[i], SUPPORT, 1)[1]
                joined = int(f.link[households.VILLAGE, i]) * per_village + (
                    which % per_village if per_village > 0 else 0
                )
                if f.cooperative_alive[joined] != 0:
                    member[i] = joined


@compiled
def contract(lo: int, hi: int, f: Frame, p: Farming) -> None:
    """Deliver the contracted share to a co-operative that still honours orders."""
    ordered = f.flow[flows.ORDERED]
    for k in range(hi - lo):
        i = row(lo, k)
        member = int(f.link[households.COOPERATIVE, i])
        under_order = 0.0
        if (
            member >= 0
            and f.cooperative_alive[member] != 0
            and f.cooperative[collective.COOPERATIVE_FLOOR, member] > 0.0
        ):
            under_order = p.order_share * f.flow[flows.OUTPUT, i]
        ordered[i] = under_order


@inlined
def order_price(market: float, floor: float) -> float:
    """Price of a delivery under order: the market price or the floor, whichever is higher (E25)."""
    return max(market, floor)


@compiled
def sales(lo: int, hi: int, f: Frame, key: Key, p: Farming) -> None:
    """Revenue under order and on the market, at this quarter's prices."""
    flow = f.flow
    for k in range(hi - lo):
        i = row(lo, k)
        village, member = int(f.link[households.VILLAGE, i]), int(f.link[households.COOPERATIVE, i])
        market = f.product[collective.PRICE, f.village_product[village]]
        floor = f.cooperative[collective.COOPERATIVE_FLOOR, member] if member >= 0 else 0.0
        flow[flows.SALES_ORDER, i] = flow[flows.ORDERED, i] * order_price(market, floor)
        flow[flows.SALES_MARKET, i] = (flow[flows.OUTPUT, i] - flow[flows.ORDERED, i]) * market
    order, sold, cost, business = (
        flow[flows.SALES_ORDER],
        flow[flows.SALES_MARKET],
        flow[flows.FARM_COST],
        flow[flows.BUSINESS],
    )
    for k in range(hi - lo):
        i = row(lo, k)
        business[i] = business[i] + (order[i] + sold[i] - cost[i])
