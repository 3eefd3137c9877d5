"""What moves during one quarter: a household's flows, and the channels through which levers reach it.

Flows live for one quarter. Channels are set to their neutral value before the levers act, so a lever that
is off leaves them neutral, to the bit.
"""

from __future__ import annotations

from typing import NamedTuple

from sim.state.store import Block, Column


def _money(name: str, en: str, zh: str) -> Column:
    return Column(name, "CNY2020/quarter", en, zh)


FLOW = Block(
    "f8",
    (
        Column("lost_labour", "persons", "working-age labour lost to illness", "因病损失劳动力"),
        Column("farm_labour", "persons", "labour on the own farm", "自家农业劳动力"),
        Column("transitory", "log", "transitory income shock", "暂时性收入冲击（对数）"),
        Column("output", "CNY2020/quarter", "farm output at the expected price", "农业产出（按预期价）"),
        Column(
            "ordered", "CNY2020/quarter", "of it sold under order, at the expected price", "其中订单销售（按预期价）"
        ),
        Column("income", "CNY2020/(person·year)", "disposable income, last four quarters", "近四季人均可支配收入"),
        Column(
            "welfare",
            "CNY2020/(person·year)",
            "income less own-paid medical cost, last four quarters",
            "近四季扣除自付医疗费后的人均收入",
        ),
        Column("assisted", "CNY2020/(person·year)", "dibao and relief, last four quarters", "近四季人均低保与救助收入"),
        Column("medical", "CNY2020/(person·year)", "own-paid medical cost, last four quarters", "近四季人均医疗自付"),
        _money("wages", "wage income", "工资性收入"),
        _money("farm_income", "net farm income", "农业经营净收入"),
        _money("property", "property income", "财产净收入"),
        _money("other_income", "disposable income from everything but capital", "除资本收益外的可支配收入"),
        _money("wage_migrant", "migrant wages", "外出务工工资"),
        _money("wage_local", "local wages", "本地务工工资"),
        _money("wage_enterprise", "wages from enterprises and workshops", "企业（车间）工资"),
        _money("wage_post", "wages of public-welfare posts", "公益性岗位补助"),
        _money("sales_order", "sales to the co-operative under order", "订单销售收入"),
        _money("sales_market", "sales on the market", "市场销售收入"),
        _money("farm_cost", "farm inputs", "农业投入"),
        _money("capital_income", "income from productive capital", "生产性资本收益"),
        _money("dividend_cooperative", "dividends of the co-operative", "合作社分红"),
        _money("dividend_enterprise", "dividends of the enterprise", "企业分红"),
        _money("distribution", "share in the collective's income", "村集体收益分配"),
        _money("pension", "basic pension", "基本养老金"),
        _money("dibao", "dibao", "低保金"),
        _money("relief", "temporary relief", "临时救助"),
        _money("premium", "medical premium paid", "医保缴费"),
        _money("premium_subsidy", "medical premium paid by the government", "医保资助参保"),
        _money("bill", "medical bill", "医疗费用"),
        _money("fund_paid", "paid by basic and serious-illness insurance", "基本医保与大病保险支付"),
        _money("aid_paid", "paid by medical aid", "医疗救助支付"),
        _money("lever_paid", "paid on top by the medical-insurance lever", "医疗保障政策额外支付"),
        _money("own_paid", "own-paid medical cost", "医疗自付"),
        _money("consumption", "consumption", "消费支出"),
        _money("investment", "investment in productive capital", "生产性投资"),
        _money("capital_lost", "productive capital lost or worn out", "资本损失与折旧"),
        _money("grant", "industry grant received as productive capital", "产业到户补助（实物资本）"),
        _money("share_grant", "industry grant turned into shares", "产业资金入股"),
        _money("share_lost", "shares lost when their holder failed", "入股本金损失"),
        _money("interest", "interest paid on microcredit", "小额信贷利息支出"),
        _money("interest_subsidy", "microcredit interest paid by the government", "小额信贷贴息"),
        _money("interest_informal", "interest paid on informal debt", "民间借款利息支出"),
        _money("borrowed", "microcredit taken up", "新增小额信贷"),
        _money("borrowed_informal", "informal loans taken up", "新增民间借款"),
        _money("repaid", "microcredit repaid", "偿还小额信贷"),
        _money("repaid_informal", "informal loans repaid", "偿还民间借款"),
        _money("distress_sale", "productive capital sold in distress (proceeds)", "困难变卖资产所得"),
        _money("estate", "savings left to heirs outside the county", "户消亡遗留储蓄"),
        _money("estate_microcredit", "microcredit written off when a household dissolves", "户消亡核销小额信贷"),
        _money("estate_informal", "informal debt written off when a household dissolves", "户消亡核销民间借款"),
        _money("estate_cooperative", "co-operative shares given up when a household dissolves", "户消亡放弃合作社股金"),
        _money("estate_enterprise", "enterprise shares given up when a household dissolves", "户消亡放弃企业股金"),
    ),
)

LOST_LABOUR = FLOW.row("lost_labour")
FARM_LABOUR = FLOW.row("farm_labour")
TRANSITORY = FLOW.row("transitory")
OUTPUT = FLOW.row("output")
ORDERED = FLOW.row("ordered")
INCOME = FLOW.row("income")
WELFARE = FLOW.row("welfare")
ASSISTED = FLOW.row("assisted")
MEDICAL_COST = FLOW.row("medical")
WAGES = FLOW.row("wages")
FARM_INCOME = FLOW.row("farm_income")
PROPERTY = FLOW.row("property")
OTHER = FLOW.row("other_income")
FIRST_PAYMENT = FLOW.row("wage_migrant")  # from here on every flow is an amount that somebody pays
WAGE_MIGRANT = FLOW.row("wage_migrant")
WAGE_LOCAL = FLOW.row("wage_local")
WAGE_ENTERPRISE = FLOW.row("wage_enterprise")
WAGE_POST = FLOW.row("wage_post")
SALES_ORDER = FLOW.row("sales_order")
SALES_MARKET = FLOW.row("sales_market")
FARM_COST = FLOW.row("farm_cost")
CAPITAL_INCOME = FLOW.row("capital_income")
DIVIDEND_COOPERATIVE = FLOW.row("dividend_cooperative")
DIVIDEND_ENTERPRISE = FLOW.row("dividend_enterprise")
COLLECTIVE = FLOW.row("distribution")
PENSION = FLOW.row("pension")
DIBAO_PAID = FLOW.row("dibao")
RELIEF = FLOW.row("relief")
PREMIUM = FLOW.row("premium")
PREMIUM_SUBSIDY = FLOW.row("premium_subsidy")
BILL = FLOW.row("bill")
FUND_PAID = FLOW.row("fund_paid")
AID_PAID = FLOW.row("aid_paid")
LEVER_PAID = FLOW.row("lever_paid")
OWN_PAID = FLOW.row("own_paid")
CONSUMED = FLOW.row("consumption")
INVESTED = FLOW.row("investment")
CAPITAL_LOST = FLOW.row("capital_lost")
GRANT = FLOW.row("grant")
SHARE_GRANT = FLOW.row("share_grant")
SHARE_LOST = FLOW.row("share_lost")
INTEREST = FLOW.row("interest")
INTEREST_SUBSIDY = FLOW.row("interest_subsidy")
INTEREST_INFORMAL = FLOW.row("interest_informal")
BORROWED = FLOW.row("borrowed")
BORROWED_INFORMAL = FLOW.row("borrowed_informal")
REPAID = FLOW.row("repaid")
REPAID_INFORMAL = FLOW.row("repaid_informal")
DISTRESS_SALE = FLOW.row("distress_sale")
ESTATE = FLOW.row("estate")
FIRST_ESTATE = ESTATE  # from here on flows are written for households without members alone
ESTATE_MICROCREDIT = FLOW.row("estate_microcredit")
ESTATE_INFORMAL = FLOW.row("estate_informal")
ESTATE_COOPERATIVE = FLOW.row("estate_cooperative")
ESTATE_ENTERPRISE = FLOW.row("estate_enterprise")


class Channel(NamedTuple):
    """A way in which levers reach a household; ``neutral`` is its value when nobody uses it."""

    name: str
    unit: str
    neutral: float
    en: str
    zh: str


CHANNELS = (
    Channel("capital_grant", "CNY2020/(household·quarter)", 0.0, "productive capital given", "生产性资本补助"),
    Channel("share_grant", "CNY2020/(household·quarter)", 0.0, "share principal given", "入股本金补助"),
    Channel("output", "share", 0.0, "gain in farm output", "农业增产幅度"),
    Channel("credit", "share", 0.0, "share of microcredit interest paid by the government", "小额信贷贴息比例"),
    Channel("finding", "share", 0.0, "gain in the hazard of finding wage work", "求职成功率提高幅度"),
    Channel("retention", "share", 0.0, "fall in the hazard of losing wage work", "失去工作概率的降幅"),
    Channel("reimbursement", "share", 0.0, "floor on the share of compliant cost reimbursed", "合规费用报销比例下限"),
    Channel(
        "medical_top_up",
        "share",
        0.0,
        "share of the gain over the normal tiers that is paid",
        "在三重保障之上补足的比例",
    ),
    Channel(
        "own_cap",
        "CNY2020/(household·year)",
        1.0e15,
        "cap on own compliant cost of all members",
        "全户合计的合规医疗费用自付封顶线",
    ),
    Channel("premium", "share", 0.0, "share of the premium paid by the government", "医保缴费资助比例"),
)
CHANNEL_NEUTRAL = tuple(channel.neutral for channel in CHANNELS)
(
    CHANNEL_CAPITAL,
    CHANNEL_SHARES,
    CHANNEL_OUTPUT,
    CHANNEL_CREDIT,
    CHANNEL_FINDING,
    CHANNEL_RETENTION,
    CHANNEL_REIMBURSEMENT,
    CHANNEL_TOP_UP,
    CHANNEL_OWN_CAP,
    CHANNEL_PREMIUM,
) = range(len(CHANNELS))
