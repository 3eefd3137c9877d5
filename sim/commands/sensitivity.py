"""``fanpin sensitivity``: Morris or Sobol' on common random numbers, aware of replicates."""

from __future__ import annotations

import argparse
from typing import Any

import numpy as np

from sim import results
from sim.analysis.design import Design, morris_design, sobol_design
from sim.analysis.levers import outcome
from sim.analysis.morris import effects
from sim.analysis.sobol import indices
from sim.commands import shared
from sim.commands.run import UNCALIBRATED
from sim.county import Luck
from sim.experiment import Experiment, load_experiment
from sim.language import Text
from sim.outcomes import MEASURES
from sim.parameters import GROUPS
from sim.runs import Job
from sim.scenario import Scenario
from sim.spec import declarations, salib_problem


def overridden(experiment: Experiment, options: argparse.Namespace) -> Experiment:
    """The experiment with the command line's sizes laid over it."""
    given = {"replicates": options.replicates, "households": options.households, "quarters": options.quarters}
    return experiment._replace(**{key: value for key, value in given.items() if value is not None})


def design_of(experiment: Experiment) -> Design:
    """The points to run."""
    found = declarations(GROUPS)
    problem = {
        **salib_problem(found, experiment.factors),
        "kinds": [
            {"bool": "bool", "int": "int"}.get(found[path].type.__name__, "float") for path in experiment.factors
        ],
    }
    if experiment.method == "morris":
        return morris_design(problem, experiment.size, experiment.levels, experiment.seed)
    return sobol_design(problem, experiment.size, experiment.seed, scrambles=experiment.scrambles)


def jobs_of(design: Design, base: Scenario, experiment: Experiment, options: argparse.Namespace) -> list[Job]:
    """One job for each cell of y (rows x replicates)."""
    numbers = design.replicate_numbers(experiment.replicates)
    jobs = []
    found = declarations(GROUPS)
    for row, setting in enumerate(design.settings):
        values = zip(design.parameters, setting.tolist(), strict=True)
        tree = base.tree.with_values({path: found[path].from_sample(value) for path, value in values})
        scenario = base._replace(name=f"{base.name}#{row}", tree=tree)
        for number in numbers[row]:
            luck = Luck.of(experiment.seed, int(number))
            jobs.append(Job(scenario, luck, experiment.households, experiment.quarters, options.lane, options.threads))
    return jobs


def command(options: argparse.Namespace) -> None:
    """Run the design; tell the indices with intervals, the share of luck, and what was dropped."""
    folder = shared.out(options)
    experiment = overridden(load_experiment(options.experiment), options)
    options.quarters = experiment.quarters
    (base,) = shared.scenarios([experiment.scenario], options)
    design = design_of(experiment)
    jobs = jobs_of(design, base, experiment, options)
    runs = shared.lived(jobs, options, folder)
    y = np.array([[outcome([run], *output)[0] for output in experiment.outputs] for run in runs])
    y = y.reshape(len(design.settings), experiment.replicates, len(experiment.outputs))
    tables, summary = {}, summarised(design, y, experiment, base)
    for (group, measure), found in zip(experiment.outputs, summary["outputs"].values(), strict=True):
        tables[f"{experiment.method}-{measure}-{group}.csv"] = results.csv_bytes(found["table"])
    if folder is not None:
        results.save(folder, {"summary.json": results.as_json(summary), **tables}, summary["manifest"])
        shared.Parts(folder.with_name(f"{folder.name}.partial")).remove()
    if options.json:
        shared.print_json(summary)
    else:
        show(summary, experiment, options.lang)


def summarised(design: Design, y: np.ndarray, experiment: Experiment, base: Scenario) -> dict[str, Any]:
    """Indices of every output."""
    analyse = effects if experiment.method == "morris" else indices
    outputs = {}
    for k, (group, measure) in enumerate(experiment.outputs):
        found = analyse(design, y[:, :, k], common_random_numbers=True, seed=experiment.seed)
        outputs[f"{measure}.{group}"] = {
            "table": found.table(),
            "summary": found.summary(),
            "method": found.method._asdict(),
            "notes": [note._asdict() for note in found.notes],
        }
    settings = {
        key: list(value) if isinstance(value, tuple) else value
        for key, value in experiment._asdict().items()
        if key not in ("path", "title", "name")
    }
    return {
        "experiment": experiment.name,
        "title": dict(experiment.title),
        "runs": int(y.shape[0] * y.shape[1]),
        "outputs": outputs,
        "limits": UNCALIBRATED._asdict(),
        "manifest": results.manifest("sensitivity", [base], settings),
    }


def show(summary: dict[str, Any], experiment: Experiment, lang: str) -> None:
    """One table an output, factors by importance."""
    print(
        f"\n{experiment.title[lang]} ({experiment.name}); {summary['runs']} " + Text("runs", "次模拟").of(lang) + "\n"
    )
    names = {path: (d.param.en if lang == "en" else d.param.zh) for path, d in declarations(GROUPS).items()}
    key = "mu_star" if experiment.method == "morris" else "ST"
    for output, found in summary["outputs"].items():
        rows = sorted(found["table"], key=lambda row: -(row.get(key) or 0.0))
        columns = [c for c in rows[0] if c != "factor"]
        cells = [
            [
                names.get(row["factor"], Text("dummy (inert)", "虚拟因素（无作用）").of(lang)),
                row["factor"],
                *(number(row[c]) for c in columns),
            ]
            for row in rows
        ]
        measure, _, group = output.partition(".")
        title = Text(MEASURES[measure].en, MEASURES[measure].zh).of(lang)
        headings = [Text("factor", "因素").of(lang), Text("parameter", "参数").of(lang), *columns]
        shared.print_table(f"{title}, {results.group_title(group, lang)}", headings, cells)
        print(found["method"][lang])
        for note in found["notes"]:
            print(note[lang])
        print()
    print(UNCALIBRATED.of(lang))


def number(value: Any) -> str:
    """A number for a table."""
    return f"{value:.4g}" if isinstance(value, float) else "-" if value is None else str(value)
