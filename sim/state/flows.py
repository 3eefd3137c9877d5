"""What moves during one quarter: a household's flows, and who is on the other side of each.

Every flow says who pays and who receives, to which official source of income it belongs, and which public programme it
costs; the books, the records and the tables of the documentation are read from these lines.
"""

from __future__ import annotations

from typing import NamedTuple

from sim.state.store import Block, Column

SOURCES_OF_INCOME = ("wage", "business", "property", "transfer", "assistance")


class Flow(NamedTuple):
    """One flow of a household in a quarter.

    ``payer`` and ``payee`` are sectors of the transactions matrix; "public" is the county and higher government by the
    county's share, as far as the county has money, "relief" the same, paid before all else; "" means that no money
    moves or that the books enter it by hand. ``source`` is the official source of income that it adds to, with ``sign``.
    ``cost`` is the programme whose public cost it is. ``rare`` flows concern few households: passes write and mark them
    where something happens, and where there is no mark the column holds what an earlier quarter has left there.
    """

    name: str
    en: str
    zh: str
    payer: str = ""
    payee: str = ""
    source: str = ""
    sign: float = 1.0
    cost: str = ""
    rare: bool = False
    unit: str = "CNY2020/quarter"


def _to(name: str, payer: str, source: str, en: str, zh: str, cost: str = "", rare: bool = False) -> Flow:
    return Flow(name, en, zh, payer, "households", source, 1.0, cost, rare)


def _by(name: str, payee: str, en: str, zh: str, rare: bool = False, source: str = "") -> Flow:
    return Flow(name, en, zh, "households", payee, source, -1.0, "", rare)


def _other(name: str, unit: str, en: str, zh: str) -> Flow:
    return Flow(name, en, zh, unit=unit)


# fmt: off
STATES = (  # no payments: what passes of one quarter tell each other
    _other("lost_labour", "persons", "working-age labour lost to illness", "因病损失劳动力"),
    _other("present", "share", "share of full working time that an able adult of the household works", "劳动力实际出工比例"),
    _other("farm_labour", "persons", "labour on the own farm", "自家农业劳动力"),
    _other("transitory", "log", "transitory income shock", "暂时性收入冲击（对数）"),
    _other("output", "CNY2020/quarter", "farm output at the expected price", "农业产出（按预期价）"),
    _other("ordered", "CNY2020/quarter", "of it sold under order, at the expected price", "其中订单销售（按预期价）"),
    _other("income", "CNY2020/(person·year)", "disposable income, last four quarters", "近四季人均可支配收入"),
    _other("welfare", "CNY2020/(person·year)", "income less own-paid medical cost, last four quarters", "近四季扣除自付医疗费后的人均收入"),
    _other("assisted", "CNY2020/(person·year)", "assistance, last four quarters", "近四季人均救助收入"),
    _other("medical", "CNY2020/(person·year)", "own-paid medical cost, last four quarters", "近四季人均医疗自付"),
    _other("other_income", "CNY2020/quarter", "disposable income from everything but capital", "除资本收益外的可支配收入"),
)
TOTALS = (  # cleared each quarter; every process adds what it pays or takes
    _other("wages", "CNY2020/quarter", "wage income", "工资性收入"),
    _other("business", "CNY2020/quarter", "net business income, capital aside", "经营净收入（不含资本收益）"),
    _other("property", "CNY2020/quarter", "property income", "财产净收入"),
    _other("transfer", "CNY2020/quarter", "transfers received less social contributions, assistance aside", "转移净收入（不含救助）"),
    _other("assistance", "CNY2020/quarter", "dibao, tekun support and temporary relief", "低保、特困供养与临时救助收入"),
    _other("cash", "CNY2020/quarter", "other money in less money out that is neither income nor consumption nor own-paid medical cost",
           "收入、消费和医疗自付以外的其他现金收支净额"),
)
PAYMENTS = (
    _to("wage_migrant", "outside", "wage", "migrant wages", "外出务工工资"),
    _to("wage_local", "outside", "wage", "local wages", "本地务工工资"),
    _to("wage_enterprise", "enterprises", "wage", "wages from enterprises and workshops", "企业（车间）工资"),
    _to("wage_post", "public", "wage", "wages of public-welfare posts", "公益性岗位补助", "employment_transfer"),
    _to("sales_order", "cooperatives", "business", "sales to the co-operative under order", "订单销售收入"),
    _to("sales_market", "outside", "business", "sales on the market", "市场销售收入"),
    _to("own_use", "outside", "business", "produce of the own farm that the household eats, at the expected price (booked as sold and bought back)",
        "自产自用农产品（按预期价，记为先售后购）"),
    _by("farm_cost", "outside", "farm inputs", "农业投入", source="business"),
    _to("livestock_income", "outside", "business", "net income from livestock", "畜牧净收入"),
    _to("side_income", "outside", "business", "net income from small side industries", "“五小”产业净收入"),
    _to("capital_income", "outside", "business", "income from productive capital", "生产性资本收益"),
    _to("dividend_cooperative", "cooperatives", "property", "dividends of the co-operative", "合作社分红"),
    _to("dividend_enterprise", "enterprises", "property", "dividends of the enterprise", "企业分红"),
    Flow("distribution", "share in the collective's income", "村集体收益分配", source="property"),
    _to("land_rent", "outside", "property", "rent of land let to others", "土地流转租金"),
    _to("pension", "higher_government", "transfer", "basic pension", "基本养老金"),
    Flow("kin", "received from kin less given to kin", "亲友互助净收入", source="transfer"),
    Flow("bill", "medical bill", "医疗费用"),
    Flow("fund_paid", "paid by basic and serious-illness insurance", "基本医保与大病保险支付", "insurers", "health_system"),
    Flow("aid_paid", "paid by medical aid", "医疗救助支付", "public", "health_system", cost="safety_net"),
    Flow("lever_paid", "paid on top by the medical-insurance lever", "医疗保障政策额外支付", "public", "health_system",
         cost="medical_insurance"),
    _by("own_paid", "health_system", "own-paid medical cost", "医疗自付"),
    _by("consumption", "outside", "consumption", "消费支出"),
    _by("investment", "outside", "investment in productive capital", "生产性投资"),
    Flow("capital_lost", "productive capital lost or worn out", "资本损失与折旧"),
    _by("education_cost", "outside", "schooling, from nursery school to college", "教育支出"),
    _to("education_relief", "public", "", "help with the cost of schooling", "教育资助", "education_support"),
)
FREQUENT = (  # cleared each quarter, and written where something happens
    Flow("kin_help", "help of kin in need received less given", "困难时亲族互助净收入"),
    _by("interest_informal", "outside", "interest paid on informal debt", "民间借款利息支出"),
    _by("ceremony", "outside", "weddings, funerals and gifts", "婚丧人情支出"),
    _by("premium", "insurers", "medical premium paid", "医保缴费", source="transfer"),
    _by("deferred_repaid", "health_system", "own shares of earlier bills paid", "偿还缓付医疗费"),
)
RARE = tuple(flow._replace(rare=True) for flow in (
    _to("dibao", "relief", "assistance", "dibao", "低保金", "safety_net"),
    _to("wage_work_relief", "public", "wage", "pay for work relief", "以工代赈劳务报酬", "employment_transfer"),
    Flow("wage_withheld", "wages earned and not paid", "被拖欠工资", "households", "outside", "wage", -1.0),
    _to("wage_recovered", "outside", "wage", "arrears of wages paid at last", "追回欠薪"),
    Flow("wage_lost", "arrears of wages given up", "无法追回的欠薪"),
    Flow("premium_subsidy", "medical premium paid by the medical-insurance lever", "医保政策资助参保", "public", "insurers", cost="medical_insurance"),
    _to("tekun", "relief", "assistance", "tekun support", "特困供养金", "safety_net"),
    _to("relief", "relief", "assistance", "temporary relief", "临时救助", "safety_net"),
    _to("disability_allowance", "public", "transfer", "allowances for disabled people", "残疾人两项补贴", "safety_net"),
    _to("ecological", "higher_government", "transfer", "ecological compensation (grain for green)", "退耕还林等生态补偿"),
    _to("remittance", "outside", "transfer", "sent by members who have left for good", "离户成员汇款"),
    _to("side_award", "public", "transfer", "award for small side industries", "“五小”产业奖补", "industry_support"),
    _to("loan_return", "enterprises", "property", "return on a loan passed on to an enterprise", "户贷企用收益"),
    Flow("admission", "of the medical bill: an admission after acute illness or accident", "医疗费用中急病与意外伤害住院费用"),
    Flow("own_counted", "own compliant cost of the admission, which counts towards the patient's year", "本次住院合规自付（计入患者年度累计）"),
    Flow("premium_aid", "medical premium of low-income households paid by medical aid", "医疗救助资助低收入户参保", "public", "insurers",
         cost="safety_net"),
    Flow("forgone", "medical bills of care that was needed and not taken", "应治未治的医疗费用"),
    _by("prepaid", "insurers", "paid in place of the funds until they refund it", "垫付医疗费用"),
    _to("refunded", "insurers", "", "refund of what was paid in place of the funds", "报销返还垫付费用"),
    _to("deferred", "health_system", "", "own share of a bill that is paid later", "先诊疗后付费的缓付金额"),
    _by("insurance_premium", "insurers", "own premium for crops, prices and house", "农业保险与农房保险自缴保费"),
    Flow("insurance_premium_subsidy", "premium for crops, prices and house paid on top for those whom support reaches", "保费倾斜补贴", "public", "insurers",
         cost="insurance_support"),
    Flow("insurance_premium_normal", "normal subsidy on the premium for crops, prices and house", "农业保险与农房保险常规保费补贴", "public", "insurers",
         cost="agricultural_insurance"),
    _to("insurance_payout", "insurers", "", "insurance paid out for crops, prices and house", "农业保险与农房保险赔款"),
    _to("anti_return_payout", "insurers", "", "paid out by anti-return insurance", "防贫返贫保险赔款"),
    _by("house_repair", "outside", "own cost of repairing the house", "自筹修房支出"),
    Flow("house_aid", "help with repairing a dangerous house, paid to the builder", "危房改造补助（付施工方）", "public", "outside",
         cost="safe_living"),
    _by("capital_premium", "insurers", "own premium for cover of capital losses", "资产损失保险自缴保费", source="business"),
    Flow("capital_premium_subsidy", "premium for cover of capital losses paid by the government", "资产损失保险保费补贴", "public", "insurers",
         cost="insurance_support"),
    Flow("capital_cover", "capital restored by the insurer", "保险赔付恢复的资产", "insurers", "outside"),
    Flow("livestock_lost", "livestock lost", "牲畜损失"),
    Flow("grant", "industry grant received as productive capital", "产业到户补助（实物资本）", "public", "outside", cost="industry_support"),
    Flow("share_grant", "industry grant turned into shares", "产业资金入股", cost="industry_support"),
    Flow("share_lost", "shares lost when their holder failed", "入股本金损失"),
    _by("interest", "banks", "interest paid on microcredit", "小额信贷利息支出"),
    Flow("interest_subsidy", "microcredit interest paid by the government", "小额信贷贴息", "public", "banks", cost="industry_support"),
    _to("borrowed", "banks", "", "microcredit taken up", "新增小额信贷"),
    _by("repaid", "banks", "microcredit repaid", "偿还小额信贷"),
    _by("passed_on", "enterprises", "microcredit passed on to an enterprise", "户贷企用转出的小额信贷"),
    _to("passed_back", "enterprises", "", "microcredit that an enterprise pays back to the household", "企业归还的户贷资金"),
    Flow("written_off", "microcredit written off", "核销小额信贷"),
    _to("borrowed_informal", "outside", "", "informal loans taken up", "新增民间借款"),
    _by("repaid_informal", "outside", "informal loans repaid", "偿还民间借款"),
    Flow("written_off_informal", "informal debt given up by its lenders", "无法收回的民间借款"),
    _to("livestock_sale", "outside", "", "livestock sold in need (proceeds)", "困难变卖牲畜所得"),
    _to("distress_sale", "outside", "", "productive capital sold in distress (proceeds)", "困难变卖资产所得"),
    _by("estate", "outside", "savings left to heirs outside the county", "户消亡遗留储蓄"),
    Flow("estate_microcredit", "microcredit written off when a household dissolves", "户消亡核销小额信贷"),
    Flow("estate_informal", "informal debt written off when a household dissolves", "户消亡核销民间借款"),
    Flow("estate_cooperative", "co-operative shares given up when a household dissolves", "户消亡放弃合作社股金"),
    Flow("estate_enterprise", "enterprise shares given up when a household dissolves", "户消亡放弃企业股金"),
    _by("contribution", "insurers", "own contributions to the basic pension", "养老保险自缴保费", source="transfer"),
    Flow("contribution_paid", "contributions to the basic pension paid by the government", "政府代缴养老保险费", "public", "insurers",
         cost="safety_net"),
    _by("site_cost", "outside", "further living cost at a relocation site", "集中安置户新增生活支出"),
    _to("wage_cooperative", "cooperatives", "wage", "pay for days of work at the co-operative", "合作社务工报酬"),
    _to("rent_cooperative", "cooperatives", "property", "rent of land let to the co-operative", "流转给合作社的土地租金"),
    _by("service_fee", "cooperatives", "production service of the co-operative", "生产托管服务费", source="business"),
    _by("share_paid", "cooperatives", "own money paid in for co-operative shares", "自筹入社股金"),
    Flow("share_recovered", "principal paid back when the holder of the shares ended", "承接主体终止时退还的股金"),
    _to("site_relief", "public", "", "help with living cost at a relocation site", "集中安置户生活支出补助", "relocation_support"),
    _to("farm_stay_income", "outside", "business", "net income from farm stays", "农家乐净收入"),
    _to("house_rent", "outside", "property", "rent of idle houses let through the collective, the household's part", "闲置农房盘活租金（农户所得）"),
))
# fmt: on

FLOWS: tuple[Flow, ...] = (*STATES, *TOTALS, *PAYMENTS, *FREQUENT, *RARE)
FLOW = Block("f8", tuple(Column(flow.name, flow.unit, flow.en, flow.zh) for flow in FLOWS))

LOST_LABOUR = FLOW.row("lost_labour")
PRESENT = FLOW.row("present")
FARM_LABOUR = FLOW.row("farm_labour")
TRANSITORY = FLOW.row("transitory")
OUTPUT = FLOW.row("output")
ORDERED = FLOW.row("ordered")
INCOME = FLOW.row("income")
WELFARE = FLOW.row("welfare")
ASSISTED = FLOW.row("assisted")
MEDICAL_COST = FLOW.row("medical")
OTHER = FLOW.row("other_income")
# Totals
WAGES = FLOW.row("wages")
BUSINESS = FLOW.row("business")
PROPERTY = FLOW.row("property")
TRANSFER = FLOW.row("transfer")
ASSISTANCE = FLOW.row("assistance")
CASH = FLOW.row("cash")
# Payments
WAGE_MIGRANT = FLOW.row("wage_migrant")
WAGE_LOCAL = FLOW.row("wage_local")
WAGE_ENTERPRISE = FLOW.row("wage_enterprise")
WAGE_POST = FLOW.row("wage_post")
SALES_ORDER = FLOW.row("sales_order")
SALES_MARKET = FLOW.row("sales_market")
OWN_USE = FLOW.row("own_use")
FARM_COST = FLOW.row("farm_cost")
LIVESTOCK_INCOME = FLOW.row("livestock_income")
SIDE_INCOME = FLOW.row("side_income")
CAPITAL_INCOME = FLOW.row("capital_income")
DIVIDEND_COOPERATIVE = FLOW.row("dividend_cooperative")
DIVIDEND_ENTERPRISE = FLOW.row("dividend_enterprise")
COLLECTIVE = FLOW.row("distribution")
LAND_RENT = FLOW.row("land_rent")
PENSION = FLOW.row("pension")
KIN = FLOW.row("kin")
BILL = FLOW.row("bill")
FUND_PAID = FLOW.row("fund_paid")
AID_PAID = FLOW.row("aid_paid")
LEVER_PAID = FLOW.row("lever_paid")
OWN_PAID = FLOW.row("own_paid")
CONSUMED = FLOW.row("consumption")
INVESTED = FLOW.row("investment")
CAPITAL_LOST = FLOW.row("capital_lost")
EDUCATION_COST = FLOW.row("education_cost")
EDUCATION_RELIEF = FLOW.row("education_relief")
# Frequent payments
KIN_HELP = FLOW.row("kin_help")
INTEREST_INFORMAL = FLOW.row("interest_informal")
CEREMONY = FLOW.row("ceremony")
PREMIUM = FLOW.row("premium")
DEFERRED_REPAID = FLOW.row("deferred_repaid")
# Rare payments
DIBAO_PAID = FLOW.row("dibao")
WAGE_WORK_RELIEF = FLOW.row("wage_work_relief")
WAGE_WITHHELD = FLOW.row("wage_withheld")
WAGE_RECOVERED = FLOW.row("wage_recovered")
WAGE_LOST = FLOW.row("wage_lost")
PREMIUM_SUBSIDY = FLOW.row("premium_subsidy")
TEKUN_PAID = FLOW.row("tekun")
RELIEF = FLOW.row("relief")
DISABILITY_ALLOWANCE = FLOW.row("disability_allowance")
ECOLOGICAL = FLOW.row("ecological")
REMITTANCE = FLOW.row("remittance")
SIDE_AWARD = FLOW.row("side_award")
LOAN_RETURN = FLOW.row("loan_return")
ADMISSION = FLOW.row("admission")
OWN_COUNTED = FLOW.row("own_counted")
PREMIUM_AID = FLOW.row("premium_aid")
FORGONE = FLOW.row("forgone")
PREPAID = FLOW.row("prepaid")
REFUNDED = FLOW.row("refunded")
DEFERRED = FLOW.row("deferred")
INSURANCE_PREMIUM = FLOW.row("insurance_premium")
INSURANCE_PREMIUM_SUBSIDY = FLOW.row("insurance_premium_subsidy")
INSURANCE_PREMIUM_NORMAL = FLOW.row("insurance_premium_normal")
INSURANCE_PAYOUT = FLOW.row("insurance_payout")
ANTI_RETURN_PAYOUT = FLOW.row("anti_return_payout")
HOUSE_REPAIR = FLOW.row("house_repair")
HOUSE_AID = FLOW.row("house_aid")
CAPITAL_PREMIUM = FLOW.row("capital_premium")
CAPITAL_PREMIUM_SUBSIDY = FLOW.row("capital_premium_subsidy")
CAPITAL_COVER = FLOW.row("capital_cover")
LIVESTOCK_LOST = FLOW.row("livestock_lost")
GRANT = FLOW.row("grant")
SHARE_GRANT = FLOW.row("share_grant")
SHARE_LOST = FLOW.row("share_lost")
INTEREST = FLOW.row("interest")
INTEREST_SUBSIDY = FLOW.row("interest_subsidy")
BORROWED = FLOW.row("borrowed")
REPAID = FLOW.row("repaid")
PASSED_ON = FLOW.row("passed_on")
PASSED_BACK = FLOW.row("passed_back")
WRITTEN_OFF = FLOW.row("written_off")
BORROWED_INFORMAL = FLOW.row("borrowed_informal")
REPAID_INFORMAL = FLOW.row("repaid_informal")
WRITTEN_OFF_INFORMAL = FLOW.row("written_off_informal")
LIVESTOCK_SALE = FLOW.row("livestock_sale")
DISTRESS_SALE = FLOW.row("distress_sale")
ESTATE = FLOW.row("estate")
ESTATE_MICROCREDIT = FLOW.row("estate_microcredit")
ESTATE_INFORMAL = FLOW.row("estate_informal")
ESTATE_COOPERATIVE = FLOW.row("estate_cooperative")
ESTATE_ENTERPRISE = FLOW.row("estate_enterprise")
CONTRIBUTION = FLOW.row("contribution")
CONTRIBUTION_PAID = FLOW.row("contribution_paid")
WAGE_COOPERATIVE = FLOW.row("wage_cooperative")
RENT_COOPERATIVE = FLOW.row("rent_cooperative")
SERVICE_FEE = FLOW.row("service_fee")
SHARE_PAID = FLOW.row("share_paid")
SHARE_RECOVERED = FLOW.row("share_recovered")
SITE_COST = FLOW.row("site_cost")
SITE_RELIEF = FLOW.row("site_relief")
FARM_STAY_INCOME = FLOW.row("farm_stay_income")
HOUSE_RENT = FLOW.row("house_rent")

FIRST_TOTAL, FIRST_PAYMENT, FIRST_FREQUENT, FIRST_RARE = WAGES, WAGE_MIGRANT, KIN_HELP, DIBAO_PAID


def is_rare(name: str) -> bool:
    """Whether a flow counts only in the households that are marked for it."""
    return FLOW.row(name) >= FIRST_RARE
