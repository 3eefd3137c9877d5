"""Common pools: one more slot adds at most one grantee and takes none away; best first; never more than there are."""

import numpy as np
import pytest
from counties import LUCK, aged, baseline, lived
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.draws import POOLS, key, raw_words
from sim.government import pools
from sim.government.pools import granted, offer_jobs, offer_posts, offer_relief, offer_training, open_cases

NOW = key(LUCK.seed, 0, 90)
# Few groups, priorities and words, so that ties are common.
applicants = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2), st.integers(0, 3)), max_size=40)
slots = st.lists(st.integers(0, 8), min_size=4, max_size=4)


def winners(rows, capacity):
    """Who is granted a slot, best first; ids are shuffled against positions."""
    columns = np.array(rows, dtype=np.int64).reshape(-1, 3).T
    identity = np.arange(len(rows), dtype=np.int64)[::-1]
    return granted(*columns, identity, np.array(capacity, dtype=np.int64)), columns, identity


@given(applicants, slots, st.integers(0, 3))
def test_one_more_slot_adds_at_most_one_and_takes_none_away(rows, capacity, group):
    before, _, _ = winners(rows, capacity)
    capacity[group] += 1
    after, _, _ = winners(rows, capacity)
    assert set(before.tolist()) <= set(after.tolist()) and after.size - before.size in (0, 1)


@given(applicants, slots)
def test_slots_go_to_the_best_of_each_group_and_none_stays_empty_while_somebody_waits(rows, capacity):
    won, (group, priority, word), identity = winners(rows, capacity)
    rank = [(priority[i], word[i], identity[i]) for i in range(len(rows))]  # ties are broken by id
    for g, places in enumerate(capacity):
        queue = sorted((i for i in range(len(rows)) if group[i] == g), key=lambda i: rank[i])
        assert [i for i in won.tolist() if group[i] == g] == queue[:places]


def county_with(**columns):
    """Households and villages of an aged county, everybody applying or as given."""
    start = aged()
    for name, value in columns.items():
        start.households[name][:] = value
    return start


@settings(max_examples=20)
@given(st.lists(st.integers(0, 12), min_size=6, max_size=6), st.integers(0, 5), st.integers(0, 2))
def test_one_more_post_in_a_village_adds_at_most_one_household(posts, village, held):
    """Also where more posts are held than are open and some must be given up."""
    offers = []
    for more in (0, 1):
        start = county_with(seeks_post=1, post=0)
        start.households["post"][:: 7 - held] = 1
        start.households["seeks_post"][start.households["post"] != 0] = 0
        capacity = np.array(posts, dtype=np.int64)
        capacity[village] += more
        offer_posts(start.households, start.villages, capacity, NOW)
        has = start.households["post"] + start.households["offered_post"] > 0
        assert (np.bincount(start.households["village"][has], minlength=6) <= capacity).all()
        offers.append(set(start.households.id[has].tolist()))
    assert offers[0] <= offers[1] and len(offers[1] - offers[0]) <= 1


@settings(max_examples=20)
@given(st.integers(0, 5), st.integers(0, 20))
def test_one_more_job_adds_at_most_one_household(enterprise, jobs):
    got = []
    for more in (0, 1):
        start = county_with(seeks_job=1, offered_job=-1)
        firm = enterprise % start.enterprises.n
        start.enterprises["alive"][:] = 1
        start.enterprises["jobs"][:] = jobs
        start.enterprises["jobs"][firm] += more
        township = start.villages["township"].astype(np.int64)
        offer_jobs(start.households, start.enterprises, township, 0.0, NOW)
        h = start.households
        offered = h["offered_job"] >= 0
        at = h["offered_job"][offered]
        filled = np.bincount(h["employer"][h["employer"] >= 0], minlength=start.enterprises.n)
        assert (
            np.bincount(at, minlength=start.enterprises.n) + filled <= np.maximum(start.enterprises["jobs"], filled)
        ).all()
        near = township[start.enterprises["village"][at]] == township[h["village"][offered]]
        at_home = (start.enterprises["site"][at] > 0) & (start.enterprises["site"][at] == h["site"][offered])
        assert (near | at_home).all()
        got.append(set(h.id[offered].tolist()))
    assert got[0] <= got[1] and len(got[1] - got[0]) <= 1


@pytest.mark.parametrize(
    ("offer", "column"),
    [(offer_training, "offered_training"), (open_cases, "offered_case"), (offer_relief, "offered_relief")],
)
@given(places=st.floats(0.0, 60.0))
@settings(max_examples=15)
def test_a_county_queue_gives_whole_places_and_one_more_adds_one(offer, column, places):
    offers = []
    for more in (0.0, 1.0):
        start = county_with(trained=0, monitor=1, detected_at=80, seeks_relief=1)
        given_out = offer(start.households, places + more, NOW)
        chosen = start.households[column] != 0
        assert given_out == chosen.sum() == int(places + more)
        offers.append(set(start.households.id[chosen].tolist()))
    assert offers[0] <= offers[1] and len(offers[1] - offers[0]) <= 1


def test_assistance_goes_to_the_monitored_first_then_the_ex_poor_then_by_the_draw():
    start = county_with(monitor=1, detected_at=80, offered_case=0)
    h = start.households
    open_cases(h, 100.0, NOW)
    chosen, rank = h["offered_case"] != 0, 2 - h["entitlement"].astype(np.int64)
    word = raw_words(NOW, h.id, POOLS, 0)[pools.CASE]
    order = np.lexsort((h.id, word, rank))
    assert set(np.flatnonzero(chosen).tolist()) == set(order[:100].tolist())
    assert len(set(rank[order[:200]].tolist())) > 1


def test_posts_go_to_half_labour_power_first():
    start = county_with(seeks_post=1, post=0, half_power=0, entitlement=1)
    start.households["half_power"][::3] = 1
    posts = np.full(6, 5, dtype=np.int64)
    offer_posts(start.households, start.villages, posts, NOW)
    h = start.households
    for village in range(6):
        here = h["village"] == village
        weak, won = here & (h["half_power"] > 0), here & (h["offered_post"] > 0)
        assert won.sum() == min(5, here.sum()) and (won & weak).sum() == min(5, weak.sum())


def test_training_is_offered_while_an_able_adult_is_untrained_and_no_longer():
    start = county_with(trained=0, entitlement=1, adults=2, disabled=0, students=0)
    h = start.households
    h["trained"][::2] = 2
    h["students"][1::4] = 1
    h["trained"][1::4] = 1
    assert offer_training(h, 1e6, NOW) == (h["offered_training"] != 0).sum() == np.arange(h.n)[3::4].size


def test_nobody_is_trained_beyond_the_able_and_places_beyond_stay_unused():
    """Illness may later disable whom a course has trained, or in the same quarter whom it was meant for."""
    tree = baseline().tree.with_values({"levers.employment_transfer.training_places": 1e5, "demography.enabled": False})
    county, given = lived(tree, 0, county_with(trained=0)), []
    for _ in range(14):
        before, disabled = county.households["trained"].copy(), county.households["disabled"].copy()
        county.step()
        h = county.households
        rise, falls_away = h["trained"] - before, h["disabled"] > disabled
        assert (rise >= 0).all() and (h["trained"] <= h["able"])[rise > 0].all() and (h["trained"] <= h["adults"]).all()
        assert 0 <= county.flow_sums["trained"] - int(rise.sum()) <= int(falls_away.sum())
        given.append(county.flow_sums["trained"])
    assert given[0] > 0 and given[-1] < given[0] / 4 and h["trained"].max() > 1


def test_a_case_waits_at_least_a_quarter_and_for_its_turn():
    start = county_with(monitor=1, detected_at=NOW.quarter)
    assert open_cases(start.households, 1000.0, NOW) == 0
    start.households["detected_at"][:3] = NOW.quarter - 1
    assert open_cases(start.households, 1000.0, NOW) == 3


def test_no_pool_is_ever_overdrawn_in_a_living_county():
    """Jobs by enterprise, posts by village, training and cases by quarter."""
    county, trained, relieved, places = lived(baseline().tree, 0, aged()), 0, 0, 1.0
    for _ in range(10):
        already = int(county.households["trained"].sum())
        county.step()
        h, firms = county.households, county.enterprises
        workers = np.bincount(h["employer"][h["employed"] > 0], minlength=firms.n)
        assert (workers[firms["alive"] != 0] <= firms["jobs"][firms["alive"] != 0]).all()
        assert (np.bincount(h["village"], weights=h["post"], minlength=6) <= county.villages["posts"]).all()
        relieved += int(h["work_relief"].sum())
        places += county.pools.relief_places
        assert relieved <= places
        assert h["employed"].max() == 1 and ((h["employed"] > 0) == (h["employer"] >= 0)).all()
        trained += int(h["trained"].sum()) - already
    assert workers.sum() > 0 and h["post"].sum() > 0 and county.scale == 1.0
