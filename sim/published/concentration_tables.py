"""Tables of the published result on concentration."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim import results
from sim.analysis import tail
from sim.analysis.forced import SHOCKS
from sim.analysis.risk import transition_end
from sim.language import Text
from sim.measures.large_scale import exceedance
from sim.published.kinds import Runs, Scenarios
from sim.published.nodes import DEGREES, NODE_TITLES, NODES
from sim.spec import year_of

DEGREE, WITHOUT = "degree", "without"
BASE = (DEGREE, "baseline")
CURVE = tuple(k / 1000 for k in range(10, 82, 2))  # thresholds of the curves
STATISTICS = {
    tail.MEAN: Text("mean over runs of the largest yearly return rate", "各次模拟最高年度返贫率的平均值"),
    tail.SPREAD: Text("standard deviation over runs of the same", "各次模拟最高年度返贫率的标准差"),
    tail.ABOVE: Text("probability that it exceeds the threshold", "最高年度返贫率超过阈值的概率"),
}
UNITS = {
    "return_rate": Text("share of persons a year", "人口比例（年）"),
    "lost": Text("CNY2020, all rural households", "元（2020年价），全部农户"),
    "lost_by_ex_poor": Text("CNY2020, ex-poor households", "元（2020年价），脱贫户"),
    "principal_lost": Text("CNY2020, all rural households", "元（2020年价），全部农户"),
}
QUANTITIES = {
    "return_rate": Text("return rate of ex-poor persons, mean of fourth quarters", "脱贫人口返贫率（各年四季度平均）"),
    "lost": Text("income lost within two years", "两年内损失的收入"),
    "lost_by_ex_poor": Text("of it, by ex-poor households", "其中：脱贫户损失"),
    "principal_lost": Text("share principal written off, which is no income", "核销的入股本金（不计入收入）"),
}


def tables_of(runs: Runs, losses: Mapping[str, Any], scenarios: Scenarios) -> dict[str, bytes]:
    """Exceedance by degree; degrees and nodes against the baseline; shocks of equal loss, and year by year."""
    base = scenarios[BASE]
    first, ends = year_of(base.first), transition_end(base)
    peaks = {variant: tail.peaks(runs, first, ends) for variant, runs in runs.items()}
    curves = [row for name in DEGREES for row in exceedances(name, peaks[DEGREE, name])]
    degrees = [
        {**degree(name), **row}
        for name in DEGREES
        if (DEGREE, name) != BASE
        for row in compared(peaks[BASE], peaks[DEGREE, name])
    ]
    nodes = [{**node(name), **row} for name in NODES for row in compared(peaks[BASE], peaks[WITHOUT, name])]
    return {
        "exceedance.csv": results.csv_bytes(curves),
        "degrees.csv": results.csv_bytes(degrees),
        "nodes.csv": results.csv_bytes(nodes),
        "equal_loss.csv": results.csv_bytes([row for effect in losses.values() for row in of_shock(effect)]),
        "equal_loss_by_year.csv": results.csv_bytes(
            [
                {**shock(effect), "year": int(year), **difference("return_rate", row)}
                for effect in losses.values()
                for year, row in effect["by_year"].items()
            ]
        ),
    }


def degree(name: str) -> dict[str, str]:
    """A degree of concentration for programs and for people."""
    return {"degree": name, "集中程度": DEGREES[name].zh}


def node(name: str) -> dict[str, str]:
    """A node for programs and for people, and what is taken away."""
    return {
        "node": name,
        "节点": NODE_TITLES[name].zh,
        "taken_away": NODES[name].title.en,
        "排除的情况": NODES[name].title.zh,
    }


def exceedances(name: str, peaks: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Exceedance curve of one degree, window by window."""
    return [
        {
            **degree(name),
            "window": window,
            "threshold": found.threshold,
            "probability": found.probability,
            "low": found.low,
            "high": found.high,
            "hits": found.hits,
            "replicates": found.replicates,
            "method": found.method,
            "covers": found.covers,
        }
        for window, own in peaks.items()
        for found in (exceedance(own, threshold) for threshold in CURVE)
    ]


def compared(base: Mapping[str, Any], other: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Mean, spread and tail against the baseline's, window by window."""
    rows = []
    for window in base:
        for found in tail.effects(base[window], other[window]):
            row = found.row()
            name = row.pop("statistic")
            text = STATISTICS[name]
            rows.append(
                {
                    "window": window,
                    "statistic": name,
                    "meaning": text.en,
                    "统计量": text.zh,
                    **row,
                    "replicates": len(base[window]),
                }
            )
    return rows


def shock(effect: Mapping[str, Any]) -> dict[str, Any]:
    """A shock for programs and for people, when it begins, how large it is, and whether that takes what it should."""
    declared = SHOCKS[effect["shock"]]
    return {
        "shock": effect["shock"],
        "name": declared.title.en,
        "冲击": declared.title.zh,
        "quarter": effect["quarter"],
        "size": effect["size"],
        "equal_loss": "yes" if effect["reached"] else "no",
    }


def difference(name: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """One quantity with and without a shock."""
    text, unit = QUANTITIES[name], UNITS[name]
    return {
        "quantity": name, "meaning": text.en, "指标": text.zh, "unit": unit.en, "单位": unit.zh,
        "calm": row["base"], "struck": row["other"],
        **{key: row[key] for key in ("difference", "low", "high", "replicates")},
    }  # fmt: skip


def of_shock(effect: Mapping[str, Any]) -> list[dict[str, Any]]:
    """All quantities of one shock."""
    return [{**shock(effect), **difference(name, effect[name])} for name in QUANTITIES]
