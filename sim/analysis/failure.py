"""What the failure of the largest enterprise does: to the households linked to it, and to all others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.analysis.paired import compare
from sim.county import County, Luck
from sim.government.monitoring import returned
from sim.lanes import CompiledLane
from sim.scenario import Scenario
from sim.shocks import NEVER, forced_failure
from sim.spec import quarter_number
from sim.start import start_of

Ids = NDArray[np.int64]


class Traced(NamedTuple):
    """Mean fourth-quarter return rate after the failure, of linked and of other ex-poor persons, with and without it."""

    linked_without: float
    linked_with: float
    others_without: float
    others_with: float
    linked_households: int


def when(scenario: Scenario) -> int | None:
    """Quarter of the forced failure, None where the scenario has none."""
    text = scenario.tree.at(scenario.first)["shocks"].largest_enterprise_fails
    return None if text == NEVER else quarter_number(text)


def rates(county: County, linked: Ids) -> tuple[float, float]:
    """Return rate of ex-poor persons in linked households and in the others, now."""
    h, persons = county.households, county.members()
    history = h["poor_history"].astype(np.int64)
    at_risk = (h["ex_poor"] != 0) & (persons > 0) & (history // 16 % 2 == 0)
    back = at_risk & np.array([returned(bits) for bits in range(32)])[history % 32]
    inside = np.isin(h.id, linked)
    found = []
    for group in (inside, ~inside):
        exposed = int(persons[at_risk & group].sum())
        found.append(int(persons[back & group].sum()) / exposed if exposed else 0.0)
    return found[0], found[1]


def linked_ids(county: County) -> Ids:
    """Ids of the households that hold a job or shares in the enterprise with most linked households."""
    row = forced_failure(when_now(county), county.households, county.enterprises, county.p["shocks"])
    h = county.households
    return h.id[(h["employer"] == row) | (h["enterprise"] == row)]


def when_now(county: County) -> int:
    """Quarter in which this county's scenario forces the failure."""
    return quarter_number(county.p["shocks"].largest_enterprise_fails)


def traced(scenario: Scenario, luck: Luck, households: int | None, last: int) -> Traced:
    """Live one replicate with and without the failure and follow the same households in both."""
    failure = when(scenario)
    assert failure is not None
    calm = scenario._replace(tree=scenario.tree.with_values({"shocks.largest_enterprise_fails": NEVER}))
    start = start_of(scenario, luck, households)
    counties = [County(start.copy(), s.tree, luck, scenario.first, CompiledLane()) for s in (scenario, calm)]
    linked: Ids = np.zeros(0, dtype=np.int64)
    seen: list[list[tuple[float, float]]] = [[], []]
    for quarter in range(scenario.first, last + 1):
        if quarter == failure:
            counties[0].p = scenario.tree.at(quarter)
            linked = linked_ids(counties[0])
        for k, county in enumerate(counties):
            county.step()
            if quarter >= failure and quarter % 4 == 3:
                seen[k].append(rates(county, linked))
    means = [tuple(float(x) for x in np.mean(part, axis=0)) if part else (0.0, 0.0) for part in seen]
    return Traced(means[1][0], means[0][0], means[1][1], means[0][1], int(linked.size))


def effect(scenario: Scenario, lucks: Sequence[Luck], households: int | None, last: int) -> dict[str, Any]:
    """Effect of the failure on the return rate of linked and other ex-poor persons, paired over replicates."""
    runs = [traced(scenario, luck, households, last) for luck in lucks]
    base = np.array([[run.linked_without, run.others_without] for run in runs])
    other = np.array([[run.linked_with, run.others_with] for run in runs])
    rows = [row.row() for row in compare(base, other, ("linked", "others"))] if len(runs) > 1 else []
    return {"linked_households": [run.linked_households for run in runs], "return_rate": rows}
