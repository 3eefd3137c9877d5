"""The state at the end of 2020: a synthetic population lived through the burn-in of 2016Q1-2020Q4."""

from __future__ import annotations

from collections import OrderedDict

from sim.county import County, Luck
from sim.draws import key
from sim.lanes import CompiledLane
from sim.population import Population, generate
from sim.scenario import Scenario

BURN_IN = 64  # 2016Q1
KEPT = 2  # starts held in memory by a process; one of Pengshui takes about 40 MB
_starts: OrderedDict[tuple[str, int, Luck, int | None], Population] = OrderedDict()


def start_of(scenario: Scenario, luck: Luck, households: int | None = None) -> Population:
    """A copy of the state before the scenario's first quarter.

    It depends on the place, the parameters before that quarter, the luck and the size only, so scenarios that
    differ later share it: it is computed once and the latest few are kept.
    """
    history = (scenario.tree.digest(BURN_IN, scenario.first - 1), scenario.first, luck, households)
    if history not in _starts:
        _starts[history] = burnt_in(scenario, luck, households)
        while len(_starts) > KEPT:
            _starts.popitem(last=False)
    _starts.move_to_end(history)
    return _starts[history].copy()


def burnt_in(scenario: Scenario, luck: Luck, households: int | None) -> Population:
    """Generate the population and live through the quarters before the scenario starts."""
    place = scenario.tree.at(BURN_IN)["place"]
    population = generate(place, key(luck.seed, luck.initial, 0), households)
    county = County(population, scenario.tree, luck, BURN_IN, CompiledLane())
    while county.number < scenario.first - 1:
        county.step()
    return county.population
