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
    "floor": ("ratio", "floor price of orders over the expected price", "订单保底价与预期价之比"),
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
    "responsibility": ("repair of village infrastructure", "村级设施管护修复力度"),
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
