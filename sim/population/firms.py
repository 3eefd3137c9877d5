"""Villages, enterprises and co-operatives of a synthetic county, and what ties households to them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.collectives.enterprises import Enterprises, normal_margin, owners_part
from sim.collectives.environment import exponentials, lognormal_logs
from sim.collectives.founding import Founding, drawn, drawn_cooperatives
from sim.collectives.hazards import KINDS
from sim.collectives.infrastructure import SYSTEMS_OF
from sim.collectives.products import rows_of
from sim.collectives.share_funds import ShareFunds, found_anew
from sim.draws import (
    COOPERATIVE_TRAITS,
    ENTERPRISE_TRAITS,
    EXPOSURE,
    LOGISTICS,
    REGISTRATION,
    VILLAGE_CADRES,
    VILLAGE_TRAITS,
    Key,
    uniforms,
)
from sim.place import Place
from sim.population.joint_villages import cooperatives_by_village, homes, point_at_cooperatives
from sim.population.laws import even, lognormal, picked
from sim.population.stores import Population
from sim.processes.linkage import Linkage
from sim.state.collective import COOPERATIVE_KIND, ENTERPRISE_KIND, PRODUCT_KIND, VILLAGE_KIND
from sim.state.store import Store

VISITED = 3  # word of the block LOGISTICS


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
    for name in SYSTEMS_OF:
        villages[name][:] = place.infrastructure
    villages["asset"][:] = place.collective_asset * even(luck[3], place.asset_spread)
    start_governance(villages, key, place)
    villages["visited"][:] = uniforms(key, villages.id, LOGISTICS, 0)[VISITED] < place.tourism_villages
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


def start_governance(villages: Store, key: Key, place: Place) -> None:
    """Cadres, ledger and photovoltaic plants at the start; a plant goes to a part of the ex-poor villages."""
    luck = uniforms(key, villages.id, VILLAGE_CADRES, 0)
    villages["own_capacity"][:] = place.cadre_capacity * even(luck[0], place.cadre_spread)
    villages["cadres"][:] = villages["own_capacity"]
    villages["visits"][:] = 1.0
    villages["registered"][:] = place.assets_registered
    lit = (villages["ex_poor_village"] != 0) & (luck[3] < place.pv_villages)
    villages["pv_kw"][:] = np.where(lit, place.pv_kw, 0.0)


class Business(NamedTuple):
    """What firms of a synthetic county are like."""

    founding: Founding = Founding()
    linkage: Linkage = Linkage()
    share_funds: ShareFunds = ShareFunds()
    enterprises: Enterprises = Enterprises()


def business_of(p: Mapping[str, Any]) -> Business:
    """The parameters of firms among all groups."""
    return Business(p["founding"], p["linkage"], p["share_funds"], p["enterprises"])


def enterprise_store(key: Key, place: Place, business: Business, villages: int) -> Store:
    """Leading enterprises and workshops, with jobs, their owners' assets and how they are run."""
    leading = int(place.enterprises_per_village * villages + 0.5)
    store = Store(ENTERPRISE_KIND, leading + place.workshops)
    store["workshop"][:] = store.id >= leading
    return started_enterprises(store, key, place, business, villages)


def started_enterprises(store: Store, key: Key, place: Place, business: Business, villages: int) -> Store:
    """The store with all that is drawn for enterprises of which it is known whether they are workshops."""
    luck = uniforms(key, store.id, ENTERPRISE_TRAITS, 0)
    workshop = store["workshop"] != 0
    large = lognormal(luck[0], place.enterprise_jobs, place.jobs_spread)
    jobs = np.where(workshop, place.workshop_jobs * even(luck[0], place.workshop_spread), large)
    store["jobs"][:] = np.floor(jobs + 0.5).astype(np.int64)
    store["product"][:] = picked(luck[1], rows_of(place.products).size)
    store["village"][:] = picked(luck[2], villages)
    every = store["alive"] == 0
    found_anew(store, every)
    drawn(store, every, uniforms(key, store.id, ENTERPRISE_TRAITS, 2)[:2], business.share_funds)
    store["cash"][:] = store["jobs"] * place.enterprise_cash
    store["capital"][:] = owners_part(store, business.enterprises)
    store["margin"][:] = normal_margin(business.enterprises)
    return store


def cooperative_store(key: Key, place: Place, business: Business, villages: Store, enterprises: Store) -> Store:
    """Co-operatives of each village; some of them sell to an enterprise of their product, if there is one."""
    home = homes(villages, place.joint_villages)
    counts = cooperatives_by_village(key, place.cooperatives_per_village, villages, home)
    store = Store(COOPERATIVE_KIND, int(counts.sum()))
    store["village"][:] = np.repeat(np.arange(villages.n), counts)
    point_at_cooperatives(villages, counts, home)
    store["product"][:] = villages["product"][store["village"]]
    start_cooperatives(store, cooperative_luck(store, key), business)
    find_buyers(store, key, place, enterprises)
    return store


def cooperative_luck(store: Store, key: Key) -> NDArray[np.float64]:
    """What decides how co-operatives are run and with which contracts, uniforms of shape (12, n)."""
    return np.concatenate([uniforms(key, store.id, COOPERATIVE_TRAITS, index) for index in (1, 2, 3)])


def start_cooperatives(store: Store, luck: NDArray[np.float64], business: Business) -> None:
    """All that is drawn for co-operatives but their place, product and buyer."""
    every = store["alive"] == 0
    found_anew(store, every)
    drawn_cooperatives(store, every, luck, business.founding, business.linkage, business.share_funds)
    store["cash"][:] = business.founding.cash


def find_buyers(store: Store, key: Key, place: Place, enterprises: Store) -> None:
    """Some co-operatives sell to a leading enterprise of their product, if there is one."""
    luck = uniforms(key, store.id, COOPERATIVE_TRAITS, 0)
    store["buyer"][:] = -1
    for product in range(rows_of(place.products).size):
        buyers = np.flatnonzero((enterprises["product"] == product) & (enterprises["workshop"] == 0))
        sellers = np.flatnonzero((store["product"] == product) & (luck[2] < place.sellers))
        if buyers.size:
            store["buyer"][sellers] = buyers[picked(luck[0][sellers], buyers.size)]


def fill_links(store: Store, key: Key, place: Place, villages: Store, enterprises: Store) -> None:
    """Membership of the village co-operative, shares in an enterprise (larger ones hold more), employers none yet."""
    luck = uniforms(key, store.id, REGISTRATION, 1)
    for name in ("cooperative", "enterprise", "employer", "offered_job"):
        store[name][:] = -1
    share = np.where(store["ex_poor"] != 0, place.members_ex_poor, place.members_ordinary)
    member = luck[0] < share
    village = store["village"]
    many = villages["cooperatives"][village].astype(np.int64)
    member &= many > 0
    which = villages["first_cooperative"][village] + np.minimum(np.floor(luck[1] * many).astype(np.int64), many - 1)
    store["cooperative"][member] = which[member]
    store["cooperative_shares"][member & (store["ex_poor"] != 0)] = place.principal
    holder = (luck[2] < place.holders) & (store["ex_poor"] != 0)
    leading = np.flatnonzero(enterprises["workshop"] == 0)
    if leading.size:
        mass = np.cumsum(enterprises["jobs"][leading].astype(np.int64))
        pick = np.searchsorted(mass, np.floor(luck[3] * mass[-1]).astype(np.int64), side="right")
        store["enterprise"][holder] = leading[np.minimum(pick, leading.size - 1)][holder]
        store["enterprise_shares"][holder] = place.principal


def book_principal(population: Population) -> None:
    """Give co-operatives and enterprises the principal that their shareholders hold, and the assets bought with it."""
    for name, store in (("cooperative", population.cooperatives), ("enterprise", population.enterprises)):
        link, amount = population.households[name], population.households[f"{name}_shares"]
        held = link >= 0
        store["principal"][:] = np.bincount(link[held], weights=amount[held], minlength=store.n)
        store["capital"][:] = store["capital"] + store["principal"]
