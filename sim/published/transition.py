"""How support ends after the transition, by real growth: return rates, exceedance, headlines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from sim import results
from sim.analysis.levers import outcome
from sim.analysis.paired import compare
from sim.analysis.risk import large_scale_return
from sim.language import Text
from sim.measures.large_scale import THRESHOLDS
from sim.outcomes import MEASURES, PLACE_OF
from sim.parameters import load_scenario
from sim.published.kinds import Published, Runs, Scenarios, Size, Tables, of_runs, runs_of
from sim.runs import Run
from sim.spec import TRANSITION_END, quarter_name, quarter_number, year_of

SHAPES = ("kept", "baseline", "linear", "steps", "cliff")
AFTER = quarter_number(TRANSITION_END) + 1  # the first quarter after the transition
GROWTH = (0.0, 0.02, 0.04)  # real income growth a year after 2025, a scenario axis
DRAWN = 0.02  # the growth that the figures show
CURVE = tuple(k / 1000 for k in (5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 60, 70, 80, 100))
HEADLINES = (
    ("ex_poor", "return_rate"),
    ("ordinary", "new_poverty_rate"),
    ("ex_poor", "headcount"),
    ("ex_poor", "headcount_before_assistance"),
    ("ex_poor", "headcount_monitoring_line"),
    ("ex_poor", "headcount_dibao_line"),
    ("all", "half_median_headcount"),
    ("ex_poor", "income_per_person"),
    ("county", "fiscal_cost"),
)


def transition_scenarios() -> Scenarios:
    """Five ways to end the transition, by growth after 2025."""
    found: Scenarios = {}
    for shape in SHAPES:
        scenario = load_scenario(f"pengshui/{shape}")
        for growth in GROWTH:
            tree = scenario.tree.with_values({"environment.growth": {quarter_name(AFTER): growth}})
            found[shape, growth] = scenario._replace(name=f"{scenario.name}@{growth}", tree=tree)
    return found


def transition_tables(runs: Runs, scenarios: Scenarios) -> dict[str, bytes]:
    """Return rate by quarter, exceedance by window, headlines with the difference from keeping all support."""
    by_quarter, exceeded, headlines = [], [], []
    for (name, rate), own in runs.items():
        shape, growth = str(name), float(rate)
        first = scenarios[shape, growth].first
        by_quarter += quarters(shape, growth, own, first)
        exceeded += exceedances(shape, growth, own, year_of(first))
        headlines += headline_rows(shape, growth, own, runs["kept", growth], first)
    return {
        "return_rate.csv": results.csv_bytes(by_quarter),
        "exceedance.csv": results.csv_bytes(exceeded),
        "headlines.csv": results.csv_bytes(headlines),
    }


def named(shape: str) -> dict[str, str]:
    """Name of a scenario for programs and for people."""
    return {"scenario": shape, "情景": SHORT[shape].zh}


def quarters(shape: str, growth: float, runs: Sequence[Run], first: int) -> list[dict[str, Any]]:
    """Mean return rate of ex-poor persons and its interval, quarter by quarter."""
    place = PLACE_OF["ex_poor", "return_rate"]
    rows = []
    for k in range(runs[0].values.shape[0]):
        found = results.interval([float(run.values[k, place]) for run in runs], MEASURES["return_rate"].bounds)
        low, high = found["ci95"]
        rows.append(
            {
                "growth": growth,
                **named(shape),
                "quarter": quarter_name(first + k),
                "mean": found["mean"],
                "low": low,
                "high": high,
            }
        )
    return rows


def exceedances(shape: str, growth: float, runs: Sequence[Run], first_year: int) -> list[dict[str, Any]]:
    """Probability that the largest yearly return rate of a window exceeds x."""
    found = large_scale_return(runs, first_year, tuple(sorted({*CURVE, *THRESHOLDS})))
    return [
        {
            "growth": growth,
            **named(shape),
            "window": window,
            "threshold": row["threshold"],
            "probability": row["probability"],
            "low": row["ci95"][0],
            "high": row["ci95"][1],
            "hits": row["hits"],
            "replicates": row["replicates"],
            "method": row["method"],
            "covers": row["covers"],
        }
        for window, parts in found["windows"].items()
        for row in parts["county"]
    ]


def after(runs: Sequence[Run], group: str, measure: str, first: int) -> np.ndarray:
    """Mean of the fourth quarters after the transition, one value a replicate; runs begin with quarter ``first``."""
    cut = AFTER - first
    return outcome([run._replace(values=run.values[cut:]) for run in runs], group, measure, AFTER)


def headline_rows(
    shape: str, growth: float, runs: Sequence[Run], kept: Sequence[Run], first: int
) -> list[dict[str, Any]]:
    """Headlines of 2026-2030 and their paired difference from keeping all support."""
    names = [f"{measure}.{group}" for group, measure in HEADLINES]
    described = {name: results.described(*headline) for name, headline in zip(names, HEADLINES, strict=True)}
    base = np.stack([after(kept, *headline, first) for headline in HEADLINES], axis=1)
    other = np.stack([after(runs, *headline, first) for headline in HEADLINES], axis=1)
    return [
        {
            "growth": growth,
            **named(shape),
            **described[row.name],
            "mean": row.other,
            "kept": row.base,
            "difference": row.difference,
            "low": row.low,
            "high": row.high,
            "replicates": row.replicates,
        }
        for row in compare(base, other, names, undefined=True)
    ]


def transition_figures(tables: Tables, scenarios: Scenarios, size: Size) -> dict[str, bytes]:
    """Return rate by quarter with its band; exceedance curves. Drawn from the tables."""
    from sim import plots

    note = Text(
        f"Synthetic Pengshui, {size.replicates} replicates, real income growth 2 % a year after 2025. Bands: 95 %, luck only. "
        "Not calibrated: compare shapes, do not forecast.",
        f"彭水合成人口，重复模拟{size.replicates}次，2025年后实际收入年增2%。阴影为95%区间（仅随机波动）。"
        "模型尚未校准，宜比较退出方式，不宜作预测。",
    )
    figures = {}
    for lang in ("zh", "en"):
        titles = {shape: SHORT[shape].of(lang) for shape in SHAPES}
        drawn = [row for row in tables["return_rate.csv"] if row["growth"] == DRAWN]
        names = [row["quarter"] for row in drawn if row["scenario"] == SHAPES[0]]
        series = {
            titles[shape]: [(row["mean"], row["low"], row["high"]) for row in drawn if row["scenario"] == shape]
            for shape in SHAPES
        }
        marks = {"2025Q4": Text("transition ends", "过渡期结束").of(lang)}
        figures[f"return_rate.{lang}.png"] = plots.bands(series, names, lang, marks, note.of(lang))
        curves: dict[str, dict[str, list[dict[str, Any]]]] = {}
        for row in tables["exceedance.csv"]:
            if row["growth"] == DRAWN:
                entry = {
                    "threshold": row["threshold"],
                    "probability": row["probability"],
                    "ci95": [row["low"], row["high"]],
                }
                curves.setdefault(titles[row["scenario"]], {}).setdefault(row["window"], []).append(entry)
        figures[f"exceedance.{lang}.png"] = plots.exceedance_curves(curves, lang, note.of(lang))
    return figures


SHORT = {
    "kept": Text("all support stays", "帮扶长期保持"),
    "baseline": Text("baseline: programmes taper in a year, safety net stays", "基线：政策一年退坡，兜底保留"),
    "linear": Text("linear over three years", "三年线性退坡"),
    "steps": Text("three yearly steps", "三年阶梯退出"),
    "cliff": Text("cliff: all ends at once", "断崖：一次性退出"),
}
TRANSITION = Published(
    "pengshui-transition",
    Text("How support ends after the transition: Pengshui", "过渡期后帮扶如何退出：彭水"),
    Size(24, None, ""),
    Size(4, 2000, "small"),
    transition_scenarios,
    transition_tables,
    transition_figures,
    runs_of,
    of_runs,
)
