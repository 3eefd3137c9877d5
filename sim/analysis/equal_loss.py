"""Shocks of different kinds that take the same money from households: what each of them does to the return rate.

A shock is as large as its share says. The first one keeps its share; the others get the share at which the income that all
rural households lose in the first ``COUNTED`` quarters is the same, under the same luck, on average over some replicates.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import count
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.analysis.paired import compare
from sim.analysis.stress import all_of, rates
from sim.county import County, Luck
from sim.lanes import CompiledLane
from sim.measures.sums import total
from sim.population import Population
from sim.record import tally
from sim.results import mean_of_known
from sim.scenario import Scenario
from sim.spec import quarter_name, year_of
from sim.start import start_of

Floats = NDArray[np.float64]
SHOCKED = (
    "firms_fail",
    "migrants_return",
    "dibao_error",
    "support_cut",
)  # shares of ``shocks``; the first sets the loss
YEAR = 4  # quarters that a shock lasts
COUNTED = 8  # quarters, from its first one on, whose lost income counts
SEARCHED = 4  # replicates on which shares are found
CLOSE = 0.01  # part of the loss by which another shock's may differ where its share was found
STEPS = 20  # of the search for a share
SOURCES = (tally.WAGE, tally.BUSINESS, tally.PROPERTY, tally.TRANSFER)
EX_POOR = tally.GROUPS.index("ex_poor")
OTHERS = tally.GROUPS.index("ordinary")


class Seen(NamedTuple):
    """One life from the quarter of the shock on."""

    income: Floats  # CNY2020 a quarter of all other and of all ex-poor households, shape (quarters, 2)
    principal: float  # share principal written off in the counted quarters, CNY2020
    returned: Floats  # return rate of ex-poor persons at the fourth quarters, shape (years,)


class Matched(NamedTuple):
    """A share found, and whether it takes as much as it should: not where even the largest takes less, or nothing is to be lost."""

    size: float
    reached: bool


def shocked(scenario: Scenario, shock: str, begins: int, size: float) -> Scenario:
    """The scenario with one shock for a year; without any if ``size`` is 0."""
    if size == 0.0:
        return scenario
    stretch = f"{quarter_name(begins)}..{quarter_name(begins + YEAR - 1)}"
    return scenario.with_values({f"shocks.{shock}": {stretch: size}})


def before(scenario: Scenario, luck: Luck, households: int | None, begins: int) -> Population:
    """The county as it is just before the quarter ``begins``."""
    county = County(start_of(scenario, luck, households), scenario.tree, luck, scenario.first, CompiledLane())
    county.recording = False  # nobody observes these quarters
    while county.number < begins - 1:
        county.step()
    return county.population


def lived(start: Population, scenario: Scenario, luck: Luck, begins: int, quarters: int) -> Seen:
    """Live some quarters from a copy of the county."""
    county = County(start.copy(), scenario.tree, luck, begins, CompiledLane())
    income, returned, principal = [], [], 0.0
    for _ in range(quarters):
        county.step()
        assert county.sums is not None
        income.append([total(county.sums[list(SOURCES), group].ravel()) for group in (OTHERS, EX_POOR)])
        principal += county.payments["share_lost"] if len(income) <= COUNTED else 0.0
        if county.number % 4 == 3:
            returned.append(rates(county, ())[-1])
    return Seen(np.array(income), principal, np.array(returned))


def lost(calm: Seen, struck: Seen) -> Floats:
    """Income that the shock takes, CNY2020, of other and of ex-poor households: shape (2,)."""
    return np.array([total(column.copy()) for column in (calm.income[:COUNTED] - struck.income[:COUNTED]).T])


def matching(target: float, loss: Callable[[float], float], most: float = 1.0) -> Matched:
    """Share in (0, most] at which ``loss``, which grows with it, is ``target``: regula falsi (Illinois)."""
    if target <= 0.0:
        return Matched(0.0, False)
    low, high = (0.0, -target), (most, loss(most) - target)
    if high[1] < -CLOSE * target:
        return Matched(most, False)
    if high[1] <= CLOSE * target:
        return Matched(most, True)
    for _ in range(STEPS):
        size = (low[0] * high[1] - high[0] * low[1]) / (high[1] - low[1])
        off = loss(size) - target
        if abs(off) <= CLOSE * target:
            return Matched(size, True)
        if off < 0.0:
            low, high = (size, off), (high[0], 0.5 * high[1])
        else:
            low, high = (low[0], 0.5 * low[1]), (size, off)
    return Matched(size, False)


def sizes(
    scenario: Scenario, first: float, begins: int, lucks: Sequence[Luck], households: int | None
) -> dict[str, Matched]:
    """Shares at which all shocks take what the first one takes at the share ``first``."""
    starts = [before(scenario, luck, households, begins) for luck in lucks]

    def all_lived(shock: str, size: float) -> list[Seen]:
        changed = shocked(scenario, shock, begins, size)
        return [lived(start, changed, luck, begins, COUNTED) for start, luck in zip(starts, lucks, strict=True)]

    calm = all_lived(SHOCKED[0], 0.0)

    def loss(shock: str, size: float) -> float:
        taken = np.array([lost(*pair) for pair in zip(calm, all_lived(shock, size), strict=True)])
        return total(taken.ravel()) / len(lucks)

    target = loss(SHOCKED[0], first)
    found = {shock: matching(target, partial(loss, shock)) for shock in SHOCKED[1:]}
    return {SHOCKED[0]: Matched(first, True), **found}


def replicate(
    scenario: Scenario, shares: dict[str, float], begins: int, luck: Luck, households: int | None, last: int
) -> dict[str, Seen]:
    """One replicate without a shock (under the name "calm") and with each of them, from one and the same state."""
    start = before(scenario, luck, households, begins)
    quarters = last - begins + 1
    found = {"calm": lived(start, scenario, luck, begins, quarters)}
    for shock, size in shares.items():
        found[shock] = lived(start, shocked(scenario, shock, begins, size), luck, begins, quarters)
    return found


def equal_losses(
    scenario: Scenario,
    first: float,
    begins: int,
    lucks: Sequence[Luck],
    households: int | None,
    workers: int = 1,
    tell: Callable[[int], None] = lambda done: None,
) -> dict[str, Any]:
    """What shocks that take the same income do: by shock its share, the income lost and the change of the return rate.

    Paired over replicates; the return rate is the mean of the fourth quarters since, and each of them. ``tell`` hears how
    many replicates are finished.
    """
    scenario = scenario.lean()
    found = sizes(scenario, first, begins, lucks[:SEARCHED], households)
    shares = {shock: matched.size for shock, matched in found.items()}
    done = count(1)
    calls = [partial(replicate, scenario, shares, begins, luck, households, scenario.last) for luck in lucks]
    runs = all_of(calls, workers, lambda _: tell(next(done)))
    years = [year_of(begins) + k for k in range(len(runs[0]["calm"].returned))]
    return {
        shock: {
            "shock": shock,
            "quarter": quarter_name(begins),
            "size": matched.size,
            "reached": matched.reached,
            **amounts(runs, shock),
            "return_rate": changes(runs, shock, slice(None)),
            "by_year": {str(year): changes(runs, shock, slice(k, k + 1)) for k, year in enumerate(years)},
        }
        for shock, matched in found.items()
    }


def amounts(runs: Sequence[dict[str, Seen]], shock: str) -> dict[str, dict[str, Any]]:
    """Income lost by all households and by the ex-poor among them, CNY2020, with intervals over replicates."""
    taken = np.array([lost(run["calm"], run[shock]) for run in runs])
    principal = np.array([run[shock].principal - run["calm"].principal for run in runs])
    groups = np.stack((taken[:, 0] + taken[:, 1], taken[:, 1], principal), axis=1)
    rows = compare(np.zeros_like(groups), groups, ("lost", "lost_by_ex_poor", "principal_lost"), undefined=True)
    return {row.name: row.row() for row in rows}


def changes(runs: Sequence[dict[str, Seen]], shock: str, years: slice) -> dict[str, Any]:
    """Return rate of ex-poor persons with the shock against without, mean over some years."""
    base, other = (np.array([mean_of_known(run[name].returned[years]) for run in runs]) for name in ("calm", shock))
    return compare(base, other, ("return_rate",), undefined=True)[0].row()
