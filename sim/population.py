"""Synthetic populations: counts of the plan exactly, everything else from declared assumptions.

Ex-poor households are chosen on persistent traits (skill, dependents, land), never on one low income, so that
the start manufactures no returns.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.collectives.environment import exponentials
from sim.compiled import compiled
from sim.draws import (
    COMPOSITION,
    COOPERATIVE_TRAITS,
    ENTERPRISE_TRAITS,
    REGISTRATION,
    START,
    TRAITS,
    VILLAGE_TRAITS,
    Key,
    raw_words,
    uniforms,
)
from sim.mathematics import log, normal_quantile
from sim.measures.sums import total as added
from sim.place import Place
from sim.state.collective import COOPERATIVE_KIND, COUNTY_KIND, ENTERPRISE_KIND, PRODUCT_KIND, VILLAGE_KIND
from sim.state.households import HOUSEHOLD
from sim.state.store import Store

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Population(NamedTuple):
    """All agents of a county before the first quarter; ``scale`` is persons kept over persons of the county."""

    households: Store
    villages: Store
    cooperatives: Store
    enterprises: Store
    products: Store
    county: Store
    scale: float

    def copy(self) -> Population:
        """An independent copy."""
        households, villages, cooperatives, enterprises, products, county = (store.copy() for store in self.stores)
        return Population(households, villages, cooperatives, enterprises, products, county, self.scale)

    @property
    def stores(self) -> tuple[Store, ...]:
        """The six stores, in the order in which they are hashed."""
        return self[:6]


@compiled
def normals(u: Floats) -> Floats:
    """Standard normal quantiles."""
    z = np.empty_like(u)
    for i in range(u.size):
        z[i] = normal_quantile(u[i])
    return z


@compiled
def logarithms(x: Floats) -> Floats:
    """Elementwise logarithm."""
    y = np.empty_like(x)
    for i in range(x.size):
        y[i] = log(x[i])
    return y


def lognormal(u: Floats, median: float, spread: float) -> Floats:
    """Lognormal values with the given median and standard deviation of the log."""
    return median * exponentials(spread * normals(u))


def apportioned(total: int, weights: Floats) -> Ints:
    """Whole numbers that add up to ``total`` in proportion to ``weights`` (largest remainders)."""
    exact = weights * (total / added(weights))
    floor = np.floor(exact).astype(np.int64)
    order = np.argsort(-(exact - floor), kind="stable")
    floor[order[: total - int(floor.sum())]] += 1
    return floor


def matched(sizes: Ints, target: int, order: Ints, largest: int = 12) -> Ints:
    """Sizes changed by one here and there, in ``order``, until they add up to ``target``; each stays in 1..largest."""
    sizes = sizes.copy()
    while (gap := target - int(sizes.sum())) != 0:
        step = 1 if gap > 0 else -1
        movable = order[(sizes[order] + step >= 1) & (sizes[order] + step <= largest)]
        if movable.size == 0:
            raise ValueError(f"{target} persons do not fit into {sizes.size} households of 1 to {largest} members")
        sizes[movable[: abs(gap)]] += step
    return sizes


SIZES = np.array([0.09, 0.20, 0.24, 0.22, 0.14, 0.08, 0.03])  # share of households with 1..7 members
OLD_ALONE = 0.5  # share of single-person households that are 60 or older


def village_store(key: Key, place: Place) -> Store:
    """Villages with township, product, collective asset; ex-poor villages come first in the draw."""
    n = place.ex_poor_villages + place.other_villages
    villages = Store(VILLAGE_KIND, n)
    luck = uniforms(key, villages.id, VILLAGE_TRAITS, 0)
    rank = np.empty(n, dtype=np.int64)
    rank[np.argsort(luck[1], kind="stable")] = np.arange(n)
    villages["ex_poor_village"][:] = rank < place.ex_poor_villages
    villages["township"][:] = villages.id * place.townships // n
    villages["product"][:] = np.minimum((luck[2] * place.products).astype(np.int64), place.products - 1)
    villages["infrastructure"][:] = 0.9
    villages["asset"][:] = place.collective_asset * (0.5 + luck[3])
    return villages


def enterprise_store(key: Key, place: Place, villages: int) -> Store:
    """Leading enterprises and workshops, with jobs."""
    leading = int(place.enterprises_per_village * villages + 0.5)
    store = Store(ENTERPRISE_KIND, leading + place.workshops)
    luck = uniforms(key, store.id, ENTERPRISE_TRAITS, 0)
    workshop = store.id >= leading
    store["workshop"][:] = workshop
    large = lognormal(luck[0], place.enterprise_jobs, place.jobs_spread)
    jobs = np.where(workshop, place.workshop_jobs * (0.5 + luck[0]), large)
    store["jobs"][:] = np.floor(jobs + 0.5).astype(np.int64)
    store["product"][:] = np.minimum((luck[1] * place.products).astype(np.int64), place.products - 1)
    store["village"][:] = np.minimum((luck[2] * villages).astype(np.int64), villages - 1)
    store["alive"][:] = 1
    store["failed_at"][:] = -1
    store["cash"][:] = store["jobs"] * 4000.0
    return store


def cooperative_store(key: Key, place: Place, villages: Store, enterprises: Store) -> Store:
    """Co-operatives of each village; half of them sell to an enterprise of their product, if there is one."""
    store = Store(COOPERATIVE_KIND, villages.n * place.cooperatives_per_village)
    luck = uniforms(key, store.id, COOPERATIVE_TRAITS, 0)
    store["village"][:] = store.id // max(place.cooperatives_per_village, 1)
    store["product"][:] = villages["product"][store["village"]]
    store["alive"][:] = 1
    store["failed_at"][:] = -1
    store["cash"][:] = 20000.0
    store["buyer"][:] = -1
    for product in range(place.products):
        buyers = np.flatnonzero((enterprises["product"] == product) & (enterprises["workshop"] == 0))
        sellers = np.flatnonzero((store["product"] == product) & (luck[2] < 0.5))
        if buyers.size:
            pick = np.minimum((luck[0][sellers] * buyers.size).astype(np.int64), buyers.size - 1)
            store["buyer"][sellers] = buyers[pick]
    return store


def composition(sizes: Ints, luck: Floats) -> tuple[Ints, Ints, Ints]:
    """Children, adults and elders of households of the given sizes."""
    alone = sizes == 1
    elders = np.where(luck[1] < 0.52, 0, np.where(luck[1] < 0.80, 1, 2))
    elders = np.where(alone, (luck[1] < OLD_ALONE).astype(np.int64), np.minimum(elders, sizes))
    room = np.maximum(sizes - elders - 1, 0)
    children = np.where(luck[0] < 0.38, 0, np.where(luck[0] < 0.72, 1, np.where(luck[0] < 0.95, 2, 3)))
    children = np.minimum(children, room)
    return children, sizes - elders - children, elders


def need_score(store: Store, skill: Floats, land: Floats, noise: Floats) -> Floats:
    """Log of expected income per person from persistent traits, with noise: low means in need."""
    able = np.maximum(store["adults"].astype(np.int64) - store["disabled"], 0).astype(np.float64)
    persons = (store["children"].astype(np.int64) + store["adults"] + store["elders"]).astype(np.float64)
    expected = 14000.0 * able * exponentials(skill) + 1500.0 * land + 1500.0 * store["elders"] + 500.0
    return logarithms(expected / persons) + noise


def best_in_groups(group: Ints, score: Floats, quota: Ints) -> NDArray[np.bool_]:
    """Mark the ``quota[g]`` rows of lowest ``score`` in each group."""
    order = np.lexsort((score, group))
    ordered = group[order]
    place = np.arange(order.size) - np.searchsorted(ordered, ordered, side="left")
    chosen = np.zeros(group.size, dtype=bool)
    chosen[order[place < quota[ordered]]] = True
    return chosen


def household_store(key: Key, geography: Key, place: Place, villages: Store, enterprises: Store) -> Store:
    """All households of the county, rows by (village, id)."""
    n_villages = villages.n
    luck = uniforms(geography, villages.id, VILLAGE_TRAITS, 0)
    weight = 0.4 + 1.2 * luck[0]
    listed = villages["ex_poor_village"] != 0
    inside = int(place.concentration * place.ex_poor_households + 0.5) if (~listed).any() else place.ex_poor_households
    quota = np.zeros(n_villages, dtype=np.int64)
    quota[listed] = apportioned(inside, weight[listed])
    if (~listed).any():
        quota[~listed] = apportioned(place.ex_poor_households - inside, weight[~listed])
    ordinary = apportioned(place.ordinary_households, weight)
    village = np.repeat(np.arange(n_villages), quota + ordinary)
    store = Store(HOUSEHOLD, village.size)
    store["village"][:] = village
    fill_traits(store, key, place)
    fill_registration(store, key, place, village, quota)
    fill_start(store, key, place)
    fill_links(store, key, place, enterprises, place.principal)
    return store


def fill_traits(store: Store, key: Key, place: Place) -> None:
    """Size, members, skill, land, health."""
    traits, members = uniforms(key, store.id, TRAITS, 0), uniforms(key, store.id, COMPOSITION, 0)
    edges = np.cumsum(SIZES)
    sizes = 1 + np.searchsorted(edges, traits[0] * edges[-1], side="right")
    children, adults, elders = composition(np.minimum(sizes, SIZES.size), members)
    store["children"][:], store["adults"][:], store["elders"][:] = children, adults, elders
    store["skill"][:] = place.skill_spread * normals(traits[1])
    store["land"][:] = lognormal(traits[2], place.land, place.land_spread)
    whole = 1.0 - exponentials(float(np.float64(log(1.0 - place.disabled))) * adults.astype(np.float64))
    store["disabled"][:] = np.where((members[2] < whole) & (adults > 0), 1, 0)
    expected = place.chronic * sizes
    store["chronic"][:] = np.minimum(np.floor(expected + traits[3]).astype(np.int64), sizes)


def fill_registration(store: Store, key: Key, place: Place, village: Ints, quota: Ints) -> None:
    """Choose ex-poor and relocated households; meet the counts of households and persons exactly."""
    luck = uniforms(key, store.id, REGISTRATION, 0)
    words = raw_words(key, store.id, REGISTRATION, 0)
    score = need_score(store, store["skill"], store["land"], place.selection_noise * normals(luck[0]))
    ex_poor = best_in_groups(village, score, quota)
    store["ex_poor"][:] = ex_poor
    store["entitlement"][:] = ex_poor
    rows = np.flatnonzero(ex_poor)
    order = rows[np.argsort(words[1][rows], kind="stable")]
    relocated, others = np.sort(order[: place.relocated_households]), np.sort(order[place.relocated_households :])
    store["relocated"][relocated] = np.where(
        luck[1][relocated] * rows.size < place.concentrated_share * relocated.size, 1, 2
    )
    for chosen, target in (
        (relocated, place.relocated_persons),
        (others, place.ex_poor_persons - place.relocated_persons),
    ):
        resize(store, chosen, target, words[3])
    in_site = np.flatnonzero(store["relocated"] == 1)
    if place.sites > 0:
        store["site"][in_site] = 1 + store["village"][in_site].astype(np.int64) * place.sites // max(quota.size, 1)
    store["excluded"][:] = luck[2] < place.excluded


def resize(store: Store, rows: Ints, target: int, word: Ints) -> None:
    """Add or take members until the chosen households have ``target`` persons together."""
    sizes = (store["children"].astype(np.int64) + store["adults"] + store["elders"])[rows]
    if rows.size == 0:
        return
    wanted = matched(sizes, target, np.argsort(word[rows], kind="stable"))
    change = wanted - sizes
    children, adults = store["children"][rows].astype(np.int64), store["adults"][rows].astype(np.int64)
    to_children = np.where(change > 0, change - change // 2, -np.minimum(-np.minimum(change, 0), children))
    store["children"][rows] = children + to_children
    adults = adults + change - to_children
    store["adults"][rows] = np.maximum(adults, 0)
    store["elders"][rows] = store["elders"][rows] + np.minimum(adults, 0)
    store["disabled"][rows] = np.minimum(store["disabled"][rows], store["adults"][rows])
    store["chronic"][rows] = np.minimum(store["chronic"][rows], wanted)


def fill_start(store: Store, key: Key, place: Place) -> None:
    """Wealth, first jobs and access ranks at the start of the burn-in."""
    luck, ranks = uniforms(key, store.id, START, 0), uniforms(key, store.id, START, 1)
    richer = exponentials(0.8 * store["skill"])
    store["capital"][:] = lognormal(luck[0], place.capital, place.capital_spread) * richer
    store["savings"][:] = lognormal(luck[1], place.savings, place.capital_spread) * richer
    able = np.maximum(store["adults"].astype(np.int64) - store["disabled"], 0)
    store["migrants"][:] = np.floor(0.45 * able + luck[3]).astype(np.int64) * (able > 0)
    store["migrants"][:] = np.minimum(store["migrants"], able)
    store["persistence"][:] = 0.28 * normals(luck[2])
    for name, rank in zip(("access_industry", "access_employment", "access_medical"), ranks[:3], strict=True):
        store[name][:] = np.floor(32768.0 * rank).astype(np.int64)
    for name in ("at_risk_since", "detected_at", "loan_due"):
        store[name][:] = -1
    persons = store["children"] + store["adults"] + store["elders"]
    for k in range(4):
        store[f"persons_{k}"][:] = persons
        store[f"market_income_{k}"][:] = 2500.0 * richer * persons


def fill_links(store: Store, key: Key, place: Place, enterprises: Store, principal: float) -> None:
    """Membership of the village co-operative, shares in an enterprise (larger ones hold more), employers none yet."""
    luck = uniforms(key, store.id, REGISTRATION, 1)
    for name in ("cooperative", "enterprise", "employer", "offered_job"):
        store[name][:] = -1
    share = np.where(store["ex_poor"] != 0, place.members_ex_poor, place.members_ordinary)
    member = luck[0] < share
    if place.cooperatives_per_village > 0:
        per = place.cooperatives_per_village
        which = np.minimum((luck[1] * per).astype(np.int64), per - 1)
        store["cooperative"][member] = (store["village"].astype(np.int64) * per + which)[member]
        ex_poor_member = member & (store["ex_poor"] != 0)
        store["cooperative_shares"][ex_poor_member] = principal
    holder = (luck[2] < place.holders) & (store["ex_poor"] != 0)
    leading = np.flatnonzero(enterprises["workshop"] == 0)
    if leading.size:
        mass = np.cumsum(enterprises["jobs"][leading].astype(np.int64))
        pick = np.searchsorted(mass, np.floor(luck[3] * mass[-1]).astype(np.int64), side="right")
        store["enterprise"][holder] = leading[np.minimum(pick, leading.size - 1)][holder]
        store["enterprise_shares"][holder] = principal


def county_store() -> Store:
    """The county government before the first quarter."""
    store = Store(COUNTY_KIND, 1)
    for name in ("growth", "wage_index", "epidemic", "fiscal", "detection", "help", "funded"):
        store[name][0] = 1.0
    return store


def generate(place: Place, key: Key, households: int | None = None) -> Population:
    """The county at the start of the burn-in; ``households`` keeps whole villages until that many are reached.

    Villages, their size, firms and the choice of villages are the same in every replicate of a seed: they are the
    place. Households' traits are luck.
    """
    geography = key._replace(replicate=0)
    villages = village_store(geography, place)
    enterprises = enterprise_store(geography, place, villages.n)
    cooperatives = cooperative_store(geography, place, villages, enterprises)
    products = Store(PRODUCT_KIND, place.products)
    products["price"][:] = 1.0
    store = household_store(key, geography, place, villages, enterprises)
    population = Population(store, villages, cooperatives, enterprises, products, county_store(), 1.0)
    if households is not None and households < store.n:
        population = whole_villages(population, geography, households)
    book_principal(population)
    return population


def book_principal(population: Population) -> None:
    """Give co-operatives and enterprises the principal that their shareholders hold."""
    for name, store in (("cooperative", population.cooperatives), ("enterprise", population.enterprises)):
        link, amount = population.households[name], population.households[f"{name}_shares"]
        held = link >= 0
        store["principal"][:] = np.bincount(link[held], weights=amount[held], minlength=store.n)


def whole_villages(population: Population, geography: Key, households: int) -> Population:
    """Keep whole villages, in the order of a fixed draw, until ``households`` are reached; firms' jobs shrink in proportion."""
    store, villages, cooperatives, enterprises = population[:4]
    sizes = np.bincount(store["village"], minlength=villages.n)
    order = np.argsort(raw_words(geography, villages.id, VILLAGE_TRAITS, 1)[0], kind="stable")
    enough = int(np.searchsorted(np.cumsum(sizes[order]), households)) + 1
    kept = np.sort(order[:enough])
    new = np.full(villages.n, -1, dtype=np.int64)
    new[kept] = np.arange(kept.size)
    rows = np.flatnonzero(new[store["village"]] >= 0)
    everybody = int((store["children"].astype(np.int64) + store["adults"] + store["elders"]).sum())
    store = store.take(rows)
    persons = int((store["children"].astype(np.int64) + store["adults"] + store["elders"]).sum())
    scale = persons / everybody
    store["village"][:] = new[store["village"]]
    lives = new[cooperatives["village"]] >= 0
    renumbered = np.cumsum(lives) - 1
    member = store["cooperative"] >= 0
    store["cooperative"][member] = renumbered[store["cooperative"][member]]
    cooperatives = cooperatives.take(np.flatnonzero(lives))
    cooperatives["village"][:] = new[cooperatives["village"]]
    luck = uniforms(geography, enterprises.id, ENTERPRISE_TRAITS, 1)[0]
    enterprises["jobs"][:] = np.floor(enterprises["jobs"] * scale + luck).astype(np.int64)
    enterprises["cash"][:] = enterprises["cash"] * scale
    enterprises["village"][:] = np.where(
        new[enterprises["village"]] >= 0, new[enterprises["village"]], enterprises["village"] % kept.size
    )
    return Population(
        store, villages.take(kept), cooperatives, enterprises, population.products, population.county, scale
    )


def identical(n: int, **columns: float) -> Population:
    """``n`` households that differ by luck alone, in one village without firms: for closed forms and teaching.

    ``columns`` sets household columns by name, for instance ``capital=1.5, adults=1``.
    """
    store = Store(HOUSEHOLD, n)
    for name in ("cooperative", "enterprise", "employer", "offered_job", "at_risk_since", "detected_at", "loan_due"):
        store[name][:] = -1
    store["adults"][:] = 1
    for name, value in columns.items():
        store[name][:] = value
    for k in range(4):
        store[f"persons_{k}"][:] = store["children"] + store["adults"] + store["elders"]
    villages = Store(VILLAGE_KIND, 1)
    villages["infrastructure"][:] = 1.0
    products = Store(PRODUCT_KIND, 1)
    products["price"][:] = 1.0
    return Population(
        store, villages, Store(COOPERATIVE_KIND, 0), Store(ENTERPRISE_KIND, 0), products, county_store(), 1.0
    )
