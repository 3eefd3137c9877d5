"""Published statistics: one constant a figure or series.

Grades follow how each was seen: ``official`` was read in a page that carries the agency's text,
``derived`` is arithmetic on such numbers, ``memory`` may be a prior range and never a target.
A flat list, so it is longer than other files.
"""

from __future__ import annotations

from sim.sources.citation import Source

POVERTY_LINE_2020 = Source(
    "POVERTY_LINE_2020",
    "official",
    "national rural poverty line in 2020: 4,000 yuan a person and year",
    "2020年国家农村扶贫标准：每人每年4000元",
)
POVERTY_LINE_SERIES = Source(
    "POVERTY_LINE_SERIES",
    "official",
    "rural poverty line at current prices, 2010-2016: 2,300; 2,536; 2,625; 2,736; 2,800; 2,855; 2,952 yuan a person and year "
    "(Yunnan Survey Yearbook 2017, note)",
    "2010—2016年农村扶贫标准（当年价）：2300、2536、2625、2736、2800、2855、2952元/人/年（《云南调查年鉴2017》注）",
)
MONITORING_LINE_RULE = Source(
    "MONITORING_LINE_RULE",
    "official",
    "monitoring line: 1.5 times the national poverty standard (Anhui, People's Daily, 30 June 2020)",
    "防止返贫监测线：国家扶贫标准的1.5倍（安徽，《人民日报》2020年6月30日）",
)
MONITORING_LINE_2023 = Source(
    "MONITORING_LINE_2023",
    "official",
    "monitoring line of Yuanmou county, Yunnan, in 2023: 8,050 yuan a person and year",
    "云南省元谋县2023年防止返贫监测线：8050元/人/年",
)
DIBAO_LINE = Source(
    "DIBAO_LINE",
    "memory",
    "average rural dibao standard: 2020 5,962; 2021 6,362; 2022 6,985; 2023 7,456 yuan a person and year",
    "农村低保平均标准：2020年5962元、2021年6362元、2022年6985元、2023年7456元/人/年",
)
DIBAO_LINE_REAL = Source(
    "DIBAO_LINE_REAL",
    "derived",
    "rural dibao standard in yuan of 2020, from DIBAO_LINE and RURAL_CPI, both recalled: 2021 6,362 / 1.007 = 6,318; "
    "2022 6,985 / (1.007 x 1.020) = 6,800; 2023 7,456 / (1.007 x 1.020 x 1.001) = 7,252",
    "按2020年价格折算的农村低保标准（低保标准和农村CPI均凭记忆）：2021年6362/1.007=6318元；2022年6985/(1.007×1.020)=6800元；"
    "2023年7456/(1.007×1.020×1.001)=7252元",
)

RURAL_INCOME_2020 = Source(
    "RURAL_INCOME_2020",
    "official",
    "disposable income of rural residents in 2020: mean 17,131, median 15,204 yuan a person (statistical bureau)",
    "2020年农村居民人均可支配收入17131元，中位数15204元（国家统计局）",
)
RURAL_INCOME_2021 = Source(
    "RURAL_INCOME_2021",
    "official",
    "disposable income of rural residents in 2021: mean 18,931, median 16,902 yuan a person (statistical bureau)",
    "2021年农村居民人均可支配收入18931元，中位数16902元（国家统计局）",
)
RURAL_INCOME_QUINTILES_2020 = Source(
    "RURAL_INCOME_QUINTILES_2020",
    "memory",
    "rural income by quintile in 2020: 4,681; 10,392; 14,712; 20,884; 38,520 yuan a person",
    "2020年农村居民五等份人均可支配收入：4681、10392、14712、20884、38520元",
)
RURAL_INCOME_SPREAD = Source(
    "RURAL_INCOME_SPREAD",
    "derived",
    "log standard deviation of rural income from mean and median: 0.489 (2020), 0.476 (2021); "
    "0.65 to 0.83 from quintile shares (recalled, not read), so the distribution is not lognormal",
    "由均值与中位数推算农村收入对数标准差：2020年0.489、2021年0.476；由五等份（凭记忆）推算为0.65—0.83，并非对数正态",
)
LIFTED_COUNTY_INCOME_2020 = Source(
    "LIFTED_COUNTY_INCOME_2020",
    "official",
    "disposable income of rural residents in poverty-stricken areas in 2020: 12,588 yuan a person "
    "(residents of the counties, not the ex-poor)",
    "2020年贫困地区农村居民人均可支配收入12588元（指脱贫县农村居民，不等于脱贫人口）",
)
LIFTED_COUNTY_INCOME_SOURCES_2020 = Source(
    "LIFTED_COUNTY_INCOME_SOURCES_2020",
    "memory",
    "the same by source, 2020: wage 4,444, business 4,391, property 185, transfer 3,567 yuan a person",
    "同上，按来源（2020年）：工资性4444元、经营净4391元、财产净185元、转移净3567元",
)
LIFTED_COUNTY_INCOME_SOURCES_2019 = Source(
    "LIFTED_COUNTY_INCOME_SOURCES_2019",
    "official",
    "disposable income in poverty-stricken areas in 2019: 11,567 yuan a person; "
    "wage 4,082, business 4,163, property 159, transfer 3,163",
    "2019年贫困地区农村居民人均可支配收入11567元：工资性4082元、经营净4163元、财产净159元、转移净3163元",
)
LIFTED_COUNTY_INCOME_GROWTH = Source(
    "LIFTED_COUNTY_INCOME_GROWTH",
    "official",
    "disposable income of rural residents of the lifted counties: 2021 14,051 (+11.6 %), 2022 15,111 yuan (+7.5 %)",
    "脱贫县农村居民人均可支配收入：2021年14051元（增长11.6%），2022年15111元（增长7.5%）",
)
EX_POOR_INCOME = Source(
    "EX_POOR_INCOME",
    "memory",
    "net income of the ex-poor: 2015 2,982; 2020 10,740; 2021 12,550 yuan a person",
    "脱贫人口人均纯收入：2015年2982元、2020年10740元、2021年12550元",
)
EX_POOR_INCOME_2022 = Source(
    "EX_POOR_INCOME_2022",
    "official",
    "net income of the ex-poor in 2022: 14,342 yuan a person, 14.3 % more than in 2021",
    "2022年脱贫人口人均纯收入14342元，比上年增长14.3%",
)
EX_POOR_WORK_INCOME_SHARE = Source(
    "EX_POOR_WORK_INCOME_SHARE",
    "official",
    "income from work is at least two thirds of the income of ex-poor households",
    "脱贫户务工收入占家庭收入三分之二以上",
)

MIGRANT_WAGE_2020 = Source(
    "MIGRANT_WAGE_2020",
    "official",
    "monthly wage of migrant workers in 2020: 4,072 yuan; away from home 4,549, local 3,606",
    "2020年农民工月均收入4072元，其中外出4549元、本地3606元",
)
MIGRANT_WAGE = Source(
    "MIGRANT_WAGE",
    "official",
    "monthly wage of migrant workers, all (away from home; local): 2020 4,072 (4,549; 3,606), 2021 4,432 "
    "(5,013; 3,878), 2022 4,615 (5,240; 4,026), 2023 4,780 (5,441; 4,131), 2024 4,961 (5,634; 4,291) yuan",
    "农民工月均收入（外出；本地）：2020年4072元（4549;3606），2021年4432元（5013;3878），2022年4615元（5240;4026），"
    "2023年4780元（5441;4131），2024年4961元（5634;4291）",
)
MIGRANT_WAGE_BEFORE_2020 = Source(
    "MIGRANT_WAGE_BEFORE_2020",
    "memory",
    "monthly wage of migrant workers, away and local together: 2016 3,275 and 2017 3,485 (read), 2018 3,721 (recalled), "
    "2019 3,962 (derived from growth), 2020 4,072 yuan",
    "农民工月均收入（外出与本地合计）：2016年3275元、2017年3485元（已核），2018年3721元（凭记忆），2019年3962元（由增速推算），"
    "2020年4072元",
)
MIGRANT_WAGE_GROWTH = Source(
    "MIGRANT_WAGE_GROWTH",
    "derived",
    "growth of the monthly wage of migrant workers, 2014-2024: mean 5.7 % a year, standard deviation 2.0 points",
    "2014—2024年农民工月均收入增速：年均5.7%，标准差2.0个百分点",
)
EX_POOR_WORKERS_2022 = Source(
    "EX_POOR_WORKERS_2022",
    "official",
    "ex-poor persons at work for wages in 2022: 32.779 million",
    "2022年脱贫人口务工规模3277.9万人",
)

ADMISSIONS_2022 = Source(
    "ADMISSIONS_2022",
    "derived",
    "inpatient cases of the resident scheme in 2022: 160 million (bulletin of the medical insurance agency), "
    "0.163 per insured person and year with 983 million insured (from memory)",
    "2022年居民医保住院1.6亿人次（医保公报）；按参保9.83亿人（凭记忆）折算，每人每年0.163次",
)
MEDICAL_ENROLMENT = Source(
    "MEDICAL_ENROLMENT",
    "official",
    "over 99 % of ex-poor and low-income persons hold the basic medical insurance",
    "脱贫人口和农村低收入人口基本医保参保率99%以上",
)
REIMBURSEMENT_RATES = Source(
    "REIMBURSEMENT_RATES",
    "memory",
    "share of in-policy inpatient cost reimbursed: about 0.68, low-income persons about 0.80 and more",
    "住院政策范围内费用报销比例约68%，农村低收入人口约80%以上",
)
POVERTY_CAUSE_ILLNESS = Source(
    "POVERTY_CAUSE_ILLNESS",
    "official",
    "share of registered poor households that became poor through illness: 42.4 % (end of 2013), 44.1 % (end of 2015)",
    "建档立卡贫困户中因病致贫占比：2013年底42.4%，2015年底44.1%",
)

OFFICIAL_RETURNS = Source(
    "OFFICIAL_RETURNS",
    "official",
    "persons registered as returned to poverty: 2016 over 600,000; 2017 over 200,000; 2018 tens of thousands;"
    " 2019 a few thousand (poverty office)",
    "建档立卡返贫人口：2016年60多万，2017年20多万，2018年几万，2019年几千（国务院扶贫办）",
)
OFFICIAL_RETURN_HAZARD = Source(
    "OFFICIAL_RETURN_HAZARD",
    "derived",
    "registered returns over cumulative exits since 2013: 2.2 % (2016), 0.5 % (2017)",
    "建档立卡返贫人数除以2013年以来累计脱贫人数：2016年2.2%，2017年0.5%",
)
MONITORED_BAOSHAN_2021 = Source(
    "MONITORED_BAOSHAN_2021",
    "official",
    "Baoshan city, end of 2021: 54,851 persons monitored (unstable ex-poor 18,684, marginal 17,551, sudden "
    "hardship 18,616), risk removed for 49.69 % (54.3, 66.0 and 29.6 % by class); all persons ever monitored are 13.99 % of "
    "the number of ex-poor persons, the unstable, who alone are surely ex-poor, 4.8 %",
    "保山市2021年底监测对象54851人（脱贫不稳定18684人、边缘易致贫17551人、突发严重困难18616人），"
    "消除风险49.69%（三类分别为54.3%、66.0%、29.6%）；累计识别人数相当于脱贫人口的13.99%，"
    "其中只有脱贫不稳定户（4.8%）确属脱贫人口",
)
MONITORING_HAZARDS_BAOSHAN_2021 = Source(
    "MONITORING_HAZARDS_BAOSHAN_2021",
    "derived",
    "Baoshan city 2021: newly monitored 0.93 % of the rural population a year; unstable ex-poor 1.47 % a "
    "year; risk removed at 0.92, 1.38 and 0.38 a year by class, if inflow was even over two years",
    "保山市2021年推算：新识别占乡村人口0.93%/年，脱贫不稳定户1.47%/年；三类消除风险强度0.92、1.38、"
    "0.38/年（假定两年均匀流入）",
)
MONITORING_DELAY_2024 = Source(
    "MONITORING_DELAY_2024",
    "official",
    "about 15 days from finding a household to helping it; over 60 % of the monitored are free of risk "
    "(September 2024)",
    "从发现到落实帮扶约15天；六成以上监测对象已消除风险（2024年9月）",
)

MICROCREDIT_NATIONAL = Source(
    "MICROCREDIT_NATIONAL",
    "memory",
    "microcredit for ex-poor households: up to 50,000 yuan for up to three years, without collateral",
    "脱贫人口小额信贷：单户5万元以内、期限三年以内，免抵押免担保",
)
MICROCREDIT_2024 = Source(
    "MICROCREDIT_2024",
    "official",
    "microcredit of January-September 2024: 41.473 billion yuan to 0.934 million households",
    "2024年1—9月脱贫人口小额信贷发放414.73亿元，惠及93.4万户",
)
INDUSTRY_COVERAGE = Source(
    "INDUSTRY_COVERAGE",
    "official",
    "over 85 % of ex-poor households have an industry measure; about three quarters are linked to a new-type entity",
    "85%以上的脱贫户享受产业帮扶措施，近四分之三与新型经营主体建立利益联结",
)

RURAL_CPI = Source(
    "RURAL_CPI",
    "memory",
    "rural consumer prices, growth: 2016 1.9, 2017 1.3, 2018 2.1, 2019 3.2, 2020 3.0, 2021 0.7, 2022 2.0, "
    "2023 0.1, 2024 0.3 %",
    "农村居民消费价格涨幅：2016年1.9%、2017年1.3%、2018年2.1%、2019年3.2%、2020年3.0%、2021年0.7%、"
    "2022年2.0%、2023年0.1%、2024年0.3%",
)
FARM_PRODUCER_PRICES = Source(
    "FARM_PRODUCER_PRICES",
    "memory",
    "farm producer prices, growth (unsure): 2019 14.5, 2020 15.0, 2021 -2.2, 2022 0.4, 2023 -2.3, 2024 -0.9 %",
    "农产品生产者价格涨幅（不确定）：2019年14.5%、2020年15.0%、2021年-2.2%、2022年0.4%、2023年-2.3%、2024年-0.9%",
)
AGRI_PREMIUM = Source(
    "AGRI_PREMIUM",
    "official",
    "agricultural insurance premiums: 2007 5.18, 2020 81.5, 2025 over 155 billion yuan, about 80 % subsidised",
    "农业保险保费收入：2007年51.8亿元、2020年815亿元、2025年超1550亿元，财政补贴约80%",
)
DISASTERS = Source(
    "DISASTERS",
    "official",
    "persons affected by disasters and direct loss: 2014 240 m, 337.4 bn yuan; 2016 190 m, 503.3 bn; "
    "2019 130 m, 327.1 bn; 2021 107 m, 334.0 bn; 2023 95.4 m, 345.5 bn; 2024 94.1 m, 401.1 bn",
    "自然灾害受灾人次与直接经济损失：2014年2.4亿、3373.8亿元；2016年1.9亿、5032.9亿元；2019年1.3亿、3270.9亿元；"
    "2021年1.07亿、3340.2亿元；2023年9544万、3454.5亿元；2024年9413万、4011.1亿元",
)
DISASTER_SPREAD = Source(
    "DISASTER_SPREAD",
    "derived",
    "share of the population affected by disasters a year: mean 8.5 %, standard deviation of the log 0.16 "
    "(2017-2024); of the loss 0.21 (2014-2024)",
    "年受灾人口占比：均值8.5%，对数标准差0.16（2017—2024年）；损失的对数标准差0.21（2014—2024年）",
)
