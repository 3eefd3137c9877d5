"""The table of levers: through which channel, pool or strength each of them acts."""

from __future__ import annotations

import inspect
import re
import sys

from sim.documentation.markdown import headed, table, unit
from sim.levers.channels import Pools
from sim.parameters import GROUPS, LEVERS
from sim.spec.problems import shown
from sim.state import channels

POOLS = {  # pool: unit, meaning in English and Chinese
    "posts_per_village": ("posts/village", "public-welfare posts open in each village", "每村公益性岗位数"),
    "post_wage": ("CNY2020/(post·year)", "pay of a public-welfare post", "公益性岗位年补助标准"),
    "training_places": ("persons/quarter", "training places in the county", "全县季度培训名额"),
    "relief_places": ("persons/quarter", "places in work relief in the county", "全县季度以工代赈名额"),
    "relief_wage": ("CNY2020/(person·quarter)", "pay for a quarter of work relief", "以工代赈季劳务报酬"),
    "anti_return": ("share", "share of cover that the county buys from anti-return insurance", "防贫返贫保险投保比例"),
    "care_cost": ("CNY2020/quarter", "public cost of health management and care places", "健康管理与照护服务公共支出"),
    "collective_support": (
        "CNY2020/(village·year)",
        "support of the assets of a village with little collective income",
        "薄弱村集体经济扶持资金",
    ),
    "facilities_pace": (
        "1/year",
        "share of the facilities of villages that visitors come to that is built in a year",
        "旅游村设施每年建成比例",
    ),
    "facilities_cost": ("CNY2020/village", "public cost of all these facilities", "旅游村设施建设投入合计"),
    "site_building": (
        "1/year",
        "of the services that relocation sites lack, what is built",
        "安置点公共服务缺口年补齐比例",
    ),
    "site_building_cost": (
        "CNY2020/household",
        "cost of all services of a relocation site",
        "安置点公共服务户均配套费用",
    ),
    "matched": (
        "share",
        "of the listed producers' surplus in a glut, what matching sells",
        "认定农户滞销部分经产销对接售出的比例",
    ),
    "institution_share": (
        "share",
        "of a product's sales, what institutions take from listed producers",
        "定向直供占产品销量比例",
    ),
    "institution_premium": ("share", "price of institutions over the market's", "定向直供溢价幅度"),
    "assistance": (
        "CNY2020/(household·year)",
        "purchases of assistance for each listed household",
        "每户认定农户的消费帮扶采购额",
    ),
    "assistance_premium": ("share", "price of such purchases over the market's", "消费帮扶溢价幅度"),
    "counters": ("CNY2020/year", "sales of counters in partner cities", "协作城市专柜年销售能力"),
    "counter_premium": ("share", "price at counters over the market's", "专柜销售溢价幅度"),
    "counter_award": ("share", "public award for a yuan sold at a counter", "专柜销售奖补占销售额比例"),
    "risk_review": (
        "share",
        "fall of the hazard of failure of co-operatives and leading firms",
        "合作社与龙头企业倒闭风险降低比例",
    ),
    "review_cost": ("CNY2020/(firm·quarter)", "public cost of reviewing a firm's risks", "每个主体季度风险评估经费"),
    "control_cost": (
        "CNY2020/(village·quarter)",
        "public cost of further control of diseases",
        "加强疫病防控每村季度经费",
    ),
    "irrigation_cost": (
        "CNY2020/(mu·quarter)",
        "public cost of further irrigation, by mu of cropland",
        "新增灌溉季度经费（按全部耕地每亩）",
    ),
    "brand_premium": (
        "share",
        "price of branded produce of listed producers over the market's",
        "品牌产品溢价幅度（认定农户）",
    ),
    "brand_cost": (
        "CNY2020/(product·quarter)",
        "public cost of branding and certification",
        "每个产品季度品牌建设与认证经费",
    ),
    "new_markets": ("markets/township", "markets that are built in all", "新建农贸市场数"),
    "market_works": ("markets/(township·quarter)", "of these, what is built in the quarter", "本季建成部分"),
    "market_cost": ("CNY2020/market", "public cost of a market", "每个市场财政投资"),
    "floor": ("ratio", "floor price of orders over the expected price", "订单保底价与预期价之比"),
    "cooperative_gain": (
        "1/year",
        "part of the gap to the best management of co-operatives that help closes",
        "每年弥补合作社经营管理差距的比例",
    ),
    "cooperative_cost": (
        "CNY2020/(co-operative·quarter)",
        "public cost of the programme for a co-operative",
        "每社季度规范提升经费",
    ),
    "founding_grant": ("CNY2020/co-operative", "grant to a new co-operative", "新设合作社补助"),
    "short_subsidy": (
        "CNY2020/person",
        "training subsidy for a contract of half a year to a year",
        "用工培训补助（6个月以上不满1年）",
    ),
    "long_subsidy": ("CNY2020/person", "training subsidy for a contract of a year or more", "用工培训补助（1年以上）"),
    "long_contracts": ("share", "hires with a contract of a year or more", "签订1年以上合同的比例"),
    "jobs_gain": ("share", "further jobs that subsidies bring", "补助带来的新增岗位比例"),
    "first_award": ("CNY2020/workshop", "workshop award after half a year", "车间稳定就业半年补助"),
    "second_award": ("CNY2020/workshop", "workshop award after three years", "车间稳定就业3年补助"),
    "awards_add_up": ("switch", "the second award comes on top of the first", "两次车间补助可叠加领取"),
    "award_workers": ("workers", "entitled workers asked of a workshop", "车间补助要求吸纳脱贫劳动力人数"),
    "returnees": ("share", "new workshops founded by returnees", "返乡人员创办的新车间比例"),
    "returnee_grant": ("CNY2020/workshop", "grant to a workshop founded by a returnee", "返乡人员创办车间补助"),
    "models": ("share", "new workshops founded by provincial models", "省级创业典型创办的新车间比例"),
    "model_grant": (
        "CNY2020/workshop",
        "grant to a workshop founded by a provincial model",
        "省级创业典型创办车间补助",
    ),
    "award_per_household": (
        "CNY2020/(household·year)",
        "award to a firm for each household that it leads",
        "龙头企业带动农户奖补",
    ),
    "award_on_funds": ("1/year", "award to a firm on share funds held", "按吸收入股资金规模奖补比例"),
    "entry_gain": ("share", "gain in the founding of firms", "新设企业提高幅度"),
    "enterprise_gain": (
        "1/year",
        "part of the gap to the best management of firms that help closes",
        "每年弥补企业经营管理差距的比例",
    ),
    "floor_weight": (
        "share",
        "how far co-operatives' own floors are lifted towards it",
        "合作社自有保底价向其靠拢的程度",
    ),
}
STRENGTHS = {  # strength: what it scales
    "policy": ("the programme levers", "各项帮扶政策的力度"),
    "help": ("dibao take-up and relief of the monitored", "监测对象的低保纳入与临时救助力度"),
    "supervision": ("visits, data matching and verified cases", "入户排查、数据比对与核实办理力度"),
    "responsibility": (
        "resident teams, repair of villages' and sites' systems",
        "驻村工作队、村和安置点设施管护修复力度",
    ),
}


def lever_table(lang: str) -> str:
    """Every channel, pool or strength through which each lever acts."""
    rows: list[tuple[object, ...]] = []
    for lever in LEVERS:
        source = inspect.getsource(sys.modules[GROUPS[lever].__module__])
        used = [getattr(channels, name) for name in dict.fromkeys(re.findall(r"channels\.([A-Z_]+)", source))]
        for c in (channels.CHANNELS[i] for i in sorted(used)):
            rows.append(
                (f"`{lever}`", f"`{c.name}`", unit(c.unit, lang), shown(c.neutral), c.en if lang == "en" else c.zh)
            )
        for pool, (name, en, zh) in POOLS.items():
            if f"pools.{pool} =" in source:
                rows.append(
                    (
                        f"`{lever}`",
                        f"`{pool}`",
                        unit(name, lang),
                        shown(getattr(Pools(), pool)),
                        en if lang == "en" else zh,
                    )
                )
    for strength, (en, zh) in STRENGTHS.items():
        rows.append(("`transition`", f"`{strength}`", unit("share", lang), "1", en if lang == "en" else zh))
    return table(headed(lang, "lever,acts through,unit,neutral,meaning", "政策工具,作用渠道,单位,中性值,含义"), rows)
