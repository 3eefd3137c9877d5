"""Papers: one constant a paper or result. A method is cited for its definition, not for a number."""

from __future__ import annotations

from sim.sources.citation import Source

CHE_RURAL = Source(
    "CHE_RURAL",
    "published",
    "Health Economics Review 2022, s13561-022-00365-z: catastrophic health expenditure in rural China, 18.42 "
    "% of households in 2012 and 18.31 % in 2018 (CFPS)",
    "《Health Economics Review》2022年：中国农村家庭灾难性卫生支出发生率2012年18.42%，2018年18.31%（CFPS数据）",
)
CHE_2017 = Source(
    "CHE_2017",
    "published",
    "Lancet Regional Health - Western Pacific, 100633: catastrophic health expenditure 11.0 % of households "
    "in 2017, medical impoverishment 2.0 % (CHFS)",
    "《柳叶刀—区域健康（西太平洋）》100633：2017年家庭灾难性卫生支出发生率11.0%，因病致贫率2.0%（CHFS数据）",
)
XU_2003 = Source(
    "XU_2003",
    "published",
    "Xu, Evans, Kawabata, Zeramdini, Klavus & Murray 2003, Lancet 362: health spending is catastrophic beyond 40 % of "
    "the income that remains after subsistence needs (WHO's method)",
    "Xu等，2003，《柳叶刀》362：卫生支出超过基本生存需要之外收入的40%即为灾难性支出（世界卫生组织方法）",
)
NCMS_EFFECT = Source(
    "NCMS_EFFECT",
    "published",
    "BMC Health Services Research 16:422: rural medical insurance in Yanbian, 2008, cut medically "
    "impoverished households by 24.6 %",
    "《BMC Health Services Research》16:422，2008年延边新农合使因病致贫户减少24.6%",
)
CHEN_HOU_FU_2020 = Source(
    "CHEN_HOU_FU_2020",
    "published",
    "Chen, Hou & Fu 2020, Chinese Journal of Population Science: nearly 15 % of rural escapers return in "
    "years 3 to 5 after exit; exit hazard of the new poor 37.2 % after one year (CFPS)",
    "陈、侯、傅，2020，《中国人口科学》：农村脱贫者脱贫3—5年后近15%返贫；新陷入贫困者一年后脱贫概率37.2%（CFPS数据）",
)
JALAN_RAVALLION_PASS_THROUGH = Source(
    "JALAN_RAVALLION_PASS_THROUGH",
    "published",
    "Jalan & Ravallion 1999: of an income shock the poorest in rural China pass on 40 % to consumption, the "
    "richest third about 10 %",
    "Jalan与Ravallion，1999：中国农村最贫困户的收入冲击约40%传导到消费，最富三分之一约10%",
)
JALAN_RAVALLION_2001 = Source(
    "JALAN_RAVALLION_2001",
    "published",
    "Jalan & Ravallion 2001, World Bank working paper: no poverty trap among 6,000 households of south-west "
    "China; recovery from a shock is slower for the poor",
    "Jalan与Ravallion，2001，世界银行工作论文：西南地区6000户未见贫困陷阱，但贫困户受冲击后恢复更慢",
)
SANTAEULALIA_ZHENG_2018 = Source(
    "SANTAEULALIA_ZHENG_2018",
    "published",
    "Santaeulàlia-Llopis & Zheng 2018: in rural China the pass-through of permanent income shocks tripled, "
    "1989-2009 (sizes of the shocks not seen)",
    "Santaeulàlia-Llopis与Zheng，2018：1989—2009年中国农村永久性收入冲击的传导增至三倍（未见冲击大小）",
)
SPECIALITY_FARMING_2018 = Source(
    "SPECIALITY_FARMING_2018",
    "published",
    "Journal of Guizhou University of Finance and Economics 2018(4): speciality farming lowers the "
    "probability of poverty by 10.11 % in the Wuling mountains (matching)",
    "《贵州财经大学学报》2018年第4期：武陵山区农户参与特色农业使贫困概率下降10.11%（倾向得分匹配）",
)
COOPERATIVE_INCOME_EFFECT = Source(
    "COOPERATIVE_INCOME_EFFECT",
    "published",
    "co-operative membership and income: no significant effect on rice income (Hoken & Su, IDE DP 539); "
    "positive on average, insignificant at low quantiles (Zou & Wang 2022, s40100-022-00222-x)",
    "合作社与收入：对水稻收入无显著影响（Hoken与Su，IDE讨论稿539）；平均为正，低分位不显著（Zou与Wang，2022）",
)
COUNTY_PROGRAMME_EFFECT = Source(
    "COUNTY_PROGRAMME_EFFECT",
    "published",
    "Nature Communications 11:1969: the solar programme raised rural income of 211 pilot counties by 7 to 8 "
    "%, 2013-2016",
    "《自然·通讯》11:1969：光伏扶贫使211个试点县农村收入提高7%—8%（2013—2016年）",
)
BANERJEE_2015 = Source(
    "BANERJEE_2015",
    "memory",
    "Banerjee et al. 2015, Science: graduation programmes in six countries raised consumption by 0.12 "
    "standard deviations at both endlines",
    "Banerjee等，2015，《科学》：六国“毕业”项目使消费提高0.12个标准差",
)

KOVACEVIC_PFLUG_2011 = Source(
    "KOVACEVIC_PFLUG_2011",
    "published",
    "Kovacevic & Pflug 2011, Journal of Risk and Insurance 78(4): household capital that grows above a "
    "threshold and is hit by losses at Poisson times; trapping probability",
    "Kovacevic与Pflug，2011，《风险与保险杂志》78（4）：门槛以上增长、受泊松时点损失冲击的家庭资本及其陷入概率",
)
FLORES_CONTRO_2021 = Source(
    "FLORES_CONTRO_2021",
    "published",
    "Flores-Contró, Henshaw, Loke, Arnold & Constantinescu, arXiv 2103.17255: trapping under subtractive "
    "exponential losses (abstract read; the formula was derived again here)",
    "Flores-Contró等，arXiv 2103.17255：指数分布扣减损失下的贫困陷入（仅读摘要，公式已重新推导）",
)
HENSHAW_2023 = Source(
    "HENSHAW_2023",
    "published",
    "Henshaw, Ramirez, Flores-Contró, Thomann, Loke & Constantinescu, arXiv 2310.09295: trapping under "
    "proportional losses (abstract read; the formula was derived again here)",
    "Henshaw等，arXiv 2310.09295：按比例损失下的贫困陷入（仅读摘要，公式已重新推导）",
)
FLORES_CONTRO_2024 = Source(
    "FLORES_CONTRO_2024",
    "published",
    "Flores-Contró, arXiv 2402.11715: distribution of the poverty gap at trapping, linked to the "
    "Foster-Greer-Thorbecke measures (abstract read)",
    "Flores-Contró，arXiv 2402.11715：陷入时贫困缺口的分布与FGT指数的联系（仅读摘要）",
)
GODLEY_LAVOIE_2007 = Source(
    "GODLEY_LAVOIE_2007",
    "published",
    "Godley & Lavoie 2007, Monetary Economics: transactions matrices whose rows sum to zero",
    "Godley与Lavoie，2007，《货币经济学》：各行合计为零的交易流量矩阵",
)

FGT_1984 = Source(
    "FGT_1984",
    "published",
    "Foster, Greer & Thorbecke 1984, Econometrica 52(3): headcount, poverty gap and squared poverty gap",
    "Foster、Greer与Thorbecke，1984，《计量经济学》52（3）：贫困发生率、贫困缺口与平方贫困缺口",
)
ALKIRE_FOSTER_2011 = Source(
    "ALKIRE_FOSTER_2011",
    "published",
    "Alkire and Foster 2011, Journal of Public Economics 95: counting and multidimensional poverty; the global index uses a cutoff "
    "of one third",
    "Alkire与Foster，2011，《公共经济学杂志》95：多维贫困的计数测度；全球多维贫困指数取三分之一为临界值",
)
WATTS_1968 = Source(
    "WATTS_1968",
    "published",
    "Watts 1968, An economic definition of poverty: mean log shortfall",
    "Watts，1968，《贫困的经济学定义》：平均对数缺口",
)
SALMON_2011 = Source(
    "SALMON_2011",
    "published",
    "Salmon, Moraes, Dror & Shaw 2011, Parallel random numbers: as easy as 1, 2, 3 (Philox, Random123)",
    "Salmon等，2011：并行随机数生成（Philox，Random123）",
)
WICHURA_1988 = Source(
    "WICHURA_1988",
    "published",
    "Wichura 1988, Applied Statistics 37(3), algorithm AS 241: the normal quantile",
    "Wichura，1988，《应用统计》37（3），算法AS 241：正态分位数",
)
MORRIS_1991 = Source(
    "MORRIS_1991",
    "published",
    "Morris 1991, Technometrics 33(2): screening by elementary effects",
    "Morris，1991，《技术计量学》33（2）：基本效应筛选法",
)
SALTELLI_2010 = Source(
    "SALTELLI_2010",
    "published",
    "Saltelli et al. 2010, Computer Physics Communications 181(2): estimators of first-order and total Sobol' indices",
    "Saltelli等，2010，《计算机物理通讯》181（2）：一阶与总Sobol'指数的估计量",
)
JANSEN_1999 = Source(
    "JANSEN_1999",
    "published",
    "Jansen 1999, Computer Physics Communications 117: estimator of the total Sobol' index",
    "Jansen，1999，《计算机物理通讯》117：总Sobol'指数的估计量",
)
BARRETT_CARTER_2013 = Source(
    "BARRETT_CARTER_2013",
    "published",
    "Barrett & Carter 2013, Journal of Development Studies 49(7): poverty traps from a choice between two technologies",
    "Barrett与Carter，2013，《发展研究杂志》49（7）：两种技术选择形成的贫困陷阱",
)
TOWNSEND_1994 = Source(
    "TOWNSEND_1994",
    "published",
    "Townsend 1994, Econometrica 62(3): how far households of a village share their risks",
    "Townsend，1994，《计量经济学》62（3）：村内农户分担风险的程度",
)
RAVALLION_CHAUDHURI_1997 = Source(
    "RAVALLION_CHAUDHURI_1997",
    "published",
    "Ravallion & Chaudhuri 1997, Econometrica 65(1): sharing of risks within villages is partial",
    "Ravallion与Chaudhuri，1997，《计量经济学》65（1）：村内风险分担是不完全的",
)
