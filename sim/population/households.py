"""All households of a synthetic county: members, traits, registration, first wealth and links."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from sim.collectives.environment import exponentials, lognormal_logs
from sim.collectives.products import rows_of
from sim.draws import COMPOSITION, DWELLING, LIFE_STAGES, START, TRAITS, VILLAGE_TRAITS, Key, uniforms
from sim.levers.channels import RANKS
from sim.mathematics import log
from sim.place import Place
from sim.population.dwelling import fill_dwelling
from sim.population.firms import Business, fill_links
from sim.population.laws import Ints, apportioned, even, lognormal, normals, picked
from sim.population.people import People, composition, part_of, sizes
from sim.population.registration import fill_registration
from sim.population.stores import able_adults, members
from sim.processes.earnings import Earnings
from sim.state.households import HOUSEHOLD
from sim.state.store import Store


class Blueprint(NamedTuple):
    """What a synthetic county is made from."""

    place: Place = Place()
    people: People = People()
    business: Business = Business()
    shock_spread: float = Earnings().persistent_spread  # log; persistent shocks begin with their stationary spread


def household_store(key: Key, blueprint: Blueprint, villages: Store, enterprises: Store) -> Store:
    """All households of the county, rows by (village, id)."""
    place, people = blueprint.place, blueprint.people
    weight = even(uniforms(key, villages.id, VILLAGE_TRAITS, 0)[0], place.village_spread)
    quota = ex_poor_quota(place, weight, villages)
    ordinary = apportioned(place.ordinary_households, weight)
    village = np.repeat(np.arange(villages.n), quota + ordinary)
    store = Store(HOUSEHOLD, village.size)
    store["village"][:] = village
    return filled(
        store, key, blueprint, (villages, enterprises), lambda: fill_registration(store, key, place, people, quota)
    )


def filled(
    store: Store, key: Key, blueprint: Blueprint, around: tuple[Store, Store], register: Callable[[], None]
) -> Store:
    """The store with all that is drawn for households whose ids and villages stand; rows by (village, id).

    ``around`` are villages and enterprises; ``register`` says who is registered as poor, once members and traits are drawn.
    """
    place, people = blueprint.place, blueprint.people
    villages, enterprises = around
    store["kin_group"][:] = place_within(store["village"].astype(np.int64)) // place.kin_group
    fill_traits(store, key, place, people)
    register()
    fill_life_stages(store, key, people)
    fill_start(store, key, blueprint)
    fill_dwelling(store, key, people)
    fill_links(store, key, place, villages, enterprises)
    fill_farm(store, key, place, villages)
    return store


def place_within(village: Ints) -> Ints:
    """Place of each household within its village, 0 = first; ``village`` is sorted."""
    return np.arange(village.size) - np.searchsorted(village, village, side="left")


def ex_poor_quota(place: Place, weight: np.ndarray, villages: Store) -> Ints:
    """Ex-poor households of each village: a share of them in ex-poor villages, within each kind by weight."""
    listed = villages["ex_poor_village"] != 0
    inside = int(place.concentration * place.ex_poor_households + 0.5) if (~listed).any() else place.ex_poor_households
    quota = np.zeros(villages.n, dtype=np.int64)
    quota[listed] = apportioned(inside, weight[listed])
    if (~listed).any():
        quota[~listed] = apportioned(place.ex_poor_households - inside, weight[~listed])
    return quota


def fill_traits(store: Store, key: Key, place: Place, people: People) -> None:
    """Size, members, skill, land, health."""
    traits, luck = uniforms(key, store.id, TRAITS, 0), uniforms(key, store.id, COMPOSITION, 0)
    persons = sizes(traits[0], people)
    children, adults, elders = composition(persons, luck, people)
    store["children"][:], store["adults"][:], store["elders"][:] = children, adults, elders
    store["skill"][:] = place.skill_spread * normals(traits[1])
    store["land"][:] = lognormal(traits[2], place.land, place.land_spread)
    whole = 1.0 - exponentials(float(np.float64(log(1.0 - place.disabled))) * adults.astype(np.float64))
    store["disabled"][:] = np.where((luck[2] < whole) & (adults > 0), 1, 0)
    store["chronic"][:] = np.minimum(np.floor(place.chronic * persons + traits[3]).astype(np.int64), persons)


def fill_life_stages(store: Store, key: Key, people: People) -> None:
    """Ages within childhood and working age, schooling, labour power and qualification of the members registered."""
    luck, more = uniforms(key, store.id, LIFE_STAGES, 0), uniforms(key, store.id, LIFE_STAGES, 1)
    store["infants"][:] = part_of(store["children"], people.infants, luck[0])
    store["youths"][:] = part_of(store["adults"], people.youths, luck[1])
    store["students"][:] = part_of(store["youths"], people.students, luck[2])
    store["half_power"][:] = part_of(able_adults(store), people.half_power, luck[3])
    store["qualified"][:] = part_of(store["adults"], people.qualified, more[0])


def fill_start(store: Store, key: Key, blueprint: Blueprint) -> None:
    """Wealth, first jobs and access ranks at the start of the burn-in."""
    place, people = blueprint.place, blueprint.people
    luck, ranks = uniforms(key, store.id, START, 0), uniforms(key, store.id, START, 1)
    richer = exponentials(people.wealth_premium * store["skill"])
    store["capital"][:] = lognormal(luck[0], place.capital, place.capital_spread) * richer
    store["savings"][:] = lognormal(luck[1], place.savings, place.capital_spread) * richer
    able, persons = np.maximum(able_adults(store) - store["students"], 0), members(store)
    store["migrants"][:] = np.minimum(np.floor(people.first_migrants * able + luck[3]).astype(np.int64), able)
    store["effort"][:] = 1.0
    store["persistence"][:] = blueprint.shock_spread * normals(luck[2])
    for name, rank in zip(("industry", "employment", "medical", "education"), ranks, strict=True):
        store[f"access_{name}"][:] = np.floor(RANKS * rank).astype(np.int64)
    for name in ("at_risk_since", "detected_at", "loan_due"):
        store[name][:] = -1
    for k in range(4):
        store[f"persons_{k}"][:] = persons
        store[f"market_income_{k}"][:] = people.first_income * richer * persons


def fill_farm(store: Store, key: Key, place: Place, villages: Store) -> None:
    """Skill as a farmer, livestock, and what is grown: the village's pillar product, or by some any product."""
    luck, grown = uniforms(key, store.id, DWELLING, 0), uniforms(key, store.id, DWELLING, 1)
    store["farm_skill"][:] = place.farm_skill_spread * normals(luck[0])
    herd = exponentials(lognormal_logs(place.livestock_spread, luck[1]))
    store["livestock"][:] = place.livestock * store["land"] * herd
    pillar = villages["product"][store["village"]]
    products = rows_of(place.products).size
    store["product"][:] = np.where(grown[0] < place.pillar_share, pillar, picked(grown[1], products))
