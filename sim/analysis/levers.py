"""What each lever does: the scenario against itself without the lever, under the same luck."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from sim.analysis.paired import compare
from sim.language import Text
from sim.outcomes import MEASURES, PLACE_OF
from sim.results import mean_of_known, mean_over, year_ends
from sim.runs import Run
from sim.scenario import Scenario

TITLES = {
    "levers.industry_support": Text("industry support", "产业帮扶"),
    "levers.employment_transfer": Text("employment transfer", "就业转移帮扶"),
    "levers.medical_insurance": Text("special medical protection", "医疗保障倾斜"),
    "levers.education_support": Text("education support", "教育帮扶"),
    "levers.insurance_support": Text("insurance support", "农业与防贫保险支持"),
    "levers.safe_living": Text("safe housing", "住房安全保障"),
    "levers.care_support": Text("health management and care", "健康管理与残疾照护"),
    "levers.relocation_support": Text("follow-up of relocation", "易地搬迁后续扶持"),
    "levers.cooperative_support": Text("support of co-operatives", "合作社扶持"),
    "levers.enterprise_support": Text("support of enterprises and workshops", "企业与车间扶持"),
    "levers.market_support": Text("market support", "消费帮扶与产销对接"),
    "transition": Text("end of support after the transition", "过渡期后帮扶退出"),
}
EFFECTS = (
    ("ex_poor", "return_rate"),
    ("ex_poor", "headcount"),
    ("all", "headcount"),
    ("ex_poor", "income_per_person"),
    ("county", "fiscal_cost"),
)


def without(scenario: Scenario, lever: str) -> Scenario | None:
    """The scenario with ``lever`` off from its first quarter on; None where it is off anyway."""
    path = f"{lever}.enabled"
    quarters = range(scenario.first, scenario.last + 1)
    if not any(scenario.tree.at(q)[lever].enabled for q in quarters):
        return None
    tree = scenario.tree.with_values({path: {scenario.start: False}})
    return scenario._replace(name=f"{scenario.name}|{lever}=off", tree=tree)


def variants(scenario: Scenario) -> dict[str, Scenario]:
    """The scenario without each of its levers."""
    found = {lever: without(scenario, lever) for lever in TITLES}
    return {lever: other for lever, other in found.items() if other is not None}


def outcome(runs: Sequence[Run], group: str, measure: str, first: int = 0) -> np.ndarray:
    """Mean over the years' fourth quarters, one value a replicate; ``first`` is the number of the first quarter.

    Flows (units a quarter) are means over all quarters: many are paid once a year. All quarters count, too, where no
    fourth one was reached. Quarters in which a quotient has no denominator are left out; NaN where none is left.
    """
    place = PLACE_OF[group, measure]
    values = np.stack([run.values[:, place] for run in runs])
    ends = mean_over(MEASURES[measure], values.shape[1], first) == "year_ends"
    return np.array([mean_of_known(row) for row in (year_ends(values, first) if ends else values)])


def effects(with_lever: Sequence[Run], without_lever: Sequence[Run], first: int = 0) -> list[dict[str, Any]]:
    """Effect of having the lever (with minus without), paired, one row an outcome."""
    names = [f"{measure}.{group}" for group, measure in EFFECTS]
    base = np.stack([outcome(without_lever, *effect, first) for effect in EFFECTS], axis=1)
    other = np.stack([outcome(with_lever, *effect, first) for effect in EFFECTS], axis=1)
    return [difference.row() for difference in compare(base, other, names, undefined=True)]
