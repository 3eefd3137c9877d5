"""Figures. The only file that imports matplotlib."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from math import isfinite
from pathlib import Path
from typing import Any, NamedTuple

import matplotlib

matplotlib.use("Agg")

from matplotlib import font_manager, pyplot  # noqa: E402
from matplotlib.axes import Axes  # noqa: E402
from matplotlib.figure import Figure  # noqa: E402

from sim.language import Text, wrapped  # noqa: E402

FONT = next((Path(__file__).parent / "fonts").glob("*.[ot]tf"))
# For characters that the font lacks, where a machine has one of these.
SPARE = ("Microsoft YaHei", "SimSun", "PingFang SC", "Noto Sans CJK SC", "DejaVu Sans")
# Told apart without colour vision, with STYLES.
COLOURS = ("#1b4965", "#c1121f", "#b8720a", "#5a189a", "#2a9d8f", "#6c757d")
STYLES = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (1, 1)))
GREY, PALE = "#444444", "#c4c4c4"
NARROW = 13.5  # columns of small text in an inch

Row = Mapping[str, Any]


def _style() -> Any:
    """The Chinese font and a plain look."""
    font_manager.fontManager.addfont(str(FONT))
    installed = {font.name for font in font_manager.fontManager.ttflist}
    name = font_manager.FontProperties(fname=str(FONT)).get_name()
    return {
        "font.family": [name, *(spare for spare in SPARE if spare in installed)],
        "axes.unicode_minus": False,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "figure.dpi": 120,
        "font.size": 11,
        "lines.linewidth": 1.8,
    }


def _png(figure: Figure, note: str) -> bytes:
    """PNG bytes without a date in them, with a note at the foot."""
    if note:
        lines = wrapped(note, int(figure.get_figwidth() * NARROW))
        figure.supxlabel("\n".join(lines), fontsize=8.5, color="#555555")
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", metadata={"Software": None})
    pyplot.close(figure)
    return buffer.getvalue()


def _look(k: int) -> dict[str, Any]:
    """Colour and dashes of the k-th line."""
    return {"color": COLOURS[k % len(COLOURS)], "linestyle": STYLES[k % len(STYLES)]}


def bands(
    series: Mapping[str, Sequence[tuple[float, float, float]]],
    quarters: Sequence[str],
    lang: str,
    marks: Mapping[str, str],
    note: str,
) -> bytes:
    """Return rate by quarter: a panel with all means, then one a scenario with its 95 % interval.

    ``series`` holds (mean, low, high) as shares, NaN where unknown; ``marks`` names quarters, after whose end a line stands.
    """
    with pyplot.rc_context(_style()):
        panels = 1 + len(series) if len(series) > 1 else 1
        columns = min(panels, 3)
        rows = -(-panels // columns)
        size = (3.7 * columns + 0.4, 2.9 * rows + 0.9) if panels > 1 else (9, 5.2)
        figure, grid = pyplot.subplots(
            rows, columns, figsize=size, layout="constrained", sharex=True, sharey=True, squeeze=False
        )
        axes = list(grid.flat)
        for spare in axes[panels:]:
            spare.remove()
        if panels > 1:
            _all_means(axes[0], series, lang)
        for k, (panel, title) in enumerate(zip(axes[panels - len(series) : panels], series, strict=True)):
            _one_band(panel, series, title, k)
        _calendar(axes[:panels], quarters, marks)
        known = [100 * value for rows_of in series.values() for row in rows_of for value in row if isfinite(value)]
        top = 1.08 * max(known, default=0.0)
        axes[0].set_ylim(0, top if top > 0.0 else 1.0)
        figure.supylabel(Text("return rate, % of ex-poor persons", "返贫率（占脱贫人口，%）").of(lang), fontsize=11)
        return _png(figure, note)


def _all_means(panel: Axes, series: Mapping[str, Sequence[tuple[float, float, float]]], lang: str) -> None:
    """Every mean in one panel; the titles of the other panels are the legend."""
    for k, rows in enumerate(series.values()):
        panel.plot([100 * row[0] for row in rows], **_look(k))
    panel.set_title(Text("all, means", "各情景平均值").of(lang), fontsize=10.5)


def _one_band(panel: Axes, series: Mapping[str, Sequence[tuple[float, float, float]]], title: str, k: int) -> None:
    """One scenario with its interval, the means of the others in grey."""
    for rows in series.values():
        panel.plot([100 * row[0] for row in rows], color=PALE, linewidth=1.0)
    low, high = ([100 * row[end] for row in series[title]] for end in (1, 2))
    panel.fill_between(range(len(low)), low, high, color=COLOURS[k % len(COLOURS)], alpha=0.18, linewidth=0)
    panel.plot([100 * row[0] for row in series[title]], **_look(k))
    columns = 46 if len(series) > 1 else 100
    panel.set_title("\n".join(wrapped(title, columns)), fontsize=10.5, color=COLOURS[k % len(COLOURS)])


def _calendar(axes: Sequence[Axes], quarters: Sequence[str], marks: Mapping[str, str]) -> None:
    """Years below, marked quarters as lines; the text stands in the first panel."""
    fourth = [k for k, quarter in enumerate(quarters) if quarter.endswith("Q4")]
    every = 2 if len(axes) > 1 and len(fourth) > 6 else 1
    for panel in axes:
        panel.set_xticks(fourth[::every], [quarters[k][:4] for k in fourth[::every]])
        panel.set_xlim(0, max(len(quarters) - 1, 1))
        for quarter, text in marks.items():
            if quarter in quarters:
                at = quarters.index(quarter) + 0.5
                panel.axvline(at, color=GREY, linewidth=0.9, linestyle=(0, (2, 2)))
                if panel is axes[0]:
                    where: dict[str, Any] = {"xy": (at, 1.0), "xycoords": ("data", "axes fraction")}
                    panel.annotate(
                        text,
                        **where,
                        xytext=(-4, -11),
                        textcoords="offset points",
                        ha="right",
                        fontsize=9.5,
                        color=GREY,
                    )


class Panel(NamedTuple):
    """One panel of curves: its own with an interval, the others pale behind it."""

    title: str
    rows: Sequence[Row]
    others: Sequence[Sequence[Row]]
    look: Mapping[str, Any]


def exceedance_curves(curves: Mapping[str, Mapping[str, Sequence[Row]]], lang: str, note: str = "") -> bytes:
    """Probability that the largest yearly return rate exceeds x, with its 95 % interval.

    ``curves`` leads from the title of a scenario over the window to rows with threshold, probability, ci95. A panel
    shows one window of one scenario, the others pale behind it; one panel does where all scenarios agree.
    """
    panels = _panels(curves, lang)
    columns = min(len(panels), 3)
    rows = -(-len(panels) // columns)
    wide = 4.8 if columns < 3 else 3.7
    with pyplot.rc_context(_style()):
        size = (wide * columns + 0.6, 4.6 if rows == 1 else 3.1 * rows + 0.9)
        figure, grid = pyplot.subplots(
            rows, columns, figsize=size, layout="constrained", sharex=True, sharey=True, squeeze=False
        )
        for axes, panel in zip(grid.flat, panels, strict=False):
            _curve(axes, panel, int(wide * 12))
        for spare in list(grid.flat)[len(panels) :]:
            spare.remove()
        grid[0][0].set_ylim(-2, 102)
        grid[0][0].set_xlim(left=0)
        across = Text("threshold x, % of ex-poor persons", "阈值 x（占脱贫人口，%）")
        for axes in list(grid.flat)[max(len(panels) - columns, 0) : len(panels)]:
            axes.set_xlabel(across.of(lang))
            axes.tick_params(labelbottom=True)
        label = Text(
            "probability that the largest yearly\nreturn rate exceeds x, %", "最高年度返贫率超过 x 的概率（%）"
        )
        figure.supylabel(label.of(lang), fontsize=11, multialignment="center")
        if len(curves) == 1:
            figure.suptitle("\n".join(wrapped(next(iter(curves)), int(size[0] * 9))), fontsize=11.5)
        return _png(figure, note)


def _panels(curves: Mapping[str, Mapping[str, Sequence[Row]]], lang: str) -> list[Panel]:
    """What to draw, window by window."""
    panels = []
    for window in dict.fromkeys(window for found in curves.values() for window in found):
        found = {title: own[window] for title, own in curves.items() if window in own}
        when = Text(window, window.replace("-", "—") + "年").of(lang)
        same = len({_points(rows) for rows in found.values()}) == 1
        if same:
            everywhere = Text(": the same in all scenarios", "：各情景相同").of(lang) if len(found) > 1 else ""
            look = {"color": GREY} if len(found) > 1 else _look(0)
            panels.append(Panel(when + everywhere, next(iter(found.values())), (), look))
            continue
        for k, (title, rows) in enumerate(found.items()):
            others = [other for name, other in found.items() if name != title]
            panels.append(Panel(f"{title}\n{when}", rows, others, _look(k)))
    return panels


def _points(rows: Sequence[Row]) -> tuple[tuple[float, ...], ...]:
    return tuple((row["threshold"], row["probability"], *row["ci95"]) for row in rows)


def _curve(axes: Axes, panel: Panel, columns: int) -> None:
    """One curve and its interval."""
    for rows in panel.others:
        axes.plot(
            [100 * row["threshold"] for row in rows],
            [100 * row["probability"] for row in rows],
            color=PALE,
            linewidth=1.0,
        )
    x, p, low, high = ([100 * value for value in column] for column in zip(*_points(panel.rows), strict=True))
    axes.fill_between(x, low, high, color=panel.look["color"], alpha=0.15, linewidth=0)
    axes.plot(x, p, **panel.look)
    title = "\n".join(line for part in panel.title.split("\n") for line in wrapped(part, columns))
    axes.set_title(title, fontsize=10.5, color=panel.look["color"])


def effects(points: Sequence[tuple[str, float, float, float]], title: str, lang: str, note: str) -> bytes:
    """Differences with their intervals, largest first: ``points`` holds (name, difference, low, high)."""
    drawn = sorted((p for p in points if isfinite(p[1])), key=lambda p: abs(p[1]))
    with pyplot.rc_context(_style()):
        figure, axes = pyplot.subplots(figsize=(8.6, 0.3 * len(drawn) + 1.6), layout="constrained")
        for place, (_, difference, low, high) in enumerate(drawn):
            known = isfinite(low) and isfinite(high)
            beyond = known and (low > 0.0 or high < 0.0)
            colour = COLOURS[0] if beyond else PALE
            if known:
                axes.plot([low, high], [place, place], color=colour, linewidth=2.2)
            axes.plot([difference], [place], "o", color=colour, markersize=5)
        axes.axvline(0.0, color=GREY, linewidth=0.8)
        axes.set_yticks(range(len(drawn)), [name for name, *_ in drawn], fontsize=9)
        axes.set_ylim(-0.7, len(drawn) - 0.3)
        axes.set_xlabel(title, loc="right")  # it may be wider than the axes: names stand at their left
        pale = Text("pale: the interval includes zero", "浅色：区间包含零")
        axes.set_title(pale.of(lang), loc="right", fontsize=8.5, color=GREY)  # above, where no point stands
        return _png(figure, note)


class Story(NamedTuple):
    """One panel of two courses of the same households, with a failure and without it; NaN where unknown."""

    title: str
    struck: Sequence[float]
    calm: Sequence[float]
    from_zero: bool  # whether the axis begins at zero


def after_failure(
    stories: Sequence[Story],
    after: Sequence[int],
    tails: Mapping[str, tuple[Sequence[float], Sequence[float]]],
    lang: str,
    note: str,
) -> bytes:
    """The cascade after a failure, three panels, and how often cascades of each size come about.

    ``after`` counts the quarters of the stories from the one of the failure; ``tails`` leads from a kind of firm to sizes
    (households), ascending, and to cascades a year of at least that size.
    """
    with pyplot.rc_context(_style()):
        figure, grid = pyplot.subplots(2, 2, figsize=(10.4, 7.4), layout="constrained")
        panels: list[Axes] = list(grid.flat)
        for panel, story in zip(panels, stories, strict=False):
            _story(panel, story, after, lang)
        panels[0].legend(loc="lower right", frameon=False, fontsize=10)
        _tails(panels[3], tails, lang)
        return _png(figure, note)


def _story(panel: Axes, story: Story, after: Sequence[int], lang: str) -> None:
    """Both courses; a dashed line stands before the quarter of the failure."""
    for values, k, text in (
        (story.calm, 0, Text("had it not failed", "假如未倒闭")),
        (story.struck, 1, Text("with the failure", "倒闭")),
    ):
        panel.plot(after, values, **_look(k), label=text.of(lang))
    if story.from_zero:
        most = max((x for x in (*story.struck, *story.calm) if isfinite(x)), default=0.0)
        panel.set_ylim(0.0, 1.12 * most if most > 0.0 else 1.0)
    else:
        panel.yaxis.set_major_formatter(lambda x, _: f"{x:,.0f}")
    panel.axvline(-0.5, color=GREY, linewidth=0.9, linestyle=(0, (2, 2)))
    panel.set_title(story.title, fontsize=10.5)
    panel.set_xticks([quarter for quarter in after if quarter % 4 == 0])
    panel.set_xlabel(Text("quarters since the failure", "距倒闭的季度数（0为倒闭当季）").of(lang), fontsize=9.5)


def _tails(panel: Axes, tails: Mapping[str, tuple[Sequence[float], Sequence[float]]], lang: str) -> None:
    """Cascades a year of at least so many households, by kind of firm; both axes in logarithms."""
    for k, (kind, (size, times)) in enumerate(tails.items()):
        look: dict[str, Any] = {"color": COLOURS[k + 2], "linestyle": STYLES[k]}
        panel.step(size, times, where="pre", label=kind, **look)
    panel.set_xscale("log")
    panel.set_yscale("log")
    for axis in (panel.xaxis, panel.yaxis):
        axis.set_major_formatter(lambda x, _: f"{x:,.6g}")
        axis.set_minor_formatter(lambda x, _: "")
    panel.set_title(
        Text("cascades a year that hit at least x households", "波及x户及以上的倒闭，平均每年次数").of(lang),
        fontsize=10.5,
    )
    panel.set_xlabel(Text("x, households that lost a line of income", "x（失去利益联结的户数）").of(lang), fontsize=9.5)
    panel.grid(visible=True, which="major", color=PALE, linewidth=0.4)
    if tails:
        panel.legend(loc="lower left", frameon=False, fontsize=10)
