"""Who is registered as poor before 2021, chosen on persistent traits; the plan's counts of persons met exactly."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.collectives.environment import exponentials
from sim.draws import REGISTRATION, Key, raw_words, uniforms
from sim.place import Place
from sim.population.laws import Floats, Ints, logarithms, normals
from sim.population.people import People
from sim.population.stores import able_adults, members
from sim.spec import Invalid, Problem
from sim.state.store import Store


def need_score(store: Store, noise: Floats, people: People) -> Floats:
    """Log of expected income per person from persistent traits, with noise: low means in need."""
    able = able_adults(store).astype(np.float64)
    expected = (
        people.expected_adult * able * exponentials(store["skill"])
        + people.expected_mu * store["land"]
        + people.expected_elder * store["elders"]
        + people.expected_household
    )
    return logarithms(expected / members(store).astype(np.float64)) + noise


def best_in_groups(group: Ints, score: Floats, quota: Ints) -> NDArray[np.bool_]:
    """Mark the ``quota[g]`` rows of lowest ``score`` in each group."""
    order = np.lexsort((score, group))
    ordered = group[order]
    place = np.arange(order.size) - np.searchsorted(ordered, ordered, side="left")
    chosen = np.zeros(group.size, dtype=bool)
    chosen[order[place < quota[ordered]]] = True
    return chosen


def fill_registration(store: Store, key: Key, place: Place, people: People, quota: Ints) -> None:
    """Choose ex-poor and relocated households; meet the counts of households and persons exactly.

    ``quota`` is the number of ex-poor households of each village.
    """
    luck = uniforms(key, store.id, REGISTRATION, 0)
    words = raw_words(key, store.id, REGISTRATION, 0)
    score = need_score(store, place.selection_noise * normals(luck[0]), people)
    ex_poor = best_in_groups(store["village"].astype(np.int64), score, quota)
    store["ex_poor"][:] = ex_poor
    store["entitlement"][:] = ex_poor
    store["listed"][:] = ex_poor
    rows = np.flatnonzero(ex_poor)
    order = rows[np.argsort(words[1][rows], kind="stable")]
    relocated, others = np.sort(order[: place.relocated_households]), np.sort(order[place.relocated_households :])
    concentrated = luck[1][relocated] * rows.size < place.concentrated_share * relocated.size
    store["relocated"][relocated] = np.where(concentrated, 1, 2)
    resize(store, relocated, place.relocated_persons, words[3], people.largest)
    resize(store, others, place.ex_poor_persons - place.relocated_persons, words[3], people.largest)
    in_site = np.flatnonzero(store["relocated"] == 1)
    if place.sites > 0:
        store["site"][in_site] = 1 + store["village"][in_site].astype(np.int64) * place.sites // max(quota.size, 1)
    store["excluded"][:] = luck[2] < place.excluded


def matched(sizes: Ints, target: int, order: Ints, largest: int) -> Ints:
    """Sizes changed by one here and there, in ``order``, until they add up to ``target``; each stays in 1..largest."""
    sizes = sizes.copy()
    while (gap := target - int(sizes.sum())) != 0:
        step = 1 if gap > 0 else -1
        movable = order[(sizes[order] + step >= 1) & (sizes[order] + step <= largest)]
        if movable.size == 0:
            raise Invalid([misfit(target, sizes.size, largest)])
        sizes[movable[: abs(gap)]] += step
    return sizes


def misfit(persons: int, households: int, largest: int) -> Problem:
    """That so many persons cannot be spread over so many households."""
    counts = "place.ex_poor_persons", "place.relocated_persons", "people.largest"
    en = f"{persons} persons do not fit into {households} households of 1 to {largest} members: see {', '.join(counts)}"
    zh = f"{persons}人无法分到{households}户（每户1至{largest}人）：请检查 {'、'.join(counts)}"
    return Problem("", "", 0, str(persons), "persons", "", en, zh)


def resize(store: Store, rows: Ints, target: int, word: Ints, largest: int) -> None:
    """Add or take members until the chosen households have ``target`` persons together."""
    sizes = members(store)[rows]
    if rows.size == 0:
        return
    wanted = matched(sizes, target, np.argsort(word[rows], kind="stable"), largest)
    change = wanted - sizes
    children, adults = store["children"][rows].astype(np.int64), store["adults"][rows].astype(np.int64)
    to_children = np.where(change > 0, change - change // 2, -np.minimum(-np.minimum(change, 0), children))
    store["children"][rows] = children + to_children
    adults = adults + change - to_children
    store["adults"][rows] = np.maximum(adults, 0)
    store["elders"][rows] = store["elders"][rows] + np.minimum(adults, 0)
    store["disabled"][rows] = np.minimum(store["disabled"][rows], store["adults"][rows])
    store["chronic"][rows] = np.minimum(store["chronic"][rows], wanted)
