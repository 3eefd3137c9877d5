"""Figures of the published result on concentration."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.analysis import tail
from sim.analysis.forced import SHOCKS
from sim.language import Text
from sim.published.kinds import Scenarios, Size, Tables
from sim.published.nodes import DEGREES, NODES
from sim.published.shared_nodes import TITLES


def concentration_figures(tables: Tables, scenarios: Scenarios, size: Size) -> dict[str, bytes]:
    """Exceedance by degree, spread without each node's luck, return rates after shocks of equal loss."""
    from sim import plots

    figures = {}
    for lang in ("zh", "en"):
        figures[f"exceedance.{lang}.png"] = plots.exceedance_curves(curves_of(tables, lang), lang, note(size).of(lang))
        for statistic, (name, axis) in DRAWN.items():
            points = [
                (label_of_node(row, lang), *points_of(row)) for row in tables["nodes.csv"] if drawn(row, statistic)
            ]
            figures[f"{name}.{lang}.png"] = plots.effects(points, axis.of(lang), lang, note(size).of(lang))
        points = [
            (f"{SHOCKS[row['shock']].title.of(lang)}{share(row['size'], lang)}", *points_of(row))
            for row in tables["equal_loss.csv"]
            if row["quantity"] == "return_rate"
        ]
        figures[f"equal_loss.{lang}.png"] = plots.effects(
            points, LOSS_AXIS.of(lang), lang, f"{loss_note(tables).of(lang)}{note(size).of(lang)}"
        )
    return figures


DRAWN = {  # file and axis by statistic
    tail.MEAN: (
        "nodes",
        Text(
            "Largest yearly return rate of 2026-2030, mean over runs:\nchange without that node's luck (percentage points)",
            "2026—2030年最高年度返贫率（各次模拟平均）：\n排除该节点风险后的变化（百分点）",
        ),
    ),
    tail.SPREAD: (
        "spread",
        Text(
            "Largest yearly return rate of 2026-2030, standard deviation over runs:\nchange without that node's luck (percentage points)",
            "2026—2030年最高年度返贫率在各次模拟间的标准差：\n排除该节点风险后的变化（百分点）",
        ),
    ),
}
LOSS_AXIS = Text(
    "Return rate of ex-poor persons, mean of the fourth quarters since 2023:\nchange through the shock (percentage points)",
    "脱贫人口返贫率（2023年起各年四季度平均）：\n因冲击的变化（百分点）",
)


def note(size: Size) -> Text:
    """What the intervals cover, and what the result is not."""
    return Text(
        f"Synthetic Pengshui, {size.replicates} replicates under the same luck. Whiskers and bands: 95 %, luck only. Not calibrated: no forecast.",
        f"彭水合成人口，相同随机条件下重复模拟{size.replicates}次。误差线和阴影为95%区间（仅随机波动）。模型未校准，不是预测。",
    )


def loss_note(tables: Tables) -> Text:
    """How much the shocks take: as much on the replicates on which their sizes were found, nearly so on all."""
    lost = [row["difference"] for row in tables["equal_loss.csv"] if row["quantity"] == "lost"]
    low, high = min(lost), max(lost)
    return Text(
        f"The shocks take {low / 1e6:,.0f} to {high / 1e6:,.0f} million yuan of rural households' income within two years from 2023 on; "
        "their sizes were matched on a few of the replicates. ",
        f"各冲击使全县农户自2023年起两年内损失收入{low / 1e4:,.0f}万—{high / 1e4:,.0f}万元（冲击大小按部分模拟匹配）。",
    )


def curves_of(tables: Tables, lang: str) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """Curves by degree and window."""
    curves: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for row in tables["exceedance.csv"]:
        entry = {"threshold": row["threshold"], "probability": row["probability"], "ci95": [row["low"], row["high"]]}
        curves.setdefault(DEGREES[row["degree"]].of(lang), {}).setdefault(row["window"], []).append(entry)
    return curves


def drawn(row: Mapping[str, Any], statistic: str) -> bool:
    """Whether a row of nodes belongs to the figure of a statistic: the last window does."""
    return bool(row["statistic"] == statistic and row["window"] == "2026-2030")


def points_of(row: Mapping[str, Any]) -> tuple[float, float, float]:
    """Difference and interval in percentage points."""
    difference, low, high = (100.0 * row[key] for key in ("difference", "low", "high"))
    return difference, low, high


def label_of_node(row: Mapping[str, Any], lang: str) -> str:
    """Name of a point: the node, and what does not happen."""
    code = f"{row['node']} " if row["node"] in TITLES else ""
    return f"{code}{NODES[row['node']].title.of(lang)}"


def share(size: float, lang: str) -> str:
    """How large a shock is."""
    return Text(f" ({100.0 * size:.3g} %)", f"（{100.0 * size:.3g}%）").of(lang)
