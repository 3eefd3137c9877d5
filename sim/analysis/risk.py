"""Risk of a large-scale return: exceedance of the return rate by window, county-wide and in the worst places."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.measures.large_scale import (
    THRESHOLDS,
    TRANSITION,
    Exceedance,
    corrected_exceedance,
    exceedance,
    largest,
    village_noise,
    windows,
)
from sim.runs import Run, size
from sim.scenario import Scenario
from sim.spec import quarter_number, year_of
from sim.worst_places import PLACES

Floats = NDArray[np.float64]
RARE = 0.01  # probabilities below it are told to hold only under the assumed law of shocks


def yearly(runs: Sequence[Run]) -> tuple[Floats, Floats]:
    """Ex-poor persons returned and at risk at each fourth quarter, both of shape (replicates, years, villages).

    A replicate with fewer villages than another one ends with villages in which nobody is at risk.
    """
    villages = max(run.returns.shape[2] for run in runs)
    stacked = np.stack([np.pad(run.returns, ((0, 0), (0, 0), (0, villages - run.returns.shape[2]))) for run in runs])
    return stacked[:, :, 0], stacked[:, :, 1]


def rates(returned: Floats, at_risk: Floats) -> Floats:
    """County return rates, shape (replicates, years); NaN where nobody is at risk."""
    top, bottom = np.cumsum(returned, axis=-1)[..., -1], np.cumsum(at_risk, axis=-1)[..., -1]
    return np.where(bottom > 0.0, top / np.where(bottom > 0.0, bottom, 1.0), np.nan)


def as_row(found: Exceedance) -> dict[str, Any]:
    """One exceedance as a row of a table."""
    return {
        "threshold": found.threshold,
        "probability": found.probability,
        "ci95": [found.low, found.high],
        "hits": found.hits,
        "replicates": found.replicates,
        "method": found.method,
        "covers": found.covers,
        "conditional": found.probability < RARE,
    }


def transition_end(scenario: Scenario) -> int:
    """The last year whose fourth quarter lies in the scenario's transition."""
    ends = scenario.tree.at(scenario.first)["transition"].ends
    return year_of(quarter_number(ends) + 1) - 1


def large_scale_return(
    runs: Sequence[Run], first_year: int, thresholds: Sequence[float] = THRESHOLDS, ends: int = TRANSITION[1]
) -> dict[str, Any]:
    """Probability that the largest fourth-quarter return rate of a window exceeds each threshold.

    Windows: the transition through the year ``ends``, then five years each.

    With a scaled population the probability is corrected for its larger sampling noise, and the raw one stands
    beside it. ``probability`` and ``ci95`` at the top are those of the last window, null where no fourth quarter
    was lived.
    """
    returned, at_risk = yearly(runs)
    peaks = np.stack([run.worst for run in runs])
    years = list(range(first_year, first_year + returned.shape[1]))
    # A year with nobody at risk has no return to exceed a threshold.
    county = np.nan_to_num(rates(returned, at_risk)) if years else np.zeros((len(runs), 0))
    scale = size(runs).scale
    result: dict[str, Any] = {"thresholds": list(thresholds), "scale": scale, "windows": {}}
    for first, last in windows(years, ends):
        inside = [k for k, year in enumerate(years) if first <= year <= last]
        raw = [as_row(exceedance(largest(county, years, first, last), x)) for x in thresholds]
        rows = raw
        if scale < 1.0 and (np.count_nonzero(at_risk[:, inside], axis=2) > 1).all():
            noise = village_noise(returned[:, inside], at_risk[:, inside])
            rows = [as_row(corrected_exceedance(county[:, inside], noise, min(scale, 1.0), x)) for x in thresholds]
        result["windows"][f"{first}-{last}"] = {
            "county": rows,
            "county_uncorrected": raw,
            **{f"worst_{place}": worst(peaks[:, inside][..., k], thresholds) for k, place in enumerate(PLACES)},
        }
    final = list(result["windows"].values())[-1]["county"] if result["windows"] else []
    unknown = [None] * len(thresholds)
    result["window"] = next(reversed(result["windows"]), None)
    result["probability"] = [row["probability"] for row in final] or unknown
    result["ci95"] = [row["ci95"] for row in final] or [[None, None] for _ in unknown]
    return result


def worst(peaks: Floats, thresholds: Sequence[float]) -> list[dict[str, Any]]:
    """Exceedance in the worst place of one kind; ``peaks`` as in ``Run.worst``, shape (replicates, years, 1 + deals).

    Beside it ``scattered``: the same with each year's returns dealt out by lot among households alike, which is what
    small numbers alone would give (``sim.measures.scattered`` says what that holds and what it leaves open).
    """
    highest = peaks.max(axis=1)
    return [
        {
            **as_row(exceedance(highest[:, 0], x)),
            "scattered": float(np.count_nonzero(highest[:, 1:] > x) / highest[:, 1:].size),
        }
        for x in thresholds
    ]
