"""What several commands need: jobs from options, progress, tables on a terminal."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sim import results
from sim.county import Luck
from sim.language import Text
from sim.parameters import load_scenario
from sim.runs import Job, Progress, Run, simulate_all
from sim.scenario import Scenario
from sim.spec import Invalid, quarter_name
from sim.store import Parts


def scenarios(names: Sequence[str], options: argparse.Namespace) -> list[Scenario]:
    """Load scenarios with --set laid over each; all problems of all of them at once. Warnings go to standard error."""
    found, problems = [], []
    for name in names:
        try:
            found.append(load_scenario(name, options.set))
        except Invalid as wrong:
            problems += [problem for problem in wrong.problems if problem not in problems]
    if problems:
        raise Invalid(problems)
    for scenario in found:
        last = scenario.last if options.quarters is None else min(scenario.first + options.quarters - 1, scenario.last)
        for warning in {*scenario.warnings, *scenario.idle_until(quarter_name(last))}:
            warn(options, Text(warning.text("en"), warning.text("zh")))
    return found


def warn(options: argparse.Namespace, text: Text) -> None:
    """A warning on standard error, in the reader's language."""
    sys.stderr.write(f"{Text('warning', '提示').of(options.lang)}: {text.of(options.lang)}\n")


def workers(options: argparse.Namespace) -> int:
    """Worker processes: as asked, else one a processor."""
    if options.workers:
        return int(options.workers)
    available = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(available // max(options.threads, 1), 1)


def jobs(chosen: Sequence[Scenario], replicates: int, options: argparse.Namespace) -> list[Job]:
    """Replicate by replicate, all scenarios: each replicate's burn-in is then shared."""
    return [
        Job(s, Luck.of(options.seed, r), options.households, options.quarters, options.lane, options.threads)
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


def lived(all_jobs: Sequence[Job], options: argparse.Namespace, folder: Path | None) -> list[Run]:
    """Run the jobs with progress; finished ones are kept beside the output folder until the result stands."""
    parts = Parts(folder.with_name(f"{folder.name}.partial")) if folder is not None else None
    with progress(options, Text("simulating", "模拟中")) as tell:
        return simulate_all(all_jobs, workers(options), tell, parts)


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
        sys.stderr.write(f"{title.of(options.lang)} ...\n")
        sys.stderr.flush()
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


def print_table(title: str, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table whose columns line up with Chinese characters, too."""
    from rich.cells import cell_len

    widths = [max(cell_len(str(row[i])) for row in (headings, *rows)) for i in range(len(headings))]
    lines = [title, ""] if title else []
    for row in (headings, ["-" * w for w in widths], *rows):
        cells = [str(cell) + " " * (w - cell_len(str(cell))) for cell, w in zip(row, widths, strict=True)]
        lines.append("  ".join(cells).rstrip())
    sys.stdout.write("\n".join(lines) + "\n\n")


def percent(value: float | None, digits: int = 2) -> str:
    """A share as a percentage."""
    return "-" if value is None else f"{100 * value:.{digits}f} %"


def between(low: float | None, high: float | None, digits: int = 2) -> str:
    """An interval of shares as percentages."""
    return "-" if low is None or high is None else f"{100 * low:.{digits}f} … {100 * high:.{digits}f} %"
