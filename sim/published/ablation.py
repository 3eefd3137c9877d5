"""What each process does: every measure with and without it, under the same luck and from the same start."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim import results
from sim.analysis.levers import outcome
from sim.analysis.paired import PairedDifference, compare
from sim.language import Text
from sim.outcomes import SERIES
from sim.parameters import PROCESSES, load_scenario
from sim.published.kinds import Published, Runs, Scenarios, Size, Tables, of_runs, runs_of

BASE = "baseline"
DRAWN = ("ex_poor", "return_rate")
TITLES = {
    "environment": Text("shared shocks", "共同冲击"),
    "hazards": Text("disasters and diseases", "灾害与疫病"),
    "demography": Text("demography", "人口变动"),
    "education": Text("education", "教育"),
    "health": Text("illness", "疾病"),
    "labour": Text("work found and lost", "就业变动"),
    "earnings": Text("wages and income shocks", "工资与收入冲击"),
    "arrears": Text("arrears of wages", "欠薪"),
    "farming": Text("farming", "种植业"),
    "crop_choice": Text("choice of product", "品种选择"),
    "livestock": Text("livestock", "畜牧养殖"),
    "side_industries": Text("small side industries", "“五小”产业"),
    "tourism": Text("farm stays", "乡村旅游与农家乐"),
    "cooperatives": Text("co-operatives", "合作社"),
    "enterprises": Text("enterprises", "企业"),
    "linkage": Text("contracts with members", "利益联结"),
    "founding": Text("new firms and mergers", "新设与合并"),
    "banks": Text("banks that answer to losses", "银行信贷反应"),
    "markets": Text("price response to supply", "价格对供给的反应"),
    "outlets": Text("outlets and gluts", "销售渠道与滞销"),
    "transfers": Text("pensions and transfers", "养老金与转移收入"),
    "enrolment": Text("medical enrolment", "参保"),
    "property": Text("property income", "财产收入"),
    "houses": Text("idle houses let", "闲置农房盘活"),
    "ceremonies": Text("ceremonies", "婚丧人情"),
    "relocation": Text("dearer living at relocation sites", "集中安置生活支出"),
    "site_life": Text("services, belonging and return flow at relocation sites", "安置点公共服务、融入与返迁"),
    "guarantees": Text("housing and water", "住房与饮水"),
    "three_tiers": Text("three tiers of medical insurance", "三重医疗保障"),
    "property_insurance": Text("crop and house insurance", "农业与农房保险"),
    "anti_return_insurance": Text("anti-return insurance", "防贫返贫保险"),
    "capital": Text("capital and consumption", "资本与消费"),
    "credit": Text("microcredit", "小额信贷"),
    "kin": Text("kin", "亲族互助"),
    "coping": Text("coping", "困难应对"),
    "motivation": Text("motivation", "劳动积极性"),
    "villages": Text("village collectives", "村集体"),
    "safety_net": Text("dibao, tekun, relief", "低保、特困与临时救助"),
    "monitoring": Text("monitoring", "防返贫监测"),
}


def ablation_scenarios() -> Scenarios:
    """The baseline, and the same with each process off from the first quarter of the scenario on."""
    base = load_scenario(f"pengshui/{BASE}")
    found: Scenarios = {(BASE,): base}
    for process in PROCESSES:
        tree = base.tree.with_values({f"{process}.enabled": {base.start: False}})
        found[(process,)] = base._replace(name=f"{base.name}|{process}=off", tree=tree)
    return found


def ablation_tables(runs: Runs, scenarios: Scenarios) -> dict[str, bytes]:
    """One row a process and measure; and one a process that says how many measures it moves beyond luck."""
    first = scenarios[BASE,].first
    base = outcomes(runs[BASE,], first)
    rows: list[dict[str, Any]] = []
    moved: list[dict[str, Any]] = []
    for process in PROCESSES:
        found = compare(base, outcomes(runs[process,], first), [f"{m}.{g}" for g, m in SERIES], undefined=True)
        rows += [row_of(process, series, difference) for series, difference in zip(SERIES, found, strict=True)]
        moved.append(summary(process, found))
    return {"measures.csv": results.csv_bytes(rows), "processes.csv": results.csv_bytes(moved)}


def outcomes(runs: list[Any], first: int) -> np.ndarray:
    """Every measure over the years of every run, shape (replicates, measures)."""
    return np.stack([outcome(runs, group, measure, first) for group, measure in SERIES], axis=1)


def names(process: str) -> dict[str, str]:
    """Name of a process for programs and for people."""
    return {"process": process, "name": TITLES[process].en, "过程": TITLES[process].zh}


def row_of(process: str, series: tuple[str, str], d: PairedDifference) -> dict[str, Any]:
    """A measure with the process, without it, and the difference."""
    return {
        **names(process),
        **results.described(*series),
        "with": d.base,
        "without": d.other,
        "difference": d.difference,
        "low": d.low,
        "high": d.high,
        "replicates": d.replicates,
    }


def beyond_luck(d: PairedDifference) -> bool:
    """Whether the interval of the difference leaves out zero."""
    return bool(d.low > 0.0 or d.high < 0.0)


def summary(process: str, found: tuple[PairedDifference, ...]) -> dict[str, Any]:
    """What switching the process off does to the return rate, and how many measures it moves."""
    drawn = found[SERIES.index(DRAWN)]
    return {
        **names(process),
        **results.described(*DRAWN),
        "with": drawn.base,
        "without": drawn.other,
        "difference": drawn.difference,
        "low": drawn.low,
        "high": drawn.high,
        "measures_moved": sum(map(beyond_luck, found)),
        "measures_changed": sum(bool(d.difference != 0.0) for d in found),
        "measures": len(found),
        "replicates": drawn.replicates,
    }


def ablation_figures(tables: Tables, scenarios: Scenarios, size: Size) -> dict[str, bytes]:
    """Change of the return rate without each process, with its interval."""
    from sim import plots

    note = Text(
        f"Synthetic Pengshui, {size.replicates} paired replicates of {size.households:,} households, 2021-2030, mean of fourth quarters. "
        "Whiskers: 95 %, luck only. Not calibrated.",
        f"彭水合成人口，约{size.households}户，成对模拟{size.replicates}次，2021—2030年四季度均值。误差线为95%区间（仅随机波动）。模型未校准。",
    )
    title = Text(
        "Return rate of ex-poor persons: change without the process (percentage points)",
        "脱贫人口返贫率：关闭该过程后的变化（百分点）",
    )
    figures = {}
    for lang in ("zh", "en"):
        points = [
            (TITLES[str(row["process"])].of(lang), 100 * row["difference"], 100 * row["low"], 100 * row["high"])
            for row in tables["processes.csv"]
        ]
        figures[f"return_rate.{lang}.png"] = plots.effects(points, title.of(lang), lang, note.of(lang))
    return figures


ABLATION = Published(
    "process-ablation",
    Text("What each process does: Pengshui without it", "各过程的作用：逐一关闭的彭水"),
    Size(24, 10_000, ""),
    Size(3, 1000, "small"),
    ablation_scenarios,
    ablation_tables,
    ablation_figures,
    runs_of,
    of_runs,
)
