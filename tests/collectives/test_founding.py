"""New firms, mergers and changes of product: nothing is lost, nobody is left behind."""

import numpy as np
import pytest
from counties import LUCK, aged, lived, population, tree_with

from sim.collectives.enterprises import Enterprises
from sim.collectives.founding import (
    Founding,
    choose_products,
    drawn_cooperatives,
    found_cooperatives,
    found_enterprises,
    merge,
)
from sim.collectives.share_funds import MERGED, ShareFunds
from sim.draws import COOPERATIVE_TRAITS, key, uniforms
from sim.levers.channels import Pools
from sim.place import Place
from sim.population.joint_villages import cooperatives_by_village, point_at_cooperatives
from sim.processes.linkage import Linkage
from sim.state import forms
from sim.state.collective import COOPERATIVE_KIND, VILLAGE_KIND
from sim.state.store import Store

JANUARY = key(LUCK.seed, 0, 88)
OWNED = ("cash", "capital", "debt", "principal", "eaten", "stock", "store", "rent_paid")


def four():
    """Villages 0, 1 in a township, 2, 3 in another; one co-operative each, the first weak, the others strong."""
    villages, store = Store(VILLAGE_KIND, 4), Store(COOPERATIVE_KIND, 4)
    villages["township"][:] = [0, 0, 1, 1]
    store["village"][:] = np.arange(4)
    point_at_cooperatives(villages, np.ones(4, dtype=np.int64), np.arange(4))
    store["alive"][:], store["failed_at"][:], store["joined_to"][:] = 1, -1, -1
    store["quality"][:] = [0.2, 0.7, 0.9, 0.9]
    for k, name in enumerate(OWNED):
        store[name][:] = [1.0 + k, 10.0, 100.0, 100.0]
    return villages, store


def households_of(member):
    start = population()
    h = start.households
    h["cooperative"][:] = -1
    h["cooperative"][: len(member)] = member
    return h


SURE = Founding(merging=1e3)


def test_a_weak_cooperative_joins_the_best_run_of_its_township_with_all_it_has_and_its_members():
    villages, store = four()
    before = {name: store[name].sum() for name in OWNED}
    h = households_of([0, 0, 1, 2, -1])
    assert merge(store, villages, h, JANUARY, SURE) == 1
    assert store["alive"].tolist() == [0, 1, 1, 1] and store["ended"][0] == MERGED and store["joined_to"][0] == 1
    assert h["cooperative"][:5].tolist() == [1, 1, 1, 2, -1]
    for name in OWNED:
        assert store[name].sum() == before[name] and store[name][0] == 0.0, name
        assert store[name][2] == 100.0


@pytest.mark.parametrize(
    ("column", "values"),
    [("product", [1, 0, 0, 0]), ("quality", [0.2, 0.5, 0.9, 0.9]), ("shell", [0, 1, 0, 0]), ("alive", [1, 0, 1, 1]),
     ("quality", [0.4, 0.7, 0.9, 0.9])],
    ids=["another product", "nobody strong", "a shell", "gone", "not weak"],
)  # fmt: skip
def test_without_a_strong_one_of_its_kind_nearby_it_stays_alone(column, values):
    villages, store = four()
    store[column][:] = values
    assert merge(store, villages, households_of([0]), JANUARY, SURE) == 0


def test_among_equals_the_smallest_row_takes_over_and_none_takes_over_itself():
    villages, store = four()
    villages["township"][:] = 0
    all_weak = SURE._replace(weak_below=0.95)
    assert merge(store, villages, households_of([0]), JANUARY, all_weak) == 3
    assert store["joined_to"].tolist() == [2, 2, -1, 2]


def test_whoever_had_joined_one_that_joins_follows_it():
    villages, store = four()
    villages["township"][:] = 0
    store["alive"][3], store["joined_to"][3] = 0, 0
    merge(store, villages, households_of([0]), JANUARY, SURE)
    assert store["joined_to"].tolist() == [2, -1, -1, 2]


def test_mergers_come_as_often_as_is_said():
    n = 4000
    villages, store = Store(VILLAGE_KIND, n), Store(COOPERATIVE_KIND, n)
    store["village"][:], store["alive"][:], store["quality"][:] = np.arange(n), 1, 0.1
    store["quality"][0] = 0.9
    share = merge(store, villages, households_of([]), JANUARY, Founding(merging=0.2)) / (n - 1)
    expected = 1.0 - np.exp(-0.2)
    assert abs(share - expected) < 4.0 * np.sqrt(expected * (1.0 - expected) / n)


def test_books_close_through_mergers_and_new_firms():
    often = {
        "cooperatives": {"failure_rate": 0.5, "entry_rate": 4.0},
        "founding": {"merging": 2.0, "weak_below": 0.6, "strong_above": 0.5},
    }
    county, merged = lived(tree_with(**often), 0, aged()), 0
    for _ in range(12):
        county.step()
        merged += int((county.cooperatives["ended"] == MERGED).sum())
        assert county.imbalance < 1e-12
        held = county.households["cooperative"]
        shares = np.bincount(
            held[held >= 0], weights=county.households["cooperative_shares"][held >= 0], minlength=county.cooperatives.n
        )
        np.testing.assert_allclose(shares, county.cooperatives["principal"], atol=1e-6)
        assert (county.cooperatives["alive"][np.unique(held[held >= 0])] != 0).all()
    assert merged > 0


def test_cooperatives_turn_to_what_most_of_their_members_grow():
    _, store = four()
    h = households_of([0, 0, 0, 1, 1, 2])
    h["product"][:6] = [1, 1, 0, 0, 1, 1]
    choose_products(store, h, 2, JANUARY, 1.0)
    assert store["product"].tolist() == [1, 0, 1, 0], "among equals the first; without members as before"
    store["alive"][0], h["product"][:3] = 0, 0
    choose_products(store, h, 2, JANUARY, 1.0)
    assert store["product"][0] == 1
    choose_products(store, households_of([2]), 2, JANUARY, 0.0)
    assert store["product"][2] == 1


def test_what_is_drawn_for_a_cooperative_has_the_shares_that_are_said():
    n = 20000
    store = Store(COOPERATIVE_KIND, n)
    luck = np.concatenate([uniforms(JANUARY, store.id, COOPERATIVE_TRAITS, index) for index in (1, 2, 3)])
    p, q, r = Founding(shells=0.25, cold_stores=0.4), Linkage(orders=0.7, service=0.1), ShareFunds(dishonest=0.3)
    drawn_cooperatives(store, store["alive"] == 0, luck, p, q, r)
    for found, share in (
        (store["shell"], 0.25), (store["store"] > 0.0, 0.4), (store["forms"] & forms.ORDERS != 0, 0.7),
        (store["forms"] & forms.SERVICE != 0, 0.1), (store["dishonest"], 0.3),
    ):  # fmt: skip
        assert abs(np.mean(found) - share) < 4.0 * np.sqrt(share * (1.0 - share) / n)
    sound = store["shell"] == 0
    assert abs(store["nature"][sound].mean() - 0.5) < 4.0 * r.quality_spread / np.sqrt(3.0 * sound.sum())
    assert (store["nature"][~sound] == 0.5 - r.quality_spread).all() and (store["quality"] == store["nature"]).all()


def test_new_firms_bring_what_they_are_given_and_no_more():
    start = aged()
    coops, firms = start.cooperatives, start.enterprises
    for store in (coops, firms):
        store["alive"][:], store["failed_at"][:] = 0, 80
        for name in ("cash", "capital", "principal"):
            store[name][:] = 7.0
    pools = Pools(founding_grant=1000.0, returnees=1.0, returnee_grant=500.0, models=0.0)
    got = found_cooperatives(coops, JANUARY, pools, 1e3, Founding(cash=200.0), Linkage(), ShareFunds())
    assert got == (200.0 * coops.n, 1000.0 * coops.n) and (coops["cash"] == 1200.0).all()
    assert not coops["principal"].any() and not coops["capital"].any()
    p, r = Enterprises(entry_rate=1e3, owner_capital=100.0), ShareFunds(reserve=0.1)
    own, public = found_enterprises(firms, JANUARY, pools, p, r)
    workshops = firms["workshop"] != 0
    np.testing.assert_allclose(firms["capital"], 100.0 * firms["jobs"])
    np.testing.assert_allclose(firms["cash"], 10.0 * firms["jobs"] + np.where(workshops, 500.0, 0.0))
    assert public == 500.0 * workshops.sum() and own == pytest.approx(10.0 * firms["jobs"].sum())


@pytest.mark.parametrize(("per", "many"), [(0.82, 242), (1.0, 295), (2.0, 590), (0.0, 0)])
def test_cooperatives_a_village_may_be_a_fraction(per, many):
    villages = Store(VILLAGE_KIND, Place().ex_poor_villages + Place().other_villages)
    counts = cooperatives_by_village(JANUARY, per, villages, np.arange(villages.n))
    assert counts.sum() == many and counts.max() - counts.min() <= 1
