"""Common pools: households apply, a pool allocates by (priority, draw word, id), the next pass accepts."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.compiled import compiled
from sim.draws import HOLDING, LOGISTICS, POOLS, Key, one_word, uniforms
from sim.state.people import count_by_link, rows_above, rows_linked
from sim.state.store import Store

Rows = NDArray[np.int64]
POST, JOB, TRAINING, CASE, RELIEF, GUESTS = range(6)
DISMISSED = -2  # in place of the row of an offered job
WORD = (
    (POOLS, 0),
    (POOLS, 1),
    (POOLS, 2),
    (POOLS, 3),
    (HOLDING, 2),
    (HOLDING, 0),
)  # block of draws and word that order each queue


def ranked(group: Rows, priority: Rows, word: Rows, identity: Rows) -> tuple[Rows, Rows]:
    """Order of applicants within their groups, and each one's place (0 = first) in that order.

    ``group`` lies in 0..2**28 - 1, ``priority`` in 0..3, ``word`` in 0..2**32 - 1.
    Returns ``order`` (applicants sorted by group, priority, word, id) and ``place`` aligned with it.
    """
    keys = (group.astype(np.int64) << 34) + (priority << 32) + word
    order = np.argsort(keys)  # of any kind: without ties there is one order only, and ties are rare
    in_order = keys[order]
    if (in_order[1:] == in_order[:-1]).any():
        order = np.lexsort((identity, keys))
        in_order = keys[order]
    groups, position = in_order >> 34, np.arange(order.size)
    begins = np.ones(order.size, dtype=bool)
    begins[1:] = groups[1:] != groups[:-1]
    return order, position - np.maximum.accumulate(np.where(begins, position, 0))


def granted(group: Rows, priority: Rows, word: Rows, identity: Rows, capacity: NDArray[np.int64]) -> Rows:
    """Positions of the applicants who fit into ``capacity`` (slots by group), best first within each group."""
    order, place = ranked(group, priority, word, identity)
    return order[place < capacity[group[order]]]


def queue_words(key: Key, households: Store, rows: Rows, queue: int) -> Rows:
    """The draw words that order ``rows`` in one queue."""
    block, word = WORD[queue]
    return one_word(key, households.id[rows], block, 0, word)


def urgency(households: Store, rows: Rows) -> Rows:
    """Priority of assistance: monitored first, then ex-poor, then others."""
    return 2 - households["entitlement"][rows].astype(np.int64)


def weak_first(households: Store, rows: Rows) -> Rows:
    """Priority for posts: entitled households with half labour power first (S3-091), then as for all assistance."""
    weak = (households["half_power"][rows] > 0) & (households["entitlement"][rows] > 0)
    return np.where(weak, 0, 1 + urgency(households, rows))


def offer_jobs(households: Store, enterprises: Store, township: Rows, gain: float, key: Key) -> Rows:
    """Offer free jobs, a relocation site's plant first to households of the site; lay off where there are too few jobs.

    Other jobs go to applicants of the enterprise's township.

    ``township`` gives the township of each village, ``gain`` the further jobs that subsidies bring, as a share. Returns the
    offers to entitled households by enterprise.
    """
    filled = count_by_link(households["employer"], enterprises.n)
    enterprises["filled"][:] = filled
    jobs = np.floor(enterprises["jobs"] * (1.0 + gain)).astype(np.int64)
    lay_off(households, filled, np.where(enterprises["alive"] != 0, jobs, filled), key)
    free = np.where(enterprises["alive"] != 0, np.maximum(jobs - filled, 0), 0).astype(np.int64)
    hired = np.zeros(enterprises.n, dtype=np.int64)
    if free.sum() == 0:
        return hired
    rows = offer_site_jobs(households, enterprises, free, rows_above(households["seeks_job"]), key)
    at = township[enterprises["village"]].astype(np.int64)
    capacity = np.bincount(at, weights=free, minlength=int(township.max()) + 1).astype(np.int64)
    where = township.astype(np.int64)[households["village"][rows]]
    served = capacity[where] > 0
    rows, where = rows[served], where[served]
    first = np.concatenate(([0], np.cumsum(capacity)))
    slots = employers_of_slots(at, free, first)
    ranks, place = ranked(
        where, urgency(households, rows), queue_words(key, households, rows, JOB), households.id[rows]
    )
    fits = place < capacity[where[ranks]]
    chosen, place = ranks[fits], place[fits]
    employer = slots[first[where[chosen]] + place]
    households["offered_job"][rows[chosen]] = employer
    entitled = households["entitlement"][rows[chosen]] > 0
    return np.bincount(employer[entitled], minlength=enterprises.n)


@compiled
def employers_of_slots(at: Rows, free: Rows, first: Rows) -> Rows:
    """Employer of each free job, townships in turn, enterprises of one township in the order of their rows.

    ``at`` is each enterprise's township, ``free`` its free jobs, ``first`` the place of each township's first one, and the
    number of all.
    """
    slots, place = np.empty(first[-1], dtype=np.int64), first.copy()
    for employer in range(at.size):
        for _ in range(free[employer]):
            slots[place[at[employer]]] = employer
            place[at[employer]] += 1
    return slots


def lay_off(households: Store, filled: Rows, jobs: Rows, key: Key) -> None:
    """Dismiss workers of enterprises with fewer jobs than workers: entitled households are kept first, then by draw."""
    over = filled > jobs
    if over.any():
        rows = rows_linked(households["employer"], over)
        at = households["employer"][rows].astype(np.int64)
        words = queue_words(key, households, rows, JOB)
        stays = np.zeros(rows.size, dtype=bool)
        stays[granted(at, urgency(households, rows), words, households.id[rows], jobs)] = True
        households["offered_job"][rows[~stays]] = DISMISSED


def offer_site_jobs(households: Store, enterprises: Store, free: Rows, rows: Rows, key: Key) -> Rows:
    """Offer the free jobs of plants to applicants among ``rows`` who live at the plant's site; return the other applicants.

    ``free`` (free jobs by enterprise) is reduced by what is offered.
    """
    plants = np.flatnonzero((enterprises["site"] > 0) & (free > 0))
    if plants.size == 0:
        return rows
    sites = enterprises["site"][plants].astype(np.int64)
    capacity = np.zeros(int(max(sites.max(), households["site"].max())) + 1, dtype=np.int64)
    plant = np.full(capacity.size, -1, dtype=np.int64)
    capacity[sites], plant[sites] = free[plants], plants  # one plant a site
    near_by = np.flatnonzero(capacity[households["site"][rows]] > 0)
    near = rows[near_by]
    group = households["site"][near].astype(np.int64)
    won = granted(
        group, urgency(households, near), queue_words(key, households, near, JOB), households.id[near], capacity
    )
    households["offered_job"][near[won]] = plant[group[won]]
    free[plants] = free[plants] - np.bincount(group[won], minlength=capacity.size)[sites]
    return np.delete(rows, near_by[won])


def posts_open(villages: Store, per_village: float, initial: Key) -> Rows:
    """Posts that the county opens in each village (E22): of a fraction of a post, that share of the villages has one more.

    Which ones is drawn once (``initial``), so that a larger fraction takes a post from no village.
    """
    each = int(per_village)
    further = uniforms(initial, villages.id, LOGISTICS, 0)[2] < per_village - each
    return each + further.astype(np.int64)


def offer_posts(households: Store, villages: Store, posts: NDArray[np.int64], key: Key) -> None:
    """Offer public-welfare posts village by village; withdraw those above the number open (last hired by draw)."""
    villages["posts"][:] = posts
    village = households["village"]
    holders = rows_above(households["post"])
    held = np.bincount(village[holders], minlength=villages.n)
    over = np.flatnonzero(held > posts)
    if over.size:
        rows = holders[np.isin(village[holders], over)]
        kept = granted(
            village[rows],
            weak_first(households, rows),
            queue_words(key, households, rows, POST),
            households.id[rows],
            posts,
        )
        stays = np.zeros(rows.size, dtype=bool)
        stays[kept] = True
        households["offered_post"][rows[~stays]] = -1
    capacity = np.maximum(posts - held, 0)
    rows = rows_above(households["seeks_post"])
    rows = rows[capacity[village[rows]] > 0]
    if rows.size:
        won = granted(
            village[rows],
            weak_first(households, rows),
            queue_words(key, households, rows, POST),
            households.id[rows],
            capacity,
        )
        households["offered_post"][rows[won]] = 1


def offer_training(households: Store, places: float, key: Key) -> int:
    """Offer training to one more member of entitled households while an able adult is untrained; return how many."""
    h = households
    rows = rows_above(h["entitlement"])
    able = h["adults"][rows].astype(np.int64) - h["disabled"][rows] - h["students"][rows]
    rows = rows[h["trained"][rows] < able]
    return county_queue(households, rows, TRAINING, places, key, "offered_training")


def offer_relief(households: Store, places: float, key: Key) -> int:
    """Offer a quarter of work relief to the households that applied; return how many."""
    return county_queue(households, rows_above(households["seeks_relief"]), RELIEF, places, key, "offered_relief")


def open_cases(households: Store, capacity: float, key: Key) -> int:
    """Open as many detected cases as the county's work group can verify; the others wait."""
    waiting = (households["monitor"] == 1) & (households["detected_at"] < key.quarter)
    return county_queue(households, np.flatnonzero(waiting), CASE, capacity, key, "offered_case")


def county_queue(households: Store, rows: Rows, queue: int, places: float, key: Key, offer: str) -> int:
    """Give ``floor(places)`` offers to the first of one county-wide queue; return how many were given."""
    capacity = np.array([int(places)], dtype=np.int64)
    if rows.size == 0 or capacity[0] <= 0:
        return 0
    priority, word = urgency(households, rows), queue_words(key, households, rows, queue)
    if rows.size > capacity[0]:  # only those before the last place, and its equals, need to be put in order
        order = (priority << 32) + word
        first = order <= np.partition(order, capacity[0] - 1)[capacity[0] - 1]
        rows, priority, word = rows[first], priority[first], word[first]
    nowhere = np.zeros(rows.size, dtype=np.int64)
    won = granted(nowhere, priority, word, households.id[rows], capacity)
    households[offer][rows[won]] = 1
    return int(won.size)
