"""Small counties that tests live through, and what two of them differ in."""

from collections.abc import Iterator, Mapping
from functools import cache

import numpy as np

from sim.county import County, Luck
from sim.draws import key
from sim.lanes import Lane
from sim.model import CountyModel
from sim.parameters import GROUPS, LEVERS, PROCESSES, load_scenario
from sim.place import Place
from sim.population import Blueprint, Population, generate
from sim.scenario import Scenario
from sim.spec import Tree, quarter_name
from sim.state import flows

LUCK = Luck.of(3, 0)
AMPLE = "budget.means={before = 1000.0}"
SMALL = Place(
    ex_poor_households=150, ex_poor_persons=600, relocated_households=30, relocated_persons=125, sites=2,
    ex_poor_villages=3, other_villages=3, townships=2, ordinary_households=300, products="sweet_potato, tobacco",
    enterprises_per_village=0.7, enterprise_jobs=20.0, workshops=2, workshop_jobs=10.0, tourism_villages=0.1,
)  # fmt: skip
TINY = SMALL._replace(
    ex_poor_households=12, ex_poor_persons=47, relocated_households=3, relocated_persons=11, sites=1,
    ex_poor_villages=2, other_villages=1, ordinary_households=8, enterprise_jobs=4.0, workshops=1, workshop_jobs=3.0,
)  # fmt: skip


@cache
def baseline() -> Scenario:
    """Every process and every lever on, and money for all of it: the small counties have more ex-poor persons than Pengshui."""
    return load_scenario("pengshui/baseline", [AMPLE])


def tree_with(**groups: Mapping[str, object]) -> Tree:
    """The baseline with some values changed: ``tree_with(health={"child_rate": 0.0})``; __ stands for a dot."""
    flat = {f"{g.replace('__', '.')}.{field}": v for g, fields in groups.items() for field, v in fields.items()}
    return baseline().tree.with_values(flat)


def only(*processes: str, values: Mapping[str, object] | None = None) -> Tree:
    """The defaults with every process off but those named, levers off, and ``values`` by path."""
    switches = {f"{process}.enabled": process in processes for process in PROCESSES}
    return Tree(GROUPS).with_values({**switches, **(values or {})})


def levers_off() -> dict[str, bool]:
    """Values that switch every lever off."""
    return {f"{lever}.enabled": False for lever in LEVERS}


def population(place: Place = SMALL, luck: Luck = LUCK) -> Population:
    """A county as it is generated, before any quarter; yours to change."""
    return _generated(place, luck).copy()


@cache
def _generated(place: Place, luck: Luck) -> Population:
    return generate(Blueprint(place), key(luck.seed, luck.initial, 0))


def aged(place: Place = SMALL, luck: Luck = LUCK) -> Population:
    """The same after three years of the baseline, with debts, jobs, cases and failures; yours to change."""
    return _aged(place, luck).copy()


@cache
def _aged(place: Place, luck: Luck) -> Population:
    return lived(baseline().tree, 12, population(place, luck), 72, luck).population


def lived(
    tree: Tree,
    quarters: int,
    start: Population | None = None,
    first: int = 84,
    luck: Luck = LUCK,
    lane: Lane | None = None,
) -> County:
    """A county after some quarters; 84 is 2021Q1."""
    county = County(start if start is not None else population(), tree, luck, first, lane)
    for _ in range(quarters):
        county.step()
    return county


def model_of(tree: Tree, start: Population, first: int = 84, luck: Luck = LUCK, lane: str = "compiled") -> CountyModel:
    """A Mesa model of given agents and parameters; the same luck in all groups of draws."""
    scenario = baseline()._replace(tree=tree, start=quarter_name(first))
    return CountyModel(scenario, seed=luck.seed, replicate=luck.initial, population=start, lane=lane)


def columns(county: County) -> Iterator[tuple[str, np.ndarray]]:
    """Every column of every agent, and the households' flows of the quarter, rows by id."""
    for store in county.population.stores:
        order = np.argsort(store.id, kind="stable")
        yield from ((f"{store.kind.name}.{name}", store[name][order]) for name in store.kind.names())
    order = np.argsort(county.households.id, kind="stable")
    yield from ((f"flow.{column.name}", flow(county, column.name)[order]) for column in flows.FLOW.columns)


def differences(one: County, other: County) -> list[str]:
    """Names of the columns that are not the same to the bit."""
    pairs = zip(columns(one), columns(other), strict=True)
    return [name for (name, a), (_, b) in pairs if a.tobytes() != b.tobytes()]


def flow(county: County, name: str) -> np.ndarray:
    """One flow column of the quarter just lived, by row."""
    return county.flow(name)


def kept_rows(start: Population, rows: np.ndarray) -> Population:
    """A copy of the county with these rows of households only, in this order."""
    return start.copy()._replace(households=start.households.take(rows))
