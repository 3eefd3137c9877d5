"""Visitors: one number for the county, fewer in an epidemic; facilities that support builds and that stay."""

import numpy as np
import pytest
from counties import LUCK, baseline, levers_off, lived, population, tree_with
from scipy import stats

from sim.collectives.tourism import closing_chance, equip, opening_chance, rooms, visitors
from sim.draws import key
from sim.population.stores import county_store
from sim.processes.farm_stays import Tourism
from sim.state.collective import VILLAGE_KIND
from sim.state.store import Store


def villages(**columns):
    store = Store(VILLAGE_KIND, 3)
    for name, values in columns.items():
        store[name][:] = values
    return store


def lived_visitors(quarters, p, lost=0.0, epidemic=1.0, shared=True):
    county, seen = county_store(), []
    county["epidemic"][0] = epidemic
    for quarter in range(quarters):
        visitors(county, key(LUCK.seed, 0, 64 + quarter), shared, lost, p)
        seen.append(float(county["visitors"][0]))
    return np.array(seen)


def test_visitors_vary_around_the_usual_number():
    p = Tourism(visitor_spread=0.3, visitor_persistence=0.0)
    log = np.log(lived_visitors(2000, p))
    assert abs(log.mean() + 0.045) < 4 * 0.3 / np.sqrt(log.size)
    assert stats.kstest((log + 0.045) / 0.3, "norm").pvalue > 1e-3
    slow = np.log(lived_visitors(2000, p._replace(visitor_persistence=0.9)))
    assert np.corrcoef(slow[1:], slow[:-1])[0, 1] == pytest.approx(0.9, abs=0.05)


def test_fewer_come_in_an_epidemic_or_by_a_forced_shock_and_the_luck_stays():
    p, usual = Tourism(epidemic_loss=0.4), lived_visitors(20, Tourism())
    np.testing.assert_allclose(lived_visitors(20, p, epidemic=1.6), usual * 0.6)
    np.testing.assert_allclose(lived_visitors(20, p, lost=0.75), usual * 0.25)
    assert (lived_visitors(5, p, shared=False) == 1.0).all() and (lived_visitors(5, p, lost=1.0) == 0.0).all()


def test_facilities_are_built_where_visitors_come_and_stay():
    store = villages(visited=[1, 0, 1], facilities=[0.0, 0.0, 0.9])
    assert equip(store, 1.0) == pytest.approx(0.25 + 0.1)
    np.testing.assert_allclose(store["facilities"], [0.25, 0.0, 1.0])
    assert equip(store, 0.0) == 0.0
    np.testing.assert_allclose(store["facilities"], [0.25, 0.0, 1.0])
    assert equip(store, 40.0) == pytest.approx(0.75)


def test_a_village_has_guests_for_whole_farm_stays():
    store = villages(visited=[1, 0, 1], facilities=[0.0, 1.0, 1.0])
    assert rooms(store, Tourism(farm_stays=29.0, unaided=0.4)).tolist() == [11, 0, 29]
    store["facilities"][0] = 0.5
    assert rooms(store, Tourism(farm_stays=29.0, unaided=0.4)).tolist() == [20, 0, 29]


def test_chances_by_hand():
    p = Tourism(opening=0.2, closing=0.1, deserted=0.8)
    assert opening_chance(0.5, p) == pytest.approx(1 - np.exp(-0.25 * 0.1)) and opening_chance(0.0, p) == 0.0
    assert closing_chance(1.5, p) == closing_chance(1.0, p) == pytest.approx(1 - np.exp(-0.25 * 0.1))
    assert closing_chance(0.25, p) == pytest.approx(1 - np.exp(-0.25 * 0.7))


def test_support_pays_for_what_it_builds_and_for_nothing_more():
    support = {"enabled": True, "tourism_pace": 1.0, "tourism_cost": 4000.0}
    tree = tree_with(levers__industry_support=support).with_values({"transition.enabled": False})
    start = population()
    visited = int(start.villages["visited"].sum())
    county, paid = lived(tree, 0, start), []
    for _ in range(6):
        county.step()
        paid.append(county.accounts.rows["tourism_facilities"]["outside"])
        assert county.imbalance < 1e-9
    assert visited == 2 and paid == pytest.approx([visited * 1000.0] * 4 + [0.0] * 2)
    off = lived(baseline().tree.with_values(levers_off()), 2, population())
    assert not off.villages["facilities"].any() and off.accounts.rows["tourism_facilities"]["outside"] == 0.0


def test_as_many_villages_have_visitors_as_the_place_says_and_more_hold_the_fewer():
    few, many = (np.zeros(0), np.zeros(0))
    for replicate in range(60):
        drawn = [population_of(share, replicate) for share in (0.2, 0.5)]
        assert (drawn[0] <= drawn[1]).all()
        few, many = np.append(few, drawn[0]), np.append(many, drawn[1])
    for found, share in ((few, 0.2), (many, 0.5)):
        assert abs(found.mean() - share) < 4 * np.sqrt(share * (1 - share) / found.size)


def population_of(share, replicate):
    from sim.place import Place
    from sim.population.firms import village_store

    place = Place(ex_poor_villages=3, other_villages=3, tourism_villages=share)
    return village_store(key(LUCK.seed, replicate, 0), place)["visited"].copy()
