"""``fanpin risk``: the exceedance curve of the return rate."""

from __future__ import annotations

import argparse
from typing import Any

from sim import results
from sim.analysis.risk import large_scale_return, rates, transition_end, yearly
from sim.commands import changes, remarks, shared, tables
from sim.commands.remarks import COVERS, UNCALIBRATED
from sim.commands.run import print_heading, risk_remarks, show_risk
from sim.commands.texts import REPLICATES
from sim.runs import Run, size
from sim.scenario import Scenario
from sim.spec import year_of

CURVE = tuple(
    k / 1000 for k in (2, 4, 6, 8, 10, 12.5, 15, 17.5, 20, 22.5, 25, 27.5, 30, 35, 40, 45, 50, 60, 70, 80, 90, 100)
)


def findings(scenario: Scenario, runs: list[Run]) -> dict[str, Any]:
    """What the runs say: the part of the summary that the same parameters and luck must give again."""
    first_year, ends = year_of(scenario.first), transition_end(scenario)
    found = rates(*yearly(runs))
    return {
        "replicates": len(runs),
        "quarters": len(runs[0].values),
        **size(runs)._asdict(),
        "large_scale_return": large_scale_return(runs, first_year, ends=ends),
        "curve": large_scale_return(runs, first_year, CURVE, ends),
        "yearly_rates": [[results.known(rate) for rate in row] for row in found.tolist()],
        "first_year": first_year,
        "state_sha256": results.state_sha256(runs),
        "quarters_sha256": results.quarters_sha256(runs),
    }


def command(options: argparse.Namespace) -> None:
    """Run many replicates; tell, and draw, how often the return rate exceeds each threshold."""
    folder = shared.out(options)
    (scenario,) = shared.scenarios([options.scenario], options)
    jobs = shared.jobs([scenario], options.replicates or REPLICATES["risk"], options)
    if scenario.first % 4 + jobs[0].horizon < 4:
        least = 4 - scenario.first % 4
        raise shared.refused(
            f"no fourth quarter is reached, so there is no yearly return rate; use {least} or more",
            f"模拟未到四季度，没有年度返贫率；至少需要{least}个季度",
            "--quarters",
        )
    settings = {**results.describe_jobs(jobs), "lane": options.lane, "set": list(options.set)}
    manifest = results.manifest("risk", [scenario], settings)
    runs = shared.lived(jobs, options, folder, manifest)
    summary: dict[str, Any] = {
        "scenario": scenario.name,
        "title": dict(scenario.title),
        "changed": changes.changes(scenario, options.set),
        **scenario.inputs_as_json(),
        **findings(scenario, runs),
        "covers": COVERS._asdict(),
        "limits": UNCALIBRATED._asdict(),
        "manifest": manifest,
    }
    if options.json:
        shared.print_json(summary)
    else:
        show(summary, scenario, options)
    files = {
        "summary.json": lambda: results.as_json(summary),
        "exceedance.csv": lambda: results.csv_bytes(rows_of(summary["curve"], scenario)),
        "exceedance.zh.png": lambda: figure(summary, "zh"),
        "exceedance.en.png": lambda: figure(summary, "en"),
    }
    shared.save(folder, files, manifest, options)


def rows_of(curve: dict[str, Any], scenario: Scenario) -> list[dict[str, Any]]:
    """The curve as rows for Excel."""
    return [
        {
            "scenario": scenario.name,
            "情景": scenario.title["zh"],
            "window": window,
            "place": place,
            "threshold": row["threshold"],
            "probability": row["probability"],
            "low": row["ci95"][0],
            "high": row["ci95"][1],
            "scattered": row.get("scattered", ""),
            "replicates": row["replicates"],
            "method": row["method"],
            "covers": row["covers"],
        }
        for window, found in curve["windows"].items()
        for place in ("county", "worst_township", "worst_village")
        for row in found[place]
    ]


def figure(summary: dict[str, Any], lang: str) -> bytes:
    """The curve of the county, one panel a window; what must stand below a figure that travels alone."""
    from sim import plots

    curves = {window: found["county"] for window, found in summary["curve"]["windows"].items()}
    note = remarks.below_figure(summary["replicates"], summary["scale"], changes.line(summary["changed"]))
    return plots.exceedance_curves({summary["title"][lang]: curves}, lang, note.of(lang))


def show(summary: dict[str, Any], scenario: Scenario, options: argparse.Namespace) -> None:
    """Tables for a person."""
    risk = summary["large_scale_return"]
    print_heading(summary, scenario, options)
    show_risk(risk, options.lang)
    several = summary["replicates"] > 1
    notes = [remarks.returning(scenario.tree.at(scenario.first)["lines"].poverty), remarks.REPLICATES]
    notes += [remarks.INTERVAL] if several else [remarks.ONE_REPLICATE]
    notes += risk_remarks(risk)
    notes += remarks.of_tables(scenario)
    notes += [remarks.part(summary["scale"])] if summary["scale"] < 1.0 else []
    tables.print_notes([*notes, UNCALIBRATED], options.lang)
