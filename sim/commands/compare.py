"""``fanpin compare``: scenarios against a base under the same luck."""

from __future__ import annotations

import argparse
from typing import Any

import numpy as np

from sim import results
from sim.analysis.levers import outcome
from sim.analysis.paired import compare
from sim.commands import shared
from sim.commands.run import COVERS, UNCALIBRATED
from sim.language import Text
from sim.outcomes import MEASURES, SERIES
from sim.runs import Run
from sim.spec import Invalid, Problem

REPLICATES = 8
SHOWN = (
    ("ex_poor", "return_rate"),
    ("ordinary", "new_poverty_rate"),
    ("ex_poor", "headcount"),
    ("ex_poor", "ever_returned_share"),
    ("ex_poor", "monitored_share"),
    ("ex_poor", "income_per_person"),
    ("county", "fiscal_cost"),
)


def differences(base: list[Run], other: list[Run]) -> list[dict[str, Any]]:
    """Paired difference of every series (mean of fourth quarters), with its interval."""
    names = [f"{measure}.{group}" for group, measure in SERIES]
    first = np.stack([outcome(base, *series) for series in SERIES], axis=1)
    second = np.stack([outcome(other, *series) for series in SERIES], axis=1)
    return [row.row() for row in compare(first, second, names)]


def command(options: argparse.Namespace) -> None:
    """Run all scenarios on the same luck and tell the differences."""
    folder = shared.out(options)
    chosen = shared.scenarios([options.base, *options.others], options)
    names = [scenario.name for scenario in chosen]
    if len(set(names)) < len(names):
        twice = sorted({name for name in names if names.count(name) > 1})
        raise Invalid([Problem("", "", 0, str(twice), "", "", f"{twice} is named twice", f"{twice} 重复")])
    if len({(s.start, s.end) for s in chosen}) > 1:
        raise Invalid([Problem("", "", 0, "", "", "", "the scenarios have different horizons", "各情景的起止季度不同")])
    replicates = options.replicates or REPLICATES
    if replicates < 2:
        raise Invalid(
            [
                Problem(
                    "--replicates",
                    "",
                    0,
                    "1",
                    "",
                    ">= 2",
                    "a comparison needs 2 replicates or more",
                    "比较至少需要2次重复模拟",
                )
            ]
        )
    jobs = shared.jobs(chosen, replicates, options)
    runs = shared.by_scenario(jobs, shared.lived(jobs, options, folder))
    base = chosen[0]
    settings = {**results.describe_jobs(jobs), "lane": options.lane, "set": list(options.set)}
    summary: dict[str, Any] = {
        "base": base.name,
        "titles": {s.name: dict(s.title) for s in chosen},
        "replicates": replicates,
        "households": runs[base.name][0].households,
        "differences": {s.name: differences(runs[base.name], runs[s.name]) for s in chosen[1:]},
        "state_sha256": {s.name: results.state_sha256(runs[s.name]) for s in chosen},
        "covers": COVERS._asdict(),
        "limits": UNCALIBRATED._asdict(),
        "manifest": results.manifest("compare", chosen, settings),
    }
    if folder is not None:
        tidy = results.tidy(runs, base.first, range(replicates))
        rows = [{"scenario": name, **row} for name, found in summary["differences"].items() for row in found]
        files = {
            "summary.json": results.as_json(summary),
            "quarters.parquet": results.parquet(tidy),
            "differences.csv": results.csv_bytes(rows),
        }
        results.save(folder, files, summary["manifest"])
        shared.Parts(folder.with_name(f"{folder.name}.partial")).remove()
    if options.json:
        shared.print_json(summary)
    else:
        show(summary, options.lang)


def show(summary: dict[str, Any], lang: str) -> None:
    """One table a scenario."""
    print(
        "\n"
        + Text(
            f"Base: {summary['titles'][summary['base']]['en']} ({summary['base']}); {summary['replicates']} paired replicates, "
            f"{summary['households']:,} households; mean of fourth quarters",
            f"基准：{summary['titles'][summary['base']]['zh']}({summary['base']})；成对模拟 {summary['replicates']} 次，"
            f"{summary['households']:,} 户；各年四季度平均",
        ).of(lang)
        + "\n"
    )
    for name, found in summary["differences"].items():
        by_name = {row["name"]: row for row in found}
        rows = [shown(by_name[f"{measure}.{group}"], group, measure, lang) for group, measure in SHOWN]
        headings = [
            Text("measure", "指标").of(lang),
            Text("group", "人群").of(lang),
            Text("base", "基准").of(lang),
            Text("scenario", "情景").of(lang),
            Text("difference", "差异").of(lang),
            Text("95 % interval", "95%区间").of(lang),
        ]
        shared.print_table(f"{summary['titles'][name][lang]} ({name})", headings, rows)
    print(COVERS.of(lang))
    print(UNCALIBRATED.of(lang))


def shown(row: dict[str, Any], group: str, measure: str, lang: str) -> list[str]:
    """One line of the table: shares in percent, their differences in points."""
    found = MEASURES[measure]
    share = found.unit.startswith("share")
    factor, digits = (100.0, 2) if share else (1e-6, 2) if found.unit == "CNY2020/quarter" else (1.0, 0)
    unit = (
        Text(" (%)", "(%)")
        if share
        else Text(" (million CNY2020/quarter)", "（百万元/季）")
        if found.unit == "CNY2020/quarter"
        else Text(f" ({found.unit})", "（2020年价，元）" if found.unit.startswith("CNY") else f"({found.unit})")
    )
    number = [f"{factor * row[key]:,.{digits}f}" for key in ("base", "other")]
    signed = [f"{factor * row[key]:+,.{digits}f}" for key in ("difference", "low", "high")]
    title = Text(found.en, found.zh).of(lang) + unit.of(lang)
    return [title, results.group_title(group, lang), *number, signed[0], f"{signed[1]} … {signed[2]}"]
