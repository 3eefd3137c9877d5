"""Columns of villages, co-operatives, enterprises, products and the county."""

from __future__ import annotations

from sim.state.store import Block, Column, Kind

VILLAGE_MONEY = Block(
    "f8",
    (
        Column("yield_log", "log", "weather this quarter, log of the yield factor", "本季气象产量因子（对数）"),
        Column("disaster", "share", "share of the crop lost to disasters since January", "年初以来作物因灾损失比例"),
        Column(
            "capital_hit",
            "share",
            "share of capital and livestock lost to disasters this quarter",
            "本季资产与牲畜因灾损失比例",
        ),
        Column(
            "house_hit",
            "probability",
            "chance of a household that disasters damage its house this quarter",
            "本季农户住房因灾受损概率",
        ),
        *(
            Column(
                f"exposure_{name}",
                "ratio",
                f"exposure to {name}, 1 = the county's mean",
                f"{zh}暴露程度（1为全县平均）",
            )
            for name, zh in (("drought", "干旱"), ("flood", "洪涝"), ("hail", "风雹冻害"), ("landslide", "滑坡"))
        ),
        Column(
            "indemnity",
            "share",
            "share of the sum insured that crop insurance pays for this quarter",
            "本季农业保险赔付占保额比例",
        ),
        Column("infrastructure", "share", "state of roads, water and power, 1 = as built", "基础设施状态（1为完好）"),
        Column("kept", "share", "of what goes to market, what arrives", "上市农产品到达市场的比例"),
        Column(
            "farm_gate",
            "ratio",
            "value at the market, at the expected price and less freight, of a unit that leaves the farm",
            "出村一单位农产品到市场的价值（按预期价、扣除运费）",
        ),
        Column("migration", "share", "able adults of the village who work outside", "全村劳动力外出务工比例"),
        Column("cash", "CNY2020", "cash of the village collective", "村集体现金"),
        Column("asset", "CNY2020", "income-earning collective assets", "村集体经营性资产"),
        Column(
            "distribution",
            "CNY2020/person/quarter",
            "collective income paid to each entitled person",
            "村集体收益分配（每人每季）",
        ),
    ),
)
VILLAGE_LINK = Block(
    "i4",
    (
        Column("township", "row", "township", "所在乡镇"),
        Column("product", "row", "pillar product", "主导产业"),
        Column("ex_poor_village", "flag", "listed as a poor village before 2021", "脱贫村"),
        Column("posts", "posts", "public-welfare posts open this quarter", "本季公益性岗位数"),
    ),
)
VILLAGE_KIND = Kind("village", "village", "行政村", (VILLAGE_MONEY, VILLAGE_LINK))
YIELD_LOG = VILLAGE_MONEY.row("yield_log")
DISASTER = VILLAGE_MONEY.row("disaster")
CAPITAL_HIT = VILLAGE_MONEY.row("capital_hit")
HOUSE_HIT = VILLAGE_MONEY.row("house_hit")
INDEMNITY = VILLAGE_MONEY.row("indemnity")
INFRASTRUCTURE = VILLAGE_MONEY.row("infrastructure")
FARM_GATE = VILLAGE_MONEY.row("farm_gate")
MIGRATION = VILLAGE_MONEY.row("migration")
DISTRIBUTION = VILLAGE_MONEY.row("distribution")
VILLAGE_PRODUCT = VILLAGE_LINK.row("product")

COOPERATIVE_MONEY = Block(
    "f8",
    (
        Column("cash", "CNY2020", "cash", "现金"),
        Column("principal", "CNY2020", "share funds of households", "农户入股本金"),
        Column("dividend_rate", "share/quarter", "dividend paid on the principal this quarter", "本季分红率"),
        Column(
            "floor",
            "ratio",
            "floor price of its orders over the expected price, 0 = no orders",
            "订单保底价与预期价之比（0为无订单）",
        ),
        Column("bought", "CNY2020/quarter", "paid to members for produce this quarter", "本季收购支出"),
    ),
)
COOPERATIVE_LINK = Block(
    "i4",
    (
        Column("village", "row", "village", "所在村"),
        Column("product", "row", "product", "产品"),
        Column("buyer", "row", "enterprise that buys its produce, -1 none", "收购企业（-1为无）"),
        Column("failed_at", "quarter", "quarter of failure, -1 alive", "倒闭季度（-1为存续）"),
    ),
)
COOPERATIVE_STATE = Block("i1", (Column("alive", "flag", "still operating", "存续"),))
COOPERATIVE_KIND = Kind(
    "cooperative", "co-operative", "合作社", (COOPERATIVE_MONEY, COOPERATIVE_STATE, COOPERATIVE_LINK)
)
COOPERATIVE_DIVIDEND = COOPERATIVE_MONEY.row("dividend_rate")
COOPERATIVE_FLOOR = COOPERATIVE_MONEY.row("floor")

ENTERPRISE_MONEY = Block(
    "f8",
    (
        Column("cash", "CNY2020", "cash", "现金"),
        Column("principal", "CNY2020", "share funds of households", "农户入股本金"),
        Column("dividend_rate", "share/quarter", "dividend paid on the principal this quarter", "本季分红率"),
        Column("revenue", "CNY2020/quarter", "sales this quarter", "本季销售收入"),
    ),
)
ENTERPRISE_LINK = Block(
    "i4",
    (
        Column("village", "row", "village", "所在村"),
        Column("product", "row", "product that it processes", "加工产品"),
        Column("jobs", "posts", "jobs that it offers", "岗位数"),
        Column("filled", "persons", "jobs filled by households of the model", "在岗人数"),
        Column("failed_at", "quarter", "quarter of failure, -1 alive", "倒闭季度（-1为存续）"),
    ),
)
ENTERPRISE_STATE = Block(
    "i1",
    (
        Column("alive", "flag", "still operating", "存续"),
        Column("workshop", "flag", "employment-assistance workshop", "就业帮扶车间"),
    ),
)
ENTERPRISE_KIND = Kind("enterprise", "enterprise", "企业", (ENTERPRISE_MONEY, ENTERPRISE_STATE, ENTERPRISE_LINK))
ENTERPRISE_DIVIDEND = ENTERPRISE_MONEY.row("dividend_rate")

PRODUCT_MONEY = Block(
    "f8",
    (
        Column("price_state", "1", "exogenous price state, in standard deviations", "外生价格状态（以标准差计）"),
        Column("price", "ratio", "market price over the expected price", "市场价与预期价之比"),
        Column("supply", "CNY2020/quarter", "supply this quarter at the expected price", "本季供给（按预期价计）"),
        *(
            Column(
                f"expected_supply_{k}",
                "CNY2020/quarter",
                f"supply expected in quarter {k + 1}, 0 before the first",
                f"第{k + 1}季度预期供给（首季前为0）",
            )
            for k in range(4)
        ),
        Column("response_log", "log", "price response to the last supply, log", "价格对上期供给的反应（对数）"),
        Column(
            "expected_price", "ratio", "price that growers expect, over the normal price", "农户预期价格与正常价之比"
        ),
        Column("disease", "share", "share of output lost to disease this quarter", "本季病害产量损失比例"),
        Column(
            "price_indemnity",
            "share",
            "share of the sum insured that price insurance pays this quarter",
            "本季价格保险赔付占保额比例",
        ),
        Column(
            "price_premium",
            "share/year",
            "premium of price insurance over the sum insured",
            "价格保险费率（保费占保额）",
        ),
        Column(
            "sold_share",
            "share",
            "of what arrives at the market this quarter, what is sold",
            "本季到达市场的农产品售出比例",
        ),
        Column(
            "assisted_premium",
            "share",
            "what listed producers get over the market price on average, through outlets of assistance",
            "认定农户经帮扶渠道的平均溢价",
        ),
    ),
)
PRODUCT_LINK = Block("i4", (Column("kind", "row", "kind of product, in the catalogue", "产品种类（产品目录行号）"),))
PRODUCT_KIND = Kind("product", "product", "产品", (PRODUCT_MONEY, PRODUCT_LINK))
PRICE = PRODUCT_MONEY.row("price")
EXPECTED_PRICE = PRODUCT_MONEY.row("expected_price")
DISEASE = PRODUCT_MONEY.row("disease")
PRICE_INDEMNITY = PRODUCT_MONEY.row("price_indemnity")
PRICE_PREMIUM = PRODUCT_MONEY.row("price_premium")
SOLD_SHARE = PRODUCT_MONEY.row("sold_share")
ASSISTED_PREMIUM = PRODUCT_MONEY.row("assisted_premium")

COUNTY_MONEY = Block(
    "f8",
    (
        Column("treasury", "CNY2020", "cash of the county government", "县级财政结余"),
        Column("wage_log", "log", "national wage state, log", "全国工资状态（对数）"),
        Column("price_state", "1", "national price state, in standard deviations", "全国农价状态（以标准差计）"),
        Column("growth", "ratio", "real prices and public payments over 2020", "实际价格与补助标准水平（2020年为1）"),
        Column(
            "wage_growth",
            "ratio",
            "growth of wages since the last published year",
            "末次公布年份以来的工资增长（倍数）",
        ),
        Column("wage_level", "ratio", "trend of local wages over 2020", "本地工资趋势水平（2020年为1）"),
        Column("wage_cycle", "ratio", "wages this quarter over their trend", "本季工资与趋势之比"),
        Column(
            "wage_index",
            "ratio",
            "wages outside the county this quarter over 2020",
            "本季外出务工工资水平（2020年为1）",
        ),
        Column("local_wage_index", "ratio", "local wages this quarter over 2020", "本季本地务工工资水平（2020年为1）"),
        Column("crisis_quarters", "quarters", "quarters of labour crisis left", "用工危机剩余季度"),
        Column(
            "crisis",
            "share",
            "share of migrants who lose their work to the crisis this quarter",
            "本季危机致外出务工失业比例",
        ),
        Column("epidemic", "ratio", "illness hazard over normal this quarter", "本季发病风险倍数"),
        Column("fiscal", "ratio", "fiscal transfers over plan this year", "本年财政转移支付与计划之比"),
        Column(
            "animal_disease",
            "probability",
            "chance of a herd to catch an animal disease this quarter",
            "本季畜群染疫概率",
        ),
        Column(
            "crop_premium",
            "share/year",
            "premium of crop insurance over the sum insured, price insurance aside",
            "农业保险费率（保费占保额，不含价格保险）",
        ),
        Column(
            "house_premium",
            "share/year",
            "premium of house insurance over the sum insured",
            "农房保险费率（保费占保额）",
        ),
        Column(
            "anti_return",
            "share",
            "share of cover that the county buys from anti-return insurance",
            "防贫返贫保险投保比例",
        ),
        Column("detection", "ratio", "strength of visits and data matching", "入户排查与数据比对强度"),
        Column("help", "ratio", "strength of help to the monitored", "监测对象帮扶力度"),
        Column(
            "training_carried",
            "places",
            "fraction of a training place carried over",
            "结转的培训名额（不足一个的部分）",
        ),
        Column("cases_carried", "cases", "fraction of a case carried over", "结转的核实办理能力（不足一件的部分）"),
        Column(
            "relief_carried",
            "places",
            "fraction of a place in work relief carried over",
            "结转的以工代赈名额（不足一个的部分）",
        ),
        Column("relief_wage", "CNY2020/(person·quarter)", "pay for a quarter of work relief", "以工代赈季劳务报酬"),
        Column("post_wage", "CNY2020/(post·quarter)", "wage of a public-welfare post", "公益性岗位补助标准"),
        Column(
            "funded",
            "ratio",
            "share of planned cash support that the treasury can pay this quarter",
            "本季财政可支付的计划补助比例",
        ),
    ),
)
COUNTY_KIND = Kind("county", "county government", "县级政府", (COUNTY_MONEY,))
WAGE_LEVEL = COUNTY_MONEY.row("wage_level")
WAGE_CYCLE = COUNTY_MONEY.row("wage_cycle")
WAGE_INDEX = COUNTY_MONEY.row("wage_index")
LOCAL_WAGE_INDEX = COUNTY_MONEY.row("local_wage_index")
GROWTH = COUNTY_MONEY.row("growth")
CRISIS = COUNTY_MONEY.row("crisis")
EPIDEMIC = COUNTY_MONEY.row("epidemic")
DETECTION = COUNTY_MONEY.row("detection")
HELP = COUNTY_MONEY.row("help")
RELIEF_WAGE = COUNTY_MONEY.row("relief_wage")
POST_WAGE = COUNTY_MONEY.row("post_wage")
FUNDED = COUNTY_MONEY.row("funded")
ANIMAL_DISEASE = COUNTY_MONEY.row("animal_disease")
CROP_PREMIUM = COUNTY_MONEY.row("crop_premium")
HOUSE_PREMIUM = COUNTY_MONEY.row("house_premium")
ANTI_RETURN = COUNTY_MONEY.row("anti_return")
