"""What several commands need: scenarios and jobs from options, progress, saving, JSON."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sim import results
from sim.commands.catalogue import missing
from sim.commands.tables import print_table as print_table
from sim.county import Luck
from sim.language import Text
from sim.parameters import load_scenario
from sim.population.household_table import table_of
from sim.population.inputs import checked_inputs, tables_of
from sim.population.table_files import Inputs
from sim.population.table_start import refuse_products
from sim.runs import Job, Progress, Run, simulate_all
from sim.scenario import Scenario
from sim.spec import BURN_IN, Invalid, Problem, quarter_name
from sim.store import Parts

SEED = 1
TABLES = {  # options that name a table
    "population": Text("household table", "农户表"),
    "firms": Text("table of firms", "经营主体表"),
    "ties": Text("table of ties", "联结表"),
}
MOST_WORKERS = 61 if sys.platform == "win32" else 1024  # Windows cannot wait for more


def refused(en: str, zh: str, option: str = "") -> Invalid:
    """An input that cannot be used, as an error to raise."""
    return Invalid([Problem(option, "", 0, "", "", "", en, zh)])


def load(name: str, sets: Sequence[str] = ()) -> Scenario:
    """One scenario, or ``Invalid``; where there is none of that name, it says which there are."""
    if problem := missing(name):
        raise Invalid([problem])
    scenario = load_scenario(name, sets)
    title = {lang: printable(text) for lang, text in scenario.title.items()}
    return scenario._replace(name=printable(scenario.name), title=title)


def inputs_of(options: argparse.Namespace) -> Inputs:
    """The tables that --population, --firms and --ties name, as fields of a scenario, checked before anything runs."""
    return checked_inputs(*(getattr(options, name, None) for name in TABLES))


def with_inputs(scenario: Scenario, inputs: Inputs) -> Scenario:
    """The scenario that starts from tables; ``Invalid`` where these name products that it has not."""
    made = scenario.starting_from(inputs)
    if made.table:
        place = made.tree.at(max(made.first - 1, BURN_IN))["place"]
        table, network = tables_of(made.table, made.firms, made.ties)
        refuse_products(table, place, network)
    return made


def printable(text: str) -> str:
    """The text without the bytes of a file name that are no text."""
    return text.encode("utf-8", "replace").decode()


def scenarios(names: Sequence[str], options: argparse.Namespace) -> list[Scenario]:
    """Load scenarios with --set laid over each; all problems of all of them at once. Warnings go to standard error."""
    found, problems, inputs = list[Scenario](), list[Problem](), Inputs()
    try:
        inputs = inputs_of(options)
    except Invalid as wrong:
        problems += wrong.problems
    for name in names:
        try:
            found.append(with_inputs(load(name, options.set), inputs))
        except Invalid as wrong:
            problems += [problem for problem in wrong.problems if problem not in problems]
    if problems:
        raise Invalid(problems)
    warnings = {}
    for scenario in found:
        last = scenario.last if options.quarters is None else min(scenario.first + options.quarters - 1, scenario.last)
        for warning in (*scenario.warnings, *scenario.idle_until(quarter_name(last))):
            warnings[warning.en] = Text(warning.text("en"), warning.text("zh"))
        for text in too_large(scenario, options):
            warnings[text.en] = text
    for text in warnings.values():
        warn(options, text)
    return found


def too_large(scenario: Scenario, options: argparse.Namespace) -> list[Text]:
    """Says that the county or the horizon is smaller than was asked for."""
    place, lived = scenario.tree.at(scenario.first)["place"], scenario.last - scenario.first + 1
    whole = place.ex_poor_households + place.ordinary_households
    whole = table_of(scenario.table).n if scenario.table else whole
    texts = []
    if options.households is not None and options.households > whole:
        texts.append(
            Text(
                f"--households {options.households}: the county has {whole:,}; all of them are simulated",
                f"--households {options.households}：全县只有{whole:,}户，按全县模拟",
            )
        )
    if options.quarters is not None and options.quarters > lived:
        texts.append(
            Text(
                f"--quarters {options.quarters}: the scenario has {lived}; all of them are simulated",
                f"--quarters {options.quarters}：情景只有{lived}个季度，按{lived}个季度模拟",
            )
        )
    return texts


def warn(options: argparse.Namespace, text: Text) -> None:
    """A warning on standard error, in the reader's language."""
    sys.stderr.write(f"{Text('warning: ', '提示：').of(options.lang)}{text.of(options.lang)}\n")


def tell(options: argparse.Namespace, text: Text) -> None:
    """A line of progress on standard error."""
    sys.stderr.write(f"{text.of(options.lang)}{Text(' ...', '……').of(options.lang)}\n")
    sys.stderr.flush()


def workers(options: argparse.Namespace) -> int:
    """Worker processes: as asked, else one a processor."""
    if options.workers:
        return min(int(options.workers), MOST_WORKERS)
    available = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(max(available // max(options.threads, 1), 1), MOST_WORKERS)


def jobs(chosen: Sequence[Scenario], replicates: int, options: argparse.Namespace, follow: bool = False) -> list[Job]:
    """Replicate by replicate, all scenarios: each replicate's burn-in is then shared."""
    seed = SEED if options.seed is None else options.seed
    return [
        Job(s, Luck.of(seed, r), options.households, options.quarters, options.lane, options.threads, follow)
        for r in range(replicates)
        for s in chosen
    ]


def out(options: argparse.Namespace) -> Path | None:
    """The output folder, checked before anything runs."""
    if not options.out:
        return None
    folder = Path(options.out)
    results.check_folder(folder, options.force)
    return folder


def partial(folder: Path) -> Parts:
    """Where finished replicates wait until the result in ``folder`` stands."""
    folder = folder.absolute()
    return Parts(folder.with_name(f"{folder.name}.partial"))


def lived(
    all_jobs: Sequence[Job], options: argparse.Namespace, folder: Path | None, manifest: Mapping[str, Any]
) -> list[Run]:
    """Run the jobs with progress; finished ones are kept beside the output folder until the result stands.

    ``manifest`` describes the result to come: a folder that holds another one is refused before anything runs.
    """
    if folder is not None and not options.force and results.holds_another(folder, manifest):
        raise refused(
            f"{folder} holds another result; choose another folder, or add --force to replace it",
            f"{folder} 中已有另一次结果；请换一个文件夹，或加 --force 予以替换",
            "--out",
        )
    parts = partial(folder) if folder is not None else None
    done = parts.finished(all_jobs) if parts is not None else 0
    if done and not options.quiet:
        text = Text(
            f"going on: {done} of {len(all_jobs)} runs were finished earlier",
            f"接着上次继续：{len(all_jobs)}次模拟中已完成{done}次",
        )
        sys.stderr.write(f"{text.of(options.lang)}\n")
    with progress(options, Text("simulating", "模拟中")) as tell:
        return simulate_all(all_jobs, workers(options), None if options.quiet else tell, parts)


def save(
    folder: Path | None,
    files: Mapping[str, Callable[[], bytes]],
    description: Mapping[str, Any],
    options: argparse.Namespace,
) -> None:
    """Make and write the files of a result, if a folder was named, and say so; what was kept beside it goes."""
    if folder is None:
        return
    results.save(folder, {name: made() for name, made in files.items()}, description)
    partial(folder).remove()
    if not options.json:
        names = Text(", ", "、").of(options.lang).join([*files, results.MANIFEST])
        print("\n" + Text(f"saved in {folder}: {names}", f"结果已保存到“{folder}”：{names}").of(options.lang))


def by_scenario(all_jobs: Sequence[Job], runs: Sequence[Run]) -> dict[str, list[Run]]:
    """Runs of each scenario in the order of replicates."""
    found: dict[str, list[Run]] = {}
    for job, run in zip(all_jobs, runs, strict=True):
        found.setdefault(job.scenario.name, []).append(run)
    return found


@contextmanager
def progress(options: argparse.Namespace, title: Text) -> Iterator[Progress]:
    """A progress bar on standard error, drawn only on a terminal; elsewhere one line at the start."""
    if options.quiet:
        yield lambda done, whole: None
        return
    if not sys.stderr.isatty():
        tell(options, title)
        yield lambda done, whole: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    with Bar(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
    ) as bar:
        task = bar.add_task(title.of(options.lang), total=None)
        yield lambda done, whole: bar.update(task, completed=done, total=whole)


def print_json(content: Any) -> None:
    """The result on standard output, nothing else."""
    sys.stdout.write(json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False) + "\n")
