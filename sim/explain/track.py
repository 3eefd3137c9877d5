"""What one household was and did, quarter by quarter, around its return."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.state.flows import FLOW

BEFORE, AFTER = 8, 4  # quarters watched before and after a return
WINDOW = BEFORE + 1 + AFTER
YEAR = 4  # quarters
RINGS = ("market_income", "assistance", "medical", "consumption")

# Columns of the household that explanations read; its flows are read whole.
STATES = (
    "skill persistence effort land capital livestock savings microcredit informal_debt cooperative_shares "
    "enterprise_shares medical_debt arrears dibao_amount children infants adults youths elders chronic disabled half_power "
    "students out_of_school qualified able passage split kin_away untreated hungry house water insured_crops side "
    "work_relief passed_on overdue tekun migrants local_workers employed post ex_poor relocated insured dibao monitor "
    "monitor_class trained poor risk_removed village cooperative enterprise employer product "
).split() + [f"{ring}_{k}" for ring in (*RINGS, "persons") for k in range(YEAR)]
# What is around it: its village, its firms, the county, and the lines that hold.
AROUND = (
    "village_product product_kind yield_log disaster road employer_alive holder_alive cooperative_alive crisis visitors policy "
    "poverty_line monitoring_line"
).split()
NAMES = (
    *STATES,
    *(f"flow.{column.name}" for column in FLOW.columns),
    *(f"around.{name}" for name in AROUND),
)
PLACE = {name: place for place, name in enumerate(NAMES)}


class Split(NamedTuple):
    """From ``quarter`` on the household keeps the ``share`` of what it had; the rest is another household's."""

    quarter: int
    share: float


class Track:
    """Quarters ``first`` to ``last`` of the household that returned in quarter ``returned``; NaN where it was not there."""

    def __init__(
        self, household: int, returned: int, first: int, values: NDArray[np.float64], born: int | None = None
    ) -> None:
        self.household, self.returned, self.first, self.born = household, returned, first, born
        self.rows: list[list[float]] = values.tolist()
        self.last = max((q for q in range(first, first + len(self.rows)) if self.has(q)), default=first)
        self.splits = tuple(self._splits())

    def at(self, name: str, quarter: int) -> float:
        """A column in a quarter: ``savings``, ``flow.bill``, ``around.crisis``."""
        k = quarter - self.first
        return self.rows[k][PLACE[name]] if 0 <= k < len(self.rows) else math.nan

    def count(self, name: str, quarter: int) -> int:
        """A column that holds whole numbers; 0 where the household was not there."""
        value = self.at(name, quarter)
        return 0 if math.isnan(value) else int(value)

    def flow(self, name: str, quarter: int) -> float:
        """An amount of a quarter; 0 where the household was not there."""
        value = self.at(f"flow.{name}", quarter)
        return 0.0 if math.isnan(value) else value

    def has(self, quarter: int) -> bool:
        """Whether the household was there and had members."""
        return self.at("children", quarter) + self.at("adults", quarter) + self.at("elders", quarter) > 0.0

    def rise(self, name: str, quarter: int) -> float:
        """What a column has gained since the quarter before; 0 where the household was not there in both."""
        gained = self.at(name, quarter) - self.at(name, quarter - 1)
        return 0.0 if math.isnan(gained) else gained

    def persons(self, quarter: int) -> int:
        """Members at the end of a quarter."""
        return sum(self.count(name, quarter) for name in ("children", "adults", "elders"))

    def quarters(self) -> range:
        """Quarters in which the household was there."""
        there = [q for q in range(self.first, self.last + 1) if self.has(q)]
        return range(there[0], self.last + 1) if there else range(0)

    def _splits(self) -> list[Split]:
        """Divisions of the household, from what its four quarterly sums lost from one quarter to the next."""
        found = []
        for quarter in range(self.first + 1, self.first + len(self.rows)):
            if quarter % YEAR == 0 and self.has(quarter) and self.has(quarter - 1):
                share = self._kept(quarter)
                if abs(share - 1.0) > 1e-9:
                    found.append(Split(quarter, share))
        return found

    def _kept(self, quarter: int) -> float:
        """Share of earlier quarters' amounts that the household still calls its own; 1 unless it was divided."""
        rings = [f"{ring}_{k}" for ring in RINGS for k in range(YEAR) if k != quarter % YEAR]
        largest = max(rings, key=lambda name: abs(self.at(name, quarter - 1)))
        before = self.at(largest, quarter - 1)
        return self.at(largest, quarter) / before if before != 0.0 else 1.0

    def share(self, since: int, until: int) -> float:
        """Share of an amount of quarter ``since`` that is the household's own in quarter ``until``."""
        kept = 1.0
        for split in self.splits:
            if since < split.quarter <= until:
                kept *= split.share
        return kept
