"""The measures that every run holds, quarter by quarter, from the record's sums."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.collectives.cadres import unions
from sim.collectives.communities import gone_back, living
from sim.collectives.cropland import grain_share
from sim.collectives.local_markets import nearby_share
from sim.collectives.share_funds import MERGED
from sim.collectives.villages import yearly_income
from sim.measures.rounded import MARK, gini_or_none, median_ranked, ranking_of_rows
from sim.measures.sums import gap_below, persons_below, total, totals
from sim.measures.within_groups import gap_to_best
from sim.record import tally
from sim.state.households import FARM_STAY
from sim.state.people import counted
from sim.state.store import Store

if TYPE_CHECKING:
    from sim.county import County

Floats = NDArray[np.float64]
GROUPS = ("all", "ex_poor", "ordinary", "relocated")
GROUP_TITLES = {
    "all": ("all rural households", "全部农户"),
    "ex_poor": ("ex-poor households", "脱贫户"),
    "ordinary": ("other households", "其他农户"),
    "relocated": ("relocated households", "易地搬迁户"),
    "county": ("county", "全县"),
}
MEMBERS = {"all": (0, 1), "ex_poor": (1,), "ordinary": (0,), "relocated": (2,)}


FLOW = ("/quarter", "·quarter)")  # endings of units of what flows in a quarter
SIGNED = ("income_per_person", "welfare_per_person", "business_income", "transfer_income")  # losses and premiums count


class Measure(NamedTuple):
    """One measure: unit, meaning in two languages, and the groups for which it is recorded."""

    name: str
    unit: str
    en: str
    zh: str
    groups: tuple[str, ...] = GROUPS

    @property
    def flow(self) -> bool:
        """Whether it is an amount or a number a quarter, which a year adds up."""
        return self.unit.endswith(FLOW)

    @property
    def yearly_unit(self) -> str:
        """Unit of a year's value: that of the fourth quarter, of a flow the sum of four quarters."""
        return self.unit.replace("quarter", "year") if self.flow else self.unit

    @property
    def bounds(self) -> tuple[float | None, float | None]:
        """Smallest and largest value that is possible; None where there is none."""
        if self.name in SIGNED:
            return None, None
        return 0.0, 1.0 if self.unit.startswith("share") else None


class Ratio(NamedTuple):
    """A measure that is a quotient of two sums of the record."""

    measure: Measure
    top: int
    bottom: int


def _ratio(name: str, top: int, bottom: int, unit: str, en: str, zh: str, groups: tuple[str, ...] = GROUPS) -> Ratio:
    return Ratio(Measure(name, unit, en, zh, groups), top, bottom)


RETURNING = ("ex_poor", "relocated")
RATIOS = (
    _ratio("headcount", tally.POOR, tally.PERSONS, "share of persons", "headcount ratio, welfare below the poverty line",
           "贫困发生率（扣除自付医疗费后的人均收入低于贫困线）"),
    _ratio("poverty_gap", tally.GAP, tally.PERSONS, "ratio", "poverty gap", "贫困深度"),
    _ratio("squared_poverty_gap", tally.GAP_SQUARED, tally.PERSONS, "ratio", "squared poverty gap", "贫困强度（平方贫困距）"),
    _ratio("watts", tally.WATTS, tally.PERSONS, "log", "Watts index (welfare raised to a floor)", "Watts指数（扣除医疗自付后的收入设下限）"),
    _ratio("headcount_income", tally.POOR_INCOME, tally.PERSONS, "share of persons", "headcount by income", "按收入计贫困发生率"),
    _ratio("headcount_consumption", tally.POOR_CONSUMPTION, tally.PERSONS, "share of persons", "headcount by consumption",
           "按消费计贫困发生率"),
    _ratio("headcount_before_assistance", tally.POOR_BEFORE, tally.PERSONS, "share of persons",
           "headcount without dibao and relief", "不计低保和临时救助的贫困发生率"),
    _ratio("headcount_monitoring_line", tally.BELOW_MONITORING, tally.PERSONS, "share of persons",
           "persons below the monitoring line", "低于监测线人口比例"),
    _ratio("headcount_dibao_line", tally.BELOW_DIBAO, tally.PERSONS, "share of persons", "persons below the dibao line",
           "低于低保标准人口比例"),
    _ratio("return_rate", tally.RETURNED, tally.AT_RISK, "share of persons",
           "ex-poor persons not poor four quarters ago who are poor now", "返贫率（四个季度前不贫困、现贫困的脱贫人口比例）", RETURNING),
    _ratio("registered_return_rate", tally.REGISTERED, tally.AT_RISK, "share of persons", "returns confirmed by monitoring",
           "监测确认的返贫率", RETURNING),
    _ratio("ever_returned_share", tally.EVER, tally.PERSONS, "share of persons", "returned at least once since 2021Q4",
           "2021年四季度以来曾返贫人口比例", RETURNING),
    _ratio("new_poverty_rate", tally.RETURNED, tally.AT_RISK, "share of persons",
           "never registered persons not poor four quarters ago who are poor now", "新致贫率（未建档人口）", ("ordinary",)),
    _ratio("monitored_share", tally.MONITORED, tally.PERSONS, "share of persons", "persons in monitored households", "监测对象人口比例"),
    _ratio("detection_delay", tally.DELAY, tally.DETECTED, "quarters", "quarters from risk to detection, of those detected now",
           "从出现风险到被发现的季度数"),
    _ratio("risk_removed_share", tally.REMOVED, tally.HELPED_EVER, "share of persons",
           "risk removed, of all who were or are monitored", "已消除风险人口占纳入监测人口比例"),
    _ratio("income_per_person", tally.INCOME, tally.PERSONS, "CNY2020/(person·year)", "disposable income, last four quarters",
           "人均可支配收入（近四季）"),
    _ratio("welfare_per_person", tally.WELFARE, tally.PERSONS, "CNY2020/(person·year)", "income less own medical cost",
           "扣除自付医疗费后的人均收入"),
    _ratio("wage_income", tally.WAGE, tally.PERSONS, "CNY2020/(person·quarter)", "wage income", "工资性收入"),
    _ratio("business_income", tally.BUSINESS, tally.PERSONS, "CNY2020/(person·quarter)", "net business income",
           "经营净收入"),
    _ratio("property_income", tally.PROPERTY, tally.PERSONS, "CNY2020/(person·quarter)", "property income", "财产净收入"),
    _ratio("transfer_income", tally.TRANSFER, tally.PERSONS, "CNY2020/(person·quarter)",
           "transfers received less premiums and pension contributions", "转移净收入"),
    _ratio("poverty_gap_monitoring_line", tally.GAP_MONITORING, tally.PERSONS, "ratio", "poverty gap at the monitoring line",
           "按监测线计贫困深度"),
    _ratio("poverty_gap_dibao_line", tally.GAP_DIBAO, tally.PERSONS, "ratio", "poverty gap at the dibao line",
           "按低保标准计贫困深度"),
    _ratio("return_rate_monitoring_line", tally.RETURNED_MONITORING, tally.AT_RISK_MONITORING, "share of persons",
           "ex-poor persons not below the monitoring line four quarters ago who are below it now",
           "按监测线计返贫率（四个季度前不低于、现低于监测线的脱贫人口比例）", RETURNING),
    _ratio("return_rate_dibao_line", tally.RETURNED_DIBAO, tally.AT_RISK_DIBAO, "share of persons",
           "ex-poor persons not below the dibao line four quarters ago who are below it now",
           "按低保标准计返贫率（四个季度前不低于、现低于低保标准的脱贫人口比例）", RETURNING),
    _ratio("deprived_share", tally.DEPRIVED, tally.PERSONS, "share of persons",
           "persons in households that lack a guarantee (food, schooling, medical security, housing, water)",
           "“两不愁三保障”及饮水安全有任一缺失的户人口比例"),
    _ratio("deprived_food", tally.DEPRIVED_FOOD, tally.PERSONS, "share of persons",
           "persons in households that have cut food within a year", "一年内曾缩减口粮的户人口比例"),
    _ratio("deprived_schooling", tally.DEPRIVED_SCHOOLING, tally.PERSONS, "share of persons",
           "persons in households with a child that has left compulsory school", "有失学辍学儿童的户人口比例"),
    _ratio("deprived_medical", tally.DEPRIVED_MEDICAL, tally.PERSONS, "share of persons",
           "persons in households that are uninsured or went without care that was needed", "未参保或有病未治的户人口比例"),
    _ratio("deprived_housing", tally.DEPRIVED_HOUSING, tally.PERSONS, "share of persons",
           "persons in dangerous houses", "住危房人口比例"),
    _ratio("deprived_water", tally.DEPRIVED_WATER, tally.PERSONS, "share of persons",
           "persons without safe water", "饮水不安全人口比例"),
    _ratio("multidimensional_headcount", tally.MULTIDIMENSIONAL, tally.PERSONS, "share of persons",
           "multidimensional headcount ratio (Alkire-Foster)", "多维贫困发生率（Alkire-Foster方法）"),
    _ratio("multidimensional_adjusted", tally.DEPRIVATIONS, tally.PERSONS, "ratio",
           "adjusted multidimensional headcount M0: share of all dimensions in which the multidimensionally poor are deprived",
           "调整后的多维贫困指数M0（多维贫困人口被剥夺维度占全部维度的比例）"),
    _ratio("impoverishing_health_share", tally.IMPOVERISHED, tally.PERSONS, "share of persons",
           "persons below the line by welfare and not by income: poor through medical cost", "因医疗支出致贫人口比例（收入不低于、扣除医疗自付后低于贫困线）"),
    _ratio("forgone_care_share", tally.FORGONE, tally.PERSONS, "share of persons",
           "persons in households that went without care that was needed", "有病未治的户人口比例"),
    _ratio("tekun_share", tally.TEKUN, tally.PERSONS, "share of persons", "persons in tekun support", "特困供养人口比例"),
    _ratio("left_behind_children_share", tally.LEFT_BEHIND, tally.PUPILS, "share of children",
           "children whose household's able adults are all away", "留守儿童比例（户内劳动力全部外出的儿童）"),
    _ratio("catastrophic_health_share", tally.CATASTROPHIC, tally.HOUSEHOLDS, "share of households",
           "own medical cost that takes a catastrophic share of capacity to pay", "灾难性卫生支出户比例"),
    _ratio("debt_stress_share", tally.DEBT_STRESS, tally.HOUSEHOLDS, "share of households", "debt above the stress limit in years of income",
           "债务困难户比例（负债超过若干年收入）"),
)  # fmt: skip

COUNTY_MEASURES = (
    Measure("half_median_headcount", "share of persons", "persons below half of the median income", "低于收入中位数一半人口比例", ("all",)),
    Measure("half_median_gap", "ratio", "poverty gap at half of the median income", "按收入中位数一半计贫困深度", ("all",)),
    Measure("gini", "ratio", "Gini coefficient of income", "收入基尼系数", ("all", "ex_poor")),
    Measure("worst_township_return_rate", "share of persons", "highest return rate of a township", "返贫率最高乡镇", ("ex_poor",)),
    Measure("worst_village_return_rate", "share of persons", "highest return rate of a village", "返贫率最高村", ("ex_poor",)),
    Measure("houses_repaired_with_aid", "houses/quarter", "dangerous houses repaired with public help", "危房改造户数", ("county",)),
    Measure("enterprise_failures", "enterprises/quarter", "enterprises and workshops that failed", "倒闭企业（车间）数", ("county",)),
    Measure("cooperative_failures", "co-operatives/quarter", "co-operatives that failed", "倒闭合作社数", ("county",)),
    Measure("hollow_receivers", "receivers", "co-operatives and enterprises whose assets are below half of their share funds", "资产不足股金一半的承接主体数", ("county",)),
    Measure("share_funds_backed", "ratio", "assets that back share funds over share funds, at most one a receiver", "股金的资产保障率（每个主体最高计1）", ("county",)),
    Measure("management_quality", "share", "mean quality of management of living co-operatives and enterprises", "存续合作社与企业平均经营管理水平", ("county",)),
    Measure("credit_supply", "ratio", "how freely banks lend, 1 = usual", "银行信贷投放松紧（1为正常）", ("county",)),
    Measure("collective_income", "CNY2020/(village·quarter)", "mean income of village collectives, net of leakage", "村均集体经济收入（扣除流失）", ("county",)),
    Measure("collective_income_low_share", "share of villages", "villages whose collective income of four quarters reaches the lower target", "集体经济年收入达到较低目标的村比例", ("county",)),
    Measure("collective_income_high_share", "share of villages", "the same at the higher target", "集体经济年收入达到较高目标的村比例", ("county",)),
    Measure("farm_stays", "households", "households with a farm stay", "经营农家乐的户数", ("county",)),
    Measure("visitors", "ratio", "visitors over the usual number", "游客量与常年之比", ("county",)),
    Measure("houses_let", "houses", "idle houses let through the collective", "盘活的闲置农房数", ("county",)),
    Measure("failing_water_villages", "share of villages", "villages whose water supply is below the state at which it begins to fail", "供水设施低于稳定运行状态的村比例", ("county",)),
    Measure("site_services", "share", "services that stand at relocation sites, of those planned, mean over their households", "安置点“五通五有”配套到位比例（按户平均）", ("county",)),
    Measure("site_integration", "share", "integration of relocation sites, mean over their households", "安置点社区融入度（按户平均）", ("county",)),
    Measure("gone_back_share", "share of households", "of the households moved to a concentrated site, those that have gone back to their old village", "集中安置户中已返迁原村的比例", ("county",)),
    Measure("dissolved_households", "households/quarter", "households whose last member died or left", "消亡或全部离开的户数", ("county",)),
    Measure("dissolved_poor_households", "households/quarter", "of these, poor in their last quarter", "其中上一季贫困的户数", ("county",)),
    Measure("fiscal_cost", "CNY2020/quarter", "public cost of all support", "公共帮扶支出合计", ("county",)),
    Measure("fiscal_cost_industry_support", "CNY2020/quarter", "public cost of industry support", "产业帮扶支出", ("county",)),
    Measure("fiscal_cost_employment_transfer", "CNY2020/quarter", "public cost of employment transfer", "就业帮扶支出", ("county",)),
    Measure("fiscal_cost_medical_insurance", "CNY2020/quarter", "public cost of special medical protection", "医疗保障倾斜支出", ("county",)),
    Measure("fiscal_cost_education_support", "CNY2020/quarter", "public cost of help with schooling", "教育资助支出", ("county",)),
    Measure("fiscal_cost_insurance_support", "CNY2020/quarter", "public cost of insurance support", "农业与防贫保险支持支出", ("county",)),
    Measure("fiscal_cost_agricultural_insurance", "CNY2020/quarter", "normal subsidy on premiums for crops, prices and houses", "农业保险与农房保险常规保费补贴支出", ("county",)),
    Measure("fiscal_cost_safe_living", "CNY2020/quarter", "public cost of safe housing and water", "住房与饮水安全保障支出", ("county",)),
    Measure("fiscal_cost_care_support", "CNY2020/quarter", "public cost of health management and care", "健康管理与残疾照护支出", ("county",)),
    Measure("fiscal_cost_market_support", "CNY2020/quarter", "public cost of market support", "消费帮扶与产销对接支出", ("county",)),
    Measure("fiscal_cost_relocation_support", "CNY2020/quarter", "public cost of the follow-up of relocation", "易地搬迁后续扶持支出", ("county",)),
    Measure("fiscal_cost_cooperative_support", "CNY2020/quarter", "public cost of supporting co-operatives", "合作社扶持支出", ("county",)),
    Measure("fiscal_cost_enterprise_support", "CNY2020/quarter", "public cost of supporting enterprises and workshops", "企业与车间扶持支出", ("county",)),
    Measure("fiscal_cost_safety_net", "CNY2020/quarter", "public cost of dibao, relief, medical aid and pension contributions paid", "低保救助、医疗救助与代缴养老保险支出", ("county",)),
    Measure("fiscal_cost_upkeep", "CNY2020/quarter", "public cost of village upkeep", "村级设施管护支出", ("county",)),
    Measure("support_strength", "share", "strength of programme levers", "各项帮扶政策力度", ("county",)),
    Measure("farm_output", "CNY2020/quarter", "farm output at expected prices", "农业产出（按预期价）", ("county",)),
    Measure("reimbursed_share", "share", "part of medical bills that the household does not pay itself", "医疗费用综合报销比例", ("county",)),
    Measure("grain_land_share", "share", "cropland that counts as land under grain", "计为粮食用地的耕地比例", ("county",)),
    Measure("local_market_share", "share", "of produce that arrives at markets, what arrives at those of the townships", "上市农产品中在本乡镇市场销售的比例", ("county",)),
    Measure("union_capacity_gap", "share", "mean distance of cadre capacity to the best village that shares its co-operatives", "联村内治理能力与最强村的平均差距", ("county",)),
    Measure("insured_property", "households", "households with insured crops or house", "参加农业保险或农房保险的户数", ("county",)),
    Measure("wage_workers", "persons", "members in wage work", "务工人数", ("county",)),
    Measure("filled_jobs", "persons", "jobs filled in enterprises and workshops", "企业（车间）在岗人数", ("county",)),
    Measure("funded_share", "share", "part of granted cash support that the treasury could pay", "救助资金兑现比例", ("county",)),
    Measure("programmes_funded_share", "share", "part of planned programmes that the treasury could pay", "帮扶项目资金保障比例", ("county",)),
    Measure("largest_imbalance", "ratio", "largest gap in the transactions matrix", "账目收支最大相对差额", ("county",)),
)  # fmt: skip
_RATIO_OF = {ratio.measure.name: ratio for ratio in RATIOS}
MEASURES: dict[str, Measure] = {m.name: m for m in (*(r.measure for r in RATIOS), *COUNTY_MEASURES)}
SERIES: tuple[tuple[str, str], ...] = tuple((group, m.name) for m in MEASURES.values() for group in m.groups)
PLACE_OF = {series: i for i, series in enumerate(SERIES)}


class Seen(NamedTuple):
    """A quarter's series, shape (series,), and ex-poor persons returned and at risk by village, shape (2, villages)."""

    values: Floats
    returns: Floats


def observe_all(c: County) -> Seen:
    """All that is kept of the quarter just lived. A quotient without denominator is NaN."""
    if c.sums is None:
        raise RuntimeError("this county does not record: set county.recording before the quarter is lived")
    sums = c.sums
    values, added = np.zeros(len(SERIES)), over_villages(sums)
    for ratio in RATIOS:
        for group in ratio.measure.groups:
            values[PLACE_OF[group, ratio.measure.name]] = quotient(added, MEMBERS[group], ratio)
    for name, value in (distribution(c) | collective(c, sums)).items():
        values[PLACE_OF[name]] = value
    return Seen(values, sums[[tally.RETURNED, tally.AT_RISK], 1].copy())


def over_villages(sums: Floats) -> Floats:
    """Sums of the record, shape (sums, groups, villages), added up over the villages in order, shape (sums, groups)."""
    return totals(sums.reshape(-1, sums.shape[2])).reshape(sums.shape[:2])


def quotient(added: Floats, members: tuple[int, ...], ratio: Ratio) -> float:
    """One ratio of the sums ``over_villages``; NaN without denominator."""
    top, bottom = 0.0, 0.0
    for member in members:
        top += float(added[ratio.top, member])
        bottom += float(added[ratio.bottom, member])
    return top / bottom if bottom > 0.0 else math.nan


def ratio_of(c: County, group: str, measure: str) -> float:
    """One measure that is a ratio, of the quarter just lived."""
    assert c.sums is not None
    ratio = _RATIO_OF[measure]
    added = over_villages(c.sums[[ratio.top, ratio.bottom]])
    return quotient(added, MEMBERS[group], ratio._replace(top=0, bottom=1))


def distribution(c: County) -> dict[tuple[str, str], float]:
    """Gini of income and persons below half of the median."""
    persons, income = c.members(), c.flow("income")
    ranked = ranking_of_rows(income, persons, c.households["ex_poor"])
    line = 0.5 * median_ranked(ranked)
    below, everybody = persons_below(income, persons, line)
    return {
        ("all", "gini"): gini_or_none(ranked),
        ("ex_poor", "gini"): gini_or_none(ranked, MARK),
        ("all", "half_median_headcount"): below / everybody if everybody else math.nan,
        ("all", "half_median_gap"): gap_below(income, persons, line) / everybody
        if everybody and line > 0.0
        else math.nan,
    }


def highest(returned: Floats, at_risk: Floats) -> float:
    """Highest rate among units with somebody at risk; NaN without any."""
    exposed = at_risk > 0.0
    return float((returned[exposed] / at_risk[exposed]).max()) if exposed.any() else math.nan


def failures(receivers: Store, quarter: int) -> int:
    """Co-operatives or enterprises that failed or were wound up in ``quarter``; those that merged live on in others."""
    return int(np.count_nonzero((receivers["failed_at"] == quarter) & (receivers["ended"] != MERGED)))


def backing(c: County) -> dict[str, float]:
    """How many holders of share funds have lost half of them, how far these are backed by assets, how firms are run."""
    held = np.concatenate([store["principal"] for store in (c.cooperatives, c.enterprises)])
    behind = np.minimum(np.concatenate([store["capital"] for store in (c.cooperatives, c.enterprises)]), held)
    hollow = int(np.count_nonzero((held > 0.0) & (behind < 0.5 * held)))
    owed = total(held)
    living = np.concatenate([store["quality"][store["alive"] != 0] for store in (c.cooperatives, c.enterprises)])
    quality = total(living) / living.size if living.size else math.nan
    return {
        "management_quality": quality,
        "hollow_receivers": float(hollow),
        "share_funds_backed": total(behind) / owed if owed > 0.0 else math.nan,
    }


def village_measures(c: County) -> dict[str, float]:
    """Collective income and water supply of the villages."""
    villages, thresholds = c.villages, c.p["measures"]
    yearly, n = yearly_income(villages), float(villages.n)
    return {
        "collective_income": total(villages[f"earned_{c.number % 4}"]) / n if c.p["villages"].enabled else 0.0,
        "collective_income_low_share": int(np.count_nonzero(yearly >= thresholds.collective_low)) / n,
        "collective_income_high_share": int(np.count_nonzero(yearly >= thresholds.collective_high)) / n,
        "failing_water_villages": int(np.count_nonzero(villages["water"] < c.p["guarantees"].water_threshold)) / n,
    }


def site_measures(c: County) -> dict[str, float]:
    """Services and integration of relocation sites, and the flow back from them; NaN without sites or relocated households."""
    here = living(c.households, np.flatnonzero(c.households["site"]), c.sites.n)[0]
    everybody, (left, moved) = float(here.sum()), gone_back(c.households, c.members())
    return {
        **{
            f"site_{name}": total(here * c.sites[name]) / everybody if everybody > 0.0 else math.nan
            for name in ("services", "integration")
        },
        "gone_back_share": left / moved if moved > 0 else math.nan,
    }


def collective(c: County, sums: Floats) -> dict[tuple[str, str], float]:
    """Firms, costs, worst places and what the levers move."""
    returned, at_risk = sums[tally.RETURNED, 1], sums[tally.AT_RISK, 1]
    township = c.villages["township"]
    h, counts = c.households, c.payments
    bills = counts["bill"]
    cost = {f"fiscal_cost_{name}": amount for name, amount in c.cost.items()}
    gone = c.without_members()
    left = gone[h[f"persons_{(c.number - 1) % 4}"][gone] > 0]
    values: dict[str, float] = {
        "dissolved_households": left.size,
        "dissolved_poor_households": int(np.count_nonzero(h["poor_history"][left] // 2 % 2 == 1)),
        "houses_repaired_with_aid": int((c.rare_flow("house_aid")[1] > 0.0).sum()),
        "enterprise_failures": failures(c.enterprises, c.number),
        "cooperative_failures": failures(c.cooperatives, c.number),
        "farm_stays": int(np.count_nonzero(h["side"] == FARM_STAY)),
        "visitors": float(c.county["visitors"][0]),
        "houses_let": int((c.rare_flow("house_rent")[1] > 0.0).sum()),
        **backing(c),
        "credit_supply": float(c.county["credit_supply"][0]),
        **village_measures(c),
        **site_measures(c),
        "fiscal_cost": total(np.array(list(c.cost.values()))),
        "support_strength": c.strengths.policy,
        "farm_output": total(c.flow("output")),
        "grain_land_share": grain_share(h, c.products, c.p["farming"].own_share),
        "local_market_share": nearby_share(c.villages, c.number % 4, c.p["outlets"]) if c.p["farming"].enabled else math.nan,
        "union_capacity_gap": gap_to_best(c.villages["cadres"], unions(c.villages)),
        "reimbursed_share": 1.0 - counts["own_paid"] / bills if bills > 0.0 else math.nan,
        "insured_property": counted(h["insured_house"]),
        "wage_workers": counted(h["migrants"]) + counted(h["local_workers"]) + counted(h["employed"]),
        "filled_jobs": counted(h["employed"]),
        "funded_share": float(c.county["funded"][0]),
        "programmes_funded_share": float(c.county["programmes_funded"][0]),
        "largest_imbalance": c.imbalance,
        **cost,
    }  # fmt: skip
    places = {
        ("ex_poor", "worst_village_return_rate"): highest(returned, at_risk),
        ("ex_poor", "worst_township_return_rate"): highest(
            np.bincount(township, weights=returned).astype(np.float64),
            np.bincount(township, weights=at_risk).astype(np.float64),
        ),
    }
    return {("county", name): float(value) for name, value in values.items()} | places
