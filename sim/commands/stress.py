"""What the forced shocks of a scenario do to those who are exposed to them, and to all others."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sim.analysis import stress
from sim.analysis.exposed import Exposure
from sim.analysis.forced import SHOCKS, Shock, forced
from sim.commands import remarks, shared, tables
from sim.language import Text
from sim.runs import Job
from sim.scenario import Scenario

Row = Mapping[str, Any]


def effects(scenario: Scenario, jobs: Sequence[Job], options: argparse.Namespace) -> list[dict[str, Any]]:
    """Effect of each forced shock, the others staying as they are; empty without one, or without pairs of runs."""
    last = scenario.first + jobs[0].horizon - 1 if jobs else scenario.first - 1
    found = []
    for name, begins in forced(scenario, last).items():
        title = Text(f"following those exposed: {SHOCKS[name].title.en}", f"追踪受影响农户：{SHOCKS[name].title.zh}")
        with shared.progress(options, title) as tell:
            tell(0, len(jobs))
            found.append(
                stress.effect(
                    scenario,
                    name,
                    begins,
                    [job.luck for job in jobs],
                    jobs[0].households,
                    last,
                    shared.workers(options),
                    lambda done: tell(done, len(jobs)),
                )
            )
    return found


def show(found: Iterable[Row], lang: str) -> None:
    """For each shock the return rates of exposed and others in both worlds, and year by year what the shock adds."""
    for effect in found:
        shock = SHOCKS[effect["shock"]]
        tables.print_table(*means(effect, shock, lang))
        tables.print_table(*by_year(effect, shock, lang))


def means(effect: Row, shock: Shock, lang: str) -> tuple[str, list[str], list[list[str]]]:
    """Title, headings and rows: means over the fourth quarters since the shock began."""
    contrast = {row["name"]: row for row in effect["contrast"]}
    rows = [
        [
            stress.titles(shock)[row["name"]].of(lang),
            tables.share(row["base"]),
            tables.share(row["other"]),
            difference(row, lang),
            difference(contrast[row["name"]], lang) if row["name"] in contrast else tables.NONE,
        ]
        for row in effect["return_rate"]
    ]
    title = Text(
        f"What it does to the return rate that, from {effect['quarter']}, {shock.title.en} (mean of the fourth quarters since)",
        f"{tables.year(effect['quarter'], 'zh')}起“{shock.title.zh}”对返贫率的影响（此后各年四季度平均，括号内为95%区间）",
    )
    headings = (
        Text("ex-poor persons", "脱贫人口"),
        Text("without it\n(%)", "不发生\n（%）"),
        Text("with it\n(%)", "发生\n（%）"),
        Text("difference and\n95 % interval (points)", "差异\n（百分点）"),
        Text("more than for others\n(points)", "比其他脱贫人口多\n（百分点）"),
    )
    return title.of(lang), [heading.of(lang) for heading in headings], rows


def by_year(effect: Row, shock: Shock, lang: str) -> tuple[str, list[str], list[list[str]]]:
    """Title, headings and rows: difference at each fourth quarter."""
    rows = [[year, *(difference(row, lang) for row in found)] for year, found in effect["by_year"].items()]
    title = Text(
        "The same year by year: what it adds to the fourth quarter's return rate (points, 95 % interval)",
        "逐年情况：各年四季度返贫率因此的变化（百分点，括号内为95%区间）",
    )
    headings = (Text("year", "年份"), *stress.titles(shock).values())
    return title.of(lang), [heading.of(lang) for heading in headings], rows


def difference(row: Row, lang: str) -> str:
    """A difference in points and its interval."""
    value, low, high = (tables.signed(row[key], 100.0) for key in ("difference", "low", "high"))
    return tables.with_interval(value, low, high, lang)


def exposed(effect: Row) -> Text:
    """How many households are exposed, by group and by line: means over the replicates."""
    shock = SHOCKS[effect["shock"]]
    groups = counted(shock.groups, effect["households"])
    several = counted(shock.lines, effect["by_line"])
    of_them = Text(
        f" Among all households, whatever their group: {several.en} (a household may count several times)."
        if shock.lines
        else "",
        f"按具体情况分（不论组别，一户可重复计入）：{several.zh}。" if shock.lines else "",
    )
    note = Text(f" {shock.note.en}" if shock.note.en else "", shock.note.zh)
    return Text(
        f"Households exposed just before it strikes ({shock.title.en}): {groups.en}; means over the replicates.{of_them.en}"
        f"{note.en} The table shows the ex-poor among them; the same households are followed with and without the shock.",
        f"冲击发生前受影响的农户（{shock.title.zh}）：{groups.zh}，均为各次模拟的平均。{of_them.zh}{note.zh}"
        "表中只统计其中的脱贫人口；发生与不发生两种情形追踪的是同一批农户。",
    )


def notes(found: Sequence[Row], scenario: Scenario) -> list[Text]:
    """What stands below the tables: what the scenario is about, how to read it, and who is exposed."""
    if not found:
        return []
    about = Text(scenario.description["en"], scenario.description["zh"])
    return [*([about] if about.en else []), remarks.SHOCKED, *(exposed(effect) for effect in found)]


def counted(exposures: Sequence[Exposure], households: Mapping[str, Sequence[int]]) -> Text:
    """Mean number of households of each exposure."""
    means = [(e.title, sum(households[e.name]) / len(households[e.name])) for e in exposures]
    return Text(
        ", ".join(f"{mean:,.0f} {title.en}" for title, mean in means),
        "，".join(f"{title.zh}{mean:,.0f}户" for title, mean in means),
    )
