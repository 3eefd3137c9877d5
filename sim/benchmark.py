"""How fast the model is on this machine: rates, memory, start-up, each pass. Measured, never a timed test."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim import results
from sim.county import County, Luck
from sim.lanes import CompiledLane, Step, tiles
from sim.model import CountyModel
from sim.outcomes import observe_all
from sim.parameters import load_scenario
from sim.scenario import Scenario
from sim.start import burnt_in, start_of
from sim.state.frame import Frame
from sim.warm import warm

SCENARIO = "pengshui/baseline"
SMALL, SMALL_QUARTERS, REPEATS = 300, 2, 3
SLOW = 30.0  # ns a household and pass above which a pass is flagged


class TimedLane(CompiledLane):
    """A compiled lane on one thread that adds up the time of each pass."""

    def __init__(self) -> None:
        super().__init__(1)
        self.seconds: dict[str, float] = {}
        self.visits: dict[str, int] = {}

    def visit(self, frame: Frame, village: NDArray[np.int32], steps: Sequence[Step]) -> None:
        """Time every call of a pass on a tile."""
        for tile in tiles(village):
            for step in steps:
                name = step[0].__name__
                began = time.perf_counter()
                step[0](*tile, frame, *step[1:])
                self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - began
                self.visits[name] = self.visits.get(name, 0) + tile[1] - tile[0]


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


def passes(scenario: Scenario, households: int | None, quarters: int) -> list[dict[str, Any]]:
    """Nanoseconds a household of each pass, slowest first."""
    lane = TimedLane()
    county = County(start_of(scenario, Luck.of(1, 0), households), scenario.tree, Luck.of(1, 0), scenario.first, lane)
    for _ in range(quarters):
        county.step()
        observe_all(county)
    rows = [
        {
            "pass": name,
            "ns_per_household": 1e9 * seconds / lane.visits[name],
            "slow": 1e9 * seconds / lane.visits[name] > SLOW,
        }
        for name, seconds in lane.seconds.items()
    ]
    return sorted(rows, key=lambda row: -float(str(row["ns_per_household"])))


def lanes(scenario: Scenario) -> dict[str, float]:
    """Household-quarters a second of both lanes on the same small population, taken in turn; medians."""
    rates: dict[str, list[float]] = {"compiled": [], "agents": []}
    for _ in range(REPEATS):
        for lane in rates:
            model = CountyModel(scenario, households=SMALL, lane=lane)
            len(model.agents)
            began = time.perf_counter()
            for _ in range(SMALL_QUARTERS):
                model.step()
            rates[lane].append(SMALL_QUARTERS * model.county.households.n / (time.perf_counter() - began))
    found = {lane: median(values) for lane, values in rates.items()}
    return {**found, "ratio": found["compiled"] / found["agents"]}


def wall(arguments: Sequence[str], **environment: str) -> float:
    """Seconds that a fresh Python process takes."""
    began = time.perf_counter()
    root = str(Path(__file__).parent.parent)
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([root, os.environ.get("PYTHONPATH", "")]), **environment}
    subprocess.run(
        [sys.executable, *arguments], env=env, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
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
    return {"processor": model, "cores": os.cpu_count(), "memory_GiB": round(pages / 2**30, 1), **results.versions()}


def peak_memory() -> float | None:
    """Largest memory of this process, MiB; None where the system does not tell."""
    try:
        import resource
    except ImportError:  # Windows
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 2**10


def benchmark(households: int | None, quarters: int, tell: Any = lambda done, whole: None) -> dict[str, Any]:
    """All measurements, in one process but for start-up."""
    scenario = load_scenario(SCENARIO)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    tell(0, 5)
    warm()
    starting = start_up()
    tell(1, 5)
    began = time.perf_counter()
    population = burnt_in(scenario, Luck.of(1, 0), households)
    burn_in = time.perf_counter() - began
    lived(scenario, households, 1, 2)
    tell(2, 5)
    pairs = [(lived(scenario, households, 1, quarters), lived(scenario, households, cores, quarters)) for _ in range(2)]
    one, many = min(a for a, _ in pairs), min(b for _, b in pairs)
    tell(3, 5)
    by_lane = lanes(scenario)
    tell(4, 5)
    by_pass = passes(scenario, households, min(quarters, 8))
    tell(5, 5)
    return {
        "scenario": SCENARIO,
        "households": population.households.n,
        "quarters": quarters,
        "seconds_per_run": {"threads_1": one[0], f"threads_{cores}": many[0], "burn_in": burn_in},
        "household_quarters_per_second": {
            "threads_1": one[1] / one[0],
            f"threads_{cores}": many[1] / many[0],
            **by_lane,
        },
        "memory": {
            "state_bytes_per_household": population.households.kind.bytes_per_agent(),
            "peak_process_MiB": peak_memory(),
        },
        "start_up_seconds": starting,
        "seconds_per_1000_runs": {
            "one_worker": 1000 * (one[0] + burn_in),
            f"workers_{cores}": 1000 * (one[0] + burn_in) / cores,
        },
        "passes": by_pass,
        "machine": machine(),
    }
