"""What stands below the tables: what the words mean, and what the numbers do not say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sim.language import Text

if TYPE_CHECKING:
    from sim.scenario import Scenario

COVERS = Text(
    "Intervals cover luck only (monte_carlo), not the uncertainty of parameters, which has not been assessed.",
    "区间只反映随机波动（monte_carlo），不含参数不确定性（尚未评估）。",
)
UNCALIBRATED = Text(
    "The model is not calibrated yet: most effect sizes are assumptions (see fanpin parameters). Compare scenarios; do not forecast.",
    "模型尚未校准，多数效应大小为假定（见 fanpin parameters）。宜用于比较情景，不宜作预测。",
)
REPLICATES = Text(
    "Replicates: the scenario is lived again with other random numbers (weather, prices, illness, jobs); the figures are means over replicates.",
    "重复模拟：同一情景换一组随机数（天气、价格、疾病、务工机会等）再模拟一遍；表中数字为各次模拟的平均值。",
)
INTERVAL = Text(
    "95 % interval: the range in which the mean or probability lies, as far as luck goes; more replicates make it narrower. "
    "It does not cover the uncertainty of parameters, which has not been assessed.",
    "95%区间：平均值或概率的可信范围，只反映随机波动，重复次数越多越窄；不含参数不确定性（尚未评估）。",
)
ONE_REPLICATE = Text(
    "One replicate says little: there is no interval, and the effects of levers are not computed. Use --replicates 10 or more.",
    "只模拟了1次，说明不了多少问题：没有95%区间，也不计算各项政策的作用。建议用 --replicates 10 或更多。",
)
NO_THRESHOLD = Text(
    "No document says what counts as large-scale return to poverty: the thresholds are there to be compared, none is official.",
    "“规模性返贫”没有官方数量标准，各档阈值仅供对照。",
)
PLACES = Text(
    "Worst township, worst village: probability that some township or village exceeds the threshold. Scattered: the same "
    "if each year's returns are dealt out by lot over the whole county among ex-poor households of the same size and similar "
    "welfare a year before: what small numbers alone would give. What lies above it means that returns keep together in "
    "places. The cause may be shocks that neighbours share (weather, a firm, a product) or lasting differences between "
    "places that size and welfare do not show; the model's output does not separate the two. Shocks of the whole county "
    "are in both. With few replicates a small difference is luck.",
    "最严重的乡镇、最严重的村：至少有一个乡镇（村）超过阈值的概率。“随机分布时”指每年返贫户数不变，在全县人口数相同、一年前收入（扣除医疗自付）水平相近的"
    "脱贫户中随机抽取返贫户（不论住在哪里）后算出的同一概率，即单凭户数少也会出现的情况。高出的部分说明返贫集中在某些地方，原因可能是邻里共同"
    "遭遇的冲击（天气、企业、产业），也可能是各地农户在人口和收入之外的长期差异，这里无法区分；全县性冲击在两栏中都有。重复次数少时，小的差别只是偶然。",
)
RARE = Text(
    "Probabilities below 1 % are conditional on the assumed shock law; read them as small, not as exact.",
    "低于1%的概率取决于假定的冲击分布，只表示“很小”，不是精确值。",
)
MONEY = Text("Money is in constant yuan of 2020.", "金额均按2020年不变价计算。")
SAME_LUCK = Text(
    "Same luck: both sides live through the same weather, prices, illness and job losses, so the difference is policy alone.",
    "随机条件相同：两边经历同样的天气、价格、疾病和失业，差异只来自政策。",
)
SHOCKED = Text(
    "A forced shock is a test, not a forecast: nobody says how likely it is. Both sides have the same luck, so the "
    "difference is the shock; an interval that holds zero means that these runs do not show an effect.",
    "强制冲击是压力测试，不是预测，不代表发生的可能性。两边随机条件相同，差异只来自冲击；区间包含零，表示这些模拟没有显示出影响。",
)
OF_QUARTERS = Text(
    "Rates and incomes are means over the years' fourth quarters, money a year over all quarters.",
    "比例和收入为各年四季度的平均，支出为各季度合计折算的年平均。",
)
NO_FOURTH = Text(
    "No fourth quarter was reached: the figures are means over the quarters lived, and there is no yearly return rate.",
    "模拟未到四季度：数字为已模拟各季度的平均，没有年度返贫率。",
)
LAST_QUARTER = Text(
    "No fourth quarter was reached: there is no yearly return rate; the table shows the last quarter, and effects of levers are "
    "means over the quarters lived.",
    "模拟未到四季度，没有年度返贫率：表中为最后一个季度，政策作用为已模拟各季度的平均。",
)


NOTHING = Text("", "")


def returning(line: float) -> Text:
    """What the return rate is."""
    return Text(
        "Return rate: of the ex-poor persons who were not poor four quarters ago, the part that is poor now "
        f"(welfare, which is income less own medical cost, strictly below {line:,.0f} yuan a person and year at prices of 2020).",
        f"返贫率：四个季度前不贫困的脱贫人口中，现在扣除自付医疗费后的人均收入低于贫困线（每年{line:,.0f}元，2020年不变价）者所占比例。",
    )


def of_tables(scenario: Scenario) -> list[Text]:
    """Where households, firms and ties come from, and what that means for the first year."""
    if scenario.table is None:
        return []
    file, found = scenario.table.file, []
    if scenario.firms and scenario.ties:
        firms, ties = scenario.firms.file, scenario.ties.file
        found.append(
            Text(
                f"Firms are those of {firms}, and who hangs on which is told by {ties} alone: a household without a tie has none.",
                f"经营主体来自 {firms}，联结关系仅以 {ties} 为准：表中没有联结关系的农户即无联结。",
            )
        )
    elif scenario.firms:
        firms = scenario.firms.file
        found.append(
            Text(
                f"Firms are those of {firms}; who hangs on which is drawn.",
                f"经营主体来自 {firms}；农户与经营主体的联结为随机抽取。",
            )
        )
    households = Text(
        f"Households are those of {file}; what it does not hold is drawn. Incomes of its year count until four quarters have "
        "been lived: where the model's incomes lie higher or lower than the table's, the first year shows that step, too.",
        f"农户来自 {file}，表中没有的内容为随机抽取。表中的年收入在前四个季度内逐季被模拟收入取代：模型收入水平与表中不一致时，第一年的变化也包含这一差距。",
    )
    return [households, *found]


def part(scale: float, risk: bool = True) -> Text:
    """Says that only some villages were simulated; ``risk``: probabilities are shown."""
    en, zh = ("", "")
    if risk:
        en = (
            " Probabilities for the county are corrected for it; the worst places and concentration need the full size."
        )
        zh = "全县概率已作相应校正，最严重的乡镇和村、风险集中度须用全县规模（不加 --households）；"
    return Text(
        f"Only a part of the county was simulated ({100 * scale:.1f} % of its persons): sampling noise is larger.{en} "
        "Amounts of money are those of this part.",
        f"只模拟了一部分村（占全县农村人口的{100 * scale:.1f}%），抽样波动较大；{zh}支出金额只计所模拟的部分。",
    )


def below_figure(replicates: int, scale: float, changed: Text = NOTHING) -> Text:
    """The line below an exceedance figure, with what --set changed."""
    size_en = "whole county" if scale >= 1.0 else f"{100 * scale:.1f} % of the county's persons"
    size_zh = "全县规模" if scale >= 1.0 else f"全县{100 * scale:.1f}%的人口"
    before = Text(f"{changed.en[0].upper()}{changed.en[1:]}. ", f"{changed.zh}。") if changed.en else changed
    return Text(
        f"{before.en}{replicates} replicates, {size_en}. Band: 95 % interval, luck only. No threshold is official. "
        "The model is not calibrated: compare, do not forecast.",
        f"{before.zh}重复模拟{replicates}次，{size_zh}。阴影为95%区间（仅随机波动）。阈值均非官方标准。模型尚未校准，宜作比较，不宜作预测。",
    )


def rare(risk: Mapping[str, Any]) -> bool:
    """Whether a probability below 1 % is shown."""
    windows = risk["windows"].values()
    return any(
        row["conditional"]
        for found in windows
        for rows in ("county", "worst_township", "worst_village")
        for row in found[rows]
    )
