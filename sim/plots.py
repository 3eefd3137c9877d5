"""Figures. The only file that imports matplotlib."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("Agg")

from matplotlib import font_manager, pyplot  # noqa: E402
from matplotlib.figure import Figure  # noqa: E402

from sim.language import Text  # noqa: E402

FONT = next((Path(__file__).parent / "fonts").glob("*.[ot]tf"))
COLOURS = (
    "#1b4965",
    "#c1121f",
    "#e09f3e",
    "#5a189a",
    "#2a9d8f",
    "#6c757d",
)  # told apart without colour vision, with STYLES
STYLES = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (1, 1)))
MOST_YEARS = 20  # no return period above this is shown to policy staff


def _prepare() -> None:
    """Register the Chinese font and a plain style."""
    font_manager.fontManager.addfont(str(FONT))
    name = font_manager.FontProperties(fname=str(FONT)).get_name()
    pyplot.rcParams.update(
        {
            "font.family": [name, "DejaVu Sans"],
            "axes.unicode_minus": False,
            "axes.spines.top": False,
            "axes.spines.right": False,
            "figure.dpi": 120,
            "svg.hashsalt": "fanpin",
            "font.size": 11,
        }
    )


def _png(figure: Figure) -> bytes:
    """PNG bytes without a date in them."""
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", metadata={"Software": None})
    pyplot.close(figure)
    return buffer.getvalue()


def bands(
    series: Mapping[str, Sequence[tuple[float, float, float]]],
    quarters: Sequence[str],
    lang: str,
    marks: Mapping[str, str],
    note: str,
) -> bytes:
    """Return rate by quarter: mean and 95 % interval of each scenario. ``marks`` names quarters by a text."""
    _prepare()
    figure, axes = pyplot.subplots(figsize=(9, 5.2), layout="constrained")
    x = range(len(quarters))
    for k, (title, rows) in enumerate(series.items()):
        colour, style = COLOURS[k % len(COLOURS)], STYLES[k % len(STYLES)]
        axes.plot(x, [100 * row[0] for row in rows], color=colour, linestyle=style, label=title, linewidth=1.8)
        axes.fill_between(
            x, [100 * row[1] for row in rows], [100 * row[2] for row in rows], color=colour, alpha=0.15, linewidth=0
        )
    top = axes.get_ylim()[1]
    for quarter, text in marks.items():
        if quarter in quarters:
            at = quarters.index(quarter) + 0.5
            axes.axvline(at, color="#444444", linewidth=0.9, linestyle=(0, (2, 2)))
            axes.annotate(text, (at, top), xytext=(4, -12), textcoords="offset points", fontsize=10, color="#444444")
    ticks = [k for k, quarter in enumerate(quarters) if quarter.endswith("Q4")]
    axes.set_xticks(ticks, [quarters[k][:4] for k in ticks])
    axes.set_xlim(0, len(quarters) - 1)
    axes.set_ylim(bottom=0, top=top)
    axes.set_xlabel(Text("year (fourth quarter)", "年份（四季度）").of(lang))
    axes.set_ylabel(Text("return rate, % of ex-poor persons", "返贫率（占脱贫人口，%）").of(lang))
    axes.legend(frameon=False, loc="upper left", bbox_to_anchor=(0.0, 0.92))
    figure.supxlabel(note, fontsize=8.5, color="#555555")
    return _png(figure)


def exceedance_curves(
    curves: Mapping[str, Mapping[str, Sequence[Mapping[str, Any]]]], lang: str, note: str = ""
) -> bytes:
    """Probability that the largest yearly return rate exceeds x: one panel a window, one line a scenario."""
    _prepare()
    windows = list(dict.fromkeys(window for found in curves.values() for window in found))
    figure, panels = pyplot.subplots(
        1, len(windows), figsize=(4.8 * len(windows) + 0.6, 4.8), layout="constrained", sharey=True, squeeze=False
    )
    for panel, window in zip(panels[0], windows, strict=True):
        for k, (title, found) in enumerate(curves.items()):
            rows = found.get(window, ())
            x = [100 * row["threshold"] for row in rows]
            colour, style = COLOURS[k % len(COLOURS)], STYLES[k % len(STYLES)]
            panel.plot(
                x, [100 * row["probability"] for row in rows], color=colour, linestyle=style, label=title, linewidth=1.8
            )
            panel.fill_between(
                x,
                [100 * row["ci95"][0] for row in rows],
                [100 * row["ci95"][1] for row in rows],
                color=colour,
                alpha=0.12,
                linewidth=0,
            )
        panel.set_title(window, fontsize=11)
        panel.set_xlabel(Text("threshold x, % of ex-poor persons", "阈值 x（占脱贫人口，%）").of(lang))
        panel.set_ylim(-2, 102)
        panel.set_xlim(left=0)
    panels[0][0].set_ylabel(
        Text("probability that the largest yearly\nreturn rate exceeds x, %", "最高年返贫率超过 x 的概率（%）").of(lang)
    )
    handles, labels = panels[0][0].get_legend_handles_labels()
    if len(labels) > 1:
        figure.legend(handles, labels, frameon=False, loc="outside upper center", ncols=min(len(labels), 3))
    if note:
        figure.supxlabel(note, fontsize=8.5, color="#555555")
    return _png(figure)
