"""What the public pays enterprises and workshops: for hiring, for keeping workers, for households led and funds taken up."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.levers.channels import Pools
from sim.measures.sums import total
from sim.state.store import Store

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
HALF_YEAR, THREE_YEARS = (
    2,
    12,
)  # quarters of stable employment for the first and the second workshop award (S1-043, S1-045)


class Paid(NamedTuple):
    """Public payments to enterprises in a quarter, CNY2020."""

    hiring: float
    workshops: float
    leading: float


def hiring_subsidy(hired: Floats, pools: Pools) -> Floats:
    """Training subsidies for entitled workers hired (E198): the higher for contracts of a year and more."""
    return hired * (pools.short_subsidy + pools.long_contracts * (pools.long_subsidy - pools.short_subsidy))


def workshop_award(stable: int, awarded: int, pools: Pools) -> tuple[float, int]:
    """Award to a workshop with enough entitled workers for ``stable`` quarters, and awards received since (E199).

    The documents do not say whether the second award comes on top of the first; ``pools.awards_add_up`` decides.
    """
    if stable >= THREE_YEARS and awarded < 2:
        before = pools.first_award if awarded > 0 and not pools.awards_add_up else 0.0
        return max(pools.second_award - before, 0.0), 2
    if stable >= HALF_YEAR and awarded < 1:
        return pools.first_award, 1
    return 0.0, awarded


def pay_awards(
    store: Store, hired: Ints, entitled: Ints, led: Ints, absorbed: Floats, quarter: int, scale: float, pools: Pools
) -> Paid:
    """Pay living enterprises what the quarter has earned them, into their cash.

    Shapes (enterprises,): entitled workers ``hired`` this quarter and at work, households ``led`` by job or shares, share funds
    ``absorbed`` and held; awards for the last two are paid in the fourth quarter. ``scale`` is persons of the model over persons
    of the county: what is asked of a workshop shrinks with its jobs.
    """
    alive = store["alive"] != 0
    hiring = np.where(alive, hiring_subsidy(hired.astype(np.float64), pools), 0.0)
    enough = (
        alive
        & (store["workshop"] != 0)
        & (entitled >= pools.award_workers * scale)
        & (pools.first_award + pools.second_award > 0.0)
    )
    store["stable"][:] = np.where(enough, store["stable"] + 1, 0)
    award = np.zeros(store.n)
    for row in np.flatnonzero(enough).tolist():
        award[row], store["awarded"][row] = workshop_award(int(store["stable"][row]), int(store["awarded"][row]), pools)
    year_ends = 1.0 if quarter % 4 == 3 else 0.0
    leads = alive & (store["workshop"] == 0)
    leading = np.where(leads, year_ends * (pools.award_per_household * led + pools.award_on_funds * absorbed), 0.0)
    store["cash"][:] = store["cash"] + hiring + award + leading
    return Paid(total(hiring), total(award), total(leading))
