"""What each pass costs on one thread: nanoseconds a household, loops over rows, seconds to compile."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.county import County, Luck
from sim.fresh_process import answer
from sim.lanes import CompiledLane, Step, tiles
from sim.outcomes import observe_all
from sim.row_loops import row_loops
from sim.scenario import Scenario
from sim.start import start_of
from sim.state.frame import Frame
from sim.warm import calls

SLOW = 1.0  # ns a loop and household above which a pass is flagged
LIVES, QUARTERS = 3, 8  # the least of three lives of two years: other programs only ever add time


class TimedLane(CompiledLane):
    """A compiled lane on one thread that adds up the time of each pass."""

    def __init__(self) -> None:
        super().__init__(1)
        self.passes: dict[str, Callable[..., Any]] = {}
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
                self.passes[name] = step[0]

    def nanoseconds(self) -> dict[str, float]:
        """Mean time of each pass a household and quarter."""
        return {name: 1e9 * seconds / self.visits[name] for name, seconds in self.seconds.items()}


def life(scenario: Scenario, households: int | None, quarters: int) -> TimedLane:
    """The lane of a county that has lived; its first quarter, in which the system hands out memory, is not timed."""
    start, lane = start_of(scenario, Luck.of(1, 0), households), TimedLane()
    county = County(start, scenario.tree, Luck.of(1, 0), scenario.first, CompiledLane())
    for quarter in range(quarters + 1):
        county.step()
        observe_all(county)
        if quarter == 0:
            county.lane = lane
    return lane


class Compilation(NamedTuple):
    """Seconds of one process that compiles everything into an empty cache."""

    total: float
    by_function: dict[str, float]


def compile_in_turn() -> Compilation:
    """Compile in this process, small functions first; one that several passes call counts with the first of them."""
    began, seconds = time.perf_counter(), {}
    for name, call in reversed(calls().items()):
        before = time.perf_counter()
        call()
        seconds[name] = time.perf_counter() - before
    return Compilation(time.perf_counter() - began, seconds)


def compilation() -> Compilation:
    """The same in a new process with an empty cache."""
    with tempfile.TemporaryDirectory() as folder:
        return Compilation(*answer(compile_in_turn, FANPIN_CACHE=folder))


def pass_costs(
    scenario: Scenario, households: int | None, quarters: int, compiling: Compilation
) -> list[dict[str, Any]]:
    """Each pass, slowest first."""
    lives = [life(scenario, households, min(quarters, QUARTERS)) for _ in range(LIVES)]
    found = {}
    for name, function in lives[0].passes.items():
        nanoseconds = min(lane.nanoseconds()[name] for lane in lives)
        loops = max(row_loops(function), 1)
        found[name] = {
            "pass": name,
            "ns_per_household": nanoseconds,
            "loops": loops,
            "ns_per_loop_and_household": nanoseconds / loops,
            "slow": nanoseconds > SLOW * loops,
            "compile_seconds": compiling.by_function.get(name),
        }
    return sorted(found.values(), key=lambda row: -row["ns_per_household"])
