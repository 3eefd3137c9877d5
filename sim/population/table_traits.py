"""What a household table cannot know: drawn as for synthetic households, productivity in the light of reported wages."""

from __future__ import annotations

import math
from typing import Annotated, NamedTuple

import numpy as np

from sim import sources
from sim.draws import START, Key, uniforms
from sim.place import Place
from sim.population.household_table import HouseholdTable
from sim.population.laws import Floats, logarithms, normals
from sim.processes.earnings import Earnings
from sim.spec import Param
from sim.state.store import Store

REPORTING = sources.assumed(
    "How far the wages that a table reports lie from those of the model's equation at the same productivity (months worked, "
    "schooling, errors of reporting); no source document gives it",
    "表中工资性收入偏离模型工资方程的程度（务工月数、学历、填报误差）；来源文件未给出",
)


class TableReading(NamedTuple):
    """How a household table is read."""

    wage_error: Annotated[
        float,
        Param(
            "log",
            (0.01, 5),
            (0.2, 0.8),
            REPORTING,
            "spread of reported wages around those that productivity explains",
            "填报工资偏离劳动生产率所能解释部分的离散度（对数标准差）",
        ),
    ] = 0.4


def wage_ratio(table: HouseholdTable, order: np.ndarray, earnings: Earnings) -> Floats:
    """Log of reported wages over those of median productivity; 0 where nothing can be told.

    Told by households whose wages come from migrants and local workers alone: jobs and posts pay all alike.
    """
    t = {name: table.numbers[name][order] for name in ("migrants", "local_workers", "employed", "post", "wage_income")}
    expected = earnings.migrant_wage * t["migrants"] + earnings.local_wage * t["local_workers"]
    told = (expected > 0.0) & (t["wage_income"] > 0.0) & (t["employed"] == 0.0) & (t["post"] == 0.0)
    ratio = np.ones(order.size)
    ratio[told] = t["wage_income"][told] / expected[told]
    return np.where(told, logarithms(ratio), np.nan)


def condition_productivity(
    store: Store, key: Key, place: Place, earnings: Earnings, reading: TableReading, ratio: Floats
) -> None:
    """Draw skill and persistent shock given the log wage ratio of each household; NaN leaves them as they were drawn.

    Both were drawn from their laws, and so is the error of the report; their sum is what the report would have been. What
    the true report lies above it is shared out by variance: the result has exactly the conditional law.
    """
    whole_year = 0.25 * earnings.transitory_spread * earnings.transitory_spread
    error = math.sqrt(whole_year + reading.wage_error * reading.wage_error)
    skilled, shocked = place.skill_spread * place.skill_spread, earnings.persistent_spread * earnings.persistent_spread
    drawn = store["skill"] + store["persistence"] + error * normals(uniforms(key, store.id, START, 2)[0])
    surprise = np.where(np.isnan(ratio), 0.0, ratio - drawn) / (skilled + shocked + error * error)
    store["skill"][:] = store["skill"] + skilled * surprise
    store["persistence"][:] = store["persistence"] + shocked * surprise
