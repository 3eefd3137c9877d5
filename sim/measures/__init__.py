"""Measures of poverty, inequality, mobility and large-scale return: arrays in, numbers out.

Weights are persons (None: one person a row). Poor means strictly below the line. NaN, infinite and
negative weights are refused with their row, in both languages. Sums run in row order and use
`sim.mathematics` only, so a result has the same bits on every machine; modules marked * call scipy or
LAPACK, make no such promise and are on no path of a run. Import from the module:
``from sim.measures.poverty import watts``.

======================= ============================= ============================================
module                  measure                       指标
======================= ============================= ============================================
poverty                 headcount                     贫困发生率（FGT，α=0）
poverty                 poverty_gap                   贫困深度指数（FGT，α=1）
poverty                 squared_poverty_gap           贫困强度指数（平方贫困距，FGT，α=2）
poverty                 fgt                           FGT指数（任意α）
poverty                 watts                         Watts指数
poverty                 clark_hemming_ulph            Clark-Hemming-Ulph指数
ranked_poverty          sen_1976                      Sen贫困指数（1976年原式）
ranked_poverty          sen                           Sen贫困指数（大样本式）
ranked_poverty          sst                           Sen-Shorrocks-Thon指数
ranked_poverty          thon                          Thon指数
ranked_poverty          takayama                      Takayama指数
deprivation             alkire_foster                 多维贫困：H、A、M0、删截发生率、维度贡献
deprivation             adjusted_gap                  多维贫困：M1、M2
inequality              gini                          基尼系数
inequality              theil                         泰尔指数（GE(1)）
inequality              mld                           平均对数离差（GE(0)）
inequality              ge2                           广义熵指数（GE(2)）
inequality              cv                            变异系数
inequality              atkinson                      阿特金森指数
rounded                 gini_rounded                  基尼系数（按分取整，整数精确）
rounded                 median_rounded                中位数（按分取整）
concentration           concentration_index           集中指数
quantile_groups         quantile_groups               分位组（十等分组）
quantile_groups         group_shares                  各分位组的人口与收入份额
grouped *               fits                          分组数据的洛伦兹曲线拟合
grouped *               grouped_poverty               分组数据的贫困指标
lorenz_quadratic *      Quadratic                     广义二次型洛伦兹曲线
lorenz_beta *           Beta                          Beta型洛伦兹曲线
mobility                return_rate                   返贫率
mobility                entries                       致贫率（进入）
mobility                exits                         脱贫率（退出）
mobility                transition_matrix             转移矩阵
markov_chain *          stationary                    平稳分布
markov_chain *          stay                          平均停留时间
markov_chain *          prais                         Prais-Shorrocks流动性指数
markov_chain *          mean_first_passage            平均首达时间
spells                  poverty_spells                贫困持续期与按持续期的脱贫风险率
spells                  reentry_spells                按脱贫时长的返贫风险率
chronic                 jalan_ravallion               慢性贫困与暂时性贫困（Jalan-Ravallion）
chronic                 duclos_araar_giles            慢性贫困与暂时性贫困（Duclos-Araar-Giles）
growth                  datt_ravallion                贫困变动的增长与分配分解（Datt-Ravallion）
growth                  shapley                       贫困变动的增长与分配分解（Shapley）
vulnerability *         prospects                     贫困脆弱性：三步可行广义最小二乘
vulnerability *         expected_poverty              贫困脆弱性：预期贫困
vulnerability *         expected_poverty_of_futures   贫困脆弱性：由模拟的未来计算
lognormal *             lognormal_fgt                 对数正态分布的FGT指数
lognormal *             lognormal_watts               对数正态分布的Watts指数
health_expenditure      subsistence                   基本生存支出
health_expenditure      capacity_to_pay               支付能力
health_expenditure      catastrophic_payments         灾难性卫生支出：发生率、超出程度、集中指数
health_expenditure      impoverishment                因病致贫率与因病致贫差距
within_groups           gap_to_best                   组内成员与组内最高者的平均差距
large_scale             exceedance                    规模性返贫：返贫率超过阈值的概率
large_scale             worst_rate                    最差村、最差乡镇的返贫率
one_factor *            exceedance_of_many            单因子（Vasicek）基准下的超阈概率
exposure                reach                         各节点（企业、合作社等）联结的人口
exposure                largest_share                 最大节点联结的人口占比
exposure                herfindahl                    节点集中度（赫芬达尔指数）
exposure                effective_nodes               有效节点数（赫芬达尔指数的倒数）
exposure                exposure                      节点暴露：有利益联结、对同一节点有多项联结的人口占比
exposure                exposure_table                逐户暴露表：对同一节点的联结项数
contagion               struck                        同一季度失去一项、两项及以上利益联结的人口
contagion               cascades                      每个倒闭节点波及的农户
contagion               size_classes                  波及规模分档
contagion               tail                          波及规模的互补累积分布
contagion               largest_cascade               最大一次波及的户数
contagion               return_rates                  受波及与未受波及人口的返贫率及其差
contagion               traced                        返贫户溯源到的节点
contagion               traced_persons                各节点溯源到的返贫人口
intervals               mean_ci                       均值置信区间
intervals               wilson                        比例的Wilson置信区间
======================= ============================= ============================================
"""
