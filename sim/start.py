"""The state at a scenario's start: a synthetic population lived through the burn-in, or the households of a table."""

from __future__ import annotations

from collections.abc import Callable

from sim.county import County, Luck
from sim.draws import key
from sim.lanes import CompiledLane
from sim.language import within
from sim.latest import KEPT as KEPT
from sim.latest import Latest
from sim.levers.transition import Strengths, strengths
from sim.population import Blueprint, Population, generate
from sim.population.firms import business_of
from sim.population.inputs import tables_of
from sim.population.table_start import from_table
from sim.scenario import Scenario
from sim.shocks import strikes
from sim.spec import BURN_IN

FULL = Strengths(1.0, 1.0, 1.0, 1.0)
History = tuple[str, int, Luck, int | None]
_starts: Latest[History, Population] = Latest()  # one of Pengshui takes about 40 MB


def history(scenario: Scenario, luck: Luck, households: int | None) -> History:
    """What the state before the scenario's first quarter depends on: the parameters until then, luck and size.

    Thresholds of measures never count, the calendar of the transition and forced events as long as they lie after it.
    """
    tree, before = scenario.tree, range(BURN_IN, scenario.first)
    idle = ["measures"]
    if all(strengths(quarter, tree.at(quarter)["transition"]) == FULL for quarter in before):
        idle.append("transition")
    if not any(strikes(quarter, tree.at(quarter)["shocks"]) for quarter in before):
        idle.append("shocks")
    defaults = {path: d.default for path, d in tree.declarations.items() if d.group in idle}
    digest = tree.replaced(defaults).digest(BURN_IN, scenario.first - 1)
    tables = "".join(table.sha256 for table in scenario.inputs.values())
    return digest + tables, scenario.first, luck, households


def start_of(scenario: Scenario, luck: Luck, households: int | None = None) -> Population:
    """A copy of the state before the scenario's first quarter.

    It depends on the place, the parameters before that quarter, the luck and the size only, so scenarios that
    differ later share it: it is computed once and the latest few are kept.
    """
    if households is not None:
        within("households", "户数", households, 1, 10**9)
    past = history(scenario, luck, households)
    make = tabled if scenario.table else burnt_in
    return _starts.once(past, lambda: make(scenario, luck, households)).copy()


def tabled(scenario: Scenario, luck: Luck, households: int | None) -> Population:
    """The households of the scenario's table, and its network if it has one, under the parameters of the quarter before."""
    assert scenario.table is not None
    p = scenario.tree.at(max(scenario.first - 1, BURN_IN))
    table, network = tables_of(scenario.table, scenario.firms, scenario.ties)
    return from_table(table, key(luck.seed, luck.initial, 0), p, scenario.first, households, network)


def burnt_in(
    scenario: Scenario, luck: Luck, households: int | None, seen: Callable[[County], None] = lambda county: None
) -> Population:
    """Generate the population and live through the quarters before the scenario starts; ``seen`` is called after each."""
    p = scenario.tree.at(BURN_IN)
    blueprint = Blueprint(p["place"], p["people"], business_of(p), p["earnings"].persistent_spread)
    population = generate(blueprint, key(luck.seed, luck.initial, 0), households)
    county = County(population, scenario.tree, luck, BURN_IN, CompiledLane())
    county.recording = False
    while county.number < scenario.first - 1:
        county.step()
        seen(county)
    return county.population
