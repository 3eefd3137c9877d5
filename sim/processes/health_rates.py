"""What illness, accident, chronic illness and disability are declared to do. A flat list, so longer than other files."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from sim import sources
from sim.spec import Param

ADMISSIONS = sources.derived(
    "Mean of about 0.16 admissions per insured person and year (2022), spread over ages by assumption",
    "由2022年人均住院约0.16次推得，年龄分布为假定",
    sources.ADMISSIONS_2022,
)
BILLS = sources.assumed(
    "Median and spread of an in-patient bill in a county hospital; no source document gives a cost distribution",
    "县级住院费用中位数与离散度为假定；来源文件未给出费用分布",
)
LABOUR = sources.assumed(
    "How much work an illness costs is not documented; taken in proportion to its bill",
    "患病损失多少劳动没有文件依据；假定与费用成比例",
)
CHRONIC = sources.assumed(
    "Onset, recovery and running cost of chronic illness; no source document gives them",
    "慢性病发生、康复与经常性费用为假定；来源文件未给出",
)
ACCIDENTS = sources.assumed(
    "Accidents of working adults, their cost and how often they disable; no source document gives them",
    "劳动年龄成员意外伤害的发生率、费用与致残比例为假定；来源文件未给出",
)
DISABILITY = sources.assumed(
    "Onset, care and rehabilitation of disability; rates chosen so that about 4.5 % of adults stay disabled. The documents "
    "name rehabilitation and care without amounts",
    "致残、照料与康复：取值使失能成年人比例大致稳定在4.5%；来源文件提到康复与照料，未给出数量",
)
UNTREATED = sources.assumed(
    "What it costs later if care is not taken or food is cut: the direction is known, the size is not documented",
    "有病不治、口粮不足的后果：方向明确，程度没有文件依据",
)


class Health(NamedTuple):
    """Hazards and costs of illness, accident and disability."""

    enabled: Annotated[bool, Param("switch", (0, 1), (0, 1), ADMISSIONS, "illness happens", "模拟疾病")] = True
    child_rate: Annotated[
        float,
        Param("1/(child·year)", (0, 2), (0.05, 0.15), ADMISSIONS, "acute illness, ages 0-15", "0-15岁急病年发生率"),
    ] = 0.09
    adult_rate: Annotated[
        float,
        Param("1/(adult·year)", (0, 2), (0.06, 0.16), ADMISSIONS, "acute illness, ages 16-59", "16-59岁急病年发生率"),
    ] = 0.10
    elder_rate: Annotated[
        float,
        Param(
            "1/(elder·year)", (0, 2), (0.2, 0.45), ADMISSIONS, "acute illness, 60 and over", "60岁及以上急病年发生率"
        ),
    ] = 0.30
    chronic_rate: Annotated[
        float,
        Param(
            "1/(person·year)",
            (0, 2),
            (0.1, 0.5),
            ADMISSIONS,
            "further acute episodes of a chronically ill member",
            "慢性病成员附加急病年发生率",
        ),
    ] = 0.25
    disabled_rate: Annotated[
        float,
        Param(
            "1/(person·year)",
            (0, 2),
            (0.0, 0.3),
            ADMISSIONS,
            "further acute episodes of a disabled member",
            "失能成员附加急病年发生率",
        ),
    ] = 0.10
    median_bill: Annotated[
        float, Param("CNY2020", (0, 1e6), (3000, 8000), BILLS, "median bill of an acute illness", "急病费用中位数")
    ] = 5000.0
    bill_spread: Annotated[
        float,
        Param("log", (0, 3), (0.6, 1.1), BILLS, "standard deviation of the log bill", "费用对数标准差", r"\sigma"),
    ] = 0.85
    tail_share: Annotated[
        float,
        Param(
            "share", (0.0001, 0.5), (0.01, 0.1), BILLS, "share of bills in the Pareto tail", "帕累托尾部占比", r"\tau"
        ),
    ] = 0.03
    tail_index: Annotated[
        float, Param("1", (1.05, 20), (1.6, 3.0), BILLS, "Pareto index of the tail", "帕累托尾部指数", r"\alpha")
    ] = 2.2
    bill_of_a_lost_quarter: Annotated[
        float,
        Param(
            "CNY2020",
            (1, 1e6),
            (10000, 60000),
            LABOUR,
            "bill at which one working member loses a whole quarter; smaller bills lose in proportion",
            "使一名劳动力损失整季劳动的费用水平，较小费用按比例折算",
        ),
    ] = 25000.0
    accident_rate: Annotated[
        float,
        Param(
            "1/(adult·year)",
            (0, 2),
            (0.005, 0.03),
            ACCIDENTS,
            "accidents of working-age members with labour power",
            "有劳动能力的劳动年龄成员意外伤害年发生率",
        ),
    ] = 0.012
    accident_cost: Annotated[
        float,
        Param(
            "ratio",
            (0, 100),
            (1.0, 3.0),
            ACCIDENTS,
            "bill of an accident over that of an illness of the same rank",
            "意外伤害费用与同等轻重急病费用之比",
        ),
    ] = 1.5
    accident_disability: Annotated[
        float,
        Param(
            "probability", (0, 1), (0.01, 0.15), ACCIDENTS, "an accident ends in disability", "意外伤害导致失能的概率"
        ),
    ] = 0.05
    chronic_onset: Annotated[
        float,
        Param(
            "1/(person·year)",
            (0, 1),
            (0.004, 0.02),
            CHRONIC,
            "onset of chronic illness, ages 0-59",
            "0-59岁成员慢性病年发生率",
        ),
    ] = 0.008
    elder_onset: Annotated[
        float,
        Param(
            "ratio",
            (0, 100),
            (2.0, 6.0),
            CHRONIC,
            "onset at 60 and over, over that at younger ages",
            "60岁及以上慢性病发生率与60岁以下之比",
        ),
    ] = 3.0
    chronic_recovery: Annotated[
        float,
        Param(
            "1/(person·year)",
            (0, 4),
            (0.03, 0.2),
            CHRONIC,
            "recovery or control of a chronic illness",
            "慢性病康复或得到控制的年概率",
        ),
    ] = 0.09
    chronic_cost: Annotated[
        float,
        Param(
            "CNY2020/(person·year)",
            (0, 1e5),
            (500, 4000),
            CHRONIC,
            "running cost of one chronic illness",
            "每名慢性病成员年经常性费用",
        ),
    ] = 1500.0
    onset_half: Annotated[
        float,
        Param(
            "probability",
            (0, 1),
            (0.0, 0.5),
            CHRONIC,
            "a working-age member who becomes chronically ill keeps half the labour power",
            "劳动年龄成员患慢性病后成为半劳动力的概率",
        ),
    ] = 0.2
    chronic_disability: Annotated[
        float,
        Param(
            "1/(person·year)",
            (0, 1),
            (0.0, 0.04),
            DISABILITY,
            "disability of a chronically ill working-age member",
            "劳动年龄慢性病成员失能年发生率",
        ),
    ] = 0.015
    disability_cost: Annotated[
        float,
        Param(
            "CNY2020/(person·year)",
            (0, 1e5),
            (0, 3000),
            DISABILITY,
            "running cost of care and aids of a disabled member",
            "每名失能成员年照护与辅具费用",
        ),
    ] = 800.0
    disability_care: Annotated[
        float,
        Param(
            "persons",
            (0, 1),
            (0.0, 0.4),
            DISABILITY,
            "working time of one adult that care for a disabled member takes",
            "照料一名失能成员占用的劳动力（折合人数）",
        ),
    ] = 0.1
    rehabilitation: Annotated[
        float,
        Param(
            "1/(person·year)",
            (0, 4),
            (0.0, 0.15),
            DISABILITY,
            "disabled members who regain labour power",
            "失能成员经康复恢复劳动能力的年概率",
        ),
    ] = 0.03
    rehabilitated_half: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.3, 1.0),
            DISABILITY,
            "of them, those who regain half of it",
            "其中只恢复为半劳动力的比例",
        ),
    ] = 0.6
    half_recovery: Annotated[
        float,
        Param(
            "1/(person·year)",
            (0, 4),
            (0.0, 0.3),
            DISABILITY,
            "members with half labour power who regain all of it",
            "半劳动力恢复为全劳动力的年概率",
        ),
    ] = 0.1
    forgone_share: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.3, 1.0),
            UNTREATED,
            "part of a quarter's care that is not taken when it cannot be paid",
            "无力支付时放弃治疗的部分占当季应治费用的比例",
        ),
    ] = 0.7
    untreated_illness: Annotated[
        float,
        Param(
            "ratio",
            (1, 100),
            (1.0, 4.0),
            UNTREATED,
            "acute illness in the quarter after care was forgone, over normal",
            "有病未治后下季急病发生率的倍数",
        ),
    ] = 2.0
    untreated_chronic: Annotated[
        float,
        Param(
            "1/(household·year)",
            (0, 4),
            (0.0, 0.8),
            UNTREATED,
            "further onset of chronic illness in the quarter after care was forgone",
            "有病未治后下季新增慢性病的附加年强度",
        ),
    ] = 0.3
    untreated_disability: Annotated[
        float,
        Param(
            "1/(household·year)",
            (0, 4),
            (0.0, 0.2),
            UNTREATED,
            "further onset of disability in the quarter after care was forgone",
            "有病未治后下季失能的附加年强度",
        ),
    ] = 0.05
    untreated_labour: Annotated[
        float,
        Param(
            "persons",
            (0, 1),
            (0.0, 0.6),
            UNTREATED,
            "working time of one adult lost in the quarter after care was forgone",
            "有病未治后下季损失的劳动力（折合人数）",
        ),
    ] = 0.3
    hungry_illness: Annotated[
        float,
        Param(
            "ratio",
            (1, 100),
            (1.0, 2.0),
            UNTREATED,
            "acute illness within a year of food being cut, over normal",
            "口粮不足后一年内急病发生率的倍数",
        ),
    ] = 1.3
