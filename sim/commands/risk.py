"""``fanpin risk``: the exceedance curve of the return rate."""

from __future__ import annotations

import argparse

from sim import plots, results
from sim.analysis.risk import large_scale_return, rates, yearly
from sim.commands import shared
from sim.commands.run import COVERS, UNCALIBRATED, show_risk
from sim.language import Text

REPLICATES = 40
CURVE = tuple(
    k / 1000 for k in (2, 4, 6, 8, 10, 12.5, 15, 17.5, 20, 22.5, 25, 27.5, 30, 35, 40, 45, 50, 60, 70, 80, 90, 100)
)


def command(options: argparse.Namespace) -> None:
    """Run many replicates; tell, and draw, how often the return rate exceeds each threshold."""
    folder = shared.out(options)
    (scenario,) = shared.scenarios([options.scenario], options)
    jobs = shared.jobs([scenario], options.replicates or REPLICATES, options)
    runs = shared.lived(jobs, options, folder)
    first_year = 2000 + scenario.first // 4
    county = rates(*yearly(runs))
    settings = {**results.describe_jobs(jobs), "lane": options.lane, "set": list(options.set)}
    summary = {
        "scenario": scenario.name,
        "title": dict(scenario.title),
        "replicates": len(runs),
        "households": runs[0].households,
        "scale": runs[0].scale,
        "large_scale_return": large_scale_return(runs, first_year),
        "curve": large_scale_return(runs, first_year, CURVE),
        "yearly_rates": county.tolist(),
        "first_year": first_year,
        "covers": COVERS._asdict(),
        "limits": UNCALIBRATED._asdict(),
        "state_sha256": results.state_sha256(runs),
        "manifest": results.manifest("risk", [scenario], settings),
    }
    if folder is not None:
        curves = {window: found["county"] for window, found in summary["curve"]["windows"].items()}
        figures = {
            f"exceedance.{lang}.png": plots.exceedance_curves({scenario.title[lang]: curves}, lang)
            for lang in ("zh", "en")
        }
        results.save(folder, {"summary.json": results.as_json(summary), **figures}, summary["manifest"])
        shared.Parts(folder.with_name(f"{folder.name}.partial")).remove()
    if options.json:
        shared.print_json(summary)
        return
    print(f"\n{scenario.title[options.lang]} ({scenario.name})")
    print(
        Text(
            f"{len(runs)} replicates, {runs[0].households:,} households",
            f"重复模拟 {len(runs)} 次，{runs[0].households:,} 户",
        ).of(options.lang)
    )
    print()
    show_risk(summary["large_scale_return"], options.lang)
    print(COVERS.of(options.lang))
    print(UNCALIBRATED.of(options.lang))
