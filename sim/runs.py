"""Many runs on many workers: each run is one replicate of one scenario."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from functools import partial
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from sim.county import County, Luck
from sim.following import Followed, Follower
from sim.lanes import CompiledLane
from sim.language import Failure, Text
from sim.outcomes import observe_all
from sim.scenario import Scenario
from sim.start import History, history, start_of
from sim.store import Parts
from sim.warm import warm
from sim.worst_places import SHAPE, standing, worst_places

Progress = Callable[[int, int], None]
T = TypeVar("T")
ATTEMPTS = 3  # a task whose worker dies is given to a new pool this many times


class Job(NamedTuple):
    """One replicate of one scenario. ``quarters`` cuts the horizon, ``households`` scales the population."""

    scenario: Scenario
    luck: Luck
    households: int | None = None
    quarters: int | None = None
    lane: str = "compiled"
    threads: int = 1
    follow: bool = False  # what failures of firms take along: costs about 8 % more

    @property
    def horizon(self) -> int:
        """Quarters that the run lives."""
        whole = self.scenario.last - self.scenario.first + 1
        return whole if self.quarters is None else min(self.quarters, whole)


class Run(NamedTuple):
    """What one replicate leaves. ``values`` has shape (quarters, series) in the order of ``outcomes.SERIES``."""

    values: NDArray[np.float64]
    returns: NDArray[np.float64]  # (years, 2, villages): ex-poor persons returned and at risk, at each fourth quarter
    worst: NDArray[np.float64]  # (years, 1 + deals, 2): highest rate of a village and a township, lived and dealt out
    digest: bytes  # SHA-256 of the final state
    imbalance: float  # largest of all quarters, relative
    households: int  # at the start
    scale: float  # persons kept over persons of the county
    followed: Followed | None = None  # what failures of firms took along, if the job says so


class Size(NamedTuple):
    """How large the simulated part of the county is: means over replicates, whose maps and so whole villages differ."""

    households: int  # at the start
    scale: float  # persons kept over persons of the county


def size(runs: Sequence[Run]) -> Size:
    """Mean size of the runs."""
    households, scale = 0, 0.0
    for run in runs:
        households, scale = households + run.households, scale + run.scale
    return Size(round(households / len(runs)), scale / len(runs))


def simulate(job: Job) -> Run:
    """Live one replicate."""
    if job.lane == "agents":
        from sim.model import CountyModel

        model = CountyModel(job.scenario, luck=job.luck, households=job.households, lane="agents")
        county, step = model.county, model.step
    else:
        start = start_of(job.scenario, job.luck, job.households)
        county = County(start, job.scenario.tree, job.luck, job.scenario.first, CompiledLane(job.threads))
        step = county.step
    households = county.households.n
    values, returns, worst, imbalance = [], [], [], 0.0
    then, follower = standing(county), Follower(county) if job.follow else None
    for _ in range(job.horizon):
        if follower:
            follower.before(county)
        step()
        if follower:
            follower.after(county)
        seen = observe_all(county)
        values.append(seen.values)
        imbalance = max(imbalance, county.imbalance)
        if county.number % 4 == 3:
            returns.append(seen.returns)
            worst.append(worst_places(county, then))
            then = standing(county)
    county.lane.close()
    years = np.array(returns).reshape(-1, 2, county.villages.n)
    places = np.array(worst).reshape(-1, *SHAPE)
    return Run(
        np.array(values),
        years,
        places,
        county.digest(),
        imbalance,
        households,
        county.scale,
        follower.followed(county) if follower else None,
    )


def tasks(jobs: Sequence[Job]) -> list[list[int]]:
    """Positions of jobs grouped so that each group shares one burn-in."""
    groups: dict[History, list[int]] = {}
    for position, job in enumerate(jobs):
        groups.setdefault(history(job.scenario, job.luck, job.households), []).append(position)
    return list(groups.values())


def simulate_task(jobs: Sequence[Job], parts: Parts | None) -> list[Run]:
    """Live the jobs of one task; finished ones are read back from ``parts`` and new ones are kept there."""
    runs = []
    for job in jobs:
        run = parts.load(job) if parts is not None else None
        if run is None:
            run = simulate(job)
            if parts is not None:
                parts.save(job, run)
        runs.append(run)
    return runs


def context() -> multiprocessing.context.BaseContext:
    """Forkserver where the system has it, else spawn; never Mesa's choice."""
    method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    chosen = multiprocessing.get_context(method)
    if method == "forkserver":
        chosen.set_forkserver_preload(["sim.runs"])
    return chosen


def attached() -> None:
    """Make a worker leave Ctrl-C to its parent, and go when the parent is gone, however that ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_gone_with, args=(parent,), daemon=True).start()


def _gone_with(parent: Any) -> None:
    parent.join()
    os._exit(1)


def compiling() -> None:
    """Tell that the first use takes longer."""
    sys.stderr.write("compiling the model, once (about 20 s) ... / 首次使用，正在编译模型（约20秒）……\n")
    sys.stderr.flush()


def light(job: Job) -> Job:
    """The job without what only a person reads, which cannot travel to another process."""
    return job._replace(scenario=job.scenario.lean())


def simulate_all(
    jobs: Iterable[Job], workers: int = 1, progress: Progress | None = None, parts: Parts | None = None
) -> list[Run]:
    """Live all jobs, in ``workers`` processes; runs come back in the order of jobs, whatever finished first."""
    jobs = list(jobs)
    groups = tasks(jobs)
    tell = progress or (lambda done, whole: None)
    runs: list[Run | None] = [None] * len(jobs)
    warm(compiling if progress else lambda: None)
    tell(0, len(jobs))
    if workers <= 1 or len(groups) == 1:
        done = 0
        for group in groups:
            for position in group:
                runs[position] = simulate_task([jobs[position]], parts)[0]
                done += 1
                tell(done, len(jobs))
    else:
        for position, run in on_workers(jobs, groups, workers, tell, parts):
            runs[position] = run
    return [run for run in runs if run is not None]


def on_workers(
    jobs: Sequence[Job], groups: list[list[int]], workers: int, tell: Progress, parts: Parts | None
) -> list[tuple[int, Run]]:
    """Live the groups in worker processes; pairs of position and run."""
    calls = [partial(simulate_task, [light(jobs[i]) for i in group], parts) for group in groups]
    done = 0

    def finished(call: int) -> None:
        nonlocal done
        done += len(groups[call])
        tell(done, len(jobs))

    found = in_processes(calls, workers, finished)
    return [pair for group, runs in zip(groups, found, strict=True) for pair in zip(group, runs, strict=True)]


def in_processes(calls: Sequence[Callable[[], T]], workers: int, finished: Callable[[int], None]) -> list[T]:
    """Results of the calls, in their order; a worker that dies is replaced and its calls are given out again."""
    results: dict[int, T] = {}
    others = set(multiprocessing.active_children())
    for attempt in range(ATTEMPTS):
        waiting = [k for k in range(len(calls)) if k not in results]
        with ProcessPoolExecutor(min(workers, len(waiting)), context(), attached) as pool:
            running: dict[Future[T], int] = {pool.submit(calls[k]): k for k in waiting}
            try:
                while running:
                    for future in wait(running, return_when=FIRST_COMPLETED).done:
                        k = running.pop(future)
                        with suppress(BrokenProcessPool):
                            results[k] = future.result()
                            finished(k)
            except BaseException:
                # Leaving the block would wait for all that is still to come.
                pool.shutdown(wait=False, cancel_futures=True)
                for worker in set(multiprocessing.active_children()) - others:
                    worker.terminate()
                raise
        if len(results) == len(calls):
            return [results[k] for k in range(len(calls))]
        if attempt + 1 < ATTEMPTS:
            print(f"a worker died; attempt {attempt + 2} / 工作进程异常退出，第{attempt + 2}次尝试", file=sys.stderr)
    raise Failure(
        Text(
            f"worker processes died {ATTEMPTS} times, out of memory perhaps: use fewer --workers or --households",
            f"工作进程{ATTEMPTS}次异常退出，可能是内存不足：请减少 --workers 或 --households",
        )
    )
