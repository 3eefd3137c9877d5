"""Lines of which welfare is made: which flows make each, and what they are called."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sim.language import Text
from sim.state.flows import FLOWS, SOURCES_OF_INCOME, Flow

MEDICAL, REST = "medical", "rest"


class Line(NamedTuple):
    """One line: the group of lines that stand in for one another, its name, and its flows."""

    name: str
    group: str
    text: Text
    flows: tuple[str, ...]


def _line(name: str, group: str, flows: str, en: str, zh: str) -> Line:
    return Line(name, group, Text(en, zh), tuple(flows.split()))


LINES = (
    _line("migrant", "work", "wage_migrant", "wages from work outside the county", "外出务工工资"),
    _line("local", "work", "wage_local", "wages from local work", "本地务工工资"),
    _line("job", "work", "wage_enterprise", "wages from an enterprise or workshop", "企业（车间）工资"),
    _line("day_work", "work", "wage_cooperative", "pay for days of work at the co-operative", "合作社务工报酬"),
    _line("post", "work", "wage_post wage_work_relief", "pay for public-welfare posts and work relief",
          "公益性岗位和以工代赈收入"),
    _line("arrears", "work", "wage_withheld wage_recovered", "wages withheld, net of those recovered", "拖欠工资（扣除追回）"),
    _line("farm", "farm", "sales_order sales_market own_use farm_cost service_fee", "crops (less inputs and service)",
          "种植收入（扣除投入和托管服务费）"),
    _line("livestock", "farm", "livestock_income", "livestock", "养殖收入"),
    _line("side", "farm", "side_income side_award", "small side industries", "“五小”产业收入"),
    _line("farm_stay", "farm", "farm_stay_income", "farm stay", "农家乐收入"),
    _line("capital", "capital", "capital_income capital_premium", "income from productive capital", "生产性资产经营收入"),
    _line("dividend", "property", "dividend_cooperative dividend_enterprise loan_return",
          "dividends of co-operative and enterprise", "合作社和企业分红"),
    _line("collective", "property", "distribution", "share in the village collective's income", "村集体收益分配"),
    _line("rent", "property", "land_rent rent_cooperative house_rent", "rent of land and house let to others", "土地流转与闲置农房租金"),
    _line("pension", "transfer", "pension", "pensions", "养老金"),
    _line("allowance", "transfer", "disability_allowance ecological", "allowances and ecological payments",
          "残疾人补贴和生态补偿"),
    _line("remittance", "kin", "remittance kin", "money from relatives", "亲属汇款和亲友互助"),
    _line("premium", "transfer", "premium contribution", "medical premiums and pension contributions", "医保和养老保险缴费"),
    _line("assistance", "assistance", "dibao tekun relief", "dibao, tekun support and temporary relief",
          "低保、特困供养和临时救助"),
)  # fmt: skip
REMAINDER = Line(REST, "other", Text("other income", "其他收入"), ())
MEDICAL_LINE = Line(MEDICAL, "medical", Text("own-paid medical cost", "医疗自付"), ("own_paid",))
ALL = (*LINES, MEDICAL_LINE, REMAINDER)
BY_NAME = {line.name: line for line in ALL}
FLOW_OF = {flow.name: flow for flow in FLOWS}


def signed(line: Line) -> Sequence[tuple[Flow, float]]:
    """The flows of a line with the sign with which they enter welfare."""
    return [(FLOW_OF[name], -1.0 if line.name == MEDICAL else FLOW_OF[name].sign) for name in line.flows]


def without_a_line() -> list[str]:
    """Flows of income that no line names; they would show as other income."""
    named = {name for line in ALL for name in line.flows}
    return [flow.name for flow in FLOWS if flow.source in SOURCES_OF_INCOME and flow.name not in named]


SIGNED_FLOWS = tuple((flow.name, sign) for line in ALL for flow, sign in signed(line))
