"""How fast the model is on this machine: rates, memory, start-up, each pass, runs by size. Measured, never a timed test."""

from __future__ import annotations

import os
import platform
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from llvmlite.binding import get_host_cpu_name

from sim import results
from sim.county import County, Luck
from sim.firm_costs import firm_costs
from sim.fresh_process import answer, peak_memory, printed
from sim.lanes import AgentsLane, CompiledLane
from sim.model import CountyModel
from sim.outcomes import observe_all
from sim.parameters import load_scenario
from sim.pass_costs import compilation, pass_costs
from sim.runs import Job, simulate
from sim.scenario import Scenario
from sim.start import start_of
from sim.state.households import HOUSEHOLD
from sim.store import Parts
from sim.warm import warm

SCENARIO = "pengshui/baseline"
SMALL, REPEATS = 300, 3
PAIRS = 5  # lives of the county on one thread and on all, in turn; the fastest of each counts
COMPARED = 8000  # households of the two lanes: enough for the compiled one to be at its speed
SIZES = (2000, 20000)  # households of a run, beside the whole county
RUNS = 1000  # of a sweep, extrapolated


def lived(scenario: Scenario, households: int | None, threads: int, quarters: int) -> tuple[float, int]:
    """Seconds and household-quarters of one replicate after the burn-in, observation included."""
    county = County(
        start_of(scenario, Luck.of(1, 0), households),
        scenario.tree,
        Luck.of(1, 0),
        scenario.first,
        CompiledLane(threads),
    )
    began, steps = time.perf_counter(), 0
    for _ in range(quarters):
        county.step()
        observe_all(county)
        steps += county.households.n
    county.lane.close()
    return time.perf_counter() - began, steps


def lanes(scenario: Scenario, households: int) -> tuple[int, dict[str, float]]:
    """Households, and household-quarters a second of both lanes: the same quarters, lived in turn; medians.

    Agents are built, and the first quarter is lived, before anything is timed.
    """
    models = {lane: CountyModel(scenario, households=households) for lane in ("compiled", "agents")}
    for model in models.values():
        model.step()
    slow = models["agents"]
    slow.county.lane = AgentsLane(lambda: slow.households)
    len(slow.agents)
    rates: dict[str, list[float]] = {lane: [] for lane in models}
    for _ in range(REPEATS):
        for lane, model in models.items():
            began = time.perf_counter()
            model.step()
            rates[lane].append(model.county.households.n / (time.perf_counter() - began))
    found = {lane: median(values) for lane, values in rates.items()}
    return slow.county.households.n, {**found, "ratio": found["compiled"] / found["agents"]}


def run_cost(households: int | None, quarters: int) -> dict[str, Any]:
    """Seconds, memory and bytes of one run, best asked of a new process; compiled code is loaded before the clock."""
    scenario, luck = load_scenario(SCENARIO), Luck.of(1, 0)
    simulate(Job(scenario, Luck.of(2, 0), 1, 1))
    began = time.perf_counter()
    start_of(scenario, luck, households)
    burnt_in = time.perf_counter()
    job, lives = Job(scenario, luck, households, quarters), []
    for _ in range(2):  # the shorter one: a first life may still load what is seldom called
        started = time.perf_counter()
        run = simulate(job)
        lives.append(time.perf_counter() - started)
    peak = peak_memory()
    table = results.parquet(results.tidy({scenario.name: [run]}, scenario.first, [0]))
    with tempfile.TemporaryDirectory() as folder:
        parts = Parts(Path(folder))
        parts.save(job, run)
        kept = parts.path(job).stat().st_size
    return {
        "households": run.households,
        "burn_in_seconds": burnt_in - began,
        "run_seconds": min(lives),
        "peak_process_MiB": peak,
        "table_bytes": len(table),
        "kept_bytes": kept,
    }


def runs_by_size(households: int | None, quarters: int, workers: int) -> list[dict[str, Any]]:
    """One measured run of each size in a process of its own, and what a sweep of such runs would take."""
    sizes = [*(size for size in SIZES if households is None or size < households), households]
    rows = [answer(run_cost, size, quarters) for size in sizes]
    for row in rows:
        seconds = RUNS * (row["burn_in_seconds"] + row["run_seconds"]) / workers
        row["extrapolated_seconds_per_1000_runs"] = seconds
    return rows


def wall(arguments: Sequence[str], **environment: str) -> float:
    """Seconds that a fresh Python process takes."""
    began = time.perf_counter()
    printed(arguments, **environment)
    return time.perf_counter() - began


def start_up() -> dict[str, float]:
    """Seconds of --help, of a cold compilation on two processes, and to a first quarter in a later process."""
    first = f"from sim.model import CountyModel; CountyModel('{SCENARIO}', households={SMALL}).step()"
    with tempfile.TemporaryDirectory() as folder:
        compile_all = "from sim.warm import warm; warm()"
        return {
            "help": median(wall(["-m", "sim", "--help"]) for _ in range(REPEATS)),
            "cold_compilation": wall(["-c", compile_all], FANPIN_CACHE=folder),
            "first_quarter": wall(["-c", first], FANPIN_CACHE=folder),
            "later_process": min(wall(["-c", first], FANPIN_CACHE=folder) for _ in range(REPEATS)),
        }


def machine() -> dict[str, Any]:
    """Processor, cores, memory and versions."""
    model, info = platform.processor(), Path("/proc/cpuinfo")
    if info.exists():
        model = next(
            (line.split(":")[1].strip() for line in info.read_text().splitlines() if "model name" in line), model
        )
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 0
    return {
        "processor": model,
        "compiled_for": os.environ.get("NUMBA_CPU_NAME", get_host_cpu_name()),
        "cores": os.cpu_count(),
        "memory_GiB": round(pages / 2**30, 1),
        **results.versions(),
    }


def processors() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def benchmark(
    households: int | None, quarters: int, tell: Callable[[int, int], None] = lambda done, whole: None
) -> dict[str, Any]:
    """All measurements, one after the other; ``households`` None is the whole county."""
    scenario, cores, steps = load_scenario(SCENARIO), processors(), 7
    tell(0, steps)
    warm()
    starting = start_up()
    tell(1, steps)
    compiling = compilation()
    tell(2, steps)
    sizes = runs_by_size(households, quarters, cores)
    tell(3, steps)
    lived(scenario, households, 1, 2)
    pairs = [
        (lived(scenario, households, 1, quarters), lived(scenario, households, cores, quarters)) for _ in range(PAIRS)
    ]
    speed = {"threads_1": min(a for a, _ in pairs), f"threads_{cores}": min(b for _, b in pairs)}
    tell(4, steps)
    compared, by_lane = lanes(scenario, min(COMPARED, households or COMPARED))
    tell(5, steps)
    passes = pass_costs(scenario, households, quarters, compiling)
    tell(6, steps)
    of_firms = firm_costs(scenario, households)
    tell(7, steps)
    burn_in = sizes[-1]["burn_in_seconds"]
    a_run = speed["threads_1"][0] + burn_in
    return {
        "scenario": SCENARIO,
        "households": sizes[-1]["households"],
        "quarters": quarters,
        "seconds_per_run": {**{name: seconds for name, (seconds, _) in speed.items()}, "burn_in": burn_in},
        "household_quarters_per_second": {**{name: n / seconds for name, (seconds, n) in speed.items()}, **by_lane},
        "lanes_compared": {"households": compared, "quarters": 1, "repeats": REPEATS},
        "memory": {
            "state_bytes_per_household": HOUSEHOLD.bytes_per_agent(),
            "peak_process_MiB": peak_memory(),
        },
        "start_up_seconds": starting,
        "seconds_per_1000_runs": {"one_worker": RUNS * a_run, f"workers_{cores}": RUNS * a_run / cores},
        "runs_by_size": sizes,
        "passes": passes,
        "firms": of_firms,
        "compilation_in_turn": {
            "total_seconds": compiling.total,
            "passes_seconds": sum(row["compile_seconds"] or 0.0 for row in passes),
        },
        "machine": machine(),
    }
