"""All agents of a county as one value."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.state.collective import COUNTY_KIND
from sim.state.store import ROOM, Store


class Population(NamedTuple):
    """All agents of a county before the first quarter; ``scale`` is persons kept over persons of the county."""

    households: Store
    villages: Store
    cooperatives: Store
    enterprises: Store
    products: Store
    county: Store
    sites: Store
    scale: float

    def copy(self) -> Population:
        """An independent copy."""
        villages, cooperatives, enterprises, products, county, sites = (store.copy() for store in self.stores[1:])
        households = self.households.copy(self.households.n // ROOM)  # for those that split off
        return Population(households, villages, cooperatives, enterprises, products, county, sites, self.scale)

    @property
    def stores(self) -> tuple[Store, ...]:
        """The seven stores, in the order in which they are hashed."""
        return self[:7]


def members(households: Store) -> NDArray[np.int64]:
    """Persons of each household."""
    return households["children"].astype(np.int64) + households["adults"] + households["elders"]


def able_adults(households: Store) -> NDArray[np.int64]:
    """Adults with labour power of each household."""
    return np.maximum(households["adults"].astype(np.int64) - households["disabled"], 0)


def county_store() -> Store:
    """The county government before the first quarter."""
    store = Store(COUNTY_KIND, 1)
    wages = ("wage_growth", "wage_level", "wage_cycle", "wage_index", "local_wage_index")
    known = "visitors", "fiscal", "detection", "help", "funded", "programmes_funded"
    for name in (*wages, "growth", "credit_supply", "epidemic", *known):
        store[name][0] = 1.0
    return store
