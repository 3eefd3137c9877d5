"""Houses and water before the first quarter."""

from __future__ import annotations

import numpy as np

from sim.draws import DWELLING, Key, uniforms
from sim.population.people import People
from sim.state.store import Store


def fill_dwelling(store: Store, key: Key, people: People) -> None:
    """Some houses are damaged or dangerous, some water is unsafe; fewer among the ex-poor, none among the relocated."""
    luck = uniforms(key, store.id, DWELLING, 0)
    exposed = np.where(store["ex_poor"] != 0, 1.0 - people.standard_met, 1.0)
    exposed = np.where(store["relocated"] != 0, 0.0, exposed)
    dangerous = luck[2] < people.house_dangerous * exposed
    damaged = luck[2] < (people.house_dangerous + people.house_damaged) * exposed
    store["house"][:] = np.where(dangerous, 2, np.where(damaged, 1, 0))
    store["water"][:] = luck[3] < people.water_unsafe * exposed
