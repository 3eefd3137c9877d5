"""What sound tables of households, firms and ties hold, for a person or a program."""

from __future__ import annotations

import argparse

import numpy as np

from sim.commands import shared, tables
from sim.language import Text
from sim.population.household_table import Brief, HouseholdTable, brief
from sim.population.inputs import checked_inputs, tables_of
from sim.population.network_table import Network
from sim.population.tie_checks import KIND_NAMES, LINE_NAMES
from sim.processes.welfare import Lines


def tell_sound(file: str, options: argparse.Namespace) -> None:
    """What sound tables hold; ``Invalid`` where they are not sound."""
    inputs = checked_inputs(file, options.firms, options.ties)
    assert inputs.table is not None
    table, network = tables_of(inputs.table, inputs.firms, inputs.ties)
    lines = Lines()
    monitoring = lines.poverty * lines.monitoring_multiple
    ex_poor = table.numbers["ex_poor"] > 0.0
    groups = {"all": np.ones(table.n, dtype=bool), "ex_poor": ex_poor, "ordinary": ~ex_poor}
    briefs = {name: brief(table, chosen, lines.poverty, monitoring) for name, chosen in groups.items()}
    places = {"villages": len(set(table.village)), "townships": len(set(table.township) - {""})}
    told = summary(network) if network else {}
    if options.json:
        found = {name: one._asdict() for name, one in briefs.items()}
        shared.print_json(
            {
                "table": table.file,
                "sound": True,
                **places,
                "groups": found,
                "lines": [lines.poverty, monitoring],
                **told,
            }
        )
        return
    show(table, briefs, places, (lines.poverty, monitoring), options.lang)
    for what, counts in told.items():
        show_counts(TITLES[what].of(options.lang), counts, options.lang)


def summary(network: Network) -> dict[str, dict[str, int]]:
    """Firms by kind and ties by line, by their codes in the tables."""
    kind = network.firms.numbers["kind"]
    found = {"firms": {str(code): int((kind == code).sum()) for code in KIND_NAMES}}
    if network.ties is not None:
        found["ties"] = {str(code): int((network.ties.line == code).sum()) for code in LINE_NAMES}
    return found


TITLES = {"firms": Text("firms", "经营主体"), "ties": Text("ties", "联结关系")}


def show_counts(title: str, counts: dict[str, int], lang: str) -> None:
    """How many firms or ties there are of each kind, on one line."""
    names = KIND_NAMES if title == TITLES["firms"].of(lang) else LINE_NAMES
    parts = [
        Text(f"{names[int(code)].en.removeprefix('a ')}: {many:,}", f"{names[int(code)].zh}{many}").of(lang)
        for code, many in counts.items()
    ]
    print(f"{title}{Text(': ', '：').of(lang)}{Text(', ', '、').of(lang).join(parts)}")


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
