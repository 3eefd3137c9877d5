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
        Column(
            "farm_skill",
            "log",
            "persistent productivity on the own farm, beyond skill",
            "自家农业生产率的持久部分（对数，劳动生产率之外）",
        ),
        Column("effort", "ratio", "effort at work next quarter, 1 = full", "下季劳动投入程度（1为充分）"),
        Column("land", "mu", "contracted land", "承包地面积"),
        Column("capital", "CNY2020", "productive capital", "生产性资本"),
        Column("livestock", "CNY2020", "livestock", "牲畜价值"),
        Column("savings", "CNY2020", "liquid savings", "流动储蓄"),
        Column("microcredit", "CNY2020", "microcredit outstanding", "小额信贷余额"),
        Column("informal_debt", "CNY2020", "informal debt outstanding", "民间借款余额"),
        Column("cooperative_shares", "CNY2020", "principal held in the co-operative", "入股合作社本金"),
        Column("enterprise_shares", "CNY2020", "principal held in an enterprise", "入股企业本金"),
        Column(
            "compliant_own",
            "CNY2020/(person·year)",
            "own compliant cost of the patient's admissions since January",
            "患者年内住院合规费用自付累计",
        ),
        Column("medical_debt", "CNY2020", "own shares of medical bills to be paid later", "缓付医疗费余额"),
        Column(
            "refund_due",
            "CNY2020",
            "medical cost paid in place of the funds, refunded next quarter",
            "待报销垫付医疗费",
        ),
        Column(
            "payout_due",
            "CNY2020",
            "insurance for crops, prices and house to be paid out next quarter",
            "待付农业保险与农房保险赔款",
        ),
        Column("arrears", "CNY2020", "wages earned and not yet paid", "被拖欠工资余额"),
        Column(
            "dibao_amount",
            "CNY2020/quarter",
            "dibao top-up or tekun support granted at the last review",
            "低保补差额或特困供养标准（季）",
        ),
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
        Column("infants", "persons", "of the children, those aged 0-5", "其中0-5岁成员"),
        Column("adults", "persons", "members aged 16-59", "16-59岁成员"),
        Column("youths", "persons", "of the adults, those aged 16-22", "其中16-22岁成员"),
        Column("elders", "persons", "members aged 60 and over", "60岁及以上成员"),
        Column("chronic", "persons", "members with a chronic illness", "慢性病成员"),
        Column("disabled", "persons", "working-age members without labour power", "丧失劳动能力的劳动年龄成员"),
        Column("half_power", "persons", "working-age members with half labour power", "半劳动力成员"),
        Column("students", "persons", "members of 16 and over at school or college", "16岁以上在校成员"),
        Column("out_of_school", "persons", "children of school age who have left school", "失学辍学的义务教育阶段儿童"),
        Column(
            "qualified",
            "persons",
            "working-age members with a vocational or higher qualification",
            "具有职业教育及以上学历的劳动年龄成员",
        ),
        Column(
            "able",
            "persons",
            "working-age members with labour power who are not at school, this quarter",
            "本季在户劳动力（不含在校）",
        ),
        Column(
            "passage",
            "code",
            "step of life this quarter: 0 none, 1 a child of 6, 2 of 16, 3 a youth of 23, 4 an adult of 60, 5 a child of 16 "
            "who had left school; +8 a death, +16 a wedding",
            "本季人生节点（0无，1满6岁，2满16岁，3满23岁，4满60岁，5满16岁时已辍学；+8有人去世，+16婚嫁）",
        ),
        Column("split", "flag", "a couple founds a household of its own when the year ends", "年末分户"),
        Column("kin_away", "persons", "members who have left for good and send money", "离户后仍汇款的亲属"),
        Column("untreated", "flag", "needed care was not taken last quarter", "上季有病未治"),
        Column(
            "patient",
            "index",
            "member whose own cost since January compliant_own holds, -1 none",
            "年内自付累计所属成员序号（-1为无）",
        ),
        Column("claimed", "flag", "insurance has paid for a member since last January", "上年以来享受过医保报销"),
        Column(
            "hungry",
            "quarters",
            "quarters since food was cut, 0 = not within a year",
            "口粮不足后的季度数（0为一年内无）",
        ),
        Column("house", "code", "0 safe, 1 damaged, 2 dangerous", "住房（0安全，1受损，2危房）"),
        Column("water", "code", "0 safe water, 1 not safe", "饮水（0安全，1不安全）"),
        Column("insured_crops", "flag", "crops and prices insured this year", "本年参加农业保险"),
        Column("insured_house", "flag", "house insured this year", "本年参加农房保险"),
        Column(
            "side",
            "code",
            "0 none, 1 runs a small side industry, 2 a farm stay",
            "户办副业（0无，1“五小”产业，2农家乐）",
        ),
        Column("work_relief", "flag", "a member works for relief this quarter", "本季参加以工代赈"),
        Column("seeks_relief", "flag", "applies for work relief", "申请以工代赈"),
        Column("offered_relief", "flag", "offered work relief", "获得以工代赈岗位"),
        Column("passed_on", "flag", "its microcredit was passed on to an enterprise", "户贷企用"),
        Column("overdue", "quarters", "quarters for which its microcredit has been overdue", "小额信贷逾期季度数"),
        Column("tekun", "flag", "receives tekun support", "特困供养户"),
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
            "relocated",
            "code",
            "relocated: 1 to a concentrated site, 2 scattered, 3 gone back from a site to the old village",
            "易地搬迁（1集中安置，2分散安置，3由安置点返迁原村）",
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
        Column(
            "listed",
            "code",
            "on the village's list of receivers: 0 no, 1 as ex-poor, 2 as monitored",
            "村集体收益分配名单（0未列入，1脱贫户，2监测对象）",
        ),
        Column("trained", "persons", "members who have finished vocational training", "已接受职业培训人数"),
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
        Column("at_risk_since", "quarter", "first quarter of the present risk, -1 none", "风险起始季度（-1为无）"),
        Column("detected_at", "quarter", "quarter of detection, -1 none", "发现季度（-1为无）"),
        Column("safe_quarters", "quarters", "quarters in a row without risk", "连续无风险季度数"),
        Column(
            "loan_due", "quarter", "quarter in which the microcredit falls due, -1 none", "小额信贷到期季度（-1为无）"
        ),
        Column("access_industry", "rank/32768", "rank in access to industry support", "产业帮扶覆盖排序"),
        Column("access_employment", "rank/32768", "rank in access to employment support", "就业帮扶覆盖排序"),
        Column("access_medical", "rank/32768", "rank in access to medical support", "医疗保障覆盖排序"),
        Column("access_education", "rank/32768", "rank in access to education support", "教育帮扶覆盖排序"),
        Column("kin_group", "row", "group of kin within the village", "村内亲族组"),
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
        Column("product", "row", "product that it grows", "种养产品"),
        Column("poor_history", "bits", "poor in the last 31 quarters, latest bit 0", "近31季贫困状态（位）"),
        Column(
            "line_history",
            "bits",
            "below the monitoring line (bits 0-7) and the dibao line (bits 8-15) in the last 8 quarters, latest bits 0 and 8",
            "近8季低于监测线（第0-7位）和低保标准（第8-15位）的状态",
        ),
    ),
)

HOUSEHOLD = Kind("household", "household", "农户", (MONEY, COUNT, WHEN, LINK))

SMALL_INDUSTRY, FARM_STAY = 1, 2  # values of the column ``side``

SKILL = MONEY.row("skill")
PERSISTENCE = MONEY.row("persistence")
FARM_SKILL = MONEY.row("farm_skill")
EFFORT = MONEY.row("effort")
LAND = MONEY.row("land")
CAPITAL = MONEY.row("capital")
LIVESTOCK = MONEY.row("livestock")
SAVINGS = MONEY.row("savings")
MICROCREDIT = MONEY.row("microcredit")
INFORMAL_DEBT = MONEY.row("informal_debt")
COOPERATIVE_SHARES = MONEY.row("cooperative_shares")
ENTERPRISE_SHARES = MONEY.row("enterprise_shares")
COMPLIANT_OWN = MONEY.row("compliant_own")
MEDICAL_DEBT = MONEY.row("medical_debt")
REFUND_DUE = MONEY.row("refund_due")
PAYOUT_DUE = MONEY.row("payout_due")
ARREARS = MONEY.row("arrears")
DIBAO_AMOUNT = MONEY.row("dibao_amount")
RELIEF_DUE = MONEY.row("relief_due")
MARKET_INCOME = MONEY.row("market_income_0")
ASSISTANCE = MONEY.row("assistance_0")
MEDICAL = MONEY.row("medical_0")
CONSUMPTION = MONEY.row("consumption_0")

CHILDREN = COUNT.row("children")
INFANTS = COUNT.row("infants")
ADULTS = COUNT.row("adults")
YOUTHS = COUNT.row("youths")
ELDERS = COUNT.row("elders")
CHRONIC = COUNT.row("chronic")
DISABLED = COUNT.row("disabled")
HALF_POWER = COUNT.row("half_power")
STUDENTS = COUNT.row("students")
OUT_OF_SCHOOL = COUNT.row("out_of_school")
QUALIFIED = COUNT.row("qualified")
ABLE = COUNT.row("able")
PASSAGE = COUNT.row("passage")
SPLIT = COUNT.row("split")
KIN_AWAY = COUNT.row("kin_away")
UNTREATED = COUNT.row("untreated")
PATIENT = COUNT.row("patient")
CLAIMED = COUNT.row("claimed")
HUNGRY = COUNT.row("hungry")
HOUSE = COUNT.row("house")
WATER = COUNT.row("water")
INSURED_CROPS = COUNT.row("insured_crops")
INSURED_HOUSE = COUNT.row("insured_house")
SIDE = COUNT.row("side")
WORK_RELIEF = COUNT.row("work_relief")
SEEKS_RELIEF = COUNT.row("seeks_relief")
OFFERED_RELIEF = COUNT.row("offered_relief")
PASSED_ON = COUNT.row("passed_on")
OVERDUE = COUNT.row("overdue")
TEKUN = COUNT.row("tekun")
PERSONS = COUNT.row("persons_0")
MIGRANTS = COUNT.row("migrants")
LOCAL_WORKERS = COUNT.row("local_workers")
EMPLOYED = COUNT.row("employed")
POST = COUNT.row("post")
EX_POOR = COUNT.row("ex_poor")
RELOCATED = COUNT.row("relocated")
SITE = COUNT.row("site")
INSURED = COUNT.row("insured")
DIBAO = COUNT.row("dibao")
MONITOR = COUNT.row("monitor")
MONITOR_CLASS = COUNT.row("monitor_class")
ENTITLEMENT = COUNT.row("entitlement")
LISTED = COUNT.row("listed")
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

AT_RISK_SINCE = WHEN.row("at_risk_since")
DETECTED_AT = WHEN.row("detected_at")
SAFE_QUARTERS = WHEN.row("safe_quarters")
LOAN_DUE = WHEN.row("loan_due")
ACCESS_INDUSTRY = WHEN.row("access_industry")
ACCESS_EMPLOYMENT = WHEN.row("access_employment")
ACCESS_MEDICAL = WHEN.row("access_medical")
ACCESS_EDUCATION = WHEN.row("access_education")
KIN_GROUP = WHEN.row("kin_group")

VILLAGE = LINK.row("village")
COOPERATIVE = LINK.row("cooperative")
ENTERPRISE = LINK.row("enterprise")
EMPLOYER = LINK.row("employer")
OFFERED_JOB = LINK.row("offered_job")
PRODUCT = LINK.row("product")
POOR_HISTORY = LINK.row("poor_history")
LINE_HISTORY = LINK.row("line_history")
