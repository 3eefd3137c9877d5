"""Market support (消费帮扶与产销对接): listed producers sell to institutions, helpers, partner cities; markets are built."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from sim import sources
from sim.levers.channels import Reach, covered
from sim.mathematics import power
from sim.spec import CHANGE_FROM, Param
from sim.state import channels

LISTED = sources.assumed(
    "Producers and products are recognised for assistance sales; the range proposed from a reading of the documents is "
    "0.2-0.8 of producers; who is listed first is not stated, so the rank of industry support stands in",
    "帮扶产品须经认定，按文件研读建议认定比例0.2-0.8；先后次序未说明，借用产业帮扶的排序",
)
MATCHED = sources.assumed(
    "Fairs, platforms and orders match producers with buyers; range proposed from a reading of the documents: 0.2-0.8",
    "产销对接比例按文件研读建议区间0.2-0.8",
)
INSTITUTIONS = sources.assumed(
    "Direct supply of schools, hospitals, offices, prisons and barracks: range proposed from a reading of the documents 0-0.2 of "
    "output; the price is assumed",
    "定向直供学校、医院、机关、监所、军营：按文件研读建议占产出0-0.2；价格为假定",
)
ASSISTANCE = sources.assumed(
    "Range proposed from a reading of the documents: purchases of 0-2,000 yuan a household and year that fade by 0-0.5 a year after "
    "2020; the price is assumed",
    "消费帮扶按文件研读建议每户每年0-2000元，2020年后每年递减0-0.5；价格为假定",
)
COUNTERS = sources.assumed(
    "Range proposed from a reading of the documents: 0-10 counters a county; their sales, prices and awards are assumed",
    "消费帮扶专柜按文件研读建议每县0-10个；销售额、价格和奖补为假定",
)

MARKETS = sources.assumed(
    "The plan builds markets and trade centres in townships and gives neither number nor cost; 1-2 years to build is proposed from "
    "a reading of the documents",
    "规划建设乡镇农贸市场、商贸综合服务中心，未给出数量和投资；建设期按文件研读建议1-2年",
)


BRAND = sources.assumed(
    "Brands and certification are documented (S3-085, Gansu) and what they add to prices is not measured; range proposed from a reading of "
    "the documents: 0-0.2. Prices are those of today's brands, so that nothing further is assumed; the cost is assumed",
    "品牌与认证有文件依据（S3-085、甘肃），溢价无实测；按文件研读建议区间0-0.2。现有价格已含现有品牌，故默认不再增加；经费为假定",
)


class MarketSupport(NamedTuple):
    """Purchases that assistance organises."""

    enabled: Annotated[
        bool, Param("switch", (0, 1), (0, 1), LISTED, "market support is on", "消费帮扶与产销对接开启")
    ] = False
    coverage: Annotated[
        float,
        Param("share", (0, 1), (0.2, 0.8), LISTED, "entitled households whose produce is listed", "应享户产品认定比例"),
    ] = 0.5
    matched: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.2, 0.8),
            MATCHED,
            "of the listed producers' surplus in a glut, what matching sells",
            "滞销时认定农户剩余产品经产销对接售出的比例",
        ),
    ] = 0.5
    institution_share: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0, 0.2),
            INSTITUTIONS,
            "share of a product's sales that institutions take, from listed producers alone",
            "定向直供占产品销量比例（只向认定农户采购）",
        ),
    ] = 0.03
    institution_premium: Annotated[
        float,
        Param("share", (0, 2), (0, 0.15), INSTITUTIONS, "price of institutions over the market's", "定向直供溢价幅度"),
    ] = 0.05
    assistance: Annotated[
        float,
        Param(
            "CNY2020/(household·year)",
            (0, 1e6),
            (0, 2000),
            ASSISTANCE,
            "purchases of assistance for each listed household in 2020",
            "2020年每户认定农户的消费帮扶采购额",
        ),
    ] = 600.0
    assistance_premium: Annotated[
        float,
        Param("share", (0, 2), (0, 0.3), ASSISTANCE, "price of such purchases over the market's", "消费帮扶溢价幅度"),
    ] = 0.10
    support_decay: Annotated[
        float,
        Param(
            "1/year",
            (0, 1),
            (0, 0.5),
            ASSISTANCE,
            "fall of these purchases a year after 2020",
            "2020年后消费帮扶年递减",
        ),
    ] = 0.10
    windows: Annotated[
        float,
        Param("counters/county", (0, 1000), (0, 10), COUNTERS, "counters in partner cities", "协作城市消费帮扶专柜数"),
    ] = 3.0
    window_sales: Annotated[
        float,
        Param(
            "CNY2020/(counter·year)",
            (0, 1e8),
            (100000, 1000000),
            COUNTERS,
            "sales that a counter can make",
            "每个专柜年销售能力",
        ),
    ] = 400000.0
    window_premium: Annotated[
        float,
        Param("share", (0, 2), (0, 0.3), COUNTERS, "price at counters over the market's", "专柜销售溢价幅度"),
    ] = 0.15
    window_award: Annotated[
        float,
        Param(
            "share", (0, 1), (0, 0.2), COUNTERS, "public award for a yuan sold at a counter", "专柜销售奖补占销售额比例"
        ),
    ] = 0.05
    brand_premium: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0, 0.2),
            BRAND,
            "price of what listed producers sell on the market over the market price, through brands and certification",
            "认定农户市场销售因品牌、认证获得的溢价幅度",
        ),
    ] = 0.0
    brand_cost: Annotated[
        float,
        Param(
            "CNY2020/(product·year)",
            (0, 1e8),
            (100000, 1000000),
            BRAND,
            "public cost of a product's brand and certification",
            "每个产品品牌建设与认证年经费",
        ),
    ] = 300000.0
    new_markets: Annotated[
        float,
        Param(
            "markets/township",
            (0, 10),
            (0, 0.5),
            MARKETS,
            "markets a township built from 2021 on, beside those that stand",
            "2021年起新建农贸市场数（每乡镇，已有市场之外）",
        ),
    ] = 0.2
    market_years: Annotated[
        float,
        Param("years", (0.25, 20), (1, 2), MARKETS, "time in which they are all built", "全部建成所需年数"),
    ] = 1.5
    market_cost: Annotated[
        float,
        Param(
            "CNY2020/market",
            (0, 1e9),
            (500000, 5000000),
            MARKETS,
            "public cost of a market",
            "每个市场财政投资",
        ),
    ] = 2000000.0


def left_of_assistance(quarter: int, decay: float) -> float:
    r"""Part of the purchases of 2020 that is left, :math:`(1-d)^k` in the k-th year after it (E123)."""
    years = max(quarter // 4 - CHANGE_FROM // 4 + 1, 0)
    if years == 0:
        return 1.0
    return float(power(1.0 - decay, float(years))) if decay < 1.0 else 0.0


def market_support(reach: Reach, p: MarketSupport) -> None:
    """List producers; bring buyers and build markets, by the lever's strength."""
    chosen, strength, pools = covered(reach.households, "access_industry", p.coverage), reach.strength, reach.pools
    reach.move(channels.LISTED, chosen, 1.0)
    pools.matched = p.matched * strength
    pools.institution_share = p.institution_share * strength
    pools.institution_premium = p.institution_premium
    pools.assistance = p.assistance * left_of_assistance(reach.key.quarter, p.support_decay) * strength
    pools.assistance_premium = p.assistance_premium
    pools.counters = p.windows * p.window_sales * strength
    pools.counter_premium = p.window_premium
    pools.counter_award = p.window_award
    pools.brand_premium = p.brand_premium * strength
    pools.brand_cost = 0.25 * p.brand_cost * strength if p.brand_premium > 0.0 and p.coverage > 0.0 else 0.0
    if p.coverage > 0.0 and reach.key.quarter >= CHANGE_FROM:  # what was built before stands already
        pools.new_markets = p.new_markets
        pools.market_works = 0.25 * p.new_markets / p.market_years * strength
        pools.market_cost = p.market_cost
