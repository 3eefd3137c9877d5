"""``fanpin population``: a template for a household table, one made from a scenario's county, the check of a table."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import numpy as np

from sim.commands import shared, tables
from sim.county import County, Luck
from sim.draws import key
from sim.language import Text, wrapped
from sim.population.household_table import Brief, HouseholdTable, brief, load
from sim.population.laws import Floats
from sim.population.stores import Population
from sim.population.table_columns import BLANKS, COLUMNS, TableColumn
from sim.population.table_writing import table_of_county, template
from sim.processes.welfare import Lines
from sim.scenario import Scenario
from sim.spec import unit_zh
from sim.start import burnt_in
from sim.store import written_whole

YEAR = 4  # quarters of income that a table holds
SOURCES = {"wage_income": ("wages",), "property_income": ("property",), "transfer_income": ("transfer", "assistance")}


def command(options: argparse.Namespace) -> None:
    """Make what was asked for."""
    check_arguments(options)
    {"template": write_template, "make": make, "check": check}[options.action](options)


def check_arguments(options: argparse.Namespace) -> None:
    """Refuse what does not belong to the action, and what it lacks, before anything runs."""
    make, given = options.action == "make", options.source is not None
    if options.action != "template" and not given:
        what = Text("a scenario", "情景") if make else Text("a table", "表格文件")
        raise shared.refused(f"{options.action} needs {what.en}", f"{options.action} 后面缺少{what.zh}", options.action)
    if options.action == "template" and given:
        raise shared.refused(f"{options.source} is one argument too many", f"多余的参数：{options.source}", "template")
    if make and not options.out:
        raise shared.refused("make needs --out FILE.csv", "make 需要 --out 文件.csv", "make")
    if options.out:
        check_target(Path(options.out), options.force)


def check_target(path: Path, force: bool) -> None:
    """Refuse a file that is there, unless it may be replaced, and a place where none can be."""
    if path.suffix.lower() != ".csv":
        raise shared.refused(f"{path} must end in .csv", f"{path} 的扩展名应为 .csv", "--out")
    if path.is_dir() or not path.absolute().parent.is_dir():
        raise shared.refused(
            f"{path} cannot be a file: there is no such folder", f"无法写入 {path}：没有这个文件夹", "--out"
        )
    if path.exists() and not force:
        raise shared.refused(
            f"{path} is there already; choose another name, or add --force to replace it",
            f"{path} 已存在；请换一个文件名，或加 --force 予以替换",
            "--out",
        )


def write_template(options: argparse.Namespace) -> None:
    """Write the template, and tell what each column means."""
    if options.out:
        written_whole(Path(options.out), template())
    if options.json:
        shared.print_json([described(column) for column in COLUMNS])
        return
    for column in COLUMNS:
        print("\n".join(entry(column, options.lang)))
    say_written(options)


def described(column: TableColumn) -> dict[str, Any]:
    """A column for programs, in both languages."""
    return {
        "name": column.name,
        "heading": column.heading,
        "unit": column.unit,
        "单位": unit_zh(column.unit) if column.unit else "",
        "allowed": column.allowed(),
        "empty": column.blank,
        "meaning": column.meaning,
        "含义": column.meaning_zh,
    }


def entry(column: TableColumn, lang: str) -> list[str]:
    """A column on a few lines for a person."""
    empty = column.blank if isinstance(column.blank, str) else f"{column.blank:.0f}"
    unit, allowed = column.unit, column.allowed()
    text = Text(
        f"{column.meaning}{f'; unit: {unit}' if unit else ''}{f'; allowed: {allowed}' if allowed else ''}; empty: {empty}",
        f"{column.meaning_zh}{f'；单位：{unit_zh(unit)}' if unit else ''}{f'；允许：{allowed}' if allowed else ''}"
        f"；空白：{BLANKS.get(empty, empty)}",
    )
    return [column.heading if lang == "zh" else column.name, *wrapped(text.of(lang), tables.columns(), "    ")]


def say_written(options: argparse.Namespace) -> None:
    """Where the table lies."""
    if options.out and not options.json:
        print("\n" + Text(f"written: {options.out}", f"已写入：{options.out}").of(options.lang))


def make(options: argparse.Namespace) -> None:
    """Write the households of a scenario's synthetic county, as they are at its start."""
    scenario = shared.load(options.source, options.set)
    seed = shared.SEED if options.seed is None else options.seed
    luck = Luck.of(seed, options.replicate)
    if not options.quiet:
        shared.tell(options, Text("living through the years before the scenario", "正在模拟情景开始前的年份"))
    population, sources = lived_a_year(scenario, luck, options.households)
    data = table_of_county(population, sources, key(luck.seed, luck.initial, 0))
    path = Path(options.out)
    written_whole(path, data)
    table = load(path)
    tell_sound(table, options)
    say_written(options)


def lived_a_year(scenario: Scenario, luck: Luck, households: int | None) -> tuple[Population, dict[str, Floats]]:
    """The state at the scenario's start, and each household's income of the year before by official source."""
    years: list[tuple[np.ndarray, dict[str, Floats]]] = []

    def seen(county: County) -> None:
        if county.number >= scenario.first - YEAR:
            n = county.households.n
            by_source = {
                name: sum((county.flow(part) for part in parts), np.zeros(n)) for name, parts in SOURCES.items()
            }
            years.append((county.households.id.copy(), by_source))

    population = burnt_in(scenario, luck, households, seen)
    identities = population.households.id
    found = {name: np.zeros(identities.size) for name in SOURCES}
    for ids, by_source in years:
        order = np.argsort(ids, kind="stable")
        place = np.minimum(np.searchsorted(ids[order], identities), max(ids.size - 1, 0))
        there = ids[order][place] == identities  # others were founded later
        for name, amounts in by_source.items():
            found[name][there] += amounts[order][place[there]]
    return population, found


def check(options: argparse.Namespace) -> None:
    """Check a table; ``Invalid`` holds every problem."""
    tell_sound(load(Path(options.source), options.source), options)


def tell_sound(table: HouseholdTable, options: argparse.Namespace) -> None:
    """What a sound table holds."""
    lines = Lines()
    monitoring = lines.poverty * lines.monitoring_multiple
    ex_poor = table.numbers["ex_poor"] > 0.0
    groups = {"all": np.ones(table.n, dtype=bool), "ex_poor": ex_poor, "ordinary": ~ex_poor}
    briefs = {name: brief(table, chosen, lines.poverty, monitoring) for name, chosen in groups.items()}
    places = {"villages": len(set(table.village)), "townships": len(set(table.township) - {""})}
    if options.json:
        found = {name: one._asdict() for name, one in briefs.items()}
        shared.print_json(
            {"table": table.file, "sound": True, **places, "groups": found, "lines": [lines.poverty, monitoring]}
        )
        return
    show(table, briefs, places, (lines.poverty, monitoring), options.lang)


GROUPS = {"all": Text("all", "全部农户"), "ex_poor": Text("ex-poor", "脱贫户"), "ordinary": Text("others", "其他农户")}


def show(
    table: HouseholdTable, briefs: dict[str, Brief], places: dict[str, int], lines: tuple[float, float], lang: str
) -> None:
    """The table in short, for a person."""
    townships = (
        Text(f" in {places['townships']} townships", f"、{places['townships']}个乡镇")
        if places["townships"]
        else Text("", "")
    )
    title = Text(
        f"{table.file} is sound: {places['villages']} villages{townships.en}",
        f"{table.file} 检查通过：{places['villages']}个村{townships.zh}",
    )
    headings = (
        Text("group", "人群"),
        Text("households", "户数"),
        Text("persons", "人数"),
        Text("workers", "务工人数"),
        Text("income a person\n(CNY/year)", "人均可支配收入\n（元/年）"),
        Text(f"below {lines[0]:,.0f} (%)", f"低于{lines[0]:.0f}元（%）"),
        Text(f"below {lines[1]:,.0f} (%)", f"低于{lines[1]:.0f}元（%）"),
    )
    rows = [
        [
            GROUPS[name].of(lang), f"{one.households:,}", f"{one.persons:,}", f"{one.workers:,}",
            f"{one.income_per_person:,.0f}", f"{100 * one.headcount:.2f}", f"{100 * one.below_monitoring:.2f}",
        ]
        for name, one in briefs.items()
    ]  # fmt: skip
    tables.print_table(title.of(lang), [text.of(lang) for text in headings], rows)
    note = Text(
        "Share of persons whose income less own-paid medical cost is below the line, as the table has it.",
        "按表中数据，人均收入扣除医疗自付后低于该线的人口比例。",
    )
    tables.print_notes([note], lang)
