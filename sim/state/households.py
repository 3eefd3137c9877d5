"""What a household is, column by column."""

from __future__ import annotations

from sim.state.store import Block, Column, Kind

MONEY = Block(
    "f8",
    (
        Column(
            "skill", "log", "persistent productivity, 0 = rural median", "劳动生产率的持久部分（对数，0为农村中位数）"
        ),
        Column("persistence", "log", "persistent income shock (AR(1))", "持久性收入冲击（一阶自回归）"),
        Column("land", "mu", "contracted land", "承包地面积"),
        Column("capital", "CNY2020", "productive capital", "生产性资本"),
        Column("savings", "CNY2020", "liquid savings", "流动储蓄"),
        Column("microcredit", "CNY2020", "microcredit outstanding", "小额信贷余额"),
        Column("informal_debt", "CNY2020", "informal debt outstanding", "民间借款余额"),
        Column("cooperative_shares", "CNY2020", "principal held in the co-operative", "入股合作社本金"),
        Column("enterprise_shares", "CNY2020", "principal held in an enterprise", "入股企业本金"),
        Column(
            "compliant_own",
            "CNY2020/(household·year)",
            "own compliant medical cost of all members since January",
            "全户年内合规医疗费用自付累计",
        ),
        Column("dibao_amount", "CNY2020/quarter", "dibao top-up granted at the last review", "低保补差额（季）"),
        Column("relief_due", "CNY2020", "temporary relief granted, paid next quarter", "已批待发临时救助"),
        *(
            Column(
                f"market_income_{k}",
                "CNY2020/quarter",
                f"income before assistance, quarter {k + 1}",
                f"救助前收入（第{k + 1}季度）",
            )
            for k in range(4)
        ),
        *(
            Column(
                f"assistance_{k}",
                "CNY2020/quarter",
                f"dibao and relief received, quarter {k + 1}",
                f"低保与救助收入（第{k + 1}季度）",
            )
            for k in range(4)
        ),
        *(
            Column(
                f"medical_{k}",
                "CNY2020/quarter",
                f"own-paid medical cost, quarter {k + 1}",
                f"医疗自付（第{k + 1}季度）",
            )
            for k in range(4)
        ),
        *(
            Column(f"consumption_{k}", "CNY2020/quarter", f"consumption, quarter {k + 1}", f"消费支出（第{k + 1}季度）")
            for k in range(4)
        ),
    ),
)

COUNT = Block(
    "i1",
    (
        Column("children", "persons", "members aged 0-15", "0-15岁成员"),
        Column("adults", "persons", "members aged 16-59", "16-59岁成员"),
        Column("elders", "persons", "members aged 60 and over", "60岁及以上成员"),
        Column("chronic", "persons", "members with a chronic illness", "慢性病成员"),
        Column("disabled", "persons", "working-age members without labour power", "丧失劳动能力的劳动年龄成员"),
        *(
            Column(f"persons_{k}", "persons", f"members in quarter {k + 1}", f"家庭人口（第{k + 1}季度）")
            for k in range(4)
        ),
        Column("migrants", "persons", "members working outside the county", "外出务工人数"),
        Column("local_workers", "persons", "members in local wage work", "本地务工人数"),
        Column("employed", "persons", "members employed by an enterprise or workshop", "企业（车间）就业人数"),
        Column("post", "persons", "members in a public-welfare post", "公益性岗位人数"),
        Column("ex_poor", "flag", "registered as poor before 2021", "脱贫户"),
        Column(
            "relocated", "flag", "relocated: 1 to a concentrated site, 2 scattered", "易地搬迁（1集中安置，2分散安置）"
        ),
        Column("site", "code", "concentrated site, 0 = none", "集中安置点编号（0为无）"),
        Column("insured", "flag", "enrolled in basic medical insurance", "参加基本医保"),
        Column("dibao", "flag", "receives dibao", "低保户"),
        Column(
            "monitor", "code", "0 none, 1 being verified, 2 monitored and helped", "监测状态（0无，1核实中，2监测帮扶）"
        ),
        Column(
            "monitor_class",
            "code",
            "1 unstable ex-poor, 2 marginal, 3 sudden hardship",
            "监测类别（1脱贫不稳定户，2边缘易致贫户，3突发严重困难户）",
        ),
        Column("entitlement", "code", "0 ordinary, 1 ex-poor, 2 monitored", "政策享受类别（0一般，1脱贫，2监测对象）"),
        Column("trained", "flag", "a member finished vocational training", "已接受职业培训"),
        Column("excluded", "flag", "overlooked by assistance", "被遗漏户"),
        Column("poor", "flag", "welfare below the line this quarter", "贫困户（扣除医疗自付后的收入低于贫困线）"),
        Column("ever_returned", "flag", "returned to poverty at least once since 2021Q4", "2021年四季度以来曾返贫"),
        Column("registered_return", "flag", "return confirmed by monitoring", "监测确认返贫"),
        Column("seeks_job", "flag", "applies for an enterprise or workshop job", "申请企业（车间）就业"),
        Column("seeks_post", "flag", "applies for a public-welfare post", "申请公益性岗位"),
        Column(
            "offered_post",
            "code",
            "1 a public-welfare post is offered, -1 it is withdrawn",
            "公益性岗位（1提供，-1退岗）",
        ),
        Column("offered_case", "flag", "case opened by the county's work group", "县专班已受理"),
        Column("risk_removed", "flag", "risk removed after help, not monitored now", "已消除风险"),
        Column("offered_training", "flag", "offered a training place", "获得培训名额"),
    ),
)

WHEN = Block(
    "i2",
    (
        Column("poor_history", "bits", "poor in the last 15 quarters, latest bit 0", "近15季贫困状态（位）"),
        Column("at_risk_since", "quarter", "first quarter of the present risk, -1 none", "风险起始季度（-1为无）"),
        Column("detected_at", "quarter", "quarter of detection, -1 none", "发现季度（-1为无）"),
        Column("safe_quarters", "quarters", "quarters in a row without risk", "连续无风险季度数"),
        Column(
            "loan_due", "quarter", "quarter in which the microcredit falls due, -1 none", "小额信贷到期季度（-1为无）"
        ),
        Column("access_industry", "rank/32768", "rank in access to industry support", "产业帮扶覆盖排序"),
        Column("access_employment", "rank/32768", "rank in access to employment support", "就业帮扶覆盖排序"),
        Column("access_medical", "rank/32768", "rank in access to medical support", "医疗保障覆盖排序"),
    ),
)

LINK = Block(
    "i4",
    (
        Column("village", "row", "village", "所在村"),
        Column("cooperative", "row", "co-operative, -1 none", "所属合作社（-1为无）"),
        Column("enterprise", "row", "enterprise that holds its share fund, -1 none", "入股企业（-1为无）"),
        Column("employer", "row", "employing enterprise, -1 none", "就业企业（-1为无）"),
        Column("offered_job", "row", "enterprise that offers a job, -1 none", "提供岗位的企业（-1为无）"),
    ),
)

HOUSEHOLD = Kind("household", "household", "农户", (MONEY, COUNT, WHEN, LINK))

SKILL = MONEY.row("skill")
PERSISTENCE = MONEY.row("persistence")
LAND = MONEY.row("land")
CAPITAL = MONEY.row("capital")
SAVINGS = MONEY.row("savings")
MICROCREDIT = MONEY.row("microcredit")
INFORMAL_DEBT = MONEY.row("informal_debt")
COOPERATIVE_SHARES = MONEY.row("cooperative_shares")
ENTERPRISE_SHARES = MONEY.row("enterprise_shares")
COMPLIANT_OWN = MONEY.row("compliant_own")
DIBAO_AMOUNT = MONEY.row("dibao_amount")
RELIEF_DUE = MONEY.row("relief_due")
MARKET_INCOME = MONEY.row("market_income_0")
ASSISTANCE = MONEY.row("assistance_0")
MEDICAL = MONEY.row("medical_0")
CONSUMPTION = MONEY.row("consumption_0")

CHILDREN = COUNT.row("children")
ADULTS = COUNT.row("adults")
ELDERS = COUNT.row("elders")
CHRONIC = COUNT.row("chronic")
DISABLED = COUNT.row("disabled")
PERSONS = COUNT.row("persons_0")
MIGRANTS = COUNT.row("migrants")
LOCAL_WORKERS = COUNT.row("local_workers")
EMPLOYED = COUNT.row("employed")
POST = COUNT.row("post")
EX_POOR = COUNT.row("ex_poor")
RELOCATED = COUNT.row("relocated")
INSURED = COUNT.row("insured")
DIBAO = COUNT.row("dibao")
MONITOR = COUNT.row("monitor")
MONITOR_CLASS = COUNT.row("monitor_class")
ENTITLEMENT = COUNT.row("entitlement")
TRAINED = COUNT.row("trained")
EXCLUDED = COUNT.row("excluded")
POOR = COUNT.row("poor")
EVER_RETURNED = COUNT.row("ever_returned")
REGISTERED_RETURN = COUNT.row("registered_return")
SEEKS_JOB = COUNT.row("seeks_job")
SEEKS_POST = COUNT.row("seeks_post")
OFFERED_POST = COUNT.row("offered_post")
OFFERED_CASE = COUNT.row("offered_case")
RISK_REMOVED = COUNT.row("risk_removed")
OFFERED_TRAINING = COUNT.row("offered_training")

POOR_HISTORY = WHEN.row("poor_history")
AT_RISK_SINCE = WHEN.row("at_risk_since")
DETECTED_AT = WHEN.row("detected_at")
SAFE_QUARTERS = WHEN.row("safe_quarters")
LOAN_DUE = WHEN.row("loan_due")
ACCESS_INDUSTRY = WHEN.row("access_industry")
ACCESS_EMPLOYMENT = WHEN.row("access_employment")
ACCESS_MEDICAL = WHEN.row("access_medical")

VILLAGE = LINK.row("village")
COOPERATIVE = LINK.row("cooperative")
ENTERPRISE = LINK.row("enterprise")
EMPLOYER = LINK.row("employer")
OFFERED_JOB = LINK.row("offered_job")
