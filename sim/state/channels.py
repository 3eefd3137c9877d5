"""The channels through which levers reach a household.

Channels are set to their neutral value before the levers act, so a lever that is off leaves them neutral, to the bit.
"""

from __future__ import annotations

from typing import NamedTuple


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
        "CNY2020/(person·year)",
        1.0e15,
        "cap on a patient's own compliant cost of the year",
        "个人合规医疗费用年自付封顶线",
    ),
    Channel("premium", "share", 0.0, "share of the premium paid by the government", "医保缴费资助比例"),
    Channel(
        "one_stop",
        "share",
        0.0,
        "share of bills settled on the spot that would have been paid in advance",
        "“一站式”结算比例（原需垫付部分）",
    ),
    Channel(
        "treat_first", "share", 0.0, "share of the own cost of a bill that may be paid later", "“先诊疗后付费”缓付比例"
    ),
    Channel(
        "education_relief", "share", 0.0, "share of the cost of schooling paid by the government", "教育支出资助比例"
    ),
    Channel(
        "schooling_control", "share", 0.0, "fall in the hazard of leaving school early", "控辍保学使辍学概率下降的幅度"
    ),
    Channel(
        "house_aid",
        "share",
        0.0,
        "share of the cost of repairing a dangerous house paid by the government",
        "危房改造补助比例",
    ),
    Channel(
        "insurance_subsidy",
        "share",
        0.0,
        "share of the premium for crops, prices and house paid by the government",
        "农业保险与农房保险保费补贴比例",
    ),
    Channel(
        "side_award",
        "CNY2020/(household·quarter)",
        0.0,
        "award for starting a small side industry",
        "“五小”产业奖补标准",
    ),
    Channel(
        "wage_recovery", "share", 0.0, "gain in the hazard of recovering arrears of wages", "欠薪追回成功率提高幅度"
    ),
    Channel(
        "living_cost",
        "share",
        0.0,
        "share of the further living cost at a relocation site paid by the government",
        "集中安置户新增生活支出补助比例",
    ),
    Channel("site_jobs", "share", 0.0, "gain in the hazard of finding local work", "本地求职成功率提高幅度"),
    Channel(
        "chronic_control",
        "share",
        0.0,
        "fall in the running cost of chronic illness, and in disability that it leads to",
        "慢性病日常费用及其致残率的降幅",
    ),
    Channel("health_literacy", "share", 0.0, "fall in acute illness", "急病发生率降幅"),
    Channel(
        "rehabilitation", "share", 0.0, "gain in the hazard of regaining labour power", "恢复劳动能力的概率提高幅度"
    ),
    Channel(
        "care", "share", 0.0, "share of the carers' time that care places take over", "照护服务替代家庭照料时间的比例"
    ),
    Channel(
        "listed", "share", 0.0, "produce open to the buyers that assistance brings", "可进入帮扶销售渠道的产品比例"
    ),
)
NEUTRAL = tuple(channel.neutral for channel in CHANNELS)
COMBINATIONS = 4096  # different combinations of what the levers of one quarter move for a household
(
    CAPITAL,
    SHARES,
    OUTPUT,
    CREDIT,
    FINDING,
    RETENTION,
    REIMBURSEMENT,
    TOP_UP,
    OWN_CAP,
    PREMIUM,
    ONE_STOP,
    TREAT_FIRST,
    EDUCATION_RELIEF,
    SCHOOLING_CONTROL,
    HOUSE_AID,
    INSURANCE_SUBSIDY,
    SIDE_AWARD,
    WAGE_RECOVERY,
    LIVING_COST,
    SITE_JOBS,
    CHRONIC_CONTROL,
    LITERACY,
    REHABILITATION,
    CARE,
    LISTED,
) = range(len(CHANNELS))
