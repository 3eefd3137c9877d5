"""Communities of relocation sites: their services are built and wear, and people come to feel at home or do not."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.measures.sums import total
from sim.processes.relocation import CONCENTRATED, WENT_BACK
from sim.processes.site_life import SiteLife
from sim.state.store import Store

Floats = NDArray[np.float64]


class Building(NamedTuple):
    """What follow-up support builds of the sites' services."""

    rate: float  # of what is missing, 1/year
    cost: float  # of all services of a site, CNY2020 a household


def worn_services(services: Floats, responsibility: float, p: SiteLife) -> Floats:
    """Services of a site a quarter later, before anything is built (E221): they wear as far as nobody answers for them."""
    return services * (1.0 - 0.25 * p.service_wear * (1.0 - responsibility))


def built(services: Floats, rate: float) -> Floats:
    """What of a site's services is built in a quarter (E222): a share of what is missing."""
    return min(0.25 * rate, 1.0) * (1.0 - services)


def belonging(services: Floats, workless: Floats, responsibility: float, p: SiteLife) -> Floats:
    """Integration towards which a community moves (E223): community governance times services, less where work is lacking."""
    return responsibility * services * (1.0 - p.workless_weight * workless)


def next_integration(now: Floats, to: Floats, p: SiteLife) -> Floats:
    """Integration a quarter later (E224)."""
    return now + min(0.25 * p.integration_rate, 1.0) * (to - now)


def farther_school(services: Floats, p: SiteLife) -> Floats:
    """What missing services add to drop-out (E225), over its usual hazard."""
    return p.far_school * (1.0 - services)


def communities(sites: Store, households: Store, responsibility: float, building: Building, p: SiteLife) -> float:
    """Live a quarter of all sites where somebody lives; return what building has cost, CNY2020."""
    rows = np.flatnonzero(households["site"])
    here, workless = living(households, rows, sites.n)
    lived_in = here > 0
    worn = worn_services(sites["services"], responsibility, p)
    new = np.where(lived_in, built(worn, building.rate), 0.0)
    sites["services"][:] = np.where(lived_in, worn + new, sites["services"])
    moved = next_integration(sites["integration"], belonging(sites["services"], workless, responsibility, p), p)
    sites["integration"][:] = np.where(lived_in, moved, sites["integration"])
    return building.cost * total(new * here)


def living(households: Store, rows: NDArray[np.int64], sites: int) -> tuple[NDArray[np.int64], Floats]:
    """Households with members at each site, and of those with labour power the share that E149 calls workless.

    ``rows`` are the households of any site; shapes (sites,).
    """
    h = households
    at = h["site"][rows].astype(np.int64) - 1
    there = sum(h[name][rows].astype(np.int64) for name in ("children", "adults", "elders")) > 0
    able = there & (h["able"][rows] > 0)
    working = sum(h[name][rows].astype(np.int64) for name in ("migrants", "local_workers", "employed", "post"))
    here, with_labour, without = (
        np.bincount(at[chosen], minlength=sites)[:sites] for chosen in (there, able, able & (working <= 0))
    )
    return here, without / np.maximum(with_labour, 1)


def gone_back(households: Store, members: NDArray[np.int64]) -> tuple[int, int]:
    """Households with members that have gone back to their old village, and all that were moved to a concentrated site."""
    relocated = households["relocated"]
    there = members > 0
    left = int(np.count_nonzero((relocated == WENT_BACK) & there))
    return left, left + int(np.count_nonzero((relocated == CONCENTRATED) & there))
