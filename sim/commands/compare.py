"""``fanpin compare``: scenarios against a base under the same luck."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from sim import results
from sim.analysis.levers import outcome
from sim.analysis.paired import compare
from sim.commands import changes, remarks, shared, tables
from sim.commands.remarks import COVERS, UNCALIBRATED
from sim.commands.texts import REPLICATES
from sim.language import Text
from sim.outcomes import SERIES
from sim.runs import Run, size
from sim.scenario import Scenario

SHOWN = (
    ("ex_poor", "return_rate"),
    ("ordinary", "new_poverty_rate"),
    ("ex_poor", "headcount"),
    ("all", "headcount"),
    ("ex_poor", "ever_returned_share"),
    ("ex_poor", "monitored_share"),
    ("ex_poor", "income_per_person"),
    ("county", "fiscal_cost"),
)


def differences(base: list[Run], other: list[Run], first: int = 0) -> list[dict[str, Any]]:
    """Paired difference of every series, with its interval; ``first`` is the number of the first quarter."""
    names = [f"{measure}.{group}" for group, measure in SERIES]
    one = np.stack([outcome(base, *series, first) for series in SERIES], axis=1)
    two = np.stack([outcome(other, *series, first) for series in SERIES], axis=1)
    return [row.row() for row in compare(one, two, names, undefined=True)]


def told_apart(chosen: Sequence[Scenario]) -> list[Scenario]:
    """The scenarios with different names; ``Invalid`` where one stands twice or horizons differ."""
    for k, scenario in enumerate(chosen):
        if any(scenario.files[0].resolve() == other.files[0].resolve() for other in chosen[:k]):
            raise shared.refused(
                f"{scenario.name} is named twice; a comparison needs different scenarios",
                f"情景 {scenario.name} 写了两次；比较须用不同的情景",
            )
    if len({(s.start, s.end) for s in chosen}) > 1:
        spans = [f"{s.name} {s.start}-{s.end}" for s in chosen]
        raise shared.refused(
            f"the scenarios have different horizons: {', '.join(spans)}", f"各情景的起止季度不同：{'、'.join(spans)}"
        )
    names = [s.name for s in chosen]
    return [s._replace(name=shared.printable(str(s.files[0]))) if names.count(s.name) > 1 else s for s in chosen]


def findings(chosen: Sequence[Scenario], runs: Mapping[str, list[Run]]) -> dict[str, Any]:
    """What the runs say: the part of the summary that the same parameters and luck must give again."""
    base = runs[chosen[0].name]
    return {
        "replicates": len(base),
        "quarters": len(base[0].values),
        **size(base)._asdict(),
        "differences": {s.name: differences(base, runs[s.name], s.first) for s in chosen[1:]},
        "state_sha256": {s.name: results.state_sha256(runs[s.name]) for s in chosen},
        "quarters_sha256": {s.name: results.quarters_sha256(runs[s.name]) for s in chosen},
    }


def command(options: argparse.Namespace) -> None:
    """Run all scenarios on the same luck and tell the differences."""
    folder = shared.out(options)
    chosen = told_apart(shared.scenarios([options.base, *options.others], options))
    replicates = options.replicates or REPLICATES["compare"]
    if replicates < 2:
        raise shared.refused(
            "a comparison needs 2 replicates or more: an interval cannot be had from one",
            "比较至少需要重复模拟2次：只有1次无法给出区间",
            "--replicates",
        )
    jobs = shared.jobs(chosen, replicates, options)
    settings = {**results.describe_jobs(jobs), "lane": options.lane, "set": list(options.set)}
    manifest = results.manifest("compare", chosen, settings)
    runs = shared.by_scenario(jobs, shared.lived(jobs, options, folder, manifest))
    base = chosen[0]
    summary: dict[str, Any] = {
        "base": base.name,
        "titles": {s.name: dict(s.title) for s in chosen},
        "changed": changes.changes(base, options.set),
        **base.inputs_as_json(),
        **findings(chosen, runs),
        "covers": COVERS._asdict(),
        "limits": UNCALIBRATED._asdict(),
        "manifest": manifest,
    }
    if options.json:
        shared.print_json(summary)
    else:
        show(summary, base, options.lang)
    files = {
        "summary.json": lambda: results.as_json(summary),
        "quarters.parquet": lambda: results.parquet(results.tidy(runs, base.first, range(replicates))),
        "differences.csv": lambda: results.csv_bytes(rows_of(summary["differences"], summary["titles"])),
    }
    shared.save(folder, files, manifest, options)


def rows_of(
    found: Mapping[str, Sequence[Mapping[str, Any]]], titles: Mapping[str, Mapping[str, str]]
) -> list[dict[str, Any]]:
    """Differences as rows for Excel, with names in both languages."""
    rows = []
    for scenario, differing in found.items():
        for row in differing:
            measure, _, group = row["name"].partition(".")
            named = {"scenario": scenario, "情景": titles[scenario]["zh"], **results.described(group, measure)}
            rows.append({**named, **{key: value for key, value in row.items() if key != "name"}})
    return rows


def show(summary: Mapping[str, Any], base: Scenario, lang: str) -> None:
    """One table a scenario."""
    count, quarters = summary["replicates"], tables.period(base.first, summary["quarters"], lang)
    heading = Text(
        f"Base: {base.title['en']} ({base.name})\n{count} pairs of runs, {quarters}, {summary['households']:,} households",
        f"基准情景：{base.title['zh']}（{base.name}）\n成对模拟{count}次，{quarters}，{summary['households']:,}户",
    )
    first, *rest = heading.of(lang).split("\n")
    print("\n" + "\n".join([changes.below(first, summary["changed"], lang, tables.columns()), *rest]) + "\n")
    headings = (
        Text("measure", "指标"),
        Text("base", "基准情景"),
        Text("this scenario", "本情景"),
        Text("difference", "差异"),
        Text("95 % interval\nof the difference", "差异的\n95%区间"),
    )
    for name, found in summary["differences"].items():
        by_name = {row["name"]: row for row in found}
        rows = [shown(by_name[f"{measure}.{group}"], group, measure, lang) for group, measure in SHOWN]
        title = summary["titles"][name]
        tables.print_table(
            Text(f"{title['en']} ({name})", f"{title['zh']}（{name}）").of(lang), [h.of(lang) for h in headings], rows
        )
    fourth = base.first % 4 + summary["quarters"] >= 4
    notes = [remarks.SAME_LUCK, remarks.OF_QUARTERS if fourth else remarks.NO_FOURTH, remarks.INTERVAL]
    notes.append(remarks.returning(base.tree.at(base.first)["lines"].poverty))
    notes += remarks.of_tables(base)
    notes += [remarks.part(summary["scale"], risk=False)] if summary["scale"] < 1.0 else []
    tables.print_notes([*notes, remarks.MONEY, UNCALIBRATED], lang)


def shown(row: Mapping[str, Any], group: str, measure: str, lang: str) -> list[str]:
    """One line of the table: shares in percent, their differences in points."""
    how = tables.scale(group, measure, lang)
    low, high = (tables.signed(row[key], *how) for key in ("low", "high"))
    return [
        tables.TITLES[group, measure].of(lang),
        tables.plain(row["base"], *how),
        tables.plain(row["other"], *how),
        tables.signed(row["difference"], *how),
        tables.between(low, high, lang),
    ]
