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
        Column("road", "share", "state of the village's roads, 1 = as built", "村道路状态（1为完好）"),
        Column("water", "share", "state of its water supply, 1 = as built", "村供水设施状态（1为完好）"),
        Column("power", "share", "state of its power lines, 1 = as built", "村电力设施状态（1为完好）"),
        Column("internet", "share", "state of its internet access, 1 = as built", "村通信网络状态（1为完好）"),
        Column("own_capacity", "share", "capacity of the village's own cadres, without a team", "村干部自身治理能力"),
        Column("cadres", "share", "cadre capacity of the village now", "村级治理能力"),
        Column(
            "visits",
            "ratio",
            "visits that find risk, over those at usual cadre capacity",
            "走访排查力度（通常治理能力为1）",
        ),
        Column("kept", "share", "of what goes to market, what arrives", "上市农产品到达市场的比例"),
        Column(
            "farm_gate",
            "ratio",
            "value at the market, at the expected price and less freight, of a unit that leaves the farm",
            "出村一单位农产品到市场的价值（按预期价、扣除运费）",
        ),
        Column(
            "nearby",
            "share",
            "of what goes to market, what goes to one in the township",
            "上市农产品中送往本乡镇市场的比例",
        ),
        *(
            Column(
                f"brought_{k}",
                "CNY2020/quarter",
                f"last taken to market in quarter {k + 1}, at expected prices of 2020",
                f"第{k + 1}季度最近一次上市农产品（按2020年预期价）",
            )
            for k in range(4)
        ),
        Column("migration", "share", "able adults of the village who work outside", "全村劳动力外出务工比例"),
        Column("cash", "CNY2020", "cash of the village collective", "村集体现金"),
        Column("asset", "CNY2020", "income-earning collective assets", "村集体经营性资产"),
        Column("registered", "share", "part of these assets that the ledger holds", "集体资产确权登记比例"),
        Column(
            "facilities",
            "share",
            "facilities for visitors that support has built, 1 = all that the village needs",
            "扶持建成的旅游设施（1为齐备）",
        ),
        Column("houses_in_use", "share", "of its idle houses, let through the collective", "闲置农房盘活比例"),
        Column("pv_kw", "kW", "photovoltaic capacity, less what has worn", "村级光伏电站有效装机容量"),
        *(
            Column(
                f"earned_{k}",
                "CNY2020/quarter",
                f"collective income in quarter {k + 1}, net of leakage",
                f"村集体经济收入（第{k + 1}季度，扣除流失）",
            )
            for k in range(4)
        ),
        Column(
            "distribution",
            "CNY2020/person/quarter",
            "collective income paid to each person on the list",
            "村集体收益分配（名单内每人每季）",
        ),
        Column(
            "distribution_weak",
            "CNY2020/person/quarter",
            "the same to each person who is listed as monitored",
            "村集体收益分配（名单内监测对象每人每季）",
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
        Column(
            "own_posts",
            "posts",
            "posts that the collective plans to pay this year",
            "村集体本年度计划自筹的公益性岗位数",
        ),
        Column("first_cooperative", "row", "first co-operative of the village", "本村首个合作社"),
        Column("cooperatives", "co-operatives", "co-operatives founded in the village", "本村成立的合作社数"),
        Column("team", "flag", "a resident team is assigned to it", "派驻工作队"),
        Column("market_run", "flag", "its assets are run by a company or under contract", "集体资产市场化运营"),
        Column("visited", "flag", "a village that visitors come to", "旅游村"),
    ),
)
VILLAGE_KIND = Kind("village", "village", "行政村", (VILLAGE_MONEY, VILLAGE_LINK))
YIELD_LOG = VILLAGE_MONEY.row("yield_log")
DISASTER = VILLAGE_MONEY.row("disaster")
CAPITAL_HIT = VILLAGE_MONEY.row("capital_hit")
HOUSE_HIT = VILLAGE_MONEY.row("house_hit")
INDEMNITY = VILLAGE_MONEY.row("indemnity")
ROAD = VILLAGE_MONEY.row("road")
POWER = VILLAGE_MONEY.row("power")
HOUSES_IN_USE = VILLAGE_MONEY.row("houses_in_use")
VISITS = VILLAGE_MONEY.row("visits")
FARM_GATE = VILLAGE_MONEY.row("farm_gate")
MIGRATION = VILLAGE_MONEY.row("migration")
DISTRIBUTION = VILLAGE_MONEY.row("distribution")
DISTRIBUTION_WEAK = VILLAGE_MONEY.row("distribution_weak")
FIRST_COOPERATIVE = VILLAGE_LINK.row("first_cooperative")
COOPERATIVES = VILLAGE_LINK.row("cooperatives")

RECEIVER_MONEY = (  # what co-operatives and enterprises have in common: they hold share funds of households
    Column("cash", "CNY2020", "cash", "现金"),
    Column("capital", "CNY2020", "productive assets that back the share funds", "实有生产性资产（股金的实物支撑）"),
    Column("debt", "CNY2020", "owed to banks", "银行借款"),
    Column("principal", "CNY2020", "share funds owed to households", "应还农户入股本金"),
    Column("quality", "share", "quality of management, 0.5 = usual", "经营管理水平（0.5为一般）"),
    Column("nature", "share", "quality that it returns to without help", "无扶持时的经营管理水平"),
    Column("dividend_rate", "share/quarter", "dividend paid on the principal this quarter", "本季分红率"),
    Column("recovery", "share", "part of the principal paid back when it ends", "终止时退还的股金比例"),
    Column("eaten", "CNY2020", "dividends paid out of principal so far", "累计用本金支付的分红"),
)
RECEIVER_FLAGS = (
    Column("alive", "flag", "still operating", "存续"),
    Column("dishonest", "flag", "pays dividends out of principal when it earns too little", "亏损时用入股本金分红"),
    Column(
        "ended",
        "kind",
        "why it is gone: 0 is not, 1 failed, 2 wound up after a finding, 3 merged",
        "终止原因（0为存续，1倒闭，2监测发现后清退，3合并）",
    ),
)
COOPERATIVE_MONEY = Block(
    "f8",
    (
        *RECEIVER_MONEY,
        Column(
            "floor",
            "ratio",
            "floor price of its orders over the expected price, 0 = no orders",
            "订单保底价与预期价之比（0为无订单）",
        ),
        Column(
            "honoured", "share", "part of what it owes for deliveries that it pays this quarter", "本季收购款兑现比例"
        ),
        Column("bought", "CNY2020/quarter", "paid to members for produce this quarter", "本季收购支出"),
        Column(
            "stock", "CNY2020", "produce in its cold store, at the expected price of 2020", "冷库库存（按2020年预期价）"
        ),
        Column("store", "CNY2020", "what its cold store holds at most", "冷库容量"),
        Column(
            "day_wage",
            "CNY2020/quarter",
            "paid to each member household with a free hand",
            "支付给每个有闲置劳动力社员户的劳务报酬",
        ),
        Column("rent_paid", "CNY2020/quarter", "rent paid to members this quarter", "本季支付土地流转租金"),
        Column(
            "trustee_rate",
            "share/quarter",
            "paid on the principal of members without labour power",
            "托管代养户本季收益率",
        ),
    ),
)
COOPERATIVE_LINK = Block(
    "i4",
    (
        Column("village", "row", "village", "所在村"),
        Column("product", "row", "product", "产品"),
        Column("buyer", "row", "enterprise that buys its produce, -1 none", "收购企业（-1为无）"),
        Column("failed_at", "quarter", "quarter in which it ended, -1 alive", "终止季度（-1为存续）"),
        Column("forms", "bits", "forms of contract that it was founded with", "约定的利益联结方式（位）"),
        Column("offered", "bits", "forms of contract that it offers this quarter", "本季实行的利益联结方式（位）"),
        Column("joined_to", "row", "co-operative that has taken it over, -1 none", "并入的合作社（-1为无）"),
    ),
)
COOPERATIVE_STATE = Block("i1", (*RECEIVER_FLAGS, Column("shell", "flag", "on paper only", "空壳社")))
COOPERATIVE_KIND = Kind(
    "cooperative", "co-operative", "合作社", (COOPERATIVE_MONEY, COOPERATIVE_STATE, COOPERATIVE_LINK)
)
COOPERATIVE_DIVIDEND = COOPERATIVE_MONEY.row("dividend_rate")
COOPERATIVE_RECOVERY = COOPERATIVE_MONEY.row("recovery")
COOPERATIVE_FLOOR = COOPERATIVE_MONEY.row("floor")
HONOURED = COOPERATIVE_MONEY.row("honoured")
DAY_WAGE = COOPERATIVE_MONEY.row("day_wage")
TRUSTEE_RATE = COOPERATIVE_MONEY.row("trustee_rate")
COOPERATIVE_PRODUCT = COOPERATIVE_LINK.row("product")
OFFERED = COOPERATIVE_LINK.row("offered")
JOINED_TO = COOPERATIVE_LINK.row("joined_to")

ENTERPRISE_MONEY = Block(
    "f8",
    (
        *RECEIVER_MONEY,
        Column("revenue", "CNY2020/quarter", "sales this quarter", "本季销售收入"),
        Column(
            "honoured",
            "share",
            "part of what it owes co-operatives that it pays this quarter",
            "本季应付合作社货款兑现比例",
        ),
        Column("margin", "ratio", "profit over the wage bill, mean of about a year", "利润与工资之比（约一年平均）"),
    ),
)
ENTERPRISE_LINK = Block(
    "i4",
    (
        Column("village", "row", "village", "所在村"),
        Column("product", "row", "product that it processes", "加工产品"),
        Column("jobs", "posts", "jobs that it offers", "岗位数"),
        Column("filled", "persons", "jobs filled by households of the model", "在岗人数"),
        Column(
            "site", "code", "relocation site whose households come first, 0 = none", "优先招用的集中安置点编号（0为无）"
        ),
        Column("failed_at", "quarter", "quarter in which it ended, -1 alive", "终止季度（-1为存续）"),
        Column(
            "stable", "quarters", "quarters in a row with enough entitled workers", "连续达到吸纳脱贫劳动力人数的季度数"
        ),
    ),
)
ENTERPRISE_STATE = Block(
    "i1",
    (
        *RECEIVER_FLAGS,
        Column("workshop", "flag", "employment-assistance workshop", "就业帮扶车间"),
        Column("awarded", "awards", "workshop awards received", "已领车间补助次数"),
    ),
)
ENTERPRISE_KIND = Kind("enterprise", "enterprise", "企业", (ENTERPRISE_MONEY, ENTERPRISE_STATE, ENTERPRISE_LINK))
ENTERPRISE_DIVIDEND = ENTERPRISE_MONEY.row("dividend_rate")
ENTERPRISE_RECOVERY = ENTERPRISE_MONEY.row("recovery")

SITE_MONEY = Block(
    "f8",
    (
        Column("system", "share", "state of the site's water and power, 1 = as built", "安置点水电设施状态（1为完好）"),
        Column(
            "services",
            "share",
            "of the five accesses and five facilities that are planned, what stands",
            "“五通五有”配套到位比例",
        ),
        Column("integration", "share", "how far its households feel at home", "社区融入度"),
    ),
)
SITE_LINK = Block(
    "i4",
    (
        Column("households", "households", "households that live there", "安置户数"),
        Column("plant", "row", "workshop whose jobs its households are offered first, -1 none", "配套车间（-1为无）"),
    ),
)
SITE_KIND = Kind("site", "relocation site", "集中安置点", (SITE_MONEY, SITE_LINK))

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
            "forced_fall",
            "share",
            "share by which a stress test lowers the price this quarter",
            "压力测试使本季价格下跌的比例",
        ),
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
        Column("credit_supply", "ratio", "how freely banks lend, 1 = usual", "银行信贷投放松紧（1为正常）"),
        Column(
            "loss_rate",
            "1/year",
            "loans that banks write off, memory of about a year",
            "银行贷款年核销率（约一年平均）",
        ),
        Column("usual_loss", "1/year", "the same, memory of about five years", "银行贷款年核销率（约五年平均）"),
        Column("crisis_quarters", "quarters", "quarters of labour crisis left", "用工危机剩余季度"),
        Column(
            "crisis",
            "share",
            "share of migrants who lose their work to the crisis this quarter",
            "本季危机致外出务工失业比例",
        ),
        Column("epidemic", "ratio", "illness hazard over normal this quarter", "本季发病风险倍数"),
        Column("visitor_log", "log", "state of the number of visitors, log", "游客量状态（对数）"),
        Column("visitors", "ratio", "visitors this quarter over the usual number", "本季游客量与常年之比"),
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
        Column(
            "markets_built",
            "markets/township",
            "markets that support has built",
            "帮扶新建农贸市场数（每乡镇）",
        ),
        Column("relief_wage", "CNY2020/(person·quarter)", "pay for a quarter of work relief", "以工代赈季劳务报酬"),
        Column("post_wage", "CNY2020/(post·quarter)", "wage of a public-welfare post", "公益性岗位补助标准"),
        Column(
            "funded",
            "ratio",
            "share of planned cash support that the treasury can pay this quarter",
            "本季财政可支付的计划补助比例",
        ),
        Column(
            "programmes_funded",
            "ratio",
            "share of planned programmes that the treasury can pay this quarter",
            "本季财政可支付的计划项目支出比例",
        ),
        Column("advance", "CNY2020", "advanced by higher government and not paid back yet", "上级调度垫付未归还资金"),
        *(
            Column(
                f"{kind}_{k}",
                "CNY2020/quarter",
                f"cost of {en} when quarter {k + 1} was last lived, at full strength and prices of 2020",
                f"最近一个第{k + 1}季度{zh}支出（按全额力度和2020年价）",
            )
            for kind, en, zh in (
                ("benefits", "benefits due by law", "法定待遇"),
                ("programmes", "programmes, repairs aside", "帮扶项目（不含设施修复）"),
            )
            for k in range(4)
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
VISITORS = COUNTY_MONEY.row("visitors")
DETECTION = COUNTY_MONEY.row("detection")
HELP = COUNTY_MONEY.row("help")
RELIEF_WAGE = COUNTY_MONEY.row("relief_wage")
POST_WAGE = COUNTY_MONEY.row("post_wage")
FUNDED = COUNTY_MONEY.row("funded")
ANIMAL_DISEASE = COUNTY_MONEY.row("animal_disease")
CROP_PREMIUM = COUNTY_MONEY.row("crop_premium")
HOUSE_PREMIUM = COUNTY_MONEY.row("house_premium")
ANTI_RETURN = COUNTY_MONEY.row("anti_return")
CREDIT_SUPPLY = COUNTY_MONEY.row("credit_supply")
