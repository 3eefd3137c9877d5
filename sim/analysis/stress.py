"""What a forced shock does: to the households that are exposed to it, and to all others."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial
from itertools import count
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from sim.analysis.forced import SHOCKS, Shock, masks
from sim.analysis.paired import compare
from sim.county import County, Luck
from sim.government.monitoring import returned
from sim.lanes import CompiledLane
from sim.language import Text
from sim.results import mean_of_known
from sim.runs import in_processes
from sim.scenario import Scenario
from sim.spec import quarter_name, year_of
from sim.start import start_of

Ids = NDArray[np.int64]
Floats = NDArray[np.float64]
T = TypeVar("T")
OTHERS, ALL = "others", "all"
REST = {OTHERS: Text("all others", "其他脱贫人口"), ALL: Text("all ex-poor", "全部脱贫人口")}


def titles(shock: Shock) -> dict[str, Text]:
    """Titles of the groups of a shock, then of the others and of all."""
    return {**{group.name: group.title for group in shock.groups}, **REST}


class Traced(NamedTuple):
    """Return rates of ex-poor persons at the fourth quarters since a shock, shape (years, groups, others and all)."""

    without: Floats
    struck: Floats
    households: dict[str, int]  # of each group just before the shock
    by_line: dict[str, int]  # and with each line; a household may have several


def rates(county: County, groups: Sequence[Ids]) -> tuple[float, ...]:
    """Return rate of the ex-poor persons of each group (ids), of the others and of all, now; NaN where nobody is at risk."""
    h, persons = county.households, county.members()
    history = h["poor_history"].astype(np.int64)
    at_risk = (h["ex_poor"] != 0) & (persons > 0) & (history // 16 % 2 == 0)
    back = at_risk & np.array([returned(bits) for bits in range(32)])[history % 32]
    chosen = [np.isin(h.id, ids) for ids in groups]
    others = ~np.logical_or.reduce(chosen)
    found = []
    for group in (*chosen, others, np.ones_like(others)):
        exposed = int(persons[at_risk & group].sum())
        found.append(int(persons[back & group].sum()) / exposed if exposed else math.nan)
    return tuple(found)


def traced(scenario: Scenario, name: str, begins: int, luck: Luck, households: int | None, last: int) -> Traced:
    """Live one replicate with and without the shock and follow the same households in both."""
    shock = SHOCKS[name]
    calm = scenario._replace(tree=scenario.tree.with_values(dict(shock.without)))
    start = start_of(scenario, luck, households)
    counties = [County(start.copy(), s.tree, luck, scenario.first, CompiledLane()) for s in (scenario, calm)]
    groups: list[Ids] = []
    sizes: dict[str, int] = {}
    by_line: dict[str, int] = {}
    seen: list[list[tuple[float, ...]]] = [[], []]
    for quarter in range(scenario.first, last + 1):
        if quarter == begins:
            found, lines = masks(shock, counties[0], scenario.tree.at(quarter), quarter)
            groups = [counties[0].households.id[mask] for mask in found.values()]
            lives = counties[0].members() > 0
            sizes, by_line = ({k: int((mask & lives).sum()) for k, mask in of.items()} for of in (found, lines))
        for k, county in enumerate(counties):
            county.step()
            if quarter >= begins and quarter % 4 == 3:
                seen[k].append(rates(county, groups))
    struck, without = (np.array(part).reshape(-1, len(shock.groups) + 2) for part in seen)
    return Traced(without, struck, sizes, by_line)


def effect(
    scenario: Scenario,
    name: str,
    begins: int,
    lucks: Sequence[Luck],
    households: int | None,
    last: int,
    workers: int = 1,
    tell: Callable[[int], None] = lambda done: None,
) -> dict[str, Any]:
    """Effect of the shock ``name``, which begins in the quarter ``begins``, on the return rate of ex-poor persons by group.

    Paired over replicates, which differ in luck: means over the fourth quarters since, each of them, and how much more the
    exposed are affected than the others (``contrast``). ``tell`` hears how many replicates are finished.
    """
    calls = [partial(traced, scenario.lean(), name, begins, luck, households, last) for luck in lucks]
    done = count(1)
    runs = all_of(calls, workers, lambda _: tell(next(done)))
    groups = [group.name for group in SHOCKS[name].groups]
    years = range(year_of(begins), year_of(begins) + (len(runs[0].struck) if runs else 0))
    return {
        "shock": name,
        "quarter": quarter_name(begins),
        "households": {group: [run.households[group] for run in runs] for group in groups},
        "by_line": {line.name: [run.by_line[line.name] for run in runs] for line in SHOCKS[name].lines},
        **compared(runs, groups),
        "by_year": {str(year): pairs(runs, [*groups, OTHERS, ALL], slice(k, k + 1)) for k, year in enumerate(years)},
    }


def compared(runs: Sequence[Traced], groups: Sequence[str]) -> dict[str, Any]:
    """Difference of each group's mean return rate, and how much more it is than that of the others."""
    if len(runs) < 2:
        return {"return_rate": [], "contrast": []}
    steps = np.array([over_years(run.struck) for run in runs]) - np.array([over_years(run.without) for run in runs])
    n = len(groups)
    contrast = compare(np.repeat(steps[:, n : n + 1], n, axis=1), steps[:, :n], groups, undefined=True)
    return {"return_rate": pairs(runs, [*groups, OTHERS, ALL]), "contrast": [row.row() for row in contrast]}


def pairs(runs: Sequence[Traced], names: Sequence[str], years: slice = slice(None)) -> list[dict[str, Any]]:
    """Paired differences of the groups' return rates, mean over some years; none for a single replicate."""
    if len(runs) < 2:
        return []
    base, other = (np.array([over_years(part[years]) for part in side]) for side in both(runs))
    return [row.row() for row in compare(base, other, names, undefined=True)]


def both(runs: Sequence[Traced]) -> tuple[list[Floats], list[Floats]]:
    """Rates without and with the shock, run by run."""
    return [run.without for run in runs], [run.struck for run in runs]


def over_years(rates: Floats) -> list[float]:
    """Mean of each column, without what is undefined."""
    return [mean_of_known(column) for column in rates.T]


def all_of(calls: Sequence[Callable[[], T]], workers: int, finished: Callable[[int], None]) -> list[T]:
    """Results of the calls, made here or by several workers."""
    if workers > 1 and len(calls) > 1:
        return in_processes(calls, workers, finished)
    runs = []
    for k, call in enumerate(calls):
        runs.append(call())
        finished(k)
    return runs
