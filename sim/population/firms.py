"""Villages, enterprises and co-operatives of a synthetic county, and what ties households to them."""

from __future__ import annotations

import numpy as np

from sim.collectives.environment import exponentials, lognormal_logs
from sim.collectives.hazards import KINDS
from sim.collectives.products import rows_of
from sim.draws import COOPERATIVE_TRAITS, ENTERPRISE_TRAITS, EXPOSURE, REGISTRATION, VILLAGE_TRAITS, Key, uniforms
from sim.place import Place
from sim.population.laws import even, lognormal, picked
from sim.population.stores import Population
from sim.state.collective import COOPERATIVE_KIND, ENTERPRISE_KIND, PRODUCT_KIND, VILLAGE_KIND
from sim.state.store import Store


def village_store(key: Key, place: Place) -> Store:
    """Villages with township, product, collective asset; ex-poor villages come first in the draw."""
    n = place.ex_poor_villages + place.other_villages
    villages = Store(VILLAGE_KIND, n)
    luck = uniforms(key, villages.id, VILLAGE_TRAITS, 0)
    rank = np.empty(n, dtype=np.int64)
    rank[np.argsort(luck[1], kind="stable")] = np.arange(n)
    villages["ex_poor_village"][:] = rank < place.ex_poor_villages
    villages["township"][:] = villages.id * place.townships // n
    villages["product"][:] = picked(luck[2], rows_of(place.products).size)
    villages["infrastructure"][:] = place.infrastructure
    villages["asset"][:] = place.collective_asset * even(luck[3], place.asset_spread)
    for kind, u in zip(KINDS, uniforms(key, villages.id, EXPOSURE, 0), strict=True):
        villages[f"exposure_{kind}"][:] = exponentials(lognormal_logs(place.exposure_spread, u))
    return villages


def product_store(place: Place) -> Store:
    """The products that the scenario names, at their normal prices."""
    kinds = rows_of(place.products)
    store = Store(PRODUCT_KIND, kinds.size)
    store["kind"][:] = kinds
    store["price"][:], store["expected_price"][:] = 1.0, 1.0
    return store


def enterprise_store(key: Key, place: Place, villages: int) -> Store:
    """Leading enterprises and workshops, with jobs."""
    leading = int(place.enterprises_per_village * villages + 0.5)
    store = Store(ENTERPRISE_KIND, leading + place.workshops)
    luck = uniforms(key, store.id, ENTERPRISE_TRAITS, 0)
    workshop = store.id >= leading
    store["workshop"][:] = workshop
    large = lognormal(luck[0], place.enterprise_jobs, place.jobs_spread)
    jobs = np.where(workshop, place.workshop_jobs * even(luck[0], place.workshop_spread), large)
    store["jobs"][:] = np.floor(jobs + 0.5).astype(np.int64)
    store["product"][:] = picked(luck[1], rows_of(place.products).size)
    store["village"][:] = picked(luck[2], villages)
    store["alive"][:] = 1
    store["failed_at"][:] = -1
    store["cash"][:] = store["jobs"] * place.enterprise_cash
    return store


def cooperative_store(key: Key, place: Place, villages: Store, enterprises: Store) -> Store:
    """Co-operatives of each village; some of them sell to an enterprise of their product, if there is one."""
    store = Store(COOPERATIVE_KIND, villages.n * place.cooperatives_per_village)
    luck = uniforms(key, store.id, COOPERATIVE_TRAITS, 0)
    store["village"][:] = store.id // max(place.cooperatives_per_village, 1)
    store["product"][:] = villages["product"][store["village"]]
    store["alive"][:] = 1
    store["failed_at"][:] = -1
    store["cash"][:] = place.cooperative_cash
    store["buyer"][:] = -1
    for product in range(rows_of(place.products).size):
        buyers = np.flatnonzero((enterprises["product"] == product) & (enterprises["workshop"] == 0))
        sellers = np.flatnonzero((store["product"] == product) & (luck[2] < place.sellers))
        if buyers.size:
            store["buyer"][sellers] = buyers[picked(luck[0][sellers], buyers.size)]
    return store


def fill_links(store: Store, key: Key, place: Place, enterprises: Store) -> None:
    """Membership of the village co-operative, shares in an enterprise (larger ones hold more), employers none yet."""
    luck = uniforms(key, store.id, REGISTRATION, 1)
    for name in ("cooperative", "enterprise", "employer", "offered_job"):
        store[name][:] = -1
    share = np.where(store["ex_poor"] != 0, place.members_ex_poor, place.members_ordinary)
    member = luck[0] < share
    if place.cooperatives_per_village > 0:
        per = place.cooperatives_per_village
        store["cooperative"][member] = (store["village"].astype(np.int64) * per + picked(luck[1], per))[member]
        store["cooperative_shares"][member & (store["ex_poor"] != 0)] = place.principal
    holder = (luck[2] < place.holders) & (store["ex_poor"] != 0)
    leading = np.flatnonzero(enterprises["workshop"] == 0)
    if leading.size:
        mass = np.cumsum(enterprises["jobs"][leading].astype(np.int64))
        pick = np.searchsorted(mass, np.floor(luck[3] * mass[-1]).astype(np.int64), side="right")
        store["enterprise"][holder] = leading[np.minimum(pick, leading.size - 1)][holder]
        store["enterprise_shares"][holder] = place.principal


def book_principal(population: Population) -> None:
    """Give co-operatives and enterprises the principal that their shareholders hold."""
    for name, store in (("cooperative", population.cooperatives), ("enterprise", population.enterprises)):
        link, amount = population.households[name], population.households[f"{name}_shares"]
        held = link >= 0
        store["principal"][:] = np.bincount(link[held], weights=amount[held], minlength=store.n)
