"""A whole synthetic county, a part of it, and households that differ by luck alone."""

from __future__ import annotations

import numpy as np

from sim.draws import ENTERPRISE_TRAITS, VILLAGE_TRAITS, Key, raw_words, uniforms
from sim.population.firms import (
    book_principal,
    cooperative_store,
    enterprise_store,
    product_store,
    village_store,
)
from sim.population.households import Blueprint, household_store
from sim.population.joint_villages import cooperatives_kept, point_at_cooperatives
from sim.population.sites import part_kept, site_store
from sim.population.stores import Population, county_store, members
from sim.state.collective import COOPERATIVE_KIND, ENTERPRISE_KIND, PRODUCT_KIND, SITE_KIND, VILLAGE_KIND
from sim.state.households import HOUSEHOLD
from sim.state.store import Store


def generate(blueprint: Blueprint, key: Key, households: int | None = None) -> Population:
    """The county at the start of the burn-in; ``households`` keeps whole villages until that many are reached.

    Villages, their sizes, products and firms are drawn anew in every replicate, as households are: the source documents
    do not tell them, so intervals must cover them.
    """
    place, business = blueprint.place, blueprint.business
    villages = village_store(key, place)
    enterprises = enterprise_store(key, place, business, villages.n)
    cooperatives = cooperative_store(key, place, business, villages, enterprises)
    products = product_store(place)
    store = household_store(key, blueprint, villages, enterprises)
    sites = site_store(store, enterprises, key, place)
    population = Population(store, villages, cooperatives, enterprises, products, county_store(), sites, 1.0)
    if households is not None and households < store.n:
        population = whole_villages(population, key, households)
    book_principal(population)
    return population


def whole_villages(population: Population, key: Key, households: int) -> Population:
    """Keep whole villages, in the order of a fixed draw, until ``households`` are reached.

    Firms' jobs shrink in proportion to persons, those of a relocation site's plant to the site's households. A co-operative
    of another village that has members in those kept stays, in the village of the first of them.
    """
    store, villages, cooperatives, enterprises = population[:4]
    sites = population.sites
    sizes = np.bincount(store["village"], minlength=villages.n)
    order = np.argsort(raw_words(key, villages.id, VILLAGE_TRAITS, 1)[0], kind="stable")
    enough = int(np.searchsorted(np.cumsum(sizes[order]), households)) + 1
    kept = np.sort(order[:enough])
    new = np.full(villages.n, -1, dtype=np.int64)
    new[kept] = np.arange(kept.size)
    rows = np.flatnonzero(new[store["village"]] >= 0)
    everybody = int(members(store).sum())
    store = store.take(rows)
    scale = int(members(store).sum()) / everybody
    store["village"][:] = new[store["village"]]
    cooperatives, home = cooperatives_kept(villages, cooperatives, store, new)
    luck = uniforms(key, enterprises.id, ENTERPRISE_TRAITS, 1)[0]
    of_site = np.concatenate((np.full(1, scale), part_kept(sites, store)))[enterprises["site"]]
    enterprises["jobs"][:] = np.floor(enterprises["jobs"] * of_site + luck).astype(np.int64)
    for name in ("cash", "capital", "debt"):
        enterprises[name][:] = enterprises[name] * of_site
    enterprises["village"][:] = np.where(
        new[enterprises["village"]] >= 0, new[enterprises["village"]], enterprises["village"] % kept.size
    )
    villages = villages.take(kept)
    point_at_cooperatives(villages, np.bincount(cooperatives["village"], minlength=villages.n), home)
    return Population(store, villages, cooperatives, enterprises, population.products, population.county, sites, scale)


def identical(n: int, **columns: float) -> Population:
    """``n`` households that differ by luck alone, in one village without firms: for closed forms and teaching.

    ``columns`` sets household columns by name, for instance ``capital=1.5, adults=1``.
    """
    store = Store(HOUSEHOLD, n)
    for name in ("cooperative", "enterprise", "employer", "offered_job", "at_risk_since", "detected_at", "loan_due"):
        store[name][:] = -1
    store["adults"][:] = 1
    store["effort"][:] = 1.0
    for name, value in columns.items():
        store[name][:] = value
    for k in range(4):
        store[f"persons_{k}"][:] = members(store)
    villages = Store(VILLAGE_KIND, 1)
    whole = ("road", "water", "power", "internet", "own_capacity", "cadres", "visits", "registered")
    for name in (*whole, "exposure_drought", "exposure_flood", "exposure_hail", "exposure_landslide"):
        villages[name][:] = 1.0
    products = Store(PRODUCT_KIND, 1)
    products["price"][:], products["expected_price"][:] = 1.0, 1.0
    return Population(
        store,
        villages,
        Store(COOPERATIVE_KIND, 0),
        Store(ENTERPRISE_KIND, 0),
        products,
        county_store(),
        Store(SITE_KIND, 0),
        1.0,
    )
