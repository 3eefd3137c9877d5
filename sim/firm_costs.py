"""What co-operatives and enterprises cost: their part of a quarter's time, with few of them and with tens of thousands."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from sim import firms
from sim.county import County, Luck
from sim.lanes import CompiledLane
from sim.outcomes import observe_all
from sim.scenario import Scenario
from sim.start import start_of

PASSES = ("prepare", "trade", "settle")  # of ``sim.firms``
PER_VILLAGE = (None, 10.0, 50.0)  # co-operatives and enterprises a village; None: as the scenario has them
QUARTERS, LIVES = 8, 3


@contextmanager
def timed() -> Iterator[list[float]]:
    """Add up the seconds of the firms' passes while the block runs."""
    seconds, ordinary = [0.0], {name: getattr(firms, name) for name in PASSES}

    def clocked(function: Callable[[County], None]) -> Callable[[County], None]:
        @wraps(function)
        def call(c: County) -> None:
            began = time.perf_counter()
            function(c)
            seconds[0] += time.perf_counter() - began

        return call

    try:
        for name, function in ordinary.items():
            setattr(firms, name, clocked(function))
        yield seconds
    finally:
        for name, function in ordinary.items():
            setattr(firms, name, function)


def many(scenario: Scenario, per_village: float | None) -> Scenario:
    """The scenario with so many co-operatives and enterprises a village, and as many jobs and members as before."""
    if per_village is None:
        return scenario
    place = scenario.tree.at(scenario.first)["place"]
    jobs = max(place.enterprise_jobs * place.enterprises_per_village / per_village, 1.0)
    return scenario.with_values(
        {
            "place.cooperatives_per_village": per_village,
            "place.enterprises_per_village": per_village,
            "place.enterprise_jobs": jobs,
        }
    )


def share(scenario: Scenario, households: int | None) -> dict[str, Any]:
    """Firms, and their part of the time of a quarter that is observed; the least of some lives, after a first quarter."""
    start, luck = start_of(scenario, Luck.of(1, 0), households), Luck.of(1, 0)
    parts = []
    for _ in range(LIVES):
        county = County(start.copy(), scenario.tree, luck, scenario.first, CompiledLane())
        county.step()
        began = time.perf_counter()
        with timed() as seconds:
            for _ in range(QUARTERS):
                county.step()
                observe_all(county)
        whole = time.perf_counter() - began
        parts.append((whole, seconds[0]))
    whole, own = min(parts)
    return {
        "cooperatives": county.cooperatives.n,
        "enterprises": county.enterprises.n,
        "seconds_a_quarter": whole / QUARTERS,
        "share": own / whole,
    }


def firm_costs(scenario: Scenario, households: int | None) -> list[dict[str, Any]]:
    """The same by number of firms."""
    return [share(many(scenario, per_village), households) for per_village in PER_VILLAGE]
