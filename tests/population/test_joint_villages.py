"""Villages that share co-operatives: who shares with whom, and what is left of it in a part of the county."""

import numpy as np
import pytest
from counties import LUCK, SMALL, lived, population, tree_with
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.draws import key
from sim.population import Blueprint, generate
from sim.population.joint_villages import cooperatives_by_village, homes
from sim.state.collective import VILLAGE_KIND
from sim.state.store import Store

KEY = key(LUCK.seed, LUCK.initial, 0)
WIDE = SMALL._replace(ex_poor_villages=7, other_villages=13, ordinary_households=900)


def villages(products):
    store = Store(VILLAGE_KIND, len(products))
    store["product"][:] = products
    return store


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 3), min_size=1, max_size=30), st.integers(1, 40))
def test_neighbours_with_the_same_product_share_the_first_ones_cooperatives(products, joint):
    store = villages(products)
    home = homes(store, joint)
    assert (store["product"][home] == store["product"]).all() and (home[home] == home).all()
    sizes = np.bincount(home, minlength=store.n)
    assert sizes.max() <= joint and (home <= np.arange(store.n)).all()
    for product in set(products):
        rows = np.flatnonzero(store["product"] == product)
        expected = [rows[k - k % joint] for k in range(rows.size)]
        assert home[rows].tolist() == expected
    if joint == 1:
        assert home.tolist() == list(range(store.n))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 2), min_size=1, max_size=30), st.integers(1, 6), st.floats(0.0, 3.0))
def test_only_homes_have_cooperatives_and_as_many_as_asked_for(products, joint, rate):
    store = villages(products)
    home = homes(store, joint)
    counts, own = cooperatives_by_village(KEY, rate, store, home), home == np.arange(store.n)
    assert not counts[~own].any() and counts.sum() == int(rate * own.sum() + 0.5)
    assert counts[own].max() - counts[own].min() <= 1


@pytest.mark.parametrize("joint", [1, 4])
def test_members_belong_to_a_cooperative_that_their_village_points_at(joint):
    start = population(WIDE._replace(joint_villages=joint))
    h, v = start.households, start.villages
    member = np.flatnonzero(h["cooperative"] >= 0)
    at = h["village"][member]
    first, many = v["first_cooperative"][at], v["cooperatives"][at]
    assert member.size and ((h["cooperative"][member] >= first) & (h["cooperative"][member] < first + many)).all()
    away = start.cooperatives["village"][h["cooperative"][member]] != at
    assert away.any() == (joint > 1)
    assert (start.cooperatives["product"][h["cooperative"][member]] == v["product"][at]).all()


def test_as_many_households_are_members_of_fewer_cooperatives():
    alone, together = population(WIDE), population(WIDE._replace(joint_villages=4))
    assert together.cooperatives.n < alone.cooperatives.n / 2
    assert ((alone.households["cooperative"] >= 0) == (together.households["cooperative"] >= 0)).all()


@pytest.mark.parametrize("joint", [1, 3, 8])
def test_a_part_of_the_county_keeps_every_link_of_its_households(joint):
    place = WIDE._replace(joint_villages=joint)
    whole, part = population(place), generate(Blueprint(place), KEY, 400)
    h, v = part.households, part.villages
    rows = np.searchsorted(whole.households.id, h.id)
    before, now = whole.households["cooperative"][rows], h["cooperative"]
    assert ((now >= 0) == (before >= 0)).all() and (now >= 0).any()
    linked = now >= 0
    assert (part.cooperatives.id[now[linked]] == whole.cooperatives.id[before[linked]]).all()
    assert set(range(part.cooperatives.n)) == {
        row for first, many in zip(v["first_cooperative"], v["cooperatives"], strict=True) for row in range(first, first + many)
    }  # fmt: skip
    assert (part.cooperatives["village"] < v.n).all() and (
        v["product"][part.cooperatives["village"]] == part.cooperatives["product"]
    ).all()
    books = np.bincount(now[linked], h["cooperative_shares"][linked], part.cooperatives.n)
    np.testing.assert_allclose(part.cooperatives["principal"], books)


def test_a_county_of_joint_villages_lives_with_closed_accounts():
    county = lived(tree_with(), 8, generate(Blueprint(WIDE._replace(joint_villages=5)), KEY, 500))
    assert county.imbalance < 1e-9
