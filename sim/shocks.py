"""Shocks that a scenario forces, for stress tests: each acts where the ordinary event acts, and all else follows by itself."""

from __future__ import annotations

import math
from typing import Annotated, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim import sources
from sim.draws import FORCED as FORCED_DRAWS
from sim.draws import FORCED_LOTS, Key, uniforms
from sim.levers.transition import Strengths
from sim.spec import Param, Rule, quarter_name, quarter_number
from sim.state.people import persons
from sim.state.store import Store

FORCED = sources.assumed(
    "A stress test set by the scenario's author, not an event with a probability",
    "由情景设定者指定的压力测试，不是带概率的事件",
)


NEVER = "none"


def _share(most: float, sizes: tuple[float, float], en: str, zh: str) -> Param:
    return Param("share", (0, most), sizes, FORCED, en, zh)


class Shocks(NamedTuple):
    """Forced events."""

    largest_enterprise_fails: Annotated[
        str,
        Param(
            "quarter",
            (0, 0),
            (0, 0),
            FORCED,
            "quarter in which the enterprise with most linked households fails (a job or shares; each household counts "
            "once), or none",
            "带动农户最多的企业倒闭的季度（就业或入股，每户只计一次；none为不发生）",
            choices=(NEVER,),
        ),
    ] = NEVER
    largest_cooperative_fails: Annotated[
        str,
        Param(
            "quarter",
            (0, 0),
            (0, 0),
            FORCED,
            "quarter in which the co-operative with most member households fails, or none",
            "成员农户最多的合作社倒闭的季度（none为不发生）",
            choices=(NEVER,),
        ),
    ] = NEVER
    price_fall: Annotated[
        float, _share(0.95, (0, 0.6), "share by which the price of one product falls", "一种产品价格的跌幅")
    ] = 0.0
    price_fall_product: Annotated[
        int,
        Param(
            "code",
            (0, 50),
            (0, 0),
            FORCED,
            "number of the product whose price falls, counted in place.products; 0 = the main one, which most households grew in the quarter before",
            "价格下跌的产品在place.products中的序号（0为主要产品，即上季种养农户最多的产品）",
        ),
    ] = 0
    animal_disease: Annotated[
        float, _share(1, (0, 0.5), "herds that catch an animal disease in each quarter", "每季畜群染疫比例")
    ] = 0.0
    budget_cut: Annotated[
        float,
        _share(
            1,
            (0, 0.6),
            "share of the county's means for support, its own and the fiscal transfer, that does not arrive",
            "县级帮扶财力（含财政转移支付）未到位的比例",
        ),
    ] = 0.0
    partner_withdraws: Annotated[
        float,
        _share(
            1,
            (0, 1),
            "share of the partner region's money and purchases that does not come",
            "协作地区资金和采购未到位的比例",
        ),
    ] = 0.0
    migrants_return: Annotated[
        float,
        _share(
            1,
            (0, 0.4),
            "migrants who lose their work in each quarter; finding work is hampered as in a labour crisis",
            "每季失去工作的外出务工人员比例（求职同用工危机时一样受阻）",
        ),
    ] = 0.0
    visitors_lost: Annotated[
        float,
        _share(1, (0, 1), "share of visitors who stay away", "减少的游客比例"),
    ] = 0.0
    firms_fail: Annotated[
        float,
        _share(
            1,
            (0, 0.3),
            "share of enterprises and workshops, and of co-operatives, those with most households first, that fail in the first quarter of "
            "the stretch",
            "时段首季倒闭的企业（车间）和合作社比例（带动农户最多的在先）",
        ),
    ] = 0.0
    dibao_error: Annotated[
        float,
        _share(
            1,
            (0, 1),
            "share of dibao households, drawn by lot, that get nothing by mistake in each quarter, and then until their next review",
            "被误停发低保金的低保户比例（随机抽取，时段结束后至下次复核时恢复）",
        ),
    ] = 0.0
    support_cut: Annotated[
        float,
        _share(
            1,
            (0, 1),
            "share of the strength of all programmes, help and supervision that is withdrawn; dibao and medical tiers stay",
            "各项帮扶、监测和监管力度的削减比例（低保和三重医疗保障不变）",
        ),
    ] = 0.0
    cases_lost: Annotated[
        float,
        _share(
            1,
            (0, 1),
            "share of the county's capacity to verify cases that is lost",
            "县级核实办理监测对象能力的损失比例",
        ),
    ] = 0.0
    visits_lost: Annotated[
        float, _share(1, (0, 1), "share of visits and data matching that is lost", "入户排查与数据比对的损失比例")
    ] = 0.0
    village_outage: Annotated[
        float,
        _share(
            1,
            (0, 0.5),
            "share of villages, drawn by lot, whose infrastructure is damaged in the first quarter of the stretch",
            "时段首季基础设施受损的村所占比例（随机抽取）",
        ),
    ] = 0.0
    village_outage_loss: Annotated[
        float, _share(1, (0.2, 0.8), "infrastructure that each of them loses", "受损村的设施损失比例")
    ] = 0.3
    site_plant_closes: Annotated[
        str,
        Param(
            "quarter",
            (0, 0),
            (0, 0),
            FORCED,
            "quarter in which the plant of a relocation site with most workers closes, or none",
            "在岗人数最多的安置点配套车间关停的季度（none为不发生）",
            choices=(NEVER,),
        ),
    ] = NEVER
    site_system_fails: Annotated[
        str,
        Param(
            "quarter",
            (0, 0),
            (0, 0),
            FORCED,
            "quarter in which water and power of the largest relocation site fail, or none",
            "户数最多的安置点水电设施损坏的季度（none为不发生）",
            choices=(NEVER,),
        ),
    ] = NEVER
    site_system_left: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0, 0.5),
            FORCED,
            "state of that site's water and power right after it",
            "损坏后该安置点水电设施状态",
        ),
    ] = 0.2


SHARES = (
    "price_fall", "animal_disease", "budget_cut", "partner_withdraws", "migrants_return", "visitors_lost", "firms_fail",
    "dibao_error", "support_cut", "cases_lost", "visits_lost", "village_outage",
)  # fmt: skip

RULES = (
    Rule(
        ("place.products", "shocks.price_fall_product"),
        lambda products, fallen: products - fallen,
        "the product whose price falls is one of the county's",
        "价格下跌的产品须为本县产品",
    ),
)


def strikes(quarter: int, p: Shocks) -> bool:
    """Whether anything is forced in a quarter."""
    dates = p.largest_enterprise_fails, p.largest_cooperative_fails, p.site_plant_closes, p.site_system_fails
    fails = quarter_name(quarter) in dates
    return fails or any(getattr(p, name) > 0.0 for name in SHARES)


def falls_in(quarter: int, date: str) -> bool:
    """Whether ``date``, a quarter or none, is this quarter."""
    return date != NEVER and quarter == quarter_number(date)


def on_markets_and_herds(households: Store, products: Store, county: Store, fresh: bool, p: Shocks) -> None:
    """A fall of a price; an animal disease and a labour crisis at least as bad as the ordinary ones (E242).

    ``fresh``: the prices are this quarter's, and not last quarter's, which may hold a fall already.
    """
    prices_fall(households, products, fresh, p)
    county["animal_disease"][0] = max(float(county["animal_disease"][0]), p.animal_disease)
    county["crisis"][0] = max(float(county["crisis"][0]), p.migrants_return)


def prices_fall(households: Store, products: Store, fresh: bool, p: Shocks) -> None:
    """The price of one product falls by a share, all through a stretch the same product's (E241)."""
    fallen = products["forced_fall"]
    if p.price_fall == 0.0 and not fallen.any():
        return
    if not fresh:
        products["price"][:] = products["price"] / (1.0 - fallen)
    row = falling(households, products, p)
    fallen[:] = 0.0
    fallen[row] = p.price_fall
    products["price"][:] = products["price"] * (1.0 - fallen)


def falling(households: Store, products: Store, p: Shocks) -> int:
    """Row of the product whose price falls: the one named, the one whose price fell last quarter, or else the main one."""
    if p.price_fall_product > 0:
        return p.price_fall_product - 1
    if products["forced_fall"].any():
        return int(np.argmax(products["forced_fall"]))
    h = households
    lives = persons(h["children"], h["adults"], h["elders"]) > 0
    return int(np.argmax(np.bincount(h["product"][lives], minlength=products.n)))


def withdrawn(strengths: Strengths, p: Shocks) -> Strengths:
    """What is left of each kind of support when a share of all is withdrawn (E243)."""
    return Strengths(*(strength * (1.0 - p.support_cut) for strength in strengths))


def mistaken(households: Store, lots: Key, p: Shocks) -> NDArray[np.int64]:
    """Rows of dibao households that get nothing by mistake (E244): always the same while the error lasts, more of them if it is larger."""
    rows = np.flatnonzero(households["dibao"])
    return rows[uniforms(lots, households.id[rows], FORCED_LOTS, 0)[0] < p.dibao_error]


def withhold_dibao(households: Store, lots: Key, p: Shocks) -> None:
    """They stay on the list with nothing to get, until a review finds what they are due."""
    if p.dibao_error > 0.0:
        households["dibao_amount"][mistaken(households, lots, p)] = 0.0


def struck_villages(villages: Store, covariate: Key, p: Shocks) -> NDArray[np.bool_]:
    """Villages that are damaged: a share of them, rounded up, with the smallest draws (E245); a larger share holds them, too."""
    luck = uniforms(covariate, villages.id, FORCED_DRAWS, 0)[0]
    number = math.ceil(p.village_outage * villages.n - 1e-9)
    struck = np.zeros(villages.n, dtype=np.bool_)
    struck[np.lexsort((villages.id, luck))[:number]] = True
    return struck


def outage(villages: Store, covariate: Key, p: Shocks) -> None:
    """Roads, water and power of the struck villages are damaged at once."""
    struck = struck_villages(villages, covariate, p)
    for system in ("road", "water", "power"):
        villages[system][struck] = villages[system][struck] * (1.0 - p.village_outage_loss)


def break_site_system(quarter: int, sites: Store, p: Shocks) -> None:
    """In the quarter that the scenario says, water and power of the site with most households fall to what is left of them."""
    if falls_in(quarter, p.site_system_fails) and sites.n > 0:
        row = largest_site(sites)
        sites["system"][row] = min(float(sites["system"][row]), p.site_system_left)


def largest_site(sites: Store) -> int:
    """Row of the relocation site with most households, the smallest among equals."""
    return int(np.argmax(sites["households"]))
