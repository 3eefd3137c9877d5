"""Shared nodes and what takes the luck of each away, degrees of concentration: what is compared, in both languages."""

from __future__ import annotations

from typing import NamedTuple

from sim.language import Text
from sim.published.shared_nodes import TITLES

Values = dict[str, float | bool | str]
DEGREES = {
    "dispersed": Text("dispersed: 8 times as many nodes, an eighth as large", "分散：主体数8倍，规模八分之一"),
    "baseline": Text("as in the baseline", "基线"),
    "concentrated": Text("concentrated: an eighth as many nodes, 8 times as large", "集中：主体数八分之一，规模8倍"),
}


class Node(NamedTuple):
    """A shared node: what is said when its luck is taken away, and the values that do so."""

    title: Text
    values: Values
    dated: bool = True  # from the scenario's first quarter on; else as the scenario file would say it


def nothing(*paths: str) -> Values:
    """Rates and spreads set to zero."""
    return dict.fromkeys(paths, 0.0)


FIRMS = nothing("enterprises.failure_rate", "enterprises.workshop_failure_rate", "cooperatives.failure_rate")
PRODUCTS = nothing(
    "prices.animals", "prices.herbs", "prices.tobacco", "prices.others", "hazards.plant_disease_rate", "hazards.animal_disease_rate"
)  # fmt: skip
BUDGET: Values = {"environment.fiscal_spread": 0.0, "budget.bounded": False}
OUTSIDE = nothing("environment.crisis_rate", "environment.wage_spread", "tourism.visitor_spread")
MONITORS: Values = {"monitoring.case_capacity": 1000.0}
SYSTEMS = nothing(
    "infrastructure.road_failure", "infrastructure.water_failure", "infrastructure.power_failure", "infrastructure.internet_failure",
    "infrastructure.struck",
)  # fmt: skip
SITES = nothing("infrastructure.site_failure")
NATURE = nothing(
    "environment.yield_county", "environment.yield_township", "environment.yield_village", "environment.epidemic_rate",
    "hazards.drought_rate", "hazards.flood_rate", "hazards.hail_rate", "hazards.landslide_rate",
)  # fmt: skip
NODES = {
    "COR-1": Node(Text("no firm fails but by its own losses", "企业、合作社除经营亏损外不倒闭"), FIRMS),
    "COR-2": Node(Text("no price swings, no plant or animal disease", "价格不波动、无病虫害和畜禽疫病"), PRODUCTS),
    "COR-3": Node(Text("the county always has its means", "县级财力始终足额"), BUDGET),
    "COR-4": Node(Text("no labour crisis, steady outside wages and visitors", "无用工危机、县外工资和游客量平稳"), OUTSIDE),
    "COR-5": Node(Text("support does not end", "帮扶不退出"), {"transition.shape": "kept"}, dated=False),
    "COR-6": Node(Text("every case is verified at once", "监测核实能力充足"), MONITORS),
    "COR-7": Node(Text("no site's water or power fails suddenly", "安置点水电无突发损坏"), SITES),
    "COR-8": Node(Text("no village system fails suddenly", "村级设施无突发损坏"), SYSTEMS),
    "nature": Node(
        Text("no bad years, disasters or epidemics", "无歉收、自然灾害和疫情"), NATURE
    ),
    "all": Node(
        Text("none of these, support ends as in the baseline", "以上均不发生（帮扶退出同基线）"),
        {**FIRMS, **PRODUCTS, **BUDGET, **OUTSIDE, **MONITORS, **SITES, **SYSTEMS, **NATURE},
    ),
}  # fmt: skip
NODE_TITLES = {
    **TITLES,
    "nature": Text("weather and epidemics (no node)", "天气与疫情（非节点）"),
    "all": Text("all of these", "以上全部"),
}
