"""Causes of a return: the codes of the national registry, and those that only a model can tell apart."""

from __future__ import annotations

from typing import NamedTuple

from sim.language import Text


class Cause(NamedTuple):
    """One cause; ``national`` ones are codes of the national registry."""

    code: str
    text: Text
    national: bool


def _causes(national: bool, *rows: tuple[str, str, str]) -> dict[str, Cause]:
    return {code: Cause(code, Text(en, zh), national) for code, en, zh in rows}


CAUSES = {
    **_causes(
        True,
        ("illness", "illness", "因病"),
        ("disability", "disability", "因残"),
        ("schooling", "schooling", "因学"),
        ("disaster", "disaster or bad weather", "因灾"),
        ("marriage", "marriage", "因婚"),
        ("land", "lack of land", "缺土地"),
        ("water", "lack of water", "缺水"),
        ("skill", "lack of skills", "缺技术"),
        ("capital", "lack of capital", "缺资金"),
        ("labour", "lack of labour", "缺劳力"),
        ("transport", "poor roads and transport", "交通条件落后"),
        ("motivation", "lack of motivation", "自身发展动力不足"),
    ),
    **_causes(
        False,
        ("enterprise", "enterprise or co-operative failed", "企业或合作社倒闭"),
        ("market", "labour-market crisis", "用工形势恶化"),
        ("job", "work lost", "失去务工岗位"),
        ("pay", "lower pay in the same work", "务工收入下降"),
        ("arrears", "wages withheld", "拖欠工资"),
        ("price", "fall in prices of produce", "农产品价格下跌"),
        ("visitors", "fewer visitors", "游客减少"),
        ("output", "lower output of farm and sidelines", "生产经营收入下降"),
        ("loss", "livestock died or capital was lost", "牲畜死亡或资产受损"),
        ("support", "support that ended or shrank", "帮扶减少或停止"),
        ("kin", "less help from relatives", "亲友接济减少"),
        ("members", "more members", "家庭人口增加"),
        ("earners", "fewer earners", "挣钱人口减少"),
        ("other", "other", "其他原因"),
    ),
}  # fmt: skip


class Verdict(NamedTuple):
    """Main cause, contributing ones (largest first), and the fall that each explains, CNY/(person·year), negative."""

    main: str
    contributing: tuple[str, ...]
    falls: dict[str, float]
