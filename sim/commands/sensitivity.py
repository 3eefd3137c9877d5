"""``fanpin sensitivity``: Morris or Sobol' on common random numbers, aware of replicates."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np

from sim import results
from sim.analysis.design import Design, morris_design, sobol_design
from sim.analysis.failures import Unusable
from sim.analysis.levers import outcome
from sim.analysis.morris import effects
from sim.analysis.sobol import indices
from sim.commands import changes, remarks, shared, tables
from sim.commands.catalogue import missing
from sim.commands.remarks import UNCALIBRATED
from sim.county import Luck
from sim.experiment import Experiment, load_experiment
from sim.language import Text
from sim.outcomes import MEASURES
from sim.parameters import GROUPS
from sim.runs import Job
from sim.scenario import Scenario
from sim.spec import Invalid, declarations, salib_problem


def overridden(experiment: Experiment, options: argparse.Namespace) -> Experiment:
    """The experiment with the command line's sizes laid over it."""
    given = {key: getattr(options, key) for key in ("replicates", "households", "quarters", "seed")}
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
        changed = base.with_values({path: found[path].from_sample(value) for path, value in values})
        scenario = changed._replace(name=f"{base.name}#{row}")
        for number in numbers[row]:
            luck = Luck.of(experiment.seed, int(number))
            jobs.append(Job(scenario, luck, experiment.households, experiment.quarters, options.lane, options.threads))
    return jobs


def checked(options: argparse.Namespace) -> tuple[Experiment, Scenario]:
    """The experiment and its scenario, or ``Invalid``."""
    if problem := missing(options.experiment, "experiments"):
        raise Invalid([problem])
    experiment = overridden(load_experiment(options.experiment), options)
    options.quarters = experiment.quarters
    (base,) = shared.scenarios([experiment.scenario], options)
    if experiment.quarters is not None and base.first % 4 + experiment.quarters < 4:
        raise shared.refused(
            f"{experiment.quarters} quarters reach no fourth quarter, of which outputs are means",
            f"只有{experiment.quarters}个季度，未到四季度，无法计算年度指标",
            "--quarters",
        )
    for path in experiment.factors:
        if any(text.partition("=")[0].strip() == path for text in options.set):
            en, zh = f"--set {path} has no effect: the experiment varies it", f"--set {path} 不起作用：实验会改变该参数"
            shared.warn(options, Text(en, zh))
    return experiment, base


def command(options: argparse.Namespace) -> None:
    """Run the design; tell the indices with intervals, the share of luck, and what was dropped."""
    folder = shared.out(options)
    experiment, base = checked(options)
    design = design_of(experiment)
    jobs = jobs_of(design, base, experiment, options)
    manifest = described(experiment, base, list(options.set))
    runs = shared.lived(jobs, options, folder, manifest)
    y = np.array([[outcome([run], *output, base.first)[0] for output in experiment.outputs] for run in runs])
    y = y.reshape(len(design.settings), experiment.replicates, len(experiment.outputs))
    summary = {**summarised(design, y, experiment, base, list(options.set)), "manifest": manifest}
    if options.json:
        shared.print_json(summary)
    else:
        show(summary, experiment, base, options.lang)
    files: dict[str, Callable[[], bytes]] = {"summary.json": lambda: results.as_json(summary)}
    for (group, measure), found in zip(experiment.outputs, summary["outputs"].values(), strict=True):
        if rows := rows_of(found["table"]):
            files[f"{experiment.method}-{measure}-{group}.csv"] = partial(results.csv_bytes, rows)
    shared.save(folder, files, manifest, options)


def summarised(
    design: Design, y: np.ndarray, experiment: Experiment, base: Scenario, sets: list[str]
) -> dict[str, Any]:
    """Indices of every output."""
    analyse = effects if experiment.method == "morris" else indices
    outputs: dict[str, dict[str, Any]] = {}
    for k, (group, measure) in enumerate(experiment.outputs):
        try:
            found = analyse(design, y[:, :, k], common_random_numbers=True, seed=experiment.seed)
        except Unusable as wrong:  # too often undefined, such as the delay of detections that never came
            told = [{"en": en, "zh": zh} for en, zh in wrong.problems]
            outputs[f"{measure}.{group}"] = {"table": [], "summary": None, "method": None, "notes": told}
            continue
        outputs[f"{measure}.{group}"] = {
            "table": found.table(),
            "summary": found.summary(),
            "method": found.method._asdict(),
            "notes": [note._asdict() for note in found.notes],
        }
    if all(not output["table"] for output in outputs.values()):
        raise Unusable(*((note["en"], note["zh"]) for output in outputs.values() for note in output["notes"]))
    return {
        "experiment": experiment.name,
        "title": dict(experiment.title),
        "changed": changes.changes(base, sets, experiment.factors),
        "runs": int(y.shape[0] * y.shape[1]),
        "outputs": outputs,
        "limits": UNCALIBRATED._asdict(),
    }


def described(experiment: Experiment, base: Scenario, sets: list[str]) -> dict[str, Any]:
    """The manifest of the result."""
    settings = {
        key: list(value) if isinstance(value, tuple) else value
        for key, value in experiment._asdict().items()
        if key not in ("path", "title", "name")
    }
    return results.manifest("sensitivity", [base], {**settings, "set": sets}, [experiment.path])


def factor_title(path: str, lang: str) -> str:
    """What a factor means."""
    found = declarations(GROUPS).get(path)
    dummy = Text("dummy (goes nowhere)", "虚拟因素（不进入模型）")
    return (Text(found.param.en, found.param.zh) if found else dummy).of(lang)


def rows_of(table: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The table with the meaning of each factor in both languages."""
    return [
        {
            "factor": row["factor"],
            "meaning": factor_title(row["factor"], "en"),
            "含义": factor_title(row["factor"], "zh"),
        }
        | {key: value for key, value in row.items() if key != "factor"}
        for row in table
    ]


MORRIS = (
    ("mu_star", Text("mean effect\nμ*", "平均影响\nμ*"), True),
    ("mu", Text("with sign\nμ", "带方向的影响\nμ"), False),
    ("sigma", Text("unevenness\nσ", "不均匀程度\nσ"), False),
    ("inert", Text("from luck\nalone", "仅随机\n波动所致"), False),
)
SOBOL = (
    ("S1", Text("alone\nS1", "单独作用\nS1"), True),
    ("ST", Text("with interactions\nST", "含交互作用\nST"), True),
)
READING = {
    "morris": Text(
        "Mean effect μ*: how much the output moves when the factor crosses its plausible range. With sign μ: up or down. Unevenness σ: "
        "large where the effect depends on the other factors. From luck alone: what a factor without effect would show; "
        "only the factors marked with * are above it by their whole interval.",
        "平均影响μ*：该因素从合理范围一端变到另一端时结果平均变动多少。带方向的影响μ：正为升、负为降。不均匀程度σ：越大，说明影响随其他因素而变。"
        "“仅随机波动所致”：毫无作用的因素也会显示的数值；只有标*的因素整个区间都高于它。",
    ),
    "sobol": Text(
        "S1: share of the output's variance that the factor explains alone. ST: with its interactions. Small estimates may fall below 0 by chance.",
        "S1：该因素单独解释的结果方差比例。ST：连同与其他因素的交互作用所占比例。接近0的估计值可能因随机误差略小于0。",
    ),
}


def show(summary: Mapping[str, Any], experiment: Experiment, base: Scenario, lang: str) -> None:
    """One table an output, factors by importance."""
    head = Text(
        f"{experiment.title['en']} ({experiment.name})\nscenario {base.title['en']} ({base.name}), {summary['runs']:,} runs",
        f"{experiment.title['zh']}（{experiment.name}）\n情景：{base.title['zh']}（{base.name}），共模拟{summary['runs']:,}次",
    )
    print(f"\n{changes.below(head.of(lang), summary['changed'], lang, tables.columns())}\n")
    notes = [READING[experiment.method]]
    for output, found in summary["outputs"].items():
        measure, _, group = output.partition(".")
        title = Text(
            f"{MEASURES[measure].en}, {results.group_title(group, 'en')}: ",
            f"{MEASURES[measure].zh}，{results.group_title(group, 'zh')}：",
        )
        if found["table"]:
            show_output(found["table"], group, measure, experiment.method, lang)
            notes += [Text(note["en"], note["zh"]) for note in (found["method"], *found["notes"])]
        else:
            notes += [Text(title.en + note["en"], title.zh + note["zh"]) for note in found["notes"]]
    tables.print_notes([*dict.fromkeys(notes), remarks.OF_QUARTERS, UNCALIBRATED], lang)


def show_output(table: Sequence[Mapping[str, Any]], group: str, measure: str, method: str, lang: str) -> None:
    """The factors of one output."""
    morris = method == "morris"
    columns, key = (MORRIS, "mu_star") if morris else (SOBOL, "ST")
    factor = tables.scale(group, measure, lang)[0] if morris else 1.0
    digits = tables.decimals(max(factor * (row[key] or 0.0) for row in table)) if morris else 2
    rows = [
        row_of(row, columns, factor, digits, lang) for row in sorted(table, key=lambda row: -(row[key] or 0.0))
    ]  # fmt: skip
    headings = [Text("factor", "因素").of(lang), Text("parameter", "参数").of(lang)]
    for _, text, interval in columns:
        headings += [text.of(lang), *([Text("95 %\ninterval", "95%\n区间").of(lang)] if interval else [])]
    found, unit = MEASURES[measure], tables.unit_of_change(measure)
    in_unit = Text(f" (effects in {unit.en})", f"（影响单位：{unit.zh}）") if morris else Text("", "")
    title = Text(
        f"{found.en}, {results.group_title(group, 'en')}{in_unit.en}",
        f"{found.zh}，{results.group_title(group, 'zh')}{in_unit.zh}",
    )
    tables.print_table(title.of(lang), headings, rows, left=2)


def row_of(
    row: Mapping[str, Any], columns: Sequence[tuple[str, Text, bool]], factor: float, digits: int, lang: str
) -> list[str]:
    """One factor."""
    mark = " *" if row.get("above_noise") else ""
    path = row["factor"] if row["factor"] in declarations(GROUPS) else tables.NONE
    cells = [factor_title(row["factor"], lang) + mark, path]
    for name, _, interval in columns:
        cells.append(tables.plain(row[name], factor, digits))
        if interval:
            low, high = row[f"{name}_low"], row[f"{name}_high"]
            cells.append(tables.between(tables.plain(low, factor, digits), tables.plain(high, factor, digits), lang))
    return cells
