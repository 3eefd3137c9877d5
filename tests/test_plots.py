"""Figures: in both languages, every character there, nothing cut off."""

import warnings
from pathlib import Path

import pytest
from matplotlib import figure as figures
from matplotlib import font_manager, pyplot

from sim import plots
from sim.published.transition import SHORT, TRANSITION

QUARTERS = [f"{year}Q{quarter}" for year in range(2021, 2031) for quarter in range(1, 5)]
NOTE = "彭水合成人口，重复模拟4次。阴影为95%区间（仅随机波动）。模型尚未校准，宜比较退出方式，不宜作预测。" * 2


def path(level: float) -> list[tuple[float, float, float]]:
    return [(level + 0.001 * k, level, level + 0.002 * k) for k in range(len(QUARTERS))]


def curve(level: float) -> list[dict]:
    return [
        {"threshold": x / 100, "probability": max(0.0, level - x / 10), "ci95": [0.0, min(1.0, level - x / 10 + 0.3)]}
        for x in (1, 2, 3, 5, 10)
    ]


def shapes(lang: str) -> list[str]:
    return [text.of(lang) for text in SHORT.values()]


@pytest.fixture(autouse=True)
def strict(monkeypatch):
    """A missing character is a warning; what stands outside of the paper is found when the figure is saved."""
    outside = []
    save = figures.Figure.savefig

    def checked(figure, *arguments, **options):
        figure.canvas.draw()
        drawn, paper = figure.get_tightbbox(), figure.bbox_inches  # both in inches
        if not (drawn.x0 > -0.01 and drawn.y0 > -0.01 and drawn.x1 < paper.x1 + 0.01 and drawn.y1 < paper.y1 + 0.01):
            outside.append((drawn, paper))
        return save(figure, *arguments, **options)

    monkeypatch.setattr(figures.Figure, "savefig", checked)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield
    assert outside == []
    assert pyplot.get_fignums() == [], "figures are closed"


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("kinds", [0, 1, 3])
def test_the_cascade_after_a_failure(lang, kinds):
    titles = {
        "zh": ("仍与经营主体有利益联结的人口（%）", "人均收入（元/年）", "贫困人口（%）"),
        "en": ("linked, %", "income", "poor, %"),
    }[lang]
    after = list(range(-4, 13))
    course = [50.0 + k for k in after[:-1]] + [float("nan")]
    stories = [plots.Story(title, course, course[::-1], k != 1) for k, title in enumerate(titles)]
    nothing = plots.Story(titles[2], [0.0] * len(after), [float("nan")] * len(after), True)
    tails = {name: ([1, 10, 400], [9.0, 2.5, 0.05]) for name in ("企业", "就业帮扶车间", "合作社")[:kinds]}
    assert sizes(plots.after_failure(stories, after, tails, lang, NOTE))[0] > 1000
    assert plots.after_failure([*stories[:2], nothing], after, tails, lang, "") != b""


def sizes(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG")
    return int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("count", [1, 2, 5])
def test_return_rates_by_quarter(lang, count):
    series = {title: path(0.01 * k) for k, title in enumerate(shapes(lang)[:count])}
    png = plots.bands(series, QUARTERS, lang, {"2025Q4": "过渡期结束", "2040Q1": "never"}, NOTE)
    assert min(sizes(png)) > 400


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("count", [1, 2, 5])
@pytest.mark.parametrize("windows", [1, 2])
def test_exceedance_curves(lang, count, windows):
    names = ("2021-2025", "2026-2030")[:windows]
    curves = {
        title: {"2021-2025": curve(0.9), "2026-2030": curve(0.2 * k)} for k, title in enumerate(shapes(lang)[:count])
    }
    curves = {title: {name: found[name] for name in names} for title, found in curves.items()}
    assert min(sizes(plots.exceedance_curves(curves, lang, NOTE))) > 500


def test_a_window_in_which_all_agree_is_drawn_once():
    curves = {f"情景{k}": {"2021-2025": curve(0.9), "2026-2030": curve(0.2 * k)} for k in range(3)}
    titles = [panel.title for panel in plots._panels(curves, "zh")]
    assert titles == ["2021—2025年：各情景相同", "情景0\n2026—2030年", "情景1\n2026—2030年", "情景2\n2026—2030年"]


def test_a_long_title_is_broken():
    title = "过渡期满后产业就业医保政策分三年逐步退出并保留监测帮扶和低保兜底的综合情景" * 2
    plots.exceedance_curves({title: {"2021-2025": curve(0.9)}}, "zh", NOTE)
    plots.bands({title: path(0.0), "b": path(0.1)}, QUARTERS, "zh", {}, NOTE)


def test_nothing_returned_still_draws():
    plots.bands({"零": [(0.0, 0.0, 0.0)] * 4}, QUARTERS[:4], "zh", {}, "")


def test_the_same_figure_has_the_same_bytes():
    curves = {"情景": {"2021-2025": curve(0.9)}}
    assert plots.exceedance_curves(curves, "zh", NOTE) == plots.exceedance_curves(curves, "zh", NOTE)


def test_the_style_of_others_is_left_alone():
    before = dict(pyplot.rcParams)
    plots.bands({"零": path(0.1)}, QUARTERS, "zh", {}, "")
    assert dict(pyplot.rcParams) == before


def test_the_font_has_every_character_that_figures_say():
    known = set(font_manager.get_font(str(plots.FONT)).get_charmap())
    source = Path(plots.__file__).read_text("utf-8") + "".join(shapes("zh")) + NOTE + TRANSITION.small.folder
    assert {character for character in source if character.isprintable() and ord(character) not in known} == set()
