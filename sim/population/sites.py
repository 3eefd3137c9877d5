"""Concentrated relocation sites: who lives there, and the workshop whose jobs their households are offered first."""

from __future__ import annotations

import numpy as np

from sim.draws import ENTERPRISE_TRAITS, Key, uniforms
from sim.place import Place
from sim.population.laws import Ints
from sim.state.collective import SITE_KIND
from sim.state.store import Store


def at_sites(households: Store, sites: int) -> Ints:
    """Households at each site, shape (sites,)."""
    return np.bincount(households["site"], minlength=sites + 1)[1 : sites + 1]


def site_store(households: Store, enterprises: Store, key: Key, place: Place) -> Store:
    """The sites; each with households gets a workshop as its plant, in order, as far as there are workshops.

    A plant's jobs go by the site's households, rounded by a draw so that their expected number is right.
    """
    sites = Store(SITE_KIND, place.sites)
    sites["households"][:] = at_sites(households, place.sites)
    sites["system"][:] = place.infrastructure
    sites["services"][:] = place.site_services
    sites["integration"][:] = place.site_integration
    sites["plant"][:] = -1
    workshops = np.flatnonzero(enterprises["workshop"])
    luck = uniforms(key, enterprises.id, ENTERPRISE_TRAITS, 2)[0]
    for site, row in zip(range(place.sites), workshops.tolist(), strict=False):
        if sites["households"][site] > 0:
            sites["plant"][site] = row
            enterprises["site"][row] = site + 1
            enterprises["jobs"][row] = int(place.site_jobs * int(sites["households"][site]) + luck[row])
            enterprises["cash"][row] = enterprises["jobs"][row] * place.enterprise_cash
    return sites


def part_kept(sites: Store, households: Store) -> np.ndarray:
    """Share of each site's households among those kept, shape (sites,); the sites then have these households only."""
    before = sites["households"].astype(np.int64)
    sites["households"][:] = at_sites(households, sites.n)
    return sites["households"] / np.maximum(before, 1)
