"""Farm output under weather, disaster and disease."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from sim import sources
from sim.compiled import compiled, inlined
from sim.draws import Key
from sim.mathematics import exp
from sim.processes.rows import moved, row
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
OWN_USE = sources.assumed(
    "What households eat of their own produce was not found for this county; a staple's worth a person",
    "未找到本县自产自用数据；按人均口粮量级假定",
)
AFTER_HARVEST = sources.assumed(
    "The documents want cold storage in every county and give no loss; what storage saves is proposed from a reading of "
    "them as 0.05-0.25",
    "文件要求冷库县域全覆盖，未给出损耗率；按文件研读，储藏保鲜可减损0.05-0.25",
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
    road_share: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.1, 0.5),
            SHAPE,
            "output lost when the village's roads are gone: inputs and machines do not get through",
            "村道路完全损坏时的产出损失（农资农机进不来）",
        ),
    ] = 0.25
    own_share: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.1, 0.6),
            OWN_USE,
            "share of output that is eaten at home at most",
            "自产自用占产出的上限",
        ),
    ] = 0.30
    own_amount: Annotated[
        float,
        Param(
            "CNY2020/(person·year)",
            (0, 1e5),
            (200, 1200),
            OWN_USE,
            "own produce that a person eats at most, at the expected price",
            "每人每年自产自用上限（按预期价）",
        ),
    ] = 600.0
    loss_after_harvest: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.02, 0.12),
            AFTER_HARVEST,
            "of what goes to market, lost on the way with roads whole",
            "村道路完好时上市农产品的产后损耗率",
        ),
    ] = 0.05
    loss_without_roads: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.1, 0.3),
            AFTER_HARVEST,
            "the same with roads gone",
            "村道路完全损坏时上市农产品的产后损耗率",
        ),
    ] = 0.20
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
    """Share of the yearly output that falls into this quarter (E69); the four weights need not sum to one."""
    total = p.season_1 + p.season_2 + p.season_3 + p.season_4
    q = quarter % 4
    weight = p.season_1 if q == 0 else (p.season_2 if q == 1 else (p.season_3 if q == 2 else p.season_4))
    return weight / total if total > 0.0 else 0.25


@inlined
def potential(land: float, labour: float, p: Farming) -> float:
    r"""Normal yearly output, :math:`y_0 A \, L / (L + L_{1/2})` (E70), CNY2020."""
    return p.output_per_mu * land * labour / (labour + p.labour_half)


@inlined
def productivity(skill: float, farm_skill: float, weather: float, passing: float, p: Farming) -> float:
    """Log productivity of a farm (E94): a part of the household's own, its skill as a farmer, weather, passing luck."""
    return p.skill_share * skill + farm_skill + (weather + passing)


@compiled
def farming(lo: int, hi: int, f: Frame, key: Key, p: Farming) -> None:
    """Plan and harvest: output at the expected price, and inputs (E93)."""
    fields(lo, hi, f, p)
    harvest(lo, hi, f, p, season(key.quarter, p) * f.county[collective.GROWTH])


@compiled
def fields(lo: int, hi: int, f: Frame, p: Farming) -> None:
    """What weather, disaster, disease and roads do to a household's fields, in luck columns 0 and 1."""
    village, product = f.link[households.VILLAGE], f.link[households.PRODUCT]
    weather, whole = f.luck[0], f.luck[1]
    for i in range(lo, hi):
        at = int(village[i])
        roads = f.village[collective.ROAD, at]
        weather[i] = f.village[collective.YIELD_LOG, at]
        safe = (1.0 - f.village[collective.DISASTER, at]) * (1.0 - f.product[collective.DISEASE, int(product[i])])
        whole[i] = safe * (1.0 - p.road_share * (1.0 - roads))


@compiled
def harvest(lo: int, hi: int, f: Frame, p: Farming, share: float) -> None:
    """Output and inputs; ``share`` of the normal yearly output falls into this quarter."""
    weather, whole, normal, gain = f.luck[0], f.luck[1], f.luck[2], f.luck[3]
    skill, shock, land = f.money[households.SKILL], f.money[households.PERSISTENCE], f.money[households.LAND]
    farmer, hands, passing = f.money[households.FARM_SKILL], f.flow[flows.FARM_LABOUR], f.flow[flows.TRANSITORY]
    output, cost = f.flow[flows.OUTPUT], f.flow[flows.FARM_COST]
    for k in range(hi - lo):
        i = row(lo, k)
        normal[i] = share * potential(land[i], hands[i], p)
        cost[i] = p.cost_share * normal[i]
    for k in range(hi - lo):
        i = row(lo, k)
        gain[i] = moved(i, f, channels.OUTPUT)
    for k in range(hi - lo):
        i = row(lo, k)
        weather[i] = productivity(skill[i] + shock[i], farmer[i], weather[i], passing[i], p)
    for k in range(hi - lo):
        i = row(lo, k)
        output[i] = normal[i] * exp(weather[i]) * whole[i] * (1.0 + gain[i])
