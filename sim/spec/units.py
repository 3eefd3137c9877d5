"""Units in Chinese. A unit is words joined by ``/``, ``·``, spaces, brackets and numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

WORDS: Mapping[str, str] = MappingProxyType(
    {
        "CNY": "元",
        "CNY2020": "2020年价元",
        "adult": "成年人",
        "adults": "成年人",
        "case": "件",
        "cases": "件",
        "child": "儿童",
        "children": "儿童",
        "choice": "选项",
        "co-operative": "合作社",
        "co-operatives": "个合作社",
        "receivers": "个承接主体",
        "awards": "次",
        "kind": "类别",
        "contract": "合同",
        "contracts": "份合同",
        "counter": "专柜",
        "counters": "个专柜",
        "county": "县",
        "current": "当年价",
        "day": "天",
        "days": "天",
        "elder": "老人",
        "elders": "老人",
        "enterprise": "企业",
        "enterprises": "家企业",
        "event": "次",
        "firm": "主体",
        "events": "次",
        "household": "户",
        "households": "户",
        "herd": "畜群",
        "house": "座住房",
        "houses": "座住房",
        "hour": "小时",
        "hours": "小时",
        "job": "岗位",
        "jobs": "个岗位",
        "kW": "千瓦",
        "km": "公里",
        "loan": "笔贷款",
        "loans": "笔贷款",
        "log": "对数",
        "member": "成员",
        "members": "名成员",
        "million": "百万",
        "market": "市场",
        "markets": "个市场",
        "month": "月",
        "months": "个月",
        "mu": "亩",
        "patient": "患者",
        "people": "人",
        "person": "人",
        "persons": "人",
        "point": "点",
        "points": "个百分点",
        "post": "岗位",
        "places": "个名额",
        "posts": "个岗位",
        "probability": "概率",
        "product": "产品",
        "products": "种产品",
        "quarter": "季度",
        "quarters": "个季度",
        "rate": "率",
        "ratio": "比值",
        "region": "地区",
        "score": "分",
        "share": "比例",
        "site": "安置点",
        "sites": "个安置点",
        "standard": "标准",
        "student": "在校生",
        "step": "级",
        "steps": "级",
        "switch": "开关",
        "thousand": "千",
        "ton": "吨",
        "township": "乡镇",
        "townships": "个乡镇",
        "village": "村",
        "villages": "个村",
        "visit": "次走访",
        "visits": "次走访",
        "weight": "权重",
        "worker": "劳动力",
        "workers": "名劳动力",
        "working": "工作",
        "workshop": "车间",
        "workshops": "个车间",
        "year": "年",
        "years": "年",
    }
)

PHRASES: Mapping[str, str] = MappingProxyType(
    {
        "1": "无量纲",
        "bits": "位",
        "code": "代码",
        "flag": "是否",
        "index": "序号",
        "rank/32768": "序位/32768",
        "row": "行号",
        "share of children": "占儿童比例",
        "share of households": "占户数比例",
        "share of persons": "占人口比例",
        "share of villages": "占村数比例",
    }
)
"""Units that are no product of words."""

_WORD = re.compile(r"[A-Za-z][A-Za-z-]*(?:2020)?")


def unit_zh(unit: str) -> str:
    """The unit of a parameter, column or measure in Chinese; a pure number is said to have none.

    Words that are not in ``WORDS`` stay.
    """
    return PHRASES.get(unit) or _WORD.sub(lambda match: WORDS.get(match[0], match[0]), unit)


def unknown_words(unit: str) -> list[str]:
    """Words of a unit that have no Chinese name yet."""
    return [] if unit in PHRASES else [word for word in _WORD.findall(unit) if word not in WORDS]
