"""``fanpin population``: templates for tables of households, firms and ties, those of a scenario's county, the check of tables."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import numpy as np

from sim.commands import shared, tables
from sim.commands.soundness import tell_sound
from sim.county import County, Luck
from sim.draws import key
from sim.language import Text, wrapped
from sim.population.laws import Floats
from sim.population.network_columns import FIRMS, TIES
from sim.population.network_writing import firms_of_county, ties_of_county
from sim.population.network_writing import template as network_template
from sim.population.stores import Population
from sim.population.table_columns import BLANKS, HOUSEHOLDS, TableColumn
from sim.population.table_writing import table_of_county, template
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
    if options.ties and not options.firms and options.action != "template":
        raise shared.refused("--ties needs --firms, whose rows it names", "--ties 须与 --firms 一起使用", "--ties")
    if options.action != "check":
        for name, file in targets(options).items():
            check_target(Path(file), options.force, name)
        refuse_one_file(options)


def targets(options: argparse.Namespace) -> dict[str, str]:
    """Files to write, by option."""
    named = {"--out": options.out, "--firms": options.firms, "--ties": options.ties}
    return {name: file for name, file in named.items() if file}


def refuse_one_file(options: argparse.Namespace) -> None:
    """Refuse two tables in one file."""
    first: dict[Path, str] = {}
    for name, file in targets(options).items():
        other = first.setdefault(Path(file).absolute(), name)
        if other != name:
            en, zh = f"{name} and {other} name the same file {file}", f"{name} 与 {other} 指向同一文件 {file}"
            raise shared.refused(en, zh, name)


def check_target(path: Path, force: bool, option: str) -> None:
    """Refuse a file that is there, unless it may be replaced, and a place where none can be."""
    if path.suffix.lower() != ".csv":
        raise shared.refused(f"{path} must end in .csv", f"{path} 的扩展名应为 .csv", option)
    if path.is_dir() or not path.absolute().parent.is_dir():
        raise shared.refused(
            f"{path} cannot be a file: there is no such folder", f"无法写入 {path}：没有这个文件夹", option
        )
    if path.exists() and not force:
        raise shared.refused(
            f"{path} is there already; choose another name, or add --force to replace it",
            f"{path} 已存在；请换一个文件名，或加 --force 予以替换",
            option,
        )


def write_template(options: argparse.Namespace) -> None:
    """Write the templates that are named, and tell what each column of them means; of households where none is."""
    layouts = {"--out": HOUSEHOLDS, "--firms": FIRMS, "--ties": TIES}
    chosen = targets(options) or {"--out": ""}
    for name, file in chosen.items():
        if file:
            written_whole(Path(file), template() if name == "--out" else network_template(layouts[name]))
    if options.json:
        found = {name: [described(column) for column in layouts[name].columns] for name in chosen}
        keys = {"--out": "households", "--firms": "firms", "--ties": "ties"}
        shared.print_json(found["--out"] if list(found) == ["--out"] else {keys[name]: found[name] for name in found})
        return
    for name in chosen:
        layout = layouts[name]
        if len(chosen) > 1:
            print(f"\n{Text(f'Columns for each {layout.en}:', f'{layout.zh}表各列：').of(options.lang)}\n")
        for column in layout.columns:
            print("\n".join(entry(column, options.lang)))
    if list(chosen) == ["--out"]:
        more = Text(
            "Firms and ties have tables of their own: add --firms FILE.csv --ties FILE.csv.",
            "经营主体和联结关系另有表格：加 --firms 文件.csv --ties 文件.csv。",
        )
        print("\n" + more.of(options.lang))
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
    """Where the tables lie."""
    if targets(options) and not options.json:
        names = Text(", ", "、").of(options.lang).join(targets(options).values())
        print("\n" + Text(f"written: {names}", f"已写入：{names}").of(options.lang))


def make(options: argparse.Namespace) -> None:
    """Write the households of a scenario's synthetic county, and its firms and ties, as they are at its start."""
    scenario = shared.load(options.source, options.set)
    seed = shared.SEED if options.seed is None else options.seed
    luck = Luck.of(seed, options.replicate)
    if not options.quiet:
        shared.tell(options, Text("living through the years before the scenario", "正在模拟情景开始前的年份"))
    population, sources = lived_a_year(scenario, luck, options.households)
    written_whole(Path(options.out), table_of_county(population, sources, key(luck.seed, luck.initial, 0)))
    for file, made in ((options.firms, firms_of_county), (options.ties, ties_of_county)):
        if file:
            written_whole(Path(file), made(population))
    tell_sound(options.out, options)
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
    """Check tables; ``Invalid`` holds every problem."""
    tell_sound(options.source, options)
