"""Shared systems of villages and relocation sites: they wear, fail, are struck by disasters, and wait for repair."""

from __future__ import annotations

from typing import Annotated, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim import sources
from sim.collectives.cadres import Cadres, factor
from sim.draws import SITE, SYSTEMS, Key, uniforms
from sim.processes.hazard import within_quarter
from sim.spec import Param
from sim.state.store import Store

ROADS = sources.assumed(
    "Range proposed from a reading of the documents for village roads: 2-8 % a year",
    "农村道路年损耗按文件研读建议取2-8%",
)
WEAR = sources.assumed(
    "Wear of village water, power and internet: no source document gives it; taken near that of roads",
    "村供水、电力、网络设施年损耗来源文件未给出，参照道路假定",
)
WATER = sources.assumed(
    "Range proposed from a reading of the documents for failures of a village's water: 0.01-0.2 a year",
    "村级供水故障按文件研读建议每年0.01-0.2次",
)
FAILURES = sources.assumed(
    "Sudden failures and how much they take; no source document gives them", "突发损坏及其程度为假定；来源文件未给出"
)
STRUCK = sources.assumed(
    "Disasters hit shared systems as they hit houses and capital; how much more or less is not documented",
    "灾害损坏住房和资产时也损坏公共设施，程度没有文件依据",
)
COSTS = sources.assumed(
    "Cost of rebuilding a village's systems, 500,000 yuan together, split by assumption; no source document gives it",
    "重建一村设施合计50万元，分项为假定；来源文件未给出",
)
FUND = sources.derived(
    "The Pengshui plan sets up a fund for operation and maintenance and does not tell its size; the range proposed from a reading of "
    "the documents is 0.5-4 % of the assets' value a year",
    "彭水规划提出设立扶贫项目资产运维基金，未给出规模；按文件研读建议为资产价值的每年0.5-4%",
    sources.figure("S3-124"),
)

Floats = NDArray[np.float64]
SYSTEMS_OF = ("road", "water", "power", "internet")  # columns of villages, in the order of the words of SYSTEMS


def _decay(en: str, zh: str, source: sources.Source, low: float, high: float) -> Param:
    return Param("1/year", (0, 2), (low, high), source, f"wear of {en}", f"{zh}年损耗率")


def _failure(en: str, zh: str, source: sources.Source, unit: str = "village") -> Param:
    return Param(f"1/({unit}·year)", (0, 2), (0.01, 0.2), source, f"sudden failures of {en}", f"{zh}突发损坏年发生率")


def _cost(en: str, zh: str, low: float, high: float, unit: str = "village") -> Param:
    return Param(f"CNY2020/{unit}", (0, 1e8), (low, high), COSTS, f"cost of rebuilding {en}", f"重建{zh}费用")


class Infrastructure(NamedTuple):
    """Wear, failure, repair and the fund that pays for it."""

    road_decay: Annotated[float, _decay("village roads", "村道路", ROADS, 0.02, 0.08)] = 0.04
    water_decay: Annotated[float, _decay("village water supply", "村供水设施", WEAR, 0.01, 0.08)] = 0.03
    power_decay: Annotated[float, _decay("village power lines", "村电力设施", WEAR, 0.01, 0.08)] = 0.03
    internet_decay: Annotated[float, _decay("village internet access", "村通信网络", WEAR, 0.01, 0.08)] = 0.03
    road_failure: Annotated[float, _failure("village roads", "村道路", FAILURES)] = 0.02
    water_failure: Annotated[float, _failure("village water supply", "村供水设施", WATER)] = 0.05
    power_failure: Annotated[float, _failure("village power lines", "村电力设施", FAILURES)] = 0.05
    internet_failure: Annotated[float, _failure("village internet access", "村通信网络", FAILURES)] = 0.05
    failure_loss: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.1, 0.5),
            FAILURES,
            "part of a system lost in a sudden failure",
            "突发损坏造成的设施损失比例",
        ),
    ] = 0.3
    struck: Annotated[
        float,
        Param(
            "ratio",
            (0, 10),
            (0.3, 3),
            STRUCK,
            "what a disaster takes of systems over what it takes of capital and houses",
            "灾害对公共设施的损失比例与对资产、住房损失比例之比",
        ),
    ] = 1.0
    repair: Annotated[
        float,
        Param(
            "1/quarter",
            (0, 1),
            (0.05, 0.5),
            FAILURES,
            "share of the damage repaired in a quarter at full responsibility, if it is paid",
            "责任落实到位且资金到位时每季修复受损设施的比例",
        ),
    ] = 0.25
    road_cost: Annotated[float, _cost("a village's roads", "一村道路", 60000, 1200000)] = 300000.0
    water_cost: Annotated[float, _cost("a village's water supply", "一村供水设施", 24000, 480000)] = 120000.0
    power_cost: Annotated[float, _cost("a village's power lines", "一村电力设施", 10000, 200000)] = 50000.0
    internet_cost: Annotated[float, _cost("a village's internet access", "一村通信网络", 6000, 120000)] = 30000.0
    site_decay: Annotated[float, _decay("a relocation site's water and power", "安置点水电设施", WEAR, 0.01, 0.08)] = (
        0.02
    )
    site_failure: Annotated[
        float, _failure("a relocation site's water and power", "安置点水电设施", FAILURES, "site")
    ] = 0.03
    site_cost: Annotated[
        float, _cost("a relocation site's water and power", "一个安置点水电设施", 60000, 1200000, "site")
    ] = 300000.0
    om_rate: Annotated[
        float,
        Param(
            "1/year",
            (0, 10),
            (0.005, 0.04),
            FUND,
            "what the county's maintenance fund can spend, over the cost of rebuilding all systems",
            "县运维基金年度可用额与全部设施重建费用之比",
        ),
    ] = 0.04


class Mended(NamedTuple):
    """What was paid for repair in a quarter, CNY2020."""

    own: Floats  # by the collectives, shape (villages,)
    fund: Floats  # by the county's fund, shape (villages + sites,)


def worn(state: Floats, decay: float, fails: NDArray[np.bool_], loss: float, hit: Floats) -> Floats:
    """State of a system before repair (E208): wear, a sudden failure, and what disasters take."""
    return state * (1.0 - 0.25 * decay) * np.where(fails, 1.0 - loss, 1.0) * (1.0 - hit)


def hit_by_disaster(villages: Store, p: Infrastructure) -> Floats:
    """Share of each system that this quarter's disasters take (E209), from what they take of capital and houses."""
    both = 1.0 - (1.0 - villages["capital_hit"]) * (1.0 - villages["house_hit"])
    return np.minimum(p.struck * both, 1.0)


def planned(damaged: Floats, pace: Floats) -> Floats:
    """What of a system would be repaired this quarter if it were paid (E210)."""
    return np.minimum(pace, 1.0) * (1.0 - damaged)


def funded(asked: Floats, worst: Floats, word: Floats, identity: NDArray[np.int64], money: float) -> Floats:
    """What the fund pays of each request (E211), CNY2020: those in most need first, by tenths of the ``worst`` system's state.

    Among equals a draw decides. The last one served gets what is left; the others wait. The sum never exceeds ``money``.
    """
    order = np.lexsort((identity, word, np.floor(10.0 * worst)))
    before = np.concatenate((np.zeros(1), np.cumsum(asked[order])[:-1])) if asked.size else asked
    paid = np.zeros(asked.size)
    paid[order] = np.minimum(np.maximum(money - before, 0.0), asked[order])
    return paid


def budget(villages: int, sites: Store, p: Infrastructure) -> float:
    """What the fund can spend in a quarter, CNY2020."""
    each = p.road_cost + p.water_cost + p.power_cost + p.internet_cost
    return 0.25 * p.om_rate * (each * villages + p.site_cost * int(np.count_nonzero(sites["households"])))


def keep_systems(
    villages: Store,
    sites: Store,
    purse: Floats,
    fund: float,
    responsibility: float,
    key: Key,
    p: Infrastructure,
    cadres: Cadres,
) -> Mended:
    """Wear and repair of a quarter. Collectives pay first, as far as ``purse`` reaches (villages,); then the county's ``fund``."""
    luck, order = uniforms(key, villages.id, SYSTEMS, 0), uniforms(key, villages.id, SYSTEMS, 1)[0]
    hit, pace = (
        hit_by_disaster(villages, p),
        p.repair * responsibility * factor(villages["cadres"], cadres.repair_effect, cadres),
    )
    damaged = [
        worn(villages[name], getattr(p, f"{name}_decay"), luck[k] < within_quarter(getattr(p, f"{name}_failure")), p.failure_loss, hit)
        for k, name in enumerate(SYSTEMS_OF)
    ]  # fmt: skip
    plans = [planned(state, pace) for state in damaged]
    asked = np.zeros(villages.n)
    for name, plan in zip(SYSTEMS_OF, plans, strict=True):
        asked = asked + getattr(p, f"{name}_cost") * plan
    own = np.minimum(purse, asked)
    at_sites, site_plan, site_luck = site_damage(sites, responsibility, key, p)
    requests = np.concatenate((asked - own, p.site_cost * site_plan))
    worst = np.concatenate((np.minimum.reduce(damaged), at_sites))
    names = np.concatenate((villages.id, sites.id))  # of a village and a site with one number the village comes first
    paid = funded(requests, worst, np.concatenate((order, site_luck)), names, fund)
    for name, state, plan in zip(SYSTEMS_OF, damaged, plans, strict=True):
        villages[name][:] = np.minimum(state + plan * served(own + paid[: villages.n], asked), 1.0)
    sites["system"][:] = np.minimum(at_sites + site_plan * served(paid[villages.n :], requests[villages.n :]), 1.0)
    return Mended(own, paid)


def site_damage(sites: Store, responsibility: float, key: Key, p: Infrastructure) -> tuple[Floats, Floats, Floats]:
    """State of the sites' systems before repair, what would be repaired of them, and their words in the order of repair."""
    luck = uniforms(key, sites.id, SITE, 0)
    nothing = np.zeros(sites.n)
    damaged = worn(sites["system"], p.site_decay, luck[0] < within_quarter(p.site_failure), p.failure_loss, nothing)
    lived_in = sites["households"] > 0
    return damaged, np.where(lived_in, planned(damaged, nothing + p.repair * responsibility), 0.0), luck[1]


def served(paid: Floats, asked: Floats) -> Floats:
    """Share of what was planned that is paid; 0 where nothing was asked for."""
    return np.where(asked > 0.0, paid / np.where(asked > 0.0, asked, 1.0), 0.0)
