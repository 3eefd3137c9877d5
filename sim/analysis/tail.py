"""Two sets of runs under the same luck: how their largest yearly return rates differ, on average, in spread and in the tail."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from sim.analysis.failures import Floats, finite_or_none
from sim.analysis.paired import compare
from sim.analysis.risk import rates, yearly
from sim.measures.distributions import student_t_quantile
from sim.measures.intervals import paired_shares
from sim.measures.large_scale import THRESHOLDS, TRANSITION, largest, windows
from sim.measures.sums import total
from sim.runs import Run

MEAN, SPREAD, ABOVE = "mean", "spread", "probability"


class Effect(NamedTuple):
    """What one statistic is with and without something; ``threshold`` is NaN but for a probability."""

    statistic: str
    threshold: float
    base: float
    other: float
    difference: float
    low: float
    high: float

    def row(self) -> dict[str, Any]:
        """The same as a row of a table."""
        return {k: finite_or_none(v) if isinstance(v, float) else v for k, v in self._asdict().items()}


def peaks(runs: Sequence[Run], first_year: int, ends: int = TRANSITION[1]) -> dict[str, Floats]:
    """Largest fourth-quarter return rate of ex-poor persons in each window, one value a replicate."""
    returned, at_risk = yearly(runs)
    years = list(range(first_year, first_year + returned.shape[1]))
    county = np.nan_to_num(rates(returned, at_risk))
    return {f"{first}-{last}": largest(county, years, first, last) for first, last in windows(years, ends)}


def spread(values: Floats) -> float:
    """Standard deviation over replicates; NaN for one."""
    if values.size < 2:
        return math.nan
    off = values - total(values) / values.size
    return math.sqrt(total(off * off) / (values.size - 1))


def spread_effect(base: Floats, other: Floats, level: float = 0.95) -> Effect:
    """Difference of the standard deviations of two columns with the same luck row by row; jackknife over rows."""
    n = base.size
    one, two = spread(base), spread(other)
    if n < 3:
        return Effect(SPREAD, math.nan, one, two, two - one, math.nan, math.nan)
    left = np.array([spread(np.delete(other, k)) - spread(np.delete(base, k)) for k in range(n)])
    off = left - total(left) / n
    reach = student_t_quantile(0.5 + 0.5 * level, n - 1) * math.sqrt((n - 1) / n * total(off * off))
    return Effect(SPREAD, math.nan, one, two, two - one, two - one - reach, two - one + reach)


def mean_effect(base: Floats, other: Floats) -> Effect:
    """Difference of the means, paired."""
    found = compare(base, other, undefined=True)[0]
    return Effect(MEAN, math.nan, found.base, found.other, found.difference, found.low, found.high)


def tail_effect(base: Floats, other: Floats, threshold: float) -> Effect:
    """Difference of the shares of replicates above a threshold, paired."""
    one, two = base > threshold, other > threshold
    counts = (int(np.count_nonzero(mask)) for mask in (one & two, one & ~two, ~one & two, ~one & ~two))
    found = paired_shares(*counts)
    n = base.size
    return Effect(ABOVE, threshold, np.count_nonzero(one) / n, np.count_nonzero(two) / n, *found)


def effects(base: Floats, other: Floats, thresholds: Sequence[float] = THRESHOLDS) -> list[Effect]:
    """All of them, from peaks of shape (replicates,) under the same luck: other less base."""
    return [
        mean_effect(base, other),
        spread_effect(base, other),
        *(tail_effect(base, other, threshold) for threshold in thresholds),
    ]
