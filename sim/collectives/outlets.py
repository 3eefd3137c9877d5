"""Where produce goes: buyers that assistance brings, brokers, the internet, cold stores; and what nobody buys in a glut."""

from __future__ import annotations

from typing import Annotated, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim import sources
from sim.compiled import compiled
from sim.levers.channels import Pools
from sim.measures.sums import total
from sim.spec import Param
from sim.state import channels
from sim.state.store import Store

Floats = NDArray[np.float64]

GLUT = sources.assumed(
    "The documents warn of produce that nobody buys and give no unsold share; from which surplus on is assumed",
    "文件提出解决农产品“卖难”问题，未给出滞销比例；供给超出多少开始滞销为假定",
)
BROKERS = sources.assumed(
    "Brokers link growers and buyers; the documents give neither their number nor what they place",
    "农产品经纪人联结农户与市场，文件未给出人数和促销量",
)
ONLINE = sources.assumed(
    "Ranges proposed from a reading of the documents: 0-0.3 of households sell online, at a price up to 0.25 higher",
    "按文件研读建议区间：电商销售农户比例0-0.3，价格提高0-0.25",
)
COLD = sources.assumed(
    "The plan wants ten township bases with cold stores and storage in villages (S3-089); ranges proposed from a reading of the documents: coverage 0-1, idle share 0-0.5, "
    "reduction of losses 0.05-0.25, read here as a share of the loss",
    "规划建设10个乡镇仓储物流基地、冷库和村级仓储保鲜设施等（S3-089）；按文件研读建议区间：覆盖0-1、闲置0-0.5、减损0.05-0.25（此处理解为占损耗的比例）",
)
FREIGHT = sources.assumed(
    "Range proposed from a reading of the documents: transport takes 0.05-0.4 of the price; here what bad roads add to it",
    "运输成本按文件研读建议为价格的0.05-0.4；此处为道路损毁时增加的部分",
)
LOCAL = sources.assumed(
    "The plan wants markets and trade centres in the townships; range proposed from a reading of the documents: 0.3-1.5 a township",
    "规划要求建设农贸市场和商贸综合服务中心；按文件研读建议区间为每乡镇0.3-1.5个",
)
NEARBY = sources.assumed(
    "What a market in the township saves and what people spend there on local produce is in no document; demand is thin by its nature",
    "乡镇市场节省多少运销成本、居民在此购买多少本地农产品，文件均未给出；需求有限为其固有特点",
)
PARTNERS = sources.assumed(
    "A stress test set by the scenario's author; purchases of partner regions follow their own economy and effort",
    "由情景设定者指定的压力测试；协作地区的采购随其自身经济和投入变化",
)


class Outlets(NamedTuple):
    """What stands between the farm gate and the buyer, assistance aside."""

    enabled: Annotated[bool, Param("switch", (0, 1), (0, 1), GLUT, "outlets and gluts count", "模拟销售渠道与滞销")] = (
        True
    )
    slack: Annotated[
        float,
        Param(
            "share",
            (0, 100),
            (0.1, 0.5),
            GLUT,
            "supply above the expected that the market takes without trouble",
            "市场可正常消化的超预期供给幅度",
        ),
    ] = 0.3
    brokers: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0, 0.8),
            BROKERS,
            "of what nobody else buys in a glut, what brokers place",
            "滞销部分由经纪人和流通企业售出的比例",
        ),
    ] = 0.3
    adoption: Annotated[
        float,
        Param(
            "share", (0, 1), (0, 0.3), ONLINE, "produce of a reached village sold online", "通达村农产品网络销售比例"
        ),
    ] = 0.1
    price_gain: Annotated[
        float, Param("share", (0, 1), (0, 0.25), ONLINE, "price online over the market's", "网络销售价格高于市场的幅度")
    ] = 0.1
    reach_township: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.6, 1),
            sources.figure("S1-032"),
            "townships that parcels reach from the county town",
            "区县到乡镇电商物流通行率",
        ),
    ] = 0.8
    reach_village: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.2, 1),
            sources.figure("S1-033"),
            "villages of a reached township that parcels reach",
            "乡镇到村物流通行率",
        ),
    ] = 0.4
    cold_coverage: Annotated[
        float, Param("share", (0, 1), (0, 1), COLD, "villages with a cold store", "有冷库（保鲜库）的村比例")
    ] = 0.3
    loss_reduction: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.05, 0.25),
            COLD,
            "share of the loss after harvest that a cold store in full use saves",
            "冷库充分使用时减少产后损耗的比例",
        ),
    ] = 0.15
    idle_share: Annotated[
        float, Param("share", (0, 1), (0, 0.5), COLD, "cold stores that stand idle", "冷库闲置比例")
    ] = 0.3
    logistics_cost: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.05, 0.4),
            FREIGHT,
            "share of the price that freight takes on top where the road is gone",
            "道路完全损毁时增加的运输成本占价格比例",
        ),
    ] = 0.15
    market_density: Annotated[
        float,
        Param(
            "markets/township",
            (0, 10),
            (0.3, 1.5),
            LOCAL,
            "farmers' markets and trade centres a township, those of levers aside",
            "每乡镇农贸市场（商贸综合服务中心）数，不含帮扶新建",
        ),
    ] = 0.9
    market_people: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.3, 0.9),
            NEARBY,
            "people of a township whom one market serves; each further one serves as much of the rest",
            "一个市场服务的乡镇人口比例（新增市场服务其余人口的同一比例）",
        ),
    ] = 0.6
    market_demand: Annotated[
        float,
        Param(
            "CNY2020/(person·year)",
            (0, 1e5),
            (100, 800),
            NEARBY,
            "what a person whom a market serves spends there on produce of the township",
            "市场服务人口每人每年购买本乡镇农产品支出",
        ),
    ] = 300.0
    way_saved: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.3, 0.9),
            NEARBY,
            "of losses and freight on the way, what a market in the township saves",
            "在本乡镇市场销售可节省的途中损耗和运输成本比例",
        ),
    ] = 0.6
    partner_share: Annotated[
        float,
        Param(
            "ratio",
            (0, 10),
            (0, 1),
            PARTNERS,
            "purchases of partner regions over the normal ones",
            "协作地区采购与正常年份之比",
        ),
    ] = 1.0


class Purchases(NamedTuple):
    """What assistance bought in a quarter, CNY2020/quarter."""

    institutions: float  # paid by schools, hospitals and the like
    assistance: float  # paid by those who buy to help, in partner regions
    counters: float  # sold at counters in partner cities
    public: float  # what higher prices of institutions and awards to counters cost the government


NOTHING = Purchases(0.0, 0.0, 0.0, 0.0)


class Arrived(NamedTuple):
    """What has arrived at the market, by product, at expected prices, CNY2020/quarter; and how many producers are listed."""

    everybody: Floats
    listed: Floats
    producers: float


@compiled
def arrivals(
    product: NDArray[np.int32], market: Floats, reach: NDArray[np.int16], channel: Floats, products: int
) -> tuple[Floats, Floats, float]:
    """The sums of ``Arrived``, added household by household; ``channel[reach]`` tells who is listed."""
    everybody, listed, producers = np.zeros(products), np.zeros(products), 0.0
    for i in range(product.size):
        share = channel[reach[i], channels.LISTED]
        everybody[product[i]] += market[i]
        listed[product[i]] += share * market[i]
        producers += share
    return everybody, listed, producers


def plain_market(products: Store) -> None:
    """Everything is sold, and nobody gets more than the market pays."""
    products["sold_share"][:] = 1.0
    products["assisted_premium"][:] = 0.0


def bought_for(money: float, left: Floats, price: Floats, premium: float) -> Floats:
    """Quantities that a sum buys at ``premium`` over the market (E120): of each product the same share of what is left.

    Never more than there is; quantities are at expected prices, ``price`` is the market's over the expected one.
    """
    worth = total(left * price * (1.0 + premium))
    return left * min(money / worth, 1.0) if worth > 0.0 else np.zeros_like(left)


def over(amounts: Floats, whole: Floats) -> Floats:
    """Quotient by product; 0 where there is nothing to divide by."""
    return np.where(whole > 0.0, amounts / np.where(whole > 0.0, whole, 1.0), 0.0)


def surplus(supply: Floats, expected: Floats, slack: float) -> Floats:
    """Share of the supply beyond what the market takes without trouble (E121); 0 where nothing was expected yet."""
    known = (expected > 0.0) & (supply > 0.0)
    return np.where(known, np.maximum(1.0 - (1.0 + slack) * over(expected, supply), 0.0), 0.0)


def unsold_share(beyond: Floats, placed: Floats, arrived: Arrived, matched: float, brokers: float) -> Floats:
    """Share of what arrives that nobody buys (E122): the surplus less what assistance, matching and brokers place."""
    organised = over(placed + matched * beyond * arrived.listed, arrived.everybody)
    return (1.0 - brokers) * np.maximum(beyond - organised, 0.0)


def outlets_pass(
    products: Store, arrived: Arrived, beyond: Floats, growth: float, scale: float, pools: Pools, p: Outlets
) -> Purchases:
    """Institutions, then those who buy to help, then counters buy from listed producers; the rest goes to the market (E119).

    ``beyond`` is the surplus by product, ``growth`` the level of prices and payments, ``scale`` the part of the county that lives here.
    """
    price, left = products["price"], arrived.listed
    partners = 0.25 * growth * p.partner_share
    to_institutions = np.minimum(pools.institution_share * arrived.everybody, left)
    left = left - to_institutions
    to_help = bought_for(partners * pools.assistance * arrived.producers, left, price, pools.assistance_premium)
    left = left - to_help
    to_counters = bought_for(partners * pools.counters * scale, left, price, pools.counter_premium)
    buyers = (
        (to_institutions, pools.institution_premium),
        (to_help, pools.assistance_premium),
        (to_counters, pools.counter_premium),
    )
    gained = sum((premium * bought for bought, premium in buyers), np.zeros(products.n))
    placed = to_institutions + to_help + to_counters
    products["sold_share"][:] = 1.0 - unsold_share(beyond, placed, arrived, pools.matched, p.brokers)
    branded = pools.brand_premium * products["sold_share"] * (left - to_counters)
    products["assisted_premium"][:] = over(gained + branded, arrived.listed)
    institutions, assistance, counters = (total(bought * price * (1.0 + premium)) for bought, premium in buyers)
    dearer = pools.institution_premium * total(to_institutions * price)
    return Purchases(institutions, assistance, counters, dearer + pools.counter_award * counters)
